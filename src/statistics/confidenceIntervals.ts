import type { ScoredSet, ScoredValue } from "../measures/measure.js";
import { type Interval, intervalOf, resample, type Resampled, scoresOf } from "./resampling.js";

/** How intervals and tests are drawn. */
export interface DrawChoice {
  /** 0.95: of a hundred such data sets, the interval holds the truth for about 95. */
  readonly level: number;
  readonly resamples: number;
  /** 0 to 2^32 - 1; the same seed gives the same intervals, to the last bit. */
  readonly seed: number;
}

/** Bootstrap intervals of everything that a set scores, in its order. At least two images. */
export function confidenceIntervals(
  set: ScoredSet,
  { level, resamples, seed }: DrawChoice,
): (ScoredValue & Interval)[] {
  const drawn = resample(scoresOf(set), resamples, seed);
  return set.values.map((value, i) => ({ ...value, ...drawnInterval(drawn, i, level) }));
}

/** The interval of the i-th statistic. */
export function drawnInterval(drawn: Resampled, i: number, level: number): Interval {
  return intervalOf(
    drawn.estimates[i] as number,
    drawn.resamples[i] as Float64Array,
    drawn.leftOut[i] as Float64Array,
    level,
  );
}
