import { emptyOverlapSums, SOFT_BLOCK_PIXELS } from "../core/overlapSums.js";
import { newLabels } from "../reference/argmax.js";
import { referenceCounter } from "../reference/referenceCounter.js";
import type {
  ConfusionCounts,
  Counter,
  Float32Exact,
  LabelArray,
  OverlapSums,
  ScoreTensor,
} from "../types.js";
import { Arena } from "./arena.js";
import type { BinaryName } from "./load.js";
import type { Kernels } from "./kernels.js";

/** One tile of one tensor. Both tiles and what is counted from them fit the second-level cache, so the
 *  copy into WebAssembly memory costs no second trip to RAM (bench: metrics_np standard, 21 classes). */
const TILE_BYTES = 131072;

/** Beyond these the counters alone would break the 8 MiB bound on memory, so the plain loops count. */
const MAX_SCORE_CLASSES = 16384;
const MAX_LABEL_CLASSES = 1024;

/** Kernels count in u32: their counters are emptied well before 2^32 pixels. */
const MAX_UNFLUSHED_PIXELS = 2 ** 31;

/** How data is cut up. No count depends on it; tests pass small numbers to show that. */
export interface TileLimits {
  readonly tileBytes: number;
  readonly maxUnflushedPixels: number;
}

/** Counts with a WebAssembly binary: data passes in tiles through a small, fixed part of its memory. */
export class WasmCounter implements Counter {
  readonly name: BinaryName;
  readonly #kernels: Kernels;
  readonly #arena: Arena;
  readonly #limits: TileLimits;

  constructor(
    name: BinaryName,
    kernels: Kernels,
    limits: TileLimits = { tileBytes: TILE_BYTES, maxUnflushedPixels: MAX_UNFLUSHED_PIXELS },
  ) {
    this.name = name;
    this.#kernels = kernels;
    this.#arena = new Arena(kernels.memory, kernels.heapBase());
    this.#limits = limits;
  }

  /** Bytes of WebAssembly memory in use. */
  get memoryBytes(): number {
    return this.#arena.byteLength;
  }

  argmaxLabels(scores: ScoreTensor): Uint16Array | Uint32Array {
    if (scores.numClasses > MAX_SCORE_CLASSES) return referenceCounter.argmaxLabels(scores);
    const pixels = scores.batchSize * scores.pixelCount;
    const labels = newLabels(pixels, scores.numClasses);
    const elementBytes = elementBytesOf(scores);
    const tilePixels = this.#tilePixels(pixels, scores.numClasses * elementBytes, 8);
    const [scoresPtr, labelsPtr] = this.#arena.layOut(
      tilePixels * scores.numClasses * elementBytes,
      tilePixels * 2,
    );
    for (let start = 0; start < pixels; start += tilePixels) {
      const count = Math.min(tilePixels, pixels - start);
      this.#labelTile(scores, elementBytes, start, count, scoresPtr, labelsPtr);
      labels.set(this.#arena.u16(labelsPtr, count), start);
    }
    return labels;
  }

  countOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums {
    const { batchSize, pixelCount, numClasses } = groundTruth;
    if (numClasses > MAX_SCORE_CLASSES) return referenceCounter.countOverlap(groundTruth, prediction);
    const sums = emptyOverlapSums(batchSize, numClasses);
    const elementBytes = elementBytesOf(groundTruth, prediction);
    const tilePixels = this.#tilePixels(pixelCount, numClasses * elementBytes, 8);
    const tileBytes = tilePixels * numClasses * elementBytes;
    // A single class is counted as label 1 of two, and label 0, the background, is left where it is.
    const labelClasses = Math.max(numClasses, 2);
    const firstClass = labelClasses - numClasses;
    const [countsPtr, groundTruthPtr, predictionPtr, groundTruthLabelsPtr, predictionLabelsPtr] =
      this.#arena.layOut(labelClasses * 3 * 4, tileBytes, tileBytes, tilePixels * 2, tilePixels * 2);
    const counts = this.#arena.u32(countsPtr, labelClasses * 3);
    for (let image = 0; image < batchSize; image++) {
      counts.fill(0);
      let unflushed = 0;
      for (let start = 0; start < pixelCount; start += tilePixels) {
        const count = Math.min(tilePixels, pixelCount - start);
        const first = image * pixelCount + start;
        this.#labelTile(groundTruth, elementBytes, first, count, groundTruthPtr, groundTruthLabelsPtr);
        this.#labelTile(prediction, elementBytes, first, count, predictionPtr, predictionLabelsPtr);
        this.#kernels.labelOverlap(groundTruthLabelsPtr, predictionLabelsPtr, count, labelClasses, countsPtr);
        unflushed += count;
        if (unflushed > this.#limits.maxUnflushedPixels) {
          addColumns(sums, image, numClasses, counts, labelClasses, firstClass);
          counts.fill(0);
          unflushed = 0;
        }
      }
      addColumns(sums, image, numClasses, counts, labelClasses, firstClass);
    }
    return sums;
  }

  sumOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums {
    const { batchSize, pixelCount, numClasses } = groundTruth;
    if (numClasses > MAX_SCORE_CLASSES) return referenceCounter.sumOverlap(groundTruth, prediction);
    const sums = emptyOverlapSums(batchSize, numClasses);
    const elementBytes = elementBytesOf(groundTruth, prediction);
    const softSums = elementBytes === 4 ? this.#kernels.softSumsF32 : this.#kernels.softSumsF64;
    // Pixels side by side until four lanes divide their scores: 21 classes are summed in 84 columns.
    const pixelsPerRow = numClasses % 4 === 0 ? 1 : numClasses % 2 === 0 ? 2 : 4;
    const width = numClasses * pixelsPerRow;
    const tilePixels = this.#tilePixels(pixelCount, numClasses * elementBytes, pixelsPerRow);
    const tileBytes = tilePixels * numClasses * elementBytes;
    const [sumsPtr, groundTruthPtr, predictionPtr] = this.#arena.layOut(width * 3 * 8, tileBytes, tileBytes);
    const columns = this.#arena.f64(sumsPtr, width * 3);
    for (let image = 0; image < batchSize; image++) {
      for (let blockStart = 0; blockStart < pixelCount; blockStart += SOFT_BLOCK_PIXELS) {
        const blockEnd = Math.min(blockStart + SOFT_BLOCK_PIXELS, pixelCount);
        columns.fill(0);
        for (let start = blockStart; start < blockEnd; start += tilePixels) {
          const count = Math.min(tilePixels, blockEnd - start);
          const first = image * pixelCount + start;
          this.#stage(groundTruth, elementBytes, first, count, groundTruthPtr);
          this.#stage(prediction, elementBytes, first, count, predictionPtr);
          softSums(groundTruthPtr, predictionPtr, count * numClasses, width, sumsPtr);
        }
        addColumns(sums, image, numClasses, columns, width, 0);
      }
    }
    return sums;
  }

  countLabels(
    groundTruth: LabelArray,
    prediction: LabelArray,
    numClasses: number,
    ignoreIndex: number | undefined,
  ): ConfusionCounts {
    if (numClasses > MAX_LABEL_CLASSES) {
      return referenceCounter.countLabels(groundTruth, prediction, numClasses, ignoreIndex);
    }
    const counts = new Float64Array(numClasses * numClasses);
    const elementBytes = isUnsignedByte(groundTruth) && isUnsignedByte(prediction) ? 1 : 4;
    const jointHistogram =
      elementBytes === 1 ? this.#kernels.jointHistogramU8 : this.#kernels.jointHistogramI32;
    const ignored = ignoreIndex !== undefined && canHold(groundTruth, ignoreIndex) ? ignoreIndex : undefined;
    const pixelCount = groundTruth.length;
    const tilePixels = this.#tilePixels(pixelCount, elementBytes, 16);
    const [countsPtr, groundTruthPtr, predictionPtr] = this.#arena.layOut(
      (numClasses * numClasses + 1) * 4,
      tilePixels * elementBytes,
      tilePixels * elementBytes,
    );
    const tileCounts = this.#arena.u32(countsPtr, numClasses * numClasses + 1);
    tileCounts.fill(0);
    const view = (offset: number, length: number): Uint8Array | Int32Array =>
      elementBytes === 1 ? this.#arena.u8(offset, length) : this.#arena.i32(offset, length);
    let ignoredCount = 0;
    let unflushed = 0;
    const flush = (): void => {
      for (let cell = 0; cell < counts.length; cell++) {
        counts[cell] = (counts[cell] as number) + (tileCounts[cell] as number);
      }
      ignoredCount += tileCounts[counts.length] as number;
      tileCounts.fill(0);
      unflushed = 0;
    };
    for (let start = 0; start < pixelCount; start += tilePixels) {
      const count = Math.min(tilePixels, pixelCount - start);
      view(groundTruthPtr, count).set(groundTruth.subarray(start, start + count));
      view(predictionPtr, count).set(prediction.subarray(start, start + count));
      const counted =
        jointHistogram(
          groundTruthPtr,
          predictionPtr,
          count,
          numClasses,
          ignored === undefined ? 0 : ignored | 0,
          ignored === undefined ? 0 : 1,
          countsPtr,
        ) >>> 0;
      if (counted < count) return { counts, ignoredCount, firstInvalidPixel: start + counted };
      unflushed += count;
      if (unflushed > this.#limits.maxUnflushedPixels) flush();
    }
    flush();
    return { counts, ignoredCount, firstInvalidPixel: -1 };
  }

