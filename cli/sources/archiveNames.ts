import { sep } from "node:path";
import { describe } from "../../src/errors/describe.js";
import { DataError } from "../exitCodes.js";
import type { Entry } from "./entryTable.js";

/** What a path names by how it ends. */
export type ArchiveKind = "tar" | "tar.gz" | "zip" | "parquet";

const ENDINGS: Readonly<Record<string, ArchiveKind>> = {
  ".tar": "tar",
  ".tar.gz": "tar.gz",
  ".tgz": "tar.gz",
  ".zip": "zip",
  ".parquet": "parquet",
};

const ENDING = /\.(?:tar|tar\.gz|tgz|zip|parquet)$/i;

/** Undefined of what is called otherwise. */
export function archiveKindOf(path: string): ArchiveKind | undefined {
  const ending = ENDING.exec(path)?.[0].toLowerCase();
  return ending === undefined ? undefined : ENDINGS[ending];
}

/** A name without the ending of an archive: what its folder would be called. */
export function withoutArchiveEnding(name: string): string {
  return name.replace(ENDING, "");
}

/** A path that leads to an archive, and maybe into it. */
export interface ArchivePath {
  readonly archive: string;
  readonly kind: ArchiveKind;
  /** What is behind the "#" of Parquet. */
  readonly choice: string | undefined;
  /** A folder or file in it; "" of all. */
  readonly inner: string;
}

const PARTS = /\.(?:tar|tar\.gz|tgz|zip|parquet)(?=$|[/\\#?])/gi;

/** A server's name may end as an archive's does. */
const SERVER = /^[a-z0-9]+:\/\/[^/]*/i;

/** The ways to read a path as one into an archive, the shortest archive first. */
export function archivePathsOf(path: string): ArchivePath[] {
  const found: ArchivePath[] = [];
  const server = SERVER.exec(path)?.[0].length ?? 0;
  for (const { index, 0: ending } of path.matchAll(PARTS)) {
    if (index < server) continue;
    let end = index + ending.length;
    // What a server is asked beside: a signature, say.
    if (path[end] === "?") end = path.slice(end).search(/[#]|$/) + end;
    const archive = path.slice(0, end);
    const kind = archiveKindOf(path.slice(0, index + ending.length)) as ArchiveKind;
    const rest = path.slice(end);
    const [, choice, inner = ""] = /^(?:#([^/\\]*))?(?:[/\\]+(.*))?$/s.exec(rest) ?? [
      undefined,
      undefined,
      undefined,
    ];
    if (rest !== "" && choice === undefined && inner === "" && !/^[/\\]+$/.test(rest)) continue;
    found.push({ archive, kind, choice, inner: inner.replaceAll(sep, "/").replace(/\/+$/, "") });
  }
  return found;
}

/**
 * An entry's name as its file would be called, had the archive been unpacked into a folder: without "./" and "/" before it.
 * Where it leads out of the folder it is a name like any other: nothing is ever written or opened by it.
 *
 * @returns undefined of folders, and of what is hidden in a folder
 */
export function fileNameOf(name: string): string | undefined {
  if (name.endsWith("/")) return undefined;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.some((part) => part.startsWith(".") && part !== "..")) return undefined;
  return parts.length === 0 ? undefined : parts.join("/");
}

/** @throws {DataError} two entries have one name: which of them is meant cannot be told */
export function requireDistinct(archive: string, entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) {
      throw new DataError(`${archive}: holds ${describe(name)} twice; pack it anew with each name once`);
    }
    seen.add(name);
  }
}
