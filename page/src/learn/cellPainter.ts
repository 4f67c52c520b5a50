import type { Ink } from "./ink.js";

/** A grid of codes to be painted. */
export interface CellGrid {
  readonly cells: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Paints cells at the canvas's own device pixels, so that they are crisp at every size. Keeps its buffers: a frame of a
 * drag allocates nothing.
 */
export class CellPainter {
  readonly #context: CanvasRenderingContext2D;
  #image: ImageData | undefined;
  #pixels = new Uint32Array(0);
  /** Cell of each device column. */
  #columns = new Uint16Array(0);

  constructor(readonly canvas: HTMLCanvasElement) {
    this.#context = canvas.getContext("2d") as CanvasRenderingContext2D;
  }

  paint({ cells, width, height }: CellGrid, { period, pixels: tiles }: Ink, across: number): void {
    const image = this.#resize(across, Math.round((across * height) / width), width);
    const [pixels, columns, down] = [this.#pixels, this.#columns, image.height];
    const tileSize = period * period;
    for (let y = 0, at = 0; y < down; y++) {
      const row = Math.floor((y * height) / down) * width;
      const tileRow = (y % period) * period;
      for (let x = 0, tileX = 0; x < across; x++, at++) {
        const code = cells[row + (columns[x] as number)] as number;
        pixels[at] = tiles[code * tileSize + tileRow + tileX] as number;
        if (++tileX === period) tileX = 0;
      }
    }
    this.#context.putImageData(image, 0, 0);
  }

  #resize(across: number, down: number, width: number): ImageData {
    if (this.#image?.width === across && this.#image.height === down) return this.#image;
    [this.canvas.width, this.canvas.height] = [across, down];
    this.#image = this.#context.createImageData(across, down);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#columns = Uint16Array.from({ length: across }, (_, x) => Math.floor((x * width) / across));
    return this.#image;
  }
}
