import { describe } from "../../src/errors/describe.js";
import { damaged, truncated } from "../../app/formats/formatError.js";
import {
  readLongName,
  readPax,
  readTarHeader,
  sparse,
  TAR_BLOCK,
  type PaxRecords,
} from "../../app/formats/tar.js";
import { decodedName } from "../inputs/undecodedName.js";
import { fileNameOf } from "./archiveNames.js";
import type { BytesAt } from "./bytesAt.js";
import type { Entry } from "./entryTable.js";

/** Read ahead for headers: files of masks are small, and many headers stand in one piece. */
const AHEAD_BYTES = 2 ** 18;

/** Names and pax headers are short; a larger one is no name. */
const MAX_NAME_BYTES = 2 ** 20;

/** No files, but what is told of the one that follows. */
interface Told extends PaxRecords {
  readonly longName?: string;
  readonly longLink?: string;
}

/**
 * Lists the files of a tar by a walk from header to header; what lies between them is not read.
 *
 * @throws {FormatError} damaged, or cut short: the message names the entry
 * @throws what reading throws
 */
export async function tarEntries(file: BytesAt): Promise<Entry[]> {
  const ahead = new Ahead(file);
  const entries: Entry[] = [];
  const links: { readonly name: string; readonly target: string }[] = [];
  let told: Told = {};
  let isEnded = false;
  let last = "";
  for (let at = 0; at < file.length;) {
    if (at + TAR_BLOCK > file.length) throw cutShort(last);
    const header = headerOf(await ahead.read(at, at + TAR_BLOCK), last);
    at += TAR_BLOCK;
    if (header === undefined) {
      isEnded = true;
      continue;
    }
    isEnded = false;
    const name = told.path ?? told.longName ?? header.name;
    const size = told.size ?? header.size;
    const end = at + size;
    last = name;
    if (end > file.length) throw truncated("tar", `it ends within ${describe(name)}`);
    switch (header.kind) {
      case "long-name":
      case "long-link":
      case "pax": {
        if (size > MAX_NAME_BYTES) throw damaged("tar", `a name of it has ${size} bytes`);
        const bytes = await ahead.read(at, end);
        if (header.kind === "pax") told = { ...told, ...readPax(bytes, decodedName) };
        else {
          const long = readLongName(bytes, decodedName);
          told = { ...told, [header.kind === "long-name" ? "longName" : "longLink"]: long };
        }
        break;
      }
      case "sparse":
        throw sparse(describe(name));
      case "hard-link":
      case "link": {
        const target = told.linkpath ?? told.longLink ?? header.target;
        links.push({ name, target: header.kind === "link" ? beside(name, target) : target });
        told = {};
        break;
      }
      case "file": {
        const file = fileNameOf(name);
        if (file !== undefined) entries.push(plainEntry(file, at, end));
        told = {};
        break;
      }
      case "other":
        told = {};
        break;
      case "pax-global":
        break;
    }
    // A link may tell of its target's size, which does not follow it.
    at += header.kind === "hard-link" || header.kind === "link" ? 0 : Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  if (!isEnded) throw cutShort(last);
  return [...entries, ...linkedEntries(entries, links)];
}

function headerOf(block: Uint8Array, last: string): ReturnType<typeof readTarHeader> {
  try {
    return readTarHeader(block, decodedName);
  } catch (error) {
    if (last === "") throw error;
    throw damaged("tar", `what stands behind ${describe(last)} is no header of an entry`, { cause: error });
  }
}

function cutShort(last: string): Error {
  const where = last === "" ? "it is empty" : `it ends behind ${describe(last)}`;
  return truncated("tar", `${where}, without the zeros that end a tar`);
}

export function plainEntry(name: string, start: number, end: number): Entry {
  const size = end - start;
  return { name, start, end, size, stored: size, checksum: 0, isDeflated: false };
}

/** Where a link beside a file leads. */
function beside(name: string, target: string): string {
  if (target.startsWith("/")) return target;
  const parts = name.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** Links are the files that they lead to; of one that leads to none reading says so. */
function linkedEntries(
  entries: readonly Entry[],
  links: readonly { readonly name: string; readonly target: string }[],
): Entry[] {
  if (links.length === 0) return [];
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const linkByName = new Map(links.map(({ name, target }) => [fileNameOf(name), fileNameOf(target)]));
  return links.flatMap(({ name: raw, target }) => {
    const name = fileNameOf(raw);
    if (name === undefined) return [];
    let end = fileNameOf(target);
    // Links that lead to links lead in a circle where there are more steps than links.
    for (let steps = 0; end !== undefined && !byName.has(end) && steps <= links.length; steps++) {
      end = linkByName.get(end);
    }
    const found = end === undefined ? undefined : byName.get(end);
    return [{ ...(found ?? { ...plainEntry(name, -1, -1), size: 0 }), name }];
  });
}

/** Reads some more than is asked for, as what follows is asked for next. */
class Ahead {
  readonly #file: BytesAt;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(file: BytesAt) {
    this.#file = file;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (start < this.#start || end > this.#start + this.#bytes.length) {
      this.#start = start;
      this.#bytes = await this.#file.read(
        start,
        Math.min(Math.max(end, start + AHEAD_BYTES), this.#file.length),
      );
    }
    return this.#bytes.subarray(start - this.#start, end - this.#start);
  }
}
