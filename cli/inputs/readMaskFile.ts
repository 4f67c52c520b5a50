import { closeSync, fstatSync, openSync } from "node:fs";
import { type FileBytes, heldBytes, partOf } from "../../app/formats/fileBytes.js";
import { heldFile, requireEntry } from "../sources/heldFiles.js";
import { archiveChanged } from "../sources/openBytes.js";
import { type Found, findInSources } from "../sources/registry.js";
import { unzipped } from "../sources/zipEntries.js";
import { NO_FILE, problemOfFile } from "./fileProblem.js";
import { OpenFile, UnreadableError } from "./openFile.js";
import { READ_AT_ONCE } from "./readBytes.js";
import { systemPath } from "./undecodedName.js";

/**
 * Opens a mask or photo, of which there may be as many as there are names in a folder, and closes it when it was used. It
 * may be of an archive; where it is not on this disk, withFiles has brought it.
 *
 * @throws {DatasetError} it cannot be read, is no file, or changed meanwhile
 */
export function readMaskFile<T>(path: string, use: (file: FileBytes) => T): T {
  const held = heldFile(path);
  if (held !== undefined) return use(heldBytes(held));
  const found = findInSources(path);
  return found === undefined ? readDiskFile(path, path, use) : readEntry(path, found, use);
}

function readEntry<T>(path: string, found: Found, use: (file: FileBytes) => T): T {
  const { source } = found;
  return readDiskFile(path, source.at, (archive) => {
    if (archive.stamp !== source.stamp) throw archiveChanged();
    const entry = requireEntry(found);
    if (source.kind === "tar") return use(partOf(archive, entry.start, entry.end));
    return use(heldBytes(unzipped(entry, archive.read(entry.start, entry.end))));
  });
}

/** @param path what it is called in messages */
function readDiskFile<T>(path: string, at: string, use: (file: OpenFile) => T): T {
  let file: OpenFile;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(systemPath(at), READ_AT_ONCE);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UnreadableError(stats.isDirectory() ? "is a folder" : NO_FILE);
    file = new OpenFile(descriptor, stats);
  } catch (cause) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw problemOfFile(path, cause);
  }
  try {
    return useUnchanged(file, use);
  } catch (cause) {
    throw problemOfFile(path, cause);
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
