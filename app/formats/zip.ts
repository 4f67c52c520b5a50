import { describe } from "../../src/errors/describe.js";
import { damaged, truncated, unsupported } from "./formatError.js";

// fflate's unzipSync takes no notice of checksums, and of sizes only what it can use: the directory is read here,
// and inflate.ts inflates.

export interface ZipEntry {
  readonly name: string;
  /** As it stands in the file: deflated, or stored as it is. */
  readonly stored: Uint8Array;
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
export function readZipEntries(bytes: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw damaged("zip file", "its directory does not hold what it promises");
    }
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged("zip file", "its directory does not end where it should");
    entries.push(readEntry(bytes, view, at, nameBytes));
    at = next;
  }
  return entries;
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

function readEntry(bytes: Uint8Array, view: DataView, at: number, nameBytes: number): ZipEntry {
  const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
  const quoted = describe(name);
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const storedBytes = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  if (flags & 1) throw unsupported(`zip file whose ${quoted} is encrypted`, "save it without a password");
  if (method !== 0 && method !== 8) {
    throw unsupported(
      `zip file whose ${quoted} is compressed by method ${method}`,
      "save it with numpy.savez_compressed",
    );
  }
  if (storedBytes === ZIP64 || size === ZIP64 || local === ZIP64) {
    throw unsupported(`zip file whose ${quoted} takes 4 GiB or more`, "cut the mask into tiles");
  }
  if (local + LOCAL_BYTES > bytes.length || view.getUint32(local, true) !== LOCAL_SIGNATURE) {
    throw damaged("zip file", `${quoted} is not where its directory says`);
  }
  const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + storedBytes > bytes.length) {
    throw truncated("zip file", `it ends within ${quoted}`);
  }
  return {
    name,
    stored: bytes.subarray(start, start + storedBytes),
    isDeflated: method === 8,
    size,
    checksum: view.getUint32(at + 16, true),
  };
}
