import { instantiateBinary, instantiateBinaryAsync } from "./instantiate.js";
import type { Kernels } from "./kernels.js";
import { scalarBinary } from "./scalar.generated.js";
import { simdBinary } from "./simd.generated.js";

export type BinaryName = "simd" | "scalar";

const BINARIES = { simd: simdBinary, scalar: scalarBinary } as const;

/** The kernels that count, compiled on the spot. Throws where WebAssembly is missing or forbidden. */
export function loadKernels(name: BinaryName): Kernels {
  return instantiateBinary(BINARIES[name]) as Kernels;
}

/** The same off the calling thread's critical path. */
export async function loadKernelsAsync(name: BinaryName): Promise<Kernels> {
  return (await instantiateBinaryAsync(BINARIES[name])) as Kernels;
}
