import { pixelText } from "../../src/reading/raster.js";
import type { Labels } from "../../src/types.js";
import type { Colours } from "../../src/labels/colours.js";
import type { PixelDeclaration } from "./declaredColours.js";
import { type ChannelLabels, type Channels, labelsOfChannels } from "./channelLabels.js";
import { labelsOfFile } from "./labelsOfColours.js";
import { ELEMENTS, type Elements } from "./elements.js";
import { coloured, damaged, StackAlone, unsupported } from "./formatError.js";
import { isGeoTiff, readTiffPlace } from "./geoTiff.js";
import type { Inflate } from "./inflate.js";
import { MAX_PIXELS, requirePixelCount } from "./limits.js";
import { fitsBits, type LowBits, scaleGreys, stepOf } from "./lowBits.js";
import type { MaskFile } from "./maskFile.js";
import { MAX_ONE_HOT_CLASSES, oneHotSummary, readOneHot } from "./oneHot.js";
import { readTiffDirectories, type TiffDirectory, type TiffFile } from "./tiffDirectory.js";
import { isFullImage, readTiffLayout, type TiffLayout } from "./tiffLayout.js";
import { type Floats, rasterOfFloats } from "./valuesOfFloats.js";
import { readSamples } from "./tiffSamples.js";
import { COMPRESSIONS } from "./tiffSegments.js";

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
  readonly lowBits?: LowBits | undefined;
  /** A threshold was given: floats are kept as they are. */
  readonly takesValues?: boolean | undefined;
  readonly maxPixels?: number | undefined;
  /** The page that is asked for. */
  readonly slice?: number | undefined;
  /** Pages are taken for one volume. */
  readonly takesStack?: boolean | undefined;
}

/**
 * Reads a TIFF or BigTIFF label map: integers of 1 to 64 bits, signed or not, floats, or the index of a palette; the labels of
 * an RGB(A) one where `colours` says what its colours mean; equal channels, and one-hot bands or pages. Smaller copies
 * (overviews) and masks of valid pixels beside it are left out.
 *
 * @returns labels in the array of the file's own type
 * @throws {FormatError} damaged, cut short, too large, of several label maps, or of a kind that is not read
 * @see TIFF Revision 6.0; GDAL's GTiff driver for tag 42113
 */
export function decodeTiff(bytes: Uint8Array, options: TiffOptions = {}): MaskFile {
  const file = readTiffDirectories(bytes);
  const pages = imagesOf(file);
  const { slice } = options;
  if (slice !== undefined || pages.length === 1) {
    const page = pages[slice ?? 0];
    if (page === undefined)
      throw damaged("TIFF", `it has ${pages.length} pages, and none of number ${slice ?? 0}`);
    return decodePage(bytes, file, page, options);
  }
  return decodePages(bytes, file, pages, options);
}

/** All images in full size, one a page. */
function imagesOf({ directories }: TiffFile): readonly [TiffDirectory, ...TiffDirectory[]] {
  const images: TiffDirectory[] = [];
  for (const directory of directories) if (isFullImage(directory)) images.push(directory);
  const [first, ...others] = images;
  if (first === undefined) throw unsupported("TIFF without an image in full size");
  return [first, ...others];
}

function decodePage(
  bytes: Uint8Array,
  file: TiffFile,
  directory: TiffDirectory,
  { inflate, colours, declaration = {}, lowBits, takesValues = false, maxPixels = MAX_PIXELS }: TiffOptions,
): MaskFile {
  const layout = readTiffLayout(directory, colours !== undefined, maxPixels);
  const samples = readSamples(bytes, layout, file.isLittleEndian, inflate);
  const { width, height, channels, bits, isPalette } = layout;
  const isLow = bits < 8 && !isPalette;
  const isScaled = isLow && lowBits === "scaled";
  if (isScaled) scaleGreys(samples, bits);
  // The file says it in its own numbers.
  const { nodata: stored } = layout;
  const isStored = stored !== undefined && fitsBits(stored, bits);
  const nodata = isScaled && isStored ? stored * stepOf(bits) : stored;
  const grid = { size: [1, height, width] as const, ...readTiffPlace(directory) };
  const note = noteOf(file, layout, isGeoTiff(directory));
  if (layout.type.startsWith("f")) {
    const floats = ELEMENTS[layout.type].view(samples.buffer) as Floats;
    const raster = rasterOfFloats(floats, grid, { takesValues, what: "TIFF of floats", nodata });
    return { raster, format: "tiff", note };
  }
  const numbers = ELEMENTS[layout.type].view(samples.buffer) as Labels;
  if (channels === 1) {
    const undecidedBits = isLow && lowBits === undefined ? bits : undefined;
    return {
      raster: { kind: "labels", data: numbers, nodata, ...grid },
      format: "tiff",
      note,
      undecidedBits,
    };
  }
  if (layout.isColour && colours !== undefined) {
    const read = labelsOfFile(samples, width, channels as 3 | 4, colours, declaration);
    return { raster: { kind: "labels", ...read, nodata: undefined, ...grid }, format: "tiff", note };
  }
  const { what, ...found } = labelsOfBands(numbers as Channels["samples"], layout, declaration);
  if (found.voidLabel !== undefined) requireOneVoid(found.data, nodata);
  const raster = {
    kind: "labels",
    ...found,
    nodata: found.voidLabel === undefined ? nodata : undefined,
    ...grid,
  } as const;
  return { raster, format: "tiff", note: `${note}, ${what}` };
}

