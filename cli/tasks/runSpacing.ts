import { type RasterSize, type Spacing, spacingText } from "../../src/reading/raster.js";
import { DataError, UsageError } from "../exitCodes.js";

/** "auto": what files say; or lengths along x, y and, of volumes, z. */
export type SpacingChoice = "auto" | readonly number[];

export interface SidesSpacing {
  readonly groundTruth: Spacing | undefined;
  readonly prediction: Spacing | undefined;
}

/** Written as float32, and by other programs. */
const TOLERANCE = 1e-4;

/** From metre to each unit; of a file that names none, as it is. */
const PER_METRE = { m: 1, mm: 1e3, um: 1e6 } as const;

type Unit = keyof typeof PER_METRE | "unnamed" | "pixels";

/** The spacing of a run's images, one after the other: in one unit, or it is refused. */
export class RunSpacing {
  readonly #choice: SpacingChoice;
  #unit: Unit | undefined;
  #first = "";

  constructor(choice: SpacingChoice = "auto") {
    this.#choice = choice;
  }

  /** What lengths are in, in words; undefined before the first image. */
  get unit(): string | undefined {
    if (this.#choice !== "auto") return "the unit of --spacing";
    return this.#unit === "unnamed" ? "the files' unit, which they do not name" : this.#unit;
  }

  /** Whether anything says how far pixels are apart. */
  isKnown({ groundTruth, prediction }: SidesSpacing): boolean {
    return this.#choice !== "auto" || (groundTruth ?? prediction) !== undefined;
  }

  /**
   * Of one image: along y and x of what is flat, along z, y and x of volumes.
   *
   * @param files what truth and prediction are called
   * @throws {UsageError} --spacing has no length of an axis
   * @throws {DataError} sides differ, or the image is measured in another unit than those before it
   */
  of(size: RasterSize, sides: SidesSpacing, files: readonly [truth: string, prediction: string]): number[] {
    const isFlat = size[0] === 1;
    if (this.#choice !== "auto") {
      if (!isFlat && this.#choice.length < 3) {
        throw new UsageError(`--spacing: ${files[0]} is a volume: pass lengths along x, y and z`);
      }
      return this.#choice.slice(0, isFlat ? 2 : 3).reverse();
    }
    const { groundTruth, prediction } = sides;
    if (groundTruth !== undefined && prediction !== undefined) {
      requireAlike(groundTruth, prediction, size, files);
    }
    // Of two that are alike the one that names its unit.
    const known = [groundTruth, prediction].filter((spacing) => spacing !== undefined);
    const spacing = known.find(({ unit }) => unit !== undefined) ?? known[0];
    this.#requireUnit(spacing, files[0]);
    const lengths: readonly number[] = spacing?.lengths ?? [1, 1, 1];
    return lengths.slice(isFlat ? 1 : 0);
  }

  #requireUnit(spacing: Spacing | undefined, file: string): void {
    if (spacing?.unit === "degree") {
      throw new DataError(`${file}: pixels are degrees apart, which are no lengths; ${CURE}`);
    }
    const unit = spacing === undefined ? "pixels" : (spacing.unit ?? "unnamed");
    if (this.#unit === undefined) [this.#unit, this.#first] = [unit, file];
    if (unit === this.#unit || (unit === "unnamed" && this.#unit !== "pixels")) return;
    if (this.#unit === "unnamed" && unit !== "pixels") {
      this.#unit = unit;
      return;
    }
    throw new DataError(
      `${file}: is measured in ${UNITS[unit]}, and ${this.#first} in ${UNITS[this.#unit]}: their lengths do not add up; ${CURE}`,
    );
  }
}

const UNITS: Readonly<Record<Unit, string>> = {
  m: "m",
  mm: "mm",
  um: "um",
  unnamed: "a unit that it does not name",
  pixels: "pixels, for it does not say how far they are apart",
};

const CURE = "pass --spacing with lengths along x, y and, of volumes, z";

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
    `${predictionFile}: pixels are ${spacingText(prediction, size)} apart, and ${spacingText(truth, size)} in ${truthFile}; ${CURE}`,
  );
}

function ratioOf({ unit: truth }: Spacing, { unit: predicted }: Spacing): number {
  if (truth === undefined || predicted === undefined || truth === "degree" || predicted === "degree")
    return 1;
  return PER_METRE[truth] / PER_METRE[predicted];
}
