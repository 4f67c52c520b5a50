import {
  categoryName,
  detectionReport,
  LVIS_FIGURES,
  METRIC_NAMES,
  scoresOf,
} from "../../app/view/tasks/detectionReport.js";
import { detectionView } from "../../app/view/tasks/detectionView.js";
import { DETECTION_FIGURES } from "../../src/measures/instances/detectionScores.js";
import { compareAllModels } from "../../src/scorers/compareAllModels.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { DetectionScorer } from "../../src/scorers/detectionScorer.js";
import type { DetectionIntervalOptions } from "../../src/scorers/detectionStatistics.js";
import type { ComparedOptions, TaskKind } from "./taskKind.js";
import type { TaskName } from "./taskOptions.js";

/** Keys are as compute() has them: ap, ap50, arSmall, and LVIS's apRare. */
function detectionKind(name: TaskName): TaskKind<DetectionScorer> {
  return {
    name,
    metrics: METRIC_NAMES,
    keys: [...DETECTION_FIGURES, ...LVIS_FIGURES],
    told: DETECTION_FIGURES,
    read: (bytes, like) => DetectionScorer.fromBytes(bytes, like?.settings),
    another: ({ settings }) => new DetectionScorer(settings),
    report: detectionReport,
    view: detectionView,
    headlines(scorer) {
      const scores = scoresOf(scorer);
      return [
        ...DETECTION_FIGURES.map((key) => ({ key, label: key, score: scores[key] })),
        ...LVIS_FIGURES.map((key) => ({ key, label: key, score: scores[key] ?? NaN })),
        ...scores.categories.map((one) => ({
          key: categoryName(one),
          label: `AP of ${categoryName(one)}`,
          score: one.ap,
        })),
      ];
    },
    shares: (scorer, metric) => scorer.contributions({ metric: metric as "ap" }),
    compare: (first, second, options) => compareModels(first, second, comparedBy(options)),
    compareAll: (scorers, options) => compareAllModels(scorers, comparedBy(options)),
  };
}

export const boxesKind = detectionKind("boxes");
export const masksKind = detectionKind("masks");

/** How models are compared. */
function comparedBy({ metric, ci, resamples, seed }: ComparedOptions): DetectionIntervalOptions {
  return {
    metric: metric as "ap",
    ...(ci === undefined ? {} : { level: ci / 100 }),
    resamples,
    seed,
  };
}
