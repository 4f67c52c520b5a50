import { lookOf } from "../../../app/components/viewer/look.js";
import type { CountJob } from "../../../app/job/countImage.js";
import { pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "../score/pairs.js";

/** A worker that reads a mask for a small picture cannot read one that is to be seen whole. */
const MAX_ASKED = 2;

/** Small pictures that are kept: some 20 kB each. */
const MAX_KEPT = 1000;

/** Small pictures of a run's images, which are painted when they come in sight: those that came last first. */
export class Thumbnails {
  readonly #job: CountJob;
  readonly #palette: readonly string[];
  readonly #kept = new Map<string, ImageBitmap | undefined>();
  readonly #waiting: {
    readonly pair: ImagePair;
    readonly done: (bitmap: ImageBitmap | undefined) => void;
  }[] = [];
  #asked = 0;

  constructor(job: CountJob, palette: readonly string[]) {
    this.#job = job;
    this.#palette = palette;
  }

  /** It is painted already. */
  has({ id }: ImagePair): boolean {
    return this.#kept.has(id);
  }

  /**
   * @param done told once; of undefined where the image cannot be painted
   * @returns takes the wish back
   */
  want(pair: ImagePair, done: (bitmap: ImageBitmap | undefined) => void): () => void {
    if (this.#kept.has(pair.id)) {
      done(this.#kept.get(pair.id));
      return () => undefined;
    }
    const wish = { pair, done };
    this.#waiting.push(wish);
    this.#next();
    return () => {
      const place = this.#waiting.indexOf(wish);
      if (place >= 0) this.#waiting.splice(place, 1);
    };
  }

  #next(): void {
    while (this.#asked < MAX_ASKED) {
      const wish = this.#waiting.pop();
      if (wish === undefined) return;
      this.#asked++;
      void this.#paint(wish.pair).then((bitmap) => {
        this.#asked--;
        this.#keep(wish.pair.id, bitmap);
        wish.done(bitmap);
        this.#next();
      });
    }
  }

  async #paint({ id, groundTruth, prediction }: ImagePair): Promise<ImageBitmap | undefined> {
    const look = lookOf(this.#palette, {
      off: new Set(),
      errorsOf: -1,
      isOutlined: false,
      lit: undefined,
      hasPhoto: false,
    });
    const asked = { job: this.#job, pair: { groundTruth, prediction }, look };
    // What is wrong with an image is told where it is seen whole.
    return pageWorkers()
      .ask("thumbnail", asked, { about: id })
      .catch(() => undefined);
  }

  #keep(id: string, bitmap: ImageBitmap | undefined): void {
    this.#kept.set(id, bitmap);
    for (const [oldest, old] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) return;
      this.#kept.delete(oldest);
      old?.close();
    }
  }
}
