import { backend } from "../counting/backend.js";
import { instantiateBinary } from "../counting/wasm/instantiate.js";
import type { ShapeKernels } from "./kernels.js";
import { scalarBinary } from "./scalar.generated.js";
import { simdBinary } from "./simd.generated.js";

const BINARIES = { simd: simdBinary, scalar: scalarBinary } as const;

/** Memory of a binary never shrinks: one that has grown beyond this is given up after the call that needed it. */
const MAX_KEPT_BYTES = 64 * 2 ** 20;

const kept = new Map<keyof typeof BINARIES, ShapeKernels>();

/**
 * Works with the kernels of the backend in use, `undefined` where that is "reference": plain TypeScript does the work then.
 * All of their memory from heapBase() on is the caller's until it returns; it may grow it.
 */
export function withShapeKernels<T>(work: (kernels: ShapeKernels | undefined) => T): T {
  const name = backend();
  if (name === "reference") return work(undefined);
  const kernels = kept.get(name) ?? (instantiateBinary(BINARIES[name]) as ShapeKernels);
  kept.delete(name);
  const result = work(kernels);
  if (kernels.memory.buffer.byteLength <= MAX_KEPT_BYTES) kept.set(name, kernels);
  return result;
}

const PAGE_BYTES = 65536;

/** Where places in a binary's memory begin. */
const ALIGNMENT = 64;

/**
 * Addresses of places of so many bytes each, one behind the other; what they hold is anything. Undefined where memory does
 * not grow as far. Views made before are dead.
 */
export function placesFor(kernels: ShapeKernels, bytes: readonly number[]): number[] | undefined {
  let end = Math.ceil(kernels.heapBase() / ALIGNMENT) * ALIGNMENT;
  const places = bytes.map((length) => {
    const start = end;
    end = Math.ceil((start + length) / ALIGNMENT) * ALIGNMENT;
    return start;
  });
  const missing = end - kernels.memory.buffer.byteLength;
  if (missing > 0) {
    try {
      kernels.memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch {
      return undefined;
    }
  }
  return places;
}
