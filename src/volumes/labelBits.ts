import { wrongValue } from "../errors/argument.js";
import { isBigIntegers, type LabelArray, type Labels } from "../types.js";

/** The most and the least that each of the two 32-bit arrays holds. */
const [LEAST_INT32, MOST_INT32, MOST_UINT32] = [-(2 ** 31), 2 ** 31 - 1, 2 ** 32 - 1];

/**
 * Labels in at most 32 bits: 64-bit ones become an Int32Array, or a Uint32Array where some are above 2^31 - 1.
 *
 * @throws {RangeError} no array of 32 bits holds them all: names the first that is left over
 */
export function narrowLabels(labels: Labels, argument: string): LabelArray {
  if (!isBigIntegers(labels)) return labels;
  let hasNegative = false;
  let hasLarge = false;
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const label = Number(labels[pixel]);
    hasNegative ||= label < 0;
    hasLarge ||= label > MOST_INT32;
    if (label < LEAST_INT32 || label > MOST_UINT32 || (hasNegative && hasLarge)) {
      throw wrongValue(
        argument,
        "64-bit labels that fit 32 bits, all of them with a sign or all without",
        `${labels[pixel] as bigint} at pixel ${pixel}`,
        "number the labels anew",
        { pixel },
      );
    }
  }
  const narrow = new (hasLarge ? Uint32Array : Int32Array)(labels.length);
  for (let pixel = 0; pixel < labels.length; pixel++) narrow[pixel] = Number(labels[pixel]);
  return narrow;
}

/** How a label's bits look in an array of this kind, as a 32-bit number without sign; undefined where no element can be it. */
export function bitsIn(labels: LabelArray, label: number): number | undefined {
  const one = new (globalThis[labels[Symbol.toStringTag]] as Uint8ArrayConstructor)(1);
  one[0] = label;
  return one[0] === label ? label >>> 0 : undefined;
}

/** Whether the array's labels may be negative. */
export function isSigned(labels: Labels): boolean {
  return labels[Symbol.toStringTag].startsWith("Int");
}
