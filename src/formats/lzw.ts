import { FormatError } from "./formatError.js";

const CLEAR = 256;
const END = 257;
const MAX_CODES = 4096;

/**
 * Undoes TIFF's LZW: codes of 9 to 12 bits, high bits first, which grow one code early.
 *
 * A string is a code's prefix (another code) and its last byte; it is written from its end, so no string is ever built.
 *
 * @returns at most maxBytes bytes: what is beyond is not made
 * @throws {FormatError} a code that does not exist yet
 * @see TIFF 6.0, section 13
 */
export function undoLzw(bytes: Uint8Array, maxBytes: number): Uint8Array {
  const prefix = new Uint16Array(MAX_CODES);
  const last = new Uint8Array(MAX_CODES);
  const lengths = new Uint16Array(MAX_CODES);
  for (let code = 0; code < 256; code++) {
    last[code] = code;
    lengths[code] = 1;
  }
  let out = new Uint8Array(Math.min(maxBytes, Math.max(1024, bytes.length * 8)));
  let size = 0;
  let next = END + 1;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let bitCount = 0;
  /** Writes a code's string at the end of `out`; gives its first byte. */
  const write = (code: number): number => {
    const length = lengths[code] as number;
    while (size + length > out.length) {
      if (out.length >= maxBytes) return firstOf(code);
      const larger = new Uint8Array(Math.min(maxBytes, out.length * 2));
      larger.set(out);
      out = larger;
    }
    let at = size + length;
    for (let rest = code; at > size; rest = prefix[rest] as number) out[--at] = last[rest] as number;
    size += length;
    return out[size - length] as number;
  };
  const firstOf = (code: number): number => {
    let rest = code;
    while (rest >= 256) rest = prefix[rest] as number;
    return rest;
  };
  for (let at = 0; size < maxBytes;) {
    while (bitCount < width && at < bytes.length) {
      bits = ((bits << 8) | (bytes[at++] as number)) & 0xffffff;
      bitCount += 8;
    }
    // Some writers leave the end mark out.
    if (bitCount < width) break;
    const code = (bits >>> (bitCount - width)) & ((1 << width) - 1);
    bitCount -= width;
    if (code === END) break;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previous = -1;
      continue;
    }
    if (previous < 0) {
      if (code > 255) throw new FormatError(`damaged TIFF: LZW code ${code} begins a table`);
      write(code);
    } else {
      if (code > next || next >= MAX_CODES)
        throw new FormatError(`damaged TIFF: LZW code ${code} is not known`);
      prefix[next] = previous;
      lengths[next] = (lengths[previous] as number) + 1;
      last[next] = firstOf(code === next ? previous : code);
      next++;
      write(code);
    }
    previous = code;
    if (next + 1 >= 1 << width && width < 12) width++;
  }
  return out.subarray(0, size);
}
