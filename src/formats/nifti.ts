import { Gunzip } from "fflate";
import type { LabelArray } from "../types.js";
import { crc32 } from "./checksums.js";
import { FormatError } from "./formatError.js";
import { requirePixels } from "./limits.js";
import { isLittleEndianMachine, reverseElements } from "./byteOrder.js";

/** A NIfTI volume's labels: x fastest, then y, then z, as they are stored. */
export interface NiftiLabels {
  readonly data: LabelArray | BigInt64Array;
  readonly width: number;
  /** Of one slice. */
  readonly height: number;
  readonly slices: number;
  /** "NIfTI-1, int16, 64 x 64 x 20" */
  readonly note: string;
}

interface Datatype {
  readonly name: string;
  readonly bytes: number;
  readonly view: (buffer: ArrayBuffer) => LabelArray | BigInt64Array | Float32Array | Float64Array;
}

/** By the datatype code of the header. */
const DATATYPES: Readonly<Record<number, Datatype>> = {
  2: { name: "uint8", bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  256: { name: "int8", bytes: 1, view: (buffer) => new Int8Array(buffer) },
  4: { name: "int16", bytes: 2, view: (buffer) => new Int16Array(buffer) },
  512: { name: "uint16", bytes: 2, view: (buffer) => new Uint16Array(buffer) },
  8: { name: "int32", bytes: 4, view: (buffer) => new Int32Array(buffer) },
  768: { name: "uint32", bytes: 4, view: (buffer) => new Uint32Array(buffer) },
  1024: { name: "int64", bytes: 8, view: (buffer) => new BigInt64Array(buffer) },
  16: { name: "float32", bytes: 4, view: (buffer) => new Float32Array(buffer) },
  64: { name: "float64", bytes: 8, view: (buffer) => new Float64Array(buffer) },
};

/** Of NIfTI-1 and NIfTI-2: where the sizes are read from. */
const HEADER_BYTES = [348, 540] as const;
const MAX_HEADER_BYTES = 544;

/** Extensions between header and voxels, at most: they are XML and history, not data. */
const MAX_EXTENSION_BYTES = 2 ** 26;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** A header begins with its own size, in either byte order. */
export function isNifti(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return HEADER_BYTES.some((size) => view.getInt32(0, true) === size || view.getInt32(0, false) === size);
}

/**
 * Reads a NIfTI-1 or NIfTI-2 label volume, compressed or not: integers of any width, and floats that are all whole numbers.
 *
 * @throws {FormatError} damaged, cut short, of more than three axes, scaled, or of floats that are no labels
 */
export async function decodeNifti(bytes: Uint8Array): Promise<NiftiLabels> {
  const isCompressed = isGzip(bytes);
  const head = isCompressed ? gunzip(bytes, MAX_HEADER_BYTES, false) : bytes;
  if (!isNifti(head)) {
    throw new FormatError("a gzip file that holds no NIfTI volume; decompress it, if it is a mask");
  }
  const header = await readHeader(head);
  const { width, height, slices, type, offset, isLittleEndian } = header;
  const voxelBytes = width * height * slices * type.bytes;
  const end = offset + voxelBytes;
  const all = isCompressed ? gunzip(bytes, end, true) : bytes;
  if (all.length < end) {
    throw new FormatError(
      `truncated NIfTI: ${width} x ${height} x ${slices} of ${type.name} take ${voxelBytes} bytes from byte ${offset} on, it holds ${Math.max(0, all.length - offset)}`,
    );
  }
  const voxels = all.slice(offset, end);
  if (isLittleEndian !== isLittleEndianMachine()) reverseElements(voxels, type.bytes);
  const sizes = slices === 1 ? `${width} x ${height}` : `${width} x ${height} x ${slices}`;
  return {
    data: wholeNumbers(type.view(voxels.buffer), type.name),
    width,
    height,
    slices,
    note: `${header.version}${isCompressed ? ", gzip" : ""}, ${type.name}, ${sizes}`,
  };
}

interface NiftiHeader {
  readonly version: string;
  readonly width: number;
  readonly height: number;
  readonly slices: number;
  readonly type: Datatype;
  readonly offset: number;
  readonly isLittleEndian: boolean;
}

async function readHeader(bytes: Uint8Array): Promise<NiftiHeader> {
  const nifti = await import("nifti-reader-js");
  let header;
  try {
    // The library looks at the bytes after the header, too, whether there are extensions.
    const padded = new Uint8Array(Math.max(bytes.length, MAX_HEADER_BYTES + 8));
    padded.set(bytes.subarray(0, padded.length));
    header = nifti.readHeader(padded.buffer) as ReturnType<typeof nifti.readHeader> | null;
  } catch (cause) {
    throw new FormatError(`damaged NIfTI: ${(cause as Error).message}`, { cause });
  }
  if (header === null || bytes.length < HEADER_BYTES[0]) {
    throw new FormatError("damaged NIfTI: its header is cut short, or is one of a pair of .hdr and .img");
  }
  const [axes = 0, width = 0, height = 1, depth = 1, ...more] = header.dims;
  const slices = axes > 2 ? depth : 1;
  if (axes < 2 || more.slice(0, Math.max(0, axes - 3)).some((size) => size > 1)) {
    throw new FormatError(
      `NIfTI of ${axes} axes (${header.dims.slice(1, axes + 1).join(" x ")}); save one label volume, x, y and z`,
    );
  }
  requirePixels("NIfTI", [width, height, slices]);
  const type = DATATYPES[header.datatypeCode];
  if (type === undefined) {
    throw new FormatError(`NIfTI of datatype ${header.datatypeCode}; save the labels as integers`);
  }
  const { scl_slope: slope, scl_inter: inter, vox_offset: offset } = header;
  if (!(slope === 0 || Number.isNaN(slope)) && (slope !== 1 || inter !== 0)) {
    throw new FormatError(
      `NIfTI whose values are scaled (slope ${slope}, intercept ${inter}): labels are not; save them as they are`,
    );
  }
  if (!Number.isInteger(offset) || offset < HEADER_BYTES[0] || offset > MAX_EXTENSION_BYTES) {
    throw new FormatError(`damaged NIfTI: its voxels begin at byte ${offset}`);
  }
  return {
    version: versionOf(bytes),
    width,
    height,
    slices,
    type,
    offset,
    isLittleEndian: header.littleEndian,
  };
}

function versionOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isSecond = [true, false].some((little) => view.getInt32(0, little) === HEADER_BYTES[1]);
  return isSecond ? "NIfTI-2" : "NIfTI-1";
}

