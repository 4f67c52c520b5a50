import { countsOfCells, MAX_DENSE_CLASSES } from "../confusionCells.js";
import type { ConfusionCounts, ImageSizes, LabelSource } from "../../types.js";
import { type LabelBytes, labelBytesOf, type LabelStage, labelStage } from "./labelStage.js";
import { layOutSides, tilePixelsOf, type WasmBackend } from "./tiles.js";

/** A matrix of more classes would break the 8 MiB bound on memory: its cells are counted in a hash table. */
const MAX_MATRIX_CLASSES = 1024;

/** Entries of the hash table; a power of two. */
const TABLE_CAPACITY = 65536;
const TABLE_HEADER = 16;
const TABLE_FULL = 1;
const TABLE_INVALID = 2;

/** Counts a tile that lies in memory, which begins with pixel firstPixel of all; gives false to stop. */
type CountTile = (truthPtr: number, predictedPtr: number, count: number, firstPixel: number) => boolean;

/** The joint histogram of two sides, tile by tile. */
export function countLabels(
  wasm: WasmBackend,
  groundTruth: LabelSource,
  prediction: LabelSource,
  sizes: ImageSizes,
  numClasses: number,
  ignoreIndex: number | undefined,
): ConfusionCounts {
  const isSparse = numClasses > MAX_MATRIX_CLASSES;
  const labelBytes: LabelBytes = isSparse
    ? 4
    : (Math.max(labelBytesOf(groundTruth), labelBytesOf(prediction)) as LabelBytes);
  const { kernels, arena } = wasm;
  const truth = labelStage(groundTruth, sizes.pixelCount, labelBytes, ignoreIndex, kernels, arena);
  // ignoreIndex is a ground-truth label: a prediction of that value is a class like any other.
  const predicted = labelStage(prediction, sizes.pixelCount, labelBytes, undefined, kernels, arena);
  return isSparse
    ? countSparsely(wasm, truth, predicted, sizes, numClasses)
    : countMatrix(wasm, truth, predicted, sizes, numClasses, labelBytes);
}

function sideTilePixels(
  { limits }: WasmBackend,
  truth: LabelStage,
  predicted: LabelStage,
  pixelCount: number,
): number {
  if (truth.inPlace && predicted.inPlace) return Math.min(pixelCount, 2 ** 30);
  return tilePixelsOf(limits, pixelCount, Math.max(truth.pixelBytes, predicted.pixelBytes), 16);
}

/** Loads one tile after the other. */
function forEachTile(
  { batchSize, pixelCount }: ImageSizes,
  truth: LabelStage,
  predicted: LabelStage,
  tilePixels: number,
  countTile: CountTile,
): void {
  for (let image = 0; image < batchSize; image++) {
    for (let start = 0; start < pixelCount; start += tilePixels) {
      const count = Math.min(tilePixels, pixelCount - start);
      const truthPtr = truth.load(image, start, count);
      const predictedPtr = predicted.load(image, start, count);
      if (!countTile(truthPtr, predictedPtr, count, image * pixelCount + start)) return;
    }
  }
}

function countMatrix(
  wasm: WasmBackend,
  truth: LabelStage,
  predicted: LabelStage,
  sizes: ImageSizes,
  numClasses: number,
  labelBytes: LabelBytes,
): ConfusionCounts {
  const { kernels, arena, limits } = wasm;
  const { jointHistogramU8, jointHistogramU16, jointHistogramU32 } = kernels;
  const jointHistogram =
    labelBytes === 1 ? jointHistogramU8 : labelBytes === 2 ? jointHistogramU16 : jointHistogramU32;
  const cells = numClasses * numClasses;
  const counts = new Float64Array(cells);
  const tilePixels = sideTilePixels(wasm, truth, predicted, sizes.pixelCount);
  const countsPtr = layOutSides(arena, (cells + 1) * 4, truth, predicted, tilePixels);
  const { u32 } = arena.views;
  const first = countsPtr / 4;
  u32.fill(0, first, first + cells + 1);
  let ignoredCount = 0;
  let unflushed = 0;
  let firstInvalidPixel = -1;
  const flush = (): void => {
    for (let cell = 0; cell < cells; cell++) {
      counts[cell] = (counts[cell] as number) + (u32[first + cell] as number);
    }
    ignoredCount += u32[first + cells] as number;
  };
  const ignoreIndex = truth.ignoreIndex ?? 0;
  const hasIgnoreIndex = truth.ignoreIndex === undefined ? 0 : 1;
  forEachTile(sizes, truth, predicted, tilePixels, (truthPtr, predictedPtr, count, firstPixel) => {
    const counted =
      jointHistogram(truthPtr, predictedPtr, count, numClasses, ignoreIndex, hasIgnoreIndex, countsPtr) >>> 0;
    if (counted < count) {
      firstInvalidPixel = firstPixel + counted;
      return false;
    }
    unflushed += count;
    if (unflushed > limits.maxUnflushedPixels) {
      flush();
      u32.fill(0, first, first + cells + 1);
      unflushed = 0;
    }
    return true;
  });
  flush();
  return { counts, cells: undefined, ignoredCount, firstInvalidPixel };
}

function countSparsely(
  wasm: WasmBackend,
  truth: LabelStage,
  predicted: LabelStage,
  sizes: ImageSizes,
  numClasses: number,
): ConfusionCounts {
  const { kernels, arena, limits } = wasm;
  const byCell = new Map<number, number>();
  const tilePixels = sideTilePixels(wasm, truth, predicted, sizes.pixelCount);
  const tablePtr = layOutSides(arena, TABLE_HEADER + TABLE_CAPACITY * 8, truth, predicted, tilePixels);
  const { u32 } = arena.views;
  const header = tablePtr / 4;
  const entries = header + TABLE_HEADER / 4;
  const end = entries + TABLE_CAPACITY * 2;
  u32.fill(0, header, end);
  let ignoredCount = 0;
  let unflushed = 0;
  let firstInvalidPixel = -1;
  const flush = (): void => {
    ignoredCount += u32[header + 1] as number;
    for (let entry = entries; entry < end; entry += 2) {
      const count = u32[entry + 1] as number;
      if (count > 0) byCell.set(u32[entry] as number, (byCell.get(u32[entry] as number) ?? 0) + count);
    }
    u32.fill(0, header, end);
    unflushed = 0;
  };
  const ignoreIndex = truth.ignoreIndex ?? 0;
  const hasIgnoreIndex = truth.ignoreIndex === undefined ? 0 : 1;
  forEachTile(sizes, truth, predicted, tilePixels, (truthPtr, predictedPtr, count, firstPixel) => {
    for (let done = 0; done < count;) {
      done +=
        kernels.sparseHistogramU32(
          truthPtr + done * 4,
          predictedPtr + done * 4,
          count - done,
          numClasses,
          ignoreIndex,
          hasIgnoreIndex,
          tablePtr,
          TABLE_CAPACITY,
        ) >>> 0;
      const status = u32[header + 2];
      if (status === TABLE_INVALID) {
        firstInvalidPixel = firstPixel + done;
        return false;
      }
      if (status === TABLE_FULL) flush();
    }
    unflushed += count;
    if (unflushed > limits.maxUnflushedPixels) flush();
    return true;
  });
  if (firstInvalidPixel >= 0) {
    // The host reports the invalid pixel and drops the counts, so none are copied out.
    return { ...countsOfCells(new Map(), MAX_DENSE_CLASSES + 1), ignoredCount, firstInvalidPixel };
  }
  flush();
  return { ...countsOfCells(byCell, numClasses), ignoredCount, firstInvalidPixel };
}
