import type { ScoredSet } from "../measures/measure.js";
import { confidenceIntervals, type DrawChoice, type Interval } from "../statistics/confidenceIntervals.js";
import { intervalOnly } from "./segmentationStatistics.js";

/** Bounds of a metric's mean over classes, and of each class. */
export interface ClassIntervals<Metric extends string> {
  readonly metric: Metric;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of the mean over classes; both bounds are infinite where too many resamples have an infinite distance. */
  readonly mean: Interval;
  /** Of each class that is scored. */
  readonly classes: readonly (Interval & { readonly classIndex: number })[];
}

/**
 * Bootstrap intervals over images. At least two of them.
 *
 * @param set the mean over classes first, then each class
 */
export function classIntervals<Metric extends string>(
  set: ScoredSet,
  choice: DrawChoice & { readonly metric: Metric },
  isScored: (classIndex: number) => boolean,
): ClassIntervals<Metric> {
  const { metric, level, resamples, seed } = choice;
  const [mean, ...classes] = confidenceIntervals(set, choice).map(intervalOnly);
  return {
    metric,
    level,
    resamples,
    seed,
    imageCount: set.imageCount,
    mean: mean as Interval,
    classes: classes
      .map((interval, classIndex) => ({ classIndex, ...interval }))
      .filter(({ classIndex }) => isScored(classIndex)),
  };
}
