import { getCounter } from "./backend.js";
import { MAX_CLASSES } from "./core/confusionCells.js";
import { expectation, labelOutOfRange } from "./errors.js";
import type {
  BinaryCounts,
  ConfusionMatrix,
  ImageSizes,
  Labels,
  LabelSource,
  ScoreLayout,
  ScoreTensor,
  TensorLike,
} from "./types.js";
import { readBytes, readLabels, readPackedRows, requireSameLength } from "./validate/labels.js";
import { readChoice, readInteger, readOptions } from "./validate/options.js";
import { asScoreTensor, type CheckedTensor, readTensor } from "./validate/tensor.js";
import { typedArrayName } from "./validate/typedArray.js";

export const LAYOUTS: readonly ScoreLayout[] = ["channelsLast", "channelsFirst"];

export interface ConfusionMatrixOptions {
  /** Labels are 0..numClasses-1; 1 to 65,536. Needed unless a side holds scores, which tell it. */
  readonly numClasses?: number | undefined;
  /** Ground-truth label of pixels that do not count (void), whatever was predicted there; any integer. */
  readonly ignoreIndex?: number | undefined;
  /** Where the class axis of scores stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
}

/** One side of a confusion matrix: a label per pixel, or a tensor of scores whose argmax is the label. */
export type LabelsOrScores = Labels | TensorLike;

/**
 * Counts how often each ground-truth class meets each predicted class.
 *
 * @param groundTruth Uint8Array, Uint8ClampedArray, Int8Array, Uint16Array, Int16Array, Int32Array, Uint32Array or
 *   BigInt64Array, row-major, one label per pixel: 0..numClasses-1 or ignoreIndex; or a tensor of scores as for
 *   metrics_np (B x H x W x N, or B x N x H x W with layout "channelsFirst"), argmaxed
 * @param prediction as many pixels, any of these forms; may hold any label where groundTruth is ignoreIndex
 * @returns counts in pixels, owned by the caller, and ignoredCount. Up to 4,096 classes counts is a Float64Array of
 *   numClasses^2 (row ground truth, column prediction); beyond, counts[i] belongs to cell cells[i]
 * @throws {TypeError} an input is not one of the listed arrays, or detached
 * @throws {RangeError} sizes differ, or a kept label is out of range: names the pixel and the label
 * @see Cityscapes pixel-level evaluation: iou = TP / (TP + FP + FN)
 * @example confusionMatrix(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { numClasses: 2 }).counts // 1 0 1 1
 */
export function confusionMatrix(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options: ConfusionMatrixOptions = {},
): ConfusionMatrix {
  const {
    numClasses: givenClasses,
    ignoreIndex: givenIgnoreIndex,
    layout = "channelsLast",
  } = readOptions(options, ["numClasses", "ignoreIndex", "layout"], "options");
  const ignoreIndex =
    givenIgnoreIndex === undefined
      ? undefined
      : readInteger(givenIgnoreIndex, "ignoreIndex", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  // The sides last: reading options may run a caller's code, and what was looked at must not change any more.
  const sides = readSides(groundTruth, prediction, readChoice(layout, LAYOUTS, "layout"));
  const numClasses = readInteger(givenClasses ?? classesOfScores(sides), "numClasses", 1, MAX_CLASSES);
  return countSides(sides, numClasses, ignoreIndex);
}

/** Both sides of a count, of one size. */
export interface Sides extends ImageSizes {
  readonly groundTruth: LabelSource;
  readonly prediction: LabelSource;
}

/** Counts checked sides; a label without a class throws. */
export function countSides(
  sides: Sides,
  numClasses: number,
  ignoreIndex: number | undefined,
): ConfusionMatrix {
  const { groundTruth, prediction } = sides;
  const { counts, cells, ignoredCount, firstInvalidPixel } = getCounter().countLabels(
    groundTruth,
    prediction,
    sides,
    numClasses,
    ignoreIndex,
  );
  if (firstInvalidPixel >= 0) {
    const truth = labelAt(groundTruth, firstInvalidPixel);
    const inTruth = truth < 0 || truth >= numClasses;
    throw new LabelRangeError(
      inTruth ? "groundTruth" : "prediction",
      inTruth ? truth : labelAt(prediction, firstInvalidPixel),
      firstInvalidPixel,
      numClasses,
    );
  }
  return cells === undefined
    ? { numClasses, counts, ignoredCount }
    : { numClasses, counts, cells, ignoredCount };
}

/** The label that was found out of range; only called on the throwing path. */
function labelAt(source: LabelSource, pixel: number): number {
  if (ArrayBuffer.isView(source)) return Number(source[pixel]);
  return getCounter().argmaxLabels(source)[pixel] as number;
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

/** Sizes of a bit-packed mask. */
export interface BitPackedOptions {
  /** One bit a pixel, the first pixel in a byte's highest bit, each row from a byte of its own (NumPy's packbits). */
  readonly bitPacked: true;
  readonly width: number;
  readonly height: number;
  /** Bytes from row to row; default: the width in whole bytes. What stands behind a row's last pixel does not count. */
  readonly rowBytes?: number | undefined;
}

/** Overlap of two binary masks, in pixels. */
export interface BinaryOverlap extends BinaryCounts {
  readonly union: number;
  readonly pixelCount: number;
}

/**
 * Counts the overlap of two binary masks.
 *
 * @param groundTruth Uint8Array or Uint8ClampedArray, one byte a pixel, any nonzero byte is foreground; or, with
 *   bitPacked, one bit a pixel
 * @param prediction the same, as long
 * @returns intersection, union, groundTruthArea, predictionArea and pixelCount, exact; iou = intersection / union
 * @throws {TypeError} a mask is not of these arrays, or detached
 * @throws {RangeError} lengths differ or do not fit the sizes
 * @example binaryOverlap(Uint8Array.of(1, 1, 0), Uint8Array.of(0, 255, 9)).intersection // 1
 */
export function binaryOverlap(
  groundTruth: Uint8Array | Uint8ClampedArray,
  prediction: Uint8Array | Uint8ClampedArray,
  options?: BitPackedOptions,
): BinaryOverlap {
  const truth = readBytes(groundTruth, "groundTruth");
  const predicted = readBytes(prediction, "prediction");
  requireSameLength(truth, predicted, "bytes");
  if (options === undefined) {
    return withUnion(getCounter().countBinary(truth, predicted), truth.length);
  }
  const settings = readOptions(options, ["bitPacked", "width", "height", "rowBytes"], "options");
  if (settings.bitPacked !== true) {
    throw new TypeError(expectation("bitPacked", "true where options are given", String(settings.bitPacked)));
  }
  const rows = readPackedRows(settings, truth);
  return withUnion(getCounter().countPacked(truth, predicted, rows), rows.width * rows.height);
}

function withUnion(counts: BinaryCounts, pixelCount: number): BinaryOverlap {
  return {
    ...counts,
    union: counts.groundTruthArea + counts.predictionArea - counts.intersection,
    pixelCount,
  };
}

/**
 * The label map of class scores: the first of the highest scores of each pixel; a NaN counts as the highest. With one
 * class, 1 where the score is > 0.
 *
 * @param scores tensor of B x H x W x N, or B x N x H x W with layout "channelsFirst"; the batch may be left out
 * @returns data (Uint8Array up to 256 classes, then Uint16Array, then Uint32Array) and shape [B, H, W] or [H, W]
 * @throws {TypeError | RangeError} as metrics_np
 * @example argmaxLabels({ data: Float32Array.of(0.2, 0.8), shape: [1, 1, 2] }).data // 1
 */
export function argmaxLabels(
  scores: TensorLike,
  options: { readonly layout?: ScoreLayout | undefined } = {},
): { data: Uint8Array | Uint16Array | Uint32Array; shape: number[] } {
  const { layout: given = "channelsLast" } = readOptions(options, ["layout"], "options");
  const layout = readChoice(given, LAYOUTS, "layout");
  const tensor = readTensor(scores, "scores");
  const checked = asScoreTensor(tensor, layout, "scores");
  const labels = getCounter().argmaxLabels(checked);
  const shape = [...tensor.shape];
  shape.splice(layout === "channelsLast" ? -1 : -3, 1);
  return { data: checked.numClasses <= 256 ? Uint8Array.from(labels) : labels, shape };
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
