import { type MaskInput, readMask } from "../../../src/measures/instances/objectMasks.js";
import { areaOf } from "../../../src/shapes/runsFigures.js";
import type { SegmentBox } from "./taskPicture.js";
import type { PaintScale } from "./taskPicture.js";

/** A box, x, y, width and height in pixels of the image, or a mask. */
export type PaintedObject = { readonly box: readonly number[] } | { readonly mask: MaskInput };

/** Lines are so wide, of the canvas' longer side. */
const LINE = 1 / 200;

/** Of a mask's inside every so manieth diagonal is painted: what lies below is seen through it. */
const STRIPE = 5;

/** Indices of colours, on which outlines of boxes and masks are painted. What is painted later covers what is below. */
export class ObjectCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly indices: Uint8Array;
  readonly #size: readonly [height: number, width: number];
  readonly #scale: PaintScale;
  readonly #line: number;

  constructor(size: readonly [height: number, width: number], scale: PaintScale) {
    this.#size = size;
    this.#scale = scale;
    this.columns = scale.width * scale.scale;
    this.rows = scale.height * scale.scale;
    this.indices = new Uint8Array(this.columns * this.rows);
    this.#line = Math.max(2, Math.round(Math.max(this.columns, this.rows) * LINE));
  }

  /** Pixels of the image, whatever of it is outside; of masks those that are set. */
  static area(object: PaintedObject, size: readonly [number, number]): number {
    if ("mask" in object) return areaOf(readMask(object.mask, "mask", size).counts);
    const [, , width = 0, height = 0] = object.box;
    return width * height;
  }

  /** @returns where it is, in the picture's pixels: those before they are painted larger */
  paint(object: PaintedObject, colour: number): Omit<SegmentBox, "segment"> {
    return "mask" in object ? this.#paintMask(object.mask, colour) : this.#paintBox(object.box, colour);
  }

  #paintBox(box: readonly number[], colour: number): Omit<SegmentBox, "segment"> {
    const { step, scale, width: columns, height: rows } = this.#scale;
    const [x = 0, y = 0, width = 0, height = 0] = box;
    const within = (value: number, most: number): number => Math.min(Math.max(value / step, 0), most);
    const [left, right] = [within(x, columns), within(x + width, columns)];
    const [top, bottom] = [within(y, rows), within(y + height, rows)];
    const [x0, x1] = [Math.round(left * scale), Math.max(Math.round(right * scale), 1)];
    const [y0, y1] = [Math.round(top * scale), Math.max(Math.round(bottom * scale), 1)];
    const line = this.#line;
    for (let row = y0; row < y1; row++) {
      const isEdge = row < y0 + line || row >= y1 - line;
      const start = row * this.columns;
      if (isEdge) this.indices.fill(colour, start + x0, start + x1);
      else {
        this.indices.fill(colour, start + x0, start + Math.min(x0 + line, x1));
        this.indices.fill(colour, start + Math.max(x1 - line, x0), start + x1);
      }
    }
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  #paintMask(mask: MaskInput, colour: number): Omit<SegmentBox, "segment"> {
    const { scale, width, height } = this.#scale;
    const small = this.#smallMask(mask);
    const bounds = boundsOf(small, width);
    const isSet = (x: number, y: number): boolean =>
      x >= 0 &&
      y >= 0 &&
      x < this.columns &&
      y < this.rows &&
      small[Math.floor(y / scale) * width + Math.floor(x / scale)] === 1;
    const line = this.#line;
    const right = Math.min((bounds.x + bounds.width) * scale, this.columns);
    const bottom = Math.min((bounds.y + bounds.height) * scale, height * scale);
    for (let y = bounds.y * scale; y < bottom; y++) {
      for (let x = bounds.x * scale; x < right; x++) {
        if (!isSet(x, y)) continue;
        const isEdge =
          !isSet(x - line, y) || !isSet(x + line, y) || !isSet(x, y - line) || !isSet(x, y + line);
        if (isEdge || (x + y) % STRIPE === 0) this.indices[y * this.columns + x] = colour;
      }
    }
    return bounds;
  }

  /** A byte a pixel of the picture: every step-th row and column. Runs go down column by column. */
  #smallMask(mask: MaskInput): Uint8Array {
    const [height] = this.#size;
    const { step, width } = this.#scale;
    const small = new Uint8Array(width * this.#scale.height);
    let at = 0;
    readMask(mask, "mask", this.#size).counts.forEach((count, run) => {
      const end = at + count;
      if (run % 2 === 1) {
        for (let x = Math.floor(at / height); x * height < end; x++) {
          if (x % step !== 0) continue;
          const from = Math.ceil(Math.max(at - x * height, 0) / step);
          const to = Math.min(end - x * height, height);
          for (let y = from; y * step < to; y++) small[y * width + x / step] = 1;
        }
      }
      at = end;
    });
    return small;
  }
}

function boundsOf(small: Uint8Array, width: number): Omit<SegmentBox, "segment"> {
  let [left, top, right, bottom] = [width, -1, 0, 0];
  small.forEach((value, at) => {
    if (value === 0) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    if (top < 0) top = y;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    bottom = y + 1;
  });
  return top < 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
