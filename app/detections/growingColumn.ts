/**
 * Numbers of which nobody knows how many will come. As long as all of them are the usual one, they take no memory: most files
 * lack most columns.
 */
export class GrowingColumn<T extends Float64Array | Int32Array | Uint8Array> {
  #data: T | undefined;
  #length = 0;

  constructor(
    private readonly make: (length: number) => T,
    private readonly usual: number,
  ) {}

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const length = this.#length++;
    let data = this.#data;
    if (data === undefined || length === data.length) {
      if (data === undefined && Object.is(value, this.usual)) return;
      data = this.#grown(length + 1, length);
    }
    data[length] = value;
  }

  /** Many at once. */
  append(values: T): void {
    const length = this.#length;
    this.#length += values.length;
    if (this.#data === undefined && this.#areUsual(values)) return;
    const isFull = this.#data === undefined || this.#length > this.#data.length;
    (isFull ? this.#grown(this.#length, length) : (this.#data as T)).set(values, length);
  }

  at(place: number): number {
    return this.#data === undefined ? this.usual : (this.#data[place] as number);
  }

  /** A view of what there is. */
  values(): T {
    return (this.#data ?? this.#grown(this.#length, this.#length)).subarray(0, this.#length) as T;
  }

  #areUsual(values: T): boolean {
    for (let i = 0; i < values.length; i++) if (!Object.is(values[i], this.usual)) return false;
    return true;
  }

  #grown(least: number, length: number): T {
    const larger = this.make(Math.max(FEWEST, least, 2 * (this.#data?.length ?? 0)));
    if (this.#data === undefined) larger.fill(this.usual, 0, length);
    else larger.set(this.#data);
    this.#data = larger;
    return larger;
  }
}

const FEWEST = 1024;

export function growingFloats(): GrowingColumn<Float64Array> {
  return new GrowingColumn((length) => new Float64Array(length), NaN);
}

export function growingIntegers(): GrowingColumn<Int32Array> {
  return new GrowingColumn((length) => new Int32Array(length), 0);
}

export function growingFlags(): GrowingColumn<Uint8Array> {
  return new GrowingColumn((length) => new Uint8Array(length), 0);
}
