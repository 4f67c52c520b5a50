import type { ScoreArray } from "../types.js";
import { FormatError } from "./formatError.js";

/** An array as a .npy file holds it, in row-major order. */
export interface NpyArray {
  readonly data: ScoreArray;
  readonly shape: readonly number[];
  readonly isFloat: boolean;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type ElementReader = (view: DataView, offset: number, littleEndian: boolean) => number;

/** Each dtype NumPy writes for labels and scores: its bytes, its array and how an element is read. */
const DTYPES: Readonly<
  Record<
    string,
    { readonly bytes: number; readonly make: (length: number) => ScoreArray; readonly read: ElementReader }
  >
> = {
  b1: { bytes: 1, make: (n) => new Uint8Array(n), read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  i1: { bytes: 1, make: (n) => new Int8Array(n), read: (view, at) => view.getInt8(at) },
  u1: { bytes: 1, make: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) },
  i2: { bytes: 2, make: (n) => new Int16Array(n), read: (view, at, le) => view.getInt16(at, le) },
  u2: { bytes: 2, make: (n) => new Uint16Array(n), read: (view, at, le) => view.getUint16(at, le) },
  i4: { bytes: 4, make: (n) => new Int32Array(n), read: (view, at, le) => view.getInt32(at, le) },
  u4: { bytes: 4, make: (n) => new Uint32Array(n), read: (view, at, le) => view.getUint32(at, le) },
  i8: { bytes: 8, make: (n) => new Int32Array(n), read: (view, at, le) => Number(view.getBigInt64(at, le)) },
  u8: {
    bytes: 8,
    make: (n) => new Uint32Array(n),
    read: (view, at, le) => Number(view.getBigUint64(at, le)),
  },
  f4: { bytes: 4, make: (n) => new Float32Array(n), read: (view, at, le) => view.getFloat32(at, le) },
  f8: { bytes: 8, make: (n) => new Float64Array(n), read: (view, at, le) => view.getFloat64(at, le) },
};

export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a NumPy .npy file, versions 1 to 3: booleans, integers and float32/64, either byte order, row- or
 * column-major (which is turned to row-major). 64-bit integers become 32-bit ones.
 *
 * @throws {FormatError} not a .npy file, cut short, of another dtype, or with a 64-bit integer beyond 32 bits
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { dtype, isColumnMajor, shape, dataOffset } = readHeader(bytes);
  const typeName = dtype.slice(1);
  const type = DTYPES[typeName];
  if (type === undefined) {
    throw new FormatError(
      `.npy dtype "${dtype}" is neither labels nor scores; save integers, booleans, float32 or float64`,
    );
  }
  const length = shape.reduce((product, size) => product * size, 1);
  const available = bytes.length - dataOffset;
  if (available !== length * type.bytes) {
    throw new FormatError(
      `${available < length * type.bytes ? "truncated" : "damaged"} .npy: ${shape.join(" x ")} of ${dtype} take ${length * type.bytes} bytes, it holds ${available}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, available);
  const littleEndian = !dtype.startsWith(">");
  const data = type.make(length);
  if (
    littleEndian &&
    typeName !== "b1" &&
    typeName !== "i8" &&
    typeName !== "u8" &&
    isLittleEndianMachine()
  ) {
    new Uint8Array(data.buffer).set(bytes.subarray(dataOffset));
  } else {
    for (let i = 0; i < length; i++) {
      const element = type.read(view, i * type.bytes, littleEndian);
      data[i] = element;
      // Only the 64-bit integers can differ once stored.
      if (type.bytes === 8 && typeName !== "f8" && data[i] !== element) {
        const exact = view[typeName === "i8" ? "getBigInt64" : "getBigUint64"](i * 8, littleEndian);
        throw new FormatError(`.npy value ${exact} at element ${i} does not fit a 32-bit label`);
      }
    }
  }
  return {
    data: isColumnMajor ? toRowMajor(data, shape, type.make) : data,
    shape,
    isFloat: typeName.startsWith("f"),
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
  data: ScoreArray,
  shape: readonly number[],
  make: (length: number) => ScoreArray,
): ScoreArray {
  const result = make(data.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let target = 0; target < data.length; target++) {
    let source = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source = source * (shape[axis] as number) + (index[axis] as number);
    }
    result[target] = data[source] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      index[axis] = 0;
    }
  }
  return result;
}

function isLittleEndianMachine(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}
