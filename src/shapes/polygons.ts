import { wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readOptions } from "../reading/options.js";
import { describeData, typedArrayName } from "../reading/typedArray.js";
import { combineCounts } from "./mergeRuns.js";
import { type MaskSize, readMaskSize, type Runs } from "./runs.js";

/** Corners x, y, x, y, ... of a closed polygon, in pixels: pixel (0, 0) reaches from (0, 0) to (1, 1). */
export type Polygon = ArrayLike<number>;

/** Corners are placed on a grid of fifths of a pixel. */
const FIFTHS = 5;
/** Up to here a fifth is a whole number, and half of one is told apart from it. */
const MOST_COORDINATE = 2 ** 49;

/**
 * The mask of polygons, pixel for pixel as pycocotools draws it: the corners are rounded to fifths of a pixel, and a pixel is
 * in the mask where its middle is within an odd number of turns. Several polygons are the parts of one object: their union.
 *
 * @param polygons at least one, each of at least three corners; corners may be outside the image
 * @throws {TypeError} polygons are no list of lists of numbers
 * @throws {RangeError} no polygon, fewer than three corners, half a corner, a coordinate that is not finite or beyond 2^49
 * @example runsToString(runsFromPolygons([[1, 1, 4, 1, 4, 3, 1, 3]], { width: 5, height: 4 })) // "520208"
 */
export function runsFromPolygons(
  polygons: readonly Polygon[],
  size: MaskSize,
): Runs & { readonly counts: Uint32Array } {
  const [height, width] = readMaskSize(readOptions(size, ["width", "height"], "size"));
  const parts = readPolygons(polygons, "polygons").map((corners) => polygonCounts(corners, height, width));
  return { size: [height, width], counts: combineCounts(parts, false) };
}

/**
 * The mask of a box [x, y, width, height], as pycocotools draws it: a polygon of four corners. A width or height below 0
 * reaches to the other side.
 *
 * @throws {TypeError} box is no list of numbers
 * @throws {RangeError} not four, or not finite, or beyond 2^48
 * @example runsArea(runsFromBox([1, 1, 3, 2], { width: 5, height: 4 })) // 6
 */
export function runsFromBox(box: ArrayLike<number>, size: MaskSize): Runs & { readonly counts: Uint32Array } {
  const [height, width] = readMaskSize(readOptions(size, ["width", "height"], "size"));
  const [x, y, w, h] = readCoordinates(box, "box", MOST_COORDINATE / 2) as unknown as number[];
  if (box.length !== 4) throw wrongLength("box", "[x, y, width, height]", `${box.length} numbers`);
  const [left, top, right, bottom] = [x, y, (x as number) + (w as number), (y as number) + (h as number)];
  const corners = Float64Array.of(
    left as number,
    top as number,
    left as number,
    bottom,
    right,
    bottom,
    right,
    top as number,
  );
  return { size: [height, width], counts: polygonCounts(corners, height, width) };
}

/** Checks polygons: lists of finite numbers, of at least three corners each. */
export function readPolygons(value: unknown, argument: string): Float64Array[] {
  if (!Array.isArray(value)) {
    throw wrongType(argument, "a list of polygons, each a list of x, y, x, y, ...", describeData(value));
  }
  if (value.length === 0) throw wrongValue(argument, "at least one polygon", "none");
  if (typeof value[0] === "number") {
    throw wrongType(argument, "a list of polygons", "a list of numbers", `pass [${argument}]`);
  }
  return Array.from(value as readonly unknown[], (polygon, i) => {
    const name = `${argument}[${i}]`;
    const corners = readCoordinates(polygon, name, MOST_COORDINATE);
    if (corners.length < 6 || corners.length % 2 !== 0) {
      throw wrongLength(
        name,
        "x and y of at least three corners",
        `${corners.length} numbers`,
        corners.length === 4 ? "four numbers are a box in COCO's files: use runsFromBox" : undefined,
      );
    }
    return corners;
  });
}

/** Finite numbers up to a bound. */
export function readCoordinates(value: unknown, argument: string, most: number): Float64Array {
  const name = typedArrayName(value);
  if (!Array.isArray(value) && (name === undefined || name.startsWith("Big"))) {
    throw wrongType(argument, "a list of numbers", describeData(value));
  }
  const list = value as ArrayLike<unknown>;
  const numbers = new Float64Array(list.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = list[i];
    if (typeof number !== "number") {
      throw wrongType(argument, "a list of numbers", `${describe(number)} at element ${i}`);
    }
    if (!(Math.abs(number) <= most)) {
      throw wrongValue(argument, `finite numbers from -${most} to ${most}`, `${number} at element ${i}`);
    }
    numbers[i] = number;
  }
  return numbers;
}

