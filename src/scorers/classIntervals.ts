import type { ScoredSet } from "../measures/measure.js";
import {
  confidenceIntervals,
  type DrawChoice,
  type Interval,
  named,
} from "../statistics/confidenceIntervals.js";
import { byClusters, type Clustered, clusterCountOf } from "../statistics/clusteredSet.js";

/** Bounds of a metric's mean over classes, and of each class. */
export interface ClassIntervals<Metric extends string> {
  readonly metric: Metric;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of images that were drawn together; not there where each stands by itself. */
  readonly clusterCount?: number;
  /** Of the mean over classes; both bounds are infinite where too many resamples have an infinite distance. */
  readonly mean: Interval;
  /** Of each class that is scored. */
  readonly classes: readonly (Interval & { readonly classIndex: number })[];
}

/**
 * Intervals over images, or over their clusters. At least two of them.
 *
 * @param set the mean over classes first, then each class
 */
export function classIntervals<Metric extends string>(
  set: ScoredSet,
  images: readonly Clustered[],
  choice: DrawChoice & { readonly metric: Metric },
  isScored: (classIndex: number) => boolean,
): ClassIntervals<Metric> {
  const { metric, level, resamples, seed } = choice;
  const drawn = byClusters(set, images);
  const [mean, ...classes] = confidenceIntervals(drawn, choice);
  return {
    metric,
    level,
    resamples,
    seed,
    imageCount: set.imageCount,
    ...clusterCountOf(drawn),
    mean: mean as Interval,
    classes: classes
      .map((interval, classIndex) => named({ classIndex }, interval))
      .filter(({ classIndex }) => isScored(classIndex)),
  };
}
