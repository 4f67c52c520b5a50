import { FormatError } from "./formatError.js";

// The header's fields, of both versions, at their places. nifti-reader-js 0.8.0 reads them too, and is an oracle of the
// tests; but it takes a header of any length for one, inflates without a bound, looks for extensions wherever the header
// points, and chooses between the two transformations otherwise than the programs that write label volumes.

export type NiftiVersion = 1 | 2;

export const NIFTI_HEADER_BYTES = { 1: 348, 2: 540 } as const;

/** What a header says, number by number; only what it is to be read by has been checked. */
export interface NiftiHeader {
  readonly version: NiftiVersion;
  readonly isLittleEndian: boolean;
  /** How many axes there are, and the length of each of seven. */
  readonly dim: readonly number[];
  readonly datatype: number;
  /** The sign of z in the quaternion's transformation, and how far pixels are apart along each of seven axes. */
  readonly pixdim: readonly number[];
  /** Where the voxels begin. */
  readonly voxOffset: number;
  readonly slope: number;
  readonly intercept: number;
  /** Units of space in three bits, of time in three more. */
  readonly units: number;
  /** Which of the transformations are set, and what space they lead to. */
  readonly qformCode: number;
  readonly sformCode: number;
  /** b, c and d of the quaternion. */
  readonly quaternion: readonly number[];
  readonly quaternionOffset: readonly number[];
  /** Three rows of four. */
  readonly srow: readonly number[];
}

interface Places {
  readonly dim: number;
  readonly datatype: number;
  readonly pixdim: number;
  readonly voxOffset: number;
  readonly slope: number;
  readonly units: number;
  readonly qformCode: number;
  readonly quaternion: number;
  readonly srow: number;
}

const PLACES: Readonly<Record<NiftiVersion, Places>> = {
  1: {
    dim: 40,
    datatype: 70,
    pixdim: 76,
    voxOffset: 108,
    slope: 112,
    units: 123,
    qformCode: 252,
    quaternion: 256,
    srow: 280,
  },
  2: {
    dim: 16,
    datatype: 12,
    pixdim: 104,
    voxOffset: 168,
    slope: 176,
    units: 500,
    qformCode: 344,
    quaternion: 352,
    srow: 400,
  },
};

/** The version that a header's magic names: "n+1" or "ni1" at byte 344, "n+2" or "ni2" at byte 4. */
export function niftiVersionOf(bytes: Uint8Array): NiftiVersion | undefined {
  const magicAt = (at: number, digit: number): boolean =>
    bytes[at] === 0x6e &&
    (bytes[at + 1] === 0x2b || bytes[at + 1] === 0x69) &&
    bytes[at + 2] === digit &&
    bytes[at + 3] === 0;
  if (magicAt(344, 0x31)) return 1;
  return magicAt(4, 0x32) ? 2 : undefined;
}

/** What follows the magic of version 2, as in that of PNG, or zeros: a transfer that changes ends of lines changes it. */
const LINE_ENDS = [0x0d, 0x0a, 0x1a, 0x0a];

/**
 * @param bytes the file's start
 * @throws {FormatError} it ends within the header, is one of a pair of files, or says that it has another length
 * @see nifti1.h and nifti2.h of the NIfTI Data Format Working Group
 */
export function readNiftiHeader(bytes: Uint8Array, version: NiftiVersion): NiftiHeader {
  const isPair = bytes[(version === 1 ? 344 : 4) + 1] === 0x69;
  if (isPair) {
    throw new FormatError("the header of a NIfTI pair (.hdr, .img); save the volume as one .nii file");
  }
  const headerBytes = NIFTI_HEADER_BYTES[version];
  // Between header and voxels stand four bytes that announce extensions.
  if (bytes.length < headerBytes + 4) throw new FormatError("truncated NIfTI: it ends within its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Its length comes first, in the byte order of all that follows.
  const isLittleEndian = view.getInt32(0, true) === headerBytes;
  if (!isLittleEndian && view.getInt32(0, false) !== headerBytes) {
    throw new FormatError(`damaged NIfTI: its header does not say that it is ${headerBytes} bytes long`);
  }
  const lineEnds = bytes.subarray(8, 12);
  if (version === 2 && lineEnds.some(Boolean) && LINE_ENDS.some((byte, i) => lineEnds[i] !== byte)) {
    throw new FormatError("damaged NIfTI: a transfer as text has changed its ends of lines");
  }
  const places = PLACES[version];
  const isFirst = version === 1;
  const real = (at: number, i = 0): number =>
    isFirst ? view.getFloat32(at + 4 * i, isLittleEndian) : view.getFloat64(at + 8 * i, isLittleEndian);
  const reals = (at: number, count: number): number[] => Array.from({ length: count }, (_, i) => real(at, i));
  const length = (at: number, i = 0): number =>
    isFirst
      ? view.getInt16(at + 2 * i, isLittleEndian)
      : Number(view.getBigInt64(at + 8 * i, isLittleEndian));
  const code = (at: number, i = 0): number =>
    isFirst ? view.getInt16(at + 2 * i, isLittleEndian) : view.getInt32(at + 4 * i, isLittleEndian);
  return {
    version,
    isLittleEndian,
    dim: Array.from({ length: 8 }, (_, i) => length(places.dim, i)),
    datatype: view.getInt16(places.datatype, isLittleEndian),
    pixdim: reals(places.pixdim, 8),
    voxOffset: isFirst ? real(places.voxOffset) : length(places.voxOffset),
    slope: real(places.slope),
    intercept: real(places.slope, 1),
    units: isFirst ? view.getUint8(places.units) : view.getInt32(places.units, isLittleEndian),
    qformCode: code(places.qformCode),
    sformCode: code(places.qformCode, 1),
    quaternion: reals(places.quaternion, 3),
    quaternionOffset: [3, 4, 5].map((i) => real(places.quaternion, i)),
    srow: reals(places.srow, 12),
  };
}
