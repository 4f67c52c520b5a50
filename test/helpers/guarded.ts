import type { Kernels } from "../../src/counting/wasm/kernels.js";

const GUARD_BYTES = 64;
const GUARD = 0xa5;

/**
 * A piece of a binary's memory with guard bytes around every region, to see that a kernel writes nothing but its
 * output. Regions may begin at odd addresses.
 */
export class GuardedMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #regions: {
    readonly offset: number;
    readonly bytes: Uint8Array | undefined;
    readonly length: number;
  }[] = [];
  #end: number;

  constructor(kernels: Pick<Kernels, "memory" | "heapBase">) {
    this.#memory = kernels.memory;
    this.#end = kernels.heapBase();
    const missing = 2 ** 21 - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(missing / 65536);
    this.#bytes(this.#end, this.#memory.buffer.byteLength - this.#end).fill(GUARD);
  }

  /** Copies an input in, `skew` bytes past an aligned address, and gives its address. */
  input(data: ArrayBufferView, skew = 0): number {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    const offset = this.#place(bytes.length, skew);
    this.#bytes(offset, bytes.length).set(bytes);
    this.#regions.push({ offset, bytes, length: bytes.length });
    return offset;
  }

  /** Copies an input to the very end of memory, where reading past it traps. Only one such input fits. */
  inputAtEnd(data: ArrayBufferView): number {
    const offset = this.#memory.buffer.byteLength - data.byteLength;
    if (offset < this.#end) throw new Error("the test's memory is full");
    this.#bytes(offset, data.byteLength).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return offset;
  }

  /** Makes room for an output filled with zeros and gives its address. */
  output(length: number, skew = 0): number {
    const offset = this.#place(length, skew);
    this.#bytes(offset, length).fill(0);
    this.#regions.push({ offset, bytes: undefined, length });
    return offset;
  }

  /** Copies out what lies at an address, whatever its alignment. */
  read(offset: number, length: number): ArrayBuffer {
    return this.#bytes(offset, length).slice().buffer;
  }

  /** Throws where a guard byte or an input has changed. */
  check(): void {
    let guardStart = this.#regions[0] === undefined ? 0 : this.#regions[0].offset - GUARD_BYTES;
    for (const { offset, bytes, length } of this.#regions) {
      this.#checkGuard(guardStart, offset);
      if (bytes !== undefined) {
        const now = this.#bytes(offset, length);
        const changed = bytes.findIndex((byte, i) => byte !== now[i]);
        if (changed >= 0) throw new Error(`an input changed at byte ${changed}`);
      }
      guardStart = offset + length;
    }
    this.#checkGuard(guardStart, guardStart + GUARD_BYTES);
  }

  #checkGuard(start: number, end: number): void {
    const changed = this.#bytes(start, end - start).findIndex((byte) => byte !== GUARD);
    if (changed >= 0) throw new Error(`guard byte ${start + changed} was written`);
  }

  #place(length: number, skew: number): number {
    const offset = Math.ceil((this.#end + GUARD_BYTES) / 64) * 64 + skew;
    this.#end = offset + length;
    if (this.#end + GUARD_BYTES > this.#memory.buffer.byteLength)
      throw new Error("the test's memory is full");
    return offset;
  }

  #bytes(offset: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, offset, length);
  }
}
