import { COMPONENT_METRICS, type ComponentMetric } from "../../src/measures/components/componentScores.js";
import { withoutNulls } from "../../src/measures/components/componentSettings.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { ComponentScorer, type ComponentScorerOptions } from "../../src/scorers/componentScorer.js";
import type { ComponentIntervals } from "../../src/scorers/componentStatistics.js";
import { boundsText, countText, scoreText } from "../../app/view/numberTexts.js";
import { intervalFacts, intervalsOf } from "./intervals.js";
import type { TaskOptions, TaskTellOptions } from "./taskOptions.js";
import type { TaskKind } from "./taskKind.js";
import type { TaskReport } from "./taskReport.js";

const METRIC_NAMES: Readonly<Record<ComponentMetric, string>> = {
  panopticQuality: "PQ",
  f1: "F1",
  segmentationQuality: "SQ",
  dice: "Dice",
  lesionWiseDice: "lesion-wise Dice",
};

/** The settings of a run's scorer. */
export function componentOptions(
  { connectivity, matchBy, iouThreshold, minPixels, minVolume }: TaskOptions,
  numClasses: number,
  background: number,
): ComponentScorerOptions {
  return { numClasses, background, connectivity, match: matchBy, iouThreshold, minPixels, minVolume };
}

/** As --fail-under calls them. */
const KEYS: Readonly<Record<string, ComponentMetric>> = {
  pq: "panopticQuality",
  f1: "f1",
  sq: "segmentationQuality",
  dice: "dice",
  "lesion-dice": "lesionWiseDice",
};

export const componentsKind: TaskKind<ComponentScorer> = {
  name: "components",
  metrics: METRIC_NAMES,
  keys: Object.keys(KEYS),
  read: (bytes, like) => ComponentScorer.fromBytes(bytes, like && settingsOf(like)),
  another: (scorer) => new ComponentScorer(settingsOf(scorer)),
  report: componentsReport,
  headlines(scorer, { per }, classNames) {
    const { mean, classes } = scorer.compute({ per });
    return [
      ...Object.entries(KEYS).map(([key, metric]) => ({
        key,
        label: METRIC_NAMES[metric],
        score: mean[metric],
      })),
      ...classes.map(({ label, panopticQuality }) => {
        const name = nameOf(label, classNames);
        return { key: name, label: `PQ of ${name}`, score: panopticQuality };
      }),
    ];
  },
  shares: (scorer, metric) => scorer.contributions({ metric: metric as ComponentMetric }),
  compare: (first, second, { metric, ci, resamples, seed }) =>
    compareModels(first, second, {
      metric: metric as ComponentMetric,
      ...(ci === undefined ? {} : { level: ci / 100 }),
      resamples,
      seed,
    }),
};

function settingsOf(scorer: ComponentScorer): ComponentScorerOptions {
  return withoutNulls({ ...scorer.settings }) as ComponentScorerOptions;
}

function nameOf(label: number, classNames: readonly string[] | undefined): string {
  return classNames?.[label] ?? `class ${label}`;
}

/** @param classNames undefined of a state, which has none */
export function componentsReport(
  scorer: ComponentScorer,
  model: string,
  { ci, resamples, seed, per = "dataset" }: TaskTellOptions,
  classNames?: readonly string[],
): TaskReport {
  const { imageCount, classes, mean } = scorer.compute({ per });
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
              nameOf(one.label, classNames),
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
      classes: classes.map((one) => ({ className: nameOf(one.label, classNames), ...one })),
      mean,
      intervals,
    },
    rows: [
      ["model", "class", ...COMPONENT_METRICS, ...counts],
      ...classes.map((one) => [
        model,
        nameOf(one.label, classNames),
        ...COMPONENT_METRICS.map((metric) => one[metric]),
        ...counts.map((count) => one[count]),
      ]),
      [model, "", ...COMPONENT_METRICS.map((metric) => mean[metric]), ...counts.map(() => undefined)],
    ],
  };
}
