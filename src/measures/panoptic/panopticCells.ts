import type { PanopticSettings } from "./panopticSettings.js";

// What an image's row counts, cell by cell: first those of each category, then those of what was odd about its segments.

/** Of each category: matched, only predicted and only true segments, by the rules of panopticapi and of torchmetrics. */
export const CATEGORY_CELLS = [
  "truePositives",
  "falsePositives",
  "falseNegatives",
  "torchmetricsTruePositives",
  "torchmetricsFalsePositives",
  "torchmetricsFalseNegatives",
  /** Of stuff: images that have it, which the modified quality divides by. */
  "torchmetricsTargets",
] as const;

/** Segments that a reader of the score must know of. */
export const ODD_CELLS = [
  /** Of the ground truth, whose listed area is not the map's: panopticapi believes the list. */
  "truthAreaDiffers",
  /** Crowds that panopticapi forgets: of several of one category in an image it knows the last one listed. */
  "crowdForgotten",
  /** Ids of the ground truth's map that are not listed. */
  "truthUnlisted",
  /** Of the ground truth, listed and without a pixel. */
  "truthUnpainted",
  /** Predicted, whose listed area is not the map's: nobody believes it. */
  "predictionAreaDiffers",
  /** Predicted and called a crowd: nobody looks at it. */
  "crowdPredicted",
  /** Crowds of the ground truth: torchmetrics knows none. */
  "crowdTrue",
] as const;

export type CategoryCell = (typeof CATEGORY_CELLS)[number];
export type OddCell = (typeof ODD_CELLS)[number];

export function categoryCell(category: number, cell: CategoryCell): number {
  return category * CATEGORY_CELLS.length + CATEGORY_CELLS.indexOf(cell);
}

export function oddCell({ categories }: PanopticSettings, cell: OddCell): number {
  return categories.length * CATEGORY_CELLS.length + ODD_CELLS.indexOf(cell);
}

export function cellCountOf({ categories }: PanopticSettings): number {
  return categories.length * CATEGORY_CELLS.length + ODD_CELLS.length;
}

/** Numbers of an overlap in a row's list: the category's index, intersection and union. */
export const OVERLAP_NUMBERS = 3;

/** Whether an overlap of a row's list is a match, not only one that the modified quality adds up. */
export function isMatch(overlaps: Float64Array, at: number): boolean {
  return 2 * (overlaps[at + 1] as number) > (overlaps[at + 2] as number);
}
