import { decodeMask, type DecodeOptions, type MaskFile } from "../formats/decodeMask.js";
import { FormatError } from "../formats/formatError.js";
import { DatasetError } from "./datasetError.js";
import { maskRefusal } from "./maskRefusal.js";

/**
 * What the bytes of a file hold.
 *
 * @throws {DatasetError} they are no mask; the message names the file
 */
export function maskOfBytes(name: string, bytes: Uint8Array, options: DecodeOptions): MaskFile {
  try {
    return decodeMask(bytes, options);
  } catch (cause) {
    if (cause instanceof FormatError) throw new DatasetError(`${name}: ${maskRefusal(cause)}`, { cause });
    // More pixels than an array can hold.
    if (cause instanceof RangeError) throw new DatasetError(`${name}: ${cause.message}`, { cause });
    throw cause;
  }
}
