import { entriesOf } from "../../counting/entries.js";
import { addVoidPredictions } from "../../counting/addVoidPredictions.js";
import type { CountedRun, ImageTable } from "./countedRun.js";
import { addConfusion, emptyOverlapSums } from "../../counting/overlapSums.js";
import type { ConfusionMatrix } from "../../types.js";
import { compactCounts } from "../counts.js";
import type { MeasuredImage } from "../measure.js";
import { ignoredLabels } from "../../labels/labelRules.js";
import { classNamesOf, type ScorerSettings } from "./settings.js";

/** One image's counts: all that is kept of it. Its matrix is sparse (with cells) where that takes less memory. */
export type CountedRow = MeasuredImage<ConfusionMatrix>;

/** The total of more cells than this is kept sparse. */
const MAX_DENSE_CELLS = 2 ** 20;

/** The same counts in whichever form takes less memory. */
export function compact(matrix: ConfusionMatrix): ConfusionMatrix {
  const { numClasses } = matrix;
  const counts = compactCounts(matrix, numClasses * numClasses);
  return counts === matrix ? matrix : { ...matrix, counts: counts.counts, cells: counts.cells };
}

/** Sum of weight * matrix, in the order of the rows. */
export function totalOf(rows: readonly CountedRow[], numClasses: number): ConfusionMatrix {
  let ignoredCount = 0;
  let voids: Float64Array | undefined;
  for (const { weight, row } of rows) {
    ignoredCount += weight * row.ignoredCount;
    voids = addVoidPredictions(voids, row.voidPredictions, weight);
  }
  const total = { numClasses, ...totalCounts(rows, numClasses), ignoredCount };
  return voids === undefined ? total : { ...total, voidPredictions: voids };
}

function totalCounts(
  rows: readonly CountedRow[],
  numClasses: number,
): Pick<ConfusionMatrix, "counts" | "cells"> {
  if (numClasses * numClasses <= MAX_DENSE_CELLS) {
    const counts = new Float64Array(numClasses * numClasses);
    for (const { weight, row } of rows) {
      for (const [cell, count] of entriesOf(row)) {
        counts[cell] = (counts[cell] as number) + weight * count;
      }
    }
    return { counts };
  }
  const byCell = new Map<number, number>();
  for (const { weight, row } of rows) {
    for (const [cell, count] of entriesOf(row)) {
      byCell.set(cell, (byCell.get(cell) ?? 0) + weight * count);
    }
  }
  const cells = Uint32Array.from(byCell.keys()).sort();
  return { counts: Float64Array.from(cells, (cell) => byCell.get(cell) as number), cells };
}

/** Rows in canonical order as the table that scores are read from. */
export function tableOf(rows: readonly CountedRow[], numClasses: number): ImageTable {
  const sums = emptyOverlapSums(rows.length, numClasses);
  rows.forEach(({ row }, image) => {
    addConfusion(sums, image, row);
  });
  return {
    ids: rows.map(({ id }) => id),
    weights: Float64Array.from(rows, ({ weight }) => weight),
    clusters: rows.map(({ cluster }) => cluster),
    sums,
    matrices: rows.map(({ row }) => row),
  };
}

/** The run of a state: its settings, its total and, where they are kept, its images. */
export function countedRunOf(
  settings: ScorerSettings,
  total: ConfusionMatrix,
  images: ImageTable | undefined,
): CountedRun {
  const { numClasses, ignoreIndex, excludeClasses, groups } = settings;
  const totalSums = emptyOverlapSums(1, numClasses);
  addConfusion(totalSums, 0, total);
  return {
    numClasses,
    classNames: classNamesOf(settings),
    ignored: ignoredLabels(ignoreIndex),
    excludeClasses,
    groups,
    total,
    totalSums,
    images,
  };
}
