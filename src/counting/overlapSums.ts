import type { ConfusionMatrix, OverlapSums } from "../types.js";

/** Sums of zero for every image and class. */
export function emptyOverlapSums(batchSize: number, numClasses: number): OverlapSums {
  return {
    intersection: new Float64Array(batchSize * numClasses),
    groundTruthArea: new Float64Array(batchSize * numClasses),
    predictionArea: new Float64Array(batchSize * numClasses),
  };
}

/**
 * Adds a confusion matrix of one image to its row of the sums: diagonal, row sums and column sums. Pixels whose prediction
 * is void are of their class's area in the truth, and of no predicted one.
 */
export function addConfusion(sums: OverlapSums, image: number, matrix: ConfusionMatrix): void {
  const { numClasses, counts, cells, voidPredictions } = matrix;
  const first = image * numClasses;
  const add = (areas: Float64Array, c: number, count: number): void => {
    areas[first + c] = (areas[first + c] as number) + count;
  };
  counts.forEach((count, i) => {
    const cell = cells === undefined ? i : (cells[i] as number);
    const t = Math.floor(cell / numClasses);
    const p = cell % numClasses;
    if (t === p) add(sums.intersection, t, count);
    add(sums.groundTruthArea, t, count);
    add(sums.predictionArea, p, count);
  });
  voidPredictions?.forEach((count, t) => {
    add(sums.groundTruthArea, t, count);
  });
}

/**
 * Soft sums are added up in blocks of this many pixels: partial sums of like size lose less than one long
 * sum, and a gigapixel mask stays within 1e-12. Even a block's length in pixels must not depend on how the
 * data arrives, so it is part of the definition of the sums. A multiple of 4 (see wasm/wasmCounter.ts).
 */
export const SOFT_BLOCK_PIXELS = 16384;
