import { LinearSet, type RowTable, type ScoreSums } from "../linearSet.js";
import type { ScoredSet } from "../measure.js";
import { CLASS_METRICS, type ClassMetric, classScore, meanOfDefined } from "./classScores.js";
import type { CountedRun, ImageTable } from "./countedRun.js";
import { meanAndClasses } from "../scoredValues.js";

/** What can be estimated with an interval: a score of classes and its mean, or a score of all classes together. */
export type StatisticMetric = ClassMetric | "pixelAccuracy" | "frequencyWeightedIou";

export const STATISTIC_METRICS: readonly StatisticMetric[] = [
  ...CLASS_METRICS,
  "pixelAccuracy",
  "frequencyWeightedIou",
];

/** Which statistics of a run, and by whose rules; the means are the convention "dataset"'s. */
export interface StatisticChoice {
  readonly metric: StatisticMetric;
  readonly beta: number;
}

/** A run with each image's counts. */
export type ImagesRun = CountedRun & { readonly images: ImageTable };

/**
 * A run's images, to be scored in any combination: the metric's mean over classes first, then each class where it has them.
 */
export function confusionSet(run: ImagesRun, choice: StatisticChoice): ScoredSet {
  const classes = isClassMetric(choice.metric) ? run.numClasses : 0;
  const values = meanAndClasses(choice.metric, classes);
  return new LinearSet(rowsOf(run), values, scoreSums(run, choice));
}

/** Columns of a row: intersection of each class, then its ground-truth area, then its prediction area. */
function rowsOf({ numClasses, images: { ids, weights, sums } }: ImagesRun): RowTable {
  const rowCount = ids.length;
  const width = numClasses * 3;
  const rows = new Float64Array(rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    const weight = weights[row] as number;
    [sums.intersection, sums.groundTruthArea, sums.predictionArea].forEach((areas, part) => {
      for (let c = 0; c < numClasses; c++) {
        rows[row * width + part * numClasses + c] = weight * (areas[row * numClasses + c] as number);
      }
    });
  }
  return { rows, rowCount, width };
}

/** Whether a metric has a score for each class. */
function isClassMetric(metric: StatisticMetric): metric is ClassMetric {
  return metric !== "pixelAccuracy" && metric !== "frequencyWeightedIou";
}

/** The statistics of sums as rowsOf lays them out: the mean first, then one a class where the metric has them. */
function scoreSums(
  { numClasses, ignored, excludeClasses }: CountedRun,
  { metric, beta }: StatisticChoice,
): ScoreSums {
  const excluded = new Set(excludeClasses);
  const scoreOf = (sums: Float64Array, c: number, pixelCount: number, of: ClassMetric): number =>
    ignored.includes(c)
      ? NaN
      : classScore(
          of,
          {
            intersection: sums[c] as number,
            groundTruthArea: sums[numClasses + c] as number,
            predictionArea: sums[2 * numClasses + c] as number,
            pixelCount,
          },
          beta,
        );
  const pixelsOf = (sums: Float64Array): number => {
    let pixels = 0;
    for (let c = 0; c < numClasses; c++) pixels += sums[numClasses + c] as number;
    return pixels;
  };
  const kept = Array.from({ length: numClasses }, (_, c) => c).filter((c) => !excluded.has(c));
  if (metric === "pixelAccuracy") {
    return (sums, out) => {
      let correct = 0;
      for (let c = 0; c < numClasses; c++) correct += sums[c] as number;
      out[0] = correct / pixelsOf(sums);
    };
  }
  if (metric === "frequencyWeightedIou") {
    return (sums, out) => {
      const pixelCount = pixelsOf(sums);
      out[0] = meanOfDefined(
        kept.map((c) => scoreOf(sums, c, pixelCount, "iou")),
        kept.map((c) => sums[numClasses + c] as number),
      );
    };
  }
  return (sums, out) => {
    const pixelCount = pixelsOf(sums);
    let sum = 0;
    let defined = 0;
    for (let c = 0; c < numClasses; c++) {
      const score = scoreOf(sums, c, pixelCount, metric);
      out[c + 1] = score;
      if (Number.isNaN(score) || excluded.has(c)) continue;
      sum += score;
      defined++;
    }
    out[0] = sum / defined;
  };
}
