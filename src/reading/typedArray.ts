import { unreadable } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { PixelValues, ScoreArray } from "../types.js";

export const LABEL_ARRAYS: readonly string[] = [
  "Uint8Array",
  "Uint8ClampedArray",
  "Int8Array",
  "Uint16Array",
  "Int16Array",
  "Int32Array",
  "Uint32Array",
];

export const SCORE_ARRAYS: readonly string[] = ["Float32Array", "Float64Array", ...LABEL_ARRAYS];

export const BIG_INTEGER_ARRAYS: readonly string[] = ["BigInt64Array", "BigUint64Array"];

let typedArrayPrototype: object | undefined;

/** The engine's own name of a typed array ("Float32Array"), whichever realm it comes from; undefined for anything else. */
export function typedArrayName(value: unknown): string | undefined {
  typedArrayPrototype ??= Object.getPrototypeOf(Uint8Array.prototype) as object;
  return Reflect.get(typedArrayPrototype, Symbol.toStringTag, value) as string | undefined;
}

/** True where the array's memory is gone: transferred to a worker, or cut off by growing a WebAssembly memory. */
export function isDetached(array: { readonly buffer: ArrayBufferLike }): boolean {
  try {
    new Uint8Array(array.buffer);
    return false;
  } catch {
    return true;
  }
}

/** The error for an array whose memory is gone. */
export function detachedError(argument: string): TypeError {
  return unreadable(
    argument,
    "readable data",
    "an array whose buffer is detached",
    "score it before it is transferred; of allocated memory, read .data anew",
  );
}

type Constructors = Record<
  string,
  new (buffer: ArrayBufferLike, byteOffset: number, length: number) => ScoreArray
>;

/**
 * The same memory as an array of this realm's own type: a subclass may answer subarray() with anything, and
 * counting must not run a caller's code.
 */
export function plainArray<T extends ScoreArray | PixelValues>(array: T, name: string): T {
  const type = (globalThis as unknown as Constructors)[name] as Constructors[string];
  return Object.getPrototypeOf(array) === type.prototype && !Object.hasOwn(array, "constructor")
    ? array
    : (new type(array.buffer, array.byteOffset, array.length) as T);
}

/** Text for something that should have been a typed array. */
export function describeData(data: unknown): string {
  return typedArrayName(data) ?? describe(data);
}
