import { float16ToFloat32 } from "../../src/reading/float16.js";
import { flatGrid, type Raster } from "../../src/reading/raster.js";
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
import { type Floats, rasterOfFloats, rasterOfPieces } from "./valuesOfFloats.js";

type ArrayMeaning =
  | { readonly kind: "labels"; readonly width: number; readonly height: number }
  | { readonly kind: "values"; readonly width: number; readonly height: number }
  | { readonly kind: "scores"; readonly width: number; readonly height: number; readonly numClasses: number }
  | { readonly kind: "none"; readonly reason: string };

/**
 * What an array is by its shape and type: integers are a label map, floats are scores, or values where they are one a pixel.
 * Axes of one element around a label map or values, and one before scores (a batch of one), do not count.
 *
 * @param takesValues whether a threshold was given: then 1 x H x W are values rather than the scores of one row
 */
export function meaningOfArray(
  { shape, type }: NpyHeader,
  layout: ScoreLayout,
  takesValues: boolean,
): ArrayMeaning {
  const isFloat = type.startsWith("f");
  const scoreAxes = layout === "channelsLast" ? "H x W x N" : "N x H x W";
  const got = `${shape.join(" x ") || "a single value"} of ${isFloat ? "floats" : "integers"}`;
  const none = (reason: string): ArrayMeaning => ({ kind: "none", reason: `${got}${reason}` });
  if (shape.includes(0)) return { kind: "none", reason: `empty: ${got}` };
  const sizes = withoutSingletons(shape, isFloat ? 3 : 2, isFloat);
  const [a = 0, b = 0, c = 0] = sizes;
  if (!isFloat && sizes.length === 2) return { kind: "labels", height: a, width: b };
  if (isFloat && sizes.length === 2) return { kind: "values", height: a, width: b };
  if (isFloat && sizes.length === 3) {
    const [height, width, numClasses] = layout === "channelsLast" ? [a, b, c] : [b, c, a];
    if (numClasses === 1) return { kind: "values", height, width };
    if (takesValues && a === 1) return { kind: "values", height: b, width: c };
    if (takesValues && c === 1) return { kind: "values", height: a, width: b };
    return { kind: "scores", height, width, numClasses };
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
  takesValues = false,
  maxPixels = MAX_PIXELS,
): MaskFile {
  const header = readNpyHeader(file.read(0, Math.min(file.length, NPY_HEAD_BYTES)));
  const meaning = meaningOfArray(header, layout, takesValues);
  if (meaning.kind === "none") throw unsupported(`.npy array is ${meaning.reason}`);
  const { width, height } = meaning;
  requirePixelCount([width, height], maxPixels);
  if (isReadInPieces(header, meaning, takesValues)) {
    requireFileBytes(header, file.length);
    const content = piecesOf(partOf(file, header.dataOffset, file.length));
    const raster = rasterOfArrayPieces(header, meaning, content, origin, layout);
    return { raster, format, note: noteOf(origin, header, meaning) };
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
  if (meaning.kind === "values") {
    const floats = header.type === "f2" ? float16ToFloat32(data as Uint16Array) : (data as Floats);
    const what = floatsOf(origin, header);
    return { raster: rasterOfFloats(floats, flatGrid(width, height), { takesValues, what }), format, note };
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

function floatsOf(origin: string, { shape }: NpyHeader): string {
  return `${origin} array of ${shape.join(" x ")} floats`;
}

/** Whether an array is not to be held as a whole: large scores, and large floats of which labels are made. */
export function isReadInPieces(
  { dataOffset, fileBytes, isColumnMajor }: NpyHeader,
  { kind }: MaskMeaning,
  takesValues: boolean,
): boolean {
  if (fileBytes - dataOffset <= LARGE_BYTES) return false;
  return kind === "scores" || (kind === "values" && !takesValues && !isColumnMajor);
}

/** What is held of a large array that comes in pieces. */
export function rasterOfArrayPieces(
  header: NpyHeader,
  meaning: MaskMeaning,
  pieces: Iterable<Uint8Array>,
  origin: string,
  layout: ScoreLayout,
): Raster {
  if (meaning.kind === "scores") return maskOfPieces(header, meaning, pieces, layout).raster;
  const { isLittleEndian, type } = header;
  const { width, height } = meaning;
  const elements = elementPieces(pieces, type, isLittleEndian);
  const floats = type === "f2" ? floatsOfHalves(elements as Iterable<Uint16Array>) : elements;
  return rasterOfPieces(floats as Iterable<Floats>, flatGrid(width, height), floatsOf(origin, header));
}

function* floatsOfHalves(pieces: Iterable<Uint16Array>): Generator<Float32Array, void> {
  for (const piece of pieces) yield float16ToFloat32(piece);
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
