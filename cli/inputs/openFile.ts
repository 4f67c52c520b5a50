import { fstatSync, readSync, type Stats } from "node:fs";
import type { FileBytes } from "../../app/formats/fileBytes.js";

/** Read at one go: a thread that reads is ended between two of them. */
const PIECE_BYTES = 2 ** 24;

/** What an array takes, and Node reads. */
const MAX_READ_BYTES = 2 ** 31 - 1;

/** A file cannot be read whole, or is not what it was when its reading began. */
export class UnreadableError extends Error {
  constructor(
    message: string,
    readonly code: "file-unreadable" | "file-changed" = "file-unreadable",
  ) {
    super(message);
  }
}

/** A file that must stay the same while it is read: half of one and half of another is neither. */
export class OpenFile implements FileBytes {
  readonly #descriptor: number;
  readonly #stats: Stats;

  constructor(descriptor: number, stats: Stats) {
    this.#descriptor = descriptor;
    this.#stats = stats;
  }

  /** What a file is told by. */
  get stamp(): string {
    const { size, mtimeMs, ino } = this.#stats;
    return `${size} ${mtimeMs} ${ino}`;
  }

  get length(): number {
    return this.#stats.size;
  }

  read(start: number, end: number): Uint8Array {
    const pieces = this.readInPieces(start, end);
    for (;;) {
      const { done, value } = pieces.next();
      if (done === true) return value;
    }
  }

  /** Reads some more at each step; at the end all. */
  *readInPieces(start: number, end: number): Generator<undefined, Uint8Array, void> {
    const length = end - start;
    if (length > MAX_READ_BYTES) throw new UnreadableError("is larger than 2 GiB; cut it into tiles");
    // Not a Buffer, whose views are slow to make.
    const bytes = new Uint8Array(length);
    for (let read = 0; read < length;) {
      const count = readSync(
        this.#descriptor,
        bytes,
        read,
        Math.min(length - read, PIECE_BYTES),
        start + read,
      );
      if (count === 0) throw changed(`it ends after ${start + read} of ${this.length} bytes`);
      read += count;
      if (read < length) yield;
    }
    return bytes;
  }

  /** @throws {UnreadableError} it was written to */
  requireUnchanged(): void {
    const { size, mtimeMs } = fstatSync(this.#descriptor);
    if (size !== this.length) throw changed(`it has ${size} bytes, and had ${this.length}`);
    if (mtimeMs !== this.#stats.mtimeMs) throw changed("it was written to");
  }
}

function changed(how: string): UnreadableError {
  return new UnreadableError(
    `the file changed while it was read: ${how}; score it when it is complete`,
    "file-changed",
  );
}
