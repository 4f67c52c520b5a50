import { isFloats, type PixelValues } from "../../src/types.js";

/** Labels below this are likelier classes than greys. */
const MANY = 20;

/** The threshold that is offered for values: half of their range where that can be told, so that people need not look it up. */
export function suggestedThreshold(values: PixelValues, isVoid?: (value: number) => boolean): number {
  let least = Infinity;
  let largest = -Infinity;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const value = Number(values[pixel]);
    if ((value >= least && value <= largest) || !Number.isFinite(value) || isVoid?.(value) === true) continue;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  // Logits, and labels.
  if (least < 0) return 0;
  if (largest <= 1) return isFloats(values) ? 0.5 : 0;
  if (largest <= MANY) return 0;
  return largest <= 255 ? 127 : Math.floor(largest / 2);
}
