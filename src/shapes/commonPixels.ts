import type { ShapeKernels } from "./kernels.js";
import { MASK_NUMBERS, type MaskTable } from "./maskTable.js";
import { placesFor, withShapeKernels } from "./shapeEngine.js";

/** Pairs whose figures are handed over in one go. */
const MOST_PAIRS = 1 << 17;

/** Pixels in common of each pair of masks of one height, a row for each of the first. */
export function commonPixels(first: MaskTable, second: MaskTable, height: number): Float64Array {
  const common = new Float64Array(first.count * second.count);
  if (common.length === 0) return common;
  withShapeKernels((kernels) => {
    if (kernels === undefined || !countInKernels(first, second, height, kernels, common)) {
      countPlainly(first, second, height, common);
    }
  });
  return common;
}

/** False where memory does not do. */
function countInKernels(
  first: MaskTable,
  second: MaskTable,
  height: number,
  kernels: ShapeKernels,
  common: Float64Array,
): boolean {
  const rows = Math.max(1, Math.min(first.count, Math.floor(MOST_PAIRS / second.count)));
  const places = placesFor(kernels, [
    first.runs.byteLength,
    first.masks.byteLength,
    second.runs.byteLength,
    second.masks.byteLength,
    rows * second.count * 8,
  ]);
  if (places === undefined) return false;
  const [firstRuns, firstPtr, secondRuns, secondPtr, outPtr] = places as [
    number,
    number,
    number,
    number,
    number,
  ];
  const stage = ({ runs, masks }: MaskTable, runsPtr: number, masksPtr: number): void => {
    new Uint32Array(kernels.memory.buffer, runsPtr, runs.length).set(runs);
    const staged = new Uint32Array(kernels.memory.buffer, masksPtr, masks.length);
    staged.set(masks);
    for (let mask = 0; mask < masks.length; mask += MASK_NUMBERS) {
      staged[mask] = runsPtr + (masks[mask] as number) * 4;
      staged[mask + 1] = runsPtr + (masks[mask + 1] as number) * 4;
    }
  };
  stage(first, firstRuns, firstPtr);
  stage(second, secondRuns, secondPtr);
  for (let row = 0; row < first.count; row += rows) {
    const length = Math.min(rows, first.count - row);
    kernels.commonPixels(firstPtr + row * MASK_NUMBERS * 4, length, secondPtr, second.count, height, outPtr);
    common.set(new Float64Array(kernels.memory.buffer, outPtr, length * second.count), row * second.count);
  }
  return true;
}

/** The same in plain TypeScript. */
function countPlainly(first: MaskTable, second: MaskTable, height: number, common: Float64Array): void {
  for (let f = 0; f < first.count; f++) {
    for (let s = 0; s < second.count; s++) {
      common[f * second.count + s] = commonOf(first, f * MASK_NUMBERS, second, s * MASK_NUMBERS, height);
    }
  }
}

function commonOf(first: MaskTable, f: number, second: MaskTable, s: number, height: number): number {
  const at = (numbers: Uint32Array, place: number): number => numbers[place] as number;
  const from = Math.max(at(first.masks, f + 2), at(second.masks, s + 2));
  const to = Math.min(at(first.masks, f + 3), at(second.masks, s + 3));
  // Masks whose boxes are apart have no pixel in common.
  if (from >= to) return 0;
  if (
    Math.max(at(first.masks, f + 4), at(second.masks, s + 4)) >=
    Math.min(at(first.masks, f + 5), at(second.masks, s + 5))
  ) {
    return 0;
  }
  const [a, b] = [first.runs, second.runs];
  const aEnd = at(first.masks, f + 1);
  const bEnd = at(second.masks, s + 1);
  let i = firstBehind(a, at(first.masks, f), aEnd, from * height);
  let j = firstBehind(b, at(second.masks, s), bEnd, from * height);
  let common = 0;
  while (i < aEnd && j < bEnd) {
    const aStop = at(a, i + 1);
    const bStop = at(b, j + 1);
    const start = Math.max(at(a, i), at(b, j));
    if (start >= to * height) break;
    const stop = Math.min(aStop, bStop);
    if (stop > start) common += stop - start;
    if (aStop <= bStop) i += 2;
    if (bStop <= aStop) j += 2;
  }
  return common;
}

/** Place of the first run from `low` to before `high` that ends behind a pixel; `high` where there is none. */
function firstBehind(runs: Uint32Array, low: number, high: number, pixel: number): number {
  while (low < high) {
    const middle = low + ((high - low) >> 2) * 2;
    if ((runs[middle + 1] as number) > pixel) high = middle;
    else low = middle + 2;
  }
  return low;
}
