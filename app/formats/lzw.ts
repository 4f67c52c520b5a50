import { damaged, unsupported } from "./formatError.js";

const TABLE_SIZE = 4096;

/** What LZW differs in between formats. */
interface LzwKind {
  /** The format, for messages. */
  readonly format: string;
  /** Bits of what is coded: the codes behind those clear the table, and end. */
  readonly minimumBits: number;
  /** Whether a code begins in a byte's high bits. */
  readonly isHighFirst: boolean;
  /** How many codes before the table needs it codes become a bit wider. */
  readonly early: 0 | 1;
}

/**
 * Undoes TIFF's LZW: codes of 9 to 12 bits, high bits first, one bit wider a code early.
 *
 * @returns at most maxBytes bytes
 * @throws {FormatError} a code that stands for nothing, no clear table to begin with, or the old order of bits
 * @see TIFF Revision 6.0, section 13
 */
export function decodeTiffLzw(compressed: Uint8Array, maxBytes: number): Uint8Array {
  if (compressed[0] === 0 && ((compressed[1] ?? 0) & 1) === 1) {
    throw unsupported("TIFF with LZW in the order of bits before 1992", "save it again with LZW or deflate");
  }
  // Codes begin with the one that clears the table. Without it decoders differ in which code the first string gets.
  if (compressed.length > 1 && (compressed[0] !== 0x80 || (compressed[1] as number) >= 0x80)) {
    throw damaged("TIFF", "its LZW codes do not begin with the one that clears the table");
  }
  return decodeLzw(compressed, maxBytes, { format: "TIFF", minimumBits: 8, isHighFirst: true, early: 1 });
}

/**
 * Undoes GIF's LZW: codes of up to 12 bits, low bits first, one bit wider when the table needs it.
 *
 * @returns at most pixelCount indices; fewer where the codes end
 * @throws {FormatError} a code that stands for nothing
 * @see CompuServe's Graphics Interchange Format, version 89a, appendix F
 */
export function decodeGifLzw(compressed: Uint8Array, minimumBits: number, pixelCount: number): Uint8Array {
  return decodeLzw(compressed, pixelCount, { format: "GIF", minimumBits, isHighFirst: false, early: 0 });
}

/**
 * What a code stands for is part of what was put out before: the table is of places and lengths in the output itself.
 */
function decodeLzw(
  compressed: Uint8Array,
  maxBytes: number,
  { early, format, isHighFirst, minimumBits }: LzwKind,
): Uint8Array {
  const clear = 1 << minimumBits;
  const end = clear + 1;
  const firstFree = clear + 2;
  const output = new Uint8Array(maxBytes);
  const starts = new Uint32Array(TABLE_SIZE);
  const lengths = new Uint32Array(TABLE_SIZE);
  let nextFree = firstFree;
  let width = minimumBits + 1;
  let length = 0;
  // The string before: its place in the output. No string: a length of 0.
  let lastStart = 0;
  let lastLength = 0;
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  while (length < maxBytes) {
    while (bitCount < width && at < compressed.length) {
      const byte = compressed[at++] as number;
      bits = isHighFirst ? ((bits << 8) | byte) & 0xffffff : bits | (byte << bitCount);
      bitCount += 8;
    }
    // No end code: what is missing is missing, which the caller sees.
    if (bitCount < width) break;
    bitCount -= width;
    const code = (isHighFirst ? bits >>> bitCount : bits) & ((1 << width) - 1);
    if (!isHighFirst) bits >>>= width;
    if (code === end) break;
    if (code === clear) {
      nextFree = firstFree;
      width = minimumBits + 1;
      lastLength = 0;
      continue;
    }
    if (lastLength > 0 && nextFree < TABLE_SIZE) {
      // The string before and one byte more: the first of this one, which is put out right behind it.
      starts[nextFree] = lastStart;
      lengths[nextFree] = lastLength + 1;
      nextFree++;
      if (nextFree === (1 << width) - early && width < 12) width++;
    }
    lastStart = length;
    if (code < clear) {
      output[length++] = code;
      lastLength = 1;
      continue;
    }
    if (code >= nextFree) throw damaged(format, "an LZW code stands for nothing");
    lastLength = lengths[code] as number;
    // Byte by byte: a string may reach into itself.
    const stop = Math.min(length + lastLength, maxBytes);
    for (let source = starts[code] as number; length < stop;) output[length++] = output[source++] as number;
  }
  return output.subarray(0, length);
}
