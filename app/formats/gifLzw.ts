import { damaged } from "./formatError.js";

const TABLE_SIZE = 4096;

/**
 * Undoes GIF's LZW: codes of up to 12 bits, low bits first, one bit wider when the table needs it. What a code stands for is
 * part of what was put out before: its table is of places and lengths in the output itself.
 *
 * @returns at most pixelCount indices; fewer where the codes end
 * @throws {FormatError} a code that stands for nothing
 * @see CompuServe's Graphics Interchange Format, version 89a, appendix F
 */
export function decodeGifLzw(compressed: Uint8Array, minimumBits: number, pixelCount: number): Uint8Array {
  const clear = 1 << minimumBits;
  const output = new Uint8Array(pixelCount);
  const starts = new Uint32Array(TABLE_SIZE);
  const lengths = new Uint32Array(TABLE_SIZE);
  let nextFree = clear + 2;
  let width = minimumBits + 1;
  let length = 0;
  // The string before: its place in the output. No string: a length of 0.
  let lastStart = 0;
  let lastLength = 0;
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  while (length < pixelCount) {
    while (bitCount < width && at < compressed.length) {
      bits |= (compressed[at++] as number) << bitCount;
      bitCount += 8;
    }
    if (bitCount < width) break;
    const code = bits & ((1 << width) - 1);
    bits >>>= width;
    bitCount -= width;
    if (code === clear + 1) break;
    if (code === clear) {
      nextFree = clear + 2;
      width = minimumBits + 1;
      lastLength = 0;
      continue;
    }
    if (lastLength > 0 && nextFree < TABLE_SIZE) {
      // The string before and one index more: the first of this one, which is put out right behind it.
      starts[nextFree] = lastStart;
      lengths[nextFree] = lastLength + 1;
      nextFree++;
      if (nextFree === 1 << width && width < 12) width++;
    }
    lastStart = length;
    if (code < clear) {
      output[length++] = code;
      lastLength = 1;
      continue;
    }
    if (code >= nextFree) throw damaged("GIF", "an LZW code stands for nothing");
    lastLength = lengths[code] as number;
    // One by one: a string may reach into itself.
    const end = Math.min(length + lastLength, pixelCount);
    for (let source = starts[code] as number; length < end;) output[length++] = output[source++] as number;
  }
  return output.subarray(0, length);
}
