import { fstatSync, ftruncateSync } from "node:fs";
import type { Writable } from "node:stream";
import { writeAll } from "./wholeFile.js";

type NodeStream = Writable & { readonly isTTY?: boolean };

/**
 * Standard output or error. Files are written here, byte for byte: Node's own stream takes it for done where a disk that is
 * nearly full takes a part. Pipes and terminals are Node's, which waits for readers and hears signals meanwhile.
 */
export class StandardStream {
  readonly #descriptor: 1 | 2;
  readonly #stream: () => NodeStream;
  #failure: NodeJS.ErrnoException | undefined;
  /** How large the file was before the first write; undefined where it is none. */
  #before: number | undefined;
  #isFile: boolean | undefined;
  #written = 0;
  #isHeard = false;

  constructor(descriptor: 1 | 2, stream: () => NodeStream) {
    this.#descriptor = descriptor;
    this.#stream = stream;
  }

  /** What went wrong first, if anything did; nothing is written any more from then on. */
  get failure(): NodeJS.ErrnoException | undefined {
    return this.#failure;
  }

  write(content: string | Uint8Array): void {
    if (this.#failure !== undefined) return;
    this.#isFile ??= this.#lookIsFile();
    if (this.#isFile) this.#writeToFile(typeof content === "string" ? Buffer.from(content) : content);
    else this.#heard().write(content);
  }

  /** Resolved when a reader, however slow, has taken everything, or has gone. */
  async flushed(): Promise<void> {
    if (this.#isFile !== false) return;
    await new Promise<void>((resolve) => {
      this.#heard().write("", () => {
        resolve();
      });
    });
  }

  #heard(): NodeStream {
    const stream = this.#stream();
    if (!this.#isHeard) {
      this.#isHeard = true;
      stream.on("error", (error) => {
        this.#failure ??= error;
      });
    }
    return stream;
  }

  #lookIsFile(): boolean {
    try {
      const stats = fstatSync(this.#descriptor);
      if (stats.isFile()) this.#before = stats.size;
      return stats.isFile() || (stats.isCharacterDevice() && this.#stream().isTTY !== true);
    } catch {
      return false;
    }
  }

  #writeToFile(bytes: Uint8Array): void {
    try {
      writeAll(this.#descriptor, bytes);
      this.#written += bytes.length;
    } catch (error) {
      this.#failure = error as NodeJS.ErrnoException;
      this.#takeBack(bytes.length);
    }
  }

  /** Half a report must not pass for a whole one. What others have written to the file meanwhile stays, and so does ours then. */
  #takeBack(attempted: number): void {
    const before = this.#before;
    if (before === undefined) return;
    try {
      const own = fstatSync(this.#descriptor).size - before - this.#written;
      if (own >= 0 && own <= attempted) ftruncateSync(this.#descriptor, before);
    } catch {
      // What went wrong is told already.
    }
  }
}

export const standardOutput = new StandardStream(1, () => process.stdout);
export const standardError = new StandardStream(2, () => process.stderr);
