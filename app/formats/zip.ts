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
const MAX_COMMENT_BYTES = 65535;
/** Of 65,535 entries, the most that there are, some hundred bytes each. */
const MAX_DIRECTORY_BYTES = 2 ** 24;
/** In a 32-bit field of the directory: the number stands in a zip64 field instead, as it does from 4 GiB on. */
const ZIP64 = 0xffffffff;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * Lists what a zip file holds, by its directory.
 *
 * @throws {FormatError} damaged, cut short, encrypted, zip64, or compressed by another method than deflate
 * @see PKWARE APPNOTE.TXT, .ZIP File Format Specification
 */
export function readZipEntries(file: FileBytes): readonly ZipEntry[] {
  const { count, directory } = readDirectory(file);
  const view = viewOf(directory);
  const end = directory.length;
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw damaged("zip file", "its directory does not hold what it promises");
    }
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged("zip file", "its directory does not end where it should");
    entries.push(readEntry(file, directory.subarray(at, next), nameBytes));
    at = next;
  }
  return entries;
}

interface Directory {
  readonly count: number;
  readonly directory: Uint8Array;
}

function readDirectory(file: FileBytes): Directory {
  const tailStart = Math.max(0, file.length - END_BYTES - MAX_COMMENT_BYTES);
  const tail = viewOf(file.read(tailStart, file.length));
  const end = findEnd(tail);
  const start = tail.getUint32(end + 16, true);
  const bytes = tailStart + end - start;
  if (bytes > MAX_DIRECTORY_BYTES) {
    throw damaged(
      "zip file",
      `its directory takes ${bytes} bytes, of which there are ${MAX_DIRECTORY_BYTES} at most`,
    );
  }
  return {
    count: tail.getUint16(end + 10, true),
    directory: file.read(start, Math.max(start, tailStart + end)),
  };
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

function readEntry(file: FileBytes, entry: Uint8Array, nameBytes: number): ZipEntry {
  const name = new TextDecoder().decode(entry.subarray(ENTRY_BYTES, ENTRY_BYTES + nameBytes));
  const view = viewOf(entry);
  const quoted = describe(name);
  const flags = view.getUint16(8, true);
  const method = view.getUint16(10, true);
  const storedBytes = view.getUint32(20, true);
  const size = view.getUint32(24, true);
  const place = view.getUint32(42, true);
  if (flags & 1) throw unsupported(`zip file whose ${quoted} is encrypted`, "save it without a password");
  if (method !== 0 && method !== 8) {
    throw unsupported(
      `zip file whose ${quoted} is compressed by method ${method}`,
      "save it with numpy.savez_compressed",
    );
  }
  if (storedBytes === ZIP64 || size === ZIP64 || place === ZIP64) {
    throw unsupported(`zip file whose ${quoted} takes 4 GiB or more`, "cut the mask into tiles");
  }
  const local = viewOf(file.read(place, Math.min(place + LOCAL_BYTES, file.length)));
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw damaged("zip file", `${quoted} is not where its directory says`);
  }
  const start = place + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + storedBytes > file.length) {
    throw truncated("zip file", `it ends within ${quoted}`);
  }
  return {
    name,
    stored: partOf(file, start, start + storedBytes),
    isDeflated: method === 8,
    size,
    checksum: view.getUint32(16, true),
  };
}
