import type { ScoredSet } from "../measures/measure.js";
import { byClusters, type Clustered } from "./clusteredSet.js";
import { differences } from "./compareSets.js";
import type { DrawChoice } from "./confidenceIntervals.js";
import { normalQuantile } from "./normal.js";
import { RandomStream } from "./random.js";
import { leaveEachOut } from "./resampling.js";
import { ROUNDING } from "./rounding.js";
import { studentQuantile } from "./student.js";

/** The share of such data sets whose test is to find the difference. */
const POWER = 0.8;

const DRAWS = 500;

/** Beyond so many images the sum of their shares is normal, and a formula says as much as resampling. */
const MOST_DRAWN = 5000;

/**
 * How many images (or clusters) like these it takes until four of five data sets of so many tell two models apart in the
 * sets' first value: data sets of each size are drawn from the images' own shares in the difference (the jackknife's
 * pseudo-values), and tested at the level by Student's t.
 *
 * @returns at least 2; NaN where one of the models has no score, Infinity where they score the same
 */
export function imagesNeeded(
  first: ScoredSet,
  second: ScoredSet,
  { level, seed }: Pick<DrawChoice, "level" | "seed">,
  images: readonly Clustered[] = [],
): number {
  const without = leaveEachOut(differences(byClusters(first, images), byClusters(second, images)));
  const at = 2 * first.values.length;
  const difference = without.estimates[at] as number;
  const leftOut = without.leftOut[at] as Float64Array;
  const count = leftOut.length;
  const shares = leftOut.map((value) => count * difference - (count - 1) * value);
  if (Number.isNaN(difference) || shares.some(Number.isNaN)) return NaN;
  const mean = shares.reduce((sum, share) => sum + share, 0) / count;
  if (Math.abs(mean) <= ROUNDING) return Infinity;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (count - 1);
  const reach = normalQuantile((1 + level) / 2) + normalQuantile(POWER);
  const byFormula = Math.ceil((reach ** 2 * variance) / mean ** 2);
  if (byFormula > MOST_DRAWN) return byFormula;
  let [low, high] = [1, 2];
  while (high < 2 * MOST_DRAWN && powerOf(shares, high, level, seed) < POWER) [low, high] = [high, high * 2];
  while (high - low > Math.max(1, high / 100)) {
    const size = Math.floor((low + high) / 2);
    if (powerOf(shares, size, level, seed) < POWER) low = size;
    else high = size;
  }
  return high;
}

/** The share of data sets of so many images whose test finds a difference. */
function powerOf(shares: Float64Array, size: number, level: number, seed: number): number {
  const random = new RandomStream(seed);
  const least = studentQuantile((1 + level) / 2, size - 1) ** 2;
  let found = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < size; i++) {
      const share = shares[random.below(shares.length)] as number;
      sum += share;
      squares += share ** 2;
    }
    const mean = sum / size;
    const variance = Math.max(0, squares / size - mean ** 2) / (size - 1);
    if (mean ** 2 > least * variance) found++;
  }
  return found / DRAWS;
}
