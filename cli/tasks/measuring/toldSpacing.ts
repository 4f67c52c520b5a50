import { pairSpacing, SpacingError } from "../../../app/job/pairSpacing.js";
import { DataError, UsageError } from "../../exitCodes.js";

/**
 * pairSpacing in the command's words.
 *
 * @throws {UsageError} --spacing has no length of an axis
 * @throws {DataError} sides differ, a file contradicts itself, or pixels are degrees apart
 */
export function toldSpacing(...args: Parameters<typeof pairSpacing>): ReturnType<typeof pairSpacing> {
  return inCommandWords(() => pairSpacing(...args));
}

/** @throws {UsageError | DataError} what is unclear of the spacing, and how to tell it */
export function inCommandWords<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof SpacingError)) throw cause;
    if (cause.isOfChoice) {
      throw new UsageError(`--spacing: ${cause.file} is a volume: pass lengths along x, y and z`, { cause });
    }
    throw new DataError(`${cause.message}; pass --spacing with lengths along x, y and, of volumes, z`, {
      cause,
    });
  }
}
