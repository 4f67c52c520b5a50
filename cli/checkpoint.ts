import type { RunPartOptions } from "../src/run/provenance.js";
import { DataError } from "./exitCodes.js";
import { type SavedScorer, type StateOutput, StateTakenError } from "./stateFile.js";

/** A scorer whose state can be kept. */
export interface KeptScorer extends SavedScorer {
  provenance: readonly RunPartOptions[];
}

/** A checkpoint takes no more than this share of the time. */
const CHECKPOINT_SHARE = 0.05;
const CHECKPOINT_EVERY_MS = 1000;

/** Keeps the state of a run on the disk while it goes on. */
export class Checkpoint {
  readonly #file: StateOutput | undefined;
  readonly #scorer: KeptScorer | undefined;
  readonly #part: (isComplete: boolean) => RunPartOptions;
  #nextAt = performance.now() + CHECKPOINT_EVERY_MS;

  /** @param part what the state says of where its images come from */
  constructor(
    file: StateOutput | undefined,
    scorer: KeptScorer | undefined,
    part: (isComplete: boolean) => RunPartOptions,
  ) {
    this.#file = file;
    this.#scorer = scorer;
    this.#part = part;
  }

  /**
   * Writes the state if it is time.
   *
   * @returns false where it belongs to another run now, so that there is nothing to go on for; one that cannot be written
   * for other reasons stops the run at its end, not here
   */
  take(): boolean {
    const start = performance.now();
    if (this.#file?.isKept !== true || start < this.#nextAt) return true;
    try {
      this.#writeNow(this.#file);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      if (error instanceof StateTakenError) return false;
    }
    const tookMs = performance.now() - start;
    this.#nextAt = performance.now() + Math.max(CHECKPOINT_EVERY_MS, tookMs / CHECKPOINT_SHARE);
    return true;
  }

  /** Writes the last one. */
  end(isComplete: boolean): void {
    if (this.#file === undefined || !(this.#file.isKept || isComplete)) return;
    this.#file.write(this.#told(isComplete));
  }

  #writeNow(file: StateOutput): void {
    file.write(this.#told(false));
  }

  #told(isComplete: boolean): KeptScorer {
    const scorer = this.#scorer as KeptScorer;
    scorer.provenance = [this.#part(isComplete)];
    return scorer;
  }

  /** Writes the last one where the run ends early, and says what is kept. */
  farewell(): string {
    if (this.#file?.isKept !== true) return "nothing is kept; with --state FILE it could be resumed";
    try {
      this.#writeNow(this.#file);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return error.message;
    }
    const { path } = this.#file;
    return `the state is in ${path}; go on with --resume ${path}`;
  }
}
