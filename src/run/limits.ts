import { wrongValue } from "../errors/argument.js";
import { tooManyImages } from "../errors/runs.js";

/** What a Map of V8 holds. */
const MAX_IMAGES = 2 ** 24 - 1;

/** @throws {Error} so many images cannot be kept */
export function requireKeepable(imageCount: number): void {
  if (imageCount > MAX_IMAGES) throw tooManyImages(MAX_IMAGES);
}

/** @throws {RangeError} of so many pixels counts would not be exact any more */
export function requireExact(pixelCount: number): void {
  if (Number.isSafeInteger(pixelCount)) return;
  throw wrongValue("images", "at most 2^53 - 1 pixels in all of them", "more, which no sum is exact of");
}
