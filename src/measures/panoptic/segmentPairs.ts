import type { VolumeKernels } from "../../volumes/kernels.js";
import { align, growTo } from "../../volumes/memory.js";
import { withVolumeKernels } from "../../volumes/volumeEngine.js";

/** How many pixels each pair of ids has, in no order. 0 is void, and pairs like any other id. */
export interface SegmentPairs {
  readonly length: number;
  readonly groundTruth: Uint32Array;
  readonly prediction: Uint32Array;
  readonly pixels: Float64Array;
}

/** Pairs that a table has room for at first; it doubles when it is three quarters full. */
const FIRST_CAPACITY = 1024;

/** Pixels of both maps that are copied into the binary at once: they and a table of real maps stay in the second cache. */
const TILE_PIXELS = 2 ** 15;

/** Most entries of the binary's table; what finds no room is counted by PairTable, one look-up a pair and tableful. */
const MAX_CAPACITY = 2 ** 18;

/** Words of the binary's table before its entries, and of an entry. */
const [HEADER_WORDS, ENTRY_WORDS] = [4, 4];

/**
 * Counts the pixels of each pair of ids that occurs. One look-up a run of equal neighbours: real maps have long ones, and
 * one that has none costs a look-up a pixel.
 *
 * @param segmentCount of both sides: about as many pairs are made room for at first
 */
export function countPairs(
  groundTruth: Uint32Array,
  prediction: Uint32Array,
  segmentCount: number,
): SegmentPairs {
  return withVolumeKernels((kernels) =>
    kernels === undefined
      ? countPlainly(groundTruth, prediction, new PairTable())
      : countWithKernels(kernels, groundTruth, prediction, segmentCount),
  );
}

function countPlainly(groundTruth: Uint32Array, prediction: Uint32Array, table: PairTable): SegmentPairs {
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

function countWithKernels(
  kernels: VolumeKernels,
  groundTruth: Uint32Array,
  prediction: Uint32Array,
  segmentCount: number,
): SegmentPairs {
  const wanted = Math.min(4 * segmentCount, 2 * groundTruth.length, MAX_CAPACITY);
  const capacity = Math.max(FIRST_CAPACITY, 2 ** Math.ceil(Math.log2(wanted + 1)));
  const start = align(kernels.heapBase());
  const tablePtr = start + 2 * TILE_PIXELS * 4;
  const words = HEADER_WORDS + capacity * ENTRY_WORDS;
  growTo(kernels, tablePtr + words * 4);
  const { buffer } = kernels.memory;
  const tiles = [0, 1].map((side) => new Uint32Array(buffer, start + side * TILE_PIXELS * 4, TILE_PIXELS));
  const [truths, predictions] = tiles as [Uint32Array, Uint32Array];
  const table = new Uint32Array(buffer, tablePtr, words).fill(0);
  const counted = new PairTable();
  for (let first = 0; first < groundTruth.length; first += TILE_PIXELS) {
    const end = Math.min(first + TILE_PIXELS, groundTruth.length);
    truths.set(groundTruth.subarray(first, end));
    predictions.set(prediction.subarray(first, end));
    for (let done = 0; done < end - first;) {
      done += kernels.segmentPairs(
        truths.byteOffset + done * 4,
        predictions.byteOffset + done * 4,
        end - first - done,
        tablePtr,
        capacity,
      );
      if (done < end - first) empty(table, counted);
    }
  }
  empty(table, counted);
  return counted.pairs();
}

/** Takes what the binary's table has. */
function empty(table: Uint32Array, into: PairTable): void {
  for (let at = HEADER_WORDS; at < table.length; at += ENTRY_WORDS) {
    const pixels = table[at + 2] as number;
    if (pixels !== 0) into.add(table[at] as number, table[at + 1] as number, pixels);
  }
  table.fill(0);
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
