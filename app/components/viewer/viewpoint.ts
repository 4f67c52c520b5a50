import { signal } from "@preact/signals";
import type { SliceShape } from "../../view/sliceViews.js";
import { type Camera, fitted, panned, pixelAt, type Place, type Size, zoomed } from "./camera.js";

/** What of a picture is seen, by all of its panels alike. */
export class Viewpoint {
  readonly camera = signal<Camera>({ x: 0, y: 0, scale: 1 });
  /** The pixel that is pointed at, which every panel marks. */
  readonly pointed = signal<Place | undefined>(undefined);
  #shape: SliceShape;
  #screen: Size = { width: 1, height: 1 };
  #isFitted = true;

  constructor(shape: SliceShape) {
    this.#shape = shape;
  }

  get shape(): SliceShape {
    return this.#shape;
  }

  /** Another slice: what was seen whole stays so, and where it has the same shape what is looked at stays in sight. */
  set shape(shape: SliceShape) {
    const { width, height, aspect } = this.#shape;
    if (shape.width === width && shape.height === height && shape.aspect === aspect) return;
    this.#shape = shape;
    this.pointed.value = undefined;
    this.fit();
  }

  /** In widths of a pixel, which may be higher than wide. */
  get size(): Size {
    return { width: this.#shape.width, height: this.#shape.height * this.#shape.aspect };
  }

  /** All panels have one size; a picture that was seen whole stays so. */
  set screen(screen: Size) {
    this.#screen = screen;
    if (this.#isFitted) this.camera.value = fitted(this.size, screen);
  }

  get screen(): Size {
    return this.#screen;
  }

  /** It is seen whole: there is nowhere to move it. */
  get isFitted(): boolean {
    return this.#isFitted;
  }

  fit(): void {
    this.#isFitted = true;
    this.camera.value = fitted(this.size, this.#screen);
  }

  zoomBy(factor: number, at = { x: this.#screen.width / 2, y: this.#screen.height / 2 }): void {
    const next = zoomed(this.camera.value, factor, at, this.size, this.#screen);
    // Out as far as it goes is whole again, and stays so when the window changes.
    this.#isFitted = factor < 1 && next.scale <= fitted(this.size, this.#screen).scale;
    this.camera.value = next;
  }

  panBy(dx: number, dy: number): void {
    if (this.#isFitted) return;
    this.camera.value = panned(this.camera.value, dx, dy, this.size, this.#screen);
  }

  /** The pixel under a point of a panel; undefined beside the picture. */
  pixelAt(at: Place): Place | undefined {
    return pixelAt(this.camera.peek(), at, this.#shape, this.#screen);
  }

  /** Points at a neighbour, or first at the middle of what is seen, which follows. */
  point(dx: number, dy: number): Place {
    const { width, height, aspect } = this.#shape;
    const { x: middleX, y: middleY, scale } = this.camera.peek();
    const from = this.pointed.peek();
    // Of pixels that are smaller than a finger several at once.
    const step = Math.max(1, Math.round(6 / scale));
    const within = (at: number, length: number): number => Math.min(length - 1, Math.max(0, Math.floor(at)));
    const to = {
      x: within(from === undefined ? middleX : from.x + dx * step, width),
      y: within(from === undefined ? middleY / aspect : from.y + dy * step, height),
    };
    this.pointed.value = to;
    const [x, y] = [to.x + 0.5, (to.y + 0.5) * aspect];
    const [halfWidth, halfHeight] = [this.#screen.width / 2 / scale, this.#screen.height / 2 / scale];
    const beyond = (distance: number, half: number): number =>
      Math.sign(distance) * Math.max(0, Math.abs(distance) - 0.9 * half) * scale;
    this.panBy(-beyond(x - middleX, halfWidth), -beyond(y - middleY, halfHeight));
    return to;
  }
}
