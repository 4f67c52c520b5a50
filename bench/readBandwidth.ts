import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";

interface BandwidthKernels extends Record<string, unknown> {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: () => number;
  readonly xorBytes: (ptr: number, byteCount: number) => bigint;
}

/**
 * A function that reads `bytes` bytes in WebAssembly memory once, as fast as SIMD can.
 *
 * @param binary the path of bench/assembly/readBandwidth.ts, compiled
 */
export function bandwidthReader(binary: string, bytes: number): () => void {
  const { memory, heapBase, xorBytes } = instantiateSync<BandwidthKernels>(readFileSync(binary)).exports;
  const start = Math.ceil(heapBase() / 128) * 128;
  const length = Math.floor(bytes / 128) * 128;
  memory.grow(Math.ceil((start + length - memory.buffer.byteLength) / 65536));
  // Pages that were never written share one page of zeros, which would be read from the cache.
  new Uint8Array(memory.buffer, start, length).fill(1);
  return () => {
    xorBytes(start, length);
  };
}
