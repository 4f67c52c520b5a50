import { readdir, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import picomatch from "picomatch";
import { DataError } from "../exitCodes.js";
import { reasonOf } from "./readBytes.js";

/** Endings of files that are taken for masks where no pattern says which are. What they are is told by their content. */
const MASK_ENDINGS = [".png", ".npy", ".npz", ".tif", ".tiff", ".nii", ".nii.gz"];

export const MASK_ENDINGS_TEXT = ".png, .npy, .npz, .tif, .nii or .nii.gz";

export interface FoundFiles {
  /** Paths relative to the folder, "/" between folders, sorted. */
  readonly files: readonly string[];
  /** The others, hidden ones aside. */
  readonly leftOut: readonly string[];
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** The masks of a folder and of the folders in it: those whose relative path fits the pattern, or that end like a mask. */
export async function findMasks(folder: string, glob: string | undefined): Promise<FoundFiles> {
  const fits =
    glob === undefined
      ? (path: string) => endingOf(path, MASK_ENDINGS) !== ""
      : picomatch(glob.replaceAll("\\", "/").replace(/^\.\//, ""));
  const all = await listFiles(folder);
  return { files: all.filter((path) => fits(path)), leftOut: all.filter((path) => !fits(path)) };
}

/** Every file below a folder, relative to it. Hidden ones are the file system's or an editor's own. */
export async function listFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (relative: string, above: readonly string[]): Promise<void> => {
    const entries = await readFolder(join(folder, relative));
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const path = relative === "" ? entry.name : `${relative}/${entry.name}`;
      // A link says nothing of what it leads to.
      const isFolderEntry = entry.isSymbolicLink() ? await isFolder(join(folder, path)) : entry.isDirectory();
      if (!isFolderEntry) found.push(path);
      else if (above.length < MAX_DEPTH) await visit(path, [...above, entry.name]);
      else throw new DataError(`${join(folder, path)}: folders lie too deep; a link may lead back up`);
    }
  };
  await visit("", []);
  return found.sort();
}

/** Deeper than any data set; a circle of links goes on for ever, or until the system has enough of it at 40. */
const MAX_DEPTH = 32;

async function readFolder(path: string): Promise<import("node:fs").Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** A path without the ending of its file and without what a data set puts behind the image's name. */
export function nameOf(path: string, strip: readonly string[]): string {
  const known = endingOf(path, MASK_ENDINGS);
  const ending = known === "" ? (/\.[^./]*$/.exec(path)?.[0] ?? "") : known;
  const name = path.slice(0, path.length - ending.length);
  // The longest first: "_labelIds" must not leave half of "_gtFine_labelIds".
  const suffix = [...strip].sort((a, b) => b.length - a.length).find((text) => name.endsWith(text)) ?? "";
  return name.slice(0, name.length - suffix.length);
}

/** The last part of a name: a path's stem. */
export function stemOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function endingOf(path: string, endings: readonly string[]): string {
  const lower = path.toLowerCase();
  return [...endings].sort((a, b) => b.length - a.length).find((ending) => lower.endsWith(ending)) ?? "";
}

/** A path of this system from one with "/" between folders. */
export function inFolder(folder: string, relative: string): string {
  return join(folder, relative.replaceAll("/", sep));
}
