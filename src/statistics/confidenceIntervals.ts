import type { Scale, ScoredSet, ScoredValue } from "../measures/measure.js";
import { jackknifeInterval } from "./jackknifeInterval.js";
import { ROUNDING } from "./rounding.js";
import {
  type Bounds,
  type DrawnBounds,
  intervalOf,
  resample,
  type Resampled,
  scoresOf,
} from "./resampling.js";

/** How intervals and tests are drawn. */
export interface DrawChoice {
  /** 0.95: of a hundred such data sets, the interval holds the truth for about 95. */
  readonly level: number;
  readonly resamples: number;
  /** 0 to 2^32 - 1; the same seed gives the same intervals, to the last bit. */
  readonly seed: number;
}

/** What an interval's bounds are by: docs/statistics.md. */
export type IntervalMethod = "jackknife-t" | "bca";

/** A statistic, and between which bounds it lies with the level's confidence. */
export interface Interval extends DrawnBounds {
  /** The ones to go by: of the method. NaN where there are none. */
  readonly bounds: Bounds;
  /** "bca" where nothing else can be: of a best threshold, of what no image changes, and at the ends of a scale. */
  readonly method: IntervalMethod;
  /** Images, or clusters of them, whose absence changes the statistic. */
  readonly movedBy: number;
  /** Why the interval may not hold what it says; undefined where it does. */
  readonly note: string | undefined;
}

/** Below so many images no method's intervals are known to cover. */
export const FEWEST_IMAGES = 10;

/** Intervals of everything that a set scores, in its order. At least two images. */
export function confidenceIntervals(
  set: ScoredSet,
  { level, resamples, seed }: DrawChoice,
): (ScoredValue & Interval)[] {
  const drawn = resample(scoresOf(set), resamples, seed);
  return set.values.map((value, i) => ({ ...value, ...drawnInterval(drawn, i, level, value.scale) }));
}

/** The interval of the i-th statistic. */
export function drawnInterval(
  drawn: Resampled,
  i: number,
  level: number,
  scale: Scale | undefined,
): Interval {
  const estimate = drawn.estimates[i] as number;
  const leftOut = drawn.leftOut[i] as Float64Array;
  const bootstrapped = intervalOf(estimate, drawn.resamples[i] as Float64Array, leftOut, level);
  const isSame = (value: number): boolean =>
    Object.is(value, estimate) || Math.abs(value - estimate) <= ROUNDING;
  const movedBy = leftOut.reduce((count, value) => count + Number(!isSame(value)), 0);
  const found = { ...bootstrapped, movedBy, note: noteOf(estimate, leftOut, movedBy, drawn.unit, scale) };
  if (!Number.isNaN(estimate) && leftOut.some(Number.isNaN)) {
    return { ...found, bounds: { low: NaN, high: NaN }, method: "jackknife-t" };
  }
  const bounds =
    scale === undefined || movedBy === 0 ? undefined : jackknifeInterval(estimate, leftOut, level, scale);
  return bounds === undefined
    ? { ...found, bounds: bootstrapped.bca, method: "bca" }
    : { ...found, bounds, method: "jackknife-t" };
}

function noteOf(
  estimate: number,
  leftOut: Float64Array,
  movedBy: number,
  unit: string,
  scale: Scale | undefined,
): string | undefined {
  if (!Number.isFinite(estimate)) return undefined;
  if (leftOut.some(Number.isNaN)) return `one ${unit} alone defines it: nothing tells how far it spreads`;
  // What jumps may stand still without any image, of however many.
  const count = scale === undefined ? leftOut.length : movedBy;
  if (count >= FEWEST_IMAGES) return undefined;
  if (count === 0) return `no ${unit} changes it: nothing tells how far it spreads`;
  const units = `${count} ${unit}${count === 1 ? "" : "s"}`;
  const rest = count === leftOut.length ? "" : ` of ${leftOut.length} change${count === 1 ? "s" : ""} it`;
  return `only ${units}${rest}: below ${FEWEST_IMAGES} no interval is known to cover`;
}
