import { wrongValue } from "../../errors/argument.js";
import { listNames } from "../../errors/describe.js";
import { type OddCell, oddCell, OVERLAP_NUMBERS } from "./panopticCells.js";
import type { PanopticSettings } from "./panopticSettings.js";
import type { PanopticSide } from "./panopticSide.js";
import { countPairs, type SegmentPairs } from "./segmentPairs.js";

/** Where an id of a map leads that is no segment's. */
export const VOID = -1;
export const UNLISTED = -2;

/** An image's segments on both sides, with all that its map says of them. */
export interface SegmentCounts {
  readonly settings: PanopticSettings;
  readonly truth: PanopticSide;
  readonly predicted: PanopticSide;
  readonly pairs: SegmentPairs;
  /** Of each pair, the index of its segment; VOID or UNLISTED where it has none. */
  readonly truthOf: Int32Array;
  readonly predictedOf: Int32Array;
  /** Pixels of each segment. */
  readonly truthAreas: Float64Array;
  readonly predictedAreas: Float64Array;
  /** Pixels of each true segment that are predicted void, and of each predicted one whose truth is void, or is not listed. */
  readonly truthOnVoid: Float64Array;
  readonly predictedOnVoid: Float64Array;
  readonly predictedOnUnlisted: Float64Array;
}

/**
 * Counts the pixels of every pair of segments, and checks that maps and lists belong together.
 *
 * @param counts takes what is odd about them
 * @throws {RangeError} a predicted id is not listed or has no pixel, or an area is wrong and was to be checked
 */
export function segmentCounts(
  settings: PanopticSettings,
  truth: PanopticSide,
  predicted: PanopticSide,
  counts: Float64Array,
): SegmentCounts {
  const pairs = countPairs(truth.ids, predicted.ids, truth.segmentCount + predicted.segmentCount);
  const truthOf = indicesOf(pairs.groundTruth, truth);
  const predictedOf = indicesOf(pairs.prediction, predicted);
  const truthAreas = new Float64Array(truth.segmentCount);
  const truthOnVoid = new Float64Array(truth.segmentCount);
  const predictedAreas = new Float64Array(predicted.segmentCount);
  const predictedOnVoid = new Float64Array(predicted.segmentCount);
  const predictedOnUnlisted = new Float64Array(predicted.segmentCount);
  const unlisted = [new Set<number>(), new Set<number>()] as const;
  for (let pair = 0; pair < pairs.length; pair++) {
    const pixels = pairs.pixels[pair] as number;
    const t = truthOf[pair] as number;
    const p = predictedOf[pair] as number;
    if (t >= 0) {
      add(truthAreas, t, pixels);
      if (p === VOID) add(truthOnVoid, t, pixels);
    } else if (t === UNLISTED) unlisted[0].add(pairs.groundTruth[pair] as number);
    if (p >= 0) {
      add(predictedAreas, p, pixels);
      if (t < 0) add(t === VOID ? predictedOnVoid : predictedOnUnlisted, p, pixels);
    } else if (p === UNLISTED) unlisted[1].add(pairs.prediction[pair] as number);
  }
  requireListed(predicted, unlisted[1]);
  requirePainted(predicted, predictedAreas);
  const odd = (cell: OddCell, count: number): void => {
    counts[oddCell(settings, cell)] = count;
  };
  odd("truthUnlisted", unlisted[0].size);
  odd(
    "truthUnpainted",
    truthAreas.reduce((count, area) => count + Number(area === 0), 0),
  );
  odd("truthAreaDiffers", differingAreas(settings, truth, truthAreas, "groundTruth"));
  odd("predictionAreaDiffers", differingAreas(settings, predicted, predictedAreas, "prediction"));
  odd("crowdPredicted", sumOf(predicted.crowds));
  odd("crowdTrue", sumOf(truth.crowds));
  return {
    settings,
    truth,
    predicted,
    pairs,
    truthOf,
    predictedOf,
    truthAreas,
    predictedAreas,
    truthOnVoid,
    predictedOnVoid,
    predictedOnUnlisted,
  };
}

