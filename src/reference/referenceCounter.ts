import { emptyOverlapSums, SOFT_BLOCK_PIXELS } from "../core/overlapSums.js";
import type { ConfusionCounts, Counter, LabelArray, OverlapSums, ScoreTensor } from "../types.js";
import { argmaxAt, argmaxLabels } from "./argmax.js";

// The plain loops: what every other counter must equal, what benchmarks are measured against, and what
// runs where WebAssembly is not allowed.

function countOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums {
  const { batchSize, pixelCount, numClasses } = groundTruth;
  const sums = emptyOverlapSums(batchSize, numClasses);
  for (let image = 0; image < batchSize; image++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) {
      const first = (image * pixelCount + pixel) * numClasses;
      if (numClasses === 1) {
        const inGroundTruth = (groundTruth.data[first] as number) > 0;
        const inPrediction = (prediction.data[first] as number) > 0;
        if (inGroundTruth && inPrediction) increment(sums.intersection, image);
        if (inGroundTruth) increment(sums.groundTruthArea, image);
        if (inPrediction) increment(sums.predictionArea, image);
      } else {
        const t = argmaxAt(groundTruth.data, first, numClasses);
        const p = argmaxAt(prediction.data, first, numClasses);
        if (t === p) increment(sums.intersection, image * numClasses + t);
        increment(sums.groundTruthArea, image * numClasses + t);
        increment(sums.predictionArea, image * numClasses + p);
      }
    }
  }
  return sums;
}

function increment(counts: Float64Array, index: number): void {
  counts[index] = (counts[index] as number) + 1;
}

function sumOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums {
  const { batchSize, pixelCount, numClasses } = groundTruth;
  const sums = emptyOverlapSums(batchSize, numClasses);
  for (let image = 0; image < batchSize; image++) {
    for (let blockStart = 0; blockStart < pixelCount; blockStart += SOFT_BLOCK_PIXELS) {
      const block = emptyOverlapSums(1, numClasses);
      const blockEnd = Math.min(blockStart + SOFT_BLOCK_PIXELS, pixelCount);
      for (let pixel = blockStart; pixel < blockEnd; pixel++) {
        const first = (image * pixelCount + pixel) * numClasses;
        for (let c = 0; c < numClasses; c++) {
          const t = Math.abs(groundTruth.data[first + c] as number);
          const p = Math.abs(prediction.data[first + c] as number);
          block.intersection[c] = (block.intersection[c] as number) + t * p;
          block.groundTruthArea[c] = (block.groundTruthArea[c] as number) + t;
          block.predictionArea[c] = (block.predictionArea[c] as number) + p;
        }
      }
      addBlock(sums, block, image * numClasses, numClasses);
    }
  }
  return sums;
}

function addBlock(sums: OverlapSums, block: OverlapSums, first: number, numClasses: number): void {
  for (const key of ["intersection", "groundTruthArea", "predictionArea"] as const) {
    for (let c = 0; c < numClasses; c++) {
      sums[key][first + c] = (sums[key][first + c] as number) + (block[key][c] as number);
    }
  }
}

function countLabels(
  groundTruth: LabelArray,
  prediction: LabelArray,
  numClasses: number,
  ignoreIndex: number | undefined,
): ConfusionCounts {
  const counts = new Float64Array(numClasses * numClasses);
  let ignoredCount = 0;
  for (let pixel = 0; pixel < groundTruth.length; pixel++) {
    const t = groundTruth[pixel] as number;
    if (t === ignoreIndex) {
      ignoredCount++;
      continue;
    }
    const p = prediction[pixel] as number;
    if (t < 0 || t >= numClasses || p < 0 || p >= numClasses) {
      return { counts, ignoredCount, firstInvalidPixel: pixel };
    }
    increment(counts, t * numClasses + p);
  }
  return { counts, ignoredCount, firstInvalidPixel: -1 };
}

export const referenceCounter: Counter = {
  name: "reference",
  argmaxLabels,
  countOverlap,
  sumOverlap,
  countLabels,
};
