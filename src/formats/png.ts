import { unzlibSync } from "fflate";
import type { LabelMap } from "../types.js";
import { FormatError } from "./formatError.js";

// A reader of its own, since label masks are where the readers at hand go wrong: a canvas turns indices into
// colours and cuts 16 bits to 8, and fast-png 8.0.0 takes image data that ends early for zeros and interlaced
// pixels of less than 8 bits for bytes. It serves as the oracle of the tests where it is right.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What one byte of deflate can inflate to, at the very most. A header that promises more lies. */
const MAX_INFLATE_RATIO = 1032;

const COLOUR_TYPES: Readonly<Record<number, { readonly name: string; readonly depths: readonly number[] }>> =
  {
    0: { name: "a grey", depths: [1, 2, 4, 8, 16] },
    2: { name: "an RGB", depths: [8, 16] },
    3: { name: "an indexed", depths: [1, 2, 4, 8] },
    4: { name: "a grey-with-alpha", depths: [8, 16] },
    6: { name: "an RGBA", depths: [8, 16] },
  };

const GREY = 0;
const INDEXED = 3;

/** A part of the image that is stored as an image of its own: all of it, or one of Adam7's seven passes. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const WHOLE: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];

const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits a pixel. */
  readonly depth: number;
  readonly isIndexed: boolean;
  readonly passes: readonly Pass[];
  /** Bytes of all rows with their filter bytes. */
  readonly rawBytes: number;
}

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a PNG label mask: the palette index of an indexed image (never the palette's colours), the grey value
 * of a grey one, 1 to 16 bits, interlaced or not. Every checksum and length is verified.
 *
 * @returns Uint8Array labels, or Uint16Array of a 16-bit image
 * @throws {FormatError} not a PNG, damaged, cut short, or of colours rather than labels
 * @see W3C Portable Network Graphics (PNG) Specification, third edition
 */
export function decodePngLabels(bytes: Uint8Array): LabelMap {
  if (!isPng(bytes)) throw new FormatError("not a PNG: its signature is missing");
  const { header, compressed } = readChunks(bytes);
  const { width, height, depth, passes } = header;
  const rows = inflate(compressed, header.rawBytes);
  const data = depth === 16 ? new Uint16Array(width * height) : new Uint8Array(width * height);
  let offset = 0;
  for (const pass of passes) {
    const passWidth = columnsOf(pass, width);
    const passHeight = passWidth === 0 ? 0 : rowsOf(pass, height);
    const rowBytes = Math.ceil((passWidth * depth) / 8);
    for (let row = 0; row < passHeight; row++) {
      unfilterRow(rows, offset, rowBytes, row === 0 ? undefined : offset - rowBytes, depth === 16 ? 2 : 1);
      const first = (pass.y + row * pass.dy) * width + pass.x;
      unpackRow(rows, offset + 1, passWidth, depth, data, first, pass.dx);
      offset += rowBytes + 1;
    }
  }
  return { data, width, height };
}

/** Walks the chunks: length, type, content, checksum of type and content; from IHDR to IEND. */
function readChunks(bytes: Uint8Array): { readonly header: Header; readonly compressed: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const imageData: Uint8Array[] = [];
  let header: Header | undefined;
  let hasPalette = false;
  for (let offset = SIGNATURE.length; ;) {
    if (offset + 12 > bytes.length) throw new FormatError("truncated PNG: it ends before its end mark");
    const length = view.getUint32(offset);
    const end = offset + 8 + length;
    if (end + 4 > bytes.length) throw new FormatError("truncated PNG: it ends within a chunk");
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (crc32(bytes.subarray(offset + 4, end)) !== view.getUint32(end)) {
      throw new FormatError(`damaged PNG: the checksum of its ${JSON.stringify(type)} chunk is wrong`);
    }
    if ((header === undefined) !== (type === "IHDR")) {
      throw new FormatError("damaged PNG: it does not begin with one IHDR chunk");
    }
    const content = bytes.subarray(offset + 8, end);
    if (type === "IHDR") header = readHeader(content, bytes.length);
    else if (type === "IDAT") imageData.push(content);
    else if (type === "PLTE") {
      if (length === 0 || length > 768 || length % 3 !== 0) {
        throw new FormatError("damaged PNG: its palette has a wrong length");
      }
      hasPalette = true;
    } else if (type === "IEND") {
      if (header?.isIndexed === true && !hasPalette) {
        throw new FormatError("damaged PNG: it is indexed and has no palette");
      }
      return { header: header as Header, compressed: concatenate(imageData) };
    }
    // A capital first letter marks a chunk without which the image cannot be understood.
    else if (/^[A-Z]/.test(type)) {
      throw new FormatError(`damaged PNG: its ${JSON.stringify(type)} chunk is not known`);
    }
    offset = end + 4;
  }
}

/** Checks all that decides how much memory decoding takes, before it is taken. */
function readHeader(content: Uint8Array, fileBytes: number): Header {
  if (content.length !== 13) throw new FormatError("damaged PNG: its header has a wrong length");
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [depth = 0, colourType = 0, compression = 0, filter = 0, interlacing = 0] = content.subarray(8);
  const kind = COLOUR_TYPES[colourType];
  if (kind?.depths.includes(depth) !== true || compression !== 0 || filter !== 0 || interlacing > 1) {
    throw new FormatError("damaged PNG: its header names an unknown kind of image");
  }
  if (width === 0 || height === 0) throw new FormatError(`damaged PNG: its size is ${width} x ${height}`);
  if (colourType !== GREY && colourType !== INDEXED) {
    throw new FormatError(
      `${kind.name} PNG holds colours, not labels; save the mask as an indexed or grey PNG`,
    );
  }
  const passes = interlacing === 1 ? ADAM7 : WHOLE;
  const rawBytes = passes.reduce((sum, pass) => {
    const passWidth = columnsOf(pass, width);
    return passWidth === 0 ? sum : sum + rowsOf(pass, height) * (1 + Math.ceil((passWidth * depth) / 8));
  }, 0);
  if (rawBytes > fileBytes * MAX_INFLATE_RATIO) {
    throw new FormatError(
      `damaged PNG: its header promises ${width} x ${height} pixels, more than its ${fileBytes} bytes can hold`,
    );
  }
  return { width, height, depth, isIndexed: colourType === INDEXED, passes, rawBytes };
}

function columnsOf({ x, dx }: Pass, width: number): number {
  return Math.max(0, Math.ceil((width - x) / dx));
}

function rowsOf({ y, dy }: Pass, height: number): number {
  return Math.max(0, Math.ceil((height - y) / dy));
}

/** @returns rawBytes bytes; a stream that holds more is cut there, as the specification allows */
function inflate(compressed: Uint8Array, rawBytes: number): Uint8Array {
  // Two bytes of header, four of checksum: fflate takes a stream with nothing between for rows of zeros.
  if (compressed.length <= 6) throw new FormatError("truncated PNG: its image data ends early");
  let rows;
  try {
    // One byte more than is needed tells a stream that ends there from one that goes on.
    rows = unzlibSync(compressed, { out: new Uint8Array(rawBytes + 1) });
  } catch (cause) {
    throw new FormatError(`damaged PNG: its image data cannot be decompressed: ${(cause as Error).message}`, {
      cause,
    });
  }
  if (rows.length < rawBytes) throw new FormatError("truncated PNG: its image data ends early");
  if (rows.length === rawBytes && !hasAdler32(rows, compressed.subarray(-4))) {
    throw new FormatError("damaged PNG: the checksum of its image data is wrong");
  }
  return rows.subarray(0, rawBytes);
}

/** Whether bytes have the checksum that ends a zlib stream, which fflate leaves unread. */
function hasAdler32(bytes: Uint8Array, checksum: Uint8Array): boolean {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length;) {
    // So many additions stay below 2^32.
    const end = Math.min(start + 5552, bytes.length);
    for (; start < end; start++) {
      a += bytes[start] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  const [b1 = 0, b0 = 0, a1 = 0, a0 = 0] = checksum;
  return a === a1 * 256 + a0 && b === b1 * 256 + b0;
}

/**
 * Undoes the filter of one row in place. `offset` is the row's filter byte, `up` the first pixel byte of the row above
 * in the same pass (undefined: a row of zeros); pixelBytes is how far back "the byte to the left" is.
 */
function unfilterRow(
  rows: Uint8Array,
  offset: number,
  rowBytes: number,
  up: number | undefined,
  pixelBytes: number,
): void {
  const filter = rows[offset] as number;
  if (filter > 4) throw new FormatError(`damaged PNG: unknown row filter ${filter}`);
  if (filter === 0) return;
  const row = offset + 1;
  for (let i = 0; i < rowBytes; i++) {
    const left = i < pixelBytes ? 0 : (rows[row + i - pixelBytes] as number);
    const top = up === undefined ? 0 : (rows[up + i] as number);
    let predicted;
    if (filter === 1) predicted = left;
    else if (filter === 2) predicted = top;
    else if (filter === 3) predicted = (left + top) >> 1;
    else {
      const topLeft = up === undefined || i < pixelBytes ? 0 : (rows[up + i - pixelBytes] as number);
      predicted = paeth(left, top, topLeft);
    }
    rows[row + i] = (rows[row + i] as number) + predicted;
  }
}

/** Whichever neighbour is nearest to left + top - topLeft; left before top before topLeft. */
function paeth(left: number, top: number, topLeft: number): number {
  const fromLeft = Math.abs(top - topLeft);
  const fromTop = Math.abs(left - topLeft);
  const fromTopLeft = Math.abs(left + top - 2 * topLeft);
  if (fromLeft <= fromTop && fromLeft <= fromTopLeft) return left;
  return fromTop <= fromTopLeft ? top : topLeft;
}

/** One row of `count` pixels, high bits and bytes first, to data[first], data[first + step], ... */
function unpackRow(
  rows: Uint8Array,
  row: number,
  count: number,
  depth: number,
  data: Uint8Array | Uint16Array,
  first: number,
  step: number,
): void {
  if (depth === 8 && step === 1) {
    data.set(rows.subarray(row, row + count), first);
    return;
  }
  const mask = (1 << depth) - 1;
  for (let i = 0; i < count; i++) {
    const bit = i * depth;
    const at = row + (bit >> 3);
    const byte = rows[at] as number;
    data[first + i * step] =
      depth === 16 ? (byte << 8) | (rows[at + 1] as number) : (byte >> (8 - depth - (bit & 7))) & mask;
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

let crcTable: Int32Array | undefined;

/** CRC-32 as in ISO 3309. */
function crc32(bytes: Uint8Array): number {
  crcTable ??= Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    return crc;
  });
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) {
    crc = (crc >>> 8) ^ (crcTable[(crc ^ (bytes[i] as number)) & 255] as number);
  }
  return ~crc >>> 0;
}
