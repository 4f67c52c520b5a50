import { outcomeOf } from "./pictureMasks.js";

/** What a picture's pixel shows: a class of one side, or what became of it. */
export type Layer = "truth" | "prediction" | "errors";

export const LAYERS: readonly (readonly [layer: Layer, title: string])[] = [
  ["truth", "Ground truth"],
  ["prediction", "Prediction"],
  ["errors", "Errors"],
];

/** What is painted over one another: areas, and the lines between the truth's classes, which lie on any of them. */
export type PaintedLayer = Layer | "edges";

/** How a picture is painted. */
export interface Look {
  /** 0xAABBGGRR of each class, as a canvas has them in memory; a class without one is not painted. */
  readonly colours: Uint32Array;
  /** The same of what outcomeOf tells of one class: not painted, hit, missed, false. */
  readonly outcomes: readonly [none: number, hit: number, missed: number, wrong: number];
  /** The class whose errors are shown; -1: all, a wrong pixel in the colour of what was predicted. */
  readonly errorsOf: number;
  /** Both sides' areas are painted at their edges only. */
  readonly isOutlined: boolean;
  /** Where only one confusion's pixels are wanted: of which classes. All others are faint. */
  readonly lit: readonly [truth: number, prediction: number] | undefined;
  /** Where a prediction is probabilities: those from here on are foreground; undefined: as it was scored. */
  readonly threshold?: number | undefined;
  /** What faint pixels fade into; undefined: into what lies under the picture, a photo. */
  readonly ground: number | undefined;
}

/** A slice of a volume, by where along the plane's normal it is. */
export interface SliceView {
  readonly plane: PlaneName;
  readonly at: number;
}

export type PlaneName = "axial" | "coronal" | "sagittal";

/** A square of the picture at one scale: one pixel shown for 2^level x 2^level of the mask. */
export interface TilePlace {
  readonly layer: PaintedLayer;
  readonly level: number;
  readonly column: number;
  readonly row: number;
  /** Undefined of an image, and of a volume all of whose slices lie one below the other. */
  readonly slice?: SliceView | undefined;
}

export const TILE_SIDE = 256;

/** Void, and what an error map is not of. */
const NOT_PAINTED = 0;

const WHITE = 0xffffffff;
const BLACK = 0xff000000;

/** Both masks of a picture by pixel, as classes (or as numbers that stand for them); they may be of any size. */
export interface ReadMasks {
  readonly width: number;
  readonly height: number;
  /** Where the picture's first pixel is, and how far its neighbours are from it; by default a mask as it is. */
  readonly steps?: PixelSteps | undefined;
  readonly truthAt: (pixel: number) => number;
  readonly predictionAt: (pixel: number) => number;
  /** What a pixel of no class is. */
  readonly voidIndex: number;
}

/** How a picture's pixels lie in a mask: pixel (x, y) is first + x * across + y * down. */
export interface PixelSteps {
  readonly first: number;
  readonly across: number;
  readonly down: number;
}

/** Tells a pixel's colour; its neighbours are those that are painted beside it. */
type Painter = (pixel: number, neighbours: readonly number[]) => number;

