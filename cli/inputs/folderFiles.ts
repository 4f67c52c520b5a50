import { readdir, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { isMaskName } from "../../app/pairing/maskNames.js";
import { DataError } from "../exitCodes.js";
import { reasonOf } from "./readBytes.js";
import { decodedName, systemPath } from "./undecodedName.js";

/** @throws {DataError} there is neither file nor folder */
export async function isDiskFolder(path: string): Promise<boolean> {
  return (await orRefused(path, (at) => stat(systemPath(at)))).isDirectory();
}

/** The files of a folder and of the folders in it. */
export interface FolderFiles {
  /** Sorted by their relative paths, "/" between folders. */
  readonly files: readonly string[];
  /** Links that lead to folders whose files are listed already. */
  readonly repeated: readonly string[];
}

/** Every file below a folder, relative to it, each real folder once. Hidden ones are the file system's or an editor's own. */
export async function listDiskFolder(folder: string): Promise<FolderFiles> {
  const listing = new Listing(folder);
  await listing.read();
  return { files: listing.files.sort(), repeated: listing.repeated.sort() };
}

/** What is told of a folder's entry. */
interface Entry {
  readonly name: string;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/**
 * One listing. A folder may have many paths, by links, and links that lead to links have more paths than can be listed; so
 * what is no link is listed first, and then what a link leads to, if that is new.
 */
class Listing {
  readonly files: string[] = [];
  readonly repeated: string[] = [];
  readonly #folder: string;
  /** Folders by what they are, whatever path leads there. */
  readonly #read = new Set<string>();
  readonly #calledLikeMasks: string[] = [];
  #links: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<void> {
    await this.#readTree("");
    while (this.#links.length > 0) {
      const links = this.#links.sort();
      this.#links = [];
      for (const link of links) await this.#readTree(link);
    }
    this.#listEmptyMasks();
  }

  /** A folder without files that is called like a mask stands where a mask was meant: reading it says so. */
  #listEmptyMasks(): void {
    if (this.#calledLikeMasks.length === 0) return;
    const filled = new Set<string>();
    for (const file of this.files) {
      for (let end = file.lastIndexOf("/"); end > 0; end = file.lastIndexOf("/", end - 1)) {
        filled.add(file.slice(0, end));
      }
    }
    this.files.push(...this.#calledLikeMasks.filter((path) => !filled.has(path)));
  }

  /** A folder and the folders in it, without links. */
  async #readTree(top: string): Promise<void> {
    const left = [top];
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      if (await this.#isKnown(path)) {
        this.repeated.push(path);
        continue;
      }
      const entries = await this.#entriesOf(path);
      if (isMaskName(path)) this.#calledLikeMasks.push(path);
      for (const entry of entries) {
        const inner = path === "" ? entry.name : `${path}/${entry.name}`;
        if (entry.isDirectory()) left.push(inner);
        else if (entry.isSymbolicLink() && (await leadsToFolder(this.#at(inner)))) this.#links.push(inner);
        else this.files.push(inner);
      }
    }
  }

  async #isKnown(path: string): Promise<boolean> {
    const { dev, ino } = await orRefused(this.#at(path), (at) => stat(systemPath(at), { bigint: true }));
    const identity = `${dev}:${ino}`;
    if (this.#read.has(identity)) return true;
    this.#read.add(identity);
    return false;
  }

  async #entriesOf(path: string): Promise<Entry[]> {
    const entries = await orRefused(this.#at(path), (at) =>
      readdir(systemPath(at), { withFileTypes: true, encoding: "buffer" }),
    );
    return entries
      .map((entry) => ({
        name: decodedName(entry.name),
        isDirectory: () => entry.isDirectory(),
        isSymbolicLink: () => entry.isSymbolicLink(),
      }))
      .filter(({ name }) => !name.startsWith("."));
  }

  #at(path: string): string {
    return path === "" ? this.#folder : join(this.#folder, path);
  }
}

/** Of a path that nobody would read. */
const SHOWN_START = 60;

/** A link that leads nowhere is taken for a file, of which reading will tell what is wrong. */
async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(systemPath(path))).isDirectory();
  } catch {
    return false;
  }
}

async function orRefused<T>(path: string, ask: (path: string) => Promise<T>): Promise<T> {
  try {
    return await ask(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENAMETOOLONG") {
      const start = path.slice(0, SHOWN_START);
      throw new DataError(
        `${start}...: folders lie deeper than the system takes (a path of ${path.length} characters)`,
        { cause },
      );
    }
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** A path of this system from one with "/" between folders. */
export function inFolder(folder: string, relative: string): string {
  return join(folder, relative.replaceAll("/", sep));
}