/** What the file names as no data and what its alpha says may be two things: which of them is void, is not known. */
function requireOneVoid(data: Labels, nodata: number | undefined): void {
  if (nodata === undefined || !(data as Int32Array).includes(nodata)) return;
  throw unsupported(
    `TIFF that names ${nodata} as no data, which pixels have that its alpha says are labelled`,
    "save it without alpha, or without naming no data",
  );
}

/** @throws {FormatError} the bands or colours of a pixel are neither equal nor one-hot */
function labelsOfBands(
  samples: Channels["samples"],
  { channels, hasAlpha, height, isColour, width }: TiffLayout,
  { alpha }: PixelDeclaration,
): Exclude<ChannelLabels, { readonly unequal: number }> {
  const found = labelsOfChannels({ samples, width, height, channels, hasAlpha }, alpha);
  if (!("unequal" in found)) return found;
  const size = [1, height, width] as const;
  const { oneHot, unequal } = found;
  if (isColour) {
    const numbers = samples.subarray(unequal * channels, (unequal + 1) * channels).join(" ");
    throw coloured(
      `an RGB TIFF holds colours, not labels (${numbers} at ${pixelText(unequal, size)})`,
      "save the mask as one band of integers",
    );
  }
  const fault = oneHot === undefined ? "" : ` (${pixelText(oneHot.pixel, size)} ${oneHot.what})`;
  throw unsupported(
    `TIFF of ${channels} bands, but a label map has one, and they are neither equal nor one-hot${fault}`,
    "save that band alone",
  );
}

/**
 * Several pages: the planes of one-hot numbers, or label maps.
 *
 * @throws {FormatError} they are label maps, and are not taken for one volume
 */
function decodePages(
  bytes: Uint8Array,
  file: TiffFile,
  pages: readonly [TiffDirectory, ...TiffDirectory[]],
  options: TiffOptions,
): MaskFile {
  const { maxPixels = MAX_PIXELS, takesStack = false } = options;
  const [first] = pages;
  const layout = readTiffLayout(first, false, maxPixels);
  const { width, height } = layout;
  const grid = { size: [1, height, width] as const, ...readTiffPlace(first) };
  const note = `${noteOf(file, layout, isGeoTiff(first))}, ${pages.length} pages`;
  const isPlanes = pages.length <= MAX_ONE_HOT_CLASSES && width * height * pages.length <= maxPixels;
  let fault = "there are more pages than classes";
  if (isPlanes) {
    const axes = { layout: "channelsFirst", width, height, numClasses: pages.length } as const;
    const { found, faults } = readOneHot(planesOf(bytes, file, pages, options), [axes]);
    const [oneHot] = found;
    if (oneHot !== undefined) {
      const argmaxOf = oneHotSummary(oneHot);
      const raster = { kind: "labels", data: oneHot.labels, argmaxOf, nodata: undefined, ...grid } as const;
      return { raster: { ...raster, channelsRead: "one-hot" }, format: "tiff", note: `${note}, one-hot` };
    }
    fault = faults.map(({ pixel, what }) => `${pixelText(pixel, grid.size)} ${what}`).join();
  }
  if (!takesStack) {
    throw new StackAlone(
      `TIFF of ${pages.length} pages, but a mask is one, and they are no one-hot (${fault})`,
      pages.length,
    );
  }
  requirePixelCount([pages.length, height, width], maxPixels);
  const data = new Int32Array(pages.length * width * height);
  let at = 0;
  for (const plane of planesOf(bytes, file, pages, options)) {
    for (let pixel = 0; pixel < plane.length; pixel++, at++) {
      const value = Number(plane[pixel]);
      data[at] = value;
      if (data[at] !== value)
        throw unsupported(`TIFF of ${pages.length} pages with ${value}, which is no label`);
    }
  }
  const size = [pages.length, height, width] as const;
  const raster = { kind: "labels", data, nodata: undefined, ...grid, size } as const;
  return { raster, format: "tiff", note: `${note}, a stack of label maps` };
}

/** The numbers of pages of one size, one after the other. */
function* planesOf(
  bytes: Uint8Array,
  file: TiffFile,
  pages: readonly TiffDirectory[],
  { inflate, maxPixels = MAX_PIXELS }: TiffOptions,
): Generator<Elements, void> {
  let pixelCount: number | undefined;
  for (const [i, page] of pages.entries()) {
    const layout = readTiffLayout(page, false, maxPixels);
    const numbers = ELEMENTS[layout.type].view(
      readSamples(bytes, layout, file.isLittleEndian, inflate).buffer,
    );
    pixelCount ??= numbers.length;
    if (layout.channels !== 1 || numbers.length !== pixelCount) {
      throw unsupported(
        `TIFF whose page ${i} has another size or more bands than the first`,
        "save that page alone",
      );
    }
    yield numbers;
  }
}

const KINDS: Readonly<Record<string, string>> = { u: "unsigned", i: "signed", f: "float" };

function noteOf({ isBig }: TiffFile, layout: TiffLayout, isGeo: boolean): string {
  const { bits, channels, compression, isPalette, isTiled, nodata, type } = layout;
  return [
    `${isGeo ? "Geo" : ""}TIFF${isBig ? " (BigTIFF)" : ""}`,
    layout.isColour
      ? channels === 3
        ? "RGB"
        : "RGBA"
      : `${bits}-bit ${isPalette ? "palette" : KINDS[type.charAt(0)]}${channels === 1 ? "" : `, ${channels} bands`}`,
    isTiled ? "tiled" : "striped",
    (COMPRESSIONS[compression] as (typeof COMPRESSIONS)[number]).name,
    ...(nodata === undefined ? [] : [`nodata ${nodata}`]),
  ].join(", ");
}
