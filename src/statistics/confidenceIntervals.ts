import { type Interval, intervalOf, resample } from "./resampling.js";
import {
  type ImagesRun,
  rowsOf,
  type StatisticChoice,
  type StatisticMetric,
  statisticsOf,
} from "./statistics.js";

export interface IntervalChoice extends StatisticChoice {
  /** 0.95: of a hundred such data sets, the interval holds the truth for about 95. */
  readonly level: number;
  readonly resamples: number;
  /** 0 to 2^32 - 1; the same seed gives the same intervals, to the last bit. */
  readonly seed: number;
}

export interface ClassInterval extends Interval {
  readonly classIndex: number;
  readonly name: string;
}

export interface ConfidenceIntervals {
  readonly metric: StatisticMetric;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of the mean over classes, or of the score of all classes together. */
  readonly mean: Interval;
  /** Of each class; empty where the metric is of all classes together. */
  readonly classes: readonly ClassInterval[];
}

/** Bootstrap intervals of a run's scores, over its images. At least two images. */
export function confidenceIntervals(run: ImagesRun, choice: IntervalChoice): ConfidenceIntervals {
  const { metric, level, resamples, seed } = choice;
  const { count, write } = statisticsOf(run, choice);
  const drawn = resample(rowsOf(run), count, write, resamples, seed);
  const interval = (i: number): Interval =>
    intervalOf(
      drawn.estimates[i] as number,
      drawn.resamples[i] as Float64Array,
      drawn.leftOut[i] as Float64Array,
      level,
    );
  return {
    metric,
    level,
    resamples,
    seed,
    imageCount: run.images.ids.length,
    mean: interval(0),
    classes: Array.from({ length: count - 1 }, (_, c) => ({
      classIndex: c,
      name: run.classNames[c] as string,
      ...interval(c + 1),
    })),
  };
}
