import type { Scale, ScoredSet } from "../measures/measure.js";
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
  /** Of the data set as it is. */
  readonly estimate: number;
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

/** Intervals of everything that a set scores, in the order of its values. At least two images. */
export function confidenceIntervals(set: ScoredSet, { level, resamples, seed }: DrawChoice): Interval[] {
  const drawn = resample(scoresOf(set), resamples, seed);
  return set.values.map(({ scale }, i) => drawnInterval(drawn, i, level, scale));
}

/** The interval of the i-th statistic. Nothing is drawn unless its bounds are by the bootstrap, or the bootstrap's are looked at. */
export function drawnInterval(
  drawn: Resampled,
  i: number,
  level: number,
  scale: Scale | undefined,
): Interval {
  const estimate = drawn.estimates[i] as number;
  const leftOut = drawn.leftOut[i] as Float64Array;
  const isMoved = (value: number): boolean =>
    !Object.is(value, estimate) && !(Math.abs(value - estimate) <= ROUNDING);
  const movedBy = leftOut.filter(isMoved).length;
  const isOfOne = !Number.isNaN(estimate) && leftOut.some(Number.isNaN);
  let known: DrawnBounds | undefined;
  const bootstrapped = (): DrawnBounds =>
    (known ??= intervalOf(estimate, drawn.resamples[i] as Float64Array, leftOut, level));
  const boundsOf = (): Bounds | undefined => {
    if (isOfOne) return { low: NaN, high: NaN };
    return scale && movedBy > 0 ? jackknifeInterval(estimate, leftOut, level, scale) : undefined;
  };
  const bounds = boundsOf();
  return {
    estimate,
    // What does not jump, and which no image moves, no resample moves either.
    bounds: bounds ?? (scale && movedBy === 0 ? { low: estimate, high: estimate } : bootstrapped().bca),
    method: bounds ? "jackknife-t" : "bca",
    movedBy,
    note: Number.isFinite(estimate)
      ? noteOf(isOfOne, scale === undefined ? leftOut.length : movedBy, leftOut.length, drawn.unit)
      : undefined,
    get percentile() {
      return bootstrapped().percentile;
    },
    get bca() {
      return bootstrapped().bca;
    },
    get definedResamples() {
      return bootstrapped().definedResamples;
    },
  };
}

/**
 * What is told of something by name. A spread would look at what the bootstrap gives, and so draw it: what is not looked at
 * stays to be drawn.
 */
export function named<Names extends object, Told extends object>(names: Names, told: Told): Names & Told {
  return Object.defineProperties({ ...names }, Object.getOwnPropertyDescriptors(told)) as Names & Told;
}

/** @param count images that move it; all of them where it jumps, as it may stand still without any */
function noteOf(isOfOne: boolean, count: number, all: number, unit: string): string | undefined {
  if (isOfOne) return `one ${unit} alone defines it: nothing tells how far it spreads`;
  if (count >= FEWEST_IMAGES) return undefined;
  if (count === 0) return `no ${unit} changes it: nothing tells how far it spreads`;
  const units = `${count} ${unit}${count === 1 ? "" : "s"}`;
  const rest = count === all ? "" : ` of ${all} change${count === 1 ? "s" : ""} it`;
  return `only ${units}${rest}: below ${FEWEST_IMAGES} no interval is known to cover`;
}