/** Counts of a polygon of checked corners. */
export function polygonCounts(corners: Float64Array, height: number, width: number): Uint32Array {
  const crossings = new Crossings(height, width);
  const length = corners.length;
  // To the nearest fifth, as a C cast makes it whole: towards 0.
  const grid = corners.map((coordinate) => Math.trunc(FIFTHS * coordinate + 0.5));
  for (let i = 0; i < length; i += 2) {
    const next = i + 2 === length ? 0 : i + 2;
    crossings.addEdge(
      grid[i] as number,
      grid[i + 1] as number,
      grid[next] as number,
      grid[next + 1] as number,
    );
  }
  return crossings.counts();
}

/**
 * Where the edges of a polygon cross the middles of pixel columns: the mask changes from there down. pycocotools walks along
 * each edge fifth by fifth; here only the steps over the middle of a column are worked out, by the same arithmetic.
 */
class Crossings {
  readonly #height: number;
  readonly #width: number;
  /** Pixels, column by column, from which on the mask changes. */
  #places = new Float64Array(64);
  #length = 0;

  constructor(height: number, width: number) {
    this.#height = height;
    this.#width = width;
  }

  addEdge(x0: number, y0: number, x1: number, y1: number): void {
    const [dx, dy] = [Math.abs(x1 - x0), Math.abs(y1 - y0)];
    if (dx === 0) return;
    const isFlat = dx >= dy;
    // An edge is walked along its longer axis, from the lesser end.
    const isTurned = isFlat ? x0 > x1 : y0 > y1;
    const [xs, ys, xe, ye] = isTurned ? [x1, y1, x0, y0] : [x0, y0, x1, y1];
    const first = Math.max(0, Math.ceil((Math.min(xs, xe) - 2) / FIFTHS));
    const last = Math.min(this.#width - 1, Math.floor((Math.max(xs, xe) - 3) / FIFTHS));
    if (first > last) return;
    this.#reserve(last - first + 1);
    if (isFlat) this.#addFlat(xs, ys, (ye - ys) / dx, first, last);
    else this.#addSteep(xs, ys, (xe - xs) / dy, dy, first, last);
  }

  /** The middle of column c is between the fifths 5 c + 2 and 5 c + 3. */
  #addFlat(xs: number, ys: number, slope: number, first: number, last: number): void {
    for (let column = first; column <= last; column++) {
      const step = FIFTHS * column + 2 - xs;
      const before = Math.trunc(ys + slope * step + 0.5);
      const behind = Math.trunc(ys + slope * (step + 1) + 0.5);
      this.#add(column, before < behind ? before : behind);
    }
  }

  #addSteep(xs: number, ys: number, slope: number, dy: number, first: number, last: number): void {
    const rises = slope > 0;
    for (let column = first; column <= last; column++) {
      const middle = FIFTHS * column + 2.5;
      // The first step that is over the middle. The estimate may be a step off, by rounding.
      let step = Math.min(dy, Math.max(1, Math.ceil((middle - xs) / slope)));
      while (step > 1 && isOver(xs, slope, step - 1, middle, rises)) step--;
      while (step < dy && !isOver(xs, slope, step, middle, rises)) step++;
      this.#add(column, ys + step - 1);
    }
  }

  /** The first row whose middle is at or below a fifth, within the image. */
  #add(column: number, fifth: number): void {
    const row = Math.min(this.#height, Math.max(0, Math.ceil((fifth - 2) / FIFTHS)));
    this.#places[this.#length++] = column * this.#height + row;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#places.length) return;
    const larger = new Float64Array(Math.max(this.#places.length * 2, this.#length + more));
    larger.set(this.#places.subarray(0, this.#length));
    this.#places = larger;
  }

  /** Two changes at one place are none. */
  counts(): Uint32Array {
    const places = this.#places.subarray(0, this.#length).sort();
    const pixels = this.#height * this.#width;
    const counts = new Uint32Array(this.#length + 1);
    let length = 0;
    let from = 0;
    for (let i = 0; i < places.length;) {
      const place = places[i] as number;
      let end = i + 1;
      while (end < places.length && places[end] === place) end++;
      if ((end - i) % 2 === 1 && place < pixels) {
        counts[length++] = place - from;
        from = place;
      }
      i = end;
    }
    counts[length++] = pixels - from;
    return counts.slice(0, length);
  }
}

function isOver(xs: number, slope: number, step: number, middle: number, rises: boolean): boolean {
  const x = Math.trunc(xs + slope * step + 0.5);
  return rises ? x > middle : x < middle;
}
