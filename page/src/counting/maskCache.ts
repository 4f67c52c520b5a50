import type { MaskFile } from "../../../app/formats/decodeMask.js";
import type { CountJob } from "../../../app/job/countImage.js";

/** What a file goes by, and beside it how it was read where its side is read otherwise than the other. */
export type MaskKey = number | string;

interface Kept {
  readonly file: MaskFile;
  readonly bytes: number;
}

/**
 * Masks as they were decoded, by what their files go by, so that one that was counted is not decoded again to be looked at.
 * Those that were used last are kept, up to so many bytes.
 */
export class MaskCache {
  readonly #maxBytes: number;
  /** In the order of their last use. */
  readonly #kept = new Map<MaskKey, Kept>();
  #bytes = 0;
  #decode = "";

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What is kept was decoded so: of other options nothing is. */
  decodedBy({ colours, ...others }: CountJob["decode"]): this {
    const decode = JSON.stringify([colours instanceof Map ? [...colours] : colours, others]);
    if (decode !== this.#decode) {
      this.#kept.clear();
      this.#bytes = 0;
      this.#decode = decode;
    }
    return this;
  }

  get(id: MaskKey): MaskFile | undefined {
    const found = this.#kept.get(id);
    if (found === undefined) return undefined;
    this.#kept.delete(id);
    this.#kept.set(id, found);
    return found.file;
  }

  add(id: MaskKey, file: MaskFile): void {
    const { raster } = file;
    const { byteLength: bytes } = raster.kind === "scores" ? raster.scores.data : raster.data;
    if (bytes > this.#maxBytes) return;
    this.#kept.set(id, { file, bytes });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= kept.bytes;
    }
  }
}
