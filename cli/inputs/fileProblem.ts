import { lstatSync } from "node:fs";
import { FormatError } from "../../app/formats/formatError.js";
import { DatasetError } from "../../app/errors/problem.js";
import { UnreadableError } from "./openFile.js";
import { reasonOf } from "./readBytes.js";
import { systemPath } from "./undecodedName.js";

export const NO_FILE = "is a pipe or device, not a file";

/**
 * What is wrong with a file: what the system says, what the file turned out to be, or what is wrong with the archive around it,
 * in words; what else went wrong says so itself.
 */
export function problemOfFile(path: string, cause: unknown): Error {
  if (cause instanceof UnreadableError) {
    const { code, message: got } = cause;
    return new DatasetError({ code, file: path, got }, { cause });
  }
  if (cause instanceof FormatError) return new DatasetError({ ...cause.problem, file: path }, { cause });
  const error = cause as NodeJS.ErrnoException;
  if (error.code === undefined || cause instanceof DatasetError) return error;
  const got = isBrokenLink(path, error) ? "a link that leads to no file" : reasonOfMask(error);
  return new DatasetError({ code: "file-unreadable", file: path, got }, { cause });
}

/** A socket cannot even be opened. */
function reasonOfMask(error: NodeJS.ErrnoException): string {
  return error.code === "ENXIO" ? NO_FILE : reasonOf(error);
}

function isBrokenLink(path: string, { code }: NodeJS.ErrnoException): boolean {
  return (
    code === "ENOENT" && lstatSync(systemPath(path), { throwIfNoEntry: false })?.isSymbolicLink() === true
  );
}
