import { Inflate as InflateStream, inflateSync, unzlibSync } from "fflate";
import { crc32 } from "./crc32.js";
import { FormatError } from "./formatError.js";

// fflate has no bound on what it makes of a stream, and reads no checksum of any container: all that is inflated goes
// through here.

/** How a deflate stream is wrapped: in zlib's header and checksum (RFC 1950), or not at all (RFC 1951). */
export type Wrapping = "zlib" | "none";

/**
 * The platform's own inflate: undoes a stream into at most maxBytes bytes, and verifies zlib's checksum; throws where the
 * stream is damaged, or holds more.
 */
export type Inflate = (compressed: Uint8Array, maxBytes: number, wrapping: Wrapping) => Uint8Array;

/** Something compressed in a file, and what is known of its content. */
export interface Compressed {
  /** What messages call it: "damaged .npz: its array ...". */
  readonly file: string;
  readonly part: string;
  readonly stream: Uint8Array;
  /** Bytes of the content. */
  readonly size: number;
  /** CRC-32 of the content, of a stream without a wrapping; undefined: a zlib stream, which ends in a checksum of its own. */
  readonly checksum: number | undefined;
}

/**
 * Inflates no more than is promised; every length and checksum that there is is verified. What a platform's inflate does not
 * like is tried with fflate's: a zlib stream that holds more than is needed is cut, as PNG allows, whichever is in use.
 *
 * @returns as many bytes as are promised
 * @throws {FormatError} the stream is damaged, ends early, or is not of the length and checksum that its file says
 */
export function inflate(compressed: Compressed, platform: Inflate | undefined): Uint8Array {
  const { checksum, file, part, size, stream } = compressed;
  const wrapping = checksum === undefined ? "zlib" : "none";
  let content: Uint8Array | undefined;
  try {
    content = platform?.(stream, size, wrapping);
  } catch {
    // fflate's words are the same on every platform.
  }
  content ??= inflateHere(compressed, wrapping);
  if (wrapping === "none") return requireContent(content, compressed);
  if (content.length < size) throw new FormatError(`truncated ${file}: ${part} ends early`);
  return content.subarray(0, size);
}

/** @throws {FormatError} the content is not of the length and checksum that its file says */
export function requireContent(content: Uint8Array, { checksum, file, part, size }: Compressed): Uint8Array {
  if (content.length !== size) {
    throw new FormatError(`damaged ${file}: ${part} is not of the ${size} bytes that it says`);
  }
  if (crc32(content) !== checksum) throw new FormatError(`damaged ${file}: the checksum of ${part} is wrong`);
  return content;
}

/** The content, cut one byte after what is promised: that byte tells a stream that ends there from one that goes on. */
function inflateHere(compressed: Compressed, wrapping: Wrapping): Uint8Array {
  const { file, part, size, stream } = compressed;
  // Two bytes of header, four of checksum: fflate takes a stream with nothing between for rows of zeros.
  if (wrapping === "zlib" && stream.length <= 6) {
    throw new FormatError(`truncated ${file}: ${part} ends early`);
  }
  const out = new Uint8Array(size + 1);
  let content: Uint8Array;
  try {
    content = wrapping === "zlib" ? unzlibSync(stream, { out }) : inflateSync(stream, { out });
  } catch (cause) {
    throw undecompressable(compressed, cause);
  }
  // The checksum of a zlib stream can only be verified if the content is not cut.
  if (wrapping === "zlib" && content.length <= size && !hasAdler32(content, stream.subarray(-4))) {
    throw new FormatError(`damaged ${file}: the checksum of ${part} is wrong`);
  }
  return content;
}

/**
 * The first bytes of a stream without a wrapping, to read a header that says how much is to follow: not much more is
 * inflated, however much the stream holds.
 *
 * @returns at least `bytes` bytes, or all that there are
 * @throws {FormatError} the stream is damaged
 */
export function inflateStart(compressed: Compressed, bytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflating = new InflateStream((part) => {
    parts.push(part);
    length += part.length;
  });
  const { stream } = compressed;
  const step = 1024;
  try {
    for (let at = 0; at < stream.length && length < bytes; at += step) {
      inflating.push(stream.subarray(at, at + step), at + step >= stream.length);
    }
  } catch (cause) {
    throw undecompressable(compressed, cause);
  }
  return concatenate(parts);
}

function undecompressable({ file, part }: Compressed, cause: unknown): FormatError {
  return new FormatError(`damaged ${file}: ${part} cannot be decompressed: ${(cause as Error).message}`, {
    cause,
  });
}

/** Whether bytes have the checksum that ends a zlib stream, which fflate leaves unread. */
function hasAdler32(bytes: Uint8Array, checksum: Uint8Array): boolean {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length;) {
    // So many additions stay below 2^32.
    const end = Math.min(start + 5552, bytes.length);
    for (; start < end; start++) {
      a += bytes[start] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  const [b1 = 0, b0 = 0, a1 = 0, a0 = 0] = checksum;
  return a === a1 * 256 + a0 && b === b1 * 256 + b0;
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
