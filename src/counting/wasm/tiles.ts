import type { Arena } from "./arena.js";
import type { Kernels } from "./kernels.js";
import type { LabelStage } from "./labelStage.js";

/** How data is cut up. No count depends on it; tests pass small numbers to show that. */
export interface TileLimits {
  readonly tileBytes: number;
  readonly maxUnflushedPixels: number;
}

export const TILE_LIMITS: TileLimits = {
  // One tile of one side: it is used up while it is in the second-level cache, so the copy into WebAssembly memory
  // costs no second trip to RAM, and is long enough that channels first is not copied in snippets (bench:
  // metrics_np standard, 21 classes; labels vs logits).
  tileBytes: 524288,
  // Kernels count in u32: their counters are emptied well before 2^32 pixels.
  maxUnflushedPixels: 2 ** 31,
};

/** A binary with its memory, and how data is cut up to pass through that. */
export interface WasmBackend {
  readonly kernels: Kernels;
  readonly arena: Arena;
  readonly limits: TileLimits;
}

/** Pixels a tile: a multiple of `step` unless the image is smaller. */
export function tilePixelsOf(
  limits: TileLimits,
  pixelCount: number,
  pixelBytes: number,
  step: number,
): number {
  const fitting = Math.floor(limits.tileBytes / pixelBytes);
  return Math.min(Math.max(fitting - (fitting % step), step), pixelCount);
}

/** Lays out counters and both sides' tiles; gives the address of the counters. */
export function layOutSides(
  arena: Arena,
  countsBytes: number,
  truth: LabelStage,
  predicted: LabelStage,
  tilePixels: number,
): number {
  const [a, b, c] = truth.scratchBytes(tilePixels);
  const [d, e, f] = predicted.scratchBytes(tilePixels);
  const ptrs = arena.layOut([countsBytes, a, b, c, d, e, f]) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  truth.place([ptrs[1], ptrs[2], ptrs[3]], tilePixels);
  predicted.place([ptrs[4], ptrs[5], ptrs[6]], tilePixels);
  return ptrs[0];
}
