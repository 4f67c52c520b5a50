import { closeSync, fstatSync, lstatSync, openSync } from "node:fs";
import { DatasetError } from "../../app/errors/problem.js";
import { OpenFile, UnreadableError } from "./openFile.js";
import { READ_AT_ONCE, reasonOf } from "./readBytes.js";
import { systemPath } from "./undecodedName.js";

/**
 * Opens a mask or photo, of which there may be as many as there are names in a folder, and closes it when it was used.
 *
 * @throws {DatasetError} it cannot be read, is no file, or changed meanwhile
 */
export function readMaskFile<T>(path: string, use: (file: OpenFile) => T): T {
  let file: OpenFile;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(systemPath(path), READ_AT_ONCE);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UnreadableError(stats.isDirectory() ? "is a folder" : NO_FILE);
    file = new OpenFile(descriptor, stats);
  } catch (cause) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw problemOf(path, cause);
  }
  try {
    return useUnchanged(file, use);
  } catch (cause) {
    throw problemOf(path, cause);
  } finally {
    closeSync(descriptor);
  }
}

/** Where a file has changed, that is what is wrong with it, whatever else seems to be. */
function useUnchanged<T>(file: OpenFile, use: (file: OpenFile) => T): T {
  let used: T;
  try {
    used = use(file);
  } catch (error) {
    file.requireUnchanged();
    throw error;
  }
  file.requireUnchanged();
  return used;
}

const NO_FILE = "is a pipe or device, not a file";

/** What the system says, and what the file turned out to be, in words; what else went wrong says so itself. */
function problemOf(path: string, cause: unknown): unknown {
  if (cause instanceof UnreadableError) {
    const { code, message: got } = cause;
    return new DatasetError({ code, file: path, got }, { cause });
  }
  if ((cause as NodeJS.ErrnoException).code === undefined || cause instanceof DatasetError) return cause;
  const got = isBrokenLink(path, cause) ? "a link that leads to no file" : reasonOfMask(cause);
  return new DatasetError({ code: "file-unreadable", file: path, got }, { cause });
}

/** A socket cannot even be opened. */
function reasonOfMask(error: unknown): string {
  return (error as NodeJS.ErrnoException).code === "ENXIO" ? NO_FILE : reasonOf(error);
}

function isBrokenLink(path: string, error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === "ENOENT" && lstatSync(systemPath(path), { throwIfNoEntry: false })?.isSymbolicLink() === true
  );
}
