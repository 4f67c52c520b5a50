import type { PicturedSegment } from "./segmentOutcomes.js";

/** Where a segment is in a panel, in the picture's pixels. */
export interface SegmentBox {
  /** Its place in the list. */
  readonly segment: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One painting of a slice: of one side, or of both in one. */
export interface PaintedPanel {
  /** "Ground truth" */
  readonly title: string;
  /** "data:image/png;base64,..." */
  readonly uri: string;
  /** Large ones first, so that small ones lie on top; none where the task has no segments. */
  readonly boxes: readonly SegmentBox[];
}

export interface PaintedSlice {
  /** "slice 12 of 40" of volumes. */
  readonly detail: string | undefined;
  readonly panels: readonly PaintedPanel[];
}

/** What a colour stands for, in words. */
export interface LegendEntry {
  readonly colour: string;
  readonly text: string;
}

/** An image of a task as pictures that need no script. */
export interface TaskPicture {
  readonly id: string;
  /** What is said of the image. */
  readonly about: string;
  readonly width: number;
  readonly height: number;
  /** One of an image, some of a volume, in their order; all with the same panels. */
  readonly slices: readonly PaintedSlice[];
  /** The slice that shows most. */
  readonly first: number;
  readonly legend: readonly LegendEntry[];
  /** Lines below the pictures. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** To walk through; none where the task has no segments. */
  readonly segments: readonly PicturedSegment[];
  /** What lies under the paintings: "data:image/jpeg;base64,..."; nothing where there is no photo. */
  readonly photo?: string | undefined;
}

/** The longer side of a picture that is small; so that outlines are thin, it is painted larger. */
const WANTED_SIDE = 320;

/** How a slice of so many pixels is painted: every so manieth pixel, each so many pixels wide. */
export interface PaintScale {
  readonly step: number;
  readonly scale: number;
  /** Of the pixels that are painted. */
  readonly width: number;
  readonly height: number;
}

/** @param maxSide pixels of the longer side that are painted at most */
export function paintScale(width: number, height: number, maxSide: number): PaintScale {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / maxSide));
  return {
    step,
    scale: Math.max(1, Math.floor(WANTED_SIDE / Math.max(width, height))),
    width: Math.ceil(width / step),
    height: Math.ceil(height / step),
  };
}

/** Slices of a report; the page shows more. */
export const REPORT_SLICES = 5;

/**
 * The slices that are painted, in their order: all, or the best and others at like distances.
 *
 * @param isFilled whether there is anything to see; the others are left out where there are too many
 */
export function shownSlices(
  depth: number,
  best: number,
  maxSlices: number,
  isFilled: (slice: number) => boolean,
): number[] {
  const all = Array.from({ length: depth }, (_, slice) => slice);
  if (depth <= maxSlices) return all;
  const filled = all.filter(isFilled);
  const chosen = new Set([best]);
  for (let i = 0; chosen.size < maxSlices && i < maxSlices - 1; i++) {
    const slice = filled[Math.round(((i + 0.5) * (filled.length - 1)) / (maxSlices - 1))];
    if (slice !== undefined) chosen.add(slice);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Slices as they stand one below the other: the one that shows most, then the others in their order. */
export function slicesBelow({ slices, first }: Pick<TaskPicture, "slices" | "first">): number[] {
  return [first, ...slices.keys()].filter((slice, i) => i === 0 || slice !== first);
}

/** "slice 12 of 40"; nothing of an image. */
export function sliceDetail(slice: number, depth: number): string | undefined {
  return depth === 1 ? undefined : `slice ${slice + 1} of ${depth}`;
}
