import { mix, type Palette, type Rgb } from "./theme.js";

/** How cells are painted: each code has a tile of period x period device pixels, repeated over its cells. */
export interface Ink {
  readonly period: number;
  /** Tiles one after the other, as ImageData holds pixels. */
  readonly pixels: Uint32Array;
}

/** The colour of a code at a place of its tile, 0..1 each way; undefined is transparent. */
export type Tile = (x: number, y: number) => Rgb | undefined;

/** Codes of the picture of two masks: 1 where truth is, plus 2 where prediction is. */
export const TRUTH_ONLY = 1;
export const PREDICTION_ONLY = 2;
export const BOTH = 3;

/** CSS pixels from stripe to stripe. */
const PATTERN = 8;

export function inkOf(tiles: readonly Tile[], pixelRatio: number): Ink {
  const period = Math.max(1, Math.round(PATTERN * pixelRatio));
  const pixels = new Uint32Array(tiles.length * period * period);
  tiles.forEach((tile, code) => {
    for (let y = 0; y < period; y++) {
      for (let x = 0; x < period; x++) {
        const color = tile((x + 0.5) / period, (y + 0.5) / period);
        if (color !== undefined) pixels[(code * period + y) * period + x] = packed(color);
      }
    }
  });
  return { period, pixels };
}

/** Bytes r, g, b, a in memory: every browser runs on little-endian machines. */
function packed([r, g, b]: Rgb): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

export function solid(color: Rgb | undefined): Tile {
  return () => color;
}

/** Two masks: stripes where only truth is, dots where only prediction is, solid where both are. Colour is not the only sign. */
export function overlapTiles({ page, truth, prediction, hit }: Palette, background?: Rgb): Tile[] {
  const stripe = mix(truth, page, 0.8);
  const betweenStripes = mix(truth, page, 0.25);
  const dot = mix(prediction, page, 0.95);
  const betweenDots = mix(prediction, page, 0.28);
  return [
    solid(background),
    (x, y) => ((x + y) % 1 < 0.36 ? stripe : betweenStripes),
    (x, y) => (isDot(x, y) ? dot : betweenDots),
    solid(hit),
  ];
}

/** Two dots a tile, one at its middle and one at its corners. */
function isDot(x: number, y: number): boolean {
  const near = (dx: number, dy: number): boolean => dx * dx + dy * dy < 0.045;
  return near(x - 0.5, y - 0.5) || near(Math.min(x, 1 - x), Math.min(y, 1 - y));
}
