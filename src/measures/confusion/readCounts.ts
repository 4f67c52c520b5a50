import { voidPredictionsOf } from "../../counting/addVoidPredictions.js";
import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import type { ConfusionMatrix } from "../../types.js";
import { describeData, typedArrayName } from "../../reading/typedArray.js";

/** Checks a confusion matrix that a caller hands over, and copies it. */
export function readCounts(value: unknown, numClasses: number): ConfusionMatrix {
  if (typeof value !== "object" || value === null) {
    throw wrongType("matrix", "what confusionMatrix returns", describe(value));
  }
  const matrix = value as Partial<Record<keyof ConfusionMatrix, unknown>>;
  if (matrix.numClasses !== numClasses) {
    throw wrongValue("matrix.numClasses", `${numClasses}, as the scorer has`, describe(matrix.numClasses));
  }
  const counts = readArray(matrix.counts, "Float64Array", "matrix.counts") as Float64Array;
  const cells =
    matrix.cells === undefined
      ? undefined
      : (readArray(matrix.cells, "Uint32Array", "matrix.cells") as Uint32Array);
  const length = cells === undefined ? numClasses * numClasses : cells.length;
  if (counts.length !== length) {
    throw wrongLength(
      "matrix.counts",
      `${length} counts${cells === undefined ? "" : ", one of each cell"}`,
      String(counts.length),
    );
  }
  const wrong = counts.findIndex((count) => !Number.isSafeInteger(count) || count < 0);
  if (wrong >= 0) throw notPixels(`matrix.counts[${wrong}]`, counts[wrong]);
  const stray = cells?.findIndex(
    (cell, i) => cell >= numClasses * numClasses || (i > 0 && cell <= (cells[i - 1] as number)),
  );
  if (stray !== undefined && stray >= 0) {
    throw wrongValue(
      `matrix.cells[${stray}]`,
      `ascending cells below ${numClasses * numClasses}`,
      String(cells?.[stray]),
    );
  }
  const { ignoredCount } = matrix;
  if (!Number.isSafeInteger(ignoredCount) || (ignoredCount as number) < 0) {
    throw notPixels("matrix.ignoredCount", ignoredCount);
  }
  const voids =
    matrix.voidPredictions === undefined ? undefined : readVoids(matrix.voidPredictions, numClasses);
  return {
    numClasses,
    counts: counts.slice(),
    cells: cells?.slice(),
    ignoredCount: ignoredCount as number,
    ...(voids === undefined ? {} : voidPredictionsOf(voids)),
  };
}

function readVoids(value: unknown, numClasses: number): Float64Array {
  const voids = readArray(value, "Float64Array", "matrix.voidPredictions") as Float64Array;
  if (voids.length !== numClasses) {
    throw wrongLength(
      "matrix.voidPredictions",
      `${numClasses} counts, one of each class`,
      String(voids.length),
    );
  }
  const wrong = voids.findIndex((count) => !Number.isSafeInteger(count) || count < 0);
  if (wrong >= 0) throw notPixels(`matrix.voidPredictions[${wrong}]`, voids[wrong]);
  return voids.slice();
}

function readArray(value: unknown, name: string, argument: string): unknown {
  if (typedArrayName(value) !== name) {
    throw wrongType(argument, `a ${name}`, describeData(value));
  }
  return value;
}

function notPixels(argument: string, got: unknown): RangeError {
  return wrongValue(argument, "whole pixels from 0 to 2^53 - 1", describe(got));
}
