import type { Labels } from "../../src/types.js";
import type { Colours } from "../../src/labels/colours.js";
import type { DeclaredLabels, PixelDeclaration } from "./declaredColours.js";
import { labelsOfFile, type ReadLabels } from "./labelsOfColours.js";
import { labelsOfAlpha } from "./transparentPixels.js";
import { ELEMENTS } from "./elements.js";
import { damaged, truncated, unsupported } from "./formatError.js";
import { isGeoTiff, readTiffPlace } from "./geoTiff.js";
import type { Inflate } from "./inflate.js";
import { MAX_PIXELS, requireInflatable } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { unpackBits } from "./pngRows.js";
import { readTiffDirectories, type TiffDirectory, type TiffFile } from "./tiffDirectory.js";
import { isFullImage, readTiffLayout, type TiffLayout } from "./tiffLayout.js";
import { type Floats, rasterOfFloats } from "./valuesOfFloats.js";
import { COMPRESSIONS, decodeSegment, type SegmentLayout } from "./tiffSegments.js";

// A reader of its own. tiff 7.1.3 gives wrong labels without a word where a predictor meets tiles (it sums over
// the whole image's rows), and for signed integers (it knows none); it throws at 32 bits, PackBits, 2 and 4 bits,
// BigTIFF, tiles that were never written and masks of valid pixels, and never ends on pages that form a ring. It
// serves as an oracle of the tests where it is right. geotiff 3.0.5 gives wrong labels without a word where a predictor meets
// big-endian numbers, reads no file of one bit that leaves BitsPerSample out and no 64-bit one, and answers later only; utif2
// 4.1.0 gives bytes as they stand in the file, whatever numbers they are, and reads no BigTIFF.

export interface TiffOptions {
  readonly inflate?: Inflate | undefined;
  readonly colours?: Colours | undefined;
  readonly declaration?: PixelDeclaration | undefined;
  /** A threshold was given: floats are kept as they are. */
  readonly takesValues?: boolean | undefined;
  readonly maxPixels?: number | undefined;
}

/** A strip or tile: its bytes in the file, or none where it was never written; and which pixels it holds. */
interface Segment {
  readonly stored: Uint8Array | undefined;
  readonly x: number;
  readonly y: number;
  /** Rows that are stored; of a tile at the lower edge more than the image has. */
  readonly rows: number;
  readonly channel: number;
}

/**
 * Reads a TIFF or BigTIFF label map of one band: integers of 1 to 64 bits, signed or not, floats, or the index of a palette; the
 * labels of an RGB(A) one where `colours` says what its colours mean. Smaller copies (overviews) and masks of valid
 * pixels beside it are left out.
 *
 * @returns labels in the array of the file's own type
 * @throws {FormatError} damaged, cut short, too large, of several pages, or of a kind that is not read
 * @see TIFF Revision 6.0; GDAL's GTiff driver for tag 42113
 */
export function decodeTiff(
  bytes: Uint8Array,
  { inflate, colours, declaration = {}, takesValues = false, maxPixels = MAX_PIXELS }: TiffOptions = {},
): MaskFile {
  const file = readTiffDirectories(bytes);
  const directory = onlyImageOf(file);
  const layout = readTiffLayout(
    directory,
    { colours: colours !== undefined, alpha: declaration.alpha !== undefined },
    maxPixels,
  );
  const samples = readSamples(bytes, layout, file.isLittleEndian, inflate);
  const { width, height, channels, nodata } = layout;
  const grid = { size: [1, height, width] as const, ...readTiffPlace(directory) };
  const note = noteOf(file, layout, isGeoTiff(directory));
  if (layout.type.startsWith("f")) {
    const floats = ELEMENTS[layout.type].view(samples.buffer) as Floats;
    const raster = rasterOfFloats(floats, grid, { takesValues, what: "TIFF of floats", nodata });
    return { raster, format: "tiff", note };
  }
  if (channels === 2) {
    const pairs = ELEMENTS[layout.type].view(samples.buffer) as Uint8Array | Uint16Array;
    const read = labelsOfAlpha(pairs, width, 2 ** layout.bits - 1);
    requireOneVoid(read, nodata);
    return { raster: { kind: "labels", ...read, nodata: undefined, ...grid }, format: "tiff", note };
  }
  const read: ReadLabels | { readonly data: Labels } =
    channels === 1 || colours === undefined
      ? { data: ELEMENTS[layout.type].view(samples.buffer) as Labels }
      : labelsOfFile(samples, width, channels, colours, declaration);
  return { raster: { kind: "labels", ...read, nodata, ...grid }, format: "tiff", note };
}

/** What the file names as no data and what its alpha says may be two things: which of them is void, is not known. */
function requireOneVoid({ data }: DeclaredLabels, nodata: number | undefined): void {
  if (nodata === undefined || !data.includes(nodata)) return;
  throw unsupported(
    `TIFF that names ${nodata} as no data, which pixels have that its alpha says are labelled`,
    "save it without alpha, or without naming no data",
  );
}

/** Of several pages no more is kept than how many they are. */
function onlyImageOf({ directories }: TiffFile): TiffDirectory {
  let image: TiffDirectory | undefined;
  let count = 0;
  for (const directory of directories) {
    if (!isFullImage(directory)) continue;
    image ??= directory;
    count++;
  }
  if (count > 1) {
    throw unsupported(`TIFF of ${count} pages, but a mask is one`, "save each page as its own file");
  }
  if (image === undefined) throw unsupported("TIFF without an image in full size");
  return image;
}

const KINDS: Readonly<Record<string, string>> = { u: "unsigned", i: "signed", f: "float" };

