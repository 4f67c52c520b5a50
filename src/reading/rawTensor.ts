import { unreadable, wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe, formatShape } from "../errors/describe.js";
import type { ScoreArray } from "../types.js";
import { typedNumbers } from "./plainNumbers.js";
import { callMethod, hasMethod, readProperty } from "./property.js";
import {
  denseStrides,
  elementCount,
  gatherInto,
  isRowMajor,
  requireWithin,
  type StridedView,
} from "./strides.js";
import { detachedError, isDetached, plainArray, typedArrayName } from "./typedArray.js";

/** A tensor as found on the caller's object: its data in row-major order, not yet checked against its shape. */
export interface RawTensor {
  readonly data: unknown;
  readonly shape: readonly number[];
  /** What the object says its numbers are, where it does. */
  readonly type: unknown;
}

export function readRawTensor(value: unknown, argument: string): RawTensor {
  const expected = "a tensor: an object with data and shape, data and dims, or dataSync() and shape";
  if (typeof value !== "object" || value === null) {
    throw wrongType(argument, expected, describe(value));
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw wrongType(
      argument,
      expected,
      describe(value),
      "wrap it: { data: Float32Array, shape: [batch, height, width, classes] }",
    );
  }
  const hasDataSync = hasMethod(value, "dataSync", argument);
  const dims = readProperty(value, "dims", argument);
  const shape =
    dims === undefined || dims === null
      ? readShape(readProperty(value, "shape", argument), `${argument}.shape`)
      : readShape(dims, `${argument}.dims`);
  const type = readProperty(value, "type", argument) ?? readProperty(value, "dtype", argument);
  if (!hasDataSync) {
    const found = withHalfAsBits(readProperty(value, "data", argument), type, `${argument}.data`);
    return { ...found, data: rowMajorData(value, found.data, shape, argument), shape };
  }
  if (readProperty(value, "isDisposed", argument) === true) {
    throw unreadable(argument, "a live tensor", "a disposed one", "score it before calling dispose()");
  }
  return {
    ...withHalfAsBits(callMethod(value, "dataSync", [], argument), type, `${argument}.dataSync()`),
    shape,
  };
}

/** Float16Array is not in every engine, and every engine can count its bits: a Uint16Array of type "float16". */
function withHalfAsBits(data: unknown, type: unknown, argument: string): Omit<RawTensor, "shape"> {
  if (typedArrayName(data) !== "Float16Array") return { data, type };
  const { buffer, byteOffset, length } = data as Uint16Array;
  if (isDetached({ buffer })) throw detachedError(argument);
  return { data: new Uint16Array(buffer, byteOffset, length), type: "float16" };
}

function readShape(shape: unknown, name: string): readonly number[] {
  if (!Array.isArray(shape)) {
    throw wrongType(name, "an array of dimensions", describe(shape));
  }
  for (const size of shape as readonly unknown[]) {
    if (typeof size !== "number") {
      throw wrongType(name, "numbers", describe(shape));
    }
    if (!Number.isInteger(size) || size < 1) {
      throw wrongValue(name, "whole numbers of at least 1", describe(shape));
    }
  }
  // A copy: the caller's array may change between this check and its use.
  return [...(shape as readonly number[])];
}

/** Strided views (ndarray) and column-major arrays (npyjs): what is not in row-major order is copied into it. */
function rowMajorData(value: object, data: unknown, shape: readonly number[], argument: string): unknown {
  const given = readProperty(value, "stride", argument) ?? readProperty(value, "strides", argument);
  // stride() of transformers.js computes what shape says.
  const isStrided = given !== undefined && given !== null && typeof given !== "function";
  const isColumnMajor = readProperty(value, "fortranOrder", argument) === true;
  const view: StridedView = isStrided
    ? { shape, strides: readStrides(given, argument), offset: readOffset(value, argument) }
    : { shape, strides: denseStrides(shape, isColumnMajor), offset: 0 };
  const count = elementCount(shape);
  const name = typedArrayName(data);
  if (name !== undefined) {
    const array = plainArray(data as ScoreArray, name);
    // Without strides, the length is still to be compared with the shape.
    if ((!isStrided && (isRowMajor(view) || array.length !== count)) || isDetached(array)) return data;
    requireWithin(view, array.length, argument);
    if (isRowMajor(view)) return array.subarray(view.offset, view.offset + count);
    const gathered = new (array.constructor as Float32ArrayConstructor)(count);
    gatherInto(gathered, view, (place) => array[place] as number);
    return gathered;
  }
  const store = readStore(data, argument);
  if (store === undefined) return data;
  if (isStrided) requireWithin(view, store.length, argument);
  else if (store.length !== count) throw lengthError(argument, shape, store.length);
  const values: unknown[] = [];
  gatherInto(values, view, store.get);
  return typedNumbers(values, `${argument}.data`);
}

/** Data that has another length than its shape. */
export function lengthError(argument: string, shape: readonly number[], length: number): RangeError {
  return wrongLength(
    `${argument}.data`,
    `${elementCount(shape)} values (${formatShape(shape)})`,
    String(length),
  );
}

function readStrides(strides: unknown, argument: string): readonly number[] {
  if (Array.isArray(strides) || typedArrayName(strides) !== undefined) return [...(strides as number[])];
  throw wrongValue(`${argument}.stride`, "an array of one step a dimension", describe(strides));
}

function readOffset(value: object, argument: string): number {
  // Looked at with the strides.
  return (readProperty(value, "offset", argument) ?? 0) as number;
}

interface Store {
  readonly length: number;
  readonly get: (place: number) => unknown;
}

/** A plain array, or a store with length and get() (ndarray's generic ones). */
export function readStore(data: unknown, argument: string): Store | undefined {
  if (Array.isArray(data)) {
    const values: readonly unknown[] = data;
    return { length: values.length, get: (place) => values[place] };
  }
  if (typeof data !== "object" || data === null || !hasMethod(data, "get", argument)) return undefined;
  const length = readProperty(data, "length", argument);
  if (!Number.isSafeInteger(length)) return undefined;
  return { length: length as number, get: (place) => callMethod(data, "get", [place], argument) };
}
