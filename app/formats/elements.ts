import type { LabelArray } from "../../src/types.js";
import { unsupported } from "./formatError.js";

/** Arrays that files hold numbers in; float16 numbers as their bits. */
export type Elements = LabelArray | BigInt64Array | Float32Array | Float64Array;

/** What a number is stored as: kind as NumPy names it (u, i, f, b), bytes each. */
export type ElementType = "u1" | "i1" | "b1" | "u2" | "i2" | "f2" | "u4" | "i4" | "f4" | "u8" | "i8" | "f8";

interface Kind {
  readonly name: string;
  readonly bytes: number;
  /** The array over numbers in the machine's own byte order. */
  readonly view: (buffer: ArrayBuffer) => Elements;
}

export const ELEMENTS: Readonly<Record<ElementType, Kind>> = {
  b1: { name: "bool", bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  i1: { name: "int8", bytes: 1, view: (buffer) => new Int8Array(buffer) },
  u1: { name: "uint8", bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  i2: { name: "int16", bytes: 2, view: (buffer) => new Int16Array(buffer) },
  u2: { name: "uint16", bytes: 2, view: (buffer) => new Uint16Array(buffer) },
  f2: { name: "float16", bytes: 2, view: (buffer) => new Uint16Array(buffer) },
  i4: { name: "int32", bytes: 4, view: (buffer) => new Int32Array(buffer) },
  u4: { name: "uint32", bytes: 4, view: (buffer) => new Uint32Array(buffer) },
  f4: { name: "float32", bytes: 4, view: (buffer) => new Float32Array(buffer) },
  i8: { name: "int64", bytes: 8, view: (buffer) => new BigInt64Array(buffer) },
  u8: { name: "uint64", bytes: 8, view: signedView },
  f8: { name: "float64", bytes: 8, view: (buffer) => new Float64Array(buffer) },
};

/** Unsigned 64-bit numbers as signed ones; those from 2^63 on have no such number and are refused. */
function signedView(buffer: ArrayBuffer): BigInt64Array {
  const signed = new BigInt64Array(buffer);
  const large = signed.findIndex((label) => label < 0n);
  if (large >= 0) {
    const value = new BigUint64Array(buffer)[large] as bigint;
    throw unsupported(`value ${value} at element ${large} is beyond any label`);
  }
  return signed;
}

/** Numbers of a file as an array of their own, which does not share the file's memory. */
export function readElements(bytes: Uint8Array, type: ElementType, isLittleEndian: boolean): Elements {
  const { bytes: elementBytes, view } = ELEMENTS[type];
  const copy = new Uint8Array(bytes);
  if (isLittleEndian !== isLittleEndianMachine()) reverseElements(copy, elementBytes);
  return view(copy.buffer);
}

/** Turns the byte order of every element around, in place. */
export function reverseElements(bytes: Uint8Array, elementBytes: number): void {
  if (elementBytes === 1) return;
  const half = elementBytes >> 1;
  for (let start = 0; start + elementBytes <= bytes.length; start += elementBytes) {
    for (let low = start, high = start + elementBytes - 1, i = 0; i < half; i++, low++, high--) {
      const byte = bytes[low] as number;
      bytes[low] = bytes[high] as number;
      bytes[high] = byte;
    }
  }
}

export function isLittleEndianMachine(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
