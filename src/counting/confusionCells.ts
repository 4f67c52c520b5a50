import type { ConfusionCounts } from "../types.js";

/** A dense matrix of this many classes takes 128 MiB; with more it is kept sparse. */
export const MAX_DENSE_CLASSES = 4096;

/** Cells beyond this many classes have no 32-bit index. */
export const MAX_CLASSES = 65536;

/** Sparse counts by cell -> counts as a ConfusionMatrix has them: dense where that fits. */
export function countsOfCells(
  byCell: ReadonlyMap<number, number>,
  numClasses: number,
): Pick<ConfusionCounts, "counts" | "cells"> {
  if (numClasses <= MAX_DENSE_CLASSES) {
    const counts = new Float64Array(numClasses * numClasses);
    for (const [cell, count] of byCell) counts[cell] = count;
    return { counts, cells: undefined };
  }
  const cells = Uint32Array.from(byCell.keys()).sort();
  return { counts: Float64Array.from(cells, (cell) => byCell.get(cell) as number), cells };
}
