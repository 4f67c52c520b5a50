import { isInvertible } from "../../src/reading/placement.js";
import type { LengthUnit, Placement, Spacing } from "../../src/reading/raster.js";
import type { NiftiHeader } from "./niftiHeader.js";

/** By the three bits of space in the header's units. */
const UNITS: Readonly<Record<number, LengthUnit>> = { 1: "m", 2: "mm", 3: "um" };

/** The largest code that names a space; others are taken for 0, not set. */
const LAST_CODE = 5;

function unitOf({ units }: NiftiHeader): LengthUnit | undefined {
  return UNITS[units & 7];
}

/** How far voxels are apart; undefined where the header does not say it of each axis that has several. */
export function niftiSpacing(header: NiftiHeader, axes: number): Spacing | undefined {
  const { pixdim } = header;
  // Of an axis that the volume does not have the number is left over.
  const lengths = [3, 2, 1].map((axis) => (axis > axes ? 1 : Math.abs(pixdim[axis] as number)));
  if (!lengths.every((length) => length > 0 && Number.isFinite(length))) return undefined;
  return { lengths: lengths as [number, number, number], unit: unitOf(header) };
}

/**
 * Where a volume lies: by its sform where that is set, else by its qform, as nibabel's get_best_affine has it; undefined
 * where neither is, and of a transformation that gives voxels no places.
 */
export function niftiPlacement(header: NiftiHeader): Placement | undefined {
  const isSet = (code: number): boolean => code >= 1 && code <= LAST_CODE;
  const affine = isSet(header.sformCode) ? header.srow : isSet(header.qformCode) ? qform(header) : undefined;
  if (affine === undefined || !isInvertible(affine)) return undefined;
  return { affine, unit: unitOf(header), coordinateSystem: undefined };
}

/** The rotation that a quaternion of length 1 stands for, of which b, c and d are kept. @see nifti1.h, METHOD 2 */
function qform({ pixdim, quaternion, quaternionOffset }: NiftiHeader): number[] {
  let [b, c, d] = quaternion as [number, number, number];
  const square = b * b + c * c + d * d;
  let a = 0;
  if (square < 1 - HALF_TURN) a = Math.sqrt(1 - square);
  else {
    const length = Math.sqrt(square);
    [b, c, d] = [b / length, c / length, d / length];
  }
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
  ];
  // A length of 0 was not set: nibabel takes 1, and of a negative one its size.
  const lengths = [1, 2, 3].map((axis) => Math.abs(pixdim[axis] as number) || 1) as [number, number, number];
  if (pixdim[0] === -1) lengths[2] *= -1;
  return rotation.flatMap((row, i) => [
    ...row.map((element, axis) => element * (lengths[axis] as number)),
    quaternionOffset[i] as number,
  ]);
}

/** A quaternion in float32 whose b, c and d are this near to length 1 is one of half a turn. */
const HALF_TURN = 3 * 2 ** -23;
