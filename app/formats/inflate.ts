import { Inflate as InflateStream, inflateSync, Unzlib, unzlibSync } from "fflate";
import { adler32 } from "./adler32.js";
import { crc32 } from "./crc32.js";
import { allOf, type FileBytes } from "./fileBytes.js";
import { damaged, truncated, type FormatError } from "./formatError.js";
import { MAX_INFLATE_RATIO } from "./limits.js";

// fflate has no bound on what it makes of a stream, and reads no checksum of any container: all that is inflated goes
// through here.

/** How a deflate stream is wrapped: in zlib's header and checksum (RFC 1950), or not at all (RFC 1951). */
export type Wrapping = "zlib" | "none";

/**
 * The platform's own inflate: undoes a stream into at most maxBytes bytes; throws where the stream is damaged or holds more,
 * and where zlib's checksum is wrong or does not end the stream.
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
  /** Bytes of the content of a zlib stream where its writer has padded it; only the first `size` are wanted. */
  readonly paddedSize?: number | undefined;
  /** CRC-32 of the content, of a stream without a wrapping; undefined: a zlib stream, which ends in a checksum of its own. */
  readonly checksum: number | undefined;
}

/** The same where it stands in its file, and need not be held as a whole. */
export interface CompressedPart extends Omit<Compressed, "stream"> {
  readonly stream: FileBytes;
}

export function heldPart(part: CompressedPart): Compressed {
  return { ...part, stream: allOf(part.stream) };
}

/**
 * Inflates no more than is promised; every length and checksum that there is is verified. What a platform's inflate does not
 * like is tried with fflate's, so that what is refused is refused in the same words everywhere.
 *
 * @returns as many bytes as are promised
 * @throws {FormatError} the stream is damaged, or not of the length and checksum that its file says
 */
export function inflate(compressed: Compressed, platform: Inflate | undefined): Uint8Array {
  const { checksum, file, part, size, stream } = compressed;
  const wrapping = checksum === undefined ? "zlib" : "none";
  let content: Uint8Array | undefined;
  try {
    content = platform?.(stream, mostBytes(compressed), wrapping);
  } catch {
    // fflate's words are the same on every platform.
  }
  content ??= inflateHere(compressed, wrapping);
  if (wrapping === "none") return requireContent(content, compressed);
  if (content.length < size) throw truncated(file, `${part} ends early`);
  if (content.length > size && content.length !== compressed.paddedSize) throw tooLong(compressed);
  return content.subarray(0, size);
}

function mostBytes({ paddedSize, size }: Compressed): number {
  return Math.max(size, paddedSize ?? 0);
}

function tooLong({ checksum, file, part, size }: Compressed): FormatError {
  return checksum === undefined
    ? damaged(file, `${part} is longer than the ${size} bytes that its header tells`)
    : wrongLength(file, part, size);
}

export function wrongLength(file: string, part: string, size: number): FormatError {
  return damaged(file, `${part} is not of the ${size} bytes that it says`);
}

/** @throws {FormatError} the content is not of the length and checksum that its file says */
export function requireContent(content: Uint8Array, { checksum, file, part, size }: Compressed): Uint8Array {
  if (content.length !== size) {
    throw wrongLength(file, part, size);
  }
  if (crc32(content) !== checksum) throw damaged(file, `the checksum of ${part} is wrong`);
  return content;
}

/** A stream of so few bytes is inflated at one go: whatever it holds, it takes some hundredths of a second. */
const SMALL_BYTES = 32 * 1024;
/** Else it is inflated piece by piece, and given up at the first that is too much. */
const PIECE_BYTES = 16 * 1024;

/** The content, one byte more than is promised at most: that byte tells a stream that ends there from one that goes on. */
function inflateHere(compressed: Compressed, wrapping: Wrapping): Uint8Array {
  const { file, part, stream } = compressed;
  // Two bytes of header, four of checksum: fflate takes a stream with nothing between for rows of zeros.
  if (wrapping === "zlib" && stream.length <= 6) {
    throw truncated(file, `${part} ends early`);
  }
  const most = mostBytes(compressed);
  const isSmall = stream.length <= SMALL_BYTES || stream.length * MAX_INFLATE_RATIO <= 2 * most;
  const content = isSmall
    ? inflateAtOnce(compressed, wrapping, most + 1)
    : inflateInPieces(compressed, wrapping, most);
  if (content.length > most) throw tooLong(compressed);
  if (wrapping === "zlib" && !endsInAdler32(stream, content)) {
    throw damaged(file, `the checksum of ${part} is wrong`);
  }
  return content;
}

function inflateAtOnce(compressed: Compressed, wrapping: Wrapping, bytes: number): Uint8Array {
  const { stream } = compressed;
  const out = new Uint8Array(bytes);
  try {
    return wrapping === "zlib" ? unzlibSync(stream, { out }) : inflateSync(stream, { out });
  } catch (cause) {
    // Of a block that is stored as it is fflate copies all, whether there is room or not.
    if (cause instanceof RangeError) throw tooLong(compressed);
    throw undecompressable(compressed, cause);
  }
}

function inflateInPieces(compressed: Compressed, wrapping: Wrapping, most: number): Uint8Array {
  const { stream } = compressed;
  const content = new Uint8Array(most);
  let length = 0;
  const take = (part: Uint8Array): void => {
    if (length + part.length <= most) content.set(part, length);
    length += part.length;
  };
  const inflating = wrapping === "zlib" ? new Unzlib(take) : new InflateStream(take);
  try {
    for (let at = 0; at < stream.length && length <= most; at += PIECE_BYTES) {
      inflating.push(stream.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= stream.length);
    }
  } catch (cause) {
    throw undecompressable(compressed, cause);
  }
  if (length > most) throw tooLong(compressed);
  return content.subarray(0, length);
}

/**
 * The first bytes of a stream without a wrapping, to read a header that says how much is to follow: not much more is
 * inflated, however much the stream holds.
 *
 * @returns at least `bytes` bytes, or all that there are
 * @throws {FormatError} the stream is damaged
 */
export function inflateStart(compressed: CompressedPart, bytes: number): Uint8Array {
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
      inflating.push(stream.read(at, Math.min(at + step, stream.length)), at + step >= stream.length);
    }
  } catch (cause) {
    throw undecompressable(compressed, cause);
  }
  return concatenate(parts);
}

export function undecompressable(
  { file, part }: Pick<Compressed, "file" | "part">,
  cause: unknown,
): FormatError {
  return damaged(file, `${part} cannot be decompressed: ${(cause as Error).message}`, {
    cause,
  });
}

/** Whether a zlib stream ends in the checksum of its content, which fflate leaves unread. */
function endsInAdler32(stream: Uint8Array, content: Uint8Array): boolean {
  const { buffer, byteOffset, length } = stream;
  return new DataView(buffer, byteOffset, length).getUint32(length - 4) === adler32(content);
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
