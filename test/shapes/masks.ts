import fc from "fast-check";
import { encodeRuns, type Runs } from "../../src/instances/index.js";

export const SETTINGS = { seed: 20_261, numRuns: 80 } as const;

export interface DrawnMask {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A mask out of text, "#" in it. */
export function drawn(text: string): DrawnMask {
  const rows = text
    .trim()
    .split("\n")
    .map((row) => row.trim());
  const width = (rows[0] as string).length;
  return {
    pixels: Uint8Array.from(rows.join(""), (sign) => (sign === "#" ? 1 : 0)),
    width,
    height: rows.length,
  };
}

/** Masks of odd sizes, of noise, of runs, or empty or full. */
export function masks(most = 20): fc.Arbitrary<DrawnMask> {
  return sizes(most).chain(({ width, height }) => masksOf(width, height));
}

export function sizes(most = 20): fc.Arbitrary<{ width: number; height: number }> {
  return fc.record({ width: fc.integer({ min: 1, max: most }), height: fc.integer({ min: 1, max: most }) });
}

export function masksOf(width: number, height: number): fc.Arbitrary<DrawnMask> {
  const length = width * height;
  const noise = fc.uint8Array({ minLength: length, maxLength: length, max: 1 });
  const runs = fc.array(fc.integer({ min: 0, max: length }), { minLength: 0, maxLength: 12 }).map((ends) => {
    const pixels = new Uint8Array(length);
    for (const end of ends) for (let i = end; i < length; i++) pixels[i] = 1 - (pixels[i] as number);
    return pixels;
  });
  return fc.oneof(noise, runs).map((pixels) => ({ pixels, width, height }));
}

export function encode({ pixels, width, height }: DrawnMask): Runs & { readonly counts: Uint32Array } {
  return encodeRuns(pixels, { width, height });
}
