import { MAX_SIDE } from "../smallMasks.js";
import { countText } from "../numberTexts.js";
import { OUTCOMES_OF_SEGMENTS, type PicturedSegment } from "./segmentOutcomes.js";
import { NOTHING, paintSlice } from "./paintSlice.js";
import { outcomeCounts, SEGMENT_COLOURS } from "./segmentWords.js";
import {
  type PaintedPanel,
  paintScale,
  type PaintScale,
  shownSlices,
  sliceDetail,
  type TaskPicture,
} from "./taskPicture.js";

/** Both sides of an image or volume as places in the list of segments, -1 where there is none; row-major. */
export interface SegmentMaps {
  /** Depth, height, width. */
  readonly size: readonly [number, number, number];
  readonly truth: Int32Array;
  readonly prediction: Int32Array;
  readonly segments: readonly PicturedSegment[];
}

const OUTLINE = "#10141a";

/** Palette: nothing, the outcomes, the outline. */
const [FIRST_OUTCOME, OUTLINE_INDEX] = [1, OUTCOMES_OF_SEGMENTS.length + 1];
const PALETTE = ["#000000", ...OUTCOMES_OF_SEGMENTS.map((outcome) => SEGMENT_COLOURS[outcome]), OUTLINE];

/**
 * Paints an image.
 *
 * @param maxSlices of a volume so many are painted: the one that shows most, and others at like distances
 */
export function segmentPicture(id: string, about: string, maps: SegmentMaps, maxSlices: number): TaskPicture {
  const [depth, height, width] = maps.size;
  const scale = paintScale(width, height, MAX_SIDE);
  const best = mostShown(maps);
  const shown = shownSlices(depth, best, maxSlices, (slice) => {
    const [from, to] = [slice * height * width, (slice + 1) * height * width];
    return [maps.truth, maps.prediction].some((map) =>
      map.subarray(from, to).some((segment) => segment >= 0),
    );
  });
  return {
    id,
    about,
    width: scale.width,
    height: scale.height,
    first: shown.indexOf(best),
    slices: shown.map((slice) => ({
      detail: sliceDetail(slice, depth),
      panels: [
        { title: "Ground truth", ...paintedSide(maps.truth, maps, slice, scale) },
        { title: "Prediction", ...paintedSide(maps.prediction, maps, slice, scale) },
      ],
    })),
    legend: outcomeCounts(maps.segments).map(([outcome, count]) => ({
      colour: SEGMENT_COLOURS[outcome],
      text: `${outcome}: ${countText(count)}`,
    })),
    facts: [],
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

function paintedSide(
  map: Int32Array,
  { size: [, height, width], segments }: SegmentMaps,
  slice: number,
  scale: PaintScale,
): Omit<PaintedPanel, "title"> {
  const { step, width: w, height: h } = scale;
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
  const indices = Uint8Array.from(small, (segment) => {
    const outcome = segments[segment]?.outcome;
    return outcome === undefined ? NOTHING : FIRST_OUTCOME + OUTCOMES_OF_SEGMENTS.indexOf(outcome);
  });
  const outlines = [{ values: small, index: OUTLINE_INDEX }];
  return {
    uri: paintSlice({ indices, scale, outlines }, PALETTE),
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
