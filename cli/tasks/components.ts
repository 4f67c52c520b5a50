import { COMPONENT_METRIC_NAMES, componentsReport } from "../../app/view/tasks/componentsReport.js";
import { componentsView } from "../../app/view/tasks/componentsView.js";
import type { ComponentMetric } from "../../src/measures/components/componentScores.js";
import { withoutNulls } from "../../src/measures/components/componentSettings.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { ComponentScorer, type ComponentScorerOptions } from "../../src/scorers/componentScorer.js";
import { namedUnit, type Unit } from "../../app/job/pairSpacing.js";
import type { TaskKind } from "./taskKind.js";
import type { TaskOptions } from "./taskOptions.js";

/**
 * The settings of a run's scorer.
 *
 * @param unit of its images, where --min-volume is one of theirs; undefined where nothing tells it yet
 */
export function componentOptions(
  { connectivity, matchBy: match, iouThreshold, minPixels, minVolume }: TaskOptions,
  numClasses: number,
  background: number,
  unit: Unit | undefined,
): ComponentScorerOptions {
  const volume = minVolume === undefined ? {} : { minVolume, unit: namedUnit(unit) };
  return { numClasses, background, connectivity, match, iouThreshold, minPixels, ...volume };
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
  metrics: COMPONENT_METRIC_NAMES,
  keys: Object.keys(KEYS),
  read: (bytes, like) => ComponentScorer.fromBytes(bytes, like && settingsOf(like)),
  another: (scorer) => new ComponentScorer(settingsOf(scorer)),
  report: componentsReport,
  view: componentsView,
  headlines(scorer, { per }, classNames) {
    const { mean, classes } = scorer.compute({ per });
    return [
      ...Object.entries(KEYS).map(([key, metric]) => ({
        key,
        label: COMPONENT_METRIC_NAMES[metric],
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
