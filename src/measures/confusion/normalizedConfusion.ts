import type { ConfusionMatrix } from "../../types.js";

/** By what a cell is divided: its row (shares of a true class), its column (of a predicted one), or everything. */
export type Normalization = "groundTruth" | "prediction" | "all";

/** Shares in place of counts. */
export interface NormalizedConfusion {
  readonly numClasses: number;
  /** Dense: values[groundTruth * numClasses + prediction]; NaN in a row (column) without pixels. Sparse: one of each of cells. */
  readonly values: Float64Array;
  readonly cells: Uint32Array | undefined;
}

export function normalizedConfusion(
  { numClasses, counts, cells }: ConfusionMatrix,
  by: Normalization,
): NormalizedConfusion {
  const keyOf = (i: number): number => {
    const cell = cells === undefined ? i : (cells[i] as number);
    return by === "all" ? 0 : by === "groundTruth" ? Math.floor(cell / numClasses) : cell % numClasses;
  };
  const sums = new Float64Array(by === "all" ? 1 : numClasses);
  counts.forEach((count, i) => {
    sums[keyOf(i)] = (sums[keyOf(i)] as number) + count;
  });
  return {
    numClasses,
    values: counts.map((count, i) => count / (sums[keyOf(i)] as number)),
    cells: cells?.slice(),
  };
}
