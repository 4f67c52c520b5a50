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

/** The columns of so many detections, in one piece of memory: an image with a buffer a column takes twice as long. */
export function detectionColumns(
  count: number,
  ranges: number,
): Pick<
  DetectionRow,
  "scores" | "matched" | "ignored" | "taken" | "nearest" | "nearestIous" | "others" | "otherIous"
> {
  const buffer = new ArrayBuffer(count * (FLOATS * 8 + (INTEGERS + 2 * ranges) * 4));
  const floats = (column: number): Float64Array => new Float64Array(buffer, column * count * 8, count);
  const start = FLOATS * count * 8;
  const integers = (column: number, width = 1): Uint32Array =>
    new Uint32Array(buffer, start + column * count * 4, count * width);
  return {
    scores: floats(0),
    nearestIous: floats(1),
    otherIous: floats(2),
    taken: integers(0),
    nearest: integers(1),
    others: integers(2),
    matched: integers(INTEGERS, ranges),
    ignored: integers(INTEGERS + ranges, ranges),
  };
}

const [FLOATS, INTEGERS] = [3, 3];
