import type { ConfusionMatrix } from "../types.js";
import { countsOfCells, MAX_DENSE_CLASSES } from "./confusionCells.js";
import { entriesOf } from "./entries.js";
import { addVoidPredictions } from "./addVoidPredictions.js";

/** A matrix of no pixels. */
export function emptyMatrix(numClasses: number): ConfusionMatrix {
  return { numClasses, ...countsOfCells(new Map(), numClasses), ignoredCount: 0 };
}

/** Counts add: a matrix of both inputs' pixels, dense where its classes allow. They must have the same numClasses. */
export function addConfusionMatrices(a: ConfusionMatrix, b: ConfusionMatrix): ConfusionMatrix {
  const { numClasses } = a;
  const ignoredCount = a.ignoredCount + b.ignoredCount;
  const voids = addVoidPredictions(a.voidPredictions, b.voidPredictions);
  const more = voids === undefined ? {} : { voidPredictions: voids };
  if (numClasses <= MAX_DENSE_CLASSES) {
    const counts = new Float64Array(numClasses * numClasses);
    for (const matrix of [a, b]) addTo(counts, matrix);
    return { numClasses, counts, ignoredCount, ...more };
  }
  const byCell = new Map<number, number>();
  for (const matrix of [a, b]) {
    for (const [cell, count] of entriesOf(matrix)) byCell.set(cell, (byCell.get(cell) ?? 0) + count);
  }
  return { numClasses, ...countsOfCells(byCell, numClasses), ignoredCount, ...more };
}

/** A matrix whose arrays are its own. */
export function copyOfMatrix(matrix: ConfusionMatrix): ConfusionMatrix {
  const { counts, cells, voidPredictions } = matrix;
  return {
    ...matrix,
    counts: counts.slice(),
    ...(cells && { cells: cells.slice() }),
    ...(voidPredictions && { voidPredictions: voidPredictions.slice() }),
  };
}

function addTo(sums: Float64Array, { counts, cells }: ConfusionMatrix): void {
  for (let i = 0; i < counts.length; i++) {
    const cell = cells === undefined ? i : (cells[i] as number);
    sums[cell] = (sums[cell] as number) + (counts[i] as number);
  }
}
