import { emptyOverlapSums, SOFT_BLOCK_PIXELS } from "../overlapSums.js";
import { newLabels } from "../reference/referenceArgmax.js";
import { referenceCounter } from "../reference/referenceCounter.js";
import type {
  BinaryCounts,
  ConfusionCounts,
  Counter,
  ImageSizes,
  LabelSource,
  OverlapSums,
  PackedRows,
  ScoreTensor,
} from "../../types.js";
import { Arena } from "./arena.js";
import { countBinary, countPacked } from "./countBytes.js";
import { countLabels } from "./countLabels.js";
import type { Kernels } from "./kernels.js";
import { ArgmaxLabels } from "./labelStage.js";
import type { BinaryName } from "./load.js";
import { ScoreStage, scoreBytesOf } from "./scoreStage.js";
import { layOutSides, TILE_LIMITS, type TileLimits, tilePixelsOf, type WasmBackend } from "./tiles.js";

/** Beyond this the counters of scores alone would break the 8 MiB bound on memory: the plain loops count them. */
const MAX_SCORE_CLASSES = 16384;

/** Counts with a WebAssembly binary: data passes in tiles through a small, fixed part of its memory. */
export class WasmCounter implements Counter {
  readonly name: BinaryName;
  readonly arena: Arena;
  readonly #wasm: WasmBackend;

  constructor(name: BinaryName, kernels: Kernels, limits: TileLimits = TILE_LIMITS) {
    this.name = name;
    this.arena = new Arena(kernels.memory, kernels.heapBase());
    this.#wasm = { kernels, arena: this.arena, limits };
  }

  argmaxLabels(scores: ScoreTensor): Uint16Array | Uint32Array {
    const { batchSize, pixelCount, numClasses } = scores;
    if (numClasses > MAX_SCORE_CLASSES) return referenceCounter.argmaxLabels(scores);
    const { kernels, arena, limits } = this.#wasm;
    const labels = newLabels(batchSize * pixelCount, numClasses);
    const stage = new ArgmaxLabels(scores, 2, undefined, kernels, arena);
    const tilePixels = tilePixelsOf(limits, pixelCount, stage.pixelBytes, 16);
    stage.place(arena.layOut(stage.scratchBytes(tilePixels)) as [number, number, number], tilePixels);
    for (let image = 0; image < batchSize; image++) {
      for (let start = 0; start < pixelCount; start += tilePixels) {
        const count = Math.min(tilePixels, pixelCount - start);
        const ptr = stage.load(image, start, count) / 2;
        labels.set(arena.views.u16.subarray(ptr, ptr + count), image * pixelCount + start);
      }
    }
    return labels;
  }

