import {
  ELEMENTS,
  type Elements,
  type ElementType,
  isLittleEndianMachine,
  readElements,
} from "./elements.js";
import { damaged, truncated, unsupported } from "./formatError.js";
import { readNpyHeaderText } from "./npyHeaderText.js";

/** An array as a .npy file holds it, in row-major order. */
export interface NpyArray {
  /** Float16 numbers as their bits in a Uint16Array. */
  readonly data: Elements;
  readonly shape: readonly number[];
  readonly isFloat: boolean;
}

/** What a .npy file says of its array before it holds it. */
export interface NpyHeader {
  readonly type: ElementType;
  readonly isLittleEndian: boolean;
  readonly isColumnMajor: boolean;
  readonly shape: readonly number[];
  readonly dataOffset: number;
  /** Bytes of the whole file. */
  readonly fileBytes: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** A header takes some hundred bytes; NumPy itself reads no longer ones unless it is told to. */
const MAX_HEADER_BYTES = 10_000;

/** As much of a file as holds any header that is read. */
export const NPY_HEAD_BYTES = MAX_HEADER_BYTES + 12;

/** NumPy's own limit of axes is 64. */
const MAX_AXES = 64;

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
  const header = readNpyHeader(bytes);
  requireFileBytes(header, bytes.length);
  const { type, isLittleEndian, isColumnMajor, shape, dataOffset } = header;
  const stored = readElements(bytes.subarray(dataOffset), type, isLittleEndian);
  if (type === "b1") requireBooleans(stored);
  const data = isColumnMajor && shape.length > 1 ? toRowMajor(stored, shape) : stored;
  return { data, shape, isFloat: type.startsWith("f") };
}

/** @throws {FormatError} the file is not as long as its header says */
export function requireFileBytes({ type, shape, dataOffset, fileBytes }: NpyHeader, bytes: number): void {
  if (bytes === fileBytes) return;
  const what = `${shape.join(" x ")} of ${ELEMENTS[type].name} take ${fileBytes - dataOffset} bytes, it holds ${bytes - dataOffset}`;
  throw bytes < fileBytes ? truncated(".npy", what) : damaged(".npy", what);
}

/**
 * magic, version (2 bytes), header length (2 bytes little-endian, 4 from version 2 on), then a Python dict literal.
 *
 * @param bytes the file, or as much of its beginning as holds the header
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (!isNpy(bytes)) throw unsupported("not a .npy file: its magic bytes are missing");
  const major = bytes[6];
  if (major === undefined || bytes.length < 12) throw truncated(".npy", "it ends within its header");
  if (major < 1 || major > 3) throw unsupported(`.npy version ${major} is not known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textOffset = major === 1 ? 10 : 12;
  const textBytes = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (textBytes > MAX_HEADER_BYTES) {
    throw damaged(
      ".npy",
      `its header takes ${textBytes} bytes, of which there are ${MAX_HEADER_BYTES} at most`,
    );
  }
  const dataOffset = textOffset + textBytes;
  if (dataOffset > bytes.length) throw truncated(".npy", "it ends within its header");
  const text = new TextDecoder("latin1").decode(bytes.subarray(textOffset, dataOffset));
  const { dtype, isColumnMajor, shape } = readNpyHeaderText(text);
  const type = elementTypeOf(dtype);
  const dataBytes = shape.reduce((product, size) => product * size, ELEMENTS[type].bytes);
  if (shape.length > MAX_AXES || ![...shape, dataBytes].every(Number.isSafeInteger)) {
    throw damaged(".npy", `its header promises ${shape.join(" x ")} of ${dtype}`);
  }
  return {
    type,
    isLittleEndian: dtype.startsWith("=") ? isLittleEndianMachine() : !dtype.startsWith(">"),
    isColumnMajor,
    shape,
    dataOffset,
    fileBytes: dataOffset + dataBytes,
  };
}

/** NumPy reads any byte as true, and calculates with it as the number that it is. */
function requireBooleans(bytes: Elements): void {
  const stray = bytes.findIndex((byte: number | bigint) => byte > 1);
  if (stray < 0) return;
  throw damaged(".npy", `element ${stray} of its booleans is ${String(bytes[stray])}, neither 0 nor 1`);
}

function elementTypeOf(dtype: string): ElementType {
  const code = dtype.replace(/^[<>|=]/, "");
  const type = code === "?" ? "b1" : code;
  if (Object.hasOwn(ELEMENTS, type)) return type as ElementType;
  throw unsupported(
    `.npy dtype ${JSON.stringify(dtype.slice(0, 40))} is neither labels nor scores`,
    "save integers, booleans, float16, float32 or float64",
  );
}

/** Column-major elements in row-major order: the target is walked in order, the source in steps. */
function toRowMajor(stored: Elements, shape: readonly number[]): Elements {
  const result = stored.slice();
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const last = shape.length - 1;
  const columns = shape[last] as number;
  const columnStep = steps[last] as number;
  const index = new Array<number>(last).fill(0);
  for (let target = 0, rowStart = 0; target < stored.length;) {
    for (let column = 0, source = rowStart; column < columns; column++, source += columnStep, target++) {
      result[target] = stored[source] as number;
    }
    for (let axis = last - 1; axis >= 0; axis--) {
      rowStart += steps[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      rowStart -= (steps[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return result;
}
