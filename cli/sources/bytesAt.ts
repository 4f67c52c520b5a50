import { closeSync, fstatSync } from "node:fs";
import { OpenFile, UnreadableError } from "../inputs/openFile.js";
import { openAtOnce } from "../inputs/readBytes.js";
import { letSignalsIn } from "../interruption.js";

/** What bytes are read of by their places, and what tells whether they are still the same. */
export interface BytesAt {
  readonly length: number;
  /** Differs where they are others. */
  readonly stamp: string;
  /** The bytes from start up to end, all of which are there. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): void;
}

/** As much as is read before others have their turn. */
const PAUSE_EVERY_BYTES = 2 ** 24;

/** A file of the disk. */
export class DiskBytes implements BytesAt {
  readonly #descriptor: number;
  readonly #file: OpenFile;
  #sincePause = 0;

  /** @throws the file system's own error, or UnreadableError */
  constructor(path: string) {
    this.#descriptor = openAtOnce(path);
    const stats = fstatSync(this.#descriptor);
    if (!stats.isFile()) {
      closeSync(this.#descriptor);
      throw new UnreadableError(
        "is a pipe or device, of which only the beginning can be read; save it as a file",
      );
    }
    this.#file = new OpenFile(this.#descriptor, stats);
  }

  get stamp(): string {
    return this.#file.stamp;
  }

  get length(): number {
    return this.#file.length;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const bytes = this.#file.read(start, end);
    this.#sincePause += bytes.length;
    if (this.#sincePause > PAUSE_EVERY_BYTES) {
      this.#sincePause = 0;
      await letSignalsIn();
    }
    return bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