  countOverlap(groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums {
    const { batchSize, pixelCount, numClasses } = groundTruth;
    if (numClasses > MAX_SCORE_CLASSES) return referenceCounter.countOverlap(groundTruth, prediction);
    const { kernels, arena, limits } = this.#wasm;
    const sums = emptyOverlapSums(batchSize, numClasses);
    const scoreBytes = scoreBytesOf(groundTruth, prediction);
    const truth = new ArgmaxLabels(groundTruth, 2, undefined, kernels, arena, scoreBytes);
    const predicted = new ArgmaxLabels(prediction, 2, undefined, kernels, arena, scoreBytes);
    const tilePixels = tilePixelsOf(limits, pixelCount, truth.pixelBytes, 16);
    // A single class is counted as label 1 of two, and label 0, the background, is left where it is.
    const labelClasses = Math.max(numClasses, 2);
    const firstClass = labelClasses - numClasses;
    const countsPtr = layOutSides(arena, labelClasses * 3 * 4, truth, predicted, tilePixels);
    const counts = arena.views.u32.subarray(countsPtr / 4, countsPtr / 4 + labelClasses * 3);
    for (let image = 0; image < batchSize; image++) {
      counts.fill(0);
      let unflushed = 0;
      for (let start = 0; start < pixelCount; start += tilePixels) {
        const count = Math.min(tilePixels, pixelCount - start);
        const truthPtr = truth.load(image, start, count);
        const predictedPtr = predicted.load(image, start, count);
        kernels.labelOverlap(truthPtr, predictedPtr, count, labelClasses, countsPtr);
        unflushed += count;
        if (unflushed > limits.maxUnflushedPixels) {
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
    const { layout, batchSize, pixelCount, numClasses } = groundTruth;
    if (numClasses > MAX_SCORE_CLASSES) return referenceCounter.sumOverlap(groundTruth, prediction);
    const { kernels, arena, limits } = this.#wasm;
    const sums = emptyOverlapSums(batchSize, numClasses);
    const scoreBytes = scoreBytesOf(groundTruth, prediction);
    const softSums = scoreBytes === 4 ? kernels.softSumsF32 : kernels.softSumsF64;
    // The kernel goes through a tile in steps of a row: from memory that is not in the cache that is slower than the
    // copy and the steps together (bench: metrics_np soft, in place).
    const truth = new ScoreStage(groundTruth, kernels, arena, scoreBytes, "copied");
    const predicted = new ScoreStage(prediction, kernels, arena, scoreBytes, "copied");
    // Channels last: pixels side by side until four lanes divide their scores, 21 classes in 84 columns. Channels
    // first: each plane is a run of its own, of four columns.
    const isLast = layout === "channelsLast";
    const pixelsPerRow = isLast ? (numClasses % 4 === 0 ? 1 : numClasses % 2 === 0 ? 2 : 4) : 4;
    const width = isLast ? numClasses * pixelsPerRow : 4;
    const planes = isLast ? 1 : numClasses;
    const tilePixels = tilePixelsOf(limits, pixelCount, numClasses * scoreBytes, pixelsPerRow);
    const [sumsPtr, ...ptrs] = arena.layOut([
      planes * width * 3 * 8,
      ...truth.scratchBytes(tilePixels),
      ...predicted.scratchBytes(tilePixels),
    ]) as [number, number, number, number, number];
    truth.place(ptrs[0], ptrs[1], tilePixels);
    predicted.place(ptrs[2], ptrs[3], tilePixels);
    const columns = arena.views.f64.subarray(sumsPtr / 8, sumsPtr / 8 + planes * width * 3);
    for (let image = 0; image < batchSize; image++) {
      for (let blockStart = 0; blockStart < pixelCount; blockStart += SOFT_BLOCK_PIXELS) {
        const blockEnd = Math.min(blockStart + SOFT_BLOCK_PIXELS, pixelCount);
        columns.fill(0);
        for (let start = blockStart; start < blockEnd; start += tilePixels) {
          const count = Math.min(tilePixels, blockEnd - start);
          const t = truth.load(image, start, count);
          const p = predicted.load(image, start, count);
          const elements = isLast ? count * numClasses : count;
          for (let plane = 0; plane < planes; plane++) {
            softSums(
              t.ptr + plane * t.planeBytes,
              p.ptr + plane * p.planeBytes,
              elements,
              width,
              sumsPtr + plane * width * 24,
            );
          }
        }
        if (isLast) addColumns(sums, image, numClasses, columns, width, 0);
        else addPlanes(sums, image, numClasses, columns);
      }
    }
    return sums;
  }

  countLabels(
    groundTruth: LabelSource,
    prediction: LabelSource,
    sizes: ImageSizes,
    numClasses: number,
    ignoreIndex: number | undefined,
  ): ConfusionCounts {
    const tooMany = [groundTruth, prediction].some(
      (source) => !ArrayBuffer.isView(source) && source.numClasses > MAX_SCORE_CLASSES,
    );
    return tooMany
      ? referenceCounter.countLabels(groundTruth, prediction, sizes, numClasses, ignoreIndex)
      : countLabels(this.#wasm, groundTruth, prediction, sizes, numClasses, ignoreIndex);
  }

  countBinary(groundTruth: Uint8Array, prediction: Uint8Array): BinaryCounts {
    return countBinary(this.#wasm, groundTruth, prediction);
  }

  countPacked(groundTruth: Uint8Array, prediction: Uint8Array, rows: PackedRows): BinaryCounts {
    return countPacked(this.#wasm, groundTruth, prediction, rows);
  }
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

/** Adds the sums of planes, each three rows of four columns, to one image's sums. */
function addPlanes(sums: OverlapSums, image: number, numClasses: number, columns: Float64Array): void {
  const rows = [sums.intersection, sums.groundTruthArea, sums.predictionArea];
  rows.forEach((row, index) => {
    for (let c = 0; c < numClasses; c++) {
      const first = c * 12 + index * 4;
      let sum = 0;
      for (let column = first; column < first + 4; column++) sum += columns[column] as number;
      row[image * numClasses + c] = (row[image * numClasses + c] as number) + sum;
    }
  });
}
