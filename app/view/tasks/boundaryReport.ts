import { BOUNDARY_METRICS, type BoundaryMetric } from "../../../src/measures/boundary/boundarySet.js";
import type { BoundaryScorer } from "../../../src/scorers/boundaryScorer.js";
import type { BoundaryIntervals } from "../../../src/scorers/boundaryStatistics.js";
import { countText, scoreText } from "../numberTexts.js";
import type { Shown } from "../shownIntervals.js";
import { type AskedIntervals, intervalFacts, intervalsOf } from "./taskIntervals.js";
import type { TaskReport } from "./taskReport.js";

/** How scores of boundaries are told. */
export interface BoundaryAsked extends AskedIntervals {
  readonly per?: "dataset" | "image" | undefined;
}

export const BOUNDARY_METRIC_NAMES: Readonly<Record<BoundaryMetric, string>> = {
  iou: "boundary IoU",
  dice: "boundary Dice",
};

const COUNTS = ["intersection", "groundTruth", "prediction"] as const;

export interface BoundaryReport extends TaskReport {
  readonly intervals: Readonly<Record<BoundaryMetric, Shown<BoundaryIntervals>>> | undefined;
}

/** @param classNames undefined of a state, which has none */
export function boundaryReport(
  scorer: BoundaryScorer,
  model: string,
  { ci, resamples, seed, per = "dataset" }: BoundaryAsked,
  classNames?: readonly string[],
): BoundaryReport {
  const { imageCount, distance, classes, mean } = scorer.compute({ per });
  const nameOf = (label: number): string => classNames?.[label] ?? `class ${label}`;
  const intervals = intervalsOf<BoundaryMetric, BoundaryIntervals>(scorer, BOUNDARY_METRICS, {
    ci,
    resamples,
    seed,
  });
  const { ratio } = scorer.settings;
  const { least, most } = distance;
  const width = least === most ? countText(least) : `${countText(least)} to ${countText(most)}`;
  const shareText = ratio === null ? "" : `: ${String(ratio)} of an image's diagonal`;
  return {
    sections: [
      {
        title: undefined,
        table: {
          columns: [
            "class",
            ...BOUNDARY_METRICS.map((metric) => BOUNDARY_METRIC_NAMES[metric]),
            "both",
            "ground truth",
            "prediction",
          ],
          rows: [
            ...classes.map((one) => [
              nameOf(one.label),
              ...BOUNDARY_METRICS.map((metric) => scoreText(one[metric])),
              ...COUNTS.map((count) => countText(one[count])),
            ]),
            ["mean", ...BOUNDARY_METRICS.map((metric) => scoreText(mean[metric])), ...COUNTS.map(() => "")],
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
              : "of the boundaries of all images together, in pixels",
          ],
          ["boundary", `${width} ${width === "1" ? "pixel" : "pixels"} wide, inwards${shareText}`],
          ...intervalFacts(intervals, (metric, { mean }) => [BOUNDARY_METRIC_NAMES[metric], mean]),
        ],
      },
    ],
    json: {
      task: "boundary",
      model,
      imageCount,
      per,
      settings: scorer.settings,
      distance,
      classes: classes.map((one) => ({ className: nameOf(one.label), ...one })),
      mean,
      intervals,
    },
    rows: [
      ["model", "class", ...BOUNDARY_METRICS, ...COUNTS],
      ...classes.map((one) => [
        model,
        nameOf(one.label),
        ...BOUNDARY_METRICS.map((metric) => one[metric]),
        ...COUNTS.map((count) => one[count]),
      ]),
      [model, "", ...BOUNDARY_METRICS.map((metric) => mean[metric]), ...COUNTS.map(() => undefined)],
    ],
    intervals,
  };
}
