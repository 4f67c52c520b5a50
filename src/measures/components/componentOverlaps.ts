/** Which components of two maps share pixels, and how many: three arrays of one length. */
export interface ComponentOverlaps {
  readonly groundTruth: Uint32Array;
  readonly prediction: Uint32Array;
  /** Pixels; each above 0. */
  readonly intersection: Float64Array;
}

/**
 * Counts pairs of components in one pass. Neighbours that repeat a pair are counted by one look-up.
 *
 * @param groundTruth component of each pixel, 0 of none
 * @param prediction the same, of as many pixels
 * @returns pairs in no order that means anything
 */
export function countOverlaps(groundTruth: Uint32Array, prediction: Uint32Array): ComponentOverlaps {
  const table = new PairTable();
  const { length } = groundTruth;
  let pixel = 0;
  while (pixel < length) {
    const [ours, theirs] = [groundTruth[pixel] as number, prediction[pixel] as number];
    const start = pixel++;
    while (pixel < length && groundTruth[pixel] === ours && prediction[pixel] === theirs) pixel++;
    if (ours !== 0 && theirs !== 0) table.add(ours, theirs, pixel - start);
  }
  return table.pairs();
}

/** An open hash table in typed arrays: there may be more pairs than a Map takes. */
class PairTable {
  #capacity = 1024;
  #used = 0;
  #groundTruth = new Uint32Array(this.#capacity);
  #prediction = new Uint32Array(this.#capacity);
  /** An entry is free where its count is 0. */
  #counts = new Float64Array(this.#capacity);

  add(ours: number, theirs: number, pixels: number): void {
    if (this.#used * 2 >= this.#capacity) this.#grow();
    let place = this.#hash(ours, theirs);
    while (
      this.#counts[place] !== 0 &&
      !(this.#groundTruth[place] === ours && this.#prediction[place] === theirs)
    ) {
      place = (place + 1) & (this.#capacity - 1);
    }
    if (this.#counts[place] === 0) {
      this.#groundTruth[place] = ours;
      this.#prediction[place] = theirs;
      this.#used++;
    }
    this.#counts[place] = (this.#counts[place] as number) + pixels;
  }

  pairs(): ComponentOverlaps {
    const isUsed = (_: number, place: number): boolean => this.#counts[place] !== 0;
    return {
      groundTruth: this.#groundTruth.filter(isUsed),
      prediction: this.#prediction.filter(isUsed),
      intersection: this.#counts.filter(isUsed),
    };
  }

  /** Fibonacci hashing: the high bits of the product are well mixed. */
  #hash(ours: number, theirs: number): number {
    const mixed = Math.imul(Math.imul(ours, 0x9e3779b1) ^ theirs, 0x85ebca6b);
    return mixed >>> (Math.clz32(this.#capacity) + 1);
  }

  #grow(): void {
    const { groundTruth, prediction, intersection } = this.pairs();
    this.#capacity *= 2;
    this.#used = 0;
    this.#groundTruth = new Uint32Array(this.#capacity);
    this.#prediction = new Uint32Array(this.#capacity);
    this.#counts = new Float64Array(this.#capacity);
    for (let i = 0; i < groundTruth.length; i++) {
      this.add(groundTruth[i] as number, prediction[i] as number, intersection[i] as number);
    }
  }
}
