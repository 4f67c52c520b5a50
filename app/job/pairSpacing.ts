import { type RasterSize, type Spacing, spacingText } from "../../src/reading/raster.js";
import type { SidesSpacing } from "./classPair.js";

/** "auto": what files say; or lengths along x, y and, of volumes, z. */
export type SpacingChoice = "auto" | readonly number[];

export type Unit = "m" | "mm" | "um" | "unnamed" | "pixels" | "given";

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

/** How far pixels are apart is not clear; each door says how to tell. */
export class SpacingError extends Error {
  /**
   * @param file as the user knows it
   * @param got what is wrong, behind its name
   * @param isOfChoice the lengths that were told do not fit
   */
  constructor(
    readonly file: string,
    readonly got: string,
    readonly isOfChoice = false,
  ) {
    super(`${file}: ${got}`);
  }
}

/** The unit as a scorer has it: undefined where it has no name. */
export function namedUnit(unit: Unit | undefined): string | undefined {
  return unit === "unnamed" || unit === "given" ? undefined : unit;
}

/** Whether anything says how far pixels are apart. */
export function isSpacingKnown(choice: SpacingChoice, { groundTruth, prediction }: SidesSpacing): boolean {
  return choice !== "auto" || (groundTruth ?? prediction) !== undefined;
}

/**
 * @param files what truth and prediction are called
 * @throws {SpacingError} sides differ, a file contradicts itself, pixels are degrees apart, or the choice has no length of an axis
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
      throw new SpacingError(files[0], "is a volume, of which lengths along x, y and z are told", true);
    }
    return { lengths: choice.slice(0, isFlat ? 2 : 3).reverse(), unit: "given" };
  }
  const { groundTruth, prediction, contradiction } = sides;
  if (contradiction !== undefined) {
    const { file, said, placed } = contradiction;
    const got = `says that voxels are ${said} apart (pixdim), and places them ${placed} apart (its affine)`;
    throw new SpacingError(file, got);
  }
  if (groundTruth !== undefined && prediction !== undefined) {
    requireAlike(groundTruth, prediction, size, files);
  }
  // Of two that are alike the one that names its unit.
  const known = [groundTruth, prediction].filter((spacing) => spacing !== undefined);
  const spacing = known.find(({ unit }) => unit !== undefined) ?? known[0];
  if (spacing?.unit === "degree") {
    throw new SpacingError(files[0], "pixels are degrees apart, which are no lengths");
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
  const got = `pixels are ${spacingText(prediction, size)} apart, and ${spacingText(truth, size)} in ${truthFile}`;
  throw new SpacingError(predictionFile, got);
}

function ratioOf({ unit: truth }: Spacing, { unit: predicted }: Spacing): number {
  if (truth === undefined || predicted === undefined || truth === "degree" || predicted === "degree")
    return 1;
  return PER_METRE[truth] / PER_METRE[predicted];
}
