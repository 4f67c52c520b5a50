import { signal } from "@preact/signals";
import type { Look, SliceView } from "../../view/paintTile.js";
import { Tiles } from "./paintedTiles.js";
import type { PictureSource, PixelClasses } from "./pictureSource.js";
import { Viewpoint } from "./viewpoint.js";

/** A picture that is being looked at: what of it is seen, in which colours. */
export class OpenedPicture extends Viewpoint {
  readonly tiles: Tiles;
  readonly #source: PictureSource;
  /** What paints each of its canvases. */
  readonly #stages = new Set<() => void>();
  /** Counts up when tiles have come. */
  readonly #arrived = signal(0);
  #slice: SliceView | undefined;
  #lookKey = "";
  #frame = 0;

  /** @param slice where a volume is looked at */
  constructor(source: PictureSource, slice?: SliceView) {
    super(source.shapeOf(slice));
    this.#source = source;
    this.#slice = slice;
    this.tiles = new Tiles(source, () => {
      this.#arrived.value++;
    });
    for (const changes of [this.camera, this.pointed, this.#arrived]) {
      changes.subscribe(() => {
        this.schedule();
      });
    }
  }

  set look(look: Look) {
    const { errorsOf, isOutlined, lit, threshold, ground, colours } = look;
    const key = JSON.stringify([errorsOf, isOutlined, lit, threshold, ground, [...colours]]);
    if (key === this.#lookKey) return;
    this.#lookKey = key;
    this.tiles.look = look;
    this.schedule();
  }

  get slice(): SliceView | undefined {
    return this.#slice;
  }

  set slice(slice: SliceView | undefined) {
    this.#slice = slice;
    this.shape = this.#source.shapeOf(slice);
    this.schedule();
  }

  /** @param paint paints one canvas; what of it lacks tiles asks for them */
  addStage(paint: () => void): () => void {
    this.#stages.add(paint);
    this.schedule();
    return () => this.#stages.delete(paint);
  }

  /** Paints at most once a frame, all canvases together: they share the tiles. */
  schedule(): void {
    if (this.#frame !== 0 || this.#stages.size === 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.tiles.begin();
      for (const paint of this.#stages) paint();
      this.tiles.end();
    });
  }

  pixel(x: number, y: number): Promise<PixelClasses> {
    return this.#source.pixel(x, y, this.#slice);
  }

  /** Frees what was painted. */
  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#stages.clear();
    this.tiles.close();
  }
}
