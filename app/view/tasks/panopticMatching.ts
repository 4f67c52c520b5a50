import { matchByPanopticapi } from "../../../src/measures/panoptic/panopticapiRules.js";
import { cellCountOf } from "../../../src/measures/panoptic/panopticCells.js";
import type { PanopticConvention } from "../../../src/measures/panoptic/panopticConventions.js";
import type { PanopticSide } from "../../../src/measures/panoptic/panopticSide.js";
import {
  type Match,
  type SegmentCounts,
  segmentCounts,
} from "../../../src/measures/panoptic/segmentCounts.js";
import { matchStuff, matchThings } from "../../../src/measures/panoptic/torchmetricsRules.js";
import type { PanopticSettings } from "../../../src/measures/panoptic/panopticSettings.js";
import { NO_SEGMENT, type OutcomeSegment, type SegmentMatch, type SharedPixels } from "./segmentOutcomes.js";

/** One side of an image, its segments taken together as the convention takes them. */
export interface MatchedSide {
  readonly segments: readonly OutcomeSegment[];
  /** Where each listed segment is among these. */
  readonly placeOf: Int32Array;
}

/** Segments of a panoptic image, matched by a convention's rules: those that its scorer counts by. */
export interface PanopticMatching {
  readonly truth: MatchedSide;
  readonly predicted: MatchedSide;
  readonly shared: readonly SharedPixels[];
  readonly matches: readonly SegmentMatch[];
}

/** @throws {RangeError} map and segments do not belong together */
export function matchPanoptic(
  settings: PanopticSettings,
  [truth, predicted]: readonly [truth: PanopticSide, predicted: PanopticSide],
  convention: PanopticConvention,
): PanopticMatching {
  const odd = new Float64Array(cellCountOf(settings));
  const counted = segmentCounts(settings, truth, predicted, odd);
  return convention.followsList
    ? panopticapiMatching(counted, odd)
    : torchmetricsMatching(counted, convention.isStuffModified);
}

function panopticapiMatching(counted: SegmentCounts, odd: Float64Array): PanopticMatching {
  const { truth, predicted, truthAreas, predictedAreas } = counted;
  const { matches, isIgnored } = matchByPanopticapi(counted, odd);
  const sides = {
    truth: alone(truth, truthAreas, (t) => truth.crowds[t] === 1),
    predicted: alone(predicted, predictedAreas, isIgnored),
  };
  return { ...sides, shared: sharedPixels(counted, sides), matches: placed(matches, counted, sides) };
}

/** @param isModified stuff counts by its IoU wherever the truth has it, matched or not */
function torchmetricsMatching(counted: SegmentCounts, isModified: boolean): PanopticMatching {
  const { settings, truth, predicted, truthAreas, predictedAreas } = counted;
  const things = matchThings(counted);
  const stuff = matchStuff(counted);
  const isThing = (category: number): boolean => settings.categories[category]?.isThing === true;
  const sides = {
    truth: together(
      alone(truth, truthAreas, things.isTruthIgnored),
      isThing,
      new Map(stuff.map((one) => [one.category, one.isTruthIgnored])),
    ),
    predicted: together(
      alone(predicted, predictedAreas, things.isPredictedIgnored),
      isThing,
      new Map(stuff.map((one) => [one.category, isModified || one.isPredictedIgnored])),
    ),
  };
  const ofStuff = stuff.flatMap(({ category, isMatched, both, union, truth: area }): SegmentMatch[] => {
    if (isModified ? area === 0 : !isMatched) return [];
    const [t, p] = [sides.truth, sides.predicted].map(({ segments }) =>
      segments.findIndex((one) => one.category === category),
    ) as [number, number];
    return [{ truth: t, predicted: p < 0 ? NO_SEGMENT : p, iou: both === 0 ? 0 : both / union }];
  });
  return {
    ...sides,
    shared: sharedPixels(counted, sides),
    matches: [...placed(things.matches, counted, sides), ...ofStuff],
  };
}

/** Each segment for itself. */
function alone(
  { categories }: PanopticSide,
  areas: Float64Array,
  isIgnored: (index: number) => boolean,
): MatchedSide {
  return {
    segments: Array.from(areas, (area, index) => ({
      category: categories[index] as number,
      area,
      isIgnored: isIgnored(index),
    })),
    placeOf: Int32Array.from(areas, (_, index) => index),
  };
}

/** All stuff of a category is one. */
function together(
  { segments }: MatchedSide,
  isThing: (category: number) => boolean,
  isStuffIgnored: ReadonlyMap<number, boolean>,
): MatchedSide {
  const joined: OutcomeSegment[] = [];
  const placeOfStuff = new Map<number, number>();
  const placeOf = segments.map((segment) => {
    const { category, area } = segment;
    const known = placeOfStuff.get(category);
    if (known !== undefined) {
      const one = joined[known] as OutcomeSegment;
      joined[known] = { ...one, area: one.area + area };
      return known;
    }
    if (isThing(category)) return joined.push(segment) - 1;
    placeOfStuff.set(category, joined.length);
    return joined.push({ category, area, isIgnored: isStuffIgnored.get(category) ?? true }) - 1;
  });
  return { segments: joined, placeOf: Int32Array.from(placeOf) };
}

interface Sides {
  readonly truth: MatchedSide;
  readonly predicted: MatchedSide;
}

function placed(
  matches: readonly Match[],
  { truth, predicted }: SegmentCounts,
  sides: Sides,
): SegmentMatch[] {
  return matches.map(({ t, p, intersection, union }) => ({
    truth: sides.truth.placeOf[truth.indexOf.indexOf(t)] as number,
    predicted: sides.predicted.placeOf[predicted.indexOf.indexOf(p)] as number,
    iou: intersection / union,
  }));
}

function sharedPixels({ pairs, truthOf, predictedOf }: SegmentCounts, sides: Sides): SharedPixels[] {
  const shared = new Map<string, SharedPixels>();
  for (let pair = 0; pair < pairs.length; pair++) {
    const truth = sides.truth.placeOf[truthOf[pair] as number];
    const predicted = sides.predicted.placeOf[predictedOf[pair] as number];
    if (truth === undefined || predicted === undefined) continue;
    const key = `${truth} ${predicted}`;
    const pixels = (shared.get(key)?.pixels ?? 0) + (pairs.pixels[pair] as number);
    shared.set(key, { truth, predicted, pixels });
  }
  return [...shared.values()];
}
