import type { ConfusionMatrix, OverlapSums } from "../../types.js";

/** Counts of a run, ready to be scored: what every convention, interval and report reads. Pixels throughout. */
export interface CountedRun {
  readonly numClasses: number;
  readonly classNames: readonly string[];
  /** Ground-truth labels whose pixels are in no count; they may lie in 0..numClasses-1. */
  readonly ignored: readonly number[];
  /** Classes that are counted but left out of means. */
  readonly excludeClasses: readonly number[];
  /** Categories of classes, which may overlap; empty where the caller named none. */
  readonly groups: readonly ClassGroup[];
  /** Sum over images of weight * matrix. */
  readonly total: ConfusionMatrix;
  /** total by class: a table of one row. */
  readonly totalSums: OverlapSums;
  /** One row an image; undefined where the scorer keeps none. */
  readonly images: ImageTable | undefined;
}

export interface ClassGroup {
  readonly name: string;
  readonly classes: readonly number[];
}

/** Images in their canonical order: by id (UTF-16 code units), those without one behind them, by their counts. */
export interface ImageTable {
  readonly ids: readonly (string | undefined)[];
  /** How often each image counts; 1 unless the caller said otherwise. */
  readonly weights: Float64Array;
  /** What each image was taken with; undefined where it stands by itself. */
  readonly clusters: readonly (string | undefined)[];
  /** imageCount x numClasses each, row-major. */
  readonly sums: OverlapSums;
  /** Each image's matrix, not weighted. */
  readonly matrices: readonly ConfusionMatrix[];
}
