import { UnreadableError } from "../../inputs/openFile.js";
import type { BytesAt } from "../bytesAt.js";
import { askServer, bytesOf, CHANGED } from "./request.js";

/** Asked for at once: what stands beside a small file is asked for next, and asking takes longer than answering. */
const BLOCK_BYTES = 2 ** 20;

/** Kept for what is asked for next, of each thread. */
const MAX_BLOCKS = 32;

/** More than so many are asked for by themselves, and not kept. */
const MANY_BLOCKS = 4;

/** The latest last. */
const blocks = new Map<string, Promise<Uint8Array>>();

/** A file of a server that answers for parts of it. */
export class RemoteBytes implements BytesAt {
  constructor(
    readonly path: string,
    readonly length: number,
    readonly stamp: string,
  ) {}

  async read(start: number, end: number): Promise<Uint8Array> {
    if (start >= end) return new Uint8Array(0);
    const first = Math.floor(start / BLOCK_BYTES);
    const last = Math.floor((end - 1) / BLOCK_BYTES);
    if (last - first >= MANY_BLOCKS) return this.#ask(start, end);
    const parts: Uint8Array[] = [];
    for (let block = first; block <= last; block++) {
      const bytes = await this.#block(block);
      const offset = block * BLOCK_BYTES;
      parts.push(bytes.subarray(Math.max(0, start - offset), Math.min(bytes.length, end - offset)));
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  close(): void {
    // Nothing is held open.
  }

  #block(block: number): Promise<Uint8Array> {
    const key = `${block} ${this.path}`;
    const start = block * BLOCK_BYTES;
    const known = blocks.get(key);
    const found = known ?? this.#ask(start, Math.min(start + BLOCK_BYTES, this.length));
    blocks.delete(key);
    blocks.set(key, found);
    // What failed is asked for anew by whoever needs it next.
    if (known === undefined) found.catch(() => blocks.delete(key));
    for (const oldest of blocks.keys()) {
      if (blocks.size <= MAX_BLOCKS) break;
      blocks.delete(oldest);
    }
    return found;
  }

  #ask(start: number, end: number): Promise<Uint8Array> {
    return askServer(this.path, { range: [start, end], tag: this.stamp }, async (answer) => {
      const total = lengthOf(answer);
      if (answer.status !== 206 || total !== this.length) throw new UnreadableError(CHANGED, "file-changed");
      const bytes = await bytesOf(answer, end - start);
      if (bytes.length !== end - start) throw new UnreadableError(CHANGED, "file-changed");
      return bytes;
    });
  }
}

/** How long a file is of which a part was sent; undefined where the server does not say. */
function lengthOf(answer: Response): number | undefined {
  const total = /^bytes \d+-\d+\/(\d+)$/.exec(answer.headers.get("content-range") ?? "")?.[1];
  return total === undefined ? undefined : Number(total);
}

/**
 * Looks whether a server answers for parts of a file.
 *
 * @param all is handed the answer where it sends all of the file, whatever is asked; it reads it to its end
 * @throws {UnreadableError} there is no such file
 */
export function openRemote<T>(path: string, all: (answer: Response) => Promise<T>): Promise<RemoteBytes | T> {
  return askServer<RemoteBytes | T>(path, { range: [0, 1] }, async (answer) => {
    const length = lengthOf(answer);
    if (answer.status !== 206 || length === undefined) return all(answer);
    await answer.body?.cancel();
    return new RemoteBytes(path, length, answer.headers.get("etag") ?? "");
  });
}
