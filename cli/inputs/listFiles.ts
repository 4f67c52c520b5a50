import { type ChosenMasks, chooseMasks, type MaskChoice } from "../../app/pairing/chooseMasks.js";
import { isImageName, isJpegName, isMaskName } from "../../app/pairing/maskNames.js";
import { describe, listNames } from "../../src/errors/describe.js";
import { DataError } from "../exitCodes.js";
import { archiveKindOf } from "../sources/archiveNames.js";
import { openArchive } from "../sources/openSource.js";
import { type Source, sourceAt } from "../sources/registry.js";
import { isRemote } from "../sources/remote/address.js";
import { expandBraces } from "./braces.js";
import { type FolderFiles, inFolder, isDiskFolder, listDiskFolder } from "./folderFiles.js";

// What a path names may be a folder of the disk, an archive or a folder in it, several archives, or the objects of a bucket.
// Whoever scores masks need not know: there are files, with names and paths, and a path is enough to read one.

/** Files that a path names. */
export interface ListedFiles extends FolderFiles {
  /** The path of a file by its relative one. */
  readonly pathOf: (relative: string) => string;
}

/**
 * Whether a path names several files rather than one.
 *
 * @throws {DataError} there is nothing of that name, or it cannot be read
 */
export async function isFolder(path: string): Promise<boolean> {
  if (expandBraces(path).length > 1) return true;
  const found = await openArchive(path);
  if (found !== undefined) {
    if (found.inner === "" || namesIn(found.source, found.inner).length > 0) return true;
    if (sourceAt(found.source.path)?.table.find(found.inner) !== undefined) return false;
    throw new DataError(`${path}: ${found.source.path} has no such file or folder`);
  }
  if (!isRemote(path)) return isDiskFolder(path);
  const { listBucket, namesBucketFolder } = await import("../sources/remote/bucket.js");
  return namesBucketFolder(path) || (await listBucket(path)).length > 0;
}

/**
 * The masks of a folder and of the folders in it.
 *
 * @throws {DataError} it cannot be listed
 */
export async function findMasks(
  folder: string,
  choice: MaskChoice = {},
): Promise<ChosenMasks & Pick<ListedFiles, "repeated" | "pathOf">> {
  const { files, repeated, pathOf } = await listFiles(folder);
  return { ...chooseMasks(files, choice), repeated, pathOf };
}

/** What is to be known of links that were not followed. */
export function repeatedWords(folder: string, repeated: readonly string[]): string {
  return `${folder}: each folder is read once; not followed again: ${listNames(repeated)}`;
}

/** Every file of a folder, relative to it and sorted; where it holds archives and no masks, the files of these. */
export async function listFiles(folder: string): Promise<ListedFiles> {
  const archives = expandBraces(folder);
  if (archives.length > 1) return listArchives(folder, archives);
  const found = await openArchive(folder);
  if (found !== undefined) {
    const { source, inner } = found;
    const begin = inner === "" ? source.path : `${source.path}/${inner}`;
    return { files: namesIn(source, inner), repeated: [], pathOf: (relative) => `${begin}/${relative}` };
  }
  const listed = isRemote(folder) ? await listRemote(folder) : await listLocal(folder);
  const { files, pathOf } = listed;
  const packed = files.filter((file) => archiveKindOf(file) !== undefined);
  if (
    packed.length === 0 ||
    files.some((file) => isMaskName(file) || isImageName(file) || isJpegName(file))
  ) {
    return listed;
  }
  return listArchives(folder, packed.map(pathOf));
}

async function listLocal(folder: string): Promise<ListedFiles> {
  return { ...(await listDiskFolder(folder)), pathOf: (relative) => inFolder(folder, relative) };
}

async function listRemote(folder: string): Promise<ListedFiles> {
  const { listBucket } = await import("../sources/remote/bucket.js");
  const begin = folder.replace(/\/*$/, "/");
  return { files: await listBucket(folder), repeated: [], pathOf: (relative) => begin + relative };
}

/** Files below a folder of an archive, relative to it. */
function namesIn({ path }: Source, inner: string): string[] {
  const names = sourceAt(path)?.table.names() ?? [];
  if (inner === "") return names;
  const begin = `${inner}/`;
  return names.filter((name) => name.startsWith(begin)).map((name) => name.slice(begin.length));
}

/** The files of several archives together, as if all had been unpacked into one folder. */
async function listArchives(folder: string, archives: readonly string[]): Promise<ListedFiles> {
  const paths = new Map<string, string>();
  let rows = 0;
  for (const archive of archives) {
    const found = await openArchive(archive, rows);
    if (found === undefined) throw new DataError(`${archive}: no such archive`);
    const { source, inner } = found;
    const names = namesIn(source, inner);
    rows += sourceAt(source.path)?.table.size ?? 0;
    for (const name of names) {
      const path = inner === "" ? `${source.path}/${name}` : `${source.path}/${inner}/${name}`;
      const twin = paths.get(name);
      if (twin !== undefined) {
        throw new DataError(
          `${folder}: ${describe(name)} is both ${twin} and ${path}; give each a name of its own`,
        );
      }
      paths.set(name, path);
    }
  }
  return {
    files: [...paths.keys()].sort(),
    repeated: [],
    pathOf: (relative) => paths.get(relative) as string,
  };
}
