import { closeSync, openSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { registerTemporary } from "../temporaryFiles.js";
import { writeAll } from "../wholeFile.js";
import { UnreadableError } from "../inputs/openFile.js";
import { systemPath } from "../inputs/undecodedName.js";

// What can only be read from its beginning is unpacked once, to a file of the system's folder for such, of which every thread
// reads what it wants: masks are wanted in the order of their names, and two archives need not have one order.

/** Of what is free; the rest is for others. */
const FREE_SHARE = 0.9;

let count = 0;

/** A file that is taken away when the command ends. */
export class Scratch {
  readonly path: string;
  readonly #descriptor: number;
  readonly #most: number;
  #written = 0;

  constructor() {
    const folder = tmpdir();
    this.path = join(folder, `.maskscore-${process.pid}-${Date.now().toString(36)}-${count++}.tmp`);
    this.#descriptor = openSync(this.path, "wx", 0o600);
    registerTemporary(this.path);
    const { bavail, bsize } = statfsSync(folder);
    this.#most = bavail * bsize * FREE_SHARE;
  }

  /** @throws {UnreadableError} there is no room for it */
  write(bytes: Uint8Array): void {
    this.#written += bytes.length;
    if (this.#written > this.#most) throw noRoom();
    try {
      writeAll(this.#descriptor, bytes);
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === "ENOSPC" ? noRoom() : error;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function noRoom(): UnreadableError {
  return new UnreadableError(
    `can only be read from its beginning, and is unpacked to ${tmpdir()}, which has no room for it; set TMPDIR to a folder that has, or pack it as .tar or .zip`,
  );
}

/** What a stream could be read to. */
export interface Unpacked {
  readonly path: string;
  /** Why it ends before its end; what was read until then is there. */
  readonly failure: Error | undefined;
}

/** Unpacks a .tar.gz of the disk, or copies what a server sends; what is wrong with it is told beside what was read. */
export async function unpackToScratch(
  source: string | AsyncIterable<Uint8Array>,
  isGzip: boolean,
): Promise<Unpacked> {
  const scratch = new Scratch();
  const write = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) scratch.write(chunk);
  };
  const input =
    typeof source === "string" ? createReadStream(systemPath(source), { highWaterMark: 2 ** 18 }) : source;
  try {
    await (isGzip ? pipeline(input, createGunzip({ chunkSize: 2 ** 18 }), write) : pipeline(input, write));
    return { path: scratch.path, failure: undefined };
  } catch (error) {
    return { path: scratch.path, failure: error as Error };
  } finally {
    scratch.close();
  }
}
