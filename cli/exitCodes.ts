export const EXIT_SCORED = 0;
export const EXIT_BAD_DATA = 1;
export const EXIT_BAD_USAGE = 2;
/** With --keep-going: some files could not be scored. */
export const EXIT_SOME_FAILED = 3;
/** With --fail-under: a score is too low. With --fail-worse: the second model is worse. */
export const EXIT_UNDER_THRESHOLD = 4;

/** The words on the command line are off. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What the command itself finds wrong with files and folders, in its own words. The message names the file. */
export class DataError extends Error {
  override readonly name = "DataError";
}
