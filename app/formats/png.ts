import { type LabelRaster, pixelText } from "../../src/reading/raster.js";
import type { LabelMap } from "../../src/types.js";
import type { Colours } from "../../src/labels/colours.js";
import { labelsOfChannels } from "./channelLabels.js";
import { labelsOfFile } from "./labelsOfColours.js";
import { crc32 } from "./crc32.js";
import { declaresPixels, type PixelDeclaration } from "./declaredColours.js";
import { coloured, damaged, truncated, unsupported } from "./formatError.js";
import { inflate, type Inflate } from "./inflate.js";
import type { MaskFile } from "./maskFile.js";
import { MAX_PIXELS } from "./limits.js";
import { type LowBits, scaleGreys } from "./lowBits.js";
import {
  readPngHeader,
  type PngHeader,
  type PngLimits,
  type PngPass,
  columnsOf,
  rowsOf,
} from "./pngHeader.js";
import { idsOfRgbRows } from "./pngIds.js";
import { bigEndian16InPlace, unfilterRow, unpackBigEndian16, unpackBits } from "./pngRows.js";
import { paintedBy, withAlpha } from "./pngTransparency.js";
import { wordsOf } from "./pngWordFilters.js";
import { labelsWhere } from "./transparentPixels.js";

// A reader of its own, since label masks are where the readers at hand go wrong: a canvas turns indices into
// colours and cuts 16 bits to 8, and fast-png 8.0.0 takes image data that ends early for zeros and interlaced
// pixels of less than 8 bits for bytes. It serves as the oracle of the tests where it is right.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Of a chunk, beside its content. */
const CHUNK_BYTES = 12;

export interface PngOptions {
  readonly inflate?: Inflate | undefined;
  readonly colours?: Colours | undefined;
  readonly declaration?: PixelDeclaration | undefined;
  readonly lowBits?: LowBits | undefined;
  readonly maxPixels?: number | undefined;
  readonly idMemory?: Uint32Array | undefined;
}

