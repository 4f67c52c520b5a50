import { flatGrid } from "../../src/reading/raster.js";
import type { Labels, ScoreArray, ScoreLayout } from "../../src/types.js";
import { elementPieces } from "./elementPieces.js";
import { ELEMENTS, LARGE_BYTES } from "./elements.js";
import { allOf, type FileBytes, partOf } from "./fileBytes.js";
import { unsupported } from "./formatError.js";
import { MAX_PIXELS, requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { decodeNpy, NPY_HEAD_BYTES, readNpyHeader, type NpyHeader, requireFileBytes } from "./npy.js";
import { piecesOf } from "./pieces.js";
import { argmaxPieces } from "./scoreStrips.js";

type ArrayMeaning =
  | { readonly kind: "labels"; readonly width: number; readonly height: number }
  | { readonly kind: "scores"; readonly width: number; readonly height: number; readonly numClasses: number }
  | { readonly kind: "none"; readonly reason: string };

/**
 * What an array is by its shape and type: integers are a label map, floats are scores. Axes of one element around a
 * label map, and one before scores (a batch of one), do not count.
 */
export function meaningOfArray({ shape, type }: NpyHeader, layout: ScoreLayout): ArrayMeaning {
  const isFloat = type.startsWith("f");
  const scoreAxes = layout === "channelsLast" ? "H x W x N" : "N x H x W";
  const got = `${shape.join(" x ") || "a single value"} of ${isFloat ? "floats" : "integers"}`;
  const none = (reason: string): ArrayMeaning => ({ kind: "none", reason: `${got}${reason}` });
  if (shape.includes(0)) return { kind: "none", reason: `empty: ${got}` };
  const sizes = withoutSingletons(shape, isFloat ? 3 : 2, isFloat);
  const [a = 0, b = 0, c = 0] = sizes;
  if (!isFloat && sizes.length === 2) return { kind: "labels", height: a, width: b };
  if (isFloat && sizes.length === 2) {
    return none(`; floats are scores: save ${scoreAxes} of them (N >= 2), or save the labels as integers`);
  }
  if (isFloat && sizes.length === 3) {
    const [height, width, numClasses] = layout === "channelsLast" ? [a, b, c] : [b, c, a];
    if (numClasses >= 2) return { kind: "scores", height, width, numClasses };
    return none(
      `, one score a pixel (${scoreAxes}, N >= 2 is expected); threshold it and save labels 0 and 1 as integers`,
    );
  }
  return none(`; expected a label map (integers, H x W) or scores (floats, ${scoreAxes}, N >= 2)`);
}

function withoutSingletons(shape: readonly number[], rank: number, onlyBefore: boolean): readonly number[] {
  const sizes = [...shape];
  while (sizes.length > rank && sizes[0] === 1) sizes.shift();
  while (!onlyBefore && sizes.length > rank && sizes[sizes.length - 1] === 1) sizes.pop();
  return sizes;
}

/** What an array holds where it is a mask. */
export type MaskMeaning = Exclude<ArrayMeaning, { readonly kind: "none" }>;

/**
 * Reads a .npy file as a mask.
 *
 * @param origin what the note begins with: the file's format
 */
export function decodeNpyMask(
  file: FileBytes,
  format: "npy" | "npz",
  origin: string,
  layout: ScoreLayout,
  maxPixels = MAX_PIXELS,
): MaskFile {
  const header = readNpyHeader(file.read(0, Math.min(file.length, NPY_HEAD_BYTES)));
  const meaning = meaningOfArray(header, layout);
  if (meaning.kind === "none") throw unsupported(`.npy array is ${meaning.reason}`);
  const { width, height } = meaning;
  requirePixelCount([width, height], maxPixels);
  if (meaning.kind === "scores" && isLargeArray(header)) {
    requireFileBytes(header, file.length);
    const content = partOf(file, header.dataOffset, file.length);
    return {
      ...maskOfPieces(header, meaning, piecesOf(content), layout),
      format,
      note: noteOf(origin, header, meaning),
    };
  }
  const { data } = decodeNpy(allOf(file));
  const note = noteOf(origin, header, meaning);
  if (meaning.kind === "labels") {
    const raster = {
      kind: "labels",
      data: data as Labels,
      nodata: undefined,
      ...flatGrid(width, height),
    } as const;
    return { raster, format, note };
  }
  const pixelCount = width * height;
  const scores = {
    data: data as ScoreArray,
    isFloat16: header.type === "f2",
    layout,
    batchSize: 1,
    pixelCount,
    numClasses: meaning.numClasses,
    planeStride: pixelCount,
  };
  return { raster: { kind: "scores", scores, ...flatGrid(width, height) }, format, note };
}

export function noteOf(origin: string, header: NpyHeader, meaning: MaskMeaning): string {
  return [
    `${origin} ${ELEMENTS[header.type].name}`,
    ...(header.isLittleEndian ? [] : ["big-endian"]),
    ...(header.isColumnMajor ? ["column-major"] : []),
    ...(meaning.kind === "scores" ? [`${meaning.numClasses} scores a pixel`] : []),
  ].join(", ");
}

/** Whether an array is not to be held as a whole. */
export function isLargeArray({ dataOffset, fileBytes }: NpyHeader): boolean {
  return fileBytes - dataOffset > LARGE_BYTES;
}

/** The argmax of scores that come in pieces: what is held is a label a pixel, and of scores by class the best of each. */
export function maskOfPieces(
  { isColumnMajor, isLittleEndian, type }: NpyHeader,
  { height, numClasses, width }: Extract<MaskMeaning, { readonly kind: "scores" }>,
  pieces: Iterable<Uint8Array>,
  layout: ScoreLayout,
): Pick<MaskFile, "raster"> {
  const { labels, summary } = argmaxPieces(
    elementPieces(pieces, type, isLittleEndian) as Iterable<ScoreArray>,
    {
      width,
      height,
      numClasses,
      layout,
      // Of a column-major array the first axis is the one whose elements stand together.
      isPixelMajor: (layout === "channelsLast") !== isColumnMajor,
      isColumnMajor,
      isFloat16: type === "f2",
    },
  );
  return {
    raster: {
      kind: "labels",
      data: labels,
      nodata: undefined,
      argmaxOf: summary,
      ...flatGrid(width, height),
    },
  };
}
