import { type Counts, entriesOf } from "../../counting/entries.js";
import { compactCounts } from "../counts.js";
import { type BoundaryJob, countBoundaries } from "./boundaryIou.js";
import { type BoundarySettings, isScored, labelCount } from "./boundarySettings.js";

/**
 * What is kept of an image, all of it whole numbers: cell class * CELLS is pixels on the boundary of both sides, the next
 * those on the ground truth's, the one behind it those on the prediction's.
 */
export interface BoundaryRow extends Counts {
  /** All of the image, ignored ones included. */
  readonly pixelCount: number;
  /** How wide the boundary was, in pixels: of an image both are the same, of a sum the least and the most. 0 of no image. */
  readonly distances: readonly [least: number, most: number];
}

export const CELLS = 3;

/** Pixels of one class. */
export interface BoundarySums {
  readonly intersection: number;
  readonly groundTruth: number;
  readonly prediction: number;
}

/** @throws {RangeError} a label is no class */
export function rowOf(job: BoundaryJob, settings: BoundarySettings): BoundaryRow {
  const { distance, pair } = job;
  const counts = new Float64Array(labelCount(settings) * CELLS);
  countBoundaries(job).forEach(({ intersection, groundTruth, prediction }, label) => {
    if (isScored(settings, label)) counts.set([intersection, groundTruth, prediction], label * CELLS);
  });
  return {
    ...compactCounts({ counts }, counts.length),
    pixelCount: pair.groundTruth.length,
    distances: [distance, distance],
  };
}

/** Adds `weight` times an image's counts, CELLS numbers a class from `first` on. */
export function addRow(row: BoundaryRow, weight: number, sums: Float64Array, first = 0): void {
  for (const [cell, count] of entriesOf(row)) {
    sums[first + cell] = (sums[first + cell] as number) + weight * count;
  }
}

/** One class of what addRow has added up. */
export function sumsAt(sums: Float64Array, label: number): BoundarySums {
  const [intersection, groundTruth, prediction] = sums.subarray(label * CELLS) as unknown as [
    number,
    number,
    number,
  ];
  return { intersection, groundTruth, prediction };
}

/** Boundaries of the ground truth by class, whatever was predicted. */
export function truthCounts(row: BoundaryRow, settings: BoundarySettings): Float64Array {
  const counts = new Float64Array(labelCount(settings));
  for (const [cell, count] of entriesOf(row)) {
    if (cell % CELLS === 1) counts[Math.floor(cell / CELLS)] = count;
  }
  return counts;
}
