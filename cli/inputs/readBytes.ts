import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";
import { Socket } from "node:net";
import { parseJson } from "../../app/json/parseJson.js";
import { setTimeout as wait } from "node:timers/promises";
import { DatasetError } from "../../app/errors/problem.js";
import { DataError } from "../exitCodes.js";
import { letSignalsIn } from "../interruption.js";
import { systemPath } from "./undecodedName.js";

/** What is no file has no size, and may never end. */
const MAX_STREAM_BYTES = 2 ** 28;

/** Read at one go: a thread that reads is ended between two of them. */
const PIECE_BYTES = 2 ** 24;

/** What an array takes, and Node reads. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

/**
 * Reads a file of settings or a state; also through a pipe.
 *
 * @throws {DataError} it cannot be read
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(systemPath(path), READ_AT_ONCE);
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return await readInPieces(descriptor, stats);
    if (stats.isDirectory()) throw new Error("is a folder");
    if (!stats.isFIFO()) return await readDevice(descriptor);
    const pipe = descriptor;
    // The socket closes it.
    descriptor = undefined;
    return await readPipe(pipe);
  } catch (cause) {
    throw new DataError(`${path}: ${reasonOf(cause)}`, { cause });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** To open a pipe would else wait for a writer, and no signal be heard meanwhile; files do not care. */
const READ_AT_ONCE = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0);

async function readInPieces(descriptor: number, stats: Stats): Promise<Uint8Array> {
  const reading = new FileReading(descriptor, stats);
  while (reading.next()) await letSignalsIn();
  return reading.whole();
}

/** As a socket is read: a process does not end before a read of a file has, and a pipe's writer may take its time. */
async function readPipe(descriptor: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of new Socket({ fd: descriptor, writable: false })) {
    chunks.push(chunk as Buffer);
    requireEnd((bytes += (chunk as Buffer).length));
  }
  return Buffer.concat(chunks);
}

async function readDevice(descriptor: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let bytes = 0; ;) {
    await letSignalsIn();
    const chunk = new Uint8Array(2 ** 16);
    const count = await readWhenThere(descriptor, chunk);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    requireEnd((bytes += count));
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

function requireEnd(bytes: number): void {
  if (bytes > MAX_STREAM_BYTES) throw new Error(`has not ended after ${MAX_STREAM_BYTES / 2 ** 20} MiB`);
}

/**
 * Reads a mask or photo, of which there may be as many as there are names in a folder.
 *
 * @param maxBytes a larger one is not read
 * @returns undefined where it is larger
 * @throws {DatasetError} it cannot be read, is no file, or changed meanwhile
 */
export function readRegularFile(path: string, maxBytes?: number): Uint8Array | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(systemPath(path), READ_AT_ONCE);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw unreadable(path, stats.isDirectory() ? "is a folder" : NO_FILE);
    if (maxBytes !== undefined && stats.size > maxBytes) return undefined;
    const reading = new FileReading(descriptor, stats);
    while (reading.next());
    return reading.whole();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    if (cause instanceof ChangedError) {
      throw new DatasetError({ code: "file-changed", file: path, got: cause.message }, { cause });
    }
    throw unreadable(
      path,
      isBrokenLink(path, cause) ? "a link that leads to no file" : maskReason(cause),
      cause,
    );
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const NO_FILE = "is a pipe or device, not a file";

function unreadable(file: string, got: string, cause?: unknown): DatasetError {
  return new DatasetError({ code: "file-unreadable", file, got }, { cause });
}

/** A socket cannot even be opened. */
function maskReason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code === "ENXIO" ? NO_FILE : reasonOf(error);
}

/** A file is not what it was when its reading began. */
class ChangedError extends Error {}

/** A file that is read piece by piece, and that must stay the same meanwhile: half of one and half of another is neither. */
class FileReading {
  readonly #descriptor: number;
  readonly #stats: Stats;
  readonly #bytes: Uint8Array;
  #read = 0;

  constructor(descriptor: number, stats: Stats) {
    if (stats.size > MAX_FILE_BYTES) throw new Error("is larger than 2 GiB; cut it into tiles");
    this.#descriptor = descriptor;
    this.#stats = stats;
    // Not a Buffer, whose views are slow to make.
    this.#bytes = new Uint8Array(stats.size);
  }

  /** Reads some more; false at the end. */
  next(): boolean {
    const left = this.#bytes.length - this.#read;
    if (left === 0) return false;
    const count = readSync(
      this.#descriptor,
      this.#bytes,
      this.#read,
      Math.min(left, PIECE_BYTES),
      this.#read,
    );
    if (count === 0) throw this.#changed(`it ends after ${this.#read} of ${this.#bytes.length} bytes`);
    this.#read += count;
    return true;
  }

  whole(): Uint8Array {
    const { size, mtimeMs } = fstatSync(this.#descriptor);
    if (size !== this.#stats.size) throw this.#changed(`it has ${size} bytes, and had ${this.#stats.size}`);
    if (mtimeMs !== this.#stats.mtimeMs) throw this.#changed("it was written to");
    return this.#bytes;
  }

  #changed(how: string): ChangedError {
    return new ChangedError(`the file changed while it was read: ${how}; score it when it is complete`);
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
