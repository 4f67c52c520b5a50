import { SpacingError, type Unit } from "./pairSpacing.js";

/** The one unit of a run's lengths: an image that is measured in another one is refused. */
export class UnitOfRun {
  #unit: Unit | undefined;
  #first = "";

  /** @param unit of the first image, where it is known */
  constructor(unit?: Unit, first = "") {
    this.#unit = unit;
    this.#first = first;
  }

  /** @throws {SpacingError} images before it are measured in another unit */
  require(unit: Unit, file: string): void {
    if (this.#unit === undefined) [this.#unit, this.#first] = [unit, file];
    if (unit === this.#unit || (unit === "unnamed" && this.#unit !== "pixels")) return;
    if (this.#unit === "unnamed" && unit !== "pixels") {
      this.#unit = unit;
      return;
    }
    const got = `is measured in ${UNITS[unit]}, and ${this.#first} in ${UNITS[this.#unit]}: their lengths do not add up`;
    throw new SpacingError(file, got);
  }
}

const UNITS: Readonly<Record<Unit, string>> = {
  m: "m",
  mm: "mm",
  um: "um",
  unnamed: "a unit that it does not name",
  pixels: "pixels, for it does not say how far they are apart",
  given: "the unit of the spacing that was told",
};
