import { COMPONENT_METRIC_NAMES, componentsReport } from "../../app/view/tasks/componentsReport.js";
import { componentsView } from "../../app/view/tasks/componentsView.js";
import type { ComponentMetric, InstanceMetric } from "../../src/measures/components/componentScores.js";
import type { InstanceSurfaceMeans } from "../../src/measures/components/instanceSurfaces.js";
import { withoutNulls } from "../../src/measures/components/componentSettings.js";
import { compareAllModels } from "../../src/scorers/compareAllModels.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { ComponentScorer, type ComponentScorerOptions } from "../../src/scorers/componentScorer.js";
import { namedUnit, type Unit } from "../../app/job/pairSpacing.js";
import type { ComponentIntervalOptions } from "../../src/scorers/componentStatistics.js";
import type { ComparedOptions, TaskKind } from "./taskKind.js";
import type { TaskOptions } from "./taskOptions.js";

/**
 * The settings of a run's scorer.
 *
 * @param unit of its images, where --min-volume or distances are in it; undefined where nothing tells it yet
 */
export function componentOptions(
  { connectivity, matchBy: match, iouThreshold, minPixels, minVolume, ...asked }: TaskOptions,
  numClasses: number,
  background: number,
  unit: Unit | undefined,
): ComponentScorerOptions {
  const { instanceSurfaces, tolerance: tolerances, percentile, edges } = asked;
  const surfaces = instanceSurfaces === true ? { surfaces: { tolerances, percentile, edges } } : {};
  const volume = minVolume === undefined ? {} : { minVolume };
  const lengths = { ...volume, ...surfaces };
  const told = Object.keys(lengths).length === 0 ? {} : { unit: namedUnit(unit) };
  return { numClasses, background, connectivity, match, iouThreshold, minPixels, ...lengths, ...told };
}

/** As --fail-under calls them. */
const KEYS: Readonly<Record<string, ComponentMetric>> = {
  pq: "panopticQuality",
  f1: "f1",
  sq: "segmentationQuality",
  dice: "dice",
  "lesion-dice": "lesionWiseDice",
};

/** What surfaces of matched components add to the metrics, as --task surfaces calls them. */
const SURFACE_METRICS = {
  robustHausdorff: "robust Hausdorff",
  hausdorff: "Hausdorff",
  assd: "ASSD",
  masd: "MASD",
} as const;

/** Surface Dice takes a tolerance. */
const NSD = { nsd: "surface Dice" } as const;

/** Of those, what models are told by. */
const TOLD = ["robustHausdorff", "assd", "nsd"] as const;

export const componentsKind: TaskKind<ComponentScorer> = {
  name: "components",
  metrics: COMPONENT_METRIC_NAMES,
  metricsOf: metricNames,
  lengths: Object.keys(SURFACE_METRICS),
  keys: Object.keys(KEYS),
  told: [...Object.keys(KEYS), ...TOLD],
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
      ...TOLD.flatMap((key) => {
        const label = metricNames(scorer)[key];
        return label === undefined ? [] : [{ key, label, score: surfaceMean(scorer, mean.surfaces, key) }];
      }),
    ];
  },
  shares: (scorer, metric) => scorer.contributions({ metric: metricIn(scorer, metric) }),
  compare: (first, second, options) => compareModels(first, second, comparedBy(first, options)),
  compareAll: (scorers, options) => compareAllModels(scorers, comparedBy(scorers[0], options)),
};

function metricNames({ settings: { surfaces } }: ComponentScorer): Readonly<Record<string, string>> {
  if (surfaces === undefined) return COMPONENT_METRIC_NAMES;
  return { ...COMPONENT_METRIC_NAMES, ...SURFACE_METRICS, ...(surfaces.tolerances.length > 0 ? NSD : {}) };
}

function metricIn({ settings: { surfaces } }: ComponentScorer, metric: string): InstanceMetric {
  return metric === "robustHausdorff" && surfaces !== undefined
    ? `hausdorff${surfaces.percentile}`
    : (metric as InstanceMetric);
}

function surfaceMean(
  scorer: ComponentScorer,
  means: InstanceSurfaceMeans | undefined,
  key: (typeof TOLD)[number],
): number {
  if (means === undefined) return NaN;
  return (key === "nsd" ? means.nsd[0] : means[metricIn(scorer, key) as "assd"]) ?? NaN;
}

function settingsOf(scorer: ComponentScorer): ComponentScorerOptions {
  return withoutNulls({ ...scorer.settings }) as ComponentScorerOptions;
}

function nameOf(label: number, classNames: readonly string[] | undefined): string {
  return classNames?.[label] ?? `class ${label}`;
}

/** How models are compared. */
function comparedBy(
  scorer: ComponentScorer,
  { metric, ci, resamples, seed }: ComparedOptions,
): ComponentIntervalOptions {
  return {
    metric: metricIn(scorer, metric),
    ...(ci === undefined ? {} : { level: ci / 100 }),
    resamples,
    seed,
  };
}
