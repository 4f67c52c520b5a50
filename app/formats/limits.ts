import { damaged, tooLarge } from "./formatError.js";

/** Labels of as many pixels still fit one array and most machines; a header that promises more is more likely damaged. */
export const MAX_PIXELS = 2 ** 28;

/** What one byte of deflate can inflate to, at the very most. A header that promises more lies. */
export const MAX_INFLATE_RATIO = 1032;

/** Refuses an image that is too large before memory is taken for it. */
export function requirePixelCount(sizes: readonly number[], maxPixels: number): void {
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count <= maxPixels) return;
  throw tooLarge(
    `the mask is ${sizes.join(" x ")} pixels, but a mask has at most ${maxPixels.toLocaleString("en-US")} pixels`,
    "cut it into tiles",
    count,
  );
}

/** Refuses a file whose header promises more bytes than what it holds can inflate to. */
export function requireInflatable(
  format: string,
  promisedBytes: number,
  compressedBytes: number,
  maxRatio = MAX_INFLATE_RATIO,
): void {
  if (promisedBytes <= compressedBytes * maxRatio) return;
  throw damaged(
    format,
    `its header promises ${promisedBytes} bytes, more than its ${compressedBytes} compressed ones can hold`,
  );
}
