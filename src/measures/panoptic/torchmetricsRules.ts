import { add, inOrder, type Match, type SegmentCounts } from "./segmentCounts.js";
import { categoryCell } from "./panopticCells.js";

/**
 * Matches by torchmetrics' rules: void of either side is cut from the union; what lies on the other side's void by more
 * than half is ignored, on both sides; all stuff of a category is one segment of the image; there are no crowds; an id of
 * the ground truth that is not listed is void; areas are those of the maps.
 *
 * @returns category, intersection and union: of things those that match, of stuff all that overlap, which the modified
 *   quality asks for
 */
export function countTorchmetrics(segments: SegmentCounts, counts: Float64Array): Float64Array {
  const things = countThings(segments, counts);
  const stuff = countStuff(segments, counts);
  const overlaps = new Float64Array(things.length + stuff.length);
  overlaps.set(things);
  overlaps.set(stuff, things.length);
  return overlaps;
}

/** What became of the things of an image. */
export interface ThingMatching {
  /** In no order. */
  readonly matches: Match[];
  /** Of each segment, whether it is matched. */
  readonly isTruthMatched: Uint8Array;
  readonly isPredictedMatched: Uint8Array;
  /** Whether a segment that is not matched is not counted either. */
  readonly isTruthIgnored: (truth: number) => boolean;
  readonly isPredictedIgnored: (predicted: number) => boolean;
}

function countThings(segments: SegmentCounts, counts: Float64Array): Float64Array {
  const { settings, truth, predicted } = segments;
  const isThing = settings.categories.map((category) => category.isThing);
  const { matches, isTruthMatched, isPredictedMatched, ...ignored } = matchThings(segments);
  for (const { category } of matches) add(counts, categoryCell(category, "torchmetricsTruePositives"), 1);
  for (let t = 0; t < truth.segmentCount; t++) {
    const category = truth.categories[t] as number;
    if (isThing[category] !== true || isTruthMatched[t] === 1 || ignored.isTruthIgnored(t)) continue;
    add(counts, categoryCell(category, "torchmetricsFalseNegatives"), 1);
  }
  for (let p = 0; p < predicted.segmentCount; p++) {
    const category = predicted.categories[p] as number;
    if (isThing[category] !== true || isPredictedMatched[p] === 1 || ignored.isPredictedIgnored(p)) continue;
    add(counts, categoryCell(category, "torchmetricsFalsePositives"), 1);
  }
  return inOrder(matches);
}

/** Matches the things; segments of stuff are not looked at. */
export function matchThings({
  settings,
  truth,
  predicted,
  pairs,
  truthOf,
  predictedOf,
  ...areas
}: SegmentCounts): ThingMatching {
  const { truthAreas, truthOnVoid, predictedAreas, predictedOnVoid, predictedOnUnlisted } = areas;
  const isThing = settings.categories.map((category) => category.isThing);
  const isTruthMatched = new Uint8Array(truth.segmentCount);
  const isPredictedMatched = new Uint8Array(predicted.segmentCount);
  const ignored = predictedOnVoid.map((pixels, p) => pixels + (predictedOnUnlisted[p] as number));
  const matches: Match[] = [];
  for (let pair = 0; pair < pairs.length; pair++) {
    const t = truthOf[pair] as number;
    const p = predictedOf[pair] as number;
    if (t < 0 || p < 0) continue;
    const category = truth.categories[t] as number;
    if (category !== predicted.categories[p] || isThing[category] !== true) continue;
    const intersection = pairs.pixels[pair] as number;
    const counted = (predictedAreas[p] as number) - (ignored[p] as number);
    const union = counted + (truthAreas[t] as number) - (truthOnVoid[t] as number) - intersection;
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
    // What has no pixel is not there.
    isTruthIgnored: (t) => truthAreas[t] === 0 || 2 * (truthOnVoid[t] as number) > (truthAreas[t] as number),
    isPredictedIgnored: (p) => 2 * (ignored[p] as number) > (predictedAreas[p] as number),
  };
}

/** Pixels of all stuff of a category. */
interface StuffArea {
  truth: number;
  truthOnVoid: number;
  predicted: number;
  predictedOnVoid: number;
  both: number;
}

/** All stuff of a category of an image. */
export interface MatchedStuff {
  readonly category: number;
  /** Pixels on each side, on both, and of the union that void is cut from. */
  readonly truth: number;
  readonly predicted: number;
  readonly both: number;
  readonly union: number;
  readonly isMatched: boolean;
  /** Of what is not matched: whether it is not counted either, as what is not there. */
  readonly isTruthIgnored: boolean;
  readonly isPredictedIgnored: boolean;
}

function countStuff(segments: SegmentCounts, counts: Float64Array): Float64Array {
  const overlaps: number[] = [];
  for (const { category, truth, both, union, ...stuff } of matchStuff(segments)) {
    if (truth > 0) add(counts, categoryCell(category, "torchmetricsTargets"), 1);
    if (both > 0) overlaps.push(category, both, union);
    if (stuff.isMatched) {
      add(counts, categoryCell(category, "torchmetricsTruePositives"), 1);
      continue;
    }
    if (!stuff.isTruthIgnored) add(counts, categoryCell(category, "torchmetricsFalseNegatives"), 1);
    if (!stuff.isPredictedIgnored) add(counts, categoryCell(category, "torchmetricsFalsePositives"), 1);
  }
  return Float64Array.from(overlaps);
}

/** By ascending category. */
export function matchStuff(segments: SegmentCounts): MatchedStuff[] {
  const areas = [...stuffAreas(segments)].sort(([a], [b]) => a - b);
  return areas.map(([category, { truth, truthOnVoid, predicted, predictedOnVoid, both }]) => {
    const union = predicted - predictedOnVoid + truth - truthOnVoid - both;
    return {
      category,
      truth,
      predicted,
      both,
      union,
      isMatched: 2 * both > union,
      isTruthIgnored: truth === 0 || 2 * truthOnVoid > truth,
      isPredictedIgnored: predicted === 0 || 2 * predictedOnVoid > predicted,
    };
  });
}

function stuffAreas({
  settings,
  truth,
  predicted,
  pairs,
  truthOf,
  predictedOf,
}: SegmentCounts): ReadonlyMap<number, StuffArea> {
  const areas = new Map<number, StuffArea>();
  const areaOf = (category: number): StuffArea | undefined => {
    if (settings.categories[category]?.isThing !== false) return undefined;
    const known = areas.get(category);
    if (known !== undefined) return known;
    const area = { truth: 0, truthOnVoid: 0, predicted: 0, predictedOnVoid: 0, both: 0 };
    areas.set(category, area);
    return area;
  };
  for (let pair = 0; pair < pairs.length; pair++) {
    const pixels = pairs.pixels[pair] as number;
    const t = truthOf[pair] as number;
    const p = predictedOf[pair] as number;
    const ours = t < 0 ? undefined : areaOf(truth.categories[t] as number);
    const theirs = p < 0 ? undefined : areaOf(predicted.categories[p] as number);
    if (ours !== undefined) {
      ours.truth += pixels;
      // Every predicted id is listed, so what is no segment is void.
      if (p < 0) ours.truthOnVoid += pixels;
    }
    if (theirs !== undefined) {
      theirs.predicted += pixels;
      if (t < 0) theirs.predictedOnVoid += pixels;
      if (ours === theirs) theirs.both += pixels;
    }
  }
  return areas;
}
