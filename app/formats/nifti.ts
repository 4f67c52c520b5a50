import { pixelCountOf, type RasterSize, voxelText } from "../../src/reading/raster.js";
import type { Labels } from "../../src/types.js";
import { elementPieces } from "./elementPieces.js";
import { ELEMENTS, type Elements, type ElementType, LARGE_BYTES, readElements } from "./elements.js";
import { damaged, type FormatError, truncated, unsupported } from "./formatError.js";
import { isGzip, readGzip } from "./gzip.js";
import { type FileBytes, partOf } from "./fileBytes.js";
import { type CompressedPart, heldPart, type Inflate, inflate, inflateStart } from "./inflate.js";
import { MAX_PIXELS, requireInflatable, requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { NIFTI_HEADER_BYTES, type NiftiHeader, niftiVersionOf, readNiftiHeader } from "./niftiHeader.js";
import { niftiPlacement, niftiSpacing } from "./niftiPlacement.js";
import { inflatedPieces, onlyStart, piecesOf, withoutStart } from "./pieces.js";
import { WholeNumbers } from "./wholeNumbers.js";

/** What may stand behind the voxels and is left out. */
const MAX_TRAILING_BYTES = 1 << 20;

/** The larger of the two headers, and four bytes that announce extensions. */
const HEAD_BYTES = NIFTI_HEADER_BYTES[2] + 4;

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
  readonly type: ElementType;
  readonly size: RasterSize;
  /** The voxels' place in the file. */
  readonly first: number;
  readonly end: number;
}

export function isNifti(bytes: Uint8Array): boolean {
  return niftiVersionOf(bytes) !== undefined;
}

/**
 * Reads a NIfTI-1 or NIfTI-2 label volume, gzipped or not: integers, or floats that all are whole numbers.
 *
 * @returns voxels as they are stored: x fastest, then y, then z; floats in an Int32Array
 * @throws {FormatError} damaged, cut short, too large, of more than three axes, or of values that are no labels
 * @see nifti1.h and nifti2.h of the NIfTI Data Format Working Group
 */
export function decodeNifti(file: FileBytes, platform?: Inflate, maxPixels = MAX_PIXELS): MaskFile {
  const start = file.read(0, HEAD_BYTES);
  const member = isGzip(start) ? readGzip(file) : undefined;
  // The header says how much is to be inflated.
  const head = member === undefined ? start : inflateStart(member, HEAD_BYTES);
  const version = niftiVersionOf(head);
  if (version === undefined) {
    throw member === undefined
      ? unsupported("not a NIfTI file: its magic is missing")
      : unsupported("a gzip file without a NIfTI volume in it", "unpack it and pass the mask itself");
  }
  const header = readNiftiHeader(head, version);
  const volume = readVolume(header, maxPixels);
  const { type, size, first, end } = volume;
  const { isLittleEndian } = header;
  if (member === undefined && file.length < end) {
    throw truncated("NIfTI", `its header promises ${end} bytes, it holds ${file.length}`);
  }
  if (member !== undefined) requireMember(member, volume);
  let data: Labels;
  if (isFloat(type) && end - first > LARGE_BYTES) {
    const pieces =
      member === undefined
        ? piecesOf(partOf(file, first, end))
        : withoutStart(onlyStart(inflatedPieces(member), end), first);
    data = wholeNumbersOf(elementPieces(pieces, type, isLittleEndian), size);
  } else {
    const content =
      member === undefined ? file.read(first, end) : inflate(heldPart(member), platform).subarray(first, end);
    const voxels = readElements(content, type, isLittleEndian);
    data =
      voxels instanceof Float32Array || voxels instanceof Float64Array ? wholeNumbers(voxels, size) : voxels;
  }
  const note = [
    `NIfTI-${version}`,
    ELEMENTS[type].name,
    ...(isLittleEndian ? [] : ["big-endian"]),
    ...(member === undefined ? [] : ["gzip"]),
    [...size].reverse().join(" x "),
  ].join(", ");
  return {
    raster: {
      kind: "labels",
      data,
      nodata: undefined,
      size,
      spacing: niftiSpacing(header, header.dim[0] as number),
      placement: niftiPlacement(header),
    },
    format: "nifti",
    note,
  };
}

