import {
  type Look,
  type PaintedLayer,
  type SliceView,
  TILE_SIDE,
  type TilePlace,
} from "../../view/paintTile.js";
import type { SliceShape } from "../../view/sliceViews.js";
import type { Camera, Size } from "./camera.js";
import type { PictureSource } from "./pictureSource.js";

/** Tiles that are kept: three layers of a large screen, several times over. */
const MAX_KEPT = 600;

/** Asked for at once: a worker draws one after the other, and what is wanted may have changed by then. */
const MAX_ASKED = 4;

/** Squares of a picture as their source draws them: what is there is painted, what is missing is asked for. */
export class Tiles {
  readonly #source: PictureSource;
  readonly #arrived: () => void;
  /** In the order of their last use. */
  readonly #kept = new Map<string, ImageBitmap>();
  readonly #asked = new Set<string>();
  #wanted = new Map<string, TilePlace>();
  #look: Look | undefined;
  /** Tiles of an older look are not taken any more. */
  #version = 0;

  constructor(source: PictureSource, arrived: () => void) {
    this.#source = source;
    this.#arrived = arrived;
  }

  /** What is shown changes: every tile is drawn anew. */
  set look(look: Look) {
    this.#look = look;
    this.close();
  }

  /** Frees all squares; those that are on their way are not taken. */
  close(): void {
    this.#version++;
    for (const bitmap of this.#kept.values()) bitmap.close();
    this.#kept.clear();
    this.#asked.clear();
  }

  /** Forgets what earlier frames wanted and did not get. */
  begin(): void {
    this.#wanted = new Map();
  }

  /** Paints one layer as the camera sees it, over what is there. */
  paint(
    context: CanvasRenderingContext2D,
    { layer, slice }: { readonly layer: PaintedLayer; readonly slice: SliceView | undefined },
    camera: Camera,
    screen: Size,
  ): void {
    const shape = this.#source.shapeOf(slice);
    const level = levelOf(camera.scale, shape);
    const span = TILE_SIDE * 2 ** level;
    const left = camera.x - screen.width / 2 / camera.scale;
    const top = camera.y - screen.height / 2 / camera.scale;
    const right = Math.min(shape.width, left + screen.width / camera.scale);
    const bottom = Math.min(shape.height, (top + screen.height / camera.scale) / shape.aspect);
    const view = { left, top, scale: camera.scale, aspect: shape.aspect };
    context.imageSmoothingEnabled = false;
    for (let row = Math.floor(Math.max(0, top / shape.aspect) / span); row * span < bottom; row++) {
      for (let column = Math.floor(Math.max(0, left) / span); column * span < right; column++) {
        this.#paintTile(context, { layer, level, column, row, slice }, view);
      }
    }
  }

  /** Asks for what was wanted. */
  end(): void {
    const look = this.#look;
    if (look === undefined) return;
    const version = this.#version;
    for (const [key, place] of this.#wanted) {
      if (this.#asked.size >= MAX_ASKED) return;
      if (this.#asked.has(key)) continue;
      this.#asked.add(key);
      this.#source.tile(place, look).then(
        (bitmap) => {
          if (version !== this.#version) {
            bitmap.close();
            return;
          }
          this.#asked.delete(key);
          this.#keep(key, bitmap);
          this.#arrived();
        },
        // The viewer was closed, or another pair is open.
        () => this.#asked.delete(key),
      );
    }
  }

  #paintTile(context: CanvasRenderingContext2D, place: TilePlace, view: View): void {
    const key = keyOf(place);
    const bitmap = this.#kept.get(key);
    if (bitmap === undefined) {
      this.#wanted.set(key, place);
      this.#paintCoarser(context, place, view);
      return;
    }
    this.#kept.delete(key);
    this.#kept.set(key, bitmap);
    const step = 2 ** place.level;
    draw(context, bitmap, [0, 0, bitmap.width, bitmap.height], place, step, view);
  }

  /** Until a tile is there, the part of a coarser one that shows the same. */
  #paintCoarser(context: CanvasRenderingContext2D, place: TilePlace, view: View): void {
    for (let up = 1; up <= 6; up++) {
      const shrink = 2 ** up;
      const above = {
        ...place,
        level: place.level + up,
        column: Math.floor(place.column / shrink),
        row: Math.floor(place.row / shrink),
      };
      const bitmap = this.#kept.get(keyOf(above));
      if (bitmap === undefined) continue;
      const side = TILE_SIDE / shrink;
      const x = (place.column % shrink) * side;
      const y = (place.row % shrink) * side;
      const width = Math.min(side, bitmap.width - x);
      const height = Math.min(side, bitmap.height - y);
      if (width > 0 && height > 0)
        draw(context, bitmap, [x, y, width, height], place, 2 ** above.level, view);
      return;
    }
  }

  #keep(key: string, bitmap: ImageBitmap): void {
    this.#kept.set(key, bitmap);
    for (const [oldest, old] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) return;
      this.#kept.delete(oldest);
      old.close();
    }
  }
}

/** Where on the screen a picture's pixels are, the first of them at (-left, -top). */
interface View {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  /** How much higher than wide a pixel is. */
  readonly aspect: number;
}

/** The finest level whose pixels are not smaller than the screen's. */
function levelOf(scale: number, { width, height }: SliceShape): number {
  const coarsest = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / TILE_SIDE)));
  return Math.min(coarsest, Math.max(0, Math.floor(Math.log2(1 / (scale * devicePixelRatio)))));
}

function keyOf({ layer, level, column, row, slice }: TilePlace): string {
  return `${slice === undefined ? "" : `${slice.plane} ${slice.at}/`}${layer}/${level}/${column}/${row}`;
}

/** Edges are rounded, so that neighbours meet without a seam. */
function draw(
  context: CanvasRenderingContext2D,
  bitmap: ImageBitmap,
  [sx, sy, sw, sh]: readonly [number, number, number, number],
  place: TilePlace,
  step: number,
  { left, top, scale, aspect }: View,
): void {
  const span = TILE_SIDE * 2 ** place.level;
  const onScreen = (at: number): number => Math.round(at * devicePixelRatio) / devicePixelRatio;
  const x = onScreen((place.column * span - left) * scale);
  const y = onScreen((place.row * span * aspect - top) * scale);
  const right = onScreen((place.column * span + sw * step - left) * scale);
  const bottom = onScreen(((place.row * span + sh * step) * aspect - top) * scale);
  context.drawImage(bitmap, sx, sy, sw, sh, x, y, right - x, bottom - y);
}
