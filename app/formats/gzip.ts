import { damaged, truncated } from "./formatError.js";
import { type FileBytes, partOf } from "./fileBytes.js";
import type { CompressedPart } from "./inflate.js";

const HAS_CHECKSUM = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** Extra fields, a name and a comment take some hundred bytes. */
const MAX_HEADER_BYTES = 2 ** 18;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What a gzip file (RFC 1952) of one member holds: its size is modulo 2^32.
 *
 * @throws {FormatError} the file ends within its header, or is not of deflate
 */
export function readGzip(file: FileBytes): CompressedPart {
  const bytes = file.read(0, Math.min(file.length, MAX_HEADER_BYTES));
  const flags = bytes[3] ?? 0;
  let start = HEADER_BYTES;
  if (flags & HAS_EXTRA) start += 2 + (bytes[start] ?? 0) + 256 * (bytes[start + 1] ?? 0);
  for (const text of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, start);
    start = end < 0 ? bytes.length : end + 1;
  }
  if (flags & HAS_CHECKSUM) start += 2;
  const end = file.length - TRAILER_BYTES;
  if (start >= bytes.length || start >= end) throw truncated("gzip file", "it ends within its header");
  if (bytes[2] !== 8) throw damaged("gzip file", "it is not compressed with deflate");
  const trailer = file.read(end, file.length);
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES);
  return {
    file: "gzip file",
    part: "its content",
    stream: partOf(file, start, end),
    checksum: view.getUint32(0, true),
    size: view.getUint32(4, true),
  };
}
