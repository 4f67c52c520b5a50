import { describe, expectation, formatShape } from "../errors.js";
import type { ClassTable, ScoreArray, ScoreLayout, ScoreTensor } from "../types.js";
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

/** A tensor as found on the caller's object: its data not yet checked against its shape. */
interface RawTensor {
  readonly data: unknown;
  readonly shape: readonly number[];
  /** What the object says its numbers are, where it does. */
  readonly type: unknown;
}

/** A tensor whose data fits its shape, whatever its rank. */
export interface CheckedTensor {
  readonly data: ScoreArray | BigInt64Array | BigUint64Array;
  readonly isFloat16: boolean;
  readonly shape: readonly number[];
}

/** Reads one property of a caller's object; a getter that throws is reported under the argument's name. */
function readProperty(value: object, name: string, argument: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch (cause) {
    throw unreadableError(argument, name, cause);
  }
}

function unreadableError(argument: string, name: string, cause: unknown): TypeError {
  const reason = cause instanceof Error ? cause.message : describe(cause);
  return new TypeError(
    expectation(
      argument,
      "readable data",
      `an error from its ${name}: ${reason}`,
      "pass a tensor that is not disposed and whose data is on the CPU",
    ),
    { cause },
  );
}

function readRawTensor(value: unknown, argument: string): RawTensor {
  const expected = "a tensor: an object with data and shape, data and dims, or dataSync() and shape";
  if (typeof value !== "object" || value === null) {
    throw new TypeError(expectation(argument, expected, describe(value)));
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new TypeError(
      expectation(
        argument,
        expected,
        describe(value),
        "wrap it: { data: Float32Array, shape: [batch, height, width, classes] }",
      ),
    );
  }
  const dataSync = readProperty(value, "dataSync", argument);
  const dims = readProperty(value, "dims", argument);
  const shape =
    dims === undefined || dims === null
      ? readShape(readProperty(value, "shape", argument), `${argument}.shape`)
      : readShape(dims, `${argument}.dims`);
  const type = readProperty(value, "type", argument) ?? readProperty(value, "dtype", argument);
  if (typeof dataSync !== "function") {
    return { data: rowMajorData(value, shape, argument), shape, type };
  }
  if (readProperty(value, "isDisposed", argument) === true) {
    throw new TypeError(
      expectation(argument, "a live tensor", "a disposed one", "score it before calling dispose()"),
    );
  }
  try {
    return { data: dataSync.call(value) as unknown, shape, type };
  } catch (cause) {
    throw unreadableError(argument, "dataSync()", cause);
  }
}

function readShape(shape: unknown, name: string): readonly number[] {
  if (!Array.isArray(shape)) {
    throw new TypeError(expectation(name, "an array of dimensions", describe(shape)));
  }
  for (const size of shape as readonly unknown[]) {
    if (typeof size !== "number") {
      throw new TypeError(expectation(name, "numbers", describe(shape)));
    }
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(expectation(name, "whole numbers of at least 1", describe(shape)));
    }
  }
  // A copy: the caller's array may change between this check and its use.
  return [...(shape as readonly number[])];
}

/**
 * Strided views (ndarray) and column-major arrays (npyjs) also have data and shape: what is not in row-major
 * order is refused, since read as if it were it would give a wrong number.
 */
