import { backend } from "../counting/backend.js";
import { instantiateBinary } from "../counting/wasm/instantiate.js";
import type { VolumeKernels } from "./kernels.js";
import { scalarBinary } from "./scalar.generated.js";
import { simdBinary } from "./simd.generated.js";

const BINARIES = { simd: simdBinary, scalar: scalarBinary } as const;

/** Memory of a binary never shrinks: one that has grown beyond this is given up after the call that needed it. */
const MAX_KEPT_BYTES = 64 * 2 ** 20;

const kept = new Map<keyof typeof BINARIES, VolumeKernels>();

/**
 * Works with the kernels of the backend in use, `undefined` where that is "reference": plain TypeScript does the work then.
 * All of their memory from heapBase() on is the caller's until it returns; it may grow it.
 */
export function withVolumeKernels<T>(work: (kernels: VolumeKernels | undefined) => T): T {
  const name = backend();
  if (name === "reference") return work(undefined);
  const kernels = kept.get(name) ?? (instantiateBinary(BINARIES[name]) as VolumeKernels);
  kept.delete(name);
  const result = work(kernels);
  if (kernels.memory.buffer.byteLength <= MAX_KEPT_BYTES) kept.set(name, kernels);
  return result;
}
