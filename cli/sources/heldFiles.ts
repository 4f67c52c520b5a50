import { UnreadableError } from "../inputs/openFile.js";
import { problemOfFile } from "../inputs/fileProblem.js";
import { openBytes } from "./openBytes.js";
import { type Found, findInSources } from "./registry.js";
import { isRemote } from "./remote/address.js";

// Masks are decoded at one go, without waiting for anything. What a server sends, and what has to be unpacked a row group at
// a time, is brought to memory before that.

/** What an array takes, and Node reads. */
const MAX_BYTES = 2 ** 31 - 1;

/** Brought and not put away yet, by path; a failure is told to whoever reads. */
const held = new Map<string, { bytes: Uint8Array | Error; users: number }>();

/** @throws what bringing it threw */
export function heldFile(path: string): Uint8Array | undefined {
  const bytes = held.get(path)?.bytes;
  if (bytes instanceof Error) throw bytes;
  return bytes;
}

/** Has files read that may lie anywhere: those that do not lie on this disk are in memory meanwhile. */
export async function withFiles<T>(paths: readonly string[], use: () => T | Promise<T>): Promise<T> {
  const far = paths.filter(isFar);
  if (far.length === 0) return use();
  await Promise.all(far.map(bring));
  try {
    return await use();
  } finally {
    for (const path of far) {
      const file = held.get(path);
      if (file !== undefined && --file.users === 0) held.delete(path);
    }
  }
}

/** Whether a file must be waited for. */
export function isFar(path: string): boolean {
  const found = findInSources(path);
  return found === undefined ? isRemote(path) : found.source.isRemote || found.source.kind === "parquet";
}

async function bring(path: string): Promise<void> {
  const known = held.get(path);
  if (known !== undefined) {
    known.users++;
    return;
  }
  const bytes = await bytesAt(path).catch((error: unknown) => problemOfFile(path, error));
  // Somebody else may have brought it meanwhile.
  const file = held.get(path);
  if (file !== undefined) file.users++;
  else held.set(path, { bytes, users: 1 });
}

async function bytesAt(path: string): Promise<Uint8Array> {
  const found = findInSources(path);
  if (found === undefined) {
    const { askServer, bytesOf } = await import("./remote/request.js");
    return askServer(path, {}, (answer) => bytesOf(answer, MAX_BYTES));
  }
  const { source } = found;
  const entry = requireEntry(found);
  if (source.kind === "parquet") {
    const { parquetCell } = await import("./parquet.js");
    return parquetCell(source, entry);
  }
  if (entry.end - entry.start > MAX_BYTES)
    throw new UnreadableError("is larger than 2 GiB; cut it into tiles");
  const bytes = await (await openBytes(source)).read(entry.start, entry.end);
  if (source.kind === "tar") return bytes;
  const { unzipped } = await import("./zipEntries.js");
  return unzipped(entry, bytes);
}

/** @throws {UnreadableError} the archive has no such file */
export function requireEntry({ source, entry }: Found): NonNullable<Found["entry"]> {
  if (entry === undefined) throw new UnreadableError(`${source.path} has no such file`);
  if (entry.start < 0) throw new UnreadableError("a link that leads to no file of the archive");
  return entry;
}
