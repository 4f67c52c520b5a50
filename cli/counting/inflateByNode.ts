import { inflateRawSync, inflateSync } from "node:zlib";
import type { Inflate } from "../../app/formats/inflate.js";

/**
 * Node's own inflate, several times as fast as one in JavaScript; one piece of memory for all of the output. Where it
 * throws, as it does of a stream that holds more, the decoder looks again with its own.
 */
export const inflateByNode: Inflate = (compressed, maxBytes, wrapping) => {
  const options = { chunkSize: Math.max(64, maxBytes), maxOutputLength: Math.max(1, maxBytes) };
  const { buffer, byteOffset, length } =
    wrapping === "zlib" ? inflateSync(compressed, options) : inflateRawSync(compressed, options);
  // Not as a Buffer, whose views are slow to make.
  return new Uint8Array(buffer, byteOffset, length);
};
