import { contradiction, wrongValue } from "../../errors/argument.js";
import { readFiniteNumber, readInteger, readOptions } from "../../reading/options.js";
import { type BoundaryOverlap, boundaryCounts } from "../../volumes/boundaryCounts.js";
import type { LabelPair } from "../../volumes/labelPair.js";
import { withVolumeKernels } from "../../volumes/volumeEngine.js";
import { type GridLabels, readPair } from "../surfaces/readPair.js";

export interface BoundaryOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Labels are 0..numClasses-1, each scored for itself. Without it, a pair of masks: every label but 0 is foreground. */
  readonly numClasses?: number | undefined;
  /** Width of the boundary as a share of the image's diagonal; default 0.02 (Cityscapes 0.005). */
  readonly ratio?: number | undefined;
  /** Width of the boundary in pixels, instead of a share. */
  readonly distance?: number | undefined;
  /** Ground-truth label of pixels that count on neither side, or several; what is around them ends there. */
  readonly ignoreIndex?: number | readonly number[] | undefined;
}

/** Of one class, in pixels. */
export interface BoundaryIou {
  readonly intersection: number;
  readonly union: number;
  /** intersection / union; NaN where neither side has a boundary. */
  readonly iou: number;
  /** How wide the boundary was, in pixels. */
  readonly distance: number;
}

export const BOUNDARY_IOU_OPTIONS = [
  "width",
  "height",
  "numClasses",
  "ratio",
  "distance",
  "ignoreIndex",
] as const;

/**
 * Boundary IoU: the overlap of those pixels of a mask that are near its border. A pixel is on the boundary where the square
 * of 2 * distance + 1 pixels around it leaves the mask or the image, which is what boundary-iou-api gets by `distance` erosions.
 *
 * @param groundTruth width x height labels, row-major: a typed array of integers, a tensor of them, or a grey image
 * @param prediction the same
 * @param options width, height; numClasses; ratio, of which the distance is the diagonal's share, rounded half to even, 1 at
 *   least; or the distance itself; ignoreIndex
 * @returns exact counts and their IoU; with numClasses a list of these, one a class
 * @throws {TypeError} a side or an option is of the wrong kind
 * @throws {RangeError} sizes differ, an option is impossible, or a label is no class: names the pixel and the label
 * @see Cheng et al., Boundary IoU (CVPR 2021)
 * @example boundaryIou(Uint8Array.of(1, 1, 0, 0), Uint8Array.of(1, 0, 0, 0), { width: 2, height: 2 }).iou // 0.5
 */
export function boundaryIou(
  groundTruth: GridLabels,
  prediction: GridLabels,
  options: BoundaryOptions & { readonly numClasses: number },
): BoundaryIou[];
export function boundaryIou(
  groundTruth: GridLabels,
  prediction: GridLabels,
  options: BoundaryOptions & { readonly numClasses?: undefined },
): BoundaryIou;
export function boundaryIou(
  groundTruth: GridLabels,
  prediction: GridLabels,
  options: BoundaryOptions,
): BoundaryIou | BoundaryIou[];
export function boundaryIou(
  groundTruth: unknown,
  prediction: unknown,
  options: unknown,
): BoundaryIou | BoundaryIou[] {
  return scoreBoundaries(
    readBoundaryJob(groundTruth, prediction, readOptions(options, BOUNDARY_IOU_OPTIONS, "options")),
  );
}

/** What boundaryIou was asked for, checked but for the labels; plain data, which can be scored elsewhere. */
export interface BoundaryJob {
  readonly pair: LabelPair;
  /** Pixels. */
  readonly distance: number;
}

/** @throws {TypeError | RangeError} as boundaryIou */
export function readBoundaryJob(
  groundTruth: unknown,
  prediction: unknown,
  {
    width,
    height,
    ratio,
    distance,
    ...labels
  }: Partial<Record<(typeof BOUNDARY_IOU_OPTIONS)[number], unknown>>,
): BoundaryJob {
  const columns = readInteger(width, "width", 1, Number.MAX_SAFE_INTEGER);
  const rows = readInteger(height, "height", 1, Number.MAX_SAFE_INTEGER);
  const pixels = distanceIn(readWidth(ratio, distance), columns, rows);
  return { distance: pixels, pair: readPair(groundTruth, prediction, [rows, columns], labels) };
}

/** Of each class; of masks class 1 is the foreground. @throws {RangeError} a label is no class */
export function countBoundaries({ pair, distance }: BoundaryJob): BoundaryOverlap[] {
  return withVolumeKernels((kernels) => boundaryCounts(pair, distance, kernels));
}

export function scoreBoundaries(job: BoundaryJob): BoundaryIou | BoundaryIou[] {
  const classes = countBoundaries(job).map((overlap) => scoreOf(overlap, job.distance));
  return job.pair.numClasses === undefined ? (classes[1] as BoundaryIou) : classes;
}

function scoreOf({ intersection, groundTruth, prediction }: BoundaryOverlap, distance: number): BoundaryIou {
  const union = groundTruth + prediction - intersection;
  return { intersection, union, iou: intersection / union, distance };
}

/** How wide a boundary is: a share of the diagonal, or pixels; the other is null. */
export type BoundaryWidth =
  { readonly ratio: number; readonly distance: null } | { readonly ratio: null; readonly distance: number };

/** @throws {TypeError | RangeError} both are told, or one is impossible */
export function readWidth(ratio: unknown, distance: unknown): BoundaryWidth {
  if (distance !== undefined) {
    if (ratio !== undefined) {
      throw contradiction("ratio", "a ratio or a distance", "both", "leave one of them out");
    }
    return { ratio: null, distance: readInteger(distance, "distance", 1, Number.MAX_SAFE_INTEGER) };
  }
  const share = readFiniteNumber(ratio ?? 0.02, "ratio");
  if (share < 0) throw wrongValue("ratio", "a number from 0 on", String(share));
  return { ratio: share + 0, distance: null };
}

function distanceIn({ ratio, distance }: BoundaryWidth, width: number, height: number): number {
  return ratio === null ? distance : widthInImage(ratio, width, height);
}

/** How wide a boundary of a share of the diagonal is in an image, in pixels. */
export function widthInImage(ratio: number, width: number, height: number): number {
  return Math.max(1, roundHalfToEven(ratio * Math.sqrt(height * height + width * width)));
}

/** As Python rounds: 2.5 is 2, 3.5 is 4. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
