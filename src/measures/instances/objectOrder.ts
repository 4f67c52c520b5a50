import type { DetectionSettings } from "./detectionSettings.js";
import type { Detections, Truths } from "./imageObjects.js";

/** Objects and detections of an image in the order of its row, by their places in the file. */
export interface ObjectOrder {
  readonly groups: Uint32Array;
  readonly truthCounts: Uint32Array;
  readonly detectionCounts: Uint32Array;
  readonly truths: Uint32Array;
  readonly detections: Uint32Array;
  readonly unlistedTruths: number;
  readonly unlistedDetections: number;
}

/** Categories of an image, by place in the settings, that decide which detections count (LVIS). */
export interface ImageCategories {
  /** Known not to be in the image. */
  readonly negative: ReadonlySet<number>;
  /** Not all objects of them are marked. */
  readonly notExhaustive: ReadonlySet<number>;
}

/** Sorts by category, then (detections) by falling score; equal ones stay in the order of the file. */
export function orderObjects(
  truths: Truths,
  detections: Detections,
  settings: DetectionSettings,
  categories: ImageCategories,
): ObjectOrder {
  const categoryCount = settings.categories.length;
  const truthPlaces = byCategory(listed(truths.categories), truths.categories, categoryCount);
  const kept = listed(detections.categories);
  const unlistedDetections = detections.count - kept.length;
  const wanted =
    settings.convention === "lvis" ? keptByLvis(kept, truths, detections, settings, categories) : kept;
  const detected = byCategory(wanted, detections.categories, categoryCount);
  const most = settings.maxDetections[settings.maxDetections.length - 1] as number;
  const groupOf = (shapes: { readonly categories: Int32Array }, place: number): number =>
    settings.perCategory ? (shapes.categories[place] as number) : 0;

  const groups: number[] = [];
  const truthCounts: number[] = [];
  const detectionCounts: number[] = [];
  const ordered = new Uint32Array(detected.length);
  let length = 0;
  for (let t = 0, d = 0; t < truthPlaces.length || d < detected.length;) {
    const group = Math.min(
      t < truthPlaces.length ? groupOf(truths, truthPlaces[t] as number) : Infinity,
      d < detected.length ? groupOf(detections, detected[d] as number) : Infinity,
    );
    const [firstTruth, first] = [t, d];
    while (t < truthPlaces.length && groupOf(truths, truthPlaces[t] as number) === group) t++;
    while (d < detected.length && groupOf(detections, detected[d] as number) === group) d++;
    sortByScore(detected, detections.scores, first, d);
    const count = Math.min(d - first, most);
    for (let i = 0; i < count; i++) ordered[length++] = detected[first + i] as number;
    groups.push(group);
    truthCounts.push(t - firstTruth);
    detectionCounts.push(count);
  }
  return {
    groups: Uint32Array.from(groups),
    truthCounts: Uint32Array.from(truthCounts),
    detectionCounts: Uint32Array.from(detectionCounts),
    truths: truthPlaces,
    detections: ordered.subarray(0, length),
    unlistedTruths: truths.count - truthPlaces.length,
    unlistedDetections,
  };
}

function listed(categories: Int32Array): Uint32Array {
  const places = new Uint32Array(categories.length);
  let length = 0;
  for (let i = 0; i < categories.length; i++) if ((categories[i] as number) >= 0) places[length++] = i;
  return places.subarray(0, length);
}

/** By counting, where there are no more categories than that to a place; else by sorting. */
const MOST_CATEGORIES_A_PLACE = 16;

function byCategory(places: Uint32Array, categories: Int32Array, categoryCount: number): Uint32Array {
  if (categoryCount <= places.length * MOST_CATEGORIES_A_PLACE) {
    return countedByCategory(places, categories, categoryCount);
  }
  // Integers that carry their place: sorting them is stable, and calls no function.
  const keys = new Float64Array(places.length);
  for (let i = 0; i < keys.length; i++) {
    const place = places[i] as number;
    keys[i] = (categories[place] as number) * 2 ** 32 + place;
  }
  keys.sort();
  for (let i = 0; i < keys.length; i++) places[i] = (keys[i] as number) % 2 ** 32;
  return places;
}

function countedByCategory(places: Uint32Array, categories: Int32Array, categoryCount: number): Uint32Array {
  const starts = new Uint32Array(categoryCount + 1);
  for (let i = 0; i < places.length; i++) {
    const next = (categories[places[i] as number] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let c = 0; c < categoryCount; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const sorted = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    const category = categories[place] as number;
    const to = starts[category] as number;
    starts[category] = to + 1;
    sorted[to] = place;
  }
  return sorted;
}

/** A list this short is sorted soonest by insertion. */
const FEW = 48;

/** In place, from `first` to before `end`: the highest first; equal ones stay in their order. */
export function sortByScore(
  places: Uint32Array,
  scores: Float64Array,
  first = 0,
  end = places.length,
): Uint32Array {
  if (end - first > FEW) {
    const part = Array.from(places.subarray(first, end));
    places.set(
      part.sort((a, b) => (scores[b] as number) - (scores[a] as number)),
      first,
    );
    return places;
  }
  for (let i = first + 1; i < end; i++) {
    const place = places[i] as number;
    const score = scores[place] as number;
    let k = i;
    while (k > first && (scores[places[k - 1] as number] as number) < score) {
      places[k] = places[k - 1] as number;
      k--;
    }
    places[k] = place;
  }
  return places;
}

/** The surest of the whole image, and of those only of categories of which it is known whether they are there. */
function keptByLvis(
  places: Uint32Array,
  truths: Truths,
  { categories, scores }: Detections,
  { maxDetections }: DetectionSettings,
  { negative }: ImageCategories,
): Uint32Array {
  const known = new Set([...truths.categories, ...negative]);
  return sortByScore(places, scores)
    .subarray(0, maxDetections[maxDetections.length - 1])
    .filter((place) => known.has(categories[place] as number))
    .sort();
}
