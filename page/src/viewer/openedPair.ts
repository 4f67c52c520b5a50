import { signal } from "@preact/signals";
import type { CountJob } from "../../../app/job/countImage.js";
import type { Look, OpenedSize, PixelClasses } from "../counting/protocol.js";
import { Cancelled, pageWorkers } from "../counting/workers.js";
import type { ImagePair } from "../score/pairs.js";
import { type Camera, fitted, panned, type Size, zoomed } from "./camera.js";
import { lookOf } from "./look.js";
import { type AskOfPair, Tiles } from "./tiles.js";

/** A pair that is being looked at: a worker holds its masks. */
export class Opened implements Size {
  readonly width: number;
  readonly height: number;
  /** Classes in either mask, ascending. */
  readonly present: readonly number[];
  readonly camera = signal<Camera>({ x: 0, y: 0, scale: 1 });
  readonly tiles: Tiles;
  /** Counts up when there is something new to paint. */
  readonly painted = signal(0);
  readonly #ask: AskOfPair;
  #screen: Size = { width: 1, height: 1 };
  #isFitted = true;
  #lookKey = "";

  constructor(ask: AskOfPair, { width, height, present }: OpenedSize) {
    this.#ask = ask;
    this.width = width;
    this.height = height;
    this.present = present;
    this.tiles = new Tiles(ask, this, () => {
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

  pixel(at: { readonly x: number; readonly y: number }): Promise<PixelClasses> {
    return this.#ask("pixel", at);
  }
}

let openedCount = 0;

/** Opens a pair; close() frees its masks, whether they have come or not. */
export function openPair(
  { id, groundTruth, prediction }: ImagePair,
  job: CountJob,
): { readonly ready: Promise<Opened>; close(): void; readonly isClosed: boolean } {
  const workers = pageWorkers();
  const name = `opened pair ${openedCount++}`;
  const abort = new AbortController();
  const ask: AskOfPair = (kind, asked) => workers.ask(kind, asked, { heldBy: name });
  return {
    ready: workers
      .ask(
        "open",
        { job, pair: { groundTruth, prediction } },
        { signal: abort.signal, about: id, holds: name },
      )
      .then((size) => new Opened(ask, size)),
    close() {
      abort.abort(new Cancelled("cancelled"));
      // Where it was not open yet there is nobody to be told.
      ask("close", undefined).catch(() => undefined);
    },
    get isClosed() {
      return abort.signal.aborted;
    },
  };
}
