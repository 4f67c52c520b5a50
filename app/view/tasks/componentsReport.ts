import { COMPONENT_METRICS, type ComponentMetric } from "../../../src/measures/components/componentScores.js";
import type { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import type { ComponentIntervals } from "../../../src/scorers/componentStatistics.js";
import { countText, scoreText } from "../numberTexts.js";
import { instanceSurfacesReport } from "./instanceSurfaces.js";
import { type AskedIntervals, intervalFacts, intervalsOf } from "./taskIntervals.js";
import type { TaskReport } from "./taskReport.js";

/** How scores of components are told. */
export interface ComponentsAsked extends AskedIntervals {
  readonly per?: "dataset" | "image" | undefined;
}

export const COMPONENT_METRIC_NAMES: Readonly<Record<ComponentMetric, string>> = {
  panopticQuality: "PQ",
  f1: "F1",
  segmentationQuality: "SQ",
  dice: "Dice",
  lesionWiseDice: "lesion-wise Dice",
};

/** @param classNames undefined of a state, which has none */
export function componentsReport(
  scorer: ComponentScorer,
  model: string,
  { ci, resamples, seed, per = "dataset" }: ComponentsAsked,
  classNames?: readonly string[],
): TaskReport {
  const { imageCount, classes, mean } = scorer.compute({ per });
  const nameOf = (label: number): string => classNames?.[label] ?? `class ${label}`;
  const intervals = intervalsOf<ComponentMetric, ComponentIntervals>(scorer, COMPONENT_METRICS, {
    ci,
    resamples,
    seed,
  });
  const surfaces = instanceSurfacesReport(scorer, { classes, mean }, nameOf, { ci, resamples, seed });
  const counts = ["truePositives", "falsePositives", "falseNegatives"] as const;
  const columns = COMPONENT_METRICS.map((metric) => COMPONENT_METRIC_NAMES[metric]);
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
          ...intervalFacts(intervals, (metric, { mean }) => [COMPONENT_METRIC_NAMES[metric], mean]),
        ],
      },
      ...(surfaces === undefined ? [] : [surfaces.section]),
    ],
    json: {
      task: "components",
      model,
      imageCount,
      per,
      settings: scorer.settings,
      classes: classes.map((one) => ({ className: nameOf(one.label), ...one })),
      mean,
      intervals: intervals && { ...intervals, ...surfaces?.intervals },
    },
    rows: [
      ["model", "class", ...COMPONENT_METRICS, ...counts, ...(surfaces?.keys ?? [])],
      ...classes.map((one) => [
        model,
        nameOf(one.label),
        ...COMPONENT_METRICS.map((metric) => one[metric]),
        ...counts.map((count) => one[count]),
        ...(surfaces?.cellsOf(one.surfaces) ?? []),
      ]),
      [
        ...[model, "", ...COMPONENT_METRICS.map((metric) => mean[metric]), ...counts.map(() => undefined)],
        ...(surfaces?.cellsOf(mean.surfaces) ?? []),
      ],
    ],
  };
}
