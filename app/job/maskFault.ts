import { DatasetError } from "../errors/problem.js";
import { FormatError } from "../formats/formatError.js";

/** What decoding a file threw, with the file's name; undefined where the file is not to blame. */
export function maskFault(error: unknown, file: string): DatasetError | undefined {
  if (error instanceof FormatError) return new DatasetError({ ...error.problem, file }, { cause: error });
  // More pixels than an array can hold.
  if (error instanceof RangeError) {
    return new DatasetError({ code: "file-too-large", file, got: error.message }, { cause: error });
  }
  return undefined;
}
