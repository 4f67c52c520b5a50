import { wrongValue } from "../../errors/argument.js";
import { categoryCell, oddCell } from "./panopticCells.js";
import type { PanopticSettings } from "./panopticSettings.js";
import type { PanopticSide } from "./panopticSide.js";
import { segmentBoundaries } from "./segmentBoundaries.js";
import { add, inOrder, type Match, type SegmentCounts, sumOf } from "./segmentCounts.js";

/** What became of the segments of an image. */
export interface PanopticapiMatching {
  /** In no order. */
  readonly matches: Match[];
  /** Of each segment, whether it is matched. */
  readonly isTruthMatched: Uint8Array;
  readonly isPredictedMatched: Uint8Array;
  /** Whether a predicted segment that is not matched is not counted either. */
  readonly isIgnored: (predicted: number) => boolean;
}

/**
 * Matches by panopticapi's rules: more than half of the union, which void of the ground truth is cut from; crowds are never
 * matched, and a prediction that lies on void and on a crowd of its category by more than half is ignored. With boundaries
 * the IoU of a pair is the smaller one of the segments' and of their boundaries', as boundary-iou-api has it.
 *
 * @param counts takes what is odd
 */
export function matchByPanopticapi(
  { settings, truth, predicted, pairs, truthOf, predictedOf, ...areas }: SegmentCounts,
  counts: Float64Array,
): PanopticapiMatching {
  const { truthAreas, predictedAreas, predictedOnVoid } = areas;
  const crowdOf = knownCrowds(settings, truth, counts);
  const isTruthMatched = new Uint8Array(truth.segmentCount);
  const isPredictedMatched = new Uint8Array(predicted.segmentCount);
  const ignored = predictedOnVoid.slice();
  const matches: Match[] = [];
  const { boundaryRatio } = settings;
  const boundaries =
    boundaryRatio === undefined ? undefined : segmentBoundaries(truth, predicted, boundaryRatio);
  for (let pair = 0; pair < pairs.length; pair++) {
    const t = truthOf[pair] as number;
    const p = predictedOf[pair] as number;
    if (t < 0 || p < 0) continue;
    let intersection = pairs.pixels[pair] as number;
    const category = truth.categories[t] as number;
    if (category !== predicted.categories[p]) continue;
    if (truth.crowds[t] === 1) {
      if (crowdOf.get(category) === t) add(ignored, p, intersection);
      continue;
    }
    const listed = truth.listedAreas[t] as number;
    const truthArea = Number.isNaN(listed) ? (truthAreas[t] as number) : listed;
    let union = (predictedAreas[p] as number) + truthArea - intersection - (predictedOnVoid[p] as number);
    if (union <= 0) throw areaTooSmall(t, truthArea, truthAreas[t] as number);
    if (boundaries !== undefined) {
      const common = boundaries.common(t, p);
      const either =
        (boundaries.predictedAreas[p] as number) +
        (boundaries.truthAreas[t] as number) -
        common -
        (boundaries.predictedOnVoid[p] as number);
      if (common / either < intersection / union) [intersection, union] = [common, either];
    }
    // In float64 the quotient is above one half exactly where this is.
    if (2 * intersection <= union) continue;
    isTruthMatched[t] = 1;
    isPredictedMatched[p] = 1;
    matches.push({
      category,
      intersection,
      union,
      t: truth.segmentIds[t] as number,
      p: predicted.segmentIds[p] as number,
    });
  }
  return {
    matches,
    isTruthMatched,
    isPredictedMatched,
    isIgnored: (p) => 2 * (ignored[p] as number) > (predictedAreas[p] as number),
  };
}

/**
 * Counts what matchByPanopticapi finds.
 *
 * @returns category, intersection and union of each match, in the order in which panopticapi adds them up
 */
export function countPanopticapi(segments: SegmentCounts, counts: Float64Array): Float64Array {
  const { truth, predicted } = segments;
  const { matches, isTruthMatched, isPredictedMatched, isIgnored } = matchByPanopticapi(segments, counts);
  for (const { category } of matches) add(counts, categoryCell(category, "truePositives"), 1);
  for (let t = 0; t < truth.segmentCount; t++) {
    if (isTruthMatched[t] === 0 && truth.crowds[t] === 0) {
      add(counts, categoryCell(truth.categories[t] as number, "falseNegatives"), 1);
    }
  }
  for (let p = 0; p < predicted.segmentCount; p++) {
    if (isPredictedMatched[p] === 0 && !isIgnored(p)) {
      add(counts, categoryCell(predicted.categories[p] as number, "falsePositives"), 1);
    }
  }
  return inOrder(matches);
}

/** The crowd of each category that panopticapi remembers: of several the last one listed. */
function knownCrowds(
  settings: PanopticSettings,
  { segmentCount, crowds, categories }: PanopticSide,
  counts: Float64Array,
): ReadonlyMap<number, number> {
  const known = new Map<number, number>();
  for (let t = 0; t < segmentCount; t++) if (crowds[t] === 1) known.set(categories[t] as number, t);
  counts[oddCell(settings, "crowdForgotten")] = sumOf(crowds) - known.size;
  return known;
}

function areaTooSmall(t: number, listed: number, painted: number): Error {
  return wrongValue(
    `groundTruth.segments[${t}].area`,
    `${painted}, the segment's pixels in the map`,
    `${listed}, which leaves no union to divide by`,
    "leave area out, or mend the list",
  );
}
