export type Check = (what: string, got: unknown, wanted: unknown) => void;

/** Counts checks, and prints a line for each. */
export class Checklist {
  #passed = 0;
  #failed = 0;

  readonly check: Check = (what, got, wanted) => {
    const same = JSON.stringify(got) === JSON.stringify(wanted);
    if (same) this.#passed++;
    else this.#failed++;
    console.log(
      `${same ? "ok    " : "FAILED"} ${what}${same ? "" : `: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`}`,
    );
  };

  /** Prints the sum, and ends the process where something failed, or nothing was checked. */
  close(): void {
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`);
    if (this.#failed > 0 || this.#passed === 0) process.exit(1);
  }
}
