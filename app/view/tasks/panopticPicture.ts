import {
  type PanopticConventionName,
  readPanopticConvention,
} from "../../../src/measures/panoptic/panopticConventions.js";
import type { PanopticSettings } from "../../../src/measures/panoptic/panopticSettings.js";
import {
  type PanopticImage,
  type PanopticSide,
  readPanopticSides,
} from "../../../src/measures/panoptic/panopticSide.js";
import { type MatchedSide, matchPanoptic } from "./panopticMatching.js";
import { segmentMaps, type SegmentSide } from "./segmentMaps.js";
import { segmentOutcomes } from "./segmentOutcomes.js";
import type { SegmentMaps } from "./segmentPicture.js";

/**
 * What became of the segments of a panoptic image, pixel by pixel, by the rules of a convention.
 *
 * @throws {TypeError | RangeError} as PanopticScorer.update
 */
export function panopticMaps(
  settings: PanopticSettings,
  groundTruth: PanopticImage,
  prediction: PanopticImage,
  convention: PanopticConventionName = "panopticapi",
): SegmentMaps {
  const sides = readPanopticSides(settings, groundTruth, prediction);
  const { truth, predicted, shared, matches } = matchPanoptic(
    settings,
    sides,
    readPanopticConvention(convention, "convention"),
  );
  const sideOf = ({ ids, indexOf }: PanopticSide, { segments, placeOf }: MatchedSide): SegmentSide => ({
    areas: Float64Array.from(segments, ({ area }) => area),
    nameOf(place) {
      const category = settings.categories[segments[place]?.category as number];
      return category?.name ?? `category ${category?.id ?? ""}`;
    },
    map: Int32Array.from(ids, (id) => (id === 0 ? -1 : (placeOf[indexOf.indexOf(id)] ?? -1))),
  });
  return segmentMaps({
    size: [1, groundTruth.height, groundTruth.width],
    outcomes: segmentOutcomes(truth.segments, predicted.segments, shared, matches),
    matches,
    truth: sideOf(sides[0], truth),
    prediction: sideOf(sides[1], predicted),
  });
}
