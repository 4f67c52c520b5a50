import type { Side } from "../errors/problem.js";
import type { VolumeKernels } from "./kernels.js";
import { type LabelPair, NO_CLASS, notAClass, stageWords } from "./labelPair.js";
import { Workspace } from "./workspace.js";

/** Pixels of one class on the boundary of both sides, and on each side's. */
export interface BoundaryOverlap {
  readonly intersection: number;
  readonly groundTruth: number;
  readonly prediction: number;
}

/** Of each class intersection, groundTruth and prediction. */
const SUMS = 3;

/**
 * Counts the boundaries of all classes of an image in one pass: pixels of a class that have one of another class, or the
 * outside of the image, within the square of 2 * width + 1 pixels around them. Keeps width + 1 rows of each side.
 *
 * @param pair a flat one; of masks class 1 is the foreground, and 0 what is around it
 * @throws {RangeError} a label that counts is no class
 */
export function boundaryCounts(
  pair: LabelPair,
  width: number,
  kernels: VolumeKernels | undefined,
): BoundaryOverlap[] {
  const numClasses = pair.numClasses ?? 2;
  const sums = kernels === undefined ? referenceSums(pair, width) : kernelSums(pair, width, kernels);
  return Array.from({ length: numClasses }, (_, c) => {
    const [intersection, groundTruth, prediction] = sums.subarray(c * SUMS) as unknown as [
      number,
      number,
      number,
    ];
    return { intersection, groundTruth, prediction };
  });
}

/** No row below this height is inside: rows at the top have none above them. */
function enoughRows(width: number, rows: number): number {
  // Beyond the image nothing is inside, and numbers stay within 32 bits.
  return 2 * Math.min(width, rows) + 1;
}

function kernelSums(pair: LabelPair, givenWidth: number, kernels: VolumeKernels): Uint32Array {
  const [, rows, columns] = pair.size;
  const numClasses = pair.numClasses ?? 2;
  const width = Math.min(givenWidth, Math.max(rows, columns));
  const space = new Workspace(kernels);
  const rowBytes = columns * 4;
  // A ring: the row that is taken in, the one before it, and the one that is counted.
  const ringRows = Math.min(width, rows) + 1;
  const rings = { groundTruth: space.take(ringRows * rowBytes), prediction: space.take(ringRows * rowBytes) };
  const heights = { groundTruth: space.take(rowBytes), prediction: space.take(rowBytes) };
  const sumsPtr = space.take(numClasses * SUMS * 4);
  const words = (ptr: number, length: number): Uint32Array => space.u32(ptr, length);
  words(sumsPtr, numClasses * SUMS).fill(0);
  const enough = enoughRows(width, rows);
  const placeOf = (side: Side, row: number): number => rings[side] + (row % ringRows) * rowBytes;
  const take = (side: Side, row: number): void => {
    const ptr = placeOf(side, row);
    stageWords(pair, side, row * columns, (row + 1) * columns, words(ptr, columns));
    kernels.squareHeights(ptr, row === 0 ? 0 : placeOf(side, row - 1), columns, width, heights[side]);
  };
  const count = (row: number): void => {
    const truth = placeOf("groundTruth", row);
    const predicted = placeOf("prediction", row);
    const seen = kernels.countBoundary(
      truth,
      predicted,
      heights.groundTruth,
      heights.prediction,
      columns,
      enough,
      numClasses,
      sumsPtr,
    );
    if (seen === columns) return;
    const label = words(truth, columns)[seen] as number;
    const inTruth = label !== NO_CLASS && label >= numClasses;
    throw notAClass(pair, inTruth ? "groundTruth" : "prediction", row * columns + seen);
  };
  // No row less than `width` from the top or the bottom is inside.
  for (let row = 0; row < rows; row++) {
    take("groundTruth", row);
    take("prediction", row);
    if (row >= width) count(row - width);
  }
  words(heights.groundTruth, columns).fill(0);
  words(heights.prediction, columns).fill(0);
  for (let row = Math.max(0, rows - width); row < rows; row++) count(row);
  return words(sumsPtr, numClasses * SUMS).slice();
}

/** The same in plain TypeScript. */
function referenceSums(pair: LabelPair, givenWidth: number): Uint32Array {
  const sums = new Uint32Array((pair.numClasses ?? 2) * SUMS);
  const add = (place: number): void => {
    sums[place] = (sums[place] as number) + 1;
  };
  const { groundTruth, prediction } = boundaryClasses(pair, givenWidth);
  for (let pixel = 0; pixel < groundTruth.length; pixel++) {
    const [t, p] = [groundTruth[pixel] as number, prediction[pixel] as number];
    if (t !== NO_CLASS) add(t * SUMS + 1);
    if (p !== NO_CLASS) add(p * SUMS + 2);
    if (t !== NO_CLASS && t === p) add(t * SUMS);
  }
  return sums;
}

/**
 * On whose boundary each pixel is: on either side its class, or NO_CLASS of what is inside, or ignored.
 *
 * @throws {RangeError} a label that counts is no class
 */
export function boundaryClasses(pair: LabelPair, givenWidth: number): Readonly<Record<Side, Uint32Array>> {
  const [, rows, columns] = pair.size;
  const numClasses = pair.numClasses ?? 2;
  const width = Math.min(givenWidth, Math.max(rows, columns));
  const labels = (side: Side): Uint32Array => {
    const all = new Uint32Array(rows * columns);
    stageWords(pair, side, 0, all.length, all);
    return all;
  };
  const sides = { groundTruth: labels("groundTruth"), prediction: labels("prediction") };
  const inside = {
    groundTruth: insides(sides.groundTruth, rows, columns, width),
    prediction: insides(sides.prediction, rows, columns, width),
  };
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    for (const side of ["groundTruth", "prediction"] as const) {
      const label = sides[side][pixel] as number;
      if (label !== NO_CLASS && label >= numClasses) throw notAClass(pair, side, pixel);
      if (inside[side][pixel] === 1) sides[side][pixel] = NO_CLASS;
    }
  }
  return sides;
}

/** 1 where all pixels within `width` columns and rows are of the image and have the same label: first along rows, then down. */
export function insides(labels: Uint32Array, rows: number, columns: number, width: number): Uint8Array {
  const enough = enoughRows(width, rows);
  const inside = new Uint8Array(labels.length);
  const heights = new Uint32Array(columns);
  for (let row = 0; row < rows; row++) {
    const line = labels.subarray(row * columns, (row + 1) * columns);
    for (let start = 0; start < columns;) {
      let end = start + 1;
      while (end < columns && line[end] === line[start]) end++;
      for (let column = start; column < end; column++) {
        const isWide = column - width >= start && column + width < end;
        const isSame = row > 0 && labels[(row - 1) * columns + column] === line[column];
        heights[column] = isWide ? (isSame ? (heights[column] as number) : 0) + 1 : 0;
        if ((heights[column] as number) >= enough) inside[(row - width) * columns + column] = 1;
      }
      start = end;
    }
  }
  return inside;
}
