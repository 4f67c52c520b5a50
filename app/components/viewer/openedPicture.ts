import { signal } from "@preact/signals";
import type { Look } from "../../view/paintTile.js";
import { type Camera, fitted, panned, type Size, zoomed } from "./camera.js";
import type { PictureSource, PixelClasses } from "./pictureSource.js";
import { Tiles } from "./paintedTiles.js";

/** A picture that is being looked at: what of it is seen, in which colours. */
export class OpenedPicture implements Size {
  readonly width: number;
  readonly height: number;
  readonly camera = signal<Camera>({ x: 0, y: 0, scale: 1 });
  readonly tiles: Tiles;
  /** Counts up when there is something new to paint. */
  readonly painted = signal(0);
  readonly #source: PictureSource;
  #screen: Size = { width: 1, height: 1 };
  #isFitted = true;
  #lookKey = "";

  constructor(source: PictureSource) {
    this.#source = source;
    this.width = source.width;
    this.height = source.height;
    this.tiles = new Tiles(source, () => {
      this.painted.value++;
    });
  }

  /** All layers have one size; a picture that was seen whole stays so. */
  set screen(screen: Size) {
    this.#screen = screen;
    if (this.#isFitted) this.camera.value = fitted(this, screen);
  }

  get screen(): Size {
    return this.#screen;
  }

  /** It is seen whole: there is nowhere to move it. */
  get isFitted(): boolean {
    return this.#isFitted;
  }

  /** Colours change for all layers at once, and are told by each. */
  setLook(look: Look): void {
    const key = `${look.errorsOf} ${look.colours.join()}`;
    if (key === this.#lookKey) return;
    this.#lookKey = key;
    this.tiles.look = look;
    this.painted.value++;
  }

  fit(): void {
    this.#isFitted = true;
    this.camera.value = fitted(this, this.#screen);
  }

  zoomBy(factor: number, at = { x: this.#screen.width / 2, y: this.#screen.height / 2 }): void {
    this.#isFitted = false;
    this.camera.value = zoomed(this.camera.value, factor, at, this, this.#screen);
  }

  panBy(dx: number, dy: number): void {
    this.#isFitted = false;
    this.camera.value = panned(this.camera.value, dx, dy, this, this.#screen);
  }

  pixel(x: number, y: number): Promise<PixelClasses> {
    return this.#source.pixel(x, y);
  }
}
