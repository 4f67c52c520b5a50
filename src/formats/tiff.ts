import type { LabelArray, LabelMap } from "../types.js";
import { type Colours, labelsOfColours, unknownColours } from "./colours.js";
import { FormatError } from "./formatError.js";
import { inflateByFflate } from "./inflate.js";
import { MAX_PIXELS, requirePixels } from "./limits.js";
import { undoLzw } from "./lzw.js";

/** A TIFF's labels. */
export interface TiffLabels {
  readonly labels: LabelMap;
  /** The label that the file names as "no data" (GDAL_NODATA); undefined where it names none. */
  readonly nodata: number | undefined;
  /** "GeoTIFF, 16-bit unsigned, tiled, LZW" */
  readonly note: string;
}

/** "II" or "MM", then 42; BigTIFF's 43 is known too. */
export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (a === 0x49 && b === 0x49 && isVersion(c, d)) || (a === 0x4d && b === 0x4d && isVersion(d, c));
}

function isVersion(low: number | undefined, high: number | undefined): boolean {
  return (low === 42 || low === 43) && high === 0;
}

/** What one byte can stand for, at the very most: LZW's longest string in 9 bits is longer than deflate's. */
const MAX_RATIO = 4096;

const COMPRESSIONS: Readonly<Record<number, string>> = {
  1: "uncompressed",
  5: "LZW",
  8: "deflate",
  32946: "deflate",
  32773: "PackBits",
};

const WHITE_IS_ZERO = 0;
const COLOURS = 2;
const FLOATS = 3;

/** Smaller copies and masks of an image stand beside it in the file, marked by these bits of NewSubfileType. */
const SIDE_IMAGES = 1 | 4;

/**
 * Reads a TIFF or GeoTIFF label map of 8, 16 or 32-bit integers (fewer bits, too), in strips or tiles, uncompressed, LZW,
 * deflate or PackBits, with or without a predictor, of either byte order: the values as they are stored, the index of a palette
 * image. Of RGB what `colours` says.
 *
 * @throws {FormatError} damaged, cut short, or no label map
 */
export async function decodeTiff(bytes: Uint8Array, colours: Colours | undefined): Promise<TiffLabels> {
  try {
    return await decode(bytes, colours);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    // The library has errors of many kinds for what it cannot make sense of.
    throw new FormatError(`damaged TIFF: ${(error as Error).message}`, { cause: error });
  }
}

type GeoTiff = typeof import("geotiff");
type Image = Awaited<ReturnType<import("geotiff").GeoTIFF["getImage"]>>;

let library: Promise<GeoTiff> | undefined;

/** The library, with decompressors that never give more than a strip or tile can hold. */
function loadLibrary(): Promise<GeoTiff> {
  library ??= import("geotiff").then((geotiff) => {
    const { addDecoder, BaseDecoder } = geotiff;
    interface Parameters {
      readonly tileWidth: number;
      readonly tileHeight: number;
    }
    const bounded = (undo: (bytes: Uint8Array, maxBytes: number) => Uint8Array): typeof BaseDecoder =>
      class extends BaseDecoder {
        override decodeBlock(buffer: ArrayBufferLike): ArrayBufferLike {
          const { tileWidth, tileHeight } = this.parameters as Parameters;
          const maxBytes = Math.min(tileWidth * Math.min(tileHeight, MAX_PIXELS), MAX_PIXELS) * 16;
          return undo(new Uint8Array(buffer), maxBytes).slice().buffer;
        }
      };
    addDecoder(5, () => Promise.resolve(bounded(undoLzw)));
    addDecoder([8, 32946], () => Promise.resolve(bounded(inflateUpTo)));
    return geotiff;
  });
  return library;
}

/** A strip tells its size by its rows; how much of maxBytes it takes is not known before. */
function inflateUpTo(bytes: Uint8Array, maxBytes: number): Uint8Array {
  return inflateByFflate(bytes, Math.min(maxBytes, bytes.length * 1040));
}

async function decode(bytes: Uint8Array, colours: Colours | undefined): Promise<TiffLabels> {
  const { fromArrayBuffer } = await loadLibrary();
  const tiff = await fromArrayBuffer(bytes.slice().buffer);
  const image = await onlyImage(tiff);
  const [width, height, channels] = [image.getWidth(), image.getHeight(), image.getSamplesPerPixel()];
  requirePixels("TIFF", [width, height]);
  const bits = Math.max(...Array.from({ length: channels }, (_, i) => image.getBitsPerSample(i)));
  if ((width * height * channels * bits) / 8 > bytes.length * MAX_RATIO) {
    throw new FormatError(
      `damaged TIFF: its header promises ${width} x ${height} pixels, more than its ${bytes.length} bytes can hold`,
    );
  }
  requireIntegers(image, bits);
  const photometric = image.fileDirectory.getValue("PhotometricInterpretation");
  if (photometric === WHITE_IS_ZERO) {
    throw new FormatError(
      "TIFF whose 0 is white: whether its labels are inverted cannot be told; save it as black-is-zero",
    );
  }
  const note = noteOf(image, bits);
  if (channels === 1) {
    const [data] = (await image.readRasters()) as unknown as [LabelArray];
    return { labels: { data, width, height }, nodata: nodataOf(image), note };
  }
  if (photometric !== COLOURS || channels > 4) {
    throw new FormatError(`TIFF of ${channels} bands; save the labels as the only one`);
  }
  if (colours === undefined) throw unknownColours("an RGB TIFF");
  if (bits !== 8) throw new FormatError(`RGB TIFF of ${bits} bits is no label image; save labels`);
  const samples = (await image.readRasters({ interleave: true })) as unknown as Uint8Array;
  const labels = labelsOfColours({ samples, channels, width, height }, colours, "an RGB TIFF");
  return { labels, nodata: undefined, note };
}

async function onlyImage(tiff: import("geotiff").GeoTIFF): Promise<Image> {
  const count = await tiff.getImageCount();
  const full: Image[] = [];
  for (let i = 0; i < count; i++) {
    const image = await tiff.getImage(i);
    const kind = image.fileDirectory.getValue("NewSubfileType") ?? 0;
    if ((kind & SIDE_IMAGES) === 0) full.push(image);
  }
  const [only] = full;
  if (only === undefined) throw new FormatError("damaged TIFF: it has no image");
  if (full.length > 1) {
    throw new FormatError(`TIFF of ${full.length} pages; save the mask as a file of its own`);
  }
  return only;
}

function requireIntegers(image: Image, bits: number): void {
  if (image.getSampleFormat() === FLOATS) {
    throw new FormatError(`TIFF of ${bits}-bit floats; save the labels as integers`);
  }
  if (bits > 32) throw new FormatError(`TIFF of ${bits} bits a pixel; save labels of at most 32 bits`);
}

function nodataOf(image: Image): number | undefined {
  const nodata = image.getGDALNoData();
  return nodata !== null && Number.isSafeInteger(nodata) ? nodata : undefined;
}

function noteOf(image: Image, bits: number): string {
  const { fileDirectory } = image;
  const compression = fileDirectory.getValue("Compression") ?? 1;
  const nodata = nodataOf(image);
  return [
    fileDirectory.hasTag("GeoKeyDirectory") || fileDirectory.hasTag("ModelPixelScale") ? "GeoTIFF" : "TIFF",
    `${bits}-bit ${image.getSampleFormat() === 2 ? "signed" : "unsigned"}`,
    image.isTiled ? "tiled" : "striped",
    COMPRESSIONS[compression] ?? `compression ${compression}`,
    ...(nodata === undefined ? [] : [`no data ${nodata}`]),
  ].join(", ");
}
