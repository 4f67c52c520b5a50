import { getCounter } from "./backend.js";
import { MAX_CLASSES } from "./confusionCells.js";
import { stripOf } from "./strips.js";
import { wrongType } from "../errors/argument.js";
import { labelOutOfRange } from "../errors/labels.js";
import type {
  BinaryCounts,
  ConfusionCounts,
  ConfusionMatrix,
  LabelSource,
  PackedRows,
  ScoreLayout,
  ScoreTensor,
  TensorLike,
} from "../types.js";
import type { ConfusionRequest } from "./confusionRequest.js";
import { readBytes, readPackedRows, requireSameLength } from "../reading/labels.js";
import { readChoice, readOptions } from "../reading/options.js";
import { asScoreTensor, LAYOUTS, readTensor } from "../reading/tensor.js";

// Each function reads its arguments, counts, and shapes the counts. The first and the last step stand alone, for those
// who count elsewhere (pool/).

/** Counts checked sides; a label without a class throws. */
export function countConfusion(request: ConfusionRequest): ConfusionMatrix {
  const { sides, numClasses, ignoreIndex } = request;
  const { groundTruth, prediction } = sides;
  return matrixOf(getCounter().countLabels(groundTruth, prediction, sides, numClasses, ignoreIndex), request);
}

/** The matrix of a request's counts; throws where they met a label without a class. */
export function matrixOf(
  { counts, cells, ignoredCount, firstInvalidPixel }: ConfusionCounts,
  { sides: { groundTruth, prediction }, numClasses, ignoreIndex }: ConfusionRequest,
  image: { readonly image?: number } = {},
): ConfusionMatrix {
  if (firstInvalidPixel >= 0) {
    const truth = labelAt(groundTruth, firstInvalidPixel);
    const inTruth = truth < 0 || truth >= numClasses;
    const label = inTruth ? truth : labelAt(prediction, firstInvalidPixel);
    throw labelOutOfRange(
      { side: inTruth ? "groundTruth" : "prediction", label, pixel: firstInvalidPixel, numClasses, ...image },
      MAX_CLASSES,
      label === ignoreIndex,
    );
  }
  return cells === undefined
    ? { numClasses, counts, ignoredCount }
    : { numClasses, counts, cells, ignoredCount };
}

/** The label that was found out of range; only called on the throwing path. */
function labelAt(source: LabelSource, pixel: number): number {
  if (ArrayBuffer.isView(source)) return Number(source[pixel]);
  const { pixelCount } = source;
  const [firstImage, firstPixel] = [Math.floor(pixel / pixelCount), pixel % pixelCount];
  const one = stripOf(source, pixelCount, { firstImage, imageCount: 1, firstPixel, pixelCount: 1 });
  return getCounter().argmaxLabels(one)[0] as number;
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
  const request = readBinaryRequest(groundTruth, prediction, options);
  const { groundTruth: truth, prediction: predicted, rows } = request;
  const counter = getCounter();
  return overlapOf(
    rows === undefined ? counter.countBinary(truth, predicted) : counter.countPacked(truth, predicted, rows),
    request,
  );
}

/** Two masks, checked; rows where they are bit-packed. */
export interface BinaryRequest {
  readonly groundTruth: Uint8Array;
  readonly prediction: Uint8Array;
  readonly rows: PackedRows | undefined;
}

/** Checks the arguments of binaryOverlap. */
export function readBinaryRequest(
  groundTruth: unknown,
  prediction: unknown,
  options: unknown,
): BinaryRequest {
  const truth = readBytes(groundTruth, "groundTruth");
  const predicted = readBytes(prediction, "prediction");
  requireSameLength(truth, predicted, "bytes");
  if (options === undefined) return { groundTruth: truth, prediction: predicted, rows: undefined };
  const settings = readOptions(options, ["bitPacked", "width", "height", "rowBytes"], "options");
  if (settings.bitPacked !== true) {
    throw wrongType("bitPacked", "true where options are given", String(settings.bitPacked));
  }
  return { groundTruth: truth, prediction: predicted, rows: readPackedRows(settings, truth) };
}

/** The overlap of a request's counts. */
export function overlapOf(counts: BinaryCounts, { groundTruth, rows }: BinaryRequest): BinaryOverlap {
  return {
    ...counts,
    union: counts.groundTruthArea + counts.predictionArea - counts.intersection,
    pixelCount: rows === undefined ? groundTruth.length : rows.width * rows.height,
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
export function argmaxLabels(scores: TensorLike, options: LayoutOptions = {}): ArgmaxedLabels {
  const request = readArgmaxRequest(scores, options);
  return labelMapOf(getCounter().argmaxLabels(request.scores), request);
}

export interface LayoutOptions {
  /** Where the class axis stands: "channelsLast" (B x H x W x N, the default) or "channelsFirst" (B x N x H x W). */
  readonly layout?: ScoreLayout | undefined;
}

export interface ArgmaxedLabels {
  readonly data: Uint8Array | Uint16Array | Uint32Array;
  /** [B, H, W] or [H, W] */
  readonly shape: number[];
}

/** Scores, checked, and the shape of their labels. */
export interface ArgmaxRequest {
  readonly scores: ScoreTensor;
  readonly shape: number[];
}

/** Checks the arguments of argmaxLabels. */
export function readArgmaxRequest(scores: unknown, options: unknown): ArgmaxRequest {
  const layout = readLayout(options);
  const tensor = readTensor(scores, "scores");
  const shape = [...tensor.shape];
  shape.splice(layout === "channelsLast" ? -1 : -3, 1);
  return { scores: asScoreTensor(tensor, layout, "scores"), shape };
}

/** The label map of a request's labels. */
export function labelMapOf(
  labels: Uint16Array | Uint32Array,
  { scores, shape }: ArgmaxRequest,
): ArgmaxedLabels {
  return { data: scores.numClasses <= 256 ? Uint8Array.from(labels) : labels, shape };
}

/** The layout of an options object that has nothing else. */
export function readLayout(options: unknown): ScoreLayout {
  const { layout = "channelsLast" } = readOptions(options, ["layout"], "options");
  return readChoice(layout, LAYOUTS, "layout");
}
