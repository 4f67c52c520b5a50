// What tests use of node:zlib, by fflate: a page's own inflate is asynchronous.
import {
  deflateSync as deflateRaw,
  gzipSync as gzip,
  inflateSync as inflateRaw,
  strToU8,
  unzlibSync,
  zlibSync,
  type DeflateOptions,
} from "fflate";

export const deflateSync = (data: Uint8Array, options: DeflateOptions = {}): Uint8Array =>
  zlibSync(data, options);

export const deflateRawSync = (data: Uint8Array): Uint8Array => deflateRaw(data);

export const gzipSync = (data: Uint8Array | string): Uint8Array =>
  Buffer.from(gzip(typeof data === "string" ? strToU8(data) : data));

/** As Node's: more than a limit is refused. */
function withinLimit(inflated: Uint8Array, { maxOutputLength = Infinity } = {}): Uint8Array {
  if (inflated.length > maxOutputLength) throw new RangeError("Cannot create a Buffer larger than the limit");
  return inflated;
}

export const inflateSync = (data: Uint8Array, options?: { maxOutputLength?: number }): Uint8Array =>
  withinLimit(unzlibSync(data), options);

export const inflateRawSync = (data: Uint8Array, options?: { maxOutputLength?: number }): Uint8Array =>
  withinLimit(inflateRaw(data), options);
