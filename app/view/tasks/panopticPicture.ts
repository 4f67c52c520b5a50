import { matchByPanopticapi } from "../../../src/measures/panoptic/panopticapiRules.js";
import { cellCountOf } from "../../../src/measures/panoptic/panopticCells.js";
import type { PanopticSettings } from "../../../src/measures/panoptic/panopticSettings.js";
import {
  type PanopticImage,
  type PanopticSide,
  readPanopticSides,
} from "../../../src/measures/panoptic/panopticSide.js";
import { segmentCounts } from "../../../src/measures/panoptic/segmentCounts.js";
import { segmentMaps } from "./segmentMaps.js";
import { segmentOutcomes, type SharedPixels } from "./segmentOutcomes.js";
import type { SegmentMaps } from "./segmentPicture.js";

/**
 * What became of the segments of a panoptic image, pixel by pixel, by the rules of panopticapi.
 *
 * @throws {TypeError | RangeError} as PanopticScorer.update
 */
export function panopticMaps(
  settings: PanopticSettings,
  groundTruth: PanopticImage,
  prediction: PanopticImage,
): SegmentMaps {
  const [truth, predicted] = readPanopticSides(settings, groundTruth, prediction);
  const odd = new Float64Array(cellCountOf(settings));
  const counted = segmentCounts(settings, truth, predicted, odd);
  const { pairs, truthOf, predictedOf, truthAreas, predictedAreas } = counted;
  const matching = matchByPanopticapi(counted, odd);
  const placeOf = ({ indexOf }: PanopticSide, id: number): number => (id === 0 ? -1 : indexOf.indexOf(id));
  const matches = matching.matches.map(({ t, p, intersection, union }) => ({
    truth: placeOf(truth, t),
    predicted: placeOf(predicted, p),
    iou: intersection / union,
  }));
  const shared: SharedPixels[] = [];
  for (let pair = 0; pair < pairs.length; pair++) {
    const [t, p] = [truthOf[pair] as number, predictedOf[pair] as number];
    if (t >= 0 && p >= 0) shared.push({ truth: t, predicted: p, pixels: pairs.pixels[pair] as number });
  }
  const outcomes = segmentOutcomes(
    segmentsOf(truth, truthAreas, (t) => truth.crowds[t] === 1),
    segmentsOf(predicted, predictedAreas, matching.isIgnored),
    shared,
    matches,
  );
  const nameOf = ({ categories }: PanopticSide, index: number): string => {
    const category = settings.categories[categories[index] as number];
    return category?.name ?? `category ${category?.id ?? ""}`;
  };
  return segmentMaps({
    size: [1, groundTruth.height, groundTruth.width],
    outcomes,
    matches,
    truth: {
      areas: truthAreas,
      nameOf: (index) => nameOf(truth, index),
      map: Int32Array.from(truth.ids, (id) => placeOf(truth, id)),
    },
    prediction: {
      areas: predictedAreas,
      nameOf: (index) => nameOf(predicted, index),
      map: Int32Array.from(predicted.ids, (id) => placeOf(predicted, id)),
    },
  });
}

function segmentsOf(
  { categories }: PanopticSide,
  areas: Float64Array,
  isIgnored: (index: number) => boolean,
): { readonly category: number; readonly area: number; readonly isIgnored: boolean }[] {
  return Array.from(areas, (area, index) => ({
    category: categories[index] as number,
    area,
    isIgnored: isIgnored(index),
  }));
}
