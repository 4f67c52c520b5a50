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

function countThings(
  { settings, truth, predicted, pairs, truthOf, predictedOf, ...areas }: SegmentCounts,
  counts: Float64Array,
): Float64Array {
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
    add(counts, categoryCell(category, "torchmetricsTruePositives"), 1);
  }
  for (let t = 0; t < truth.segmentCount; t++) {
    const [category, area] = [truth.categories[t] as number, truthAreas[t] as number];
    // What has no pixel is not there.
    if (isThing[category] !== true || isTruthMatched[t] === 1 || area === 0) continue;
    if (2 * (truthOnVoid[t] as number) <= area) {
      add(counts, categoryCell(category, "torchmetricsFalseNegatives"), 1);
    }
  }
  for (let p = 0; p < predicted.segmentCount; p++) {
    const category = predicted.categories[p] as number;
    if (isThing[category] !== true || isPredictedMatched[p] === 1) continue;
    if (2 * (ignored[p] as number) <= (predictedAreas[p] as number)) {
      add(counts, categoryCell(category, "torchmetricsFalsePositives"), 1);
    }
  }
  return inOrder(matches);
}

/** Pixels of all stuff of a category. */
interface StuffArea {
  truth: number;
  truthOnVoid: number;
  predicted: number;
  predictedOnVoid: number;
  both: number;
}

function countStuff(segments: SegmentCounts, counts: Float64Array): Float64Array {
  const areas = [...stuffAreas(segments)].sort(([a], [b]) => a - b);
  const overlaps: number[] = [];
  for (const [category, { truth, truthOnVoid, predicted, predictedOnVoid, both }] of areas) {
    const union = predicted - predictedOnVoid + truth - truthOnVoid - both;
    if (truth > 0) add(counts, categoryCell(category, "torchmetricsTargets"), 1);
    if (both > 0) overlaps.push(category, both, union);
    if (2 * both > union) {
      add(counts, categoryCell(category, "torchmetricsTruePositives"), 1);
      continue;
    }
    if (truth > 0 && 2 * truthOnVoid <= truth) {
      add(counts, categoryCell(category, "torchmetricsFalseNegatives"), 1);
    }
    if (predicted > 0 && 2 * predictedOnVoid <= predicted) {
      add(counts, categoryCell(category, "torchmetricsFalsePositives"), 1);
    }
  }
  return Float64Array.from(overlaps);
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
