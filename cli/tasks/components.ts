import type { LabelledImage } from "../../app/view/tasks/componentPicture.js";
import { componentsReport } from "../../app/view/tasks/componentsReport.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { DataError, EXIT_SCORED } from "../exitCodes.js";
import type { ImageFiles } from "../inputs/pairing.js";
import type { Terminal } from "../terminal.js";
import type { ClassPair } from "./classPair.js";
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
  const gridOf = (image: ImageFiles, pair: ClassPair): LabelledImage => {
    const { size, spacing: ofSides, groundTruth, prediction } = pair;
    const files = [image.groundTruth, image.predictions[0] as string] as const;
    if (minVolume !== undefined && !spacing.isKnown(ofSides)) {
      throw new DataError(
        `${files[0]}: does not say how far pixels are apart, which --min-volume takes; pass --spacing, or --min-pixels instead`,
      );
    }
    return {
      groundTruth,
      prediction,
      shape: size.slice(size[0] === 1 ? 1 : 0),
      spacing: minVolume === undefined ? undefined : spacing.of(size, ofSides, files),
    };
  };
  const failures = await runImages(
    {
      images: found.images,
      fileOf: ({ predictions: [file] }) => file as string,
      async measure(image) {
        const { groundTruth, prediction, ...grid } = gridOf(image, await read(image));
        scorer.update(groundTruth, prediction, { id: image.id, ...grid });
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
  const exitCode = await writeTaskReport(report, failures, options, terminal);
  if (options.html !== undefined) {
    const { writeTaskPage } = await import("../page/writeTaskPage.js");
    const { componentsView } = await import("../../app/view/tasks/componentsView.js");
    const { componentMaps } = await import("../../app/view/tasks/componentPicture.js");
    const view = componentsView(scorer, found.models[0] as string, options, classNames);
    const byId = new Map(found.images.map((image) => [image.id, image]));
    await writeTaskPage(options.html, view, failures, async (id) => {
      const image = byId.get(id);
      if (image === undefined) return undefined;
      const pair = await read(image);
      return componentMaps(scorer.settings, gridOf(image, pair), (label) => classNames[label] as string);
    });
  }
  return exitCode;
}
