import type { CheckedRuns } from "./runs.js";

/** Numbers of a mask in the table, as assembly/shapes/commonPixels.ts has it. */
export const MASK_NUMBERS = 8;

/** Where masks of one size begin and end, so that pairs of them can be compared. */
export interface MaskTable {
  readonly count: number;
  /** Of each run in a mask its first pixel and the one behind it, column by column, the masks one behind the other. */
  readonly runs: Uint32Array;
  /** Of each mask: place of its runs in `runs`, place behind them, left, right, top, bottom, 0, 0. */
  readonly masks: Uint32Array;
  readonly areas: Float64Array;
}

export function tableOf(list: readonly CheckedRuns[]): MaskTable {
  let most = 0;
  for (const { counts } of list) most += counts.length + 1;
  const runs = new Uint32Array(most);
  const masks = new Uint32Array(list.length * MASK_NUMBERS);
  const areas = new Float64Array(list.length);
  let length = 0;
  list.forEach(({ size, counts }, mask) => {
    const height = size[0];
    const begin = length;
    let top = height;
    let bottom = 0;
    let area = 0;
    let place = 0;
    for (let i = 0; i + 1 < counts.length; i += 2) {
      const start = place + (counts[i] as number);
      place = start + (counts[i + 1] as number);
      if (place === start) continue;
      area += place - start;
      // Runs with nothing between them are one.
      if (length > begin && runs[length - 1] === start) {
        runs[length - 1] = place;
      } else {
        runs[length] = start;
        runs[length + 1] = place;
        length += 2;
      }
      const row = start % height;
      const end = row + place - start;
      if (end > height) {
        top = 0;
        bottom = height;
      } else {
        if (row < top) top = row;
        if (end > bottom) bottom = end;
      }
    }
    areas[mask] = area;
    const isEmpty = length === begin;
    const left = isEmpty ? 0 : Math.floor((runs[begin] as number) / height);
    const right = isEmpty ? 0 : Math.floor(((runs[length - 1] as number) - 1) / height) + 1;
    masks.set([begin, length, left, right, top, bottom], mask * MASK_NUMBERS);
  });
  return { count: list.length, runs: runs.subarray(0, length), masks, areas };
}

/** Some of a table's masks, in any order; their runs stay where they are. */
export function pickMasks({ runs, masks, areas }: MaskTable, places: Uint32Array): MaskTable {
  const picked = {
    count: places.length,
    runs,
    masks: new Uint32Array(places.length * MASK_NUMBERS),
    areas: new Float64Array(places.length),
  };
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    picked.areas[i] = areas[place] as number;
    for (let k = 0; k < MASK_NUMBERS; k++) {
      picked.masks[i * MASK_NUMBERS + k] = masks[place * MASK_NUMBERS + k] as number;
    }
  }
  return picked;
}
