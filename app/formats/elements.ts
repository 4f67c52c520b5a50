import type { LabelArray } from "../../src/types.js";
import { unsupported } from "./formatError.js";

/** Arrays that files hold numbers in; float16 numbers as their bits. */
export type Elements = LabelArray | BigInt64Array | Float32Array | Float64Array;

/** What a number is stored as: kind as NumPy names it (u, i, f, b), bytes each. */
export type ElementType = "u1" | "i1" | "b1" | "u2" | "i2" | "f2" | "u4" | "i4" | "f4" | "u8" | "i8" | "f8";

interface Kind {
  readonly name: string;
  readonly bytes: number;
  /** The array over numbers in the machine's own byte order; by default all of the buffer. */
  readonly view: (buffer: ArrayBuffer, byteOffset?: number, length?: number) => Elements;
}

export const ELEMENTS: Readonly<Record<ElementType, Kind>> = {
  b1: { name: "bool", bytes: 1, view: (...place) => new Uint8Array(...place) },
  i1: { name: "int8", bytes: 1, view: (...place) => new Int8Array(...place) },
  u1: { name: "uint8", bytes: 1, view: (...place) => new Uint8Array(...place) },
  i2: { name: "int16", bytes: 2, view: (...place) => new Int16Array(...place) },
  u2: { name: "uint16", bytes: 2, view: (...place) => new Uint16Array(...place) },
  f2: { name: "float16", bytes: 2, view: (...place) => new Uint16Array(...place) },
  i4: { name: "int32", bytes: 4, view: (...place) => new Int32Array(...place) },
  u4: { name: "uint32", bytes: 4, view: (...place) => new Uint32Array(...place) },
  f4: { name: "float32", bytes: 4, view: (...place) => new Float32Array(...place) },
  i8: { name: "int64", bytes: 8, view: (...place) => new BigInt64Array(...place) },
  u8: { name: "uint64", bytes: 8, view: signedView },
  f8: { name: "float64", bytes: 8, view: (...place) => new Float64Array(...place) },
};

/** Unsigned 64-bit numbers as signed ones; those from 2^63 on have no such number and are refused. */
function signedView(buffer: ArrayBuffer, byteOffset?: number, length?: number): BigInt64Array {
  const signed = new BigInt64Array(buffer, byteOffset, length);
  const large = signed.findIndex((label) => label < 0n);
  if (large >= 0) {
    const value = BigInt.asUintN(64, signed[large] as bigint);
    throw unsupported(`value ${value} at element ${large} is beyond any label`);
  }
  return signed;
}

/** An array of more bytes is not copied where it need not be, and read in pieces where it can be. */
export const LARGE_BYTES = 2 ** 26;

/** Numbers of a file as an array of their own, which does not share the file's memory unless it is large. */
export function readElements(bytes: Uint8Array, type: ElementType, isLittleEndian: boolean): Elements {
  const { bytes: elementBytes, view } = ELEMENTS[type];
  const isAsStored = elementBytes === 1 || isLittleEndian === isLittleEndianMachine();
  if (isAsStored && bytes.length > LARGE_BYTES && bytes.byteOffset % elementBytes === 0) {
    return view(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / elementBytes);
  }
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
