import { countDetections } from "../../../src/measures/instances/countDetections.js";
import type { DetectionSettings } from "../../../src/measures/instances/detectionSettings.js";
import { rowGroups, standings } from "../../../src/measures/instances/rowGroups.js";
import type { ImagePair } from "../../detections/imagePairs.js";
import { imageFactsOf } from "../../detections/scoredDetections.js";
import type { SegmentOutcome } from "./segmentOutcomes.js";

/** What became of an object or of a detection; `partner` is of the other side, -1 where it has none. */
export interface ObjectOutcome {
  /** Its place in the image's list, in the order of the file. */
  readonly place: number;
  /** Of the settings' categories; -1 where all are taken as one. */
  readonly category: number;
  readonly outcome: SegmentOutcome;
  readonly partner: number;
  readonly iou: number | undefined;
}

/** Both sides of an image, each by its own places. */
export interface DetectionOutcomes {
  readonly truths: readonly ObjectOutcome[];
  /** Those of the score threshold and above. */
  readonly detections: readonly ObjectOutcome[];
}

/**
 * Matches an image as the run did, at the reference IoU threshold, and says what became of each object and detection.
 *
 * @param scoreThreshold detections of a lower score are left out, and what they find is missed
 */
export function detectionOutcomes(
  settings: DetectionSettings,
  { image, groundTruths, detections }: ImagePair,
  scoreThreshold: number,
): DetectionOutcomes {
  const facts = imageFactsOf(image, settings.convention);
  const row = countDetections(settings, groundTruths, detections, facts);
  const { isCounted, isRight, isObject } = standings(settings)(row);
  const [truthIds, foundIds] = [groundTruths.categoryIds, detections.categoryIds].map((ids) =>
    Array.from(ids, Number),
  ) as [number[], number[]];
  const scores = Array.from(detections.scores, Number);
  const listed = new Set(settings.categories.map(({ id }) => id));
  const placesOf = (ids: readonly number[], category: number): number[] => {
    const id = settings.perCategory ? settings.categories[category]?.id : undefined;
    return ids.flatMap((own, place) => ((id === undefined ? listed.has(own) : own === id) ? [place] : []));
  };
  const truths: ObjectOutcome[] = [];
  const found: ObjectOutcome[] = [];
  for (const { category, truth, truthEnd, detection, detectionEnd } of rowGroups(row)) {
    // A row has objects in the file's order, and the surest detections by falling score.
    const truthPlaces = placesOf(truthIds, category);
    const foundPlaces = placesOf(foundIds, category).sort(
      (a, b) => (scores[b] as number) - (scores[a] as number),
    );
    const takers = new Map<number, { readonly place: number; readonly iou: number | undefined }>();
    for (let d = detection; d < detectionEnd; d++) {
      const place = foundPlaces[d - detection] as number;
      if ((row.scores[d] as number) < scoreThreshold) continue;
      const taken = (row.taken[d] as number) - 1;
      const isMatch = isRight(d) && taken >= 0;
      const iou = isMatch && row.nearest[d] === row.taken[d] ? (row.nearestIous[d] as number) : undefined;
      const outcome = isMatch ? "matched" : isCounted(d) ? "false" : "ignored";
      const partner = isMatch ? (truthPlaces[taken - truth] as number) : -1;
      if (isMatch) takers.set(taken, { place, iou });
      found.push({ place, category, outcome, partner, iou });
    }
    for (let t = truth; t < truthEnd; t++) {
      const taker = takers.get(t);
      truths.push({
        place: truthPlaces[t - truth] as number,
        category,
        outcome: taker !== undefined ? "matched" : isObject(t) ? "missed" : "ignored",
        partner: taker?.place ?? -1,
        iou: taker?.iou,
      });
    }
  }
  return { truths, detections: found };
}
