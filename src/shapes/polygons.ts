import { wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readOptions } from "../reading/options.js";
import { describeData, typedArrayName } from "../reading/typedArray.js";
import { ColumnChanges } from "./columnChanges.js";
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

/** Kept, since objects are drawn one after the other. */
const changes = new ColumnChanges();

/** Counts of a polygon of checked corners. */
export function polygonCounts(corners: Float64Array, height: number, width: number): Uint32Array {
  changes.clear();
  const length = corners.length;
  let x0 = onGrid(corners[length - 2] as number);
  let y0 = onGrid(corners[length - 1] as number);
  for (let i = 0; i < length; i += 2) {
    const x1 = onGrid(corners[i] as number);
    const y1 = onGrid(corners[i + 1] as number);
    addEdge(x0, y0, x1, y1, height, width);
    x0 = x1;
    y0 = y1;
  }
  return changes.counts(height, width);
}

/** The nearest fifth, made whole as a C cast does it: towards 0. */
function onGrid(coordinate: number): number {
  return Math.trunc(FIFTHS * coordinate + 0.5);
}

/**
 * Where an edge crosses the middles of pixel columns: the mask changes from there down. pycocotools walks along each edge
 * fifth by fifth; here only the steps over the middle of a column are worked out, by the same arithmetic.
 */
function addEdge(x0: number, y0: number, x1: number, y1: number, height: number, width: number): void {
  // The middle of column c is between the fifths 5 c + 2 and 5 c + 3.
  const first = Math.max(0, Math.ceil((Math.min(x0, x1) - 2) / FIFTHS));
  const last = Math.min(width - 1, Math.floor((Math.max(x0, x1) - 3) / FIFTHS));
  if (first > last) return;
  const dx = Math.abs(x1 - x0);
  const dy = Math.abs(y1 - y0);
  // An edge is walked along its longer axis, from the lesser end.
  if (dx >= dy) {
    if (x0 > x1) addFlat(x1, y1, (y0 - y1) / dx, first, last, height);
    else addFlat(x0, y0, (y1 - y0) / dx, first, last, height);
  } else if (y0 > y1) addSteep(x1, y1, (x0 - x1) / dy, dy, first, last, height);
  else addSteep(x0, y0, (x1 - x0) / dy, dy, first, last, height);
}

function addFlat(xs: number, ys: number, slope: number, first: number, last: number, height: number): void {
  for (let column = first; column <= last; column++) {
    const step = FIFTHS * column + 2 - xs;
    const before = Math.trunc(ys + slope * step + 0.5);
    const behind = Math.trunc(ys + slope * (step + 1) + 0.5);
    changes.add(column, rowAt(before < behind ? before : behind, height));
  }
}

function addSteep(
  xs: number,
  ys: number,
  slope: number,
  dy: number,
  first: number,
  last: number,
  height: number,
): void {
  const rises = slope > 0;
  for (let column = first; column <= last; column++) {
    const middle = FIFTHS * column + 2.5;
    // The first step that is over the middle. The estimate may be a step off, by rounding.
    let step = Math.min(dy, Math.max(1, Math.ceil((middle - xs) / slope)));
    while (step > 1 && isOver(xs, slope, step - 1, middle, rises)) step--;
    while (step < dy && !isOver(xs, slope, step, middle, rises)) step++;
    changes.add(column, rowAt(ys + step - 1, height));
  }
}

/** The first row whose middle is at or below a fifth, within the image. */
function rowAt(fifth: number, height: number): number {
  const row = Math.ceil((fifth - 2) / FIFTHS);
  return row < 0 ? 0 : row > height ? height : row;
}

function isOver(xs: number, slope: number, step: number, middle: number, rises: boolean): boolean {
  const x = Math.trunc(xs + slope * step + 0.5);
  return rises ? x > middle : x < middle;
}
