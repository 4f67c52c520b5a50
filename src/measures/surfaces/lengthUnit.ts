import { wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";

/** Lengths in it are counted in pixels: there is no spacing. */
export const PIXELS = "pixels";

const LONGEST_UNIT = 32;

/** What lengths are in; null where nobody told. @throws {TypeError | RangeError} it is no word */
export function readUnit(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value !== "string") throw wrongType("unit", 'a word, as "mm" or "pixels"', describe(value));
  if (!/^[^\s\p{C}]+$/u.test(value) || value.length > LONGEST_UNIT) {
    throw wrongValue("unit", `a word of 1 to ${LONGEST_UNIT} letters`, describe(value));
  }
  return value;
}