  /** Pixels a tile: a multiple of `step` unless the image is smaller. */
  #tilePixels(pixelCount: number, pixelBytes: number, step: number): number {
    const fitting = Math.floor(this.#limits.tileBytes / pixelBytes);
    return Math.min(Math.max(fitting - (fitting % step), step), pixelCount);
  }

  /** Copies pixels first..first+count into memory as float32 or float64: exact either way. */
  #stage(scores: ScoreTensor, elementBytes: 4 | 8, first: number, count: number, ptr: number): void {
    const { data, numClasses } = scores;
    const length = count * numClasses;
    const view = elementBytes === 4 ? this.#arena.f32(ptr, length) : this.#arena.f64(ptr, length);
    view.set(data.subarray(first * numClasses, first * numClasses + length));
  }

  /** Stages one tile of scores and turns it into labels. */
  #labelTile(
    scores: ScoreTensor,
    elementBytes: 4 | 8,
    first: number,
    count: number,
    scoresPtr: number,
    labelsPtr: number,
  ): void {
    this.#stage(scores, elementBytes, first, count, scoresPtr);
    const { argmaxF32, argmaxF64, thresholdF32, thresholdF64 } = this.#kernels;
    if (scores.numClasses === 1) {
      (elementBytes === 4 ? thresholdF32 : thresholdF64)(scoresPtr, count, labelsPtr);
    } else {
      (elementBytes === 4 ? argmaxF32 : argmaxF64)(scoresPtr, count, scores.numClasses, labelsPtr);
    }
  }
}

/** 4 where float32 holds every score of all the tensors exactly, else 8. */
function elementBytesOf(...tensors: readonly ScoreTensor[]): 4 | 8 {
  return tensors.every(({ data }) => isFloat32Exact(data)) ? 4 : 8;
}

function isFloat32Exact(data: ScoreTensor["data"]): data is Float32Exact {
  return data.BYTES_PER_ELEMENT <= 2 || data[Symbol.toStringTag] === "Float32Array";
}

function isUnsignedByte(labels: LabelArray): boolean {
  return labels.BYTES_PER_ELEMENT === 1 && labels[Symbol.toStringTag] !== "Int8Array";
}

/** Whether a label can equal ignoreIndex once both are 32 bits wide: 2^32 - 1 and -1 have the same bits there. */
function canHold(labels: LabelArray, ignoreIndex: number): boolean {
  return labels[Symbol.toStringTag] === "Uint32Array"
    ? ignoreIndex >= 0 && ignoreIndex < 2 ** 32
    : ignoreIndex >= -(2 ** 31) && ignoreIndex < 2 ** 31;
}

/**
 * Adds counters of `width` columns, three rows one after the other, to one image's sums. Columns before
 * firstColumn are passed over; the others are the classes, over and over.
 */
function addColumns(
  sums: OverlapSums,
  image: number,
  numClasses: number,
  columns: Uint32Array | Float64Array,
  width: number,
  firstColumn: number,
): void {
  const rows = [sums.intersection, sums.groundTruthArea, sums.predictionArea];
  rows.forEach((row, index) => {
    for (let c = 0; c < numClasses; c++) {
      let sum = 0;
      for (let column = firstColumn + c; column < width; column += numClasses) {
        sum += columns[index * width + column] as number;
      }
      row[image * numClasses + c] = (row[image * numClasses + c] as number) + sum;
    }
  });
}
