import { type IntervalChoice } from "./confidenceIntervals.js";
import { RandomStream } from "./random.js";
import { type Bounds, intervalOf, resample, type RowTable, type Statistics } from "./resampling.js";
import { type ImagesRun, rowsOf, type StatisticMetric, statisticsOf } from "./statistics.js";

/** How two models differ in one score: second minus first. */
export interface Difference {
  readonly first: number;
  readonly second: number;
  /** second - first; NaN where either has no score. */
  readonly difference: number;
  readonly percentile: Bounds;
  readonly bca: Bounds;
  /**
   * How often chance alone would part two equal models by as much, in either direction; from the paired permutation
   * test. NaN where the difference is undefined.
   */
  readonly pValue: number;
}

export interface ClassDifference extends Difference {
  readonly classIndex: number;
  readonly name: string;
  /** pValue by Holm's correction for as many tests as there are classes with one. */
  readonly pValueHolm: number;
}

export interface ImageDifference {
  readonly id: string;
  readonly first: number;
  readonly second: number;
  readonly difference: number;
}

export interface ModelComparison {
  readonly metric: StatisticMetric;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  readonly mean: Difference;
  readonly classes: readonly ClassDifference[];
  /** Each image's own mean, those that moved most first. */
  readonly images: readonly ImageDifference[];
}

/** Differences this near to the one that was found count as reached: sums taken in another order round differently. */
const TOLERANCE = 1e-12;

/**
 * Compares two runs over the same images, in the same order.
 *
 * Intervals: both models' counts of an image are drawn together (paired bootstrap). p-values: if the models were equal, an
 * image's two predictions could change hands; how often does the difference of such a shuffled pair of models reach the one
 * found? p = (1 + hits) / (1 + permutations), two-sided; where all 2^images ways are no more than the permutations asked for,
 * each is taken once, and p = hits / 2^images. A shuffle that leaves a class without a score counts as a hit.
 *
 * @see Phipson and Smyth, "Permutation p-values should never be zero" (2010); Holm, "A simple sequentially rejective
 *   multiple test procedure" (1979)
 */
export function compareRuns(first: ImagesRun, second: ImagesRun, choice: IntervalChoice): ModelComparison {
  const { metric, level, resamples, seed } = choice;
  const { count, write } = statisticsOf(first, choice);
  const [a, b] = [rowsOf(first), rowsOf(second)];
  const drawn = resample(sideBySide(a, b), count * 3, differences(a.width, count, write), resamples, seed);
  const pValues = permutationTest(a, b, count, write, resamples, seed);
  const difference = (i: number): Difference => {
    const found = count * 2 + i;
    const { estimate, percentile, bca } = intervalOf(
      drawn.estimates[found] as number,
      drawn.resamples[found] as Float64Array,
      drawn.leftOut[found] as Float64Array,
      level,
    );
    return {
      first: drawn.estimates[i] as number,
      second: drawn.estimates[count + i] as number,
      difference: estimate,
      percentile,
      bca,
      pValue: pValues[i] as number,
    };
  };
  const corrected = holm([...pValues.subarray(1)]);
  return {
    metric,
    level,
    resamples,
    seed,
    imageCount: a.rowCount,
    mean: difference(0),
    classes: Array.from({ length: count - 1 }, (_, c) => ({
      classIndex: c,
      name: first.classNames[c] as string,
      ...difference(c + 1),
      pValueHolm: corrected[c] as number,
    })),
    images: imageDifferences(first, a, b, count, write),
  };
}

/** Rows of both models next to each other. */
function sideBySide(a: RowTable, b: RowTable): RowTable {
  const width = a.width + b.width;
  const rows = new Float64Array(a.rowCount * width);
  for (let row = 0; row < a.rowCount; row++) {
    rows.set(a.rows.subarray(row * a.width, (row + 1) * a.width), row * width);
    rows.set(b.rows.subarray(row * b.width, (row + 1) * b.width), row * width + a.width);
  }
  return { rows, rowCount: a.rowCount, width };
}

/** The statistics of the first model, of the second, and second minus first. */
function differences(width: number, count: number, write: Statistics): Statistics {
  return (sums, out) => {
    const [first, second] = [out.subarray(0, count), out.subarray(count, count * 2)];
    write(sums.subarray(0, width), first);
    write(sums.subarray(width), second);
    for (let i = 0; i < count; i++) out[count * 2 + i] = (second[i] as number) - (first[i] as number);
  };
}

function permutationTest(
  a: RowTable,
  b: RowTable,
  count: number,
  write: Statistics,
  permutations: number,
  seed: number,
): Float64Array {
  const { rowCount, width } = a;
  const change = b.rows.map((value, i) => value - (a.rows[i] as number));
  const totalA = columnSums(a);
  const totalB = columnSums(b);
  const [first, second] = [new Float64Array(count), new Float64Array(count)];
  write(totalA, first);
  write(totalB, second);
  const found = second.map((value, i) => Math.abs(value - (first[i] as number)));
  const hits = new Float64Array(count);
  const isExact = 2 ** rowCount <= permutations;
  const shuffles = isExact ? 2 ** rowCount : permutations;
  // Another stream than the bootstrap's: the two must not share their luck.
  const random = new RandomStream((seed ^ 0x9e3779b9) >>> 0);
  const moved = new Float64Array(width);
  const shuffledA = new Float64Array(width);
  const shuffledB = new Float64Array(width);
  for (let permutation = 0; permutation < shuffles; permutation++) {
    moved.fill(0);
    let bits = 0;
    for (let row = 0; row < rowCount; row++) {
      if (row % 32 === 0) bits = isExact ? permutation : random.next();
      if (((bits >>> (row % 32)) & 1) === 0) continue;
      const start = row * width;
      for (let column = 0; column < width; column++) {
        moved[column] = (moved[column] as number) + (change[start + column] as number);
      }
    }
    for (let column = 0; column < width; column++) {
      shuffledA[column] = (totalA[column] as number) + (moved[column] as number);
      shuffledB[column] = (totalB[column] as number) - (moved[column] as number);
    }
    write(shuffledA, first);
    write(shuffledB, second);
    for (let i = 0; i < count; i++) {
      const distance = Math.abs((second[i] as number) - (first[i] as number));
      if (!(distance < (found[i] as number) - TOLERANCE)) hits[i] = (hits[i] as number) + 1;
    }
  }
  // Of random shuffles the pair as it was found is one more.
  const more = isExact ? 0 : 1;
  return found.map((distance, i) =>
    Number.isNaN(distance) ? NaN : (more + (hits[i] as number)) / (more + shuffles),
  );
}

function columnSums({ rows, width }: RowTable): Float64Array {
  const sums = new Float64Array(width);
  rows.forEach((value, i) => {
    sums[i % width] = (sums[i % width] as number) + value;
  });
  return sums;
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

function imageDifferences(
  { images: { ids } }: ImagesRun,
  a: RowTable,
  b: RowTable,
  count: number,
  write: Statistics,
): ImageDifference[] {
  const [first, second] = [new Float64Array(count), new Float64Array(count)];
  // NaN, where an image has no score, sorts last.
  const size = ({ difference }: ImageDifference): number =>
    Number.isNaN(difference) ? -1 : Math.abs(difference);
  return ids
    .map((id, row): ImageDifference => {
      write(a.rows.subarray(row * a.width, (row + 1) * a.width), first);
      write(b.rows.subarray(row * b.width, (row + 1) * b.width), second);
      const [x, y] = [first[0] as number, second[0] as number];
      return { id: id as string, first: x, second: y, difference: y - x };
    })
    .sort((x, y) => size(y) - size(x));
}
