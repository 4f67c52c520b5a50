import { readdir, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { type ChosenMasks, chooseMasks, type MaskChoice } from "../../app/pairing/chooseMasks.js";
import { isMaskName } from "../../app/pairing/maskNames.js";
import { DataError } from "../exitCodes.js";
import { reasonOf } from "./readBytes.js";
import { decodedName, systemPath } from "./undecodedName.js";

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(systemPath(path))).isDirectory();
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** The masks of a folder and of the folders in it, sorted by their relative paths. */
export async function findMasks(folder: string, choice: MaskChoice = {}): Promise<ChosenMasks> {
  return chooseMasks(await listFiles(folder), choice);
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
      const isFolderEntry = entry.isSymbolicLink()
        ? await leadsToFolder(join(folder, path))
        : entry.isDirectory();
      if (!isFolderEntry) {
        found.push(path);
        continue;
      }
      if (above.length >= MAX_DEPTH) {
        throw new DataError(`${join(folder, path)}: folders lie too deep; a link may lead back up`);
      }
      const before = found.length;
      await visit(path, [...above, entry.name]);
      // An empty folder that is called like a mask stands where a mask was meant: reading it says so.
      if (found.length === before && isMaskName(path)) found.push(path);
    }
  };
  await visit("", []);
  return found.sort();
}

/** A link that leads nowhere is taken for a file, of which reading will tell what is wrong. */
async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(systemPath(path))).isDirectory();
  } catch {
    return false;
  }
}

/** Deeper than any data set; a circle of links goes on for ever, or until the system has enough of it at 40. */
const MAX_DEPTH = 32;

/** What is told of a folder's entry. */
interface Entry {
  readonly name: string;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

async function readFolder(path: string): Promise<Entry[]> {
  try {
    const entries = await readdir(systemPath(path), { withFileTypes: true, encoding: "buffer" });
    return entries.map((entry) => ({
      name: decodedName(entry.name),
      isDirectory: () => entry.isDirectory(),
      isSymbolicLink: () => entry.isSymbolicLink(),
    }));
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** A path of this system from one with "/" between folders. */
export function inFolder(folder: string, relative: string): string {
  return join(folder, relative.replaceAll("/", sep));
}
