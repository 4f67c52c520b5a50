import { wrongValue } from "../errors/argument.js";

/** @throws {RangeError} of so many pixels counts would not be exact any more */
export function requireExact(pixelCount: number): void {
  if (Number.isSafeInteger(pixelCount)) return;
  throw wrongValue("images", "at most 2^53 - 1 pixels in all of them", "more, which no sum is exact of");
}
