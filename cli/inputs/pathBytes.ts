import { closeSync, fstatSync, type Stats, statSync } from "node:fs";
import type { ByteSource } from "../../src/run/sourceReader.js";
import { DataError } from "../exitCodes.js";
import { OpenFile, UnreadableError } from "./openFile.js";
import { openAtOnce, reasonOf } from "./readBytes.js";
import { STANDARD_INPUT } from "./standardInput.js";
import { systemPath } from "./undecodedName.js";

/**
 * A file that is read piece by piece, opened anew for each: a process may have only so many files open, and there may be
 * more shards. It must stay the same meanwhile.
 */
export class PathBytes implements ByteSource {
  readonly #path: string;
  readonly #stats: Stats;

  private constructor(path: string, stats: Stats) {
    this.#path = path;
    this.#stats = stats;
  }

  /**
   * @returns undefined of what is no file: a pipe and standard input are read once only
   * @throws {DataError} there is nothing, or it may not be read
   */
  static of(path: string): PathBytes | undefined {
    if (path === STANDARD_INPUT) return undefined;
    // Not by opening it: who writes to a pipe would take that for a reader.
    const stats = told(path, () => statSync(systemPath(path)));
    return stats.isFile() ? new PathBytes(path, stats) : undefined;
  }

  get length(): number {
    return this.#stats.size;
  }

  /** @throws {DataError} it cannot be read, or was changed or replaced */
  read(start: number, end: number): Uint8Array {
    return told(this.#path, () =>
      opened(this.#path, (descriptor) => {
        const file = new OpenFile(descriptor, this.#stats);
        if (fstatSync(descriptor).ino !== this.#stats.ino) {
          throw new UnreadableError(
            "another file took its place while it was read: merge anew",
            "file-changed",
          );
        }
        file.requireUnchanged();
        const bytes = file.read(start, end);
        file.requireUnchanged();
        return bytes;
      }),
    );
  }
}

function opened<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openAtOnce(path);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function told<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}
