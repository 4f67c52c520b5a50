import type { Labels, ScoreTensor } from "../types.js";

/** Pixels along each axis, the slowest in memory first; depth is how many slices there are, 1 of what is flat. */
export type RasterSize = readonly [depth: number, height: number, width: number];

/** What lengths are measured in. */
export type LengthUnit = "m" | "mm" | "um" | "degree";

/** How far neighbouring pixels are apart. */
export interface Spacing {
  /** Along z, y and x; 1 along an axis of one pixel of which the file says nothing. */
  readonly lengths: readonly [z: number, y: number, x: number];
  /** undefined: the file does not say. */
  readonly unit: LengthUnit | undefined;
}

/** Which coordinates a place on Earth is stated in. */
export interface CoordinateSystem {
  readonly epsg: number | undefined;
  /** Its name in words, where the file has one. */
  readonly citation: string | undefined;
}

/** Where a raster lies in the world. */
export interface Placement {
  /**
   * Three rows of four numbers, one after the other: the middle of pixel (x, y, z) is where each row says that the world's
   * coordinate is row[0] x + row[1] y + row[2] z + row[3]. Pixels have a place each: the affine is invertible.
   */
  readonly affine: readonly number[];
  /** What the affine's lengths are in; undefined: the file does not say. */
  readonly unit: LengthUnit | undefined;
  /** undefined: the file names none, as files of volumes never do. */
  readonly coordinateSystem: CoordinateSystem | undefined;
}

/** How many pixels there are, and where. */
export interface RasterGrid {
  readonly size: RasterSize;
  /** undefined where nothing tells it. */
  readonly spacing: Spacing | undefined;
  /** undefined where nothing tells it. */
  readonly placement: Placement | undefined;
}

/** What is told of scores that were too many to be held, and were argmaxed while they were read. */
export interface ScoreSummary extends Pick<ScoreTensor, "numClasses" | "layout"> {
  readonly scoreCount: number;
  /** Infinity where all scores are NaN. */
  readonly lowest: number;
  readonly highest: number;
  /** Scores that are NaN, and pixels with such ones. */
  readonly notNumbers: number;
  readonly pixelsOfNotNumbers: number;
}

/** What the user's words made of pixels of which the file has no label. */
export interface DeclaredPixels {
  /** Void, as nothing is painted there. */
  readonly transparent: number;
  /** Void, as the palette lacks their colour. */
  readonly unlisted: number;
  /** Of the nearest colour of the palette. */
  readonly moved: number;
  /** How far the farthest of those was moved, in RGB. */
  readonly farthest: number;
}

/** A label a pixel: x fastest, then y, then z. */
export interface LabelRaster extends RasterGrid {
  readonly kind: "labels";
  readonly data: Labels;
  /** The raw label that marks pixels without data, where the file names one. */
  readonly nodata: number | undefined;
  /** Where the labels are the argmax of scores. */
  readonly argmaxOf?: ScoreSummary | undefined;
  /** The raw label of pixels that are void whatever a file names as no data: no pixel has it of its own. */
  readonly voidLabel?: number | undefined;
  readonly declared?: DeclaredPixels | undefined;
  /** How several numbers of a pixel became one label, where nobody said what they are. */
  readonly channelsRead?: ChannelsRead | undefined;
}

/** The numbers of a pixel are all equal, and are its label; or one of them is set, and its place is the label. */
export type ChannelsRead = "equal-channels" | "one-hot";

/** A score a pixel and class. */
export interface ScoreRaster extends RasterGrid {
  readonly kind: "scores";
  readonly scores: ScoreTensor;
}

/** A number a pixel that need be no label: what it means, only a threshold says. */
export interface ValueRaster extends RasterGrid {
  readonly kind: "values";
  readonly data: Float32Array | Float64Array;
  /** The value that marks pixels without data, where the file names one; NaN may be it. */
  readonly nodata: number | undefined;
}

/** One image or volume: labels, values or scores, how large it is, and what is known of where it lies. */
export type Raster = LabelRaster | ValueRaster | ScoreRaster;

/** The grid of an image of which only the size is known. */
export function flatGrid(width: number, height: number): RasterGrid {
  return { size: [1, height, width], spacing: undefined, placement: undefined };
}

export function pixelCountOf([depth, height, width]: RasterSize): number {
  return depth * height * width;
}

/** "width x height", and the number of slices where there are several. */
export function sizeText([depth, height, width]: RasterSize): string {
  return `${width} x ${height}${depth === 1 ? "" : ` x ${depth}`}`;
}

/** "0.7 x 0.7 x 3 mm", along x, y, and z where there are several slices. */
export function spacingText({ lengths, unit }: Spacing, [depth]: RasterSize): string {
  const shown = depth === 1 ? lengths.slice(1) : lengths;
  const text = [...shown].reverse().map((length) => Number(length.toPrecision(6)));
  return `${text.join(" x ")}${unit === undefined ? "" : ` ${unit}`}`;
}

/** Where a pixel is: "x 4, y 2", and z where there are several slices. */
export function pixelText(pixel: number, size: RasterSize): string {
  const [depth, , width] = size;
  return depth > 1 ? voxelText(pixel, size) : `x ${pixel % width}, y ${Math.floor(pixel / width)}`;
}

/** Where a voxel is: "x 4, y 2, z 0", of a volume of one slice too. */
export function voxelText(voxel: number, [, height, width]: RasterSize): string {
  const row = Math.floor(voxel / width);
  return `x ${voxel % width}, y ${row % height}, z ${Math.floor(row / height)}`;
}
