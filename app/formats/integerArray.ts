import { flatGrid, pixelText } from "../../src/reading/raster.js";
import type { Labels, ScoreLayout } from "../../src/types.js";
import { labelsOfChannels } from "./channelLabels.js";
import { elementPieces } from "./elementPieces.js";
import { type FormatError, StackAlone, unsupported } from "./formatError.js";
import { allOf, type FileBytes } from "./fileBytes.js";
import { requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { decodeNpy, type NpyHeader } from "./npy.js";
import { npySlice } from "./npyStack.js";
import {
  MAX_ONE_HOT_CLASSES,
  type OneHotAxes,
  type OneHotFault,
  oneHotSummary,
  readOneHot,
} from "./oneHot.js";

// Integers of three axes: one-hot, the equal channels of an image, or a stack of label maps. Which of them, their numbers tell.

/** How such an array is read. */
export interface IntegerArrayOptions {
  /** Undefined where nobody said which axis is that of classes. */
  readonly layout: ScoreLayout | undefined;
  /** Which label map of a stack is meant; undefined where nobody asks for one. */
  readonly slice: number | undefined;
  /** All label maps of a stack are taken for one volume. */
  readonly takesStack: boolean;
  readonly maxPixels: number;
}

export type Sizes3 = readonly [number, number, number];

/** A last axis of no more than this, and shorter than both others, is likelier that of classes or colours than a row of pixels. */
const CHANNELS = 32;

/** An array that is not held where it need not be. */
export interface StoredIntegers {
  readonly header: NpyHeader;
  /** Its axes, without those of one element. */
  readonly sizes: Sizes3;
  /** Its numbers, piece by piece. */
  readonly pieces: () => Iterable<Uint8Array>;
  /** The whole file. */
  readonly file: () => FileBytes;
}

type DecodedIntegers = Pick<MaskFile, "raster"> & { readonly what: string };

/** @throws {FormatError} damaged, too large, or neither one-hot nor label maps */
export function decodeIntegers(
  array: StoredIntegers,
  { layout, slice, takesStack, maxPixels }: IntegerArrayOptions,
): DecodedIntegers {
  const { header, sizes } = array;
  const [a, b, c] = sizes;
  if (slice !== undefined) {
    requirePixelCount([b, c], maxPixels);
    const { data } = decodeNpy(npySlice(array.file(), header, sizes, slice));
    const what = `label map ${slice} of ${a}`;
    return { raster: { kind: "labels", data: data as Labels, nodata: undefined, ...flatGrid(c, b) }, what };
  }
  const pieces = elementPieces(array.pieces(), header.type, header.isLittleEndian);
  const axes = axesOf(sizes, layout).filter(({ width, height }) => width * height <= maxPixels);
  const { found, faults } = readOneHot(pieces, axes, header.isColumnMajor);
  const [oneHot] = found;
  const text = `${sizes.join(" x ")} of integers`;
  if (found.length > 1) {
    throw unsupported(
      `.npy array is ${text}, which are one-hot by their first axis and by their last`,
      "say which of them is that of classes by the layout channelsFirst or channelsLast",
    );
  }
  if (oneHot !== undefined) {
    const { labels: data, width, height } = oneHot;
    const argmaxOf = oneHotSummary(oneHot);
    const raster = {
      kind: "labels",
      data,
      argmaxOf,
      channelsRead: "one-hot",
      nodata: undefined,
      ...flatGrid(width, height),
    } as const;
    return { raster, what: `one-hot of ${oneHot.numClasses} classes` };
  }
  const equal = layout === "channelsFirst" ? undefined : equalChannels(array, maxPixels);
  if (equal !== undefined) return equal;
  const fault = faultText(faults);
  if (layout === "channelsLast")
    throw unsupported(`.npy array is ${text}, but no one-hot: ${fault}`, ONE_HOT);
  if (layout === undefined && c <= CHANNELS && c < a && c < b) throw ambiguous(text, fault, sizes);
  if (!takesStack)
    throw new StackAlone(`.npy array is ${text}: a stack of ${a} label maps, and no one-hot (${fault})`, a);
  requirePixelCount(sizes, maxPixels);
  const { data } = decodeNpy(allOf(array.file()));
  const grid = { ...flatGrid(c, b), size: [a, b, c] as const };
  return {
    raster: { kind: "labels", data: data as Labels, nodata: undefined, ...grid },
    what: `a stack of ${a} label maps`,
  };
}

const ONE_HOT = "save the labels as integers, H x W, or scores as floats";

function ambiguous(text: string, fault: string, [a, b, c]: Sizes3): FormatError {
  return unsupported(
    `.npy array is ${text}, but no one-hot: ${fault}`,
    `${ONE_HOT}, or, if these are ${a} label maps of ${c} x ${b} pixels, say so by the layout channelsFirst`,
  );
}

function axesOf([a, b, c]: Sizes3, layout: ScoreLayout | undefined): OneHotAxes[] {
  const all: OneHotAxes[] = [
    { layout: "channelsLast", height: a, width: b, numClasses: c },
    { layout: "channelsFirst", height: b, width: c, numClasses: a },
  ];
  return all.filter(
    (one) =>
      (layout === undefined || one.layout === layout) &&
      one.numClasses > 1 &&
      one.numClasses <= MAX_ONE_HOT_CLASSES,
  );
}

/** Of the pixel that is met last, as the likelier axes hold for longer. */
function faultText(faults: readonly OneHotFault[]): string {
  const texts = faults.map(
    ({ axes, pixel, what }) =>
      `${pixelText(pixel, [1, axes.height, axes.width])} ${what} along the ${axes.layout === "channelsLast" ? "last" : "first"} axis`,
  );
  return texts.length === 0 ? "no axis is one of classes" : texts.join(", ");
}

const BYTE_TYPES = ["u1", "u2"];

/** An image's channels, saved as an array. */
function equalChannels(
  { header, sizes: [height, width, channels], file }: StoredIntegers,
  maxPixels: number,
): DecodedIntegers | undefined {
  if ((channels !== 3 && channels !== 4) || !BYTE_TYPES.includes(header.type)) return undefined;
  requirePixelCount([height, width], maxPixels);
  const samples = decodeNpy(allOf(file())).data as Uint8Array | Uint16Array;
  const labels = labelsOfChannels({ samples, width, height, channels, hasAlpha: channels === 4 });
  if ("unequal" in labels || labels.argmaxOf !== undefined) return undefined;
  const raster = {
    kind: "labels",
    data: labels.data,
    channelsRead: labels.channelsRead,
    nodata: undefined,
    ...flatGrid(width, height),
  } as const;
  return { raster, what: labels.what };
}
