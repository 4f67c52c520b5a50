import { normalProbability, normalQuantile } from "./normal.js";
import { RandomStream } from "./random.js";
import type { Combination, ScoredSet } from "../measures/measure.js";

/** The same statistics of many made-up data sets. */
export interface Resampled {
  /** Of the data set itself. */
  readonly estimates: Float64Array;
  /** One array a statistic, one value a resample. */
  readonly resamples: readonly Float64Array[];
  /** One array a statistic: without image i. */
  readonly leftOut: readonly Float64Array[];
  /** What is drawn and left out. */
  readonly unit: string;
}

/** Statistics of one set of images, or of several that are drawn together, image by image. */
export interface Resampling {
  readonly sets: readonly ScoredSet[];
  readonly count: number;
  /** Writes `count` statistics of one combination of each set; NaN where one is undefined. */
  readonly statistics: (combinations: readonly Combination[], out: Float64Array) => void;
}

/** The scores of one set as statistics. */
export function scoresOf(set: ScoredSet): Resampling {
  return {
    sets: [set],
    count: set.values.length,
    statistics: ([combination], out) => {
      (combination as Combination).scoreInto(out);
    },
  };
}

/**
 * The bootstrap over images: each resample draws as many images as there are, with replacement. Which image was drawn how
 * often is counted first, so that a resample is a combination of images, each so many times; no pixel is seen again.
 */
export function resample(
  { sets, count, statistics }: Resampling,
  resampleCount: number,
  seed: number,
): Resampled {
  const imageCount = (sets[0] as ScoredSet).imageCount;
  const out = new Float64Array(count);
  const totals = sets.map(totalOf);
  statistics(totals, out);
  const estimates = out.slice();
  const arrays = (length: number): Float64Array[] =>
    Array.from({ length: count }, () => new Float64Array(length));
  const resamples = arrays(resampleCount);
  const random = new RandomStream(seed);
  const drawn = new Float64Array(imageCount);
  const combinations = sets.map((set) => set.combination());
  for (let i = 0; i < resampleCount; i++) {
    drawn.fill(0);
    for (let draw = 0; draw < imageCount; draw++) {
      const image = random.below(imageCount);
      drawn[image] = (drawn[image] as number) + 1;
    }
    for (const combination of combinations) {
      combination.clear();
      combination.addEach(drawn);
    }
    statistics(combinations, out);
    for (let s = 0; s < count; s++) (resamples[s] as Float64Array)[i] = out[s] as number;
  }
  const leftOut = arrays(imageCount);
  for (let image = 0; image < imageCount; image++) {
    combinations.forEach((combination, set) => {
      combination.set(totals[set] as Combination);
      combination.add(image, -1);
    });
    statistics(combinations, out);
    for (let s = 0; s < count; s++) (leftOut[s] as Float64Array)[image] = out[s] as number;
  }
  return { estimates, resamples, leftOut, unit: (sets[0] as ScoredSet).unit ?? "image" };
}

/** Every image once. */
export function totalOf(set: ScoredSet): Combination {
  const total = set.combination();
  for (let image = 0; image < set.imageCount; image++) total.add(image, 1);
  return total;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A statistic, and bounds of its resamples. */
export interface DrawnBounds {
  /** Of the data set as it is. */
  readonly estimate: number;
  /** Quantiles of the resamples. */
  readonly percentile: Bounds;
  /** The same, corrected for bias and for a spread that grows with the statistic: bias-corrected and accelerated. */
  readonly bca: Bounds;
  /** Resamples in which the statistic is defined; the bounds are of these. */
  readonly definedResamples: number;
}

/** Engines may differ in the last bit of exp and log: a level is rounded so that they choose the same resamples. */
const LEVEL_STEPS = 2 ** 40;

/**
 * Both intervals of one statistic. Where all resamples agree both are that point; where no resample lies on one side of
 * the estimate, the bias is taken as if half a resample did.
 *
 * @see Efron, "Better bootstrap confidence intervals" (1987); Efron and Tibshirani, "An Introduction to the Bootstrap",
 *   14.3. Quantiles are interpolated linearly (type 7 of Hyndman and Fan), as NumPy's and R's.
 */
export function intervalOf(
  estimate: number,
  resamples: Float64Array,
  leftOut: Float64Array,
  level: number,
): DrawnBounds {
  const sorted = resamples.filter((value) => !Number.isNaN(value)).sort();
  const tail = (1 - level) / 2;
  const bounds = (low: number, high: number): Bounds => ({
    low: quantile(sorted, low),
    high: quantile(sorted, high),
  });
  const percentile = bounds(tail, 1 - tail);
  const definedResamples = sorted.length;
  // Of an infinite one, as a distance to nothing is, there is no spread to correct by.
  if (!Number.isFinite(estimate) || definedResamples === 0) {
    return { estimate, percentile, bca: percentile, definedResamples };
  }
  const bias = normalQuantile(shareBelow(sorted, estimate));
  const acceleration = accelerationOf(leftOut);
  const corrected = (p: number): number => {
    const z = bias + normalQuantile(p);
    const stretch = 1 - acceleration * z;
    // Past its pole the correction points beyond every resample.
    if (stretch <= 0) return z < 0 ? 0 : 1;
    return Math.round(normalProbability(bias + z / stretch) * LEVEL_STEPS) / LEVEL_STEPS;
  };
  return { estimate, percentile, bca: bounds(corrected(tail), corrected(1 - tail)), definedResamples };
}

/** The share of the resamples below the estimate, those equal to it by half; never 0 or 1. */
function shareBelow(sorted: Float64Array, estimate: number): number {
  let twice = 0;
  for (const value of sorted) twice += value < estimate ? 2 : value === estimate ? 1 : 0;
  return Math.min(Math.max(twice, 1), 2 * sorted.length - 1) / (2 * sorted.length);
}

/** How fast the statistic's spread grows with it, from leaving each image out; 0 where nothing moves it. */
function accelerationOf(leftOut: Float64Array): number {
  const defined = leftOut.filter((value) => !Number.isNaN(value));
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length;
  let squares = 0;
  let cubes = 0;
  for (const value of defined) {
    const distance = mean - value;
    squares += distance ** 2;
    cubes += distance ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function quantile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const [a, b] = [sorted[below] ?? NaN, sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN];
  const share = place - below;
  // Infinity minus Infinity is none.
  return share === 0 || a === b ? a : a + (b - a) * share;
}
