import { MAX_CLASSES } from "./confusionCells.js";
import { wrongValue } from "../errors/argument.js";
import type { ImageLike, ImageSizes, Labels, LabelSource, ScoreLayout, TensorLike } from "../types.js";
import { type PairRules, rulesOf } from "../labels/labelRules.js";
import { readVoidPredictions, type VoidPredictions } from "../labels/voidPredictions.js";
import { readChoice, readIgnoreIndex, readInteger, readOptions } from "../reading/options.js";
import { readSides } from "../reading/sides.js";
import { LAYOUTS } from "../reading/tensor.js";

/**
 * One side of a confusion matrix: a label per pixel, in a bare array, a tensor of integers or an image; or a tensor of
 * scores whose argmax is the label.
 *
 * Floats are scores, and have a class axis. Integers of one or two dimensions are labels. Of three or four dimensions
 * ([B, H, W], [B, 1, H, W], ...) they are what fits the other side's pixels, labels or one-hot scores; where both sides
 * are such tensors, numClasses tells them apart.
 */
export type LabelsOrScores = Labels | TensorLike | ImageLike;

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
  /** Where the class axis of scores stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
}

/** Both sides of a count, of one size. */
export interface CountedSides extends ImageSizes {
  readonly groundTruth: LabelSource;
  readonly prediction: LabelSource;
}

/** What a counter is to count. */
export interface ConfusionRequest {
  readonly sides: CountedSides;
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
export const CONFUSION_OPTIONS = ["numClasses", "ignoreIndex", "voidPredictions", "layout"] as const;

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
    layout = "channelsLast",
  } = readOptions(options, CONFUSION_OPTIONS, "options");
  const ignored = readIgnoreIndex(ignoreIndex);
  const checkedClasses =
    numClasses === undefined ? undefined : readInteger(numClasses, "numClasses", 1, MAX_CLASSES);
  const choice = readVoidPredictions(voidPredictions);
  // The sides last: reading options may run a caller's code, and what was looked at must not change any more.
  const sides = readSides(groundTruth, prediction, readChoice(layout, LAYOUTS, "layout"), checkedClasses);
  const classCount = checkedClasses ?? readInteger(sides.numClasses, "numClasses", 1, MAX_CLASSES);
  requireEnoughScores(sides.groundTruth, "groundTruth", classCount);
  requireEnoughScores(sides.prediction, "prediction", classCount);
  return {
    sides,
    numClasses: classCount,
    rules: rulesOf({
      numClasses: classCount,
      ignoreIndex: ignored ?? null,
      labelMapping: null,
      voidPredictions: choice,
    }),
  };
}

/** One float a pixel tells background from foreground; of more classes it is likely the label itself, which would be lost. */
function requireEnoughScores(source: LabelSource, argument: string, numClasses: number): void {
  if (ArrayBuffer.isView(source) || source.numClasses > 1 || numClasses <= 2) return;
  throw wrongValue(
    argument,
    `${numClasses} scores a pixel, or labels`,
    "one float a pixel",
    "labels are passed as integers: Int32Array.from(data)",
  );
}