/** One square of a layer, by nearest neighbour: labels have no means. */
export function paintTile(masks: ReadMasks, { layer, level, column, row }: TilePlace, look: Look): ImageData {
  const step = 2 ** level;
  const [left, top] = [column * TILE_SIDE * step, row * TILE_SIDE * step];
  const width = Math.min(TILE_SIDE, Math.ceil((masks.width - left) / step));
  const height = Math.min(TILE_SIDE, Math.ceil((masks.height - top) / step));
  const image = new ImageData(width, height);
  const out = new Uint32Array(image.data.buffer);
  const { first, across, down } = masks.steps ?? { first: 0, across: 1, down: masks.width };
  const colourAt = painterOf(masks, layer, look);
  const isOfEdges = layer === "edges" || (look.isOutlined && layer !== "errors");
  // The middle of the pixels that one stands for.
  const half = step >> 1;
  const [lastX, lastY] = [masks.width - 1, masks.height - 1];
  const neighbours = [0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    const inY = Math.min(top + y * step + half, lastY);
    const line = first + inY * down;
    for (let x = 0; x < width; x++) {
      const inX = Math.min(left + x * step + half, lastX);
      const pixel = line + inX * across;
      if (isOfEdges) {
        neighbours[0] = pixel + (Math.min(inX + step, lastX) - inX) * across;
        neighbours[1] = pixel + (Math.max(inX - step, 0) - inX) * across;
        neighbours[2] = pixel + (Math.min(inY + step, lastY) - inY) * down;
        neighbours[3] = pixel + (Math.max(inY - step, 0) - inY) * down;
      }
      out[y * width + x] = colourAt(pixel, neighbours);
    }
  }
  return image;
}

function painterOf(masks: ReadMasks, layer: PaintedLayer, look: Look): Painter {
  const { truthAt } = masks;
  if (layer === "errors") return errorPainter(masks, look);
  if (layer === "edges") {
    // A line of two pixels, one light and one dark: it is seen on every colour.
    return (pixel, neighbours) => {
      const own = truthAt(pixel);
      for (const neighbour of neighbours) {
        const other = truthAt(neighbour);
        if (other !== own) return own > other ? WHITE : BLACK;
      }
      return NOT_PAINTED;
    };
  }
  const classAt = layer === "truth" ? truthAt : masks.predictionAt;
  const { colours, isOutlined } = look;
  const faint = fader(look);
  const isLit = litTest(masks, look);
  return (pixel, neighbours) => {
    const own = classAt(pixel);
    if (isOutlined && neighbours.every((neighbour) => classAt(neighbour) === own)) return NOT_PAINTED;
    const colour = colours[own] ?? NOT_PAINTED;
    return isLit(pixel) ? colour : faint(colour);
  };
}

/** Of all classes: what is wrong in the colour of what was predicted, what is right faint. Of one: what became of it. */
function errorPainter({ truthAt, predictionAt, voidIndex }: ReadMasks, look: Look): Painter {
  const { colours, outcomes, errorsOf, lit } = look;
  const faint = fader(look);
  if (errorsOf >= 0 && lit === undefined) {
    return (pixel) => outcomes[outcomeOf(truthAt(pixel), predictionAt(pixel), errorsOf, voidIndex)];
  }
  return (pixel) => {
    const [truth, predicted] = [truthAt(pixel), predictionAt(pixel)];
    if (truth === voidIndex) return NOT_PAINTED;
    // Void where there is a class was missed, and has no colour of its own.
    const colour = predicted === voidIndex ? outcomes[2] : (colours[predicted] ?? NOT_PAINTED);
    const isShown = lit === undefined ? truth !== predicted : truth === lit[0] && predicted === lit[1];
    return isShown ? colour : faint(colour);
  };
}

function litTest({ truthAt, predictionAt }: ReadMasks, { lit }: Look): (pixel: number) => boolean {
  if (lit === undefined) return () => true;
  const [truth, predicted] = lit;
  return (pixel) => truthAt(pixel) === truth && predictionAt(pixel) === predicted;
}

/** A fifth of a colour. */
function fader({ ground }: Look): (colour: number) => number {
  if (ground === undefined) {
    return (colour) => (colour === NOT_PAINTED ? colour : ((colour & 0xffffff) | 0x33000000) >>> 0);
  }
  const channel = (colour: number, shift: number): number =>
    Math.round((((colour >> shift) & 255) + 4 * ((ground >> shift) & 255)) / 5) << shift;
  return (colour) =>
    colour === NOT_PAINTED
      ? colour
      : (0xff000000 | channel(colour, 0) | channel(colour, 8) | channel(colour, 16)) >>> 0;
}
