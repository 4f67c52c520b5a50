import { instantiate, instantiateSync } from "@assemblyscript/loader";
import type { Kernels } from "./kernels.js";
import { scalarBinary } from "./scalar.generated.js";
import { simdBinary } from "./simd.generated.js";

export type BinaryName = "simd" | "scalar";

/** (module (func (result v128) (i32x4.splat (i32.const 0)))): valid only where SIMD is. */
const SIMD_PROBE = "AGFzbQEAAAABBQFgAAF7AwIBAAoIAQYAQQD9EQs=";

export function supportsWebAssembly(): boolean {
  return typeof WebAssembly === "object" && typeof WebAssembly.validate === "function";
}

export function supportsSimd(): boolean {
  return supportsWebAssembly() && WebAssembly.validate(decodeBase64(SIMD_PROBE));
}

/** Compiles a binary on the spot: it is a few kilobytes. Throws where WebAssembly is missing or forbidden. */
export function loadKernels(name: BinaryName): Kernels {
  return instantiateSync<KernelExports>(binary(name)).exports;
}

/** The same off the calling thread's critical path. */
export async function loadKernelsAsync(name: BinaryName): Promise<Kernels> {
  return (await instantiate<KernelExports>(binary(name))).exports;
}

type KernelExports = Kernels & Record<string, unknown>;

function binary(name: BinaryName): Uint8Array<ArrayBuffer> {
  return decodeBase64(name === "simd" ? simdBinary : scalarBinary);
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
