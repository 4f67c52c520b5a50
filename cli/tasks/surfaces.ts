import { surfacesReport } from "../../app/view/tasks/surfacesReport.js";
import { surfacesView } from "../../app/view/tasks/surfacesView.js";
import type { SurfaceMetric } from "../../src/measures/surfaces/surfaceSet.js";
import { compareAllModels } from "../../src/scorers/compareAllModels.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import type { SurfaceMeans } from "../../src/scorers/surfaceMeans.js";
import { SurfaceScorer, type SurfaceScorerOptions } from "../../src/scorers/surfaceScorer.js";
import type { SurfaceComputeOptions } from "../../src/scorers/surfaceStatistics.js";
import { namedUnit, type Unit } from "../../app/job/pairSpacing.js";
import type { SurfaceIntervalOptions } from "../../src/scorers/surfaceStatistics.js";
import type { ComparedOptions, Headline, TaskKind } from "./taskKind.js";
import type { TaskOptions, TaskTellOptions } from "./taskOptions.js";

/**
 * The settings of a run's scorer.
 *
 * @param unit of its images; undefined where nothing tells it yet
 */
export function surfaceOptions(
  { tolerance: tolerances, percentile, edges }: TaskOptions,
  numClasses: number,
  background: number,
  unit: Unit | undefined,
): SurfaceScorerOptions {
  return { numClasses, background, tolerances, percentile, edges, unit: namedUnit(unit) };
}

/** As --metrics calls them, whatever the percentile. */
const METRICS = {
  robustHausdorff: "robust Hausdorff",
  hausdorff: "Hausdorff",
  assd: "ASSD",
  masd: "MASD",
  nsd: "surface Dice",
  volumetricDice: "Dice",
  volumetricIou: "IoU",
} as const;

/** What --fail-under takes: distances are better the lower they are. */
const KEYS = { dice: "volumetricDice", iou: "volumetricIou", nsd: "nsd" } as const;

/** What models are told by, beside those. */
const LENGTHS = { robustHausdorff: "robust Hausdorff", assd: "ASSD" } as const;

export const surfacesKind: TaskKind<SurfaceScorer> = {
  name: "surfaces",
  metrics: METRICS,
  lengths: ["robustHausdorff", "hausdorff", "assd", "masd"],
  keys: Object.keys(KEYS),
  told: [...Object.keys(LENGTHS), ...Object.keys(KEYS)],
  read: (bytes, like) => SurfaceScorer.fromBytes(bytes, like && settingsOf(like)),
  another: (scorer) => new SurfaceScorer(settingsOf(scorer)),
  report: surfacesReport,
  view: surfacesView,
  headlines(scorer, options, classNames) {
    const { mean, classes } = scorer.compute(emptyRules(options));
    const { percentile } = scorer.settings;
    return [
      ...Object.entries(KEYS).map(([key, metric]): Headline => ({
        key,
        label: METRICS[metric],
        score: shareOf(mean, metric),
      })),
      ...classes.map((one): Headline => {
        const name = classNames?.[one.label] ?? `class ${one.label}`;
        return { key: name, label: `Dice of ${name}`, score: one.volumetricDice.mean };
      }),
      {
        key: "robustHausdorff",
        label: LENGTHS.robustHausdorff,
        score: mean[`hausdorff${percentile}`]?.mean ?? NaN,
      },
      { key: "assd", label: LENGTHS.assd, score: mean.assd.mean },
    ];
  },
  shares(scorer, metric, options) {
    // Without tolerances there is none, and nothing to ask for.
    if (metric === "nsd" && scorer.settings.tolerances.length === 0) return { mean: NaN, images: [] };
    return scorer.contributions({ metric: metricIn(scorer, metric), ...emptyRules(options) });
  },
  compare: (first, second, options) => compareModels(first, second, comparedBy(first, options)),
  compareAll: (scorers, options) => compareAllModels(scorers, comparedBy(scorers[0], options)),
};

function shareOf(means: SurfaceMeans, metric: (typeof KEYS)[keyof typeof KEYS]): number {
  return metric === "nsd" ? (means.nsd[0]?.mean ?? NaN) : means[metric].mean;
}

function metricIn({ settings }: SurfaceScorer, metric: string): SurfaceMetric {
  return metric === "robustHausdorff" ? `hausdorff${settings.percentile}` : (metric as SurfaceMetric);
}

function emptyRules({ emptySide, bothEmpty }: TaskTellOptions): SurfaceComputeOptions {
  return { emptySide, bothEmpty };
}

/** Settings are options, too: what is null was not told. */
function settingsOf({ settings }: SurfaceScorer): SurfaceScorerOptions {
  return settings as SurfaceScorerOptions;
}

/** How models are compared. */
function comparedBy(
  scorer: SurfaceScorer,
  { metric, ci, resamples, seed, ...options }: ComparedOptions,
): SurfaceIntervalOptions {
  return {
    metric: metricIn(scorer, metric),
    ...(ci === undefined ? {} : { level: ci / 100 }),
    resamples,
    seed,
    ...emptyRules(options),
  };
}
