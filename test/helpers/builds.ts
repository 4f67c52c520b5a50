import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";
import type { RecordKernels } from "../../app/detections/recordKernels.js";
import type { Kernels } from "../../src/counting/wasm/kernels.js";
import type { ShapeKernels } from "../../src/shapes/kernels.js";
import type { VolumeKernels } from "../../src/volumes/kernels.js";

export const BUILDS = ["simd", "scalar", "debug"] as const;

type BuildName = (typeof BUILDS)[number];

/** A fresh instance of a binary as asc wrote it. A failed assertion of the debug build throws. */
export function loadBuild(name: BuildName): Kernels {
  return load(name) as Kernels;
}

/** The same of the binary of volumes. */
export function loadVolumesBuild(name: BuildName): VolumeKernels {
  return load(`volumes-${name}`) as VolumeKernels;
}

/** The same of the binary of shapes. */
export function loadShapesBuild(name: BuildName): ShapeKernels {
  return load(`shapes-${name}`) as ShapeKernels;
}

/** The same of the binary of records. */
export function loadRecordsBuild(name: BuildName): RecordKernels {
  return load(`records-${name}`) as RecordKernels;
}

function load(file: string): unknown {
  const bytes = readFileSync(new URL(`../../build/${file}.wasm`, import.meta.url));
  return instantiateSync(bytes).exports;
}
