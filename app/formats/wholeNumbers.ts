import type { LabelArray } from "../../src/types.js";

/** Labels from floats, in an array no larger than they need: of bytes, until one is larger. */
export class WholeNumbers {
  #labels: Uint8Array | Int16Array | Int32Array;
  #length = 0;

  constructor(count: number) {
    this.#labels = new Uint8Array(count);
  }

  /**
   * Adds the numbers that follow.
   *
   * @returns the place of the first that is no label, -1 where all are
   */
  add(values: Float32Array | Float64Array): number {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      this.#labels[this.#length] = value;
      if (this.#labels[this.#length] !== value) {
        if (value !== (value | 0)) return this.#length;
        this.#widen(value);
        this.#labels[this.#length] = value;
      }
      this.#length++;
    }
    return -1;
  }

  get labels(): LabelArray {
    return this.#labels;
  }

  #widen(value: number): void {
    const isShort = this.#labels instanceof Uint8Array && value === (value << 16) >> 16;
    this.#labels = isShort ? Int16Array.from(this.#labels) : Int32Array.from(this.#labels);
  }
}
