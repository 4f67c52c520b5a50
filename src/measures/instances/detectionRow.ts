/**
 * What is left of an image: its scores and matches. Objects stand category by category (by rising place in the settings), and
 * within one in the order of the file; detections too, and within one by falling score. With perCategory: false all are of one
 * group, 0.
 *
 *     groups            one a category that has an object or a detection
 *     truthCounts       objects of each group
 *     detectionCounts   detections of each group, no more than count
 *     truthRanges       of each object: bit r is set where it counts in area range r, and is not ignored there
 *     scores            of each detection
 *     matched, ignored  of each detection, one number an area range: bit t is set where it is so at IoU threshold t
 *     taken             of each detection: 1 + the object that it takes at the reference threshold among all sizes, or 0
 *     nearest, others   of each detection: 1 + the object of its own and of other categories with the highest IoU, or 0;
 *                       ignored objects left out
 */
export interface DetectionRow {
  /** Of the image; 0 where its size was not told. */
  readonly pixelCount: number;
  /** Objects, and detections, of categories that the settings do not have: they count nowhere. */
  readonly unlistedTruths: number;
  readonly unlistedDetections: number;
  /** Objects with id 0, which pycocotools takes for unmatched. */
  readonly zeroIds: number;
  readonly groups: Uint32Array;
  readonly truthCounts: Uint32Array;
  readonly detectionCounts: Uint32Array;
  readonly truthRanges: Uint32Array;
  readonly scores: Float64Array;
  readonly matched: Uint32Array;
  readonly ignored: Uint32Array;
  readonly taken: Uint32Array;
  readonly nearest: Uint32Array;
  readonly nearestIous: Float64Array;
  readonly others: Uint32Array;
  readonly otherIous: Float64Array;
}

/** Bits of all thresholds. */
export function allThresholds(count: number): number {
  return count === 32 ? 0xffffffff : 2 ** count - 1;
}

/** The IoU threshold at which pairs of objects and detections are kept: .5 where it is one of them, else the first. */
export function referenceThreshold(iouThresholds: readonly number[]): number {
  return Math.max(0, iouThresholds.indexOf(0.5));
}
