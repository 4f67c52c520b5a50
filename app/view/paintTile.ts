import { outcomeOf } from "./pictureMasks.js";

/** What a picture's pixel shows: a class of one side, or what became of it. */
export type Layer = "truth" | "prediction" | "errors";

export const LAYERS: readonly (readonly [layer: Layer, title: string])[] = [
  ["truth", "Ground truth"],
  ["prediction", "Prediction"],
  ["errors", "Errors"],
];

/** How a picture is painted. */
export interface Look {
  /** 0xAABBGGRR of each class, as a canvas has them in memory; a class without one is not painted. */
  readonly colours: Uint32Array;
  /** The same of what outcomeOf tells: not painted, hit, missed, false. */
  readonly outcomes: readonly [none: number, hit: number, missed: number, wrong: number];
  /** The class whose errors are shown; -1: all, right or wrong. */
  readonly errorsOf: number;
}

/** A square of the picture at one scale: one pixel shown for 2^level x 2^level of the mask. */
export interface TilePlace {
  readonly layer: Layer;
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export const TILE_SIDE = 256;

/** Void, and what an error map is not of. */
const NOT_PAINTED = 0;

/** Both masks of a picture by pixel, as classes (or as numbers that stand for them); they may be of any size. */
export interface ReadMasks {
  readonly width: number;
  readonly height: number;
  readonly truthAt: (pixel: number) => number;
  readonly predictionAt: (pixel: number) => number;
  /** What a pixel of no class is. */
  readonly voidIndex: number;
}

/** One square of a layer, by nearest neighbour: labels have no means. */
export function paintTile(masks: ReadMasks, { layer, level, column, row }: TilePlace, look: Look): ImageData {
  const step = 2 ** level;
  const [left, top] = [column * TILE_SIDE * step, row * TILE_SIDE * step];
  const width = Math.min(TILE_SIDE, Math.ceil((masks.width - left) / step));
  const height = Math.min(TILE_SIDE, Math.ceil((masks.height - top) / step));
  const image = new ImageData(width, height);
  const out = new Uint32Array(image.data.buffer);
  const colourAt = painterOf(masks, layer, look);
  // The middle of the pixels that one stands for.
  const half = step >> 1;
  for (let y = 0; y < height; y++) {
    const line = Math.min(top + y * step + half, masks.height - 1) * masks.width;
    for (let x = 0; x < width; x++) {
      out[y * width + x] = colourAt(line + Math.min(left + x * step + half, masks.width - 1));
    }
  }
  return image;
}

function painterOf(
  { truthAt, predictionAt, voidIndex }: ReadMasks,
  layer: Layer,
  { colours, outcomes, errorsOf }: Look,
): (pixel: number) => number {
  if (layer !== "errors") {
    const classAt = layer === "truth" ? truthAt : predictionAt;
    return (pixel) => colours[classAt(pixel)] ?? NOT_PAINTED;
  }
  return (pixel) => outcomes[outcomeOf(truthAt(pixel), predictionAt(pixel), errorsOf, voidIndex)];
}
