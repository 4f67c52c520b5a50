import { DatasetError } from "../errors/problem.js";

/** What is wrong with a file that says what labels mean. */
export function wrongClassesFile(file: string, got: string): DatasetError {
  return new DatasetError({ code: "classes-file", file, got });
}
