import { describe, expectation, formatShape } from "./errors.js";
import type { ClassTable, LabelArray, ScoreArray, ScoreTensor } from "./types.js";

// Every check of what a caller passes. The functions take the argument's public name, and what they
// return is safe to count: right types, lengths that fit the shape, memory that is attached.

/** The engine's own name of a typed array ("Float32Array"), whichever realm it comes from; undefined for anything else. */
function typedArrayName(value: unknown): string | undefined {
  const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
  return Reflect.get(typedArrayPrototype, Symbol.toStringTag, value) as string | undefined;
}

const LABEL_ARRAYS: readonly string[] = [
  "Uint8Array",
  "Uint8ClampedArray",
  "Int8Array",
  "Uint16Array",
  "Int16Array",
  "Int32Array",
  "Uint32Array",
];

const SCORE_ARRAYS: readonly string[] = ["Float32Array", "Float64Array", ...LABEL_ARRAYS];

const BIG_INTEGER_ARRAYS: readonly string[] = ["BigInt64Array", "BigUint64Array"];

/** True where the array's memory is gone: transferred to a worker, or cut off by growing a WebAssembly memory. */
function isDetached(array: { readonly buffer: ArrayBufferLike }): boolean {
  try {
    new Uint8Array(array.buffer);
    return false;
  } catch {
    return true;
  }
}

function detached(argument: string): string {
  return expectation(
    argument,
    "readable data",
    "an array whose buffer is detached",
    "score it before it is transferred, or transfer a copy",
  );
}

/** A tensor as found on the caller's object: not yet checked against its shape. */
interface RawTensor {
  readonly data: unknown;
  readonly shape: readonly number[];
}

/** Reads one property of a caller's object; a getter that throws is reported under the argument's name. */
function readProperty(value: object, name: string, argument: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch (cause) {
    throw new TypeError(unreadable(argument, name, cause), { cause });
  }
}

