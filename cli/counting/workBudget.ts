/** The work would take long: it is to be done where it can be stopped. */
export class TakesLong extends Error {
  override readonly name = "TakesLong";
}

/** What a thread may decode that must hear signals: so many bytes, which take a small part of a second. */
export class WorkBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  get left(): number {
    return this.#left;
  }

  /** @throws {TakesLong} it is more than is left */
  spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new TakesLong();
  }
}
