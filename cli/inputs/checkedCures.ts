import { filesOf } from "../counting/filesOf.js";
import { rulesOf } from "../../src/labels/labelRules.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { CountJob } from "../../app/job/countImage.js";
import { binaryRemedies, strayRemedies, voidRemedies } from "../../app/job/labelCures.js";
import { recogniseLabels } from "../../app/presets/recognise.js";
import type { JobProblem, Remedy } from "../../app/errors/problem.js";
import { couldBeIds, surveyLabels } from "./labelSurvey.js";
import { decodeOf, type FileDecode } from "../../app/job/runDecode.js";
import type { ImageFiles } from "./pairing.js";

/**
 * A problem whose cures name numbers, with cures that do for the other files, too: who follows them shall not meet the next
 * file's problem.
 *
 * @param settings undefined where the number of classes is not known yet
 */
export async function withCheckedCures<P extends JobProblem>(
  problem: P,
  images: readonly ImageFiles[],
  decode: CountJob["decode"],
  settings?: ScorerSettings,
): Promise<P> {
  const told: JobProblem = problem;
  switch (told.code) {
    case "file-coloured":
      return {
        ...problem,
        cure: await coloursCures(told.cure ?? [], pathsOf(images), decodeOf(decode, "groundTruth")),
      };
    case "class-count-unknown": {
      const seen = await surveyLabels(images, decode);
      const { groundTruth, prediction, files } = seen;
      if (files === 0) return problem;
      const labels = [...groundTruth, ...prediction];
      const known = recogniseLabels(groundTruth, prediction);
      const dataset: Remedy[] =
        known === undefined ? [] : [{ do: "choose-dataset", name: known.name, title: known.title }];
      return { ...problem, labels, files, cure: [...dataset, ...binaryRemedies(seen)] };
    }
    case "label-out-of-range":
    case "label-unmapped": {
      const { side, label, cure = [] } = told;
      // Of ids of instances the labels that are seen are no classes yet.
      if (settings === undefined || decode.divide !== undefined) return problem;
      const rules = rulesOf(settings);
      const seen = await surveyLabels(images, decode);
      if (told.code === "label-out-of-range") {
        const missed = cure.filter((remedy) => remedy.do === "miss-void");
        return { ...problem, cure: [...missed, ...strayRemedies({ side, label }, rules, seen)] };
      }
      const checked = cure.flatMap((remedy) =>
        remedy.do === "ignore-label" ? voidRemedies({ side, label }, rules, seen) : [remedy],
      );
      return { ...problem, cure: checked };
    }
    default:
      return problem;
  }
}

/** What is said of colours, without ids where they are none. */
export async function coloursCures(
  cure: readonly Remedy[],
  paths: readonly string[],
  decode: FileDecode,
): Promise<Remedy[]> {
  const areIds = await couldBeIds(paths, decode);
  return cure.map((remedy) => (remedy.do === "name-colours" ? { ...remedy, areIds } : remedy));
}

function pathsOf(images: readonly ImageFiles[]): string[] {
  return images.flatMap(filesOf);
}
