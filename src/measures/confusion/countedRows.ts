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
export function totalOf(rows: Iterable<CountedRow>, numClasses: number): ConfusionMatrix {
  const total = new TotalOfRows(numClasses);
  for (const row of rows) total.add(row);
  return total.matrix();
}

/** Sum of weight * matrix of rows that come one by one, in whose order it is. */
export class TotalOfRows {
  readonly #numClasses: number;
  readonly #dense: Float64Array | undefined;
  readonly #byCell = new Map<number, number>();
  #ignoredCount = 0;
  #voids: Float64Array | undefined;

  constructor(numClasses: number) {
    this.#numClasses = numClasses;
    const cells = numClasses * numClasses;
    this.#dense = cells <= MAX_DENSE_CELLS ? new Float64Array(cells) : undefined;
  }

  add({ weight, row }: CountedRow): void {
    const dense = this.#dense;
    for (let i = 0; i < row.counts.length; i++) {
      const count = row.counts[i] as number;
      if (count === 0) continue;
      const cell = row.cells === undefined ? i : (row.cells[i] as number);
      if (dense !== undefined) dense[cell] = (dense[cell] as number) + weight * count;
      else this.#byCell.set(cell, (this.#byCell.get(cell) ?? 0) + weight * count);
    }
    this.#ignoredCount += weight * row.ignoredCount;
    this.#voids = addVoidPredictions(this.#voids, row.voidPredictions, weight);
  }

  /** Of what was added so far; nothing more is to be. */
  matrix(): ConfusionMatrix {
    const total = {
      numClasses: this.#numClasses,
      ...(this.#dense === undefined ? this.#sparse() : { counts: this.#dense }),
      ignoredCount: this.#ignoredCount,
    };
    return this.#voids === undefined ? total : { ...total, voidPredictions: this.#voids };
  }

  #sparse(): Pick<ConfusionMatrix, "counts" | "cells"> {
    const cells = Uint32Array.from(this.#byCell.keys()).sort();
    return { counts: Float64Array.from(cells, (cell) => this.#byCell.get(cell) as number), cells };
  }
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
