const PAGE_BYTES = 65536;

/** Every region begins on a cache line. */
const ALIGNMENT = 64;

/**
 * The one owner of a binary's memory: lays regions out, grows the memory, makes the views.
 * Growing detaches every view made before, so views are asked for anew after each `layOut`.
 */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  readonly #start: number;

  constructor(memory: WebAssembly.Memory, heapBase: number) {
    this.#memory = memory;
    this.#start = align(heapBase);
  }

  /** Byte offsets of regions of the given sizes, one after the other; what lay there before is given up. */
  layOut<const T extends readonly number[]>(...regionBytes: T): { [K in keyof T]: number } {
    let end = this.#start;
    const offsets = regionBytes.map((bytes) => {
      const offset = end;
      end = align(end + bytes);
      return offset;
    });
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    return offsets as { [K in keyof T]: number };
  }

  /** Views of `length` elements at a byte offset. */
  u8(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, offset, length);
  }

  u16(offset: number, length: number): Uint16Array {
    return new Uint16Array(this.#memory.buffer, offset, length);
  }

  i32(offset: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, offset, length);
  }

  u32(offset: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, offset, length);
  }

  f32(offset: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, offset, length);
  }

  f64(offset: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, offset, length);
  }

  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
