import { getCounter } from "./backend.js";
import { expectation, labelOutOfRange } from "./errors.js";
import type { ConfusionMatrix, LabelArray } from "./types.js";
import { readInteger, readLabels, readOptions } from "./validate.js";

/** A dense matrix of this many classes takes 128 MiB. */
export const MAX_CLASSES = 4096;

export interface ConfusionMatrixOptions {
  /** Labels are 0..numClasses-1; 1 to 4096. */
  readonly numClasses: number;
  /** Ground-truth label of pixels that do not count (void), whatever was predicted there; any integer. */
  readonly ignoreIndex?: number | undefined;
}

/**
 * Counts how often each ground-truth class meets each predicted class.
 *
 * @param groundTruth Uint8Array, Uint8ClampedArray, Int8Array, Uint16Array, Int16Array, Int32Array or Uint32Array,
 *   row-major, one label per pixel: 0..numClasses-1 or ignoreIndex
 * @param prediction same length, any of these types; may hold any label where groundTruth is ignoreIndex
 * @returns counts, Float64Array of numClasses^2 pixels (row ground truth, column prediction), and ignoredCount;
 *   owned by the caller
 * @throws {TypeError} an input is not one of the listed arrays, or detached
 * @throws {RangeError} lengths differ, or a kept label is out of range: names the pixel and the label
 * @see Cityscapes pixel-level evaluation: iou = TP / (TP + FP + FN)
 * @example confusionMatrix(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { numClasses: 2 }).counts // 1 0 1 1
 */
export function confusionMatrix(
  groundTruth: LabelArray,
  prediction: LabelArray,
  options: ConfusionMatrixOptions,
): ConfusionMatrix {
  const truthLabels = readLabels(groundTruth, "groundTruth");
  const predictedLabels = readLabels(prediction, "prediction");
  const settings = readOptions(options, ["numClasses", "ignoreIndex"], "options");
  const numClasses = readInteger(settings.numClasses, "numClasses", 1, MAX_CLASSES);
  const ignoreIndex =
    settings.ignoreIndex === undefined
      ? undefined
      : readInteger(settings.ignoreIndex, "ignoreIndex", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (truthLabels.length !== predictedLabels.length) {
    throw new RangeError(
      expectation(
        "prediction",
        `${truthLabels.length} labels, as many as groundTruth`,
        String(predictedLabels.length),
      ),
    );
  }
  const { counts, ignoredCount, firstInvalidPixel } = getCounter().countLabels(
    truthLabels,
    predictedLabels,
    numClasses,
    ignoreIndex,
  );
  if (firstInvalidPixel >= 0) {
    const truth = truthLabels[firstInvalidPixel] as number;
    const inTruth = truth < 0 || truth >= numClasses;
    throw new LabelRangeError(
      inTruth ? "groundTruth" : "prediction",
      inTruth ? truth : (predictedLabels[firstInvalidPixel] as number),
      firstInvalidPixel,
      numClasses,
    );
  }
  return { numClasses, counts, ignoredCount };
}

/** A label that has no class, with all that is needed to find it. */
export class LabelRangeError extends RangeError {
  override readonly name = "RangeError";

  constructor(
    readonly argument: "groundTruth" | "prediction",
    readonly label: number,
    readonly pixel: number,
    readonly numClasses: number,
  ) {
    const cures = ["remap the label"];
    if (argument === "groundTruth") cures.unshift(`pass ignoreIndex: ${label} if it marks void`);
    if (label >= numClasses && label < MAX_CLASSES) cures.unshift(`pass numClasses: ${label + 1}`);
    super(labelOutOfRange(`"${argument}"`, label, `pixel ${pixel}`, numClasses, cures));
  }
}
