import { readFile } from "node:fs/promises";
import { DataError } from "../exitCodes.js";

/** @throws {DataError} the file cannot be read */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** @throws {DataError} the file cannot be read, or is not JSON */
export async function readJson(path: string): Promise<unknown> {
  const bytes = await readBytes(path);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new DataError(`${path}: not JSON: ${(cause as Error).message}`, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "may not be read",
  EISDIR: "is a folder",
  ERR_FS_FILE_TOO_LARGE: "is larger than 2 GiB; cut it into tiles",
};

/** Why the disk said no, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}
