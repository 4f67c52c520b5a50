import { allThresholds } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import type { CategoryTable } from "./detectionTable.js";

/** Which part of a category's detections is looked at. */
export interface Selection {
  /** Place of the area range. */
  readonly range: number;
  /** So many detections an image. */
  readonly limit: number;
}

/**
 * That part, made once for any number of scorings: detections that are ignored at every threshold are left out, and those that
 * take an object at some threshold, or are ignored at some, are told apart from the many that are wrong at all.
 */
export interface SelectedDetections {
  /** Place in the table, and image, of each, the surest first. */
  readonly places: Uint32Array;
  readonly images: Uint32Array;
  /** Which of them take or are ignored at some threshold, and at which. */
  readonly hits: Uint32Array;
  readonly taken: Uint32Array;
  readonly left: Uint32Array;
  readonly truthImages: Uint32Array;
  readonly truths: Uint32Array;
  readonly scores: Float64Array;
  /** Of the surest one, whether it is ignored or not; 0 where there is none. */
  readonly firstScore: number;
}

export function selectDetections(
  settings: DetectionSettings,
  table: CategoryTable,
  { range, limit }: Selection,
): SelectedDetections {
  const { scores, ranks, images, matched, ignored, truthImages, truths } = table;
  const ranges = settings.areaRanges.length;
  const all = allThresholds(settings.iouThresholds.length);
  const [places, hits] = [new Uint32Array(scores.length), new Uint32Array(scores.length)];
  let [length, hitCount] = [0, 0];
  let firstScore: number | undefined;
  for (let i = 0, cell = range; i < scores.length; i++, cell += ranges) {
    if ((ranks[i] as number) >= limit) continue;
    firstScore ??= scores[i] as number;
    const left = ignored[cell] as number;
    if (left === all) continue;
    if (((matched[cell] as number) | left) !== 0) hits[hitCount++] = length;
    places[length++] = i;
  }
  const selected = {
    places: places.slice(0, length),
    images: new Uint32Array(length),
    hits: hits.slice(0, hitCount),
    taken: new Uint32Array(hitCount),
    left: new Uint32Array(hitCount),
  };
  for (let i = 0; i < length; i++) selected.images[i] = images[places[i] as number] as number;
  for (let hit = 0; hit < hitCount; hit++) {
    const cell = (places[hits[hit] as number] as number) * ranges + range;
    selected.taken[hit] = matched[cell] as number;
    selected.left[hit] = ignored[cell] as number;
  }
  const counts = truthImages.map((_, i) => truths[i * ranges + range] as number);
  return {
    ...selected,
    scores,
    firstScore: firstScore ?? 0,
    truthImages: truthImages.filter((_, i) => counts[i] !== 0),
    truths: counts.filter((count) => count !== 0),
  };
}

/** Objects that count, each image as often as its weight says. */
export function truthCountOf({ truthImages, truths }: SelectedDetections, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < truths.length; i++) {
    sum += (truths[i] as number) * (weights[truthImages[i] as number] as number);
  }
  return sum;
}
