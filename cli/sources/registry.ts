import { type Entry, EntryTable, type TableData } from "./entryTable.js";

/** An archive that was opened: plain data, which every thread of the run has. */
export interface Source {
  /** How paths of its files begin, before "/". */
  readonly path: string;
  readonly kind: "tar" | "zip" | "parquet";
  /** Where its bytes are: a file of the disk, or of a server. */
  readonly at: string;
  readonly isRemote: boolean;
  readonly length: number;
  /** What they were when the archive was opened. */
  readonly stamp: string;
  readonly table: TableData;
  /** Of Parquet: the column that holds the masks. */
  readonly column: string | undefined;
}

const sources = new Map<string, { readonly source: Source; readonly table: EntryTable }>();
let opened = 0;

export function addSource(source: Source): void {
  sources.set(source.path, { source, table: new EntryTable(source.table) });
  opened++;
}

export function sourceAt(path: string): { readonly source: Source; readonly table: EntryTable } | undefined {
  return sources.get(path);
}

/** What a worker must be told before it reads a file. */
export function openedSources(): readonly Source[] {
  return Array.from(sources.values(), ({ source }) => source);
}

/** Changes whenever an archive is opened: a worker that was started before does not know it. */
export function sourcesVersion(): number {
  return opened;
}

/** Forgets all archives: what was unpacked of them is to be removed. */
export function closeSources(): void {
  sources.clear();
}

/** A file of an archive. */
export interface Found {
  readonly source: Source;
  /** Undefined where the archive has none of that name. */
  readonly entry: Entry | undefined;
}

/** The archive that a path leads into, and what it names there; undefined of a path of the disk or of a server. */
export function findInSources(path: string): Found | undefined {
  if (sources.size === 0) return undefined;
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    const found = sources.get(path.slice(0, end));
    if (found !== undefined) return { source: found.source, entry: found.table.find(path.slice(end + 1)) };
  }
  return undefined;
}