function rowMajorData(value: object, shape: readonly number[], argument: string): unknown {
  const cure = "copy it into a row-major array first";
  const refuse = (got: string): never => {
    throw new RangeError(expectation(argument, "row-major data", got, cure));
  };
  if (readProperty(value, "fortranOrder", argument) === true) refuse("fortranOrder: true");
  const data = readProperty(value, "data", argument);
  const stride = readProperty(value, "stride", argument) ?? readProperty(value, "strides", argument);
  if (stride === undefined || stride === null) return data;
  const steps =
    Array.isArray(stride) || typedArrayName(stride) !== undefined ? [...(stride as number[])] : [];
  if (steps.length !== shape.length) refuse(`strides ${describe(stride)} for ${formatShape(shape)}`);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    if (size !== 1 && steps[axis] !== step) refuse(`strides ${describe(steps)} for ${formatShape(shape)}`);
    step *= size;
  }
  const offset = readProperty(value, "offset", argument) ?? 0;
  const name = typedArrayName(data);
  if (name === undefined || BIG_INTEGER_ARRAYS.includes(name) || isDetached(data as ScoreArray)) return data;
  const array = plainArray(data as ScoreArray, name);
  if (!Number.isInteger(offset) || (offset as number) < 0 || (offset as number) + step > array.length) {
    throw new RangeError(
      expectation(
        `${argument}.offset`,
        `a whole number from 0 to ${array.length - step} (${formatShape(shape)} of ${array.length} values)`,
        describe(offset),
      ),
    );
  }
  return array.subarray(offset as number, (offset as number) + step);
}

function readScoreArray(
  data: unknown,
  type: unknown,
  argument: string,
): Pick<CheckedTensor, "data" | "isFloat16"> {
  const name = typedArrayName(data);
  if (name === "Float16Array") {
    // Kept as its bits: every engine can count those.
    const { buffer, byteOffset, length } = data as Uint16Array;
    return { data: new Uint16Array(buffer, byteOffset, length), isFloat16: true };
  }
  if (name === undefined || !(SCORE_ARRAYS.includes(name) || BIG_INTEGER_ARRAYS.includes(name))) {
    throw new TypeError(
      expectation(
        `${argument}.data`,
        "a typed array of floats or integers (booleans as Uint8Array)",
        describeData(data),
        Array.isArray(data) ? "Float32Array.from(data) makes one of numbers" : undefined,
      ),
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
      throw new RangeError(
        expectation(
          `${argument}.data`,
          "integers within +-(2^53 - 1)",
          `${data[i] as bigint} at element ${i}`,
        ),
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

function requireLength({ data, shape }: CheckedTensor, argument: string): void {
  const length = shape.reduce((product, size) => product * size, 1);
  if (data.length === length) return;
  if (data.length === 0 && isDetached(data)) throw detachedError(`${argument}.data`);
  throw new RangeError(
    expectation(`${argument}.data`, `${length} values (${formatShape(shape)})`, String(data.length)),
  );
}

/**
 * Takes a checked tensor for class scores. Its memory is looked at once more: reading another argument may have run
 * code that took it away.
 */
export function asScoreTensor(tensor: CheckedTensor, layout: ScoreLayout, argument: string): ScoreTensor {
  const { data, isFloat16, shape } = tensor;
  if (shape.length !== 4 && shape.length !== 3) {
    throw new RangeError(
      expectation(
        `${argument}.shape`,
        layout === "channelsLast"
          ? "batch x height x width x classes, or height x width x classes"
          : "batch x classes x height x width, or classes x height x width",
        formatShape(shape),
        shape.length === 2 && layout === "channelsLast"
          ? "a single-class mask has the shape [height, width, 1]"
          : undefined,
      ),
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
    throw new RangeError(
      expectation(
        "y_pred.shape",
        `the shape of y_true, ${formatShape(groundTruth.shape)}`,
        formatShape(prediction.shape),
      ),
    );
  }
  return tensors;
}

/** Checks one batch x classes table of numbers. */
export function readClassTable(value: unknown, argument: string): ClassTable {
  const { data, isFloat16, shape } = readTensor(value, argument);
  if (isFloat16) throw new TypeError(expectation(argument, "float32 or float64 numbers", "float16"));
  if (shape.length !== 2) {
    throw new RangeError(expectation(`${argument}.shape`, "batch x classes", formatShape(shape)));
  }
  return { data: Float64Array.from<number | bigint>(data, Number), shape: shape as [number, number] };
}
