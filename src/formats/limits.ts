import { FormatError } from "./formatError.js";

/** Pixels of one mask, at most: 16,384 x 16,384. A header can promise any number, and memory is taken before it is found a lie. */
export const MAX_PIXELS = 2 ** 28;

/** @throws {FormatError} the sizes are none, or promise more pixels than are read at once */
export function requirePixels(format: string, sizes: readonly number[]): void {
  const text = sizes.join(" x ");
  if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
    throw new FormatError(`${format} has no pixels: its size is ${text}`);
  }
  const pixels = sizes.reduce((product, size) => product * size, 1);
  if (pixels > MAX_PIXELS) {
    throw new FormatError(
      `${format} promises ${text} pixels, and at most ${MAX_PIXELS.toLocaleString("en-US")} are read at once; cut it into tiles`,
    );
  }
}
