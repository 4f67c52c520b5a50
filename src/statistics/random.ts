/** A seeded stream of numbers; all its steps are on 32-bit integers, so every engine gives the same. */
export class RandomStream {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /**
   * @param seed 0 to 2^32 - 1
   * @see sfc32, Chris Doty-Humphrey's PractRand 0.94; seeded as there, with 12 numbers dropped
   */
  constructor(seed: number) {
    this.#a = 0;
    this.#b = seed | 0;
    this.#c = 0;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** The next 32 bits, as a number from 0 to 2^32 - 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to `count` - 1. Off from uniform by less than count / 2^32, which no count of images makes felt. */
  below(count: number): number {
    return Math.floor((this.next() / 4294967296) * count);
  }
}