function unreadable(argument: string, name: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : describe(cause);
  return expectation(
    argument,
    "readable data",
    `an error from its ${name}: ${reason}`,
    "pass a tensor that is not disposed and whose data is on the CPU",
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
  const shape = readShape(dims ?? readProperty(value, "shape", argument), argument);
  if (typeof dataSync !== "function") {
    return contiguous(value, readProperty(value, "data", argument), shape, argument);
  }
  if (readProperty(value, "isDisposed", argument) === true) {
    throw new TypeError(
      expectation(argument, "a live tensor", "a disposed one", "score it before calling dispose()"),
    );
  }
  try {
    return { data: dataSync.call(value) as unknown, shape };
  } catch (cause) {
    throw new TypeError(unreadable(argument, "dataSync()", cause), { cause });
  }
}

function readShape(shape: unknown, argument: string): readonly number[] {
  const name = `${argument}.shape`;
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
function contiguous(value: object, data: unknown, shape: readonly number[], argument: string): RawTensor {
  const cure = "copy it into a row-major array first";
  if (readProperty(value, "fortranOrder", argument) === true) {
    throw new RangeError(expectation(argument, "row-major data", "fortranOrder: true", cure));
  }
  const stride = readProperty(value, "stride", argument);
  if (Array.isArray(stride)) {
    let step = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      if (size !== 1 && stride[axis] !== step) {
        throw new RangeError(
          expectation(
            argument,
            "row-major data",
            `strides ${describe(stride)} for ${formatShape(shape)}`,
            cure,
          ),
        );
      }
      step *= size;
    }
    const offset = readProperty(value, "offset", argument);
    if (typeof offset === "number" && typedArrayName(data) !== undefined) {
      return { data: (data as ScoreArray).subarray(offset, offset + step), shape };
    }
  }
  const type = readProperty(value, "type", argument) ?? readProperty(value, "dtype", argument);
  if (type === "float16" && typedArrayName(data) === "Uint16Array") {
    throw new TypeError(
      expectation(
        argument,
        "float32 scores",
        "the bits of float16 in a Uint16Array",
        "convert them to a Float32Array",
      ),
    );
  }
  return { data, shape };
}

function readScoreArray(data: unknown, argument: string): ScoreArray {
  const name = typedArrayName(data);
  if (name === undefined || !(SCORE_ARRAYS.includes(name) || BIG_INTEGER_ARRAYS.includes(name))) {
    throw new TypeError(
      expectation(
        `${argument}.data`,
        "a typed array of floats or integers (booleans as Uint8Array)",
        name ?? describe(data),
        "Float32Array.from(data) makes one",
      ),
    );
  }
  if (isDetached(data as ScoreArray)) throw new TypeError(detached(`${argument}.data`));
  return BIG_INTEGER_ARRAYS.includes(name)
    ? bigIntegersAsFloat64(data as BigInt64Array | BigUint64Array, argument)
    : (data as ScoreArray);
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

/** A tensor whose data fits its shape, whatever its rank. */
function readTensor(value: unknown, argument: string): { data: ScoreArray; shape: readonly number[] } {
  const { data: rawData, shape } = readRawTensor(value, argument);
  const data = readScoreArray(rawData, argument);
  const length = shape.reduce((product, size) => product * size, 1);
  if (data.length !== length) {
    throw new RangeError(
      expectation(`${argument}.data`, `${length} values (${formatShape(shape)})`, String(data.length)),
    );
  }
  return { data, shape };
}

/** Checks a tensor of class scores, batch x height x width x classes or height x width x classes. */
export function readScoreTensor(
  value: unknown,
  argument: string,
): ScoreTensor & { shape: readonly number[] } {
  const { data, shape } = readTensor(value, argument);
  if (shape.length !== 4 && shape.length !== 3) {
    throw new RangeError(
      expectation(
        `${argument}.shape`,
        "batch x height x width x classes, or height x width x classes",
        formatShape(shape),
        shape.length === 2 ? "a single-class mask has the shape [height, width, 1]" : undefined,
      ),
    );
  }
  const [batchSize, height, width, numClasses] = withBatch(shape);
  return { data, batchSize, pixelCount: height * width, numClasses, shape };
}

/** The four sizes of a tensor of three or four dimensions: without a batch it is one image. */
function withBatch(shape: readonly number[]): [number, number, number, number] {
  return (shape.length === 4 ? shape : [1, ...shape]) as [number, number, number, number];
}

/** Checks both tensors of a metric, which must agree in shape. */
export function readScoreTensors(yTrue: unknown, yPred: unknown): [ScoreTensor, ScoreTensor] {
  const groundTruth = readScoreTensor(yTrue, "y_true");
  const prediction = readScoreTensor(yPred, "y_pred");
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
  return [groundTruth, prediction];
}

/** Checks one batch x classes table of numbers. */
export function readClassTable(value: unknown, argument: string): ClassTable {
  const { data, shape } = readTensor(value, argument);
  if (shape.length !== 2) {
    throw new RangeError(expectation(`${argument}.shape`, "batch x classes", formatShape(shape)));
  }
  return { data: Float64Array.from(data), shape: shape as [number, number] };
}

/** Checks the labels of one image or many: an integer typed array that is attached. */
export function readLabels(value: unknown, argument: string): LabelArray {
  const name = typedArrayName(value);
  if (name === undefined || !LABEL_ARRAYS.includes(name)) {
    throw new TypeError(
      expectation(
        argument,
        "labels in a Uint8Array, Uint8ClampedArray, Int8Array, Uint16Array, Int16Array, Int32Array or Uint32Array",
        name ?? describe(value),
      ),
    );
  }
  const labels = value as LabelArray;
  if (isDetached(labels)) throw new TypeError(detached(argument));
  if (labels.length === 0) throw new RangeError(expectation(argument, "at least 1 label", "none"));
  return labels;
}

/** One of a list of words. */
export function readChoice<T extends string>(value: unknown, choices: readonly T[], argument: string): T {
  const expected = choices.map((choice) => `"${choice}"`).join(" or ");
  if (typeof value !== "string") {
    throw new TypeError(expectation(argument, expected, describe(value)));
  }
  if (!(choices as readonly string[]).includes(value)) {
    throw new RangeError(expectation(argument, expected, describe(value)));
  }
  return value as T;
}

export function readBoolean(value: unknown, argument: string): boolean {
  if (typeof value !== "boolean") {
    throw new TypeError(expectation(argument, "true or false", describe(value)));
  }
  return value;
}

export function readFiniteNumber(value: unknown, argument: string): number {
  if (typeof value !== "number") {
    throw new TypeError(expectation(argument, "a number", describe(value)));
  }
  if (!Number.isFinite(value)) {
    throw new RangeError(expectation(argument, "a finite number", describe(value)));
  }
  return value;
}

/** A whole number from `least` to `most`. */
export function readInteger(value: unknown, argument: string, least: number, most: number): number {
  if (typeof value !== "number") {
    throw new TypeError(expectation(argument, "a whole number", describe(value)));
  }
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(expectation(argument, `a whole number from ${least} to ${most}`, describe(value)));
  }
  return value;
}

/** An options object that has only the named keys: a misspelt option must not be silently left out. */
export function readOptions<K extends string>(
  value: unknown,
  keys: readonly K[],
  argument: string,
): Partial<Record<K, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(expectation(argument, `an object with ${keys.join(", ")}`, describe(value)));
  }
  for (const key of Object.keys(value)) {
    if (!(keys as readonly string[]).includes(key)) {
      throw new RangeError(
        expectation(argument, `only ${keys.join(", ")}`, `an unknown option ${describe(key)}`),
      );
    }
  }
  return value;
}
