import {
  OUTCOMES_OF_SEGMENTS,
  type PicturedSegment,
  type SegmentMatch,
  type SegmentOutcomes,
} from "./segmentOutcomes.js";
import type { SegmentMaps } from "./segmentPicture.js";

/** One side of an image: its segments are numbered from 0 on. */
export interface SegmentSide {
  /** Pixels of each segment. */
  readonly areas: Float64Array;
  readonly nameOf: (segment: number) => string;
  /** The segment of each pixel, below 0 where there is none. */
  readonly map: Int32Array;
}

interface SegmentSides {
  readonly size: SegmentMaps["size"];
  readonly outcomes: SegmentOutcomes;
  readonly matches: readonly SegmentMatch[];
  readonly truth: SegmentSide;
  readonly prediction: SegmentSide;
}

/** Both sides' segments in one list, in which what is matched is one: those that went wrong first, of each outcome large ones first, of each area true ones. */
export function segmentMaps({ size, outcomes, matches, truth, prediction }: SegmentSides): SegmentMaps {
  const partner = new Map(matches.map((match) => [match.truth, match]));
  const matched = new Set(matches.map((match) => match.predicted));
  const listed: (PicturedSegment & { readonly t: number; readonly p: number })[] = [];
  outcomes.truth.forEach((outcome, t) => {
    const match = partner.get(t);
    listed.push({
      name: truth.nameOf(t),
      outcome,
      iou: match?.iou,
      truthArea: truth.areas[t],
      predictedArea: match === undefined ? undefined : prediction.areas[match.predicted],
      t,
      p: match?.predicted ?? -1,
    });
  });
  outcomes.predicted.forEach((outcome, p) => {
    if (matched.has(p)) return;
    const [name, predictedArea] = [prediction.nameOf(p), prediction.areas[p]];
    listed.push({ name, outcome, iou: undefined, truthArea: undefined, predictedArea, t: -1, p });
  });
  // A true segment that is listed and has no pixel may be missed all the same.
  const shown = listed.filter((one) => areaOf(one) > 0 || one.outcome === "missed");
  shown.sort((a, b) => rankOf(a) - rankOf(b) || areaOf(b) - areaOf(a));
  const [truthPlaces, predictedPlaces] = [truth, prediction].map(({ areas }) =>
    new Int32Array(areas.length).fill(-1),
  ) as [Int32Array, Int32Array];
  shown.forEach(({ t, p }, place) => {
    if (t >= 0) truthPlaces[t] = place;
    if (p >= 0) predictedPlaces[p] = place;
  });
  return {
    size,
    truth: truth.map.map((segment) => truthPlaces[segment] ?? -1),
    prediction: prediction.map.map((segment) => predictedPlaces[segment] ?? -1),
    segments: shown.map(({ name, outcome, iou, truthArea, predictedArea }) => ({
      name,
      outcome,
      iou,
      truthArea,
      predictedArea,
    })),
  };
}

const ORDER: readonly (typeof OUTCOMES_OF_SEGMENTS)[number][] = [
  "missed",
  "false",
  "split",
  "merged",
  "matched",
  "ignored",
];

function rankOf({ outcome }: PicturedSegment): number {
  return ORDER.indexOf(outcome);
}

function areaOf({ truthArea = 0, predictedArea = 0 }: PicturedSegment): number {
  return Math.max(truthArea, predictedArea);
}
