import { sizesDiffer, wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe, formatShape } from "../../errors/describe.js";
import { hasShape, isImage, labelsOfPixels, readPixels } from "../../reading/image.js";
import { readLabels } from "../../reading/labels.js";
import { readIgnoreIndex, readInteger } from "../../reading/options.js";
import { readTensor } from "../../reading/tensor.js";
import { typedArrayName } from "../../reading/typedArray.js";
import type { ImageLike, Labels, TensorLike } from "../../types.js";
import { type GridSize, type LabelPair, MAX_CLASSES } from "../../volumes/labelPair.js";

/** A label map or a mask: a bare array of integers, a tensor of them, or a grey image. */
export type GridLabels = Labels | TensorLike | ImageLike;

/** Options that say what labels mean. */
export interface LabelOptions {
  readonly numClasses?: unknown;
  readonly ignoreIndex?: unknown;
}

/** Checks both sides against a shape of two or three axes, and what their labels mean. The labels themselves are checked later. */
export function readPair(
  groundTruth: unknown,
  prediction: unknown,
  shape: readonly number[],
  { numClasses, ignoreIndex }: LabelOptions,
): LabelPair {
  const ignored = [readIgnoreIndex(ignoreIndex) ?? []].flat();
  const classes =
    numClasses === undefined ? undefined : readInteger(numClasses, "numClasses", 1, MAX_CLASSES);
  // The sides last: reading options may run a caller's code, and what was looked at must not change any more.
  const truth = readGrid(groundTruth, "groundTruth", shape);
  const predicted = readGrid(prediction, "prediction", shape);
  return {
    // Reading the second may have run code that took the first away.
    groundTruth: readLabels(truth, "groundTruth"),
    prediction: predicted,
    size: [...Array<number>(3 - shape.length).fill(1), ...shape] as unknown as GridSize,
    isFlat: shape.length === 2,
    numClasses: classes,
    ignored,
  };
}

function readGrid(value: unknown, argument: string, shape: readonly number[]): Labels {
  const labels =
    typedArrayName(value) === undefined ? readObject(value, argument, shape) : readLabels(value, argument);
  const count = shape.reduce((product, length) => product * length, 1);
  if (labels.length !== count) {
    throw wrongLength(argument, `${count} labels (${formatShape(shape)})`, String(labels.length));
  }
  return labels;
}

/** A tensor or an image tells its shape itself: it must be the same. */
function readObject(value: unknown, argument: string, shape: readonly number[]): Labels {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    if (isImage(value, argument)) {
      const pixels = readPixels(value, argument);
      requireShape([pixels.height, pixels.width], argument, shape);
      return readLabels(labelsOfPixels(pixels, argument), argument);
    }
    if (hasShape(value, argument)) {
      const { data, shape: own } = readTensor(value, argument);
      requireShape(own, argument, shape);
      return readLabels(data, `${argument}.data`);
    }
  }
  throw wrongType(
    argument,
    "labels in an integer typed array, a tensor (data with shape or dims) or an image",
    describe(value),
  );
}

/** Axes of one element say nothing of a shape. */
function requireShape(own: readonly number[], argument: string, shape: readonly number[]): void {
  const [a, b] = [own, shape].map((axes) => axes.filter((length) => length !== 1).join());
  if (a !== b) throw sizesDiffer(argument, formatShape(shape), formatShape(own));
}

/** A list of numbers, each checked; a typed array is one, too. */
export function readNumbers(
  value: unknown,
  argument: string,
  expected: string,
  isRight: (number: number) => boolean,
): number[] {
  if (!Array.isArray(value) && typedArrayName(value) === undefined) {
    throw wrongType(argument, `a list of ${expected}`, describe(value));
  }
  return Array.from(value as ArrayLike<unknown>, (entry, i) => {
    const name = `${argument}[${i}]`;
    if (typeof entry !== "number") throw wrongType(name, expected, describe(entry));
    if (!isRight(entry)) throw wrongValue(name, expected, describe(entry));
    return entry;
  });
}
