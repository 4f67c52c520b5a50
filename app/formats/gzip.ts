import { inflateSync } from "fflate";
import { crc32 } from "./crc32.js";
import { damaged, truncated, type FormatError } from "./formatError.js";
import { inflateStart } from "./inflate.js";

// fflate's gunzipSync believes the length that the file's last bytes promise, and looks at no checksum.

/** A gzip file (RFC 1952) of one member. */
export interface GzipMember {
  readonly deflated: Uint8Array;
  readonly checksum: number;
  /** Bytes of the content, as the file says, modulo 2^32. */
  readonly size: number;
}

const HAS_CHECKSUM = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** @throws {FormatError} the file ends within its header, or is not of deflate */
export function readGzip(bytes: Uint8Array): GzipMember {
  const flags = bytes[3] ?? 0;
  let start = HEADER_BYTES;
  if (flags & HAS_EXTRA) start += 2 + (bytes[start] ?? 0) + 256 * (bytes[start + 1] ?? 0);
  for (const text of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, start);
    start = end < 0 ? bytes.length : end + 1;
  }
  if (flags & HAS_CHECKSUM) start += 2;
  const end = bytes.length - TRAILER_BYTES;
  if (start >= end) throw truncated("gzip file", "it ends within its header");
  if (bytes[2] !== 8) throw damaged("gzip file", "it is not compressed with deflate");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    deflated: bytes.subarray(start, end),
    checksum: view.getUint32(end, true),
    size: view.getUint32(end + 4, true),
  };
}

/** The content's first bytes: at least `bytes` of them, or all. */
export function gunzipStart({ deflated }: GzipMember, bytes: number): Uint8Array {
  try {
    return inflateStart(deflated, bytes);
  } catch (cause) {
    throw undecompressable(cause);
  }
}

/** @throws {FormatError} the content is not what its length and checksum say */
export function gunzip({ deflated, checksum, size }: GzipMember): Uint8Array {
  let content;
  try {
    // One byte more than is promised, to see whether there is more.
    content = inflateSync(deflated, { out: new Uint8Array(size + 1) });
  } catch (cause) {
    throw undecompressable(cause);
  }
  if (content.length !== size) {
    throw damaged("gzip file", `its content is not of the ${size} bytes that it says`);
  }
  if (crc32(content) !== checksum) {
    throw damaged("gzip file", "the checksum of its content is wrong");
  }
  return content;
}

function undecompressable(cause: unknown): FormatError {
  return damaged("gzip file", `it cannot be decompressed: ${(cause as Error).message}`, {
    cause,
  });
}
