import { ThresholdCounter } from "../../../src/measures/thresholds/thresholdCounter.js";
import type { ThresholdCurve } from "../../../src/measures/thresholds/thresholdScores.js";

/** Thresholds of the curve, and of the slider below it: k / 100. */
const BINS = 100;

const FOREGROUND = 1;
const IGNORED = 2;

/**
 * IoU, Dice, precision and recall of one map of probabilities at every threshold.
 *
 * @param truthAt 0, 1, or below 0 where a pixel does not count
 * @returns undefined where a value is no probability: a number from 0 to 1
 */
export function thresholdCurveOf(
  truthAt: (pixel: number) => number,
  values: Float32Array | Float64Array,
): ThresholdCurve | undefined {
  const truth = Uint8Array.from(values, (_, pixel) => {
    const label = truthAt(pixel);
    return label < 0 ? IGNORED : label === 0 ? 0 : FOREGROUND;
  });
  if (!values.every((value) => value >= 0 && value <= 1)) return undefined;
  return new ThresholdCounter({ bins: BINS, ignoreIndex: IGNORED }).update(truth, values).curves()[0];
}
