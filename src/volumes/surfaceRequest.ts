import type { Box } from "./labelBoxes.js";
import type { LabelPair } from "./labelPair.js";

/** What an edge is made of: voxels that an erosion takes away, or corners of voxels that lie between inside and outside. */
export type EdgeKind = "erosion" | "surfels";

/** The points of one side's edge, in C order. */
export interface EdgePoints {
  /** Of each point, to the nearest of the other side's, in the unit of the spacing; Infinity where there is none. */
  readonly distances: Float64Array;
  /** Surfels: which of the voxels around each corner are inside, as assembly/volumes/edges.ts tells; else undefined. */
  readonly codes: Uint8Array | undefined;
}

/** Both edges of a class, and its voxels. */
export interface Surfaces {
  readonly groundTruth: EdgePoints;
  readonly prediction: EdgePoints;
  readonly groundTruthVolume: number;
  readonly predictionVolume: number;
  readonly intersection: number;
}

/** Edges of which class, and how they are measured. */
export interface SurfaceRequest {
  readonly pair: LabelPair;
  readonly label: number;
  /** Where the class is, on both sides. */
  readonly box: Box;
  readonly edges: EdgeKind;
  /** Of planes, rows and columns. */
  readonly spacing: readonly [number, number, number];
}

/** One more of each: corners have one more than voxels. */
export function pointGrid({ size: [planes, rows, columns] }: Box): [number, number, number] {
  return [planes + 1, rows + 1, columns + 1];
}

/** The squares of 0, 1, 2... steps along an axis. A product is squared, as SciPy does. */
export function stepSquares(count: number, spacing: number): Float64Array {
  return Float64Array.from({ length: count }, (_, steps) => steps * spacing * (steps * spacing));
}
