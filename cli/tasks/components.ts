import { componentsReport } from "../../app/view/tasks/componentsReport.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { DataError, EXIT_SCORED } from "../exitCodes.js";
import type { Terminal } from "../terminal.js";
import { maskImages } from "./maskImages.js";
import { runImages } from "./runImages.js";
import { RunSpacing } from "./runSpacing.js";
import type { TaskOptions } from "./taskOptions.js";
import { writeTaskReport } from "./taskReport.js";

/** maskscore score TRUTH PREDICTION --task components */
export async function scoreComponents(
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  const { found, job, classNames, background, reading, read, tellNotes } = await maskImages(
    truth,
    predictions,
    options,
    terminal,
  );
  const { connectivity, matchBy, iouThreshold, minPixels, minVolume } = options;
  const scorer = new ComponentScorer({
    numClasses: job.settings.numClasses,
    background,
    connectivity,
    match: matchBy,
    iouThreshold,
    minPixels,
    minVolume,
  });
  const spacing = new RunSpacing(options.spacing);
  const failures = await runImages(
    {
      images: found.images,
      fileOf: ({ predictions: [file] }) => file as string,
      async measure(image) {
        const pair = await read(image);
        const { size, spacing: ofSides } = pair;
        const files = [image.groundTruth, image.predictions[0] as string] as const;
        if (minVolume !== undefined && !spacing.isKnown(ofSides)) {
          throw new DataError(
            `${files[0]}: does not say how far pixels are apart, which --min-volume takes; pass --spacing, or --min-pixels instead`,
          );
        }
        scorer.update(pair.groundTruth, pair.prediction, {
          id: image.id,
          shape: size.slice(size[0] === 1 ? 1 : 0),
          spacing: minVolume === undefined ? undefined : spacing.of(size, ofSides, files),
        });
      },
      scorer,
      part: {
        model: found.models[0],
        shard: found.shard,
        ...(reading === undefined ? {} : { reading }),
      },
    },
    options,
  );
  tellNotes(failures);
  if (found.images.length === 0) return EXIT_SCORED;
  const report = componentsReport(scorer, found.models[0] as string, options, classNames);
  return writeTaskReport(report, failures, options, terminal);
}
