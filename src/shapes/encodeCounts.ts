import type { LabelArray } from "../types.js";
import { ColumnChanges } from "./columnChanges.js";
import type { ShapeKernels } from "./kernels.js";
import { placesFor, withShapeKernels } from "./shapeEngine.js";

/** How pixels follow one another. */
export type PixelOrder = "rowMajor" | "columnMajor";

/** Pixels that are looked at in one go: they stay in the second-level cache. */
const TILE_BYTES = 65536;

/** Counts of a checked mask: any element but 0 is in it. */
export function encodeCounts(
  mask: LabelArray,
  [height, width]: readonly [number, number],
  order: PixelOrder,
): Uint32Array {
  return withShapeKernels((kernels) => {
    const counts =
      kernels === undefined
        ? undefined
        : order === "rowMajor"
          ? encodeRows(mask, height, width, kernels)
          : encodeColumns(mask, kernels);
    return counts ?? encodePlainly(mask, height, width, order);
  });
}

/** Rows are compared with the one above, which gives where each column changes. Undefined where memory does not do. */
function encodeRows(
  mask: LabelArray,
  height: number,
  width: number,
  kernels: ShapeKernels,
): Uint32Array | undefined {
  const tileRows = Math.max(1, Math.min(height + 1, Math.floor(TILE_BYTES / width)));
  const capacity = Math.max(width, TILE_BYTES / 8);
  const places = placesFor(kernels, [(tileRows + 1) * width, 8 + capacity * 8]);
  if (places === undefined) return undefined;
  const [abovePtr, changesPtr] = places as [number, number];
  const bytes = new Uint8Array(kernels.memory.buffer, abovePtr, (tileRows + 1) * width);
  const found = new Uint32Array(kernels.memory.buffer, changesPtr, 2 + capacity * 2);
  const changes = new ColumnChanges();
  bytes.fill(0, 0, width);
  // Behind the last row there is one more, out of the mask: it ends every column.
  for (let row = 0; row <= height;) {
    const rows = Math.min(tileRows, height + 1 - row);
    const pixels = Math.min(rows, height - row) * width;
    copyBytes(mask, row * width, pixels, bytes, width);
    bytes.fill(0, width + pixels, width + rows * width);
    for (let done = 0; done < rows;) {
      done += kernels.rowChanges(
        abovePtr + (done + 1) * width,
        rows - done,
        width,
        row + done,
        changesPtr,
        capacity,
      );
      changes.addAll(found.subarray(2, 2 + (found[0] as number) * 2));
    }
    bytes.copyWithin(0, rows * width, (rows + 1) * width);
    row += rows;
  }
  return changes.counts(height, width);
}

function encodeColumns(mask: LabelArray, kernels: ShapeKernels): Uint32Array | undefined {
  const places = placesFor(kernels, [TILE_BYTES, TILE_BYTES * 4]);
  if (places === undefined) return undefined;
  const [bytesPtr, changesPtr] = places as [number, number];
  const bytes = new Uint8Array(kernels.memory.buffer, bytesPtr, TILE_BYTES);
  const found = new Uint32Array(kernels.memory.buffer, changesPtr, TILE_BYTES);
  let counts = new Uint32Array(256);
  let length = 0;
  let from = 0;
  for (let start = 0; start < mask.length; start += TILE_BYTES) {
    const pixels = Math.min(TILE_BYTES, mask.length - start);
    copyBytes(mask, start, pixels, bytes, 0);
    const changed = kernels.byteChanges(bytesPtr, pixels, length % 2, changesPtr);
    if (length + changed >= counts.length) {
      const larger = new Uint32Array(Math.max(counts.length * 2, length + changed + 1));
      larger.set(counts.subarray(0, length));
      counts = larger;
    }
    for (let i = 0; i < changed; i++) {
      const place = start + (found[i] as number);
      counts[length++] = place - from;
      from = place;
    }
  }
  counts[length++] = mask.length - from;
  return counts.slice(0, length);
}

/** Bytes that are 0 where the mask's elements are. */
function copyBytes(mask: LabelArray, start: number, length: number, bytes: Uint8Array, at: number): void {
  if (mask.BYTES_PER_ELEMENT === 1) {
    bytes.set(new Uint8Array(mask.buffer, mask.byteOffset + start, length), at);
    return;
  }
  for (let i = 0; i < length; i++) bytes[at + i] = mask[start + i] === 0 ? 0 : 1;
}

/** The same in plain TypeScript. */
function encodePlainly(mask: LabelArray, height: number, width: number, order: PixelOrder): Uint32Array {
  const downStep = order === "rowMajor" ? width : 1;
  const rightStep = order === "rowMajor" ? 1 : height;
  let counts = new Uint32Array(64);
  let length = 0;
  let isIn = false;
  let from = 0;
  for (let column = 0; column < width; column++) {
    for (let row = 0, at = column * rightStep; row < height; row++, at += downStep) {
      if ((mask[at] !== 0) === isIn) continue;
      isIn = !isIn;
      if (length + 1 >= counts.length) {
        const larger = new Uint32Array(counts.length * 2);
        larger.set(counts);
        counts = larger;
      }
      const place = column * height + row;
      counts[length++] = place - from;
      from = place;
    }
  }
  counts[length++] = height * width - from;
  return counts.slice(0, length);
}
