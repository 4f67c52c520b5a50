import type { ConfusionMatrix } from "../../types.js";

/** By what a cell is divided: its row (shares of a true class), its column (of a predicted one), or everything. */
export type Normalization = "groundTruth" | "prediction" | "all";

/** Shares in place of counts. */
export interface NormalizedConfusion {
  readonly numClasses: number;
  /** Dense: values[groundTruth * numClasses + prediction]; NaN in a row (column) without pixels. Sparse: one of each of cells. */
  readonly values: Float64Array;
  readonly cells: Uint32Array | undefined;
  /** Shares of the pixels of each true class that are predicted void, a column of their own; undefined where there are none. */
  readonly voidPredictions?: Float64Array | undefined;
}

export function normalizedConfusion(
  { numClasses, counts, cells, voidPredictions }: ConfusionMatrix,
  by: Normalization,
): NormalizedConfusion {
  const keyOf = (i: number): number => {
    const cell = cells === undefined ? i : (cells[i] as number);
    return by === "all" ? 0 : by === "groundTruth" ? Math.floor(cell / numClasses) : cell % numClasses;
  };
  // Behind the predicted classes stands void.
  const voidKeyOf = (t: number): number => (by === "all" ? 0 : by === "groundTruth" ? t : numClasses);
  const sums = new Float64Array(by === "all" ? 1 : numClasses + 1);
  counts.forEach((count, i) => {
    sums[keyOf(i)] = (sums[keyOf(i)] as number) + count;
  });
  voidPredictions?.forEach((count, t) => {
    sums[voidKeyOf(t)] = (sums[voidKeyOf(t)] as number) + count;
  });
  return {
    numClasses,
    values: counts.map((count, i) => count / (sums[keyOf(i)] as number)),
    cells: cells?.slice(),
    ...(voidPredictions === undefined
      ? {}
      : { voidPredictions: voidPredictions.map((count, t) => count / (sums[voidKeyOf(t)] as number)) }),
  };
}
