import { NIFTI1, NIFTI2 } from "nifti-reader-js";
import { type RasterSize, voxelText } from "../../src/reading/raster.js";
import type { Labels } from "../../src/types.js";
import { ELEMENTS, type ElementType, readElements } from "./elements.js";
import { FormatError } from "./formatError.js";
import { gunzip, gunzipStart, type GzipMember, isGzip, readGzip } from "./gzip.js";
import { requireInflatable, requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";

// nifti-reader-js reads the fixed part of the header and is given no more: it would look for extensions wherever the
// header points, inflates without a bound, and leaves lengths and checksums unread.

const HEADER_BYTES = { 1: 348, 2: 540 } as const;
type Version = keyof typeof HEADER_BYTES;

/** What may stand behind the voxels and is left out. */
const MAX_TRAILING_BYTES = 1 << 20;

const DATATYPES: Readonly<Record<number, ElementType>> = {
  2: "u1",
  4: "i2",
  8: "i4",
  16: "f4",
  64: "f8",
  256: "i1",
  512: "u2",
  768: "u4",
  1024: "i8",
  1280: "u8",
};

const OTHER_DATATYPES: Readonly<Record<number, string>> = {
  1: "single bits",
  32: "complex numbers",
  128: "colours (RGB)",
  1536: "128-bit floats",
  1792: "complex numbers",
  2048: "complex numbers",
  2304: "colours (RGBA)",
};

interface Volume {
  readonly version: Version;
  readonly isLittleEndian: boolean;
  readonly type: ElementType;
  readonly size: RasterSize;
  /** The voxels' place in the file. */
  readonly start: number;
  readonly end: number;
}

/** The version that a header's magic names: "n+1" or "ni1" at byte 344, "n+2" or "ni2" at byte 4. */
function versionOf(bytes: Uint8Array): Version | undefined {
  const magicAt = (at: number, digit: number): boolean =>
    bytes[at] === 0x6e &&
    (bytes[at + 1] === 0x2b || bytes[at + 1] === 0x69) &&
    bytes[at + 2] === digit &&
    bytes[at + 3] === 0;
  if (magicAt(344, 0x31)) return 1;
  return magicAt(4, 0x32) ? 2 : undefined;
}

export function isNifti(bytes: Uint8Array): boolean {
  return versionOf(bytes) !== undefined;
}

/**
 * Reads a NIfTI-1 or NIfTI-2 label volume, gzipped or not: integers, or floats that all are whole numbers.
 *
 * @returns voxels as they are stored: x fastest, then y, then z; floats in an Int32Array
 * @throws {FormatError} damaged, cut short, too large, of more than three axes, or of values that are no labels
 * @see nifti1.h and nifti2.h of the NIfTI Data Format Working Group
 */
export function decodeNifti(bytes: Uint8Array): MaskFile {
  const member = isGzip(bytes) ? readGzip(bytes) : undefined;
  // The header says how much is to be inflated.
  const head = member === undefined ? bytes : gunzipStart(member, HEADER_BYTES[2]);
  const version = versionOf(head);
  if (version === undefined) {
    throw new FormatError(
      member === undefined
        ? "not a NIfTI file: its magic is missing"
        : "a gzip file without a NIfTI volume in it; unpack it and pass the mask itself",
    );
  }
  const volume = readVolume(head, version);
  const content = member === undefined ? bytes : gunzipVolume(member, volume);
  if (content.length < volume.end) {
    throw new FormatError(
      `truncated NIfTI: its header promises ${volume.end} bytes, it holds ${content.length}`,
    );
  }
  const { type, size, isLittleEndian } = volume;
  const voxels = readElements(content.subarray(volume.start, volume.end), type, isLittleEndian);
  const data =
    voxels instanceof Float32Array || voxels instanceof Float64Array
      ? wholeNumbers(voxels, size)
      : (voxels satisfies Labels);
  const note = [
    `NIfTI-${version}`,
    ELEMENTS[type].name,
    ...(isLittleEndian ? [] : ["big-endian"]),
    ...(member === undefined ? [] : ["gzip"]),
    [...size].reverse().join(" x "),
  ].join(", ");
  return {
    raster: { kind: "labels", data, nodata: undefined, size, spacing: undefined, placement: undefined },
    format: "nifti",
    note,
  };
}

function gunzipVolume(member: GzipMember, { end }: Volume): Uint8Array {
  requireInflatable("NIfTI", end, member.deflated.length);
  if (member.size < end || member.size > end + MAX_TRAILING_BYTES) {
    throw new FormatError(
      `damaged NIfTI: its header promises ${end} bytes, its gzip file says it holds ${member.size}`,
    );
  }
  return gunzip(member);
}

/** Checks all that decides how much memory the volume takes, before it is taken. */
function readVolume(bytes: Uint8Array, version: Version): Volume {
  const header = readHeader(bytes, version);
  const { dims, datatypeCode, vox_offset: start } = header;
  const axes = dims[0] ?? 0;
  const sizes = dims.slice(1, 1 + axes);
  const shape = sizes.join(" x ");
  if (axes < 1 || axes > 7 || sizes.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw new FormatError(`damaged NIfTI: its size is ${shape || "nothing"}`);
  }
  const [width = 1, rows = 1, slices = 1, ...others] = sizes;
  if (others.some((size) => size !== 1)) {
    throw new FormatError(
      `NIfTI of ${shape}, but a label volume has three axes; save each of the others as its own file`,
    );
  }
  requirePixelCount([width, rows, slices]);
  const type = DATATYPES[datatypeCode];
  if (type === undefined) {
    const name = OTHER_DATATYPES[datatypeCode] ?? `an unknown type (${datatypeCode})`;
    throw new FormatError(`NIfTI of ${name}; save the labels as integers`);
  }
  requireUnscaled(header.scl_slope, header.scl_inter);
  // Between header and voxels stand four bytes that announce extensions.
  if (!Number.isSafeInteger(start) || start < HEADER_BYTES[version] + 4) {
    throw new FormatError(`damaged NIfTI: its voxels begin at byte ${start}, within its header`);
  }
  const end = start + width * rows * slices * ELEMENTS[type].bytes;
  return {
    version,
    isLittleEndian: header.littleEndian,
    type,
    size: [slices, rows, width],
    start,
    end,
  };
}

function readHeader(bytes: Uint8Array, version: Version): NIFTI1 | NIFTI2 {
  const isPair = bytes[(version === 1 ? 344 : 4) + 1] === 0x69;
  if (isPair) {
    throw new FormatError("the header of a NIfTI pair (.hdr, .img); save the volume as one .nii file");
  }
  if (bytes.length < HEADER_BYTES[version] + 4) {
    throw new FormatError("truncated NIfTI: it ends within its header");
  }
  const header = version === 1 ? new NIFTI1() : new NIFTI2();
  try {
    header.readHeader(Uint8Array.from(bytes.subarray(0, HEADER_BYTES[version])).buffer);
  } catch (cause) {
    throw new FormatError(`damaged NIfTI: its header cannot be read: ${(cause as Error).message}`, { cause });
  }
  return header;
}

/** A slope of 0 says that values are not scaled; so does NaN, which nibabel writes. */
function requireUnscaled(slope: number, intercept: number): void {
  if (slope === 0 || !Number.isFinite(slope)) return;
  if (slope === 1 && (intercept === 0 || !Number.isFinite(intercept))) return;
  throw new FormatError(
    `NIfTI whose values are scaled (slope ${slope}, intercept ${intercept}), as images are and labels are not; save the labels as integers without scaling`,
  );
}

/** Masks are often saved as floats by programs that save images so. */
function wholeNumbers(voxels: Float32Array | Float64Array, size: RasterSize): Int32Array {
  const labels = Int32Array.from(voxels);
  for (let i = 0; i < voxels.length; i++) {
    if (labels[i] !== voxels[i]) {
      throw new FormatError(
        `NIfTI of floats with ${voxels[i] as number} at ${voxelText(i, size)}, which is no label; save the labels as integers`,
      );
    }
  }
  return labels;
}
