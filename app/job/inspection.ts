import type { Placement, Spacing } from "../../src/reading/raster.js";

/** Something that looks wrong with one mask. */
export interface MaskFinding {
  readonly severity: "error" | "warning" | "note";
  /** What was seen, and the cure. */
  readonly message: string;
}

/** What one file holds. */
export interface Inspection {
  /** Its format, in words. */
  readonly note: string;
  readonly width: number;
  readonly height: number;
  readonly slices: number;
  /** undefined where the file says nothing of it. */
  readonly spacing: Spacing | undefined;
  readonly placement: Placement | undefined;
  /** Of scores: how many a pixel; undefined of labels. */
  readonly numClasses: number | undefined;
  /** Labels present, or the classes with the highest scores, ascending. */
  readonly labels: readonly { readonly label: number; readonly count: number }[];
  readonly findings: readonly MaskFinding[];
  /** Labels are what this threshold makes of values: 1 where they are greater, else 0. */
  readonly foregroundAbove?: number | undefined;
}
