import { wrongShape, wrongValue } from "../errors/argument.js";
import { formatShape } from "../errors/describe.js";
import type { TensorLike } from "../types.js";
import { readFiniteNumber } from "../reading/options.js";
import { elementCount } from "../reading/strides.js";

/** A TensorFlow.js tensor, by its structure. */
export interface TfTensor {
  readonly shape: readonly number[];
  readonly dtype?: string;
  dataSync(): ArrayLike<number>;
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/** A tensor's numbers at hand. */
export interface Values {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Probability from which a pixel is foreground, where a model gives one number a pixel; as in Keras' BinaryIoU. */
const DEFAULT_THRESHOLD = 0.5;

export function readThreshold(threshold: unknown): number {
  return threshold === undefined ? DEFAULT_THRESHOLD : readFiniteNumber(threshold, "threshold");
}

/**
 * Both sides of a batch as the library counts them. Height and width are one list of pixels here, since models may leave
 * them folded: shapes are [B, ..., N] of predictions, and of truth the same (one-hot), [B, ..., 1] or [B, ...] (sparse).
 *
 * @param threshold of one number a pixel, from which on it is foreground; undefined: what counts has one
 * @throws {RangeError} shapes do not fit each other or numClasses, or sparse labels are no whole numbers
 */
export function readBatch(
  yTrue: Values,
  yPred: Values,
  numClasses: number,
  threshold: number | undefined,
): readonly [groundTruth: TensorLike, prediction: TensorLike] {
  const classes = yPred.shape.at(-1);
  if (yPred.shape.length < 2 || (classes !== numClasses && !(classes === 1 && numClasses === 2))) {
    throw wrongShape(
      "yPred.shape",
      `batch x height x width x ${numClasses}${numClasses === 2 ? ", or x 1" : ""}`,
      formatShape(yPred.shape),
      "numClasses is the model's number of classes, 2 for one number a pixel",
    );
  }
  const batchSize = yPred.shape[0] as number;
  const pixelCount = elementCount(yPred.shape) / classes;
  const imagePixels = pixelCount / batchSize;
  const asScores = ({ data }: Values): TensorLike => ({
    data: data instanceof Float32Array ? data : Float64Array.from(data),
    shape: [batchSize, 1, imagePixels, classes],
  });
  const asLabels = (data: Uint8Array | Int32Array): TensorLike => ({
    data,
    shape: [batchSize, 1, imagePixels, 1],
  });
  const prediction =
    classes === 1 && threshold !== undefined ? asLabels(foreground(yPred.data, threshold)) : asScores(yPred);
  if (yTrue.shape[0] === batchSize && classes > 1 && elementCount(yTrue.shape) === pixelCount * classes) {
    if (yTrue.shape.at(-1) === classes) return [asScores(yTrue), prediction];
  }
  if (yTrue.shape[0] !== batchSize || elementCount(yTrue.shape) !== pixelCount) {
    throw wrongShape(
      "yTrue.shape",
      `${formatShape(yPred.shape)} (one-hot), or that with 1 or no class axis (sparse labels)`,
      formatShape(yTrue.shape),
    );
  }
  return [asLabels(wholeNumbers(yTrue.data)), prediction];
}

function foreground(values: ArrayLike<number>, threshold: number): Uint8Array {
  const labels = new Uint8Array(values.length);
  for (let i = 0; i < labels.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value))
      throw wrongValue("yPred", "numbers to compare with threshold", `NaN at element ${i}`);
    labels[i] = value >= threshold ? 1 : 0;
  }
  return labels;
}

/** TensorFlow.js keeps sparse labels as float32. */
function wholeNumbers(values: ArrayLike<number>): Int32Array {
  const labels = Int32Array.from(values);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== values[i]) {
      throw wrongValue("yTrue", "sparse labels, whole numbers", `${values[i] as number} at element ${i}`);
    }
  }
  return labels;
}