/** Masks are often saved as floats; they are labels if every one is a whole number. */
function wholeNumbers(
  voxels: LabelArray | BigInt64Array | Float32Array | Float64Array,
  name: string,
): LabelArray | BigInt64Array {
  if (!(voxels instanceof Float32Array || voxels instanceof Float64Array)) return voxels;
  const labels = new Int32Array(voxels.length);
  for (let i = 0; i < voxels.length; i++) {
    const value = voxels[i] as number;
    labels[i] = value;
    if (labels[i] !== value) {
      throw new FormatError(
        `NIfTI of ${name} with ${value} at voxel ${i}: a probability or an interpolated mask; save labels as integers`,
      );
    }
  }
  return labels;
}

/**
 * Undoes gzip up to maxBytes, and no further: a header can be read, and a bomb does no harm.
 *
 * @param isWhole more than a header is wanted: where the stream ends within maxBytes, its checksum is verified
 */
function gunzip(bytes: Uint8Array, maxBytes: number, isWhole: boolean): Uint8Array {
  // One byte of deflate gives 1032 at most.
  if (isWhole && maxBytes > bytes.length * 1032) {
    throw new FormatError(
      `damaged NIfTI: its header promises ${maxBytes} bytes, more than its ${bytes.length} compressed ones can hold`,
    );
  }
  const out = new Uint8Array(maxBytes);
  const state = { size: 0, isBeyond: false };
  const stream = new Gunzip((chunk) => {
    const room = maxBytes - state.size;
    if (chunk.length > room) state.isBeyond = true;
    out.set(room < chunk.length ? chunk.subarray(0, room) : chunk, state.size);
    state.size += Math.min(room, chunk.length);
  });
  try {
    const step = 2 ** 16;
    for (let at = 0; at < bytes.length && !state.isBeyond; at += step) {
      if (!isWhole && state.size === maxBytes) break;
      stream.push(bytes.subarray(at, at + step), isWhole && at + step >= bytes.length);
    }
  } catch (cause) {
    throw new FormatError(`damaged or truncated gzip: ${(cause as Error).message}`, { cause });
  }
  const content = out.subarray(0, state.size);
  if (isWhole && !state.isBeyond) {
    const end = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
    if (end.getUint32(4, true) !== state.size || end.getUint32(0, true) !== crc32(content)) {
      throw new FormatError("damaged or truncated gzip: its checksum is wrong");
    }
  }
  return content;
}
