import { allThresholds } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import { type SelectedDetections, truthCountOf } from "./selectDetections.js";

/**
 * The points of a category's curves with all images, from which those without one image are soon made: a point is a
 * detection that takes an object, and all that an image takes from it is what it put before it. That holds to the last bit
 * where weights are whole numbers.
 */
export interface PointTable {
  readonly selected: SelectedDetections;
  readonly weights: Float64Array;
  /** Objects that count. */
  readonly truths: number;
  readonly truthsOf: ReadonlyMap<number, number>;
  /** Where in the columns below each IoU threshold begins; one more at the end. */
  readonly starts: Uint32Array;
  /** Of each point: detections that are right so far, and all that are not ignored; its place in `selected`, and its image. */
  readonly rights: Float64Array;
  readonly counted: Float64Array;
  readonly places: Uint32Array;
  readonly images: Uint32Array;
  /** Precision at each point's recall or any higher one. */
  readonly envelope: Float64Array;
  /** Point at which each recall threshold is reached, a row an IoU threshold; where there is none, the one behind the last. */
  readonly reached: Uint32Array;
  /** Points at which precision may be the highest from there on without an image's wrong ones, the last first. */
  readonly peaks: Uint32Array;
  /** Where in peaks each IoU threshold begins; one more at the end. */
  readonly peakStarts: Uint32Array;
  /** 2^32 image + place of each detection, ascending. */
  readonly byImage: Float64Array;
}

/** What an image takes away: the places of its detections, and at which thresholds each is right, and ignored. */
export interface Removed {
  readonly image: number;
  readonly places: readonly number[];
  readonly right: readonly number[];
  readonly ignored: readonly number[];
}

const STEP = 2 ** 32;

/** NumPy's spacing(1): what pycocotools adds so as not to divide by 0. */
export const EPSILON = 2 ** -52;

export function pointTable(
  selected: SelectedDetections,
  weights: Float64Array,
  { iouThresholds, recallThresholds }: DetectionSettings,
): PointTable {
  const thresholds = iouThresholds.length;
  const { images, hits, taken, left, truthImages, truths } = selected;
  const all = allThresholds(thresholds) | 0;
  const seen = new Float64Array(images.length);
  for (let i = 0, sum = 0; i < images.length; i++) seen[i] = sum += weights[images[i] as number] as number;
  const starts = new Uint32Array(thresholds + 1);
  const points = { rights: [] as number[], counted: [] as number[], places: [] as number[] };
  for (let t = 0; t < thresholds; t++) {
    let [right, ignored] = [0, 0];
    for (let hit = 0; hit < hits.length; hit++) {
      const place = hits[hit] as number;
      const weight = weights[images[place] as number] as number;
      if (weight === 0) continue;
      if ((((left[hit] as number) >>> t) & 1) === 1) {
        ignored += weight;
        continue;
      }
      if (((((taken[hit] as number) & all) >>> t) & 1) === 0) continue;
      right += weight;
      points.rights.push(right);
      points.counted.push((seen[place] as number) - ignored);
      points.places.push(place);
    }
    starts[t + 1] = points.places.length;
  }
  const places = Uint32Array.from(points.places);
  const [rights, counted] = [Float64Array.from(points.rights), Float64Array.from(points.counted)];
  const count = truthCountOf(selected, weights);
  const envelope = new Float64Array(places.length);
  const reached = new Uint32Array(thresholds * recallThresholds.length);
  for (let t = 0; t < thresholds; t++) {
    const [start, end] = [starts[t] as number, starts[t + 1] as number];
    let highest = 0;
    for (let point = end - 1; point >= start; point--) {
      highest = Math.max(highest, (rights[point] as number) / ((counted[point] as number) + EPSILON));
      envelope[point] = highest;
    }
    let point = start;
    recallThresholds.forEach((wanted, r) => {
      while (point < end && (rights[point] as number) / count < wanted) point++;
      reached[t * recallThresholds.length + r] = point;
    });
  }
  const most = mostOfAnImage(images, weights);
  const isExact = (seen[seen.length - 1] ?? 0) < EXACT_FACTORS;
  const peaks: number[] = [];
  const peakStarts = new Uint32Array(thresholds + 1);
  for (let t = 0; t < thresholds; t++) {
    let [bestRight, bestCounted] = [0, 1];
    for (let point = (starts[t + 1] as number) - 1; point >= (starts[t] as number); point--) {
      const right = rights[point] as number;
      const least = (counted[point] as number) - most;
      // What is no higher than a later point with the most taken from both is so with less, too; and from later ones no less
      // is taken.
      if (isExact && least > 0 && bestRight * least >= right * bestCounted) continue;
      peaks.push(point);
      if (least > 0) [bestRight, bestCounted] = [right, least];
    }
    peakStarts[t + 1] = peaks.length;
  }
  return {
    selected,
    weights,
    peaks: Uint32Array.from(peaks),
    peakStarts,
    truths: count,
    truthsOf: new Map(Array.from(truthImages, (image, i) => [image, truths[i] as number])),
    starts,
    rights,
    counted,
    envelope,
    reached,
    places,
    images: places.map((place) => images[place] as number),
    byImage: Float64Array.from(images, (image, place) => image * STEP + place).sort(),
  };
}

