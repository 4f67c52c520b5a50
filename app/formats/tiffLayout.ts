import { ELEMENTS, type ElementType } from "./elements.js";
import { coloured, damaged, undeclared, unsupported } from "./formatError.js";
import { requirePixelCount } from "./limits.js";
import type { FileNumbers, TiffDirectory } from "./tiffDirectory.js";
import { COMPRESSIONS, UNREAD_COMPRESSIONS } from "./tiffSegments.js";

const Tag = {
  newSubfileType: 254,
  subfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
  imageDepth: 32997,
  nodata: 42113,
} as const;

const WHITE_IS_ZERO = 0;
const RGB = 2;
const PALETTE = 3;
const MASK = 4;

const SIGNED = 2;
const FLOAT = 3;

/** How a TIFF's pixels are stored: all that is known before they are looked at. */
export interface TiffLayout {
  readonly width: number;
  readonly height: number;
  /** Of two the second is alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Bits a channel. */
  readonly bits: number;
  /** What a number is when unpacked. */
  readonly type: ElementType;
  /** The channels of a pixel stand in segments of their own. */
  readonly isPlanar: boolean;
  readonly compression: keyof typeof COMPRESSIONS;
  readonly hasPredictor: boolean;
  /** The bytes of floats are told apart and hold differences, row by row. */
  readonly hasFloatPredictor: boolean;
  readonly isTiled: boolean;
  /** Size of a tile; of a strip, as wide as the image. */
  readonly segmentWidth: number;
  readonly segmentHeight: number;
  readonly offsets: FileNumbers;
  readonly byteCounts: FileNumbers;
  readonly nodata: number | undefined;
  readonly isPalette: boolean;
}

/** Whether a directory is an image of its own: not a smaller copy of one, and not a mask of its valid pixels. */
export function isFullImage(directory: TiffDirectory): boolean {
  const isPart = (directory.number(Tag.newSubfileType, 0) & 5) !== 0;
  const isReduced = directory.number(Tag.subfileType, 1) === 2;
  return !isPart && !isReduced && directory.number(Tag.photometric, 1) !== MASK;
}

/** @throws {FormatError} damaged, too large, or of a kind that is not read; says which, and what to save instead */
export function readTiffLayout(
  directory: TiffDirectory,
  takes: { readonly colours: boolean; readonly alpha: boolean },
  maxPixels: number,
): TiffLayout {
  const width = directory.number(Tag.width, 0);
  const height = directory.number(Tag.height, 0);
  if (width === 0 || height === 0) throw damaged("TIFF", `its size is ${width} x ${height}`);
  requirePixelCount([width, height], maxPixels);
  if (directory.number(Tag.imageDepth, 1) !== 1) {
    throw unsupported("TIFF volume", "save each slice as a file of its own, or the volume as NIfTI");
  }
  if (directory.number(Tag.orientation, 1) !== 1) {
    throw unsupported("TIFF that is stored turned or mirrored", "save it upright (orientation 1)");
  }
  const channels = readChannels(directory, takes);
  const { bits, type } = readSampleType(directory, channels);
  const { compression, hasFloatPredictor, hasPredictor } = readCompression(directory, bits, type);
  return {
    width,
    height,
    channels,
    bits,
    type,
    isPlanar: channels > 1 && directory.number(Tag.planarConfiguration, 1) === 2,
    compression,
    hasPredictor,
    hasFloatPredictor,
    ...readSegments(directory, width, height, maxPixels),
    nodata: channels < 3 ? readNodata(directory, type) : undefined,
    isPalette: directory.number(Tag.photometric, 1) === PALETTE,
  };
}

function readChannels(
  directory: TiffDirectory,
  takes: { readonly colours: boolean; readonly alpha: boolean },
): TiffLayout["channels"] {
  const photometric = directory.number(Tag.photometric, 1);
  const channels = directory.number(Tag.samplesPerPixel, 1);
  if (photometric === RGB && (channels === 3 || channels === 4)) {
    if (takes.colours) return channels;
    throw coloured("an RGB TIFF holds colours, not labels", "save the mask as one band of integers");
  }
  if (photometric === WHITE_IS_ZERO) {
    // Readers differ: Pillow turns the values around, GDAL does not.
    throw unsupported(
      "TIFF whose 0 is white, which some programs turn around",
      "save it with 0 as black (MinIsBlack)",
    );
  }
  if (photometric !== 1 && photometric !== PALETTE) {
    throw unsupported(
      `TIFF of colours (photometric interpretation ${photometric}), not of labels`,
      "save the mask as one band of integers",
    );
  }
  if (channels === 2 && hasAlpha(directory)) {
    if (takes.alpha) return 2;
    throw undeclared(
      "TIFF of one band with alpha, which has two values a pixel",
      "save the mask without alpha",
      ["void-transparent"],
    );
  }
  if (channels !== 1) {
    throw unsupported(`TIFF of ${channels} bands, but a label map has one`, "save that band alone");
  }
  return 1;
}

/** Whether the band behind the first is alpha, associated or not. */
function hasAlpha(directory: TiffDirectory): boolean {
  const kind = directory.number(Tag.extraSamples, 0);
  return kind === 1 || kind === 2;
}

