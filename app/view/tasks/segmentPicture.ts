import { pngDataUri } from "../../formats/labelPng.js";
import { MAX_SIDE } from "../smallMasks.js";
import { OUTCOMES_OF_SEGMENTS, type SegmentOutcome } from "./segmentOutcomes.js";

/** A segment of a picture: of both sides where it is matched. */
export interface PicturedSegment {
  /** "car", "lesion 3" */
  readonly name: string;
  readonly outcome: SegmentOutcome;
  /** Of what is matched. */
  readonly iou: number | undefined;
  /** Pixels; undefined on the side that has none of it. */
  readonly truthArea: number | undefined;
  readonly predictedArea: number | undefined;
}

/** Where a segment is in a slice of one side, in its pixels. */
export interface SegmentBox {
  /** Its place in the list. */
  readonly segment: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One side of a slice: what became of each pixel's segment, painted. */
export interface PaintedSide {
  /** "data:image/png;base64,..." */
  readonly uri: string;
  /** Large ones first, so that small ones lie on top. */
  readonly boxes: readonly SegmentBox[];
}

export interface PaintedSlice {
  /** "slice 12 of 40" of volumes. */
  readonly detail: string | undefined;
  readonly truth: PaintedSide;
  readonly prediction: PaintedSide;
}

/** An image's segments as pictures that need no script. */
export interface SegmentPicture {
  readonly id: string;
  readonly score: string;
  readonly width: number;
  readonly height: number;
  /** One of an image, some of a volume, in their order. */
  readonly slices: readonly PaintedSlice[];
  /** The slice that shows most. */
  readonly first: number;
  readonly segments: readonly PicturedSegment[];
}

/** Both sides of an image or volume as places in the list of segments, -1 where there is none; row-major. */
export interface SegmentMaps {
  /** Depth, height, width. */
  readonly size: readonly [number, number, number];
  readonly truth: Int32Array;
  readonly prediction: Int32Array;
  readonly segments: readonly PicturedSegment[];
}

/** By the words of OUTCOMES_OF_SEGMENTS; the first three as tokens.css has them. */
export const SEGMENT_COLOURS: Readonly<Record<SegmentOutcome, string>> = {
  matched: "#2f7fd6",
  missed: "#d9480f",
  false: "#ffd43b",
  split: "#8f4fc9",
  merged: "#12a594",
  ignored: "#8b939c",
};

const OUTLINE = "#10141a";

/** Palette: nothing, the outcomes, the outline. */
const [NOTHING, FIRST_OUTCOME, OUTLINE_INDEX] = [0, 1, OUTCOMES_OF_SEGMENTS.length + 1];
const PALETTE = ["#000000", ...OUTCOMES_OF_SEGMENTS.map((outcome) => SEGMENT_COLOURS[outcome]), OUTLINE];

/** Small images are painted larger, so that outlines are thin. */
const WANTED_SIDE = 320;

/** Slices of a report; the page shows them all. */
export const REPORT_SLICES = 5;

/**
 * Paints an image.
 *
 * @param maxSlices of a volume so many are painted: the one that shows most, and others at like distances
 */
export function segmentPicture(
  id: string,
  score: string,
  maps: SegmentMaps,
  maxSlices: number,
): SegmentPicture {
  const [depth, height, width] = maps.size;
  const step = Math.max(1, Math.ceil(Math.max(width, height) / MAX_SIDE));
  const scale = Math.max(1, Math.floor(WANTED_SIDE / Math.max(width, height)));
  const best = mostShown(maps);
  const shown = shownSlices(depth, best, maxSlices, maps);
  return {
    id,
    score,
    width: Math.ceil(width / step),
    height: Math.ceil(height / step),
    first: shown.indexOf(best),
    slices: shown.map((slice) => ({
      detail: depth === 1 ? undefined : `slice ${slice + 1} of ${depth}`,
      truth: paintedSide(maps.truth, maps, slice, step, scale),
      prediction: paintedSide(maps.prediction, maps, slice, step, scale),
    })),
    segments: maps.segments,
  };
}

/** The slice with most pixels of segments that are not matched; where there are none, of any. */
function mostShown({ size: [depth, height, width], truth, prediction, segments }: SegmentMaps): number {
  let [best, most] = [0, -1];
  for (let slice = 0; slice < depth; slice++) {
    let [wrong, any] = [0, 0];
    for (let pixel = slice * height * width; pixel < (slice + 1) * height * width; pixel++) {
      for (const map of [truth, prediction]) {
        const segment = segments[map[pixel] as number];
        if (segment === undefined) continue;
        any++;
        if (segment.outcome !== "matched" && segment.outcome !== "ignored") wrong++;
      }
    }
    // Any number of right pixels weighs less than a wrong one.
    const shows = wrong + any / (2 * height * width + 1);
    if (shows > most) [best, most] = [slice, shows];
  }
  return best;
}

/** In their order; those without a segment are left out where there are too many. */
function shownSlices(
  depth: number,
  best: number,
  maxSlices: number,
  { size: [, height, width], truth, prediction }: SegmentMaps,
): number[] {
  const all = Array.from({ length: depth }, (_, slice) => slice);
  if (depth <= maxSlices) return all;
  const filled = all.filter((slice) => {
    const [from, to] = [slice * height * width, (slice + 1) * height * width];
    return [truth, prediction].some((map) => map.subarray(from, to).some((segment) => segment >= 0));
  });
  const chosen = new Set([best]);
  for (let i = 0; chosen.size < maxSlices && i < maxSlices - 1; i++) {
    const slice = filled[Math.round(((i + 0.5) * (filled.length - 1)) / (maxSlices - 1))];
    if (slice !== undefined) chosen.add(slice);
  }
  return [...chosen].sort((a, b) => a - b);
}

function paintedSide(
  map: Int32Array,
  { size: [, height, width], segments }: SegmentMaps,
  slice: number,
  step: number,
  scale: number,
): PaintedSide {
  const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
  const small = new Int32Array(w * h);
  const boxes = new Map<number, { left: number; top: number; right: number; bottom: number }>();
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const segment = map[(slice * height + y * step) * width + x * step] as number;
      small[y * w + x] = segment;
      if (segment < 0) continue;
      const box = boxes.get(segment);
      if (box === undefined) boxes.set(segment, { left: x, top: y, right: x, bottom: y });
      else {
        box.left = Math.min(box.left, x);
        box.right = Math.max(box.right, x);
        box.bottom = y;
      }
    }
  }
  const [columns, rows] = [w * scale, h * scale];
  const at = (x: number, y: number): number =>
    small[Math.floor(y / scale) * w + Math.floor(x / scale)] as number;
  const indices = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const segment = at(x, y);
      // To the right and below: a line between two segments is one pixel wide.
      const isEdge =
        (x + 1 < columns && at(x + 1, y) !== segment) || (y + 1 < rows && at(x, y + 1) !== segment);
      const outcome = segments[segment]?.outcome;
      indices[y * columns + x] = isEdge
        ? OUTLINE_INDEX
        : outcome === undefined
          ? NOTHING
          : FIRST_OUTCOME + OUTCOMES_OF_SEGMENTS.indexOf(outcome);
    }
  }
  return {
    uri: pngDataUri({ width: columns, height: rows, indices, palette: PALETTE, transparent: NOTHING }),
    boxes: [...boxes]
      .map(([segment, { left, top, right, bottom }]) => ({
        segment,
        x: left,
        y: top,
        width: right - left + 1,
        height: bottom - top + 1,
      }))
      .sort((a, b) => b.width * b.height - a.width * a.height),
  };
}
