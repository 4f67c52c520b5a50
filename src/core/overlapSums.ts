import type { OverlapSums } from "../types.js";

/** Sums of zero for every image and class. */
export function emptyOverlapSums(batchSize: number, numClasses: number): OverlapSums {
  return {
    intersection: new Float64Array(batchSize * numClasses),
    groundTruthArea: new Float64Array(batchSize * numClasses),
    predictionArea: new Float64Array(batchSize * numClasses),
  };
}

/**
 * Soft sums are added up in blocks of this many pixels: partial sums of like size lose less than one long
 * sum, and a gigapixel mask stays within 1e-12. Even a block's length in pixels must not depend on how the
 * data arrives, so it is part of the definition of the sums. A multiple of 4 (see wasm/wasmCounter.ts).
 */
export const SOFT_BLOCK_PIXELS = 16384;
