import { type Stats, statSync } from "node:fs";
import { systemPath } from "./undecodedName.js";

/** What there is on the disk under a name; undefined too where it cannot be looked at, of which whoever reads it tells. */
export function entryAt(path: string): Stats | undefined {
  try {
    return statSync(systemPath(path));
  } catch {
    // Not there, or behind a file, as a folder of an archive is.
    return undefined;
  }
}

/** Whether a name is a folder's. */
export function isFolderOfDisk(path: string): boolean {
  return entryAt(path)?.isDirectory() === true;
}

/** Whether a name is a file's. */
export function isFileOfDisk(path: string): boolean {
  return entryAt(path)?.isFile() === true;
}
