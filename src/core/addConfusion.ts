import type { ConfusionMatrix } from "../types.js";
import { countsOfCells } from "./confusionCells.js";

/** A matrix of no pixels. */
export function emptyMatrix(numClasses: number): ConfusionMatrix {
  return { numClasses, ...countsOfCells(new Map(), numClasses), ignoredCount: 0 };
}

/** Counts add: a matrix of both inputs' pixels. They must have the same numClasses. */
export function addConfusionMatrices(a: ConfusionMatrix, b: ConfusionMatrix): ConfusionMatrix {
  const { numClasses } = a;
  const ignoredCount = a.ignoredCount + b.ignoredCount;
  if (a.cells === undefined || b.cells === undefined) {
    const counts = a.counts.map((count, cell) => count + (b.counts[cell] as number));
    return { numClasses, counts, ignoredCount };
  }
  const byCell = new Map<number, number>();
  for (const { counts, cells } of [a, b] as { counts: Float64Array; cells: Uint32Array }[]) {
    cells.forEach((cell, i) => byCell.set(cell, (byCell.get(cell) ?? 0) + (counts[i] as number)));
  }
  return { numClasses, ...countsOfCells(byCell, numClasses), ignoredCount };
}
