import { wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { Grid } from "./grid.js";

/** How many neighbours a pixel has: 4 by edges or 8 by corners as well; of a volume 6 by faces, 18 by edges, 26 by corners as well. */
export type Connectivity = 4 | 8 | 6 | 18 | 26;

export const CONNECTIVITIES: readonly Connectivity[] = [4, 8, 6, 18, 26];

/** By how many axes at once neighbours may differ, of each number of neighbours. */
const IMAGE_STEPS: ReadonlyMap<unknown, number> = new Map([
  [4, 1],
  [8, 2],
]);
const VOLUME_STEPS: ReadonlyMap<unknown, number> = new Map([
  [6, 1],
  [18, 2],
  [26, 3],
]);

/**
 * @param value undefined: all neighbours, 8 or 26
 * @returns along how many axes at once neighbours may differ: 1 to 3
 * @throws {TypeError | RangeError} it is no connectivity of such a shape
 */
export function stepsOf(value: unknown, { shape }: Grid): number {
  if (value === undefined) return shape.length;
  const isVolume = shape.length === 3;
  const expected = isVolume
    ? "6, 18 or 26 with shape [depth, height, width]"
    : "4 or 8 with shape [height, width]";
  if (typeof value !== "number") throw wrongType("connectivity", expected, describe(value));
  const steps = (isVolume ? VOLUME_STEPS : IMAGE_STEPS).get(value);
  if (steps === undefined) throw wrongValue("connectivity", expected, describe(value));
  return steps;
}
