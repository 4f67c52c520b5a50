import { MAX_CLASSES } from "./confusionCells.js";
import { contradiction, wrongValue } from "../errors/argument.js";
import type {
  ImageLike,
  ImageSizes,
  LabelSource,
  PixelSource,
  PixelValues,
  ScoreLayout,
  TensorLike,
} from "../types.js";
import { type PairRules, rulesOf } from "../labels/labelRules.js";
import { readThreshold, type SideThresholds } from "../labels/threshold.js";
import { readVoidPredictions, type VoidPredictions } from "../labels/voidPredictions.js";
import { readChoice, readIgnoreIndex, readInteger, readOptions } from "../reading/options.js";
import { valuesOf } from "../reading/pixelValues.js";
import { readSides } from "../reading/sides.js";
import { LAYOUTS } from "../reading/tensor.js";

/**
 * One side of a confusion matrix: a label per pixel, in a bare array, a tensor of integers or an image; or a tensor of
 * scores whose argmax is the label.
 *
 * Floats are scores, and have a class axis; one value a pixel is compared with a threshold, and with one may also stand in
 * a bare array or in [H, W]. Integers of one or two dimensions are labels. Of three or four dimensions
 * ([B, H, W], [B, 1, H, W], ...) they are what fits the other side's pixels, labels or one-hot scores; where both sides
 * are such tensors, numClasses tells them apart.
 */
export type LabelsOrScores = PixelValues | TensorLike | ImageLike;

export interface ConfusionMatrixOptions {
  /** Labels are 0..numClasses-1; 1 to 65,536. Needed unless a side holds scores, which tell it. */
  readonly numClasses?: number | undefined;
  /** Ground-truth label of pixels that do not count (void), or several; whatever was predicted there; any integers. */
  readonly ignoreIndex?: number | readonly number[] | undefined;
  /**
   * What becomes of a pixel that is predicted ignoreIndex where the truth is a class: "error" (default: the label is a
   * class, or the pixel an error), or "miss" (it counts as missed by its class, and as no predicted one).
   */
  readonly voidPredictions?: VoidPredictions | undefined;
  /**
   * A pixel is foreground, class 1 of 2, where its value is greater: of floats of one value a pixel and of integers, on both
   * sides alike, or { groundTruth, prediction } of each. Needed for floats of one value a pixel that are not all 0 and 1:
   * 0.5 for probabilities, 0 for logits.
   */
  readonly threshold?: number | SideThresholds | undefined;
  /** Where the class axis of scores stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
}

/** Both sides of a count, of one size: values that the rules make labels of. */
export interface CountedSides extends ImageSizes {
  readonly groundTruth: PixelSource;
  readonly prediction: PixelSource;
}

/** Both sides in labels. */
export interface LabelSides extends ImageSizes {
  readonly groundTruth: LabelSource;
  readonly prediction: LabelSource;
}

/** What a counter is to count. */
export interface ConfusionRequest {
  readonly sides: LabelSides;
  readonly numClasses: number;
  readonly ignoreIndex: number | undefined;
}

/** Both sides, checked, and what their labels mean. */
export interface CheckedConfusion {
  readonly sides: CountedSides;
  readonly numClasses: number;
  readonly rules: PairRules;
}

/** The options of confusionMatrix by name. */
export const CONFUSION_OPTIONS = [
  "numClasses",
  "ignoreIndex",
  "voidPredictions",
  "threshold",
  "layout",
] as const;

/** Checks the arguments of confusionMatrix. */
export function readConfusionRequest(
  groundTruth: unknown,
  prediction: unknown,
  options: unknown,
): CheckedConfusion {
  const {
    numClasses,
    ignoreIndex,
    voidPredictions,
    threshold: givenThreshold,
    layout = "channelsLast",
  } = readOptions(options, CONFUSION_OPTIONS, "options");
  const ignored = readIgnoreIndex(ignoreIndex);
  const checkedClasses =
    numClasses === undefined ? undefined : readInteger(numClasses, "numClasses", 1, MAX_CLASSES);
  const choice = readVoidPredictions(voidPredictions);
  const threshold = readThreshold(givenThreshold);
  requireTwoClasses(threshold, checkedClasses);
  // The sides last: reading options may run a caller's code, and what was looked at must not change any more.
  const hasThreshold = threshold !== null;
  const sides = readSides(
    groundTruth,
    prediction,
    readChoice(layout, LAYOUTS, "layout"),
    checkedClasses,
    hasThreshold,
  );
  const classCount =
    checkedClasses ?? (hasThreshold ? 2 : readInteger(sides.numClasses, "numClasses", 1, MAX_CLASSES));
  const read = (side: "groundTruth" | "prediction"): PixelSource => {
    requireEnoughScores(sides[side], side, classCount);
    return valuesOf(sides[side], side, hasThreshold);
  };
  return {
    sides: { ...sides, groundTruth: read("groundTruth"), prediction: read("prediction") },
    numClasses: classCount,
    rules: rulesOf({
      numClasses: classCount,
      ignoreIndex: ignored ?? null,
      labelMapping: null,
      voidPredictions: choice,
      threshold,
    }),
  };
}

/** @throws {RangeError} a threshold tells two classes apart, and there are others */
export function requireTwoClasses(threshold: SideThresholds | null, numClasses: number | undefined): void {
  if (threshold === null || numClasses === undefined || numClasses === 2) return;
  throw contradiction("threshold", "numClasses: 2", `numClasses: ${numClasses}`);
}

/** One float a pixel tells background from foreground; of more classes it is likely the label itself, which would be lost. */
function requireEnoughScores(source: PixelSource, argument: string, numClasses: number): void {
  if (ArrayBuffer.isView(source) || source.numClasses > 1 || numClasses <= 2) return;
  throw wrongValue(
    argument,
    `${numClasses} scores a pixel, or labels`,
    "one float a pixel",
    "labels are passed as integers: Int32Array.from(data)",
  );
}
