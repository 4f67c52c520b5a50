import { instantiate, instantiateSync } from "@assemblyscript/loader";

// What every binary of ours begins with, whatever its kernels are.

/** (module (func (result v128) (i32x4.splat (i32.const 0)))): valid only where SIMD is. */
const SIMD_PROBE = "AGFzbQEAAAABBQFgAAF7AwIBAAoIAQYAQQD9EQs=";

export function supportsWebAssembly(): boolean {
  return typeof WebAssembly === "object" && typeof WebAssembly.validate === "function";
}

export function supportsSimd(): boolean {
  return supportsWebAssembly() && WebAssembly.validate(decodeBase64(SIMD_PROBE));
}

/**
 * A new instance of a binary, compiled on the spot: each is a few kilobytes. Throws where WebAssembly is missing or forbidden.
 *
 * @param binary as base64
 * @returns its exports: the kernels that whoever made the binary knows
 */
export function instantiateBinary(binary: string): unknown {
  return instantiateSync(decodeBase64(binary)).exports;
}

/** The same off the calling thread's critical path. */
export async function instantiateBinaryAsync(binary: string): Promise<unknown> {
  return (await instantiate(decodeBase64(binary))).exports;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