function noteOf({ isBig }: TiffFile, layout: TiffLayout, isGeo: boolean): string {
  const { bits, channels, compression, isPalette, isTiled, nodata, type } = layout;
  return [
    `${isGeo ? "Geo" : ""}TIFF${isBig ? " (BigTIFF)" : ""}`,
    channels === 1
      ? `${bits}-bit ${isPalette ? "palette" : KINDS[type.charAt(0)]}`
      : channels === 2
        ? `${bits}-bit ${isPalette ? "palette" : "grey"} with alpha`
        : channels === 3
          ? "RGB"
          : "RGBA",
    isTiled ? "tiled" : "striped",
    (COMPRESSIONS[compression] as (typeof COMPRESSIONS)[number]).name,
    ...(nodata === undefined ? [] : [`nodata ${nodata}`]),
  ].join(", ");
}

/** Bytes of all pixels, in the machine's byte order, channels of a pixel next to each other, row-major. */
function readSamples(
  bytes: Uint8Array,
  layout: TiffLayout,
  isLittleEndian: boolean,
  inflate: Inflate | undefined,
): Uint8Array<ArrayBuffer> {
  const {
    bits,
    channels,
    compression,
    hasFloatPredictor,
    hasPredictor,
    height,
    isPlanar,
    segmentHeight,
    segmentWidth,
    type,
    width,
  } = layout;
  const samplesPerPixel = isPlanar ? 1 : channels;
  const segmentLayout: SegmentLayout = {
    height: segmentHeight,
    compression: COMPRESSIONS[compression] as (typeof COMPRESSIONS)[number],
    hasPredictor,
    hasFloatPredictor,
    isLittleEndian,
    bytesPerSample: ELEMENTS[type].bytes,
    rowBytes: Math.ceil((segmentWidth * samplesPerPixel * bits) / 8),
    samplesPerPixel,
  };
  // All are looked at before memory is taken for the image, and made anew then: there may be one a pixel.
  let isWhole = true;
  for (const { stored } of segmentsOf(bytes, layout, segmentLayout)) isWhole &&= stored !== undefined;
  const samples = new Uint8Array(width * height * channels * segmentLayout.bytesPerSample);
  if (!isWhole) fillWithNodata(samples, layout);
  for (const segment of segmentsOf(bytes, layout, segmentLayout)) {
    if (segment.stored === undefined) continue;
    const content = decodeSegment(segment.stored, segment.rows, segmentLayout, inflate);
    placeSegment(content, segment, segmentLayout, layout, samples);
  }
  return samples;
}

/** Finds the segments one by one, and refuses those that cannot hold what they should. */
function* segmentsOf(
  bytes: Uint8Array,
  {
    byteCounts,
    channels,
    height,
    isPlanar,
    isTiled,
    offsets,
    segmentHeight,
    segmentWidth,
    width,
  }: TiffLayout,
  { compression, rowBytes }: SegmentLayout,
): Generator<Segment, void> {
  const across = Math.ceil(width / segmentWidth);
  const perChannel = across * Math.ceil(height / segmentHeight);
  const count = perChannel * (isPlanar ? channels : 1);
  if (offsets.length !== count || byteCounts.length !== count) {
    throw damaged(
      "TIFF",
      `its image takes ${count} ${isTiled ? "tiles" : "strips"}, it has ${Math.min(offsets.length, byteCounts.length)}`,
    );
  }
  for (let i = 0; i < count; i++) {
    const offset = offsets.at(i);
    const byteCount = byteCounts.at(i);
    const within = i % perChannel;
    const y = Math.floor(within / across) * segmentHeight;
    const place = {
      x: (within % across) * segmentWidth,
      y,
      rows: isTiled ? segmentHeight : Math.min(segmentHeight, height - y),
      channel: Math.floor(i / perChannel),
    };
    // GDAL leaves tiles out that were never written.
    if (offset === 0 && byteCount === 0) {
      yield { ...place, stored: undefined };
      continue;
    }
    if (offset + byteCount > bytes.length) {
      throw truncated("TIFF", "it ends within its image data");
    }
    if (compression.maxRatio === 1 && byteCount < place.rows * rowBytes) {
      throw truncated("TIFF", "its image data ends early");
    }
    requireInflatable("TIFF", place.rows * rowBytes, byteCount, compression.maxRatio);
    yield { ...place, stored: bytes.subarray(offset, offset + byteCount) };
  }
}

function fillWithNodata(samples: Uint8Array<ArrayBuffer>, { nodata, type }: TiffLayout): void {
  if (nodata === undefined) return;
  const view = ELEMENTS[type].view(samples.buffer);
  if (view instanceof BigInt64Array) view.fill(BigInt(nodata));
  else view.fill(nodata);
}

/** Copies those rows and columns of a segment that lie within the image to where they belong. */
function placeSegment(
  content: Uint8Array,
  { channel, rows, x, y }: Segment,
  { bytesPerSample, rowBytes, samplesPerPixel }: SegmentLayout,
  { bits, channels, height, isPlanar, segmentWidth, width }: TiffLayout,
  samples: Uint8Array,
): void {
  const columns = Math.min(segmentWidth, width - x);
  const shown = Math.min(rows, height - y);
  const pixelBytes = samplesPerPixel * bytesPerSample;
  for (let row = 0, from = 0; row < shown; row++, from += rowBytes) {
    const first = (y + row) * width + x;
    if (bits < 8) unpackBits(content, from, columns, bits, samples, first, 1);
    else if (!isPlanar) samples.set(content.subarray(from, from + columns * pixelBytes), first * pixelBytes);
    else {
      for (let i = 0; i < columns; i++) {
        for (let byte = 0; byte < bytesPerSample; byte++) {
          samples[((first + i) * channels + channel) * bytesPerSample + byte] = content[
            from + i * bytesPerSample + byte
          ] as number;
        }
      }
    }
  }
}
