import { countsOfCells, MAX_DENSE_CLASSES } from "../confusionCells.js";
import { emptyOverlapSums, SOFT_BLOCK_PIXELS } from "../overlapSums.js";
import {
  type BinaryCounts,
  type ConfusionCounts,
  type Counter,
  type ImageSizes,
  isBigIntegers,
  type LabelSource,
  type OverlapSums,
  type PackedRows,
  type ScoreTensor,
} from "../../types.js";
import { argmaxAt, referenceArgmax } from "./referenceArgmax.js";
import { float16ToFloat32 } from "../../reading/float16.js";

// The plain loops: what every other counter must equal, what benchmarks are measured against, and what
// runs where WebAssembly is not allowed.

function countOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums {
  const { batchSize, pixelCount, numClasses } = groundTruth;
  const sums = emptyOverlapSums(batchSize, numClasses);
  const [t, p] = [readerOf(groundTruth), readerOf(prediction)] as const;
  for (let image = 0; image < batchSize; image++) {
    for (let pixel = 0; pixel < pixelCount; pixel++) {
      const tFirst = image * pixelCount * numClasses + pixel * t.pixelStep;
      const pFirst = image * pixelCount * numClasses + pixel * p.pixelStep;
      if (numClasses === 1) {
        const inGroundTruth = (t.data[tFirst] as number) > 0;
        const inPrediction = (p.data[pFirst] as number) > 0;
        if (inGroundTruth && inPrediction) increment(sums.intersection, image);
        if (inGroundTruth) increment(sums.groundTruthArea, image);
        if (inPrediction) increment(sums.predictionArea, image);
      } else {
        const trueLabel = argmaxAt(t.data, tFirst, numClasses, t.classStep);
        const predictedLabel = argmaxAt(p.data, pFirst, numClasses, p.classStep);
        if (trueLabel === predictedLabel) increment(sums.intersection, image * numClasses + trueLabel);
        increment(sums.groundTruthArea, image * numClasses + trueLabel);
        increment(sums.predictionArea, image * numClasses + predictedLabel);
      }
    }
  }
  return sums;
}

/** The numbers of a tensor, and how far apart its pixels and a pixel's scores are. */
interface ScoreReader {
  readonly data: ArrayLike<number>;
  readonly pixelStep: number;
  readonly classStep: number;
}

function readerOf({ data, isFloat16, layout, planeStride, numClasses }: ScoreTensor): ScoreReader {
  const isLast = layout === "channelsLast";
  return {
    data: isFloat16 ? float16ToFloat32(data) : data,
    pixelStep: isLast ? numClasses : 1,
    classStep: isLast ? 1 : planeStride,
  };
}

function increment(counts: Float64Array, index: number): void {
  counts[index] = (counts[index] as number) + 1;
}

function sumOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums {
  const { batchSize, pixelCount, numClasses } = groundTruth;
  const sums = emptyOverlapSums(batchSize, numClasses);
  const [truth, predicted] = [readerOf(groundTruth), readerOf(prediction)] as const;
  for (let image = 0; image < batchSize; image++) {
    for (let blockStart = 0; blockStart < pixelCount; blockStart += SOFT_BLOCK_PIXELS) {
      const block = emptyOverlapSums(1, numClasses);
      const blockEnd = Math.min(blockStart + SOFT_BLOCK_PIXELS, pixelCount);
      for (let pixel = blockStart; pixel < blockEnd; pixel++) {
        let i = image * pixelCount * numClasses + pixel * truth.pixelStep;
        let j = image * pixelCount * numClasses + pixel * predicted.pixelStep;
        for (let c = 0; c < numClasses; c++, i += truth.classStep, j += predicted.classStep) {
          const t = Math.abs(truth.data[i] as number);
          const p = Math.abs(predicted.data[j] as number);
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
  groundTruth: LabelSource,
  prediction: LabelSource,
  { batchSize, pixelCount }: ImageSizes,
  numClasses: number,
  ignoreIndex: number | undefined,
): ConfusionCounts {
  const truth = labelsOf(groundTruth);
  const predicted = labelsOf(prediction);
  if (numClasses > MAX_DENSE_CLASSES) return countSparsely(truth, predicted, numClasses, ignoreIndex);
  const counts = new Float64Array(numClasses * numClasses);
  const pixels = batchSize * pixelCount;
  const hasIgnoreIndex = ignoreIndex !== undefined;
  let ignoredCount = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const t = truth[pixel] as number;
    if (hasIgnoreIndex && t === ignoreIndex) {
      ignoredCount++;
      continue;
    }
    const p = predicted[pixel] as number;
    if (t < 0 || t >= numClasses || p < 0 || p >= numClasses) {
      return { counts, cells: undefined, ignoredCount, firstInvalidPixel: pixel };
    }
    counts[t * numClasses + p] = (counts[t * numClasses + p] as number) + 1;
  }
  return { counts, cells: undefined, ignoredCount, firstInvalidPixel: -1 };
}

function countSparsely(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  numClasses: number,
  ignoreIndex: number | undefined,
): ConfusionCounts {
  const byCell = new Map<number, number>();
  let ignoredCount = 0;
  let firstInvalidPixel = -1;
  for (let pixel = 0; pixel < truth.length; pixel++) {
    const t = truth[pixel] as number;
    if (t === ignoreIndex) {
      ignoredCount++;
      continue;
    }
    const p = predicted[pixel] as number;
    if (t < 0 || t >= numClasses || p < 0 || p >= numClasses) {
      firstInvalidPixel = pixel;
      break;
    }
    const cell = t * numClasses + p;
    byCell.set(cell, (byCell.get(cell) ?? 0) + 1);
  }
  return { ...countsOfCells(byCell, numClasses), ignoredCount, firstInvalidPixel };
}

/** Labels of a side as numbers; 64-bit ones lose nothing that could be a class or, within 2^53, an ignoreIndex. */
function labelsOf(source: LabelSource): ArrayLike<number> {
  if (!ArrayBuffer.isView(source)) return referenceArgmax(source);
  return isBigIntegers(source) ? Float64Array.from(source, Number) : source;
}

function countBinary(groundTruth: Uint8Array, prediction: Uint8Array): BinaryCounts {
  let intersection = 0;
  let groundTruthArea = 0;
  let predictionArea = 0;
  for (let pixel = 0; pixel < groundTruth.length; pixel++) {
    const t = groundTruth[pixel] !== 0;
    const p = prediction[pixel] !== 0;
    if (t && p) intersection++;
    if (t) groundTruthArea++;
    if (p) predictionArea++;
  }
  return { intersection, groundTruthArea, predictionArea };
}

function countPacked(
  groundTruth: Uint8Array,
  prediction: Uint8Array,
  { width, height, rowBytes }: PackedRows,
): BinaryCounts {
  let intersection = 0;
  let groundTruthArea = 0;
  let predictionArea = 0;
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      const byte = row * rowBytes + (x >> 3);
      const mask = 0x80 >> (x & 7);
      const t = ((groundTruth[byte] as number) & mask) !== 0;
      const p = ((prediction[byte] as number) & mask) !== 0;
      if (t && p) intersection++;
      if (t) groundTruthArea++;
      if (p) predictionArea++;
    }
  }
  return { intersection, groundTruthArea, predictionArea };
}

export const referenceCounter: Counter = {
  name: "reference",
  argmaxLabels: referenceArgmax,
  countOverlap,
  sumOverlap,
  countLabels,
  countBinary,
  countPacked,
};
