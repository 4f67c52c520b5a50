import type { Raster, RasterSize } from "../../src/reading/raster.js";
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
import { refusalOfGzip } from "./refusals.js";
import { type Floats, rasterOfFloats, rasterOfPieces } from "./valuesOfFloats.js";

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
 * @param takesValues whether a threshold was given: then floats are kept as they are, and scaled values are taken
 * @returns voxels as they are stored: x fastest, then y, then z; whole floats in integers as large as they need
 * @throws {FormatError} damaged, cut short, too large, of more than three axes, or of values that are no labels
 * @see nifti1.h and nifti2.h of the NIfTI Data Format Working Group
 */
export function decodeNifti(
  file: FileBytes,
  platform?: Inflate,
  takesValues = false,
  maxPixels = MAX_PIXELS,
  name?: string,
): MaskFile {
  const start = file.read(0, HEAD_BYTES);
  const member = isGzip(start) ? readGzip(file) : undefined;
  // The header says how much is to be inflated.
  const head = member === undefined ? start : inflateStart(member, HEAD_BYTES);
  const version = niftiVersionOf(head);
  if (version === undefined) {
    throw member === undefined
      ? unsupported("not a NIfTI file: its magic is missing")
      : refusalOfGzip(head, name);
  }
  const header = readNiftiHeader(head, version);
  const volume = readVolume(header, takesValues, maxPixels);
  const { type, size, first, end } = volume;
  const { isLittleEndian } = header;
  if (member === undefined && file.length < end) {
    throw truncated("NIfTI", `its header promises ${end} bytes, it holds ${file.length}`);
  }
  if (member !== undefined) requireMember(member, volume);
  const grid = {
    size,
    spacing: niftiSpacing(header, header.dim[0] as number),
    placement: niftiPlacement(header),
  };
  let raster: Raster;
  if (!takesValues && isFloat(type) && end - first > LARGE_BYTES) {
    const pieces =
      member === undefined
        ? piecesOf(partOf(file, first, end))
        : withoutStart(onlyStart(inflatedPieces(member), end), first);
    const floats = elementPieces(pieces, type, isLittleEndian) as Iterable<Floats>;
    raster = rasterOfPieces(floats, grid, FLOATS);
  } else {
    const content =
      member === undefined ? file.read(first, end) : inflate(heldPart(member), platform).subarray(first, end);
    const voxels = scaled(readElements(content, type, isLittleEndian), header);
    raster =
      voxels instanceof Float32Array || voxels instanceof Float64Array
        ? rasterOfFloats(voxels, grid, { takesValues, what: FLOATS })
        : { kind: "labels", data: voxels, nodata: undefined, ...grid };
  }
  const note = [
    `NIfTI-${version}`,
    ELEMENTS[type].name,
    ...(isLittleEndian ? [] : ["big-endian"]),
    ...(member === undefined ? [] : ["gzip"]),
    [...size].reverse().join(" x "),
  ].join(", ");
  return {
    raster,
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
  takesValues: boolean,
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
  if (isScaled(slope, intercept) && !takesValues) throw scaledVolume(slope, intercept);
  // Between header and voxels stand four bytes that announce extensions.
  if (!Number.isSafeInteger(first)) throw damaged("NIfTI", "where its voxels begin is no whole number");
  if (first < NIFTI_HEADER_BYTES[version] + 4) {
    throw damaged("NIfTI", `its voxels begin at byte ${first}, within its header`);
  }
  const end = first + width * rows * slices * ELEMENTS[type].bytes;
  return { type, size: [slices, rows, width], first, end };
}

/** A slope of 0 says that values are not scaled; so does NaN, which nibabel writes. */
function isScaled(slope: number, intercept: number): boolean {
  if (slope === 0 || !Number.isFinite(slope)) return false;
  if (!Number.isFinite(intercept)) {
    throw damaged("NIfTI", `it scales its values by ${slope}, and what it adds to them is no number`);
  }
  return slope !== 1 || intercept !== 0;
}

function scaledVolume(slope: number, intercept: number): FormatError {
  return unsupported(
    `NIfTI whose values are scaled (slope ${slope}, intercept ${intercept}), as images are and labels are not`,
    "save the labels as integers without scaling",
  );
}

/** The values that stored numbers stand for. */
function scaled(stored: Elements, { slope, intercept }: NiftiHeader): Elements {
  if (!isScaled(slope, intercept)) return stored;
  const values = new Float64Array(stored.length);
  for (let voxel = 0; voxel < values.length; voxel++) {
    values[voxel] = Number(stored[voxel]) * slope + intercept;
  }
  return values;
}

const FLOATS = "NIfTI of floats";
