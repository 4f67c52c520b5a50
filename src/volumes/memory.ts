import type { VolumeKernels } from "./kernels.js";

const PAGE_BYTES = 65536;

/** Every region begins on a cache line. */
const ALIGNMENT = 64;

export function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}

/**
 * Makes a binary's memory reach to `end`; views made before are dead then.
 *
 * @throws {RangeError} the engine's own: memory does not grow as far
 */
export function growTo({ memory }: Pick<VolumeKernels, "memory">, end: number): void {
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}
