import { DatasetError } from "../../../app/errors/problem.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";
import { commandWords } from "../../commandWords.js";
import { DataError } from "../../exitCodes.js";
import type { TaskFailure } from "./measureJob.js";

/** Errors of data become failures; anything else is a fault of ours, or of the command line, and goes on its way. */
export function failureOf(error: unknown, file: string): TaskFailure {
  if (error instanceof DatasetError) {
    return { file: error.problem.file ?? file, code: error.problem.code, message: commandWords(error) };
  }
  if (error instanceof DataError) return { file, code: "unscored", message: error.message };
  if (isMaskscoreError(error)) return { file, code: error.code, message: `${file}: ${error.message}` };
  throw error;
}
