import type { Side } from "../errors/problem.js";
import type { VolumeKernels } from "./kernels.js";
import {
  classAt,
  type GridSize,
  isOfBytes,
  type LabelPair,
  notAClass,
  stageBytes,
  stageWords,
} from "./labelPair.js";
import { Workspace } from "./workspace.js";

/** A piece of a grid. */
export interface Box {
  readonly first: GridSize;
  /** Planes, rows and columns; 0 each where there is nothing. */
  readonly size: GridSize;
}

const SIDES: readonly Side[] = ["groundTruth", "prediction"];

/** Of a box in memory: first and last plane, row and column. */
const BOX_WORDS = 6;

/** Labels are looked at in pieces that stay in the cache. */
const PIECE_LABELS = 2 ** 17;

/**
 * The smallest box of each class that holds its pixels on both sides; of masks one.
 *
 * @throws {RangeError} a label that counts is no class
 */
export function labelBoxes(pair: LabelPair, kernels: VolumeKernels | undefined): Box[] {
  const count = pair.numClasses ?? 1;
  const bounds = new Int32Array(count * BOX_WORDS);
  for (let i = 0; i < bounds.length; i++) bounds[i] = i % 2 === 0 ? 0x7fffffff : -1;
  const found = kernels === undefined ? referenceBounds(pair, bounds) : kernelBounds(pair, bounds, kernels);
  return Array.from({ length: count }, (_, c) => boxOf(found.subarray(c * BOX_WORDS, (c + 1) * BOX_WORDS)));
}

function boxOf(bounds: Int32Array): Box {
  const [p0, p1, r0, r1, c0, c1] = bounds as unknown as [number, number, number, number, number, number];
  if (p1 < 0) return { first: [0, 0, 0], size: [0, 0, 0] };
  return { first: [p0, r0, c0], size: [p1 - p0 + 1, r1 - r0 + 1, c1 - c0 + 1] };
}

function kernelBounds(pair: LabelPair, bounds: Int32Array, kernels: VolumeKernels): Int32Array {
  const { size, numClasses } = pair;
  const [planes, rows, columns] = size;
  const space = new Workspace(kernels);
  const bytes = isOfBytes(pair);
  const pieceRows = Math.min(rows, Math.max(1, Math.floor(PIECE_LABELS / columns)));
  const boxesPtr = space.take(bounds.byteLength);
  const labelsPtr = space.take(pieceRows * columns * (bytes ? 1 : 4));
  space.i32(boxesPtr, bounds.length).set(bounds);
  const memory = space.bytes;
  const words = space.u32(labelsPtr, bytes ? 0 : pieceRows * columns);
  const widen = bytes ? kernels.labelBoxesU8 : kernels.labelBoxesU32;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row += pieceRows) {
      const rowCount = Math.min(pieceRows, rows - row);
      const start = (plane * rows + row) * columns;
      const end = start + rowCount * columns;
      for (const side of SIDES) {
        if (bytes) stageBytes(pair, side, start, end, memory.subarray(labelsPtr));
        else stageWords(pair, side, start, end, words);
        const seen = widen(
          labelsPtr,
          plane,
          row,
          rowCount,
          columns,
          numClasses ?? 2,
          numClasses === undefined,
          boxesPtr,
        );
        if (seen < end - start) throw notAClass(pair, side, start + seen);
      }
    }
  }
  return space.i32(boxesPtr, bounds.length).slice();
}

function referenceBounds(pair: LabelPair, bounds: Int32Array): Int32Array {
  const [planes, rows, columns] = pair.size;
  const widen = (place: number, value: number): void => {
    bounds[place] = Math.min(bounds[place] as number, value);
    bounds[place + 1] = Math.max(bounds[place + 1] as number, value);
  };
  // In the order in which a binary meets them: the first label that is no class is the same.
  const pieceRows = Math.min(rows, Math.max(1, Math.floor(PIECE_LABELS / columns)));
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row += pieceRows) {
      for (const side of SIDES) {
        for (let r = row; r < Math.min(rows, row + pieceRows); r++) {
          for (let column = 0; column < columns; column++) {
            const found = classAt(pair, side, (plane * rows + r) * columns + column);
            const box = pair.numClasses === undefined ? found - 1 : found;
            if (box < 0) continue;
            widen(box * BOX_WORDS, plane);
            widen(box * BOX_WORDS + 2, r);
            widen(box * BOX_WORDS + 4, column);
          }
        }
      }
    }
  }
  return bounds;
}
