import { sizesDiffer, wrongShape, wrongType, wrongValue } from "../errors/argument.js";
import { formatShape } from "../errors/describe.js";
import type { ClassTable, ScoreArray, ScoreLayout, ScoreTensor } from "../types.js";
import { lengthError, readRawTensor } from "./rawTensor.js";
import { elementCount } from "./strides.js";
import {
  BIG_INTEGER_ARRAYS,
  describeData,
  detachedError,
  isDetached,
  plainArray,
  SCORE_ARRAYS,
  typedArrayName,
} from "./typedArray.js";

export const LAYOUTS: readonly ScoreLayout[] = ["channelsLast", "channelsFirst"];

/** A tensor whose data fits its shape, whatever its rank. */
export interface CheckedTensor {
  readonly data: ScoreArray | BigInt64Array | BigUint64Array;
  readonly isFloat16: boolean;
  readonly shape: readonly number[];
}

function readScoreArray(
  data: unknown,
  type: unknown,
  argument: string,
): Pick<CheckedTensor, "data" | "isFloat16"> {
  const name = typedArrayName(data);
  if (name === undefined || !(SCORE_ARRAYS.includes(name) || BIG_INTEGER_ARRAYS.includes(name))) {
    throw wrongType(
      `${argument}.data`,
      "a typed array of floats or integers (booleans as Uint8Array)",
      describeData(data),
    );
  }
  return {
    data: plainArray(data as ScoreArray, name),
    isFloat16: type === "float16" && name === "Uint16Array",
  };
}

function isBig(data: CheckedTensor["data"]): data is BigInt64Array | BigUint64Array {
  return BIG_INTEGER_ARRAYS.includes(data[Symbol.toStringTag]);
}

/** 64-bit integers beyond 2^53 would round and could tie: refused, so that the result is that of the integers. */
function bigIntegersAsFloat64(data: BigInt64Array | BigUint64Array, argument: string): Float64Array {
  const floats = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const score = Number(data[i]);
    if (!Number.isSafeInteger(score)) {
      throw wrongValue(
        `${argument}.data`,
        "integers within +-(2^53 - 1)",
        `${data[i] as bigint} at element ${i}`,
      );
    }
    floats[i] = score;
  }
  return floats;
}

export function readTensor(value: unknown, argument: string): CheckedTensor {
  const { data: rawData, shape, type } = readRawTensor(value, argument);
  const checked = { ...readScoreArray(rawData, type, argument), shape };
  requireLength(checked, argument);
  return checked;
}

/** Looks at the memory of a tensor: reading another argument may have run code that took it away. */
export function requireLength({ data, shape }: CheckedTensor, argument: string): void {
  if (data.length === elementCount(shape)) return;
  if (data.length === 0 && isDetached(data)) throw detachedError(`${argument}.data`);
  throw lengthError(argument, shape, data.length);
}

/** Takes a checked tensor for class scores. */
export function asScoreTensor(tensor: CheckedTensor, layout: ScoreLayout, argument: string): ScoreTensor {
  const { data, isFloat16, shape } = tensor;
  if (shape.length !== 4 && shape.length !== 3) {
    throw wrongShape(
      `${argument}.shape`,
      layout === "channelsLast"
        ? "batch x height x width x classes, or height x width x classes"
        : "batch x classes x height x width, or classes x height x width",
      formatShape(shape),
      shape.length === 2 && layout === "channelsLast"
        ? "a single-class mask has the shape [height, width, 1]"
        : undefined,
    );
  }
  requireLength(tensor, argument);
  const scores = isBig(data) ? bigIntegersAsFloat64(data, argument) : data;
  const [batchSize, a, b, c] = withBatch(shape);
  const [height, width, numClasses] = layout === "channelsLast" ? [a, b, c] : [b, c, a];
  const pixelCount = height * width;
  return { data: scores, isFloat16, layout, batchSize, pixelCount, numClasses, planeStride: pixelCount };
}

/** The four sizes of a tensor of three or four dimensions: without a batch it is one image. */
function withBatch(shape: readonly number[]): [number, number, number, number] {
  return (shape.length === 4 ? shape : [1, ...shape]) as [number, number, number, number];
}

/** Takes both tensors of a metric for scores; they must agree in shape. */
export function asScoreTensors(
  groundTruth: CheckedTensor,
  prediction: CheckedTensor,
  layout: ScoreLayout,
): [ScoreTensor, ScoreTensor] {
  const tensors: [ScoreTensor, ScoreTensor] = [
    asScoreTensor(groundTruth, layout, "y_true"),
    asScoreTensor(prediction, layout, "y_pred"),
  ];
  const expected = withBatch(groundTruth.shape);
  if (withBatch(prediction.shape).some((size, axis) => size !== expected[axis])) {
    throw sizesDiffer(
      "y_pred.shape",
      `the shape of y_true, ${formatShape(groundTruth.shape)}`,
      formatShape(prediction.shape),
    );
  }
  return tensors;
}

/** Checks one batch x classes table of numbers. */
export function readClassTable(value: unknown, argument: string): ClassTable {
  const { data, isFloat16, shape } = readTensor(value, argument);
  if (isFloat16) throw wrongType(argument, "float32 or float64 numbers", "float16");
  if (shape.length !== 2) {
    throw wrongShape(`${argument}.shape`, "batch x classes", formatShape(shape));
  }
  return { data: Float64Array.from<number | bigint>(data, Number), shape: shape as [number, number] };
}
