import type { LabelMap } from "../types.js";
import { crc32 } from "./checksums.js";
import { type Colours, labelsOfColours, unknownColours } from "./colours.js";
import { FormatError } from "./formatError.js";
import { type Inflate, inflateByFflate } from "./inflate.js";
import { requirePixels } from "./limits.js";
import { unfilterRows, unpackRow } from "./pngRows.js";

// A reader of its own, since label masks are where the readers at hand go wrong: a canvas turns indices into
// colours and cuts 16 bits to 8, and fast-png 8.0.0 takes image data that ends early for zeros and interlaced
// pixels of less than 8 bits for bytes. It serves as the oracle of the tests where it is right.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What one byte of deflate can inflate to, at the very most. A header that promises more lies. */
const MAX_INFLATE_RATIO = 1032;

interface ColourType {
  readonly name: string;
  readonly depths: readonly number[];
  /** Samples a pixel. */
  readonly channels: number;
}

const COLOUR_TYPES: Readonly<Record<number, ColourType>> = {
  0: { name: "a grey", depths: [1, 2, 4, 8, 16], channels: 1 },
  2: { name: "an RGB", depths: [8, 16], channels: 3 },
  3: { name: "an indexed", depths: [1, 2, 4, 8], channels: 1 },
  4: { name: "a grey-with-alpha", depths: [8, 16], channels: 2 },
  6: { name: "an RGBA", depths: [8, 16], channels: 4 },
};

const INDEXED = COLOUR_TYPES[3];

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
  /** Bits a sample. */
  readonly depth: number;
  readonly kind: ColourType;
  readonly passes: readonly Pass[];
  /** Bytes of all rows with their filter bytes. */
  readonly rawBytes: number;
}

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** How a PNG is read. */
export interface PngOptions {
  readonly inflate?: Inflate | undefined;
  readonly colours?: Colours | undefined;
}

/** A PNG's labels, and what kind of image they were in: "indexed PNG, 8 bits". */
export interface PngLabels {
  readonly labels: LabelMap;
  readonly note: string;
}

/**
 * Reads a PNG label mask: the palette index of an indexed image (never the palette's colours), the grey value of a grey
 * one, 1 to 16 bits, interlaced or not; of an RGB or RGBA one of 8 bits what `colours` says. Every checksum and length is
 * verified.
 *
 * @returns labels in a Uint8Array, a Uint16Array of a 16-bit image, a Uint32Array of colours
 * @throws {FormatError} not a PNG, damaged, cut short, or of colours that have no meaning
 * @see W3C Portable Network Graphics (PNG) Specification, third edition
 */
export function decodePng(
  bytes: Uint8Array,
  { inflate = inflateByFflate, colours }: PngOptions = {},
): PngLabels {
  if (!isPng(bytes)) throw new FormatError("not a PNG: its signature is missing");
  const { header, compressed } = readChunks(bytes);
  const { width, height, depth, kind, passes } = header;
  const { channels } = kind;
  // Asked before anything is decompressed.
  if (channels > 1 && colours === undefined) throw unknownColours(`${kind.name} PNG`);
  if (channels === 2 || (channels > 2 && depth !== 8)) {
    throw new FormatError(
      `${kind.name} PNG of ${depth} bits is no label image; save the mask as an indexed or grey PNG`,
    );
  }
  const rows = inflateRows(compressed, header.rawBytes, inflate);
  const samples = readSamples(rows, header);
  return {
    labels:
      channels === 1
        ? { data: samples, width, height }
        : labelsOfColours({ samples, channels, width, height }, colours as Colours, `${kind.name} PNG`),
    note: `${kind.name.replace(/^an? /, "")} PNG, ${depth} bit${depth === 1 ? "" : "s"}${passes.length > 1 ? ", interlaced" : ""}`,
  };
}

/** Every sample in its place, whatever the filters and passes. */
function readSamples(
  rows: Uint8Array,
  { width, height, depth, kind, passes }: Header,
): Uint8Array | Uint16Array {
  const { channels } = kind;
  const bits = depth * channels;
  const pixelBytes = Math.max(1, bits / 8);
  if (depth === 8 && passes === WHOLE) {
    const end = unfilterRows(rows, 0, 0, width * channels, height, pixelBytes);
    return rows.subarray(0, end);
  }
  const count = width * height * channels;
  const samples = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  let offset = 0;
  for (const pass of passes) {
    const passWidth = columnsOf(pass, width);
    const passHeight = passWidth === 0 ? 0 : rowsOf(pass, height);
    const rowBytes = Math.ceil((passWidth * bits) / 8);
    unfilterRows(rows, offset, offset, rowBytes, passHeight, pixelBytes);
    for (let row = 0; row < passHeight; row++) {
      const first = (pass.y + row * pass.dy) * width + pass.x;
      unpackRow(rows, offset + row * rowBytes, passWidth, channels, depth, samples, first, pass.dx);
    }
    offset += passHeight * (rowBytes + 1);
  }
  return samples;
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
      if (header?.kind === INDEXED && !hasPalette) {
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
  requirePixels("PNG", [width, height]);
  const passes = interlacing === 1 ? ADAM7 : WHOLE;
  const rawBytes = passes.reduce((sum, pass) => {
    const passWidth = columnsOf(pass, width);
    return passWidth === 0
      ? sum
      : sum + rowsOf(pass, height) * (1 + Math.ceil((passWidth * depth * kind.channels) / 8));
  }, 0);
  if (rawBytes > fileBytes * MAX_INFLATE_RATIO) {
    throw new FormatError(
      `damaged PNG: its header promises ${width} x ${height} pixels, more than its ${fileBytes} bytes can hold`,
    );
  }
  return { width, height, depth, kind, passes, rawBytes };
}

function columnsOf({ x, dx }: Pass, width: number): number {
  return Math.max(0, Math.ceil((width - x) / dx));
}

function rowsOf({ y, dy }: Pass, height: number): number {
  return Math.max(0, Math.ceil((height - y) / dy));
}

/** @returns rawBytes bytes; a stream that holds more is cut there, as the specification allows */
function inflateRows(compressed: Uint8Array, rawBytes: number, inflate: Inflate): Uint8Array {
  let rows;
  try {
    rows = inflate(compressed, rawBytes);
  } catch (cause) {
    const { message } = cause as Error;
    if (/unexpected (end of file|EOF)/i.test(message)) {
      throw new FormatError("truncated PNG: its image data ends early", { cause });
    }
    if (message.includes("incorrect data check")) {
      throw new FormatError("damaged PNG: the checksum of its image data is wrong", { cause });
    }
    throw new FormatError(`damaged PNG: its image data cannot be decompressed: ${message}`, { cause });
  }
  if (rows.length < rawBytes) throw new FormatError("truncated PNG: its image data ends early");
  return rows;
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
