import { FormatError } from "../../app/formats/formatError.js";
import { describe } from "../../src/errors/describe.js";
import { DataError } from "../exitCodes.js";
import { entryAt } from "../inputs/diskEntry.js";
import { UnreadableError } from "../inputs/openFile.js";
import { reasonOf } from "../inputs/readBytes.js";
import { removeTemporary } from "../temporaryFiles.js";
import { type ArchivePath, archivePathsOf, requireDistinct } from "./archiveNames.js";
import { type BytesAt, DiskBytes } from "./bytesAt.js";
import { type Entry, EntryTable } from "./entryTable.js";
import { addSource, type Source, sourceAt } from "./registry.js";
import { isRemote } from "./remote/address.js";

/** What a path names in an archive. */
export interface InArchive {
  readonly source: Source;
  /** A folder or a file in it; "" of all. */
  readonly inner: string;
}

/**
 * Opens the archive that a path leads to or into, unless it is open.
 *
 * @returns undefined of a path that leads to none
 * @throws {DataError} it cannot be read
 */
export async function openArchive(path: string, firstRow = 0): Promise<InArchive | undefined> {
  for (const found of archivePathsOf(path)) {
    if (!isRemote(path) && entryAt(found.archive)?.isDirectory() !== false) continue;
    const { inner, choice } = found;
    const name = choice === undefined ? found.archive : `${found.archive}#${choice}`;
    return { source: sourceAt(name)?.source ?? (await open(name, found, firstRow)), inner };
  }
  return undefined;
}

async function open(name: string, { archive, kind, choice }: ArchivePath, firstRow: number): Promise<Source> {
  if (choice !== undefined && kind !== "parquet") {
    throw new DataError(`${name}: only Parquet has columns; leave ${describe(`#${choice}`)} out`);
  }
  try {
    const opened = await openStore(archive, kind === "tar.gz");
    try {
      const { entries, column } = await listed(opened.bytes, kind, choice, firstRow, opened.failure);
      requireDistinct(name, entries);
      const source: Source = {
        path: name,
        kind: kind === "tar.gz" ? "tar" : kind,
        at: opened.at,
        isRemote: opened.isRemote,
        length: opened.bytes.length,
        stamp: opened.bytes.stamp,
        table: EntryTable.of(entries).data,
        column,
      };
      addSource(source);
      return source;
    } finally {
      opened.bytes.close();
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    if (cause instanceof FormatError) throw new DataError(`${name}: ${cause.problem.got}`, { cause });
    if (cause instanceof UnreadableError) throw new DataError(`${name}: ${cause.message}`, { cause });
    if ((cause as NodeJS.ErrnoException).code !== undefined)
      throw new DataError(`${name}: ${reasonOf(cause)}`, { cause });
    throw cause;
  }
}

interface Store extends Pick<Source, "at" | "isRemote"> {
  readonly bytes: BytesAt;
  /** Why it ends before its end. */
  readonly failure?: Error | undefined;
}

/** Where the bytes of an archive can be read by their places: where they are, or unpacked. */
async function openStore(archive: string, isGzip: boolean): Promise<Store> {
  if (!isRemote(archive)) {
    if (!isGzip) return { bytes: new DiskBytes(archive), at: archive, isRemote: false };
    const { unpackToScratch } = await import("./scratch.js");
    return scratchStore(await unpackToScratch(archive, true));
  }
  const [{ unpackToScratch }, { openRemote }, { askServer }] = await Promise.all([
    import("./scratch.js"),
    import("./remote/remoteBytes.js"),
    import("./remote/request.js"),
  ]);
  const all = async ({ body }: Response): Promise<Store> => {
    const unpacked = await unpackToScratch(body as AsyncIterable<Uint8Array>, isGzip);
    // A connection that broke is tried anew.
    if (unpacked.failure !== undefined && !isOfGzip(unpacked.failure)) {
      removeTemporary(unpacked.path);
      throw unpacked.failure;
    }
    return scratchStore(unpacked);
  };
  if (isGzip) return askServer(archive, {}, all);
  const opened = await openRemote(archive, all);
  return "bytes" in opened ? opened : { bytes: opened, at: archive, isRemote: true };
}

function isOfGzip(failure: Error): boolean {
  return (failure as NodeJS.ErrnoException).code?.startsWith("Z_") === true;
}

function scratchStore({
  path,
  failure,
}: {
  readonly path: string;
  readonly failure: Error | undefined;
}): Store {
  return { bytes: new DiskBytes(path), at: path, isRemote: false, failure };
}

interface Listed {
  readonly entries: readonly Entry[];
  readonly column: string | undefined;
}

/** @param failure why unpacking ended early: told with the entry at which it did */
async function listed(
  bytes: BytesAt,
  kind: ArchivePath["kind"],
  choice: string | undefined,
  firstRow: number,
  failure: Error | undefined,
): Promise<Listed> {
  switch (kind) {
    case "parquet": {
      const { parquetEntries } = await import("./parquet.js");
      return parquetEntries(bytes, choice, firstRow);
    }
    case "zip": {
      const { zipEntries } = await import("./zipEntries.js");
      return { entries: await zipEntries(bytes), column: undefined };
    }
    case "tar":
    case "tar.gz": {
      const { tarEntries } = await import("./tarEntries.js");
      if (failure === undefined) return { entries: await tarEntries(bytes), column: undefined };
      if (failure instanceof UnreadableError) throw failure;
      const where = await tarEntries(bytes).then(
        () => "at its end",
        (error: unknown) => (error instanceof FormatError ? error.problem.got : String(error)),
      );
      throw new UnreadableError(`cannot be unpacked (${failure.message}): ${where}`);
    }
  }
}
