import { damaged, unsupported } from "./formatError.js";

const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const TABLE_SIZE = 4096;

/**
 * Undoes TIFF's LZW: codes of 9 to 12 bits, high bits first, one bit wider a code early. What a code stands for is
 * part of what was put out before: its table is of places and lengths in the output itself.
 *
 * @returns at most maxBytes bytes
 * @throws {FormatError} a code that stands for nothing, or the old order of bits
 * @see TIFF Revision 6.0, section 13
 */
export function decodeLzw(compressed: Uint8Array, maxBytes: number): Uint8Array {
  if (compressed[0] === 0 && ((compressed[1] ?? 0) & 1) === 1) {
    throw unsupported("TIFF with LZW in the order of bits before 1992", "save it again with LZW or deflate");
  }
  const output = new Uint8Array(maxBytes);
  const starts = new Uint32Array(TABLE_SIZE);
  const lengths = new Uint32Array(TABLE_SIZE);
  let nextFree = FIRST_FREE;
  let width = 9;
  let length = 0;
  // The string before: its place in the output. No string: a length of 0.
  let lastStart = 0;
  let lastLength = 0;
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  while (length < maxBytes) {
    while (bitCount < width && at < compressed.length) {
      bits = ((bits << 8) | (compressed[at++] as number)) & 0xffffff;
      bitCount += 8;
    }
    // No end code: what is missing is missing, which the caller sees.
    if (bitCount < width) break;
    bitCount -= width;
    const code = (bits >>> bitCount) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      nextFree = FIRST_FREE;
      width = 9;
      lastLength = 0;
      continue;
    }
    if (lastLength > 0 && nextFree < TABLE_SIZE) {
      // The string before and one byte more: the first of this one, which is put out right behind it.
      starts[nextFree] = lastStart;
      lengths[nextFree] = lastLength + 1;
      nextFree++;
      if (nextFree === (1 << width) - 1 && width < 12) width++;
    }
    lastStart = length;
    if (code < CLEAR) {
      output[length++] = code;
      lastLength = 1;
      continue;
    }
    if (code >= nextFree) throw damaged("TIFF", "an LZW code stands for nothing");
    lastLength = lengths[code] as number;
    // Byte by byte: a string may reach into itself.
    const end = Math.min(length + lastLength, maxBytes);
    for (let source = starts[code] as number; length < end;) output[length++] = output[source++] as number;
  }
  return output.subarray(0, length);
}
