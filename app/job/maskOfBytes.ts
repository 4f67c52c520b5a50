import { decodeMask, type DecodeOptions, type MaskFile } from "../formats/decodeMask.js";
import { DatasetError } from "../errors/problem.js";
import type { FileBytes } from "../formats/fileBytes.js";
import { FormatError } from "../formats/formatError.js";

/**
 * What the bytes of a file hold.
 *
 * @throws {DatasetError} they are no mask
 */
export function maskOfBytes(name: string, bytes: Uint8Array | FileBytes, options: DecodeOptions): MaskFile {
  try {
    return decodeMask(bytes, { ...options, name });
  } catch (cause) {
    if (cause instanceof FormatError) throw new DatasetError({ ...cause.problem, file: name }, { cause });
    // More pixels than an array can hold.
    if (cause instanceof RangeError) {
      throw new DatasetError({ code: "file-too-large", file: name, got: cause.message }, { cause });
    }
    throw cause;
  }
}
