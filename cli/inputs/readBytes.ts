import { lstatSync, open, readFileSync, statSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { parseJson } from "../../app/json/parseJson.js";
import { DatasetError } from "../../app/errors/problem.js";
import { DataError } from "../exitCodes.js";
import { systemPath } from "./undecodedName.js";

/** @throws {DataError} the file cannot be read */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return (await stat(path)).isFIFO() ? await readPipe(path) : await readFile(path);
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** As a socket is read: a process does not end before a read of a file has, and a pipe's writer may take its time. */
async function readPipe(path: string): Promise<Uint8Array> {
  const pipe = new Socket({ fd: await promisify(open)(path, "r"), writable: false });
  const chunks: Buffer[] = [];
  for await (const chunk of pipe) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Reads a mask or photo, of which there may be as many as there are names in a folder.
 *
 * @throws {DatasetError} it cannot be read, or is no file: opening a pipe would wait for a writer, and hear no signal meanwhile
 */
export function readRegularFile(path: string): Uint8Array {
  try {
    const file = systemPath(path);
    const stats = statSync(file);
    if (stats.isFile()) {
      const { buffer, byteOffset, length } = readFileSync(file);
      // Not as a Buffer, whose views are slow to make.
      return new Uint8Array(buffer, byteOffset, length);
    }
    throw new DatasetError({
      code: "file-unreadable",
      file: path,
      got: stats.isDirectory() ? "is a folder" : "is a pipe or device, not a file",
    });
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const got = isBrokenLink(path, cause) ? "a link that leads to no file" : reasonOf(cause);
    throw new DatasetError({ code: "file-unreadable", file: path, got }, { cause });
  }
}

function isBrokenLink(path: string, error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === "ENOENT" && lstatSync(systemPath(path), { throwIfNoEntry: false })?.isSymbolicLink() === true
  );
}

/** @throws {DataError | DatasetError} the file cannot be read, or is not JSON */
export async function readJson(path: string): Promise<unknown> {
  return parseJson(await readBytes(path), path);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "may not be read",
  EISDIR: "is a folder",
  ERR_INVALID_ARG_VALUE: "is no path: it holds a NUL",
  ERR_FS_FILE_TOO_LARGE: "is larger than 2 GiB; cut it into tiles",
};

/** Why the disk said no, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}
