import type { PixelOrder } from "./encodeCounts.js";
import type { ShapeKernels } from "./kernels.js";
import { makeBitmap } from "./makeBitmap.js";
import { boxOf } from "./runsFigures.js";
import { placesFor, withShapeKernels } from "./shapeEngine.js";

/** Larger masks are painted in plain TypeScript, in their own memory. */
const MOST_PAINTED_BYTES = 2 ** 28;

/** The mask of checked counts: 1 in it, 0 out of it. */
export function decodeCounts(
  counts: Uint32Array,
  size: readonly [height: number, width: number],
  order: PixelOrder,
): Uint8Array {
  const [height, width] = size;
  const mask = makeBitmap(height * width, size, "runs");
  withShapeKernels((kernels) => {
    if (kernels !== undefined && mask.length <= MOST_PAINTED_BYTES) {
      if (paint(kernels, counts, size, order, mask)) return;
    }
    paintPlainly(counts, size, order, mask);
  });
  return mask;
}

/** Paints the rows or columns that have all of the mask. False where memory does not do. */
function paint(
  kernels: ShapeKernels,
  counts: Uint32Array,
  size: readonly [number, number],
  order: PixelOrder,
  mask: Uint8Array,
): boolean {
  const [height, width] = size;
  const [left, top, columns, rows] = boxOf({ size, counts });
  if (columns === 0) return true;
  const isRows = order === "rowMajor";
  const first = isRows ? top * width : left * height;
  const length = isRows ? rows * width : columns * height;
  const places = placesFor(kernels, [counts.length * 4, length]);
  if (places === undefined) return false;
  const [countsPtr, outPtr] = places as [number, number];
  new Uint32Array(kernels.memory.buffer, countsPtr, counts.length).set(counts);
  const out = new Uint8Array(kernels.memory.buffer, outPtr, length);
  out.fill(0);
  if (isRows) kernels.paintColumns(countsPtr, counts.length, height, width, top, rows, outPtr);
  else kernels.paintRuns(countsPtr, counts.length, first, outPtr);
  mask.set(out, first);
  return true;
}

/** The same in plain TypeScript. */
function paintPlainly(
  counts: Uint32Array,
  [height, width]: readonly [number, number],
  order: PixelOrder,
  mask: Uint8Array,
): void {
  let place = 0;
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = place + (counts[i] as number);
    place = start + (counts[i + 1] as number);
    if (order === "columnMajor") {
      mask.fill(1, start, place);
      continue;
    }
    let row = start % height;
    let column = (start - row) / height;
    for (let pixel = start; pixel < place; pixel++) {
      mask[row * width + column] = 1;
      if (++row === height) {
        row = 0;
        column++;
      }
    }
  }
}
