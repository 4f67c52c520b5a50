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
  into?: Uint8Array,
): Uint8Array {
  const [height, width] = size;
  const mask = into?.fill(0) ?? makeBitmap(height * width, size, "runs");
  // Column by column a run is a piece of memory: the engine's own fill is as fast as a kernel.
  if (order === "columnMajor") fillRuns(counts, mask);
  else {
    withShapeKernels((kernels) => {
      const isPainted =
        kernels !== undefined && mask.length <= MOST_PAINTED_BYTES && paintRows(kernels, counts, size, mask);
      if (!isPainted) paintPlainly(counts, size, mask);
    });
  }
  return mask;
}

/** Paints the rows that have all of the mask. False where memory does not do. */
function paintRows(
  kernels: ShapeKernels,
  counts: Uint32Array,
  size: readonly [number, number],
  mask: Uint8Array,
): boolean {
  const [height, width] = size;
  const [, top, , rows] = boxOf({ size, counts });
  if (rows === 0) return true;
  const places = placesFor(kernels, [counts.length * 4, rows * width]);
  if (places === undefined) return false;
  const [countsPtr, outPtr] = places as [number, number];
  new Uint32Array(kernels.memory.buffer, countsPtr, counts.length).set(counts);
  const out = new Uint8Array(kernels.memory.buffer, outPtr, rows * width);
  out.fill(0);
  kernels.paintColumns(countsPtr, counts.length, height, width, top, rows, outPtr);
  mask.set(out, top * width);
  return true;
}

function fillRuns(counts: Uint32Array, mask: Uint8Array): void {
  let place = 0;
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = place + (counts[i] as number);
    place = start + (counts[i + 1] as number);
    mask.fill(1, start, place);
  }
}

/** Row by row in plain TypeScript. */
function paintPlainly(
  counts: Uint32Array,
  [height, width]: readonly [number, number],
  mask: Uint8Array,
): void {
  let place = 0;
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = place + (counts[i] as number);
    place = start + (counts[i + 1] as number);
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
