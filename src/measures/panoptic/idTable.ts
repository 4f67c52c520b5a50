/**
 * Which segment has an id: a hash table in two arrays, open addressing. A Map of numbers does the same and takes ten times
 * as long to fill and to ask where there are a million segments, for an id beyond 2^31 is an object of the engine's.
 */
export class IdTable {
  readonly #mask: number;
  readonly #ids: Uint32Array;
  /** Index + 1; 0 is a free entry. */
  readonly #places: Uint32Array;

  /** @param count at most so many ids will be set */
  constructor(count: number) {
    // At most half full.
    const capacity = 2 ** Math.ceil(Math.log2(2 * count + 2));
    this.#mask = capacity - 1;
    this.#ids = new Uint32Array(capacity);
    this.#places = new Uint32Array(capacity);
  }

  /** false: the id is there already, and stays what it was. */
  set(id: number, index: number): boolean {
    const entry = this.#entryOf(id);
    if (this.#places[entry] !== 0) return false;
    this.#ids[entry] = id;
    this.#places[entry] = index + 1;
    return true;
  }

  /** -1 where the id is not there. */
  indexOf(id: number): number {
    return (this.#places[this.#entryOf(id)] as number) - 1;
  }

  #entryOf(id: number): number {
    let hash = Math.imul(id ^ (id >>> 16), 0x9e3779b1);
    hash ^= hash >>> 15;
    let entry = hash & this.#mask;
    while (this.#places[entry] !== 0 && this.#ids[entry] !== id) entry = (entry + 1) & this.#mask;
    return entry;
  }
}