/** Products of numbers below it are exact. */
const EXACT_FACTORS = 2 ** 26;

/** The most that leaving out an image may take. */
function mostOfAnImage(images: Uint32Array, weights: Float64Array): number {
  const taken = new Float64Array(weights.length);
  let most = 0;
  for (const image of images) {
    const sum = (taken[image] as number) + (weights[image] as number);
    taken[image] = sum;
    if (sum > most) most = sum;
  }
  return most;
}

/** What leaving an image out takes from the table. */
export function removedOf({ selected, byImage }: PointTable, image: number): Removed {
  const places: number[] = [];
  const [right, ignored]: [number[], number[]] = [[], []];
  for (let k = firstFrom(byImage, image * STEP); k < byImage.length; k++) {
    const place = (byImage[k] as number) - image * STEP;
    if (place >= STEP) break;
    const hit = firstFrom(selected.hits, place);
    const isHit = selected.hits[hit] === place;
    const left = isHit ? (selected.left[hit] as number) : 0;
    places.push(place);
    ignored.push(left);
    right.push(isHit ? (selected.taken[hit] as number) & ~left : 0);
  }
  return { image, places, right, ignored };
}

/** Below this part of a number rounding does not lead up to it, and beyond this many times it not down to it. */
const NEARLY = 1 - 1e-9;
const BEYOND = 1 + 1e-9;

/**
 * Mean precision at the recall thresholds without an image: from the last point back, so that the highest precision from each
 * on is known when a recall threshold is passed. Divisions are left out where it is plain what would come of them.
 *
 * @param truths objects that are left
 * @param wanted recall thresholds, ascending
 * @param values room for one number each
 */
export function meanWithout(
  { starts, rights, counted, places, images }: PointTable,
  t: number,
  removed: Removed,
  weight: number,
  truths: number,
  wanted: Float64Array,
  values: Float64Array,
): number {
  const [start, end] = [starts[t] as number, starts[t + 1] as number];
  let [lessRight, lessCounted] = [0, 0];
  for (let i = 0; i < removed.places.length; i++) {
    if ((((removed.right[i] as number) >>> t) & 1) === 1) lessRight += weight;
    if ((((removed.ignored[i] as number) >>> t) & 1) === 0) lessCounted += weight;
  }
  let next = removed.places.length - 1;
  let last = next < 0 ? -1 : (removed.places[next] as number);
  let recall = wanted.length - 1;
  let surely = (wanted[recall] as number) * truths * BEYOND;
  let highest = 0;
  for (let point = end - 1; point >= start; point--) {
    while (last > (places[point] as number)) {
      if ((((removed.right[next] as number) >>> t) & 1) === 1) lessRight -= weight;
      if ((((removed.ignored[next] as number) >>> t) & 1) === 0) lessCounted -= weight;
      last = --next < 0 ? -1 : (removed.places[next] as number);
    }
    if (images[point] === removed.image) continue;
    const right = (rights[point] as number) - lessRight;
    while (right < surely && recall >= 0 && right / truths < (wanted[recall] as number)) {
      values[recall--] = highest;
      surely = recall < 0 ? 0 : (wanted[recall] as number) * truths * BEYOND;
    }
    const all = (counted[point] as number) - lessCounted + EPSILON;
    if (right > highest * all * NEARLY) highest = Math.max(highest, right / all);
  }
  for (; recall >= 0; recall--) values[recall] = highest;
  return meanOf(values);
}

/**
 * The same without an image of which nothing is right at an IoU threshold, and of which no object counts: recall stays as it
 * is, and precision changes behind the image's first detection only.
 */
export function meanWithoutWrong(
  { starts, rights, counted, places, envelope, reached, peaks, peakStarts }: PointTable,
  t: number,
  removed: Removed,
  weight: number,
  values: Float64Array,
): number {
  const end = starts[t + 1] as number;
  let next = removed.places.length - 1;
  let less = 0;
  for (const bits of removed.ignored) if (((bits >>> t) & 1) === 0) less += weight;
  const first = removed.places[0] ?? Infinity;
  const row = t * values.length;
  let recall = values.length - 1;
  let highest = 0;
  for (let k = peakStarts[t] as number; k < (peakStarts[t + 1] as number); k++) {
    const point = peaks[k] as number;
    const place = places[point] as number;
    if (place <= first) break;
    for (; (removed.places[next] as number) > place; next--) {
      if ((((removed.ignored[next] as number) >>> t) & 1) === 0) less -= weight;
    }
    for (; recall >= 0 && (reached[row + recall] as number) > point; recall--) values[recall] = highest;
    const right = rights[point] as number;
    const all = (counted[point] as number) - less + EPSILON;
    if (right > highest * all * NEARLY) highest = Math.max(highest, right / all);
  }
  for (; recall >= 0; recall--) {
    const own = reached[row + recall] as number;
    const isBehind = own === end || (places[own] as number) > first;
    values[recall] = isBehind ? highest : Math.max(envelope[own] as number, highest);
  }
  return meanOf(values);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Place of the first value that is not below `least`. */
function firstFrom(values: Float64Array | Uint32Array, least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
