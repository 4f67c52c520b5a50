import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";
import type { Kernels } from "../../src/counting/wasm/kernels.js";

export const BUILDS = ["simd", "scalar", "debug"] as const;

/** A fresh instance of a binary as asc wrote it. A failed assertion of the debug build throws. */
export function loadBuild(name: (typeof BUILDS)[number]): Kernels {
  const bytes = readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url));
  return instantiateSync<Kernels & Record<string, unknown>>(bytes).exports;
}
