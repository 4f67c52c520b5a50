import type { Counts } from "../../counting/entries.js";
import { compactCounts } from "../counts.js";
import { cellCountOf } from "./panopticCells.js";
import type { PanopticSettings } from "./panopticSettings.js";

/** Category, intersection and union of each overlap, by the rules of panopticapi and of torchmetrics. */
export type Overlaps = readonly [panopticapi: Float64Array, torchmetrics: Float64Array];

/** Sums of IoUs in units of 2^-106, those above 0, by ascending cell: see panopticSums.ts. */
export type ExactSums = ReadonlyMap<number, bigint>;

/** One image's segments, or the sum of many: see panopticCells.ts for the cells. */
export interface PanopticRow extends Counts {
  readonly pixelCount: number;
  /** Pixels that are void in the ground truth. */
  readonly voidCount: number;
  /**
   * Of an image: its overlaps in the order in which panopticapi adds their IoUs up, as integers, so that sums of float64 are
   * taken in the one order of a run's images, whoever counted them. Empty where sums is there.
   */
  readonly overlaps: Overlaps;
  /** Of images that are not kept: the sums of their IoUs without rounding, which no order changes. */
  readonly sums?: ExactSums;
}

/** The same row with its counts in whichever form takes less memory. */
export function compactRow(row: PanopticRow, settings: PanopticSettings): PanopticRow {
  return { ...row, ...compactCounts({ counts: row.counts, cells: row.cells }, cellCountOf(settings)) };
}
