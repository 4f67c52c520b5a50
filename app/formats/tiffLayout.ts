import { ELEMENTS, type ElementType } from "./elements.js";
import { damaged, unsupported } from "./formatError.js";
import { requirePixelCount } from "./limits.js";
import { MAX_ONE_HOT_CLASSES } from "./oneHot.js";
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
  readonly channels: number;
  /** Channels are colours, not bands. */
  readonly isColour: boolean;
  /** The last channel tells what shines through. */
  readonly hasAlpha: boolean;
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

/** How many bits an image of greys takes a pixel; undefined where it is one of something else. */
export function greyBitsOfTiff(directory: TiffDirectory): number | undefined {
  const isGrey = directory.number(Tag.photometric, 1) === 1;
  const isUnsigned = directory.number(Tag.sampleFormat, 1) === 1;
  return isGrey && isUnsigned ? directory.number(Tag.bitsPerSample, 1) : undefined;
}

/** @throws {FormatError} damaged, too large, or of a kind that is not read; says which, and what to save instead */
export function readTiffLayout(
  directory: TiffDirectory,
  takesColours: boolean,
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
  const { channels, hasAlpha, isColour } = readChannels(directory);
  if (channels > MAX_COLOURS_AND_ALPHA) requirePixelCount([width, height, channels], maxPixels);
  const { bits, type } = readSampleType(directory, channels, isColour && takesColours);
  const { compression, hasFloatPredictor, hasPredictor } = readCompression(directory, bits, type);
  return {
    width,
    height,
    channels,
    isColour,
    hasAlpha,
    bits,
    type,
    isPlanar: channels > 1 && directory.number(Tag.planarConfiguration, 1) === 2,
    compression,
    hasPredictor,
    hasFloatPredictor,
    ...readSegments(directory, width, height, maxPixels),
    nodata: readNodata(directory, type),
    isPalette: directory.number(Tag.photometric, 1) === PALETTE,
  };
}

/** More channels than these are bands, and take more memory than an image. */
const MAX_COLOURS_AND_ALPHA = 4;

/** Alpha, associated or not: what the last channel may be. */
const ALPHA = [1, 2];

function readChannels(directory: TiffDirectory): Pick<TiffLayout, "channels" | "hasAlpha" | "isColour"> {
  const photometric = directory.number(Tag.photometric, 1);
  const channels = directory.number(Tag.samplesPerPixel, 1);
  if (photometric === RGB && (channels === 3 || channels === 4)) {
    return { channels, hasAlpha: channels === 4, isColour: true };
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
  if (channels === 0) throw damaged("TIFF", "a pixel of it has 0 samples");
  if (channels > MAX_ONE_HOT_CLASSES || (photometric === PALETTE && channels !== 1)) {
    throw unsupported(`TIFF of ${channels} bands, but a label map has one`, "save that band alone");
  }
  const extra = directory.numbers(Tag.extraSamples) ?? [];
  return { channels, hasAlpha: channels > 1 && ALPHA.includes(extra.at(-1) ?? 0), isColour: false };
}

function readSampleType(
  directory: TiffDirectory,
  channels: number,
  isPainted: boolean,
): { readonly bits: number; readonly type: ElementType } {
  const bitsOfEach = directory.numbers(Tag.bitsPerSample) ?? [1];
  const bits = bitsOfEach[0] as number;
  const format = directory.number(Tag.sampleFormat, 1);
  if (format === FLOAT && channels === 1) return readFloatType(bits);
  if (format === FLOAT || format > 4 || bitsOfEach.some((each) => each !== bits)) {
    throw unsupported("TIFF whose numbers are not plain integers", "save the labels as integers");
  }
  if (isPainted) {
    if (bits !== 8) {
      throw unsupported(
        `an RGB TIFF of ${bits} bits a channel has more colours than a palette`,
        "save the mask with 8",
      );
    }
    return { bits, type: "u1" };
  }
  if ([1, 2, 4].includes(bits) && format !== SIGNED && channels === 1) {
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
