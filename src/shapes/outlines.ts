import { decodeCounts } from "./decodeCounts.js";
import { readRuns, type Runs } from "./runs.js";
import { boxOf } from "./runsFigures.js";

/** Right, down, left, up. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;
const UP = 3;

/**
 * The outlines of a mask along the sides of its pixels, each a polygon x, y, x, y, ... A hole is joined to what is around it
 * by a line that is walked there and back, which encloses nothing: runsFromPolygons makes the same mask of them again.
 *
 * @returns one polygon for each piece whose pixels hang together by their sides; none of an empty mask
 * @throws {TypeError | RangeError} runs are none, see Runs
 * @example runsToPolygons({ size: [2, 3], counts: [2, 2, 2] }) // [[1, 0, 2, 0, 2, 2, 1, 2]]
 */
export function runsToPolygons(runs: Runs): number[][] {
  const { size, counts } = readRuns(runs, "runs");
  const [left, top, width, height] = boxOf({ size, counts });
  const bitmap = width === 0 ? new Uint8Array(0) : decodeCounts(counts, size, "rowMajor");
  const isIn = (x: number, y: number): boolean =>
    x >= left && y >= top && x < left + width && y < top + height && bitmap[y * size[1] + x] === 1;
  /** Of the left side of each pixel of the box: which outline it is part of, from 1 on. */
  const owners = new Int32Array(width * height);
  const outer: number[][] = [];
  /** Of each outline the polygon that it is part of. */
  const polygonOf: number[] = [0];
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      if (!isIn(x, y) || isIn(x - 1, y) || owners[(y - top) * width + x - left] !== 0) continue;
      const id = polygonOf.length;
      const { corners, turns } = trace(x, y, isIn, (cx, cy) => {
        owners[(cy - top) * width + cx - left] = id;
      });
      if (turns > 0) {
        polygonOf.push(outer.length);
        outer.push(corners);
        continue;
      }
      // A hole is to the left: what is around it begins to the left of that, in the same row.
      let around = x - 1;
      while (!isIn(around, y)) around--;
      while (isIn(around - 1, y)) around--;
      const polygon = polygonOf[owners[(y - top) * width + around - left] as number] as number;
      polygonOf.push(polygon);
      const edge = outer[polygon] as number[];
      for (const corner of [...edge.slice(0, 2), ...corners, ...corners.slice(0, 2)]) edge.push(corner);
    }
  }
  return outer;
}

/**
 * Walks once along the sides of pixels, the mask to the right, from the lower end of the left side of a pixel. Where pixels
 * touch at a corner only it stays with the one that it is at.
 */
function trace(
  x: number,
  y: number,
  isIn: (x: number, y: number) => boolean,
  onLeftSide: (x: number, y: number) => void,
): { readonly corners: number[]; readonly turns: number } {
  const corners: number[] = [];
  let turns = 0;
  let [atX, atY, direction] = [x, y + 1, UP];
  do {
    if (direction === UP) onLeftSide(atX, atY - 1);
    const [dx, dy] = STEPS[direction] as readonly [number, number];
    atX += dx;
    atY += dy;
    // The two pixels ahead, of the four around this corner.
    const [rightX, rightY] = [-dy, dx];
    const isRightIn = isIn(atX + ahead(dx, rightX), atY + ahead(dy, rightY));
    const isLeftIn = isIn(atX + ahead(dx, -rightX), atY + ahead(dy, -rightY));
    const turn = !isRightIn ? 1 : isLeftIn ? -1 : 0;
    if (turn !== 0) corners.push(atX, atY);
    turns += turn;
    direction = (direction + turn + 4) % 4;
  } while (atX !== x || atY !== y + 1 || direction !== UP);
  return { corners, turns };
}

/** From a corner the column (or row) of a pixel ahead on one side: the corner is its upper left one where both are 0 or more. */
function ahead(forward: number, aside: number): number {
  return forward + aside > 0 ? 0 : -1;
}
