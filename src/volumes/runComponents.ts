import type { LabelArray } from "../types.js";
import type { FoundComponents } from "./foundComponents.js";
import type { Grid } from "./grid.js";
import type { VolumeKernels } from "./kernels.js";
import { bitsIn, isSigned } from "./labelBits.js";
import { align, growTo } from "./memory.js";

/** Pixels of a slab of rows: its labels, and later its components, are used up while they are in the second-level cache. */
export const SLAB_PIXELS = 2 ** 17;

const RUN_BYTES = 16;

/**
 * Components by union-find over runs, in WebAssembly. Memory, beside the answer:
 *
 *    heap base | a slab of labels, then of components | u32 of each row | runs, 16 bytes each | a table, 8 bytes a component
 *
 * The map passes through in slabs of rows, so that memory is that of runs: of a map of organs a hundredth of the map, of one
 * in which no two neighbours are alike 16 bytes a pixel.
 *
 * @throws {RangeError} memory does not grow as far
 */
export function runComponents(
  kernels: VolumeKernels,
  labels: LabelArray,
  grid: Grid,
  background: number,
  steps: number,
  slabPixels = SLAB_PIXELS,
): FoundComponents {
  const { depth, height, width, pixelCount } = grid;
  const rowCount = depth * height;
  const slabRows = Math.min(Math.max(Math.floor(slabPixels / width), 1), rowCount);
  const slabPtr = align(kernels.heapBase());
  const rowsPtr = align(slabPtr + slabRows * width * 4);
  const runsPtr = align(rowsPtr + rowCount * 4);
  const { load, bytes } = loaderOf(kernels, labels);
  const backgroundBits = bitsIn(labels, background);
  const slabs = Array.from({ length: Math.ceil(rowCount / slabRows) }, (_, i) => {
    const firstRow = i * slabRows;
    const rows = Math.min(slabRows, rowCount - firstRow);
    return { firstRow, rows, first: firstRow * width, pixels: rows * width };
  });

  let runCount = 0;
  for (const { firstRow, rows, first, pixels } of slabs) {
    growTo(kernels, runsPtr + (runCount + pixels) * RUN_BYTES);
    load(labels.subarray(first, first + pixels), slabPtr);
    runCount = runsKernel(kernels, bytes)(
      slabPtr,
      rows,
      width,
      first,
      backgroundBits ?? 0,
      backgroundBits === undefined ? 0 : 1,
      rowsPtr + firstRow * 4,
      runsPtr,
      runCount,
    );
  }
  kernels.joinRuns(rowsPtr, runsPtr, depth, height, width, steps);
  const count = kernels.numberRuns(runsPtr, runCount);
  const tablePtr = align(runsPtr + runCount * RUN_BYTES);
  growTo(kernels, tablePtr + count * 8);
  kernels.componentTable(runsPtr, runCount, tablePtr, count);

  const words = new Uint32Array(kernels.memory.buffer);
  const table = words.subarray(tablePtr / 4, tablePtr / 4 + count * 2);
  const componentIds = new Uint32Array(pixelCount);
  let run = 0;
  for (const { firstRow, rows, first, pixels } of slabs) {
    const endRun = words[rowsPtr / 4 + firstRow + rows - 1] as number;
    // Of a slab without runs there is nothing to paint.
    if (endRun > run) {
      kernels.paintRuns(runsPtr, run, endRun, first, pixels, slabPtr);
      componentIds.set(words.subarray(slabPtr / 4, slabPtr / 4 + pixels), first);
    }
    run = endRun;
  }
  const hasSign = isSigned(labels);
  return {
    componentIds,
    areas: Float64Array.from({ length: count }, (_, i) => table[i * 2] as number),
    labels: Float64Array.from({ length: count }, (_, i) => {
      const bits = table[i * 2 + 1] as number;
      return hasSign ? bits | 0 : bits;
    }),
  };
}

type LabelBytes = 1 | 2 | 4;

/** How a slab of such labels gets into memory: those with a sign in 32 bits, so that -1 is not 255. */
function loaderOf(
  kernels: VolumeKernels,
  labels: LabelArray,
): { readonly bytes: LabelBytes; readonly load: (part: LabelArray, ptr: number) => void } {
  const bytes = isSigned(labels) ? 4 : (labels.BYTES_PER_ELEMENT as LabelBytes);
  const { memory } = kernels;
  return {
    bytes,
    load: (part, ptr) => {
      // A view of its own for each: growing memory takes the one before away.
      if (bytes === 1) new Uint8Array(memory.buffer, ptr, part.length).set(part);
      else if (bytes === 2) new Uint16Array(memory.buffer, ptr, part.length).set(part);
      else new Int32Array(memory.buffer, ptr, part.length).set(part);
    },
  };
}

function runsKernel(kernels: VolumeKernels, bytes: LabelBytes): VolumeKernels["componentRunsU8"] {
  if (bytes === 1) return kernels.componentRunsU8;
  return bytes === 2 ? kernels.componentRunsU16 : kernels.componentRunsU32;
}