function readSampleType(
  directory: TiffDirectory,
  channels: number,
): { readonly bits: number; readonly type: ElementType } {
  const bitsOfEach = directory.numbers(Tag.bitsPerSample) ?? [1];
  const bits = bitsOfEach[0] as number;
  const format = directory.number(Tag.sampleFormat, 1);
  if (format === FLOAT && channels === 1) return readFloatType(bits);
  if (format === FLOAT || format > 4 || bitsOfEach.some((each) => each !== bits)) {
    throw unsupported("TIFF whose numbers are not plain integers", "save the labels as integers");
  }
  if (channels === 2) {
    if ((bits === 8 || bits === 16) && format !== SIGNED) return { bits, type: bits === 8 ? "u1" : "u2" };
    throw unsupported(`TIFF of one band with alpha, of ${bits} bits each`, "save the mask with 8 or 16");
  }
  if (channels > 1) {
    if (bits !== 8) {
      throw unsupported(
        `an RGB TIFF of ${bits} bits a channel has more colours than a palette`,
        "save the mask with 8",
      );
    }
    return { bits, type: "u1" };
  }
  if ([1, 2, 4].includes(bits) && format !== SIGNED) {
    if (directory.number(Tag.fillOrder, 1) !== 1) {
      throw unsupported("TIFF whose bits are stored in reverse (fill order 2)", "save it with fill order 1");
    }
    return { bits, type: "u1" };
  }
  const type = `${format === SIGNED ? "i" : "u"}${bits / 8}`;
  if (!Object.hasOwn(ELEMENTS, type)) {
    throw unsupported(`TIFF of ${bits} bits a pixel`, "save the labels as integers of 8, 16 or 32 bits");
  }
  return { bits, type: type as ElementType };
}

function readFloatType(bits: number): { readonly bits: number; readonly type: ElementType } {
  if (bits === 32 || bits === 64) return { bits, type: bits === 32 ? "f4" : "f8" };
  throw unsupported(`TIFF of floats of ${bits} bits`, "save them with 32");
}

function readCompression(
  directory: TiffDirectory,
  bits: number,
  type: ElementType,
): Pick<TiffLayout, "compression" | "hasPredictor" | "hasFloatPredictor"> {
  const compression = directory.number(Tag.compression, 1);
  if (!Object.hasOwn(COMPRESSIONS, compression)) {
    const name = UNREAD_COMPRESSIONS[compression] ?? `method ${compression}`;
    throw unsupported(`TIFF compressed with ${name}`, "save it with LZW, deflate or no compression");
  }
  // A predictor is a matter of the compressors: without one, its field is left over.
  const predictor = compression === 5 || compression === 8 || compression === 32946;
  const predicted = predictor ? directory.number(Tag.predictor, 1) : 1;
  const hasFloatPredictor = predicted === 3 && type.startsWith("f");
  if ((predicted > 2 && !hasFloatPredictor) || (predicted === 2 && ![8, 16, 32, 64].includes(bits))) {
    throw unsupported(
      `TIFF with predictor ${predicted} for ${bits} bits a pixel`,
      "save it without predictor",
    );
  }
  return { compression, hasPredictor: predicted === 2, hasFloatPredictor };
}

function readSegments(
  directory: TiffDirectory,
  width: number,
  height: number,
  maxPixels: number,
): Pick<TiffLayout, "isTiled" | "segmentWidth" | "segmentHeight" | "offsets" | "byteCounts"> {
  const isTiled = directory.has(Tag.tileWidth);
  const segmentWidth = isTiled ? directory.number(Tag.tileWidth, 0) : width;
  const segmentHeight = isTiled
    ? directory.number(Tag.tileHeight, 0)
    : Math.min(directory.number(Tag.rowsPerStrip, height), height);
  const offsets = directory.places(isTiled ? Tag.tileOffsets : Tag.stripOffsets);
  const byteCounts = directory.places(isTiled ? Tag.tileByteCounts : Tag.stripByteCounts);
  if (segmentWidth === 0 || segmentHeight === 0 || offsets === undefined || byteCounts === undefined) {
    throw damaged("TIFF", "it does not say where its image data is");
  }
  // Tiles that reach beyond the image are decompressed whole: they count.
  if (isTiled) {
    requirePixelCount(
      [Math.ceil(width / segmentWidth) * segmentWidth, Math.ceil(height / segmentHeight) * segmentHeight],
      maxPixels,
    );
  }
  return { isTiled, segmentWidth, segmentHeight, offsets, byteCounts };
}

/** "nan" is a number that pixels can have; of a float32 the text has more digits. */
function readFloatNodata(text: string, type: ElementType): number | undefined {
  if (/^[-+]?nan/i.test(text)) return NaN;
  const nodata = /^[-+]?inf/i.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
  if (Number.isNaN(nodata)) return undefined;
  return type === "f4" ? Math.fround(nodata) : nodata;
}

/** GDAL's text of a number. One that no pixel can have, such as -9999 among bytes or "nan", marks nothing. */
function readNodata(directory: TiffDirectory, type: ElementType): number | undefined {
  const text = directory.text(Tag.nodata)?.trim();
  if (text === undefined || text === "") return undefined;
  if (type.startsWith("f")) return readFloatNodata(text, type);
  const nodata = Number(text);
  const bits = 8 * ELEMENTS[type].bytes;
  const [low, high] = type.startsWith("i") ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
  return Number.isSafeInteger(nodata) && nodata >= low && nodata <= high ? nodata : undefined;
}
