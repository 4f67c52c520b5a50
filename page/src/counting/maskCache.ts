import type { MaskFile } from "../../../app/formats/decodeMask.js";
import type { FileDecode } from "../../../app/job/runDecode.js";

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
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  #decode = "";

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What is kept was decoded so: of other options nothing is. What differs within a run is of the file's part. */
  decodedBy({ colours, ...others }: FileDecode): this {
    const ofFile = { alpha: undefined, lowBits: undefined, slice: undefined, takesStack: undefined };
    const decode = JSON.stringify([
      colours instanceof Map ? [...colours] : colours,
      { ...others, ...ofFile } satisfies FileDecode,
    ]);
    if (decode !== this.#decode) {
      this.#kept.clear();
      this.#bytes = 0;
      this.#decode = decode;
    }
    return this;
  }

  /** @param part what of the file, and how, where that differs within a run */
  get(id: number, part = ""): MaskFile | undefined {
    const key = `${id} ${part}`;
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.file;
  }

  add(id: number, file: MaskFile, part = ""): void {
    const { raster } = file;
    const { byteLength: bytes } = raster.kind === "scores" ? raster.scores.data : raster.data;
    if (bytes > this.#maxBytes) return;
    this.#kept.set(`${id} ${part}`, { file, bytes });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= kept.bytes;
    }
  }
}
