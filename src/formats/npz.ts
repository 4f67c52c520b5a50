import { inflateSync } from "fflate";
import { crc32 } from "./checksums.js";
import { FormatError } from "./formatError.js";

/** One file in a zip archive. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const STORED = 0;
const DEFLATED = 8;
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const FILE_HEADER = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The .npy files of a NumPy .npz archive. Nothing is decompressed before it is asked for, and never more than the
 * directory says.
 *
 * The directory is read here, since the checksums stand in it, and fflate's unzip does not look at them.
 *
 * @throws {FormatError} damaged, cut short, or without a .npy file
 */
export function npzEntries(bytes: Uint8Array): { readonly name: string; readonly read: () => Uint8Array }[] {
  const entries = readDirectory(bytes).filter(({ name }) => name.endsWith(".npy"));
  if (entries.length === 0) {
    throw new FormatError("a zip archive without a .npy file; unpack it, and score what is in it");
  }
  return entries.map((entry) => ({
    name: entry.name.slice(0, -".npy".length),
    read: () => readEntry(bytes, entry),
  }));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readDirectory(bytes: Uint8Array): Entry[] {
  const view = viewOf(bytes);
  const first = Math.max(0, bytes.length - END_BYTES - MAX_COMMENT_BYTES);
  let end = bytes.length - END_BYTES;
  while (end >= first && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < first) throw new FormatError("truncated .npz: the directory at its end is missing");
  const count = view.getUint16(end + 10, true);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw new FormatError("damaged .npz: its directory cannot be read");
    }
    const nameBytes = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      compressedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      headerOffset: view.getUint32(at + 42, true),
    });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function readEntry(archive: Uint8Array, entry: Entry): Uint8Array {
  const { name, method, crc, compressedBytes, bytes: size, headerOffset } = entry;
  const fail = (what: string): never => {
    throw new FormatError(`damaged .npz: ${JSON.stringify(name)} ${what}`);
  };
  const view = viewOf(archive);
  if (headerOffset + 30 > archive.length || view.getUint32(headerOffset, true) !== FILE_HEADER) {
    return fail("is not where the directory says");
  }
  const start =
    headerOffset + 30 + view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true);
  if (start + compressedBytes > archive.length) return fail("is cut short");
  const compressed = archive.subarray(start, start + compressedBytes);
  if (method !== STORED && method !== DEFLATED)
    return fail(`is compressed by method ${method}, which is not read`);
  // One byte of deflate gives 1032 at most.
  if (size > compressedBytes * 1032 + 64)
    return fail(`promises ${size} bytes, more than its ${compressedBytes} can hold`);
  let content = compressed;
  if (method === DEFLATED) {
    try {
      content = inflateSync(compressed, { out: new Uint8Array(size + 1) });
    } catch (cause) {
      throw new FormatError(`damaged .npz: ${JSON.stringify(name)}: ${(cause as Error).message}`, { cause });
    }
  }
  if (content.length !== size || crc32(content) !== crc) return fail("has a wrong length or checksum");
  return content;
}
