import type { LabelArray } from "../types.js";
import { isLittleEndianMachine, reverseElements } from "./byteOrder.js";
import { FormatError } from "./formatError.js";
import { MAX_PIXELS } from "./limits.js";

export type NpyData = LabelArray | BigInt64Array | Float32Array | Float64Array;

/** An array as a .npy file holds it, in row-major order. */
export interface NpyArray {
  readonly data: NpyData;
  readonly shape: readonly number[];
  /** "int64", "float32" */
  readonly dtype: string;
  readonly isFloat: boolean;
  /** data holds the bits of float16 numbers. */
  readonly isFloat16: boolean;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

interface Dtype {
  readonly bytes: number;
  /** The array over numbers in the machine's own byte order. */
  readonly view: (buffer: ArrayBuffer) => NpyData;
}

/** Each dtype NumPy writes for labels and scores. */
const DTYPES: Readonly<Record<string, Dtype>> = {
  b1: { bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  i1: { bytes: 1, view: (buffer) => new Int8Array(buffer) },
  u1: { bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  i2: { bytes: 2, view: (buffer) => new Int16Array(buffer) },
  u2: { bytes: 2, view: (buffer) => new Uint16Array(buffer) },
  i4: { bytes: 4, view: (buffer) => new Int32Array(buffer) },
  u4: { bytes: 4, view: (buffer) => new Uint32Array(buffer) },
  i8: { bytes: 8, view: (buffer) => new BigInt64Array(buffer) },
  u8: { bytes: 8, view: signedView },
  // Their bits: not every engine has an array of them.
  f2: { bytes: 2, view: (buffer) => new Uint16Array(buffer) },
  f4: { bytes: 4, view: (buffer) => new Float32Array(buffer) },
  f8: { bytes: 8, view: (buffer) => new Float64Array(buffer) },
};

/** u1 -> uint8, f4 -> float32, b1 -> bool */
function nameOf(type: string): string {
  if (type === "b1") return "bool";
  const kind = { i: "int", u: "uint", f: "float" }[type[0] as "i" | "u" | "f"];
  return `${kind}${8 * Number(type.slice(1))}`;
}

/** Unsigned 64-bit numbers as signed ones; those from 2^63 on have no such number and are refused. */
function signedView(buffer: ArrayBuffer): BigInt64Array {
  const unsigned = new BigUint64Array(buffer);
  const large = unsigned.findIndex((label) => label >= 2n ** 63n);
  if (large >= 0) {
    throw new FormatError(`.npy value ${unsigned[large] as bigint} at element ${large} is beyond any label`);
  }
  return new BigInt64Array(buffer);
}

export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a NumPy .npy file, versions 1 to 3: booleans, integers and float16/32/64, either byte order, row- or
 * column-major (which is turned to row-major).
 *
 * @returns 64-bit integers in a BigInt64Array, booleans in a Uint8Array, the others in arrays of their own type
 * @throws {FormatError} not a .npy file, cut short, or of another dtype
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { dtype, isColumnMajor, shape, dataOffset } = readHeader(bytes);
  const typeName = dtype.slice(1);
  const type = DTYPES[typeName];
  if (type === undefined) {
    throw new FormatError(
      `.npy dtype "${dtype}" is neither labels nor scores; save integers, booleans, or floats of 16, 32 or 64 bits`,
    );
  }
  const length = shape.reduce((product, size) => product * size, 1);
  if (shape.some((size) => !Number.isSafeInteger(size)) || length > MAX_PIXELS * 64) {
    throw new FormatError(`.npy promises ${shape.join(" x ")} values; cut it into smaller ones`);
  }
  const available = bytes.length - dataOffset;
  if (available !== length * type.bytes) {
    throw new FormatError(
      `${available < length * type.bytes ? "truncated" : "damaged"} .npy: ${shape.join(" x ")} of ${dtype} take ${length * type.bytes} bytes, it holds ${available}`,
    );
  }
  let elements = Uint8Array.from(bytes.subarray(dataOffset));
  if (dtype.startsWith(">") === isLittleEndianMachine()) reverseElements(elements, type.bytes);
  if (isColumnMajor) elements = toRowMajor(elements, type.bytes, shape);
  return {
    data: type.view(elements.buffer),
    shape,
    dtype: nameOf(typeName),
    isFloat: typeName.startsWith("f"),
    isFloat16: typeName === "f2",
  };
}

interface NpyHeader {
  readonly dtype: string;
  readonly isColumnMajor: boolean;
  readonly shape: readonly number[];
  readonly dataOffset: number;
}

/** magic, version (2 bytes), header length (2 bytes little-endian, 4 from version 2 on), then a Python dict literal. */
function readHeader(bytes: Uint8Array): NpyHeader {
  if (!isNpy(bytes)) throw new FormatError("not a .npy file: its magic bytes are missing");
  const major = bytes[6];
  if (major === undefined || bytes.length < 12)
    throw new FormatError("truncated .npy: it ends within its header");
  if (major < 1 || major > 3) throw new FormatError(`.npy version ${major} is not known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textOffset = major === 1 ? 10 : 12;
  const textBytes = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataOffset = textOffset + textBytes;
  if (dataOffset > bytes.length) throw new FormatError("truncated .npy: it ends within its header");
  const text = new TextDecoder().decode(bytes.subarray(textOffset, dataOffset));
  const dtype = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (dtype === undefined || order === undefined || shape === undefined) {
    throw new FormatError("damaged .npy: its header has no plain dtype, order and shape");
  }
  return {
    dtype,
    isColumnMajor: order === "True",
    shape: shape
      .split(",")
      .filter((size) => size.trim() !== "")
      .map(Number),
    dataOffset,
  };
}

function toRowMajor(
  bytes: Uint8Array,
  elementBytes: number,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(bytes.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let target = 0; target < bytes.length; target += elementBytes) {
    let source = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source = source * (shape[axis] as number) + (index[axis] as number);
    }
    for (let byte = 0; byte < elementBytes; byte++) {
      result[target + byte] = bytes[source * elementBytes + byte] as number;
    }
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      index[axis] = 0;
    }
  }
  return result;
}
