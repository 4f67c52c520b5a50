import { normalProbability, normalQuantile } from "./normal.js";
import { RandomStream } from "./random.js";
import type { Combination, ScoredSet } from "../measures/measure.js";

/** The statistics of a data set, and of the same without each image. */
export interface LeftOut {
  /** Of the data set itself. */
  readonly estimates: Float64Array;
  /** One array a statistic: without image i. */
  readonly leftOut: readonly Float64Array[];
  /** What is drawn and left out. */
  readonly unit: string;
}

/** The same statistics of many made-up data sets, too. */
export interface Resampled extends LeftOut {
  /** One array a statistic, one value a resample: drawn when they are first asked for, which takes the most time by far. */
  readonly resamples: readonly Float64Array[];
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

/** What there is to go by of a set: each image left out at once, the bootstrap when it is asked for. */
export function resample(resampling: Resampling, resampleCount: number, seed: number): Resampled {
  let drawn: readonly Float64Array[] | undefined;
  return {
    ...leaveEachOut(resampling),
    get resamples() {
      return (drawn ??= drawResamples(resampling, resampleCount, seed));
    },
  };
}

/** The statistics without each image in turn. */
export function leaveEachOut(resampling: Resampling): LeftOut {
  const { imageCount, unit = "image" } = resampling.sets[0] as ScoredSet;
  const totals = resampling.sets.map(totalOf);
  const estimates = new Float64Array(resampling.count);
  resampling.statistics(totals, estimates);
  const leftOut = statisticsOf(resampling, imageCount, (combination, set, image) => {
    combination.set(totals[set] as Combination);
    combination.add(image, -1);
  });
  return { estimates, leftOut, unit };
}

/**
 * The bootstrap over images: each resample draws as many images as there are, with replacement. Which image was drawn how
 * often is counted first, so that a resample is a combination of images, each so many times; no pixel is seen again.
 */
function drawResamples(resampling: Resampling, resampleCount: number, seed: number): Float64Array[] {
  const { imageCount } = resampling.sets[0] as ScoredSet;
  const random = new RandomStream(seed);
  const drawn = new Float64Array(imageCount);
  return statisticsOf(resampling, resampleCount, (combination, set) => {
    // Sets are drawn together.
    if (set === 0) {
      drawn.fill(0);
      for (let draw = 0; draw < imageCount; draw++) {
        const image = random.below(imageCount);
        drawn[image] = (drawn[image] as number) + 1;
      }
    }
    combination.clear();
    combination.addEach(drawn);
  });
}

/** One array a statistic, of so many combinations of each set, which `combine` makes. */
function statisticsOf(
  { sets, count, statistics }: Resampling,
  length: number,
  combine: (combination: Combination, set: number, i: number) => void,
): Float64Array[] {
  const out = new Float64Array(count);
  const values = Array.from(out, () => new Float64Array(length));
  const combinations = sets.map((set) => set.combination());
  for (let i = 0; i < length; i++) {
    combinations.forEach((combination, set) => {
      combine(combination, set, i);
    });
    statistics(combinations, out);
    for (let s = 0; s < count; s++) (values[s] as Float64Array)[i] = out[s] as number;
  }
  return values;
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

/** Bounds of a statistic's resamples; in an Interval they are drawn when one of them is looked at first. */
export interface DrawnBounds {
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
  const found = { percentile: bounds(tail, 1 - tail), definedResamples: sorted.length };
  // Of an infinite one, as a distance to nothing is, there is no spread to correct by.
  if (!Number.isFinite(estimate) || sorted.length === 0) return { ...found, bca: found.percentile };
  const bias = normalQuantile(shareBelow(sorted, estimate));
  const acceleration = accelerationOf(leftOut);
  const corrected = (p: number): number => {
    const z = bias + normalQuantile(p);
    const stretch = 1 - acceleration * z;
    // Past its pole the correction points beyond every resample.
    if (stretch <= 0) return z < 0 ? 0 : 1;
    return Math.round(normalProbability(bias + z / stretch) * LEVEL_STEPS) / LEVEL_STEPS;
  };
  return { ...found, bca: bounds(corrected(tail), corrected(1 - tail)) };
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
