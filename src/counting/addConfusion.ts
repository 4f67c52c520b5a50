import type { ConfusionMatrix } from "../types.js";
import { countsOfCells, MAX_DENSE_CLASSES } from "./confusionCells.js";
import { type Counts, entriesOf } from "./entries.js";

/** A matrix of no pixels. */
export function emptyMatrix(numClasses: number): ConfusionMatrix {
  return { numClasses, ...countsOfCells(new Map(), numClasses), ignoredCount: 0 };
}

/** Counts add: a matrix of both inputs' pixels, dense where its classes allow. They must have the same numClasses. */
export function addConfusionMatrices(a: ConfusionMatrix, b: ConfusionMatrix): ConfusionMatrix {
  const { numClasses } = a;
  const ignoredCount = a.ignoredCount + b.ignoredCount;
  const sum: ConfusionMatrix = { numClasses, ...addCells(a, b, numClasses), ignoredCount };
  const voidPredictions = addVoid(a.voidPredictions, b.voidPredictions);
  return voidPredictions === undefined ? sum : { ...sum, voidPredictions };
}

function addCells(a: Counts, b: Counts, numClasses: number): Counts {
  if (numClasses <= MAX_DENSE_CLASSES) {
    const counts = new Float64Array(numClasses * numClasses);
    for (const matrix of [a, b]) addTo(counts, matrix);
    return { counts };
  }
  const byCell = new Map<number, number>();
  for (const matrix of [a, b]) {
    for (const [cell, count] of entriesOf(matrix)) byCell.set(cell, (byCell.get(cell) ?? 0) + count);
  }
  return countsOfCells(byCell, numClasses);
}

function addVoid(a: Float64Array | undefined, b: Float64Array | undefined): Float64Array | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.slice();
  return a.map((count, c) => count + (b[c] as number));
}

function addTo(sums: Float64Array, { counts, cells }: Counts): void {
  for (let i = 0; i < counts.length; i++) {
    const cell = cells === undefined ? i : (cells[i] as number);
    sums[cell] = (sums[cell] as number) + (counts[i] as number);
  }
}
