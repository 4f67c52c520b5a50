import type { Scale } from "../measures/measure.js";
import type { Bounds } from "./resampling.js";
import { studentQuantile } from "./student.js";

/**
 * Fewer degrees of freedom than a variance estimated from so heavy a tail has (Satterthwaite's 2 n / (kurtosis - 1)): what a
 * few images show of the tail is less than there is. Found by `npm run check:coverage`.
 */
const DEGREES_SHARE = 0.6;

/** Engines may differ in the last bits of exp and log: so many digits are the same in all. */
const DIGITS = 12;

/**
 * Student's t over the jackknife's standard error, on a scale on which scores spread evenly: of shares the logit, of lengths
 * the logarithm, of differences their own. The heavier the tail of the images' shares in the score, the fewer degrees of
 * freedom, and the wider the interval.
 *
 * @param leftOut the score without each image; none is NaN
 * @returns undefined where there is nothing to go by: no image moves the score, or it stands at its scale's end
 * @see Tukey's jackknife; Bickel and Doksum 4.4 (transformed pivots); Satterthwaite, "An approximate distribution of estimates
 *   of variance components" (1946)
 */
export function jackknifeInterval(
  estimate: number,
  leftOut: Float64Array,
  level: number,
  scale: Scale,
): Bounds | undefined {
  const centre = forward(estimate, scale);
  if (!Number.isFinite(centre)) return undefined;
  const { squares, fourths } = momentsOf(leftOut, estimate, scale);
  if (!Number.isFinite(squares) || squares === 0) return undefined;
  const count = leftOut.length;
  const error = Math.sqrt((squares * (count - 1)) / count);
  const kurtosis = (count * fourths) / squares ** 2;
  const degrees = Math.min(count - 1, Math.max(1, (DEGREES_SHARE * 2 * count) / (kurtosis - 1)));
  const reach = studentQuantile((1 + level) / 2, degrees) * error;
  const bound = (at: number): number => Number(backward(at, scale).toPrecision(DIGITS));
  return { low: bound(centre - reach), high: bound(centre + reach) };
}

/** Sums of squares and of fourth powers of distances from the mean, on the scale. */
function momentsOf(
  leftOut: Float64Array,
  estimate: number,
  scale: Scale,
): { readonly squares: number; readonly fourths: number } {
  const centre = forward(estimate, scale);
  const slope = slopeOf(estimate, scale);
  const values = leftOut.map((value) => {
    const at = forward(value, scale);
    // Without one image the score may stand at the scale's end: from here it is as far as it looks.
    return Number.isFinite(at) ? at : centre + (value - estimate) * slope;
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [squares, fourths] = [0, 0];
  for (const value of values) {
    const square = (value - mean) ** 2;
    squares += square;
    fourths += square ** 2;
  }
  return { squares, fourths };
}

function forward(value: number, scale: Scale): number {
  if (scale === "difference") return value;
  return scale === "share" ? Math.log(value / (1 - value)) : Math.log(value);
}

function backward(value: number, scale: Scale): number {
  if (scale === "difference") return value;
  return scale === "share" ? 1 / (1 + Math.exp(-value)) : Math.exp(value);
}

function slopeOf(value: number, scale: Scale): number {
  if (scale === "difference") return 1;
  return scale === "share" ? 1 / (value * (1 - value)) : 1 / value;
}
