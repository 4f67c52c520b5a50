import { signal } from "@preact/signals";
import type { Answer, Job, Look, PairFiles } from "../counting/protocol.js";
import type { RasterSize } from "../../../src/reading/raster.js";
import { CountingThread } from "../counting/workers.js";
import { type Camera, fitted, panned, type Size, zoomed } from "./camera.js";
import { lookOf } from "./look.js";
import { Tiles } from "./tiles.js";

/** A pair that is being looked at: its masks are in a worker of its own. */
export class Opened implements Size {
  /** Of the image. */
  readonly size: RasterSize;
  /** Of the picture that shows it. */
  readonly width: number;
  readonly height: number;
  /** Classes in either mask, ascending. */
  readonly present: readonly number[];
  readonly camera = signal<Camera>({ x: 0, y: 0, scale: 1 });
  readonly tiles: Tiles;
  /** Counts up when there is something new to paint. */
  readonly painted = signal(0);
  readonly #thread: CountingThread;
  #screen: Size = { width: 1, height: 1 };
  #isFitted = true;
  #lookKey = "";

  constructor(thread: CountingThread, { size, width, height, present }: Answer<"open">) {
    this.#thread = thread;
    this.size = size;
    this.width = width;
    this.height = height;
    this.present = present;
    this.tiles = new Tiles(thread, this, () => {
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

  /** Colours change for all layers at once, and are told by each. */
  setLook(palette: readonly string[], off: ReadonlySet<number>, errorsOf: number): void {
    const key = JSON.stringify([[...off], errorsOf]);
    if (key === this.#lookKey) return;
    this.#lookKey = key;
    const look: Look = lookOf(palette, off, errorsOf);
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

  pixel(at: { readonly x: number; readonly y: number }): Promise<Answer<"pixel">> {
    return this.#thread.ask("pixel", at);
  }
}

/** Opens a pair; close() frees its masks, whether they have come or not. */
export function openPair(
  pair: PairFiles,
  job: Job,
): { readonly ready: Promise<Opened>; close(): void; readonly isClosed: boolean } {
  const thread = new CountingThread();
  let isClosed = false;
  return {
    ready: thread
      .ask("open", {
        job,
        pair: { groundTruth: pair.groundTruth, prediction: pair.prediction },
      })
      .then((answer) => new Opened(thread, answer)),
    close() {
      isClosed = true;
      thread.stop();
    },
    get isClosed() {
      return isClosed;
    },
  };
}
