import type { CheckedRuns } from "../../shapes/runs.js";
import { boxOf } from "../../shapes/runsFigures.js";

/**
 * Steps of the 3 x 3 erosion that leaves a boundary: a part of the image's diagonal, to the nearest whole number as Python
 * rounds (halves to the even one), at least 1.
 */
export function boundarySteps([height, width]: readonly [number, number], ratio: number): number {
  const wanted = ratio * Math.sqrt(height * height + width * width);
  const below = Math.floor(wanted);
  const rest = wanted - below;
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
  return Math.max(1, isUp ? below + 1 : below);
}

/**
 * The pixels of a mask that are no more than `steps` pixels, also slantwise, from one that is not in it; outside the image is
 * not in it. Worked out within the mask's box, column by column as the runs go.
 *
 * @see Cheng et al., "Boundary IoU" (2021); boundary-iou-api, mask_to_boundary
 */
export function maskBoundary(mask: CheckedRuns, steps: number): CheckedRuns {
  const [left, top, width, height] = boxOf(mask);
  if (width === 0) return mask;
  const bitmap = decodeBox(mask, left, top, width, height);
  // Pixels that have `steps` of the mask above and below them.
  const inner = new Uint8Array(bitmap.length);
  for (let column = 0; column < width; column++) {
    const first = column * height;
    for (let row = 0; row < height;) {
      if (bitmap[first + row] === 0) {
        row++;
        continue;
      }
      let end = row + 1;
      while (end < height && bitmap[first + end] === 1) end++;
      if (end - row > 2 * steps) inner.fill(1, first + row + steps, first + end - steps);
      row = end;
    }
  }
  // Of these, the ones that have `steps` of them to the left and right are no boundary.
  const across = new Uint32Array(height);
  for (let column = 0; column < width; column++) {
    for (let row = 0; row < height; row++) {
      const length = inner[column * height + row] === 1 ? (across[row] as number) + 1 : 0;
      across[row] = length;
      if (length > 2 * steps) bitmap[(column - steps) * height + row] = 0;
    }
  }
  return { size: mask.size, counts: encodeBox(bitmap, mask.size, left, top, width, height) };
}

/** One byte a pixel, column by column. */
function decodeBox(
  { size, counts }: CheckedRuns,
  left: number,
  top: number,
  width: number,
  height: number,
): Uint8Array {
  const bitmap = new Uint8Array(width * height);
  let place = 0;
  for (let run = 0; run < counts.length; run++) {
    const end = place + (counts[run] as number);
    if (run % 2 === 1) {
      for (let from = place; from < end;) {
        const column = Math.floor(from / size[0]);
        const until = Math.min(end, (column + 1) * size[0]);
        const first = (column - left) * height - top - column * size[0];
        bitmap.fill(1, first + from, first + until);
        from = until;
      }
    }
    place = end;
  }
  return bitmap;
}

function encodeBox(
  bitmap: Uint8Array,
  [rows, columns]: readonly [number, number],
  left: number,
  top: number,
  width: number,
  height: number,
): Uint32Array {
  const counts: number[] = [];
  let [start, isIn] = [0, 0];
  const change = (place: number): void => {
    counts.push(place - start);
    start = place;
    isIn = 1 - isIn;
  };
  for (let column = 0; column < width; column++) {
    const first = (left + column) * rows + top;
    for (let row = 0; row < height; row++) {
      if (bitmap[column * height + row] !== isIn) change(first + row);
    }
    // Behind the box the column goes on without the mask.
    if (isIn === 1 && height < rows) change(first + height);
  }
  if (isIn === 1 && left + width < columns) change((left + width) * rows);
  counts.push(rows * columns - start);
  return Uint32Array.from(counts);
}
