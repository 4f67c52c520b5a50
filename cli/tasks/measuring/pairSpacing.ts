import type { SidesSpacing } from "../../../app/job/classPair.js";
import { type RasterSize, type Spacing, spacingText } from "../../../src/reading/raster.js";
import { DataError, UsageError } from "../../exitCodes.js";

/** "auto": what files say; or lengths along x, y and, of volumes, z. */
export type SpacingChoice = "auto" | readonly number[];

export type Unit = "m" | "mm" | "um" | "unnamed" | "pixels" | "given";

/** As a scorer takes it: undefined where lengths have no name. */
export function nameOfUnit(unit: Unit | undefined): string | undefined {
  return unit === "unnamed" || unit === "given" ? undefined : unit;
}

/** How far an image's pixels are apart. */
export interface PairSpacing {
  /** Along y and x of what is flat, along z, y and x of volumes. */
  readonly lengths: readonly number[];
  readonly unit: Unit;
}

/** Written as float32, and by other programs. */
const TOLERANCE = 1e-4;

/** From metre to each unit; of a file that names none, as it is. */
const PER_METRE = { m: 1, mm: 1e3, um: 1e6 } as const;

export const SPACING_CURE = "pass --spacing with lengths along x, y and, of volumes, z";

/** Whether anything says how far pixels are apart. */
export function isSpacingKnown(choice: SpacingChoice, { groundTruth, prediction }: SidesSpacing): boolean {
  return choice !== "auto" || (groundTruth ?? prediction) !== undefined;
}

/**
 * @param files what truth and prediction are called
 * @throws {UsageError} --spacing has no length of an axis
 * @throws {DataError} sides differ, a file contradicts itself, or pixels are degrees apart
 */
export function pairSpacing(
  choice: SpacingChoice,
  size: RasterSize,
  sides: SidesSpacing,
  files: readonly [truth: string, prediction: string],
): PairSpacing {
  const isFlat = size[0] === 1;
  if (choice !== "auto") {
    if (!isFlat && choice.length < 3) {
      throw new UsageError(`--spacing: ${files[0]} is a volume: pass lengths along x, y and z`);
    }
    return { lengths: choice.slice(0, isFlat ? 2 : 3).reverse(), unit: "given" };
  }
  const { groundTruth, prediction, contradiction } = sides;
  if (contradiction !== undefined) {
    const { file, said, placed } = contradiction;
    throw new DataError(
      `${file}: says that voxels are ${said} apart (pixdim), and places them ${placed} apart (its affine); ${SPACING_CURE}`,
    );
  }
  if (groundTruth !== undefined && prediction !== undefined) {
    requireAlike(groundTruth, prediction, size, files);
  }
  // Of two that are alike the one that names its unit.
  const known = [groundTruth, prediction].filter((spacing) => spacing !== undefined);
  const spacing = known.find(({ unit }) => unit !== undefined) ?? known[0];
  if (spacing?.unit === "degree") {
    throw new DataError(`${files[0]}: pixels are degrees apart, which are no lengths; ${SPACING_CURE}`);
  }
  const lengths: readonly number[] = spacing?.lengths ?? [1, 1, 1];
  const unit = spacing === undefined ? "pixels" : (spacing.unit ?? "unnamed");
  return { lengths: lengths.slice(isFlat ? 1 : 0), unit };
}

function requireAlike(
  truth: Spacing,
  prediction: Spacing,
  size: RasterSize,
  [truthFile, predictionFile]: readonly [string, string],
): void {
  const scale = ratioOf(truth, prediction);
  const isAlike = truth.lengths.every(
    // How thick the one slice of a flat image is matters nothing.
    (length, axis) =>
      size[axis] === 1 ||
      Math.abs((prediction.lengths[axis] as number) * scale - length) <= TOLERANCE * length,
  );
  if (isAlike) return;
  throw new DataError(
    `${predictionFile}: pixels are ${spacingText(prediction, size)} apart, and ${spacingText(truth, size)} in ${truthFile}; ${SPACING_CURE}`,
  );
}

function ratioOf({ unit: truth }: Spacing, { unit: predicted }: Spacing): number {
  if (truth === undefined || predicted === undefined || truth === "degree" || predicted === "degree")
    return 1;
  return PER_METRE[truth] / PER_METRE[predicted];
}
