import type { Combination, ScoredSet } from "../measures/measure.js";
import { type DrawChoice, drawnInterval, type IntervalMethod } from "./confidenceIntervals.js";
import { ROUNDING } from "./rounding.js";
import { RandomStream } from "./random.js";
import { type Bounds, resample, type Resampling, totalOf } from "./resampling.js";
import { byClusters, type Clustered, clusterCountOf } from "./clusteredSet.js";

/** How two models differ in one score: second minus first. */
export interface Difference {
  readonly first: number;
  readonly second: number;
  /** second - first; NaN where either has no score. */
  readonly difference: number;
  /** Of the difference: as of an Interval. */
  readonly bounds: Bounds;
  readonly method: IntervalMethod;
  readonly movedBy: number;
  readonly note: string | undefined;
  /** Drawn when it is looked at first. */
  readonly percentile: Bounds;
  readonly bca: Bounds;
  /**
   * How often chance alone would part two equal models by as much, in either direction; from the paired permutation
   * test. NaN where the difference is undefined.
   */
  readonly pValue: number;
}

/** An image's own first value by both models; NaN where it has none. */
export interface ImageDifference {
  /** Its place in the sets. */
  readonly image: number;
  readonly first: number;
  readonly second: number;
  readonly difference: number;
}

export interface SetComparison {
  /** One a value, in the order of the sets' values. */
  readonly values: readonly Difference[];
  /** Those that moved most first. */
  readonly images: readonly ImageDifference[];
  /** Not there where images stand by themselves. */
  readonly clusterCount?: number;
}

/**
 * Compares two models over the same images, in the same order: all that their sets score.
 *
 * Intervals: both models' rows of an image are drawn together (paired bootstrap). p-values: if the models were equal, an
 * image's two predictions could change hands; how often does the difference of such a shuffled pair of models reach the one
 * found? p = (1 + hits) / (1 + permutations), two-sided; where all 2^images ways are no more than the permutations asked for,
 * each is taken once, and p = hits / 2^images. A shuffle that leaves a class without a score counts as a hit. Images of one
 * cluster are drawn, and change hands, together.
 *
 * @see Phipson and Smyth, "Permutation p-values should never be zero" (2010); Holm, "A simple sequentially rejective
 *   multiple test procedure" (1979)
 */
export function compareSets(
  first: ScoredSet,
  second: ScoredSet,
  choice: DrawChoice,
  images: readonly Clustered[] = [],
): SetComparison {
  const { level, resamples, seed } = choice;
  const count = first.values.length;
  const [a, b] = [byClusters(first, images), byClusters(second, images)];
  const drawn = resample(differences(a, b), resamples, seed);
  const pValues = permutationTest(a, b, resamples, seed);
  return {
    values: first.values.map(({ scale }, i) => {
      const interval = drawnInterval(drawn, count * 2 + i, level, scale && "difference");
      const { estimate: difference, bounds, method, movedBy, note } = interval;
      return {
        first: drawn.estimates[i] as number,
        second: drawn.estimates[count + i] as number,
        difference,
        bounds,
        method,
        movedBy,
        note,
        get percentile() {
          return interval.percentile;
        },
        get bca() {
          return interval.bca;
        },
        pValue: pValues[i] as number,
      };
    }),
    images: imageDifferences(first, second),
    ...clusterCountOf(a),
  };
}

/** The values of the first model, of the second, and second minus first. */
export function differences(a: ScoredSet, b: ScoredSet): Resampling {
  const count = a.values.length;
  return {
    sets: [a, b],
    count: count * 3,
    statistics: ([one, other], out) => {
      const [first, second] = [out.subarray(0, count), out.subarray(count, count * 2)];
      (one as Combination).scoreInto(first);
      (other as Combination).scoreInto(second);
      for (let i = 0; i < count; i++) out[count * 2 + i] = (second[i] as number) - (first[i] as number);
    },
  };
}

function permutationTest(a: ScoredSet, b: ScoredSet, permutations: number, seed: number): Float64Array {
  const { imageCount } = a;
  const count = a.values.length;
  const [first, second] = [new Float64Array(count), new Float64Array(count)];
  totalOf(a).scoreInto(first);
  totalOf(b).scoreInto(second);
  const found = second.map((value, i) => Math.abs(value - (first[i] as number)));
  const hits = new Float64Array(count);
  const isExact = 2 ** imageCount <= permutations;
  const shuffles = isExact ? 2 ** imageCount : permutations;
  // Another stream than the bootstrap's: the two must not share their luck.
  const random = new RandomStream((seed ^ 0x9e3779b9) >>> 0);
  const exchange = a.exchangeWith(b);
  for (let permutation = 0; permutation < shuffles; permutation++) {
    exchange.clear();
    let bits = 0;
    for (let image = 0; image < imageCount; image++) {
      if (image % 32 === 0) bits = isExact ? permutation : random.next();
      if (((bits >>> (image % 32)) & 1) !== 0) exchange.swap(image);
    }
    exchange.scoreInto(first, second);
    for (let i = 0; i < count; i++) {
      const distance = Math.abs((second[i] as number) - (first[i] as number));
      if (!(distance < (found[i] as number) - ROUNDING)) hits[i] = (hits[i] as number) + 1;
    }
  }
  // Of random shuffles the pair as it was found is one more.
  const more = isExact ? 0 : 1;
  return found.map((distance, i) =>
    Number.isNaN(distance) ? NaN : (more + (hits[i] as number)) / (more + shuffles),
  );
}

/** Holm's step-down correction; NaN stays NaN and is no test. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues
    .map((p, i) => [p, i] as const)
    .filter(([p]) => !Number.isNaN(p))
    .sort(([p], [q]) => p - q);
  const corrected = pValues.map(() => NaN);
  let largest = 0;
  order.forEach(([p, i], rank) => {
    largest = Math.max(largest, Math.min(1, p * (order.length - rank)));
    corrected[i] = largest;
  });
  return corrected;
}

function imageDifferences(a: ScoredSet, b: ScoredSet): ImageDifference[] {
  const [first, second] = [a, b].map((set) => {
    const own = set.combination();
    const out = new Float64Array(set.values.length);
    return (image: number): number => {
      own.clear();
      own.add(image, 1);
      own.scoreInto(out);
      return out[0] as number;
    };
  }) as [(image: number) => number, (image: number) => number];
  // NaN, where an image has no score, sorts last.
  const size = ({ difference }: ImageDifference): number =>
    Number.isNaN(difference) ? -1 : Math.abs(difference);
  return Array.from({ length: a.imageCount }, (_, image): ImageDifference => {
    const [x, y] = [first(image), second(image)];
    return { image, first: x, second: y, difference: y - x };
  }).sort((x, y) => size(y) - size(x));
}
