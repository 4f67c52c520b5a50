import { isFloats, type PixelValues } from "../../src/types.js";

/** Labels below this are likelier classes than greys. */
const MANY = 20;

/** Half of the usual greys. */
export const HALF_OF_GREYS = 127;

/** Half of greys whose largest is this: they are of 8 bits unless they are more. */
export function halfOfGreys(largest: number): number {
  return largest <= 255 ? HALF_OF_GREYS : Math.floor(largest / 2);
}

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
  return halfOfGreys(largest);
}
