import { MAX_CLASSES } from "../core/confusionCells.js";
import { expectation } from "../errors.js";
import type { ImageSizes, Labels, LabelSource, ScoreLayout, ScoreTensor, TensorLike } from "../types.js";
import { readLabels } from "./labels.js";
import { readChoice, readInteger, readOptions } from "./options.js";
import { asScoreTensor, type CheckedTensor, LAYOUTS, readTensor } from "./tensor.js";
import { typedArrayName } from "./typedArray.js";

/** One side of a confusion matrix: a label per pixel, or a tensor of scores whose argmax is the label. */
export type LabelsOrScores = Labels | TensorLike;

export interface ConfusionMatrixOptions {
  /** Labels are 0..numClasses-1; 1 to 65,536. Needed unless a side holds scores, which tell it. */
  readonly numClasses?: number | undefined;
  /** Ground-truth label of pixels that do not count (void), whatever was predicted there; any integer. */
  readonly ignoreIndex?: number | undefined;
  /** Where the class axis of scores stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
}

/** Both sides of a count, of one size. */
export interface Sides extends ImageSizes {
  readonly groundTruth: LabelSource;
  readonly prediction: LabelSource;
}

/** What is to be counted, checked. */
export interface ConfusionRequest {
  readonly sides: Sides;
  readonly numClasses: number;
  readonly ignoreIndex: number | undefined;
}

/** Checks the arguments of confusionMatrix. */
export function readConfusionRequest(
  groundTruth: unknown,
  prediction: unknown,
  options: unknown,
): ConfusionRequest {
  const {
    numClasses,
    ignoreIndex,
    layout = "channelsLast",
  } = readOptions(options, ["numClasses", "ignoreIndex", "layout"], "options");
  const checkedIgnoreIndex =
    ignoreIndex === undefined
      ? undefined
      : readInteger(ignoreIndex, "ignoreIndex", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  // The sides last: reading options may run a caller's code, and what was looked at must not change any more.
  const sides = readSides(groundTruth, prediction, readChoice(layout, LAYOUTS, "layout"));
  return {
    sides,
    numClasses: readInteger(numClasses ?? classesOfScores(sides), "numClasses", 1, MAX_CLASSES),
    ignoreIndex: checkedIgnoreIndex,
  };
}

function readSides(groundTruth: unknown, prediction: unknown, layout: ScoreLayout): Sides {
  const truth = readSide(groundTruth, "groundTruth");
  const predicted = readSide(prediction, "prediction");
  // After both are read: reading one may run a caller's code.
  const truthSource = asSource(truth, layout, "groundTruth");
  const predictedSource = asSource(predicted, layout, "prediction");
  const pixels = pixelsOf(truthSource);
  if (pixels !== pixelsOf(predictedSource)) {
    throw new RangeError(
      expectation(
        "prediction",
        `${pixels} pixels, as many as groundTruth`,
        String(pixelsOf(predictedSource)),
      ),
    );
  }
  const { batchSize, pixelCount } = sizesOf(truthSource) ??
    sizesOf(predictedSource) ?? { batchSize: 1, pixelCount: pixels };
  const predictedSizes = sizesOf(predictedSource);
  if (predictedSizes !== undefined && predictedSizes.batchSize !== batchSize) {
    throw new RangeError(
      expectation("prediction", `${batchSize} images, as groundTruth has`, String(predictedSizes.batchSize)),
    );
  }
  return { groundTruth: truthSource, prediction: predictedSource, batchSize, pixelCount };
}

/** Scores tell how their pixels are cut into images; labels do not. */
function sizesOf(source: LabelSource): ScoreTensor | undefined {
  return ArrayBuffer.isView(source) ? undefined : source;
}

function readSide(value: unknown, argument: string): Labels | CheckedTensor {
  return typeof value === "object" &&
    value !== null &&
    typedArrayName(value) === undefined &&
    !Array.isArray(value)
    ? readTensor(value, argument)
    : readLabels(value, argument);
}

function asSource(side: Labels | CheckedTensor, layout: ScoreLayout, argument: string): LabelSource {
  return ArrayBuffer.isView(side) ? readLabels(side, argument) : asScoreTensor(side, layout, argument);
}

function pixelsOf(source: LabelSource): number {
  return ArrayBuffer.isView(source) ? source.length : source.batchSize * source.pixelCount;
}

function classesOfScores({ groundTruth, prediction }: Sides): number | undefined {
  const counts = [groundTruth, prediction].flatMap((side) =>
    ArrayBuffer.isView(side) ? [] : [side.numClasses],
  );
  // One score a pixel is thresholded: background and foreground.
  return counts.length === 0 ? undefined : Math.max(2, ...counts);
}
