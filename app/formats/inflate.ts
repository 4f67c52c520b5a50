import { Inflate as InflateStream, unzlibSync } from "fflate";
import { damaged, truncated } from "./formatError.js";

/** Undoes a zlib stream (RFC 1950, checksum verified) into at most maxBytes bytes; throws where the stream is damaged. */
export type Inflate = (compressed: Uint8Array, maxBytes: number) => Uint8Array;

/**
 * Inflates the image data of a file to at least `bytes` bytes. What a platform's inflate does not like is tried
 * with fflate's: a stream that holds more than is needed is cut, as PNG allows, whichever inflate is in use.
 *
 * @returns `bytes` bytes
 * @throws {FormatError} the stream is damaged or ends early; `format` is named
 */
export function inflateImage(
  compressed: Uint8Array,
  bytes: number,
  inflate: Inflate | undefined,
  format: string,
): Uint8Array {
  let inflated: Uint8Array | undefined;
  if (inflate !== undefined) {
    try {
      inflated = inflate(compressed, bytes);
    } catch {
      inflated = undefined;
    }
  }
  inflated ??= inflateZlib(compressed, bytes, format);
  if (inflated.length < bytes) throw truncated(format, "its image data ends early");
  return inflated.subarray(0, bytes);
}

/** The stream's content, cut after maxBytes bytes. Its checksum can only be verified if it is not cut. */
function inflateZlib(compressed: Uint8Array, maxBytes: number, format: string): Uint8Array {
  // Two bytes of header, four of checksum: fflate takes a stream with nothing between for rows of zeros.
  if (compressed.length <= 6) throw truncated(format, "its image data ends early");
  let content;
  try {
    // One byte more than is needed tells a stream that ends there from one that goes on.
    content = unzlibSync(compressed, { out: new Uint8Array(maxBytes + 1) });
  } catch (cause) {
    throw damaged(format, `its image data cannot be decompressed: ${(cause as Error).message}`, { cause });
  }
  if (content.length <= maxBytes && !hasAdler32(content, compressed.subarray(-4))) {
    throw damaged(format, "the checksum of its image data is wrong");
  }
  return content;
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

/**
 * The first bytes of a raw deflate stream (RFC 1951), to read a header that says how much is to follow: not much more
 * is inflated, however much the stream holds.
 *
 * @returns at least `bytes` bytes, or all that there are
 * @throws {Error} fflate's own, where the stream is damaged
 */
export function inflateStart(deflated: Uint8Array, bytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new InflateStream((part) => {
    parts.push(part);
    length += part.length;
  });
  const step = 1024;
  for (let at = 0; at < deflated.length && length < bytes; at += step) {
    stream.push(deflated.subarray(at, at + step), at + step >= deflated.length);
  }
  return concatenate(parts);
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
