/** Numbers of which nobody knows how many will come. */
export class GrowingColumn<T extends Float64Array | Int32Array | Uint8Array> {
  #data: T;
  #length = 0;

  constructor(private readonly make: (length: number) => T) {
    this.#data = make(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const larger = this.make(this.#length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.#length++] = value;
  }

  /** A view of what there is. */
  values(): T {
    return this.#data.subarray(0, this.#length) as T;
  }
}

export function growingFloats(): GrowingColumn<Float64Array> {
  return new GrowingColumn((length) => new Float64Array(length));
}

export function growingIntegers(): GrowingColumn<Int32Array> {
  return new GrowingColumn((length) => new Int32Array(length));
}

export function growingFlags(): GrowingColumn<Uint8Array> {
  return new GrowingColumn((length) => new Uint8Array(length));
}
