import { isLittleEndianMachine, reverseElements } from "./elements.js";
import { truncated } from "./formatError.js";
import { inflate, type Inflate } from "./inflate.js";
import { MAX_INFLATE_RATIO } from "./limits.js";
import { decodeTiffLzw } from "./lzw.js";

interface Compression {
  readonly name: string;
  /** How many bytes one byte can stand for, at the very most. */
  readonly maxRatio: number;
  /** @param paddedBytes what a strip takes that its writer filled up to the height of the others */
  readonly decode: (
    stored: Uint8Array,
    bytes: number,
    paddedBytes: number,
    platform: Inflate | undefined,
  ) => Uint8Array;
}

const DEFLATE: Compression = {
  name: "deflate",
  maxRatio: MAX_INFLATE_RATIO,
  decode: (stream, size, paddedSize, platform) =>
    inflate(
      { file: "TIFF", part: "its image data", stream, size, paddedSize, checksum: undefined },
      platform,
    ),
};

/** Those that keep labels, by the number of their tag. */
export const COMPRESSIONS: Readonly<Record<number, Compression>> = {
  1: { name: "uncompressed", maxRatio: 1, decode: (stored, bytes) => stored.subarray(0, bytes) },
  // 12 bits for a string of 4096 - 258 bytes and more: 2560 a byte.
  5: { name: "LZW", maxRatio: 2560, decode: decodeTiffLzw },
  8: DEFLATE,
  32946: DEFLATE,
  32773: { name: "PackBits", maxRatio: 64, decode: decodePackBits },
};

/** Others, by what they are called. */
export const UNREAD_COMPRESSIONS: Readonly<Record<number, string>> = {
  2: "CCITT",
  3: "CCITT fax",
  4: "CCITT fax",
  6: "JPEG",
  7: "JPEG",
  34712: "JPEG 2000",
  34887: "LERC",
  34925: "LZMA",
  50000: "Zstandard",
  50001: "WebP",
  50002: "JPEG XL",
};

/** How the numbers of a strip or tile stand in the file. */
export interface SegmentLayout {
  /** Rows of a tile, and of a strip that is not the last. */
  readonly height: number;
  readonly compression: Compression;
  /** Each number but a row's first holds how much it is more than the one before. */
  readonly hasPredictor: boolean;
  readonly hasFloatPredictor: boolean;
  readonly isLittleEndian: boolean;
  /** Numbers of less than 8 bits are packed, and stay so. */
  readonly bytesPerSample: number;
  readonly rowBytes: number;
  /** Channels of a pixel, next to each other. */
  readonly samplesPerPixel: number;
}

/**
 * Decompresses one strip or tile.
 *
 * @param stored its bytes in the file
 * @returns rows x rowBytes bytes of its own, numbers in the machine's byte order
 * @throws {FormatError} damaged, or fewer bytes than the rows take
 */
export function decodeSegment(
  stored: Uint8Array,
  rows: number,
  layout: SegmentLayout,
  platform: Inflate | undefined,
): Uint8Array<ArrayBuffer> {
  const { compression, rowBytes, bytesPerSample } = layout;
  const bytes = rows * rowBytes;

  const decoded = compression.decode(stored, bytes, layout.height * rowBytes, platform);
  if (decoded.length < bytes) throw truncated("TIFF", "its image data ends early");
  // A copy: what is decoded may be the file itself, and numbers need a place that their size divides.
  const segment = new Uint8Array(decoded);
  if (layout.hasFloatPredictor) {
    undoFloatPredictor(segment, layout);
    return segment;
  }
  if (layout.isLittleEndian !== isLittleEndianMachine()) reverseElements(segment, bytesPerSample);
  if (layout.hasPredictor) undoPredictor(segment, layout);
  return segment;
}

/** Sums up each row; the array's own width wraps the sums around as TIFF's do. */
function undoPredictor(
  segment: Uint8Array<ArrayBuffer>,
  { bytesPerSample, rowBytes, samplesPerPixel }: SegmentLayout,
): void {
  if (bytesPerSample === 8) {
    undoLongPredictor(new BigUint64Array(segment.buffer), rowBytes / 8, samplesPerPixel);
    return;
  }
  const numbers =
    bytesPerSample === 1
      ? segment
      : bytesPerSample === 2
        ? new Uint16Array(segment.buffer)
        : new Uint32Array(segment.buffer);
  const rowLength = rowBytes / bytesPerSample;
  for (let start = 0; start < numbers.length; start += rowLength) {
    const end = start + rowLength;
    if (samplesPerPixel === 1) {
      let sum = 0;
      for (let i = start; i < end; i++) {
        sum = (sum + (numbers[i] as number)) | 0;
        numbers[i] = sum;
      }
      continue;
    }
    for (let i = start + samplesPerPixel; i < end; i++) {
      numbers[i] = (numbers[i] as number) + (numbers[i - samplesPerPixel] as number);
    }
  }
}

function undoLongPredictor(numbers: BigUint64Array, rowLength: number, samplesPerPixel: number): void {
  for (let start = 0; start < numbers.length; start += rowLength) {
    for (let i = start + samplesPerPixel; i < start + rowLength; i++) {
      numbers[i] = (numbers[i] as bigint) + (numbers[i - samplesPerPixel] as bigint);
    }
  }
}

/**
 * A row holds the first byte of all its numbers, the highest, then the second of all, and so on, whatever the file's byte
 * order; each byte but the row's first holds how much it is more than the one before.
 *
 * @see Adobe Photoshop TIFF Technical Note 3
 */
function undoFloatPredictor(segment: Uint8Array, { bytesPerSample, rowBytes }: SegmentLayout): void {
  const count = rowBytes / bytesPerSample;
  const isLittle = isLittleEndianMachine();
  for (let start = 0; start + rowBytes <= segment.length; start += rowBytes) {
    const row = segment.slice(start, start + rowBytes);
    for (let i = 1; i < rowBytes; i++) row[i] = (row[i] as number) + (row[i - 1] as number);
    for (let byte = 0; byte < bytesPerSample; byte++) {
      const place = isLittle ? bytesPerSample - 1 - byte : byte;
      for (let i = 0; i < count; i++) {
        segment[start + i * bytesPerSample + place] = row[byte * count + i] as number;
      }
    }
  }
}

/** Runs: a count n of 0..127 and n + 1 bytes as they are, or of 129..255 and one byte that stands 257 - n times. */
function decodePackBits(packed: Uint8Array, maxBytes: number): Uint8Array {
  const output = new Uint8Array(maxBytes);
  let length = 0;
  for (let at = 0; at < packed.length && length < maxBytes;) {
    const count = packed[at++] as number;
    if (count < 128) {
      const run = packed.subarray(at, at + Math.min(count + 1, maxBytes - length));
      output.set(run, length);
      length += run.length;
      at += count + 1;
    } else if (count > 128 && at < packed.length) {
      const end = Math.min(length + 257 - count, maxBytes);
      output.fill(packed[at++] as number, length, end);
      length = end;
    }
  }
  return output.subarray(0, length);
}
