/** How many pixels each pair of ids has, in no order. 0 is void, and pairs like any other id. */
export interface SegmentPairs {
  readonly length: number;
  readonly groundTruth: Uint32Array;
  readonly prediction: Uint32Array;
  readonly pixels: Float64Array;
}

/** Pairs that a table has room for at first; it doubles when it is three quarters full. */
const FIRST_CAPACITY = 1024;

/**
 * Counts the pixels of each pair of ids that occurs. One look-up a run of equal neighbours: real maps have long ones, and
 * one that has none costs a look-up a pixel.
 */
export function countPairs(groundTruth: Uint32Array, prediction: Uint32Array): SegmentPairs {
  const table = new PairTable();
  const pixelCount = groundTruth.length;
  let pixel = 0;
  while (pixel < pixelCount) {
    const truth = groundTruth[pixel] as number;
    const predicted = prediction[pixel] as number;
    const start = pixel;
    do pixel++;
    while (pixel < pixelCount && groundTruth[pixel] === truth && prediction[pixel] === predicted);
    table.add(truth, predicted, pixel - start);
  }
  return table.pairs();
}

/** A hash table of pairs with open addressing; an entry is free where its count is 0. */
export class PairTable {
  #capacity = FIRST_CAPACITY;
  #used = 0;
  #truths = new Uint32Array(FIRST_CAPACITY);
  #predictions = new Uint32Array(FIRST_CAPACITY);
  #pixels = new Float64Array(FIRST_CAPACITY);

  add(truth: number, predicted: number, pixels: number): void {
    if (this.#used * 4 >= this.#capacity * 3) this.#grow();
    const entry = this.#entryOf(truth, predicted);
    if (this.#pixels[entry] === 0) {
      this.#truths[entry] = truth;
      this.#predictions[entry] = predicted;
      this.#used++;
    }
    this.#pixels[entry] = (this.#pixels[entry] as number) + pixels;
  }

  pairs(): SegmentPairs {
    const length = this.#used;
    const groundTruth = new Uint32Array(length);
    const prediction = new Uint32Array(length);
    const pixels = new Float64Array(length);
    let pair = 0;
    for (let entry = 0; entry < this.#capacity; entry++) {
      const count = this.#pixels[entry] as number;
      if (count === 0) continue;
      groundTruth[pair] = this.#truths[entry] as number;
      prediction[pair] = this.#predictions[entry] as number;
      pixels[pair] = count;
      pair++;
    }
    return { length, groundTruth, prediction, pixels };
  }

  #entryOf(truth: number, predicted: number): number {
    const mask = this.#capacity - 1;
    // Ids may be small and consecutive on both sides, or differ in their high bits only: all bits are mixed.
    let hash = Math.imul(truth, 0x9e3779b1) ^ Math.imul(predicted, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let entry = (hash ^ (hash >>> 13)) & mask;
    while (
      this.#pixels[entry] !== 0 &&
      (this.#truths[entry] !== truth || this.#predictions[entry] !== predicted)
    ) {
      entry = (entry + 1) & mask;
    }
    return entry;
  }

  #grow(): void {
    const { groundTruth, prediction, pixels, length } = this.pairs();
    this.#capacity *= 2;
    this.#used = 0;
    this.#truths = new Uint32Array(this.#capacity);
    this.#predictions = new Uint32Array(this.#capacity);
    this.#pixels = new Float64Array(this.#capacity);
    for (let i = 0; i < length; i++) {
      this.add(groundTruth[i] as number, prediction[i] as number, pixels[i] as number);
    }
  }
}
