import { contradiction } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { SettingDifference } from "../errors/runs.js";
import { PIXELS, readUnit } from "../measures/surfaces/lengthUnit.js";

/** What the lengths of a scorer's images are in: those in pixels, which tell no spacing, are not mixed with others. */
export class LengthsOfImages {
  /** Whether images tell their spacing; undefined before the first. */
  #isSpaced: boolean | undefined;

  /** @param unit the scorer's: null where nobody told, and all images tell their spacing or none */
  constructor(readonly unit: string | null) {}

  get isSpaced(): boolean | undefined {
    return this.#isSpaced;
  }

  /**
   * @param given the unit that was told of an image; null where none was
   * @param spacing undefined where none was told
   * @param areAlike false: nothing is measured that images without a unit must have in common
   * @returns whether the image has a spacing
   * @throws {TypeError | RangeError} its lengths are in another unit than the others'
   */
  read(given: unknown, spacing: readonly number[] | undefined, areAlike = true): boolean {
    const { unit } = this;
    const own = readUnit(given);
    if (own !== null && own !== unit) {
      const wanted = unit === null ? "no unit, as the scorer has none" : describe(unit);
      throw contradiction("unit", wanted, describe(own), `make the scorer with unit: ${describe(own)}`);
    }
    if (unit === PIXELS) {
      if (spacing?.some((step) => step !== 1) !== true) return false;
      throw contradiction(
        "spacing",
        'nothing, or 1 each, with unit: "pixels"',
        describe(spacing),
        'make the scorer with the unit of spacing, as unit: "mm"',
      );
    }
    if (unit !== null && spacing === undefined) {
      throw contradiction("spacing", `lengths in ${unit}`, "nothing", 'pass it, or score in unit: "pixels"');
    }
    const isSpaced = spacing !== undefined;
    if (areAlike && this.#isSpaced !== undefined && this.#isSpaced !== isSpaced) {
      throw mixed(isSpaced, isSpaced ? describe(spacing) : "nothing");
    }
    return isSpaced;
  }

  /**
   * Of images that were measured elsewhere, each true, false, or undefined where it has no lengths.
   *
   * @throws {RangeError} some tell their spacing, and others do not
   */
  require(images: readonly (boolean | undefined)[]): void {
    const all = [this.#isSpaced, ...images].filter((isSpaced) => isSpaced !== undefined);
    const other = all.find((isSpaced) => isSpaced !== all[0]);
    if (other !== undefined) throw mixed(other, other ? "lengths" : "nothing");
  }

  /** What was added. */
  note(images: readonly (boolean | undefined)[]): void {
    this.#isSpaced ??= images.find((isSpaced) => isSpaced !== undefined);
  }

  /** How those of another scorer of the same unit differ. */
  differenceFrom(other: LengthsOfImages): SettingDifference | undefined {
    const [ours, theirs] = [this.#isSpaced, other.#isSpaced];
    if (ours === undefined || theirs === undefined || ours === theirs) return undefined;
    const words = (isSpaced: boolean): string => (isSpaced ? "told" : "not told");
    return { setting: "spacing", ours: words(ours), theirs: words(theirs) };
  }

  forget(): void {
    this.#isSpaced = undefined;
  }
}

function mixed(isSpaced: boolean, got: string): Error {
  return contradiction(
    "spacing",
    `${isSpaced ? "nothing" : "lengths"}, as of the images before`,
    got,
    "score pixels and other lengths in scorers of their own",
  );
}
