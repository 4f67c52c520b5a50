import { describe } from "../../src/errors/describe.js";
import { type FileBytes, partOf } from "./fileBytes.js";
import { damaged, truncated, unsupported } from "./formatError.js";

// fflate's unzipSync takes no notice of checksums, and of sizes only what it can use: the directory is read here,
// and inflate.ts inflates.

export interface ZipEntry {
  readonly name: string;
  /** As it stands in the file: deflated, or stored as it is. */
  readonly stored: FileBytes;
  readonly isDeflated: boolean;
  /** Bytes of the content, as the directory says. */
  readonly size: number;
  /** CRC-32 of the content. */
  readonly checksum: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_END_BYTES = 56;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const MAX_COMMENT_BYTES = 65535;
/** Of 65,535 entries, the most that there are, some hundred bytes each. */
const MAX_DIRECTORY_BYTES = 2 ** 24;
/** In a 32-bit field of the directory: the number stands in a zip64 field instead, as it does from 4 GiB on. */
const ZIP64 = 0xffffffff;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** What a zip file's directory says of an entry. */
export interface ZipRecord {
  readonly name: string;
  /** Where its own header stands. */
  readonly place: number;
  readonly storedBytes: number;
  readonly isDeflated: boolean;
  readonly size: number;
  readonly checksum: number;
}

/** Where a zip file's directory stands, and how many entries it has. */
export interface ZipDirectory {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** The end of a zip file, in which its directory is told of: the last record but for a comment, and one of zip64 before it. */
export const ZIP_TAIL_BYTES = END_BYTES + MAX_COMMENT_BYTES + ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES;

/**
 * Lists what a zip file holds, by its directory.
 *
 * @throws {FormatError} damaged, cut short, encrypted, or compressed by another method than deflate
 * @see PKWARE APPNOTE.TXT, .ZIP File Format Specification
 */
export function readZipEntries(file: FileBytes): readonly ZipEntry[] {
  const tailStart = Math.max(0, file.length - ZIP_TAIL_BYTES);
  const directory = findZipDirectory(file.read(tailStart, file.length), tailStart);
  const bytes = directory.end - directory.start;
  if (bytes > MAX_DIRECTORY_BYTES) {
    throw damaged(
      "zip file",
      `its directory takes ${bytes} bytes, of which there are ${MAX_DIRECTORY_BYTES} at most`,
    );
  }
  const records = readZipRecords(file.read(directory.start, directory.end), directory.count);
  return records.map((record) => readEntry(file, record));
}

/**
 * Reads a zip file's directory.
 *
 * @throws {FormatError} as readZipEntries
 */
export function readZipRecords(directory: Uint8Array, count: number): ZipRecord[] {
  const view = viewOf(directory);
  const end = directory.length;
  const records: ZipRecord[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw damaged("zip file", "its directory does not hold what it promises");
    }
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged("zip file", "its directory does not end where it should");
    records.push(readRecord(directory.subarray(at, next), nameBytes));
    at = next;
  }
  return records;
}

/**
 * Finds the directory by the end of a file.
 *
 * @param tail its last ZIP_TAIL_BYTES, or all of it
 * @throws {FormatError} it has none
 */
export function findZipDirectory(tail: Uint8Array, tailStart: number): ZipDirectory {
  const view = viewOf(tail);
  const end = findEnd(view);
  const found = {
    count: view.getUint16(end + 10, true),
    start: view.getUint32(end + 16, true),
    end: tailStart + end,
  };
  const locator = end - ZIP64_LOCATOR_BYTES;
  if (locator < 0 || view.getUint32(locator, true) !== ZIP64_LOCATOR_SIGNATURE) return checked(found);
  const large = readUint64(view, locator + 8) - tailStart;
  if (
    !(large >= 0 && large + ZIP64_END_BYTES <= locator) ||
    view.getUint32(large, true) !== ZIP64_END_SIGNATURE
  ) {
    throw damaged("zip file", "its zip64 directory is not where it should be");
  }
  return checked({
    count: readUint64(view, large + 32),
    start: readUint64(view, large + 48),
    end: tailStart + large,
  });
}

function checked(directory: ZipDirectory): ZipDirectory {
  const { count, start, end } = directory;
  if (start > end || count * ENTRY_BYTES > end - start) {
    throw damaged("zip file", "its directory does not hold what it promises");
  }
  return directory;
}

function readUint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** The end record is the last, but for a comment. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (
      view.getUint32(at, true) === END_SIGNATURE &&
      at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength
    ) {
      return at;
    }
  }
  throw truncated("zip file", "it has no directory at its end");
}

function readRecord(entry: Uint8Array, nameBytes: number): ZipRecord {
  const name = new TextDecoder().decode(entry.subarray(ENTRY_BYTES, ENTRY_BYTES + nameBytes));
  const view = viewOf(entry);
  const quoted = describe(name);
  const flags = view.getUint16(8, true);
  const method = view.getUint16(10, true);
  const fields = {
    size: view.getUint32(24, true),
    storedBytes: view.getUint32(20, true),
    place: view.getUint32(42, true),
  };
  if (flags & 1) throw unsupported(`zip file whose ${quoted} is encrypted`, "save it without a password");
  if (method !== 0 && method !== 8) {
    throw unsupported(
      `zip file whose ${quoted} is compressed by method ${method}`,
      "save it with numpy.savez_compressed, or zip's own deflate",
    );
  }
  const extra = view.getUint16(30, true);
  const extraStart = ENTRY_BYTES + nameBytes;
  const large = largeFields(viewOf(entry.subarray(extraStart, extraStart + extra)), fields);
  return { name, ...large, isDeflated: method === 8, checksum: view.getUint32(16, true) };
}

type Fields = Pick<ZipRecord, "size" | "storedBytes" | "place">;

const ZIP64_EXTRA = 1;

/** Those that do not fit their fields stand in one that follows the name, in this order. */
function largeFields(extra: DataView, fields: Fields): Fields {
  const missing = (["size", "storedBytes", "place"] as const).filter((key) => fields[key] === ZIP64);
  if (missing.length === 0) return fields;
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const bytes = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === ZIP64_EXTRA && bytes >= missing.length * 8) {
      const start = at + 4;
      if (start + missing.length * 8 > extra.byteLength) break;
      return {
        ...fields,
        ...Object.fromEntries(missing.map((key, i) => [key, readUint64(extra, start + i * 8)])),
      };
    }
    at += 4 + bytes;
  }
  throw damaged("zip file", "its directory does not tell how large an entry of 4 GiB is");
}

function readEntry(file: FileBytes, { place, storedBytes, name, ...record }: ZipRecord): ZipEntry {
  const local = file.read(place, Math.min(place + LOCAL_BYTES, file.length));
  const start = place + zipContentStart(local, name);
  if (start + storedBytes > file.length) {
    throw truncated("zip file", `it ends within ${describe(name)}`);
  }
  return { ...record, name, stored: partOf(file, start, start + storedBytes) };
}

/**
 * Where an entry's content stands behind the start of its own header.
 *
 * @throws {FormatError} there is no header
 */
export function zipContentStart(header: Uint8Array, name: string): number {
  const local = viewOf(header);
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw damaged("zip file", `${describe(name)} is not where its directory says`);
  }
  return LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
}