/** A label map, and in words what file it came from. */
export type PngLabels = LabelMap &
  Pick<LabelRaster, "argmaxOf" | "voidLabel" | "declared" | "channelsRead"> &
  Pick<MaskFile, "note" | "undecidedBits">;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a PNG label mask: the palette index of an indexed image (never the palette's colours), the grey value
 * of a grey one, 1 to 16 bits, interlaced or not; the labels of an RGB or RGBA one where `colours` says what its
 * colours mean, or where its channels are equal or one-hot. Every checksum and length is verified.
 *
 * @returns Uint8Array labels, Uint16Array of a 16-bit image; of colours see labelsOfColours
 * @throws {FormatError} not a PNG, damaged, cut short, too large, or of colours that mean nothing
 * @see W3C Portable Network Graphics (PNG) Specification, third edition
 */
export function decodePngLabels(
  bytes: Uint8Array,
  {
    inflate: platform,
    colours,
    declaration = {},
    lowBits,
    maxPixels = MAX_PIXELS,
    idMemory,
  }: PngOptions = {},
): PngLabels {
  if (!isPng(bytes)) throw unsupported("not a PNG: its signature is missing");
  const takesAlpha = declaration.alpha !== undefined;
  const { header, compressed, transparency } = readChunks(bytes, {
    takesColours: colours !== undefined,
    maxPixels,
  });
  const { width, height, channels, depth, note } = header;
  const rows = inflate(
    { file: "PNG", part: "its image data", stream: compressed, size: header.rawBytes, checksum: undefined },
    platform,
  );
  const isPainted = takesAlpha ? paintedBy(transparency, header) : undefined;
  if (colours === "ids" && isPainted === undefined && isPlainRgb(header) && !declaresPixels(declaration)) {
    return { data: idsOfRgbRows(rows, width, height, idMemory), width, height, note };
  }
  const samples = readSamples(header, rows);
  const image = { width, height, note };
  if (channels === 1) {
    const isLow = depth < 8 && !header.isIndexed;
    const undecidedBits = isLow && lowBits === undefined ? depth : undefined;
    const isScaled = isLow && lowBits === "scaled";
    // Transparency is of the numbers as they are stored.
    const stored = isScaled && isPainted !== undefined ? samples.slice() : samples;
    if (isScaled) scaleGreys(samples as Uint8Array, depth);
    const labels =
      isPainted === undefined
        ? { data: samples }
        : labelsWhere(samples, (_, pixel) => isPainted(stored[pixel] as number));
    return { ...labels, ...image, undecidedBits };
  }
  const { hasAlpha, pixels } = withTransparency(header, samples, isPainted);
  if (channels > 2 && colours !== undefined) {
    const painted = pixels as Uint8Array;
    return { ...labelsOfFile(painted, width, hasAlpha ? 4 : 3, colours, declaration), ...image };
  }
  const ofPixel = channels > 2 && hasAlpha ? 4 : channels;
  const labels = labelsOfChannels(
    { samples: pixels, width, height, channels: ofPixel, hasAlpha },
    declaration.alpha,
  );
  if ("unequal" in labels) {
    const place = pixelText(labels.unequal, [1, height, width]);
    throw coloured(
      `an ${header.kind} PNG holds colours, not labels (${numbersAt(pixels, labels.unequal, ofPixel)} at ${place})`,
      "save the mask as an indexed or grey PNG",
    );
  }
  const { what, ...found } = labels;
  return { ...found, width, height, note: `${note}, ${what}` };
}

function isPlainRgb({ channels, depth, passes }: PngHeader): boolean {
  return channels === 3 && depth === 8 && passes.length === 1;
}

/** An RGB image's transparent colour as alpha, where it counts. */
function withTransparency(
  { depth, hasAlpha }: PngHeader,
  samples: Uint8Array | Uint16Array,
  isPainted: ReturnType<typeof paintedBy>,
): { readonly pixels: Uint8Array | Uint16Array; readonly hasAlpha: boolean } {
  if (isPainted === undefined || hasAlpha) return { pixels: samples, hasAlpha };
  if (depth !== 8)
    throw unsupported("an RGB PNG of 16 bits a channel with a transparent colour", "save it with 8");
  return { pixels: withAlpha(samples as Uint8Array, isPainted), hasAlpha: true };
}

function numbersAt(samples: Uint8Array | Uint16Array, pixel: number, channels: number): string {
  return samples.subarray(pixel * channels, (pixel + 1) * channels).join(" ");
}

/** Walks the chunks: length, type, content, checksum of type and content; from IHDR to IEND. */
function readChunks(
  bytes: Uint8Array,
  limits: PngLimits,
): {
  readonly header: PngHeader;
  readonly compressed: Uint8Array;
  readonly transparency: Uint8Array | undefined;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = { first: 0, end: 0, chunks: 0 };
  let header: PngHeader | undefined;
  let hasPalette = false;
  let transparency: Uint8Array | undefined;
  for (let offset = SIGNATURE.length; ;) {
    if (offset + CHUNK_BYTES > bytes.length) throw truncated("PNG", "it ends before its end mark");
    const length = view.getUint32(offset);
    const end = offset + 8 + length;
    if (end + 4 > bytes.length) throw truncated("PNG", "it ends within a chunk");
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (crc32(bytes.subarray(offset + 4, end)) !== view.getUint32(end)) {
      throw damaged("PNG", `the checksum of its ${JSON.stringify(type)} chunk is wrong`);
    }
    if ((header === undefined) !== (type === "IHDR")) {
      throw damaged("PNG", "it does not begin with one IHDR chunk");
    }
    if (type === "IHDR") {
      header = readPngHeader(bytes.subarray(offset + 8, end), bytes.length, limits);
    } else if (type === "IDAT") {
      if (data.chunks === 0) data.first = offset;
      else if (data.end !== offset)
        throw damaged("PNG", "other chunks stand between those of its image data");
      data.end = end + 4;
      data.chunks++;
    } else if (type === "PLTE") {
      if (length === 0 || length > 768 || length % 3 !== 0) {
        throw damaged("PNG", "its palette has a wrong length");
      }
      hasPalette = true;
    } else if (type === "tRNS") {
      transparency = bytes.subarray(offset + 8, end);
    } else if (type === "IEND") {
      if (header?.isIndexed === true && !hasPalette) {
        throw damaged("PNG", "it is indexed and has no palette");
      }
      return { header: header as PngHeader, compressed: imageDataOf(bytes, view, data), transparency };
    }
    // A capital first letter marks a chunk without which the image cannot be understood.
    else if (/^[A-Z]/.test(type)) {
      throw damaged("PNG", `its ${JSON.stringify(type)} chunk is not known`);
    }
    offset = end + 4;
  }
}

/** The stream that stands in chunks one behind the other: of one chunk as it is, else put together, however many they are. */
function imageDataOf(
  bytes: Uint8Array,
  view: DataView,
  { first, end, chunks }: { readonly first: number; readonly end: number; readonly chunks: number },
): Uint8Array {
  if (chunks <= 1) return bytes.subarray(first + 8, Math.max(first + 8, end - 4));
  const stream = new Uint8Array(end - first - chunks * CHUNK_BYTES);
  for (let offset = first, at = 0; offset < end;) {
    const length = view.getUint32(offset);
    stream.set(bytes.subarray(offset + 8, offset + 8 + length), at);
    at += length;
    offset += CHUNK_BYTES + length;
  }
  return stream;
}

/** The numbers of all pixels, channels of a pixel next to each other, row-major. */
function readSamples(header: PngHeader, rows: Uint8Array): Uint8Array | Uint16Array {
  const { width, height, depth, channels, passes } = header;
  const count = width * height * channels;
  if (depth >= 8 && passes.length === 1) {
    // The hot path: the inflated rows move together, over the bytes that name their filters, and are the labels.
    const pixelBytes = (depth / 8) * channels;
    const rowBytes = width * pixelBytes;
    const words = wordsOf(rows);
    for (let row = 0, from = 0, to = 0; row < height; row++, from += rowBytes + 1, to += rowBytes) {
      const up = row === 0 ? -1 : to - rowBytes;
      unfilterRow(rows[from] as number, rows, words, from + 1, to, up, rowBytes, pixelBytes);
    }
    return depth === 8 ? rows.subarray(0, count) : bigEndian16InPlace(rows, count);
  }
  if (depth === 16) {
    const data = new Uint16Array(count);
    if (channels > 1) {
      const pixel = new Uint16Array(channels);
      eachRow(header, rows, (row, columns, first, step) => {
        for (let i = 0; i < columns; i++) {
          unpackBigEndian16(rows, row + 2 * i * channels, channels, pixel, 0, 1);
          data.set(pixel, (first + i * step) * channels);
        }
      });
      return data;
    }
    eachRow(header, rows, (row, columns, first, step) => {
      if (channels === 1) unpackBigEndian16(rows, row, columns, data, first, step);
      else {
        for (let i = 0; i < columns; i++) {
          unpackBigEndian16(rows, row + i * channels * 2, channels, data, (first + i * step) * channels, 1);
        }
      }
    });
    return data;
  }
  const data = new Uint8Array(count);
  if (channels === 1) {
    eachRow(header, rows, (row, columns, first, step) => {
      unpackBits(rows, row, columns, depth, data, first, step);
    });
  } else {
    eachRow(header, rows, (row, columns, first, step) => {
      for (let i = 0; i < columns; i++) {
        for (let channel = 0; channel < channels; channel++) {
          data[(first + i * step) * channels + channel] = rows[row + i * channels + channel] as number;
        }
      }
    });
  }
  return data;
}

/**
 * Undoes the filters in place, row by row and pass by pass. `place` is told where each row's bytes begin, and how many
 * pixels they are, at which pixel the first of them stands and how far it is to the next.
 */
function eachRow(
  { width, height, depth, channels, passes }: PngHeader,
  rows: Uint8Array,
  place: (row: number, columns: number, first: number, step: number) => void,
): void {
  const pixelBytes = Math.max(1, (depth * channels) >> 3);
  const words = wordsOf(rows);
  let offset = 0;
  for (const pass of passes) {
    const columns = columnsOf(pass, width);
    const passHeight = columns === 0 ? 0 : rowsOf(pass, height);
    const rowBytes = Math.ceil((columns * depth * channels) / 8);
    for (let row = 0; row < passHeight; row++) {
      const at = offset + 1;
      const up = row === 0 ? -1 : offset - rowBytes;
      unfilterRow(rows[offset] as number, rows, words, at, at, up, rowBytes, pixelBytes);
      place(at, columns, pixelOf(pass, row, width), pass.dx);
      offset += rowBytes + 1;
    }
  }
}

function pixelOf({ x, y, dy }: PngPass, row: number, width: number): number {
  return (y + row * dy) * width + x;
}
