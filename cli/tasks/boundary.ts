import { BOUNDARY_METRIC_NAMES, boundaryReport } from "../../app/view/tasks/boundaryReport.js";
import { boundaryView } from "../../app/view/tasks/boundaryView.js";
import type { BoundaryMetric } from "../../src/measures/boundary/boundarySet.js";
import { BoundaryScorer, type BoundaryScorerOptions } from "../../src/scorers/boundaryScorer.js";
import { compareAllModels } from "../../src/scorers/compareAllModels.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import type { BoundaryIntervalOptions } from "../../src/scorers/boundaryStatistics.js";
import type { ComparedOptions, TaskKind } from "./taskKind.js";
import type { TaskOptions } from "./taskOptions.js";

/** The settings of a run's scorer. */
export function boundaryOptions(
  { ratio, distance }: TaskOptions,
  numClasses: number,
  background: number,
): BoundaryScorerOptions {
  return { numClasses, background, ratio, distance };
}

export const boundaryKind: TaskKind<BoundaryScorer> = {
  name: "boundary",
  metrics: BOUNDARY_METRIC_NAMES,
  keys: Object.keys(BOUNDARY_METRIC_NAMES),
  read: (bytes, like) => BoundaryScorer.fromBytes(bytes, like && settingsOf(like)),
  another: (scorer) => new BoundaryScorer(settingsOf(scorer)),
  report: boundaryReport,
  view: boundaryView,
  headlines(scorer, { per }, classNames) {
    const { mean, classes } = scorer.compute({ per });
    return [
      ...(["iou", "dice"] as const).map((key) => ({
        key,
        label: BOUNDARY_METRIC_NAMES[key],
        score: mean[key],
      })),
      ...classes.map(({ label, iou }) => {
        const name = classNames?.[label] ?? `class ${label}`;
        return { key: name, label: `boundary IoU of ${name}`, score: iou };
      }),
    ];
  },
  shares: (scorer, metric) => scorer.contributions({ metric: metric as BoundaryMetric }),
  compare: (first, second, options) => compareModels(first, second, comparedBy(options)),
  compareAll: (scorers, options) => compareAllModels(scorers, comparedBy(options)),
};

/** Settings are options, too: what is null was not told. */
function settingsOf({ settings }: BoundaryScorer): BoundaryScorerOptions {
  return settings as BoundaryScorerOptions;
}

/** How models are compared. */
function comparedBy({ metric, ci, resamples, seed }: ComparedOptions): BoundaryIntervalOptions {
  return {
    metric: metric as BoundaryMetric,
    ...(ci === undefined ? {} : { level: ci / 100 }),
    resamples,
    seed,
  };
}
