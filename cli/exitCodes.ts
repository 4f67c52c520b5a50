export const EXIT_SCORED = 0;
export const EXIT_BAD_DATA = 1;
export const EXIT_BAD_USAGE = 2;
/** With --keep-going: some files could not be scored. */
export const EXIT_SOME_FAILED = 3;
/** With --fail-under: a score is too low. */
export const EXIT_UNDER_THRESHOLD = 4;

/** The words on the command line are off. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a file holds, or that it is not there. The message names the file. */
export class DataError extends Error {
  override readonly name = "DataError";
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Stopped from outside. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** What a shell gives for a process that a signal ended. */
  readonly exitCode: number;

  constructor(
    signal: keyof typeof SIGNAL_NUMBERS,
    done: number,
    total: number,
    statePath: string | undefined,
  ) {
    const rest =
      statePath === undefined
        ? "nothing is kept; with --state FILE it could be resumed"
        : `the state is in ${statePath}; go on with --resume ${statePath}`;
    super(`interrupted after ${done} of ${total} images: ${rest}`);
    this.exitCode = 128 + SIGNAL_NUMBERS[signal];
  }
}
