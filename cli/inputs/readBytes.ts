import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { Socket } from "node:net";
import { parseJson } from "../../app/json/parseJson.js";
import { setTimeout as wait } from "node:timers/promises";
import { DataError, UsageError } from "../exitCodes.js";
import { letSignalsIn } from "../interruption.js";
import { OpenFile } from "./openFile.js";
import { inputName, STANDARD_INPUT, standardInput } from "./standardInput.js";
import { systemPath } from "./undecodedName.js";

/** What is no file has no size, and may never end. */
const MAX_STREAM_BYTES = 2 ** 28;

/**
 * Reads a file of settings or a state; also through a pipe, and "-" from standard input.
 *
 * @throws {DataError} it cannot be read
 * @throws {UsageError} standard input was read already
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  return allBytes(path, piecesOf(path));
}

/** @throws {DataError} there are more than can be held of what has no size */
export async function allBytes(path: string, pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    // A file comes as one piece.
    if (held.length > 1 && bytes > MAX_STREAM_BYTES) {
      throw new DataError(`${inputName(path)}: has not ended after ${MAX_STREAM_BYTES / 2 ** 20} MiB`);
    }
  }
  const [first] = held;
  return held.length === 1 && first !== undefined ? first : Buffer.concat(held);
}

/**
 * What can be read at a path, as it comes: a file as one piece, what goes through a pipe or "-" in many.
 *
 * @throws {DataError} it cannot be read
 * @throws {UsageError} standard input was read already
 */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  let descriptor: number | undefined;
  try {
    if (path === STANDARD_INPUT) {
      yield* standardInput();
      return;
    }
    descriptor = openAtOnce(path);
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new Error("is a folder");
    if (stats.isFile()) yield await readInPieces(descriptor, stats);
    else if (stats.isFIFO()) {
      const pipe = descriptor;
      // The socket closes it.
      descriptor = undefined;
      yield* pipePieces(pipe);
    } else yield* devicePieces(descriptor);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new DataError(`${inputName(path)}: ${reasonOf(cause)}`, { cause });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** To open a pipe would else wait for a writer, and no signal be heard meanwhile; files do not care. */
export const READ_AT_ONCE = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0);

/** Opens what there is to be read, and waits for nobody. */
export function openAtOnce(path: string): number {
  return openSync(systemPath(path), READ_AT_ONCE);
}

async function readInPieces(descriptor: number, stats: Stats): Promise<Uint8Array> {
  const file = new OpenFile(descriptor, stats);
  const reading = file.readInPieces(0, file.length);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) {
      file.requireUnchanged();
      return value;
    }
    await letSignalsIn();
  }
}

/** As a socket is read: a process does not end before a read of a file has, and a pipe's writer may take its time. */
async function* pipePieces(descriptor: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of new Socket({ fd: descriptor, writable: false })) yield chunk as Buffer;
}

async function* devicePieces(descriptor: number): AsyncGenerator<Uint8Array> {
  for (;;) {
    await letSignalsIn();
    const chunk = new Uint8Array(2 ** 16);
    const count = await readWhenThere(descriptor, chunk);
    if (count === 0) return;
    yield chunk.subarray(0, count);
  }
}

/** Between two looks whether somebody has typed something. */
const LOOK_EVERY_MS = 50;

async function readWhenThere(descriptor: number, into: Uint8Array): Promise<number> {
  for (;;) {
    try {
      return readSync(descriptor, into, 0, into.length, null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** @throws {DataError | DatasetError} the file cannot be read, or is not JSON */
export async function readJson(path: string): Promise<unknown> {
  return parseJson(await readBytes(path), inputName(path));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "may not be read",
  EISDIR: "is a folder",
  ERR_INVALID_ARG_VALUE: "is no path: it holds a NUL",
  ENOTDIR: "a part of its path is no folder",
  ELOOP: "links lead in a circle",
  ENXIO: "is a socket, or a device that is not there",
};

/** Why the disk said no, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}

const UNWRITTEN_REASONS: Readonly<Record<string, string>> = {
  EACCES: "may not be written",
  EPERM: "may not be written",
  EROFS: "the disk can only be read",
  ENXIO: "nobody reads the pipe",
  EAGAIN: "nobody reads the pipe",
  EPIPE: "its reader has closed it (EPIPE)",
};

/** Why something cannot be written, in words. */
export function unwrittenReason(error: unknown): string {
  return UNWRITTEN_REASONS[(error as NodeJS.ErrnoException).code ?? ""] ?? reasonOf(error);
}
