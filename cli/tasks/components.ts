import { COMPONENT_METRICS, type ComponentMetric } from "../../src/measures/components/componentScores.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import type { ComponentIntervals } from "../../src/scorers/componentStatistics.js";
import { boundsText, countText, scoreText } from "../../app/view/numberTexts.js";
import { DataError, EXIT_SCORED } from "../exitCodes.js";
import type { Terminal } from "../terminal.js";
import { intervalFacts, intervalsOf } from "./intervals.js";
import { maskImages } from "./maskImages.js";
import { runImages } from "./runImages.js";
import { RunSpacing } from "./runSpacing.js";
import type { TaskOptions, TaskTellOptions } from "./taskOptions.js";
import { type TaskReport, writeTaskReport } from "./taskReport.js";

const METRIC_NAMES: Readonly<Record<ComponentMetric, string>> = {
  panopticQuality: "PQ",
  f1: "F1",
  segmentationQuality: "SQ",
  dice: "Dice",
  lesionWiseDice: "lesion-wise Dice",
};

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

/** @param classNames undefined of a state, which has none */
export function componentsReport(
  scorer: ComponentScorer,
  model: string,
  { ci, resamples, seed, per = "dataset" }: TaskTellOptions,
  classNames?: readonly string[],
): TaskReport {
  const { imageCount, classes, mean } = scorer.compute({ per });
  const nameOf = (label: number): string => classNames?.[label] ?? `class ${label}`;
  const intervals = intervalsOf<ComponentMetric, ComponentIntervals>(scorer, COMPONENT_METRICS, {
    ci,
    resamples,
    seed,
  });
  const counts = ["truePositives", "falsePositives", "falseNegatives"] as const;
  const columns = COMPONENT_METRICS.map((metric) => METRIC_NAMES[metric]);
  const leftOut = classes.reduce((sum, one) => sum + one.leftOut.groundTruth + one.leftOut.prediction, 0);
  const { match, iouThreshold, connectivity, minPixels, minVolume } = scorer.settings;
  return {
    sections: [
      {
        title: undefined,
        table: {
          columns: ["class", ...columns, "matched", "made up", "missed"],
          rows: [
            ...classes.map((one) => [
              nameOf(one.label),
              ...COMPONENT_METRICS.map((metric) => scoreText(one[metric])),
              ...counts.map((count) => countText(one[count])),
            ]),
            [
              "mean",
              ...COMPONENT_METRICS.map((metric) => scoreText(mean[metric])),
              ...counts.map((count) => countText(classes.reduce((sum, one) => sum + one[count], 0))),
            ],
          ],
          wordColumns: [0],
        },
        facts: [
          ["model", model],
          ["images", countText(imageCount)],
          [
            "scores",
            per === "image"
              ? "means over images of each image's own"
              : "of the components of all images together",
          ],
          [
            "matching",
            match === "overlap" ? "by overlap, the most pixels first" : `IoU above ${String(iouThreshold)}`,
          ],
          ["neighbours", connectivity === null ? "all, 8 or 26" : String(connectivity)],
          ...(minPixels > 1 || minVolume !== null
            ? ([["left out", `${countText(leftOut)} components that are too small`]] as const)
            : []),
          ...intervalFacts(intervals, (metric, { mean: { bca } }) => [METRIC_NAMES[metric], boundsText(bca)]),
        ],
      },
    ],
    json: {
      task: "components",
      model,
      imageCount,
      per,
      settings: scorer.settings,
      classes: classes.map((one) => ({ className: nameOf(one.label), ...one })),
      mean,
      intervals,
    },
    rows: [
      ["model", "class", ...COMPONENT_METRICS, ...counts],
      ...classes.map((one) => [
        model,
        nameOf(one.label),
        ...COMPONENT_METRICS.map((metric) => one[metric]),
        ...counts.map((count) => one[count]),
      ]),
      [model, "", ...COMPONENT_METRICS.map((metric) => mean[metric]), ...counts.map(() => undefined)],
    ],
  };
}
