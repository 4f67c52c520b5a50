import type { ConfusionMatrix } from "../types.js";

/** So many counts, most of them 0 as a rule: pixels of each cell of a matrix, or of each bin of a histogram. */
export interface Counts {
  /** Dense (cells is undefined): the count of each cell. Sparse: one number for each of cells. */
  readonly counts: Float64Array;
  /** Sparse: the cells that are not 0, ascending. */
  readonly cells?: Uint32Array | undefined;
}

/** The entries that are not 0, by ascending cell, dense or sparse. */
export function* entriesOf({ counts, cells }: Counts): Generator<readonly [cell: number, count: number]> {
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (count !== 0) yield [cells === undefined ? i : (cells[i] as number), count];
  }
}

/** Pixels that a matrix was counted of, ignored ones included. */
export function pixelsIn(matrix: ConfusionMatrix): number {
  return matrix.counts.reduce((sum, count) => sum + count, matrix.ignoredCount + voidCountOf(matrix));
}

/** Pixels of any class that are predicted void. */
export function voidCountOf({ voidPredictions }: ConfusionMatrix): number {
  return voidPredictions?.reduce((sum, count) => sum + count, 0) ?? 0;
}