/** Two segments that overlap by more than half of their union. */
export interface Match {
  readonly category: number;
  readonly intersection: number;
  readonly union: number;
  /** The segments' ids. */
  readonly t: number;
  readonly p: number;
}

/** Matches that one number can hold the index of, beside an id. */
const MAX_KEYED = 2 ** 21;

/** By the ids of the ground truth, then of the prediction: sums of float64 depend on it in their last digits. */
export function inOrder(matches: Match[]): Float64Array {
  if (matches.length > MAX_KEYED) return numbersOf(matches.sort(compareMatches));
  // A sort of numbers takes a fifth of the time that one with a function does, and as a rule no true segment matches twice.
  const keys = new Float64Array(matches.length);
  for (let i = 0; i < keys.length; i++) keys[i] = (matches[i] as Match).t * MAX_KEYED + i;
  keys.sort();
  const sorted = new Array<Match>(keys.length);
  let isOnce = true;
  for (let i = 0; i < keys.length; i++) {
    const match = matches[(keys[i] as number) % MAX_KEYED] as Match;
    sorted[i] = match;
    if (i > 0 && sorted[i - 1]?.t === match.t) isOnce = false;
  }
  return numbersOf(isOnce ? sorted : sorted.sort(compareMatches));
}

function compareMatches(a: Match, b: Match): number {
  return a.t - b.t || a.p - b.p;
}

function numbersOf(matches: readonly Match[]): Float64Array {
  const numbers = new Float64Array(matches.length * OVERLAP_NUMBERS);
  let at = 0;
  for (const { category, intersection, union } of matches) {
    numbers[at++] = category;
    numbers[at++] = intersection;
    numbers[at++] = union;
  }
  return numbers;
}

function indicesOf(ids: Uint32Array, { indexOf }: PanopticSide): Int32Array {
  const indices = new Int32Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id === 0) {
      indices[i] = VOID;
      continue;
    }
    const index = indexOf.indexOf(id);
    indices[i] = index < 0 ? UNLISTED : index;
  }
  return indices;
}

function requireListed({ ids }: PanopticSide, unlisted: ReadonlySet<number>): void {
  if (unlisted.size === 0) return;
  const names = [...unlisted].sort((a, b) => a - b);
  const pixel = ids.findIndex((id) => unlisted.has(id));
  throw wrongValue(
    "prediction.map",
    "ids that its segments list, and 0 for void",
    `${listNames(names.map(String))}, first at pixel ${pixel}`,
    "list these segments, or make them 0",
    { pixel },
  );
}

function requirePainted({ segmentIds }: PanopticSide, areas: Float64Array): void {
  const unpainted = segmentIds.filter((_, p) => areas[p] === 0);
  if (unpainted.length === 0) return;
  throw wrongValue(
    "prediction.segments",
    "segments that have pixels in its map",
    `${listNames(Array.from(unpainted.subarray(0, MOST_NAMED), String))}, which ${unpainted.length === 1 ? "has" : "have"} none`,
    "leave out segments that others have covered",
  );
}

const MOST_NAMED = 1000;

/** How many segments are listed with an area that is not their area in the map. */
function differingAreas(
  settings: PanopticSettings,
  { listedAreas, segmentIds }: PanopticSide,
  areas: Float64Array,
  side: "groundTruth" | "prediction",
): number {
  let count = 0;
  for (let i = 0; i < areas.length; i++) {
    const [listed, painted] = [listedAreas[i] as number, areas[i] as number];
    if (Number.isNaN(listed) || listed === painted) continue;
    if (settings.areas === "checked") {
      throw wrongValue(
        `${side}.segments[${i}].area`,
        `${painted}, the pixels of segment ${segmentIds[i] as number} in the map`,
        String(listed),
        "leave area out, or mend the list",
      );
    }
    count++;
  }
  return count;
}

export function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}

export function sumOf(flags: Uint8Array): number {
  return flags.reduce((total, flag) => total + flag, 0);
}
