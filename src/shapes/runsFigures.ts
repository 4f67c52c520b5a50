import { type CheckedRuns, readRuns, type Runs } from "./runs.js";

/**
 * Pixels of a mask.
 *
 * @throws {TypeError | RangeError} runs are none, see Runs
 * @example runsArea({ size: [2, 3], counts: [1, 2, 3] }) // 2
 */
export function runsArea(runs: Runs): number {
  return areaOf(readRuns(runs, "runs").counts);
}

/**
 * The tight box around a mask, [x, y, width, height] in pixels; all 0 where the mask is empty.
 *
 * @throws {TypeError | RangeError} runs are none, see Runs
 * @example runsBox({ size: [2, 3], counts: [1, 2, 3] }) // [0, 0, 2, 2]
 */
export function runsBox(runs: Runs): [x: number, y: number, width: number, height: number] {
  return boxOf(readRuns(runs, "runs"));
}

/** The same of checked counts. */
export function areaOf(counts: Uint32Array): number {
  let area = 0;
  for (let i = 1; i < counts.length; i += 2) area += counts[i] as number;
  return area;
}

/** The same of checked runs. */
export function boxOf({ size, counts }: CheckedRuns): [number, number, number, number] {
  const height = size[0];
  let place = 0;
  let [left, top, right, bottom] = [Infinity, height, -1, -1];
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = place + (counts[i] as number);
    place = start + (counts[i + 1] as number);
    // An empty run is nowhere.
    if (place === start) continue;
    const firstColumn = Math.floor(start / height);
    const lastColumn = Math.floor((place - 1) / height);
    const firstRow = start - firstColumn * height;
    const lastRow = place - 1 - lastColumn * height;
    if (left === Infinity) left = firstColumn;
    right = lastColumn;
    const isWhole = firstColumn < lastColumn;
    top = Math.min(top, isWhole ? 0 : firstRow);
    bottom = Math.max(bottom, isWhole ? height - 1 : lastRow);
  }
  return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1];
}
