import { outOfMemory } from "../errors/argument.js";
import type { VolumeKernels } from "./kernels.js";
import { align, growTo } from "./memory.js";

/** Places in a binary's memory, one behind the other, until all are given up at once. */
export class Workspace {
  readonly #kernels: VolumeKernels;
  #end: number;

  constructor(kernels: VolumeKernels) {
    this.#kernels = kernels;
    this.#end = align(kernels.heapBase());
  }

  /**
   * Address of so many more bytes, which hold anything. Views made before are dead.
   *
   * @throws {RangeError} there is no memory left
   */
  take(bytes: number): number {
    const start = this.#end;
    const end = align(start + bytes);
    try {
      growTo(this.#kernels, end);
    } catch (cause) {
      throw outOfMemory(
        "groundTruth",
        "masks whose edges fit into memory",
        `a need of ${end} bytes`,
        "score fewer or smaller volumes at a time, or cut them to what matters",
        { cause },
      );
    }
    this.#end = end;
    return start;
  }

  /** Forgets what was taken after an address was given. */
  releaseFrom(start: number): void {
    this.#end = start;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.#kernels.memory.buffer);
  }

  u32(start: number, length: number): Uint32Array {
    return new Uint32Array(this.#kernels.memory.buffer, start, length);
  }

  i32(start: number, length: number): Int32Array {
    return new Int32Array(this.#kernels.memory.buffer, start, length);
  }

  f64(start: number, length: number): Float64Array {
    return new Float64Array(this.#kernels.memory.buffer, start, length);
  }
}
