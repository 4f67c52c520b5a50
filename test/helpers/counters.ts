import { referenceCounter } from "../../src/counting/reference/referenceCounter.js";
import type { Counter } from "../../src/types.js";
import type { Kernels } from "../../src/counting/wasm/kernels.js";
import type { TileLimits } from "../../src/counting/wasm/tiles.js";
import { WasmCounter } from "../../src/counting/wasm/wasmCounter.js";
import { loadBuild } from "./builds.js";

/** Tiles of a few pixels, counters emptied after nearly every one: all that can go wrong at an edge goes wrong here. */
export const TINY_TILES: TileLimits = { tileBytes: 96, maxUnflushedPixels: 5 };

/** A counter over a fresh instance of a build. */
export function counterOf(build: "simd" | "scalar" | "debug", limits?: TileLimits): WasmCounter {
  const kernels: Kernels = loadBuild(build);
  return new WasmCounter(build === "scalar" ? "scalar" : "simd", kernels, limits);
}

/** Every counter there is: behaviour tests loop over all of them. */
export const COUNTERS: readonly (readonly [string, Counter])[] = [
  ["reference", referenceCounter],
  ["scalar", counterOf("scalar")],
  ["simd", counterOf("simd")],
  ["debug", counterOf("debug")],
  ["scalar, tiny tiles", counterOf("scalar", TINY_TILES)],
  ["simd, tiny tiles", counterOf("simd", TINY_TILES)],
];