/** Refuses a gzip file that does not hold the volume, before it is inflated. */
function requireMember(member: CompressedPart, { end }: Volume): void {
  requireInflatable("NIfTI", end, member.stream.length);
  if (member.size < end || member.size > end + MAX_TRAILING_BYTES) {
    throw damaged("NIfTI", `its header promises ${end} bytes, its gzip file says it holds ${member.size}`);
  }
}

function isFloat(type: ElementType): boolean {
  return type.startsWith("f");
}

/** Checks all that decides how much memory the volume takes, before it is taken. */
function readVolume(
  { dim, datatype, intercept, slope, version, voxOffset: first }: NiftiHeader,
  maxPixels: number,
): Volume {
  const [axes = 0] = dim;
  const sizes = dim.slice(1, 1 + axes);
  const shape = sizes.join(" x ");
  if (axes < 1 || axes > 7 || sizes.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw damaged("NIfTI", `its size is ${shape || "nothing"}`);
  }
  const [width = 1, rows = 1, slices = 1, ...others] = sizes;
  if (others.some((size) => size !== 1)) {
    throw unsupported(
      `NIfTI of ${shape}, but a label volume has three axes`,
      "save each of the others as its own file",
    );
  }
  requirePixelCount([width, rows, slices], maxPixels);
  const type = DATATYPES[datatype];
  if (type === undefined) {
    const name = OTHER_DATATYPES[datatype] ?? `an unknown type (${datatype})`;
    throw unsupported(`NIfTI of ${name}`, "save the labels as integers");
  }
  requireUnscaled(slope, intercept);
  // Between header and voxels stand four bytes that announce extensions.
  if (!Number.isSafeInteger(first)) throw damaged("NIfTI", "where its voxels begin is no whole number");
  if (first < NIFTI_HEADER_BYTES[version] + 4) {
    throw damaged("NIfTI", `its voxels begin at byte ${first}, within its header`);
  }
  const end = first + width * rows * slices * ELEMENTS[type].bytes;
  return { type, size: [slices, rows, width], first, end };
}

/** A slope of 0 says that values are not scaled; so does NaN, which nibabel writes. */
function requireUnscaled(slope: number, intercept: number): void {
  if (slope === 0 || !Number.isFinite(slope)) return;
  if (!Number.isFinite(intercept)) {
    throw damaged("NIfTI", `it scales its values by ${slope}, and what it adds to them is no number`);
  }
  if (slope === 1 && intercept === 0) return;
  throw unsupported(
    `NIfTI whose values are scaled (slope ${slope}, intercept ${intercept}), as images are and labels are not`,
    "save the labels as integers without scaling",
  );
}

/** Masks are often saved as floats by programs that save images so. */
function wholeNumbers(voxels: Float32Array | Float64Array, size: RasterSize): Int32Array {
  const labels = Int32Array.from(voxels);
  for (let i = 0; i < voxels.length; i++) {
    if (labels[i] !== voxels[i]) throw noLabel(voxels[i] as number, i, size);
  }
  return labels;
}

/** The same of floats that come in pieces, in an array no larger than it has to be. */
function wholeNumbersOf(pieces: Iterable<Elements>, size: RasterSize): Labels {
  const labels = new WholeNumbers(pixelCountOf(size));
  let first = 0;
  for (const piece of pieces as Iterable<Float32Array | Float64Array>) {
    const stray = labels.add(piece);
    if (stray >= 0) throw noLabel(piece[stray - first] as number, stray, size);
    first += piece.length;
  }
  return labels.labels;
}

function noLabel(value: number, voxel: number, size: RasterSize): FormatError {
  return unsupported(
    `NIfTI of floats with ${value} at ${voxelText(voxel, size)}, which is no label`,
    "save the labels as integers",
  );
}
