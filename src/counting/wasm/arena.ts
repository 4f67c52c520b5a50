import { Allocator } from "./allocator.js";

const PAGE_BYTES = 65536;

/** Every region begins on a cache line. */
const ALIGNMENT = 64;

/** Where memory that callers hold begins. Counting works below it, and so stays under 8 MiB. */
const HELD_START = 8 * 2 ** 20;

/**
 * The one owner of a binary's memory:
 *
 *    0 .. heap base | scratch: tiles and counters, laid out anew by each call | 8 MiB: arrays that callers hold
 *
 * Growing detaches every view made before. Views of all of memory are kept here and remade after growth; who
 * needs a place in them takes the view from here, for one call and no longer.
 */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  readonly #start: number;
  readonly #held = new Allocator(HELD_START, ALIGNMENT);
  #views: Views;

  constructor(memory: WebAssembly.Memory, heapBase: number) {
    this.#memory = memory;
    this.#start = align(heapBase);
    this.#views = viewsOf(memory.buffer);
  }

  /** Byte offsets of scratch regions of the given sizes, one after the other; what lay there before is given up. */
  layOut(regionBytes: readonly number[]): number[] {
    let end = this.#start;
    const offsets: number[] = [];
    for (const bytes of regionBytes) {
      offsets.push(end);
      end = align(end + bytes);
    }
    if (end > HELD_START) throw new Error(`${end} bytes of scratch memory are more than there are`);
    this.#growTo(end);
    return offsets;
  }

  /** Byte offset of memory that stays as it is until it is released. */
  hold(bytes: number): number {
    const offset = this.#held.allocate(bytes);
    try {
      this.#growTo(offset + bytes);
    } catch (cause) {
      this.#held.release(offset);
      throw cause;
    }
    return offset;
  }

  release(offset: number): void {
    this.#held.release(offset);
  }

  /** Whether an array lies in this memory already, so that it need not be copied in. */
  holds(array: ArrayBufferView): boolean {
    return array.buffer === this.#memory.buffer;
  }

  /** Views of all of memory; dead after the next call of layOut or hold. */
  get views(): Views {
    if (this.#views.buffer !== this.#memory.buffer) this.#views = viewsOf(this.#memory.buffer);
    return this.#views;
  }

  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }

  #growTo(end: number): void {
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
  }
}

/** All of memory, element by element. */
export interface Views {
  readonly buffer: ArrayBuffer;
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly i64: BigInt64Array;
}

function viewsOf(buffer: ArrayBuffer): Views {
  return {
    buffer,
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
    i64: new BigInt64Array(buffer),
  };
}

function align(offset: number): number {
  return offset + ((ALIGNMENT - (offset % ALIGNMENT)) % ALIGNMENT);
}
