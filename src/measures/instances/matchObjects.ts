import { allThresholds, detectionColumns, type DetectionRow, referenceThreshold } from "./detectionRow.js";
import { ALL_AREAS, type DetectionSettings } from "./detectionSettings.js";
import type { Detections, Truths } from "./imageObjects.js";
import { findNearest } from "./nearestObjects.js";
import { objectIous } from "./objectIous.js";
import { type ImageCategories, type ObjectOrder, orderObjects } from "./objectOrder.js";

/** Just below 1, so that an IoU of 1 in floating point passes. */
const ALMOST_ONE = 1 - 1e-10;

/** Matches the detections of an image with its objects, and leaves the image's row. */
export function matchObjects(
  truths: Truths,
  detections: Detections,
  settings: DetectionSettings,
  categories: ImageCategories,
  pixelCount: number,
): DetectionRow {
  const order = orderObjects(truths, detections, settings, categories);
  const ious = objectIous(truths, detections, order, settings);
  const truthRanges = rangesOf(truths, order, settings);
  const columns = detectionColumns(order.detections.length, settings.areaRanges.length);
  matchAll({ truths, detections, settings, categories, order, ious, truthRanges }, columns);
  const all = settings.areaRanges.findIndex(({ name }) => name === ALL_AREAS);
  findNearest(order, ious, truthRanges, all, columns);
  for (let d = 0; d < columns.scores.length; d++) {
    columns.scores[d] = detections.scores[order.detections[d] as number] as number;
  }
  return {
    pixelCount,
    unlistedTruths: order.unlistedTruths,
    unlistedDetections: order.unlistedDetections,
    zeroIds: settings.corrections.includes("zeroId")
      ? 0
      : order.truths.reduce((sum, place) => sum + (truths.zeroIds[place] as number), 0),
    groups: order.groups,
    truthCounts: order.truthCounts,
    detectionCounts: order.detectionCounts,
    truthRanges,
    ...columns,
  };
}

/** In which ranges of sizes each object counts. */
function rangesOf(truths: Truths, order: ObjectOrder, settings: DetectionSettings): Uint32Array {
  const isFlagged = settings.convention !== "coco" || settings.corrections.includes("ignore");
  const counted = new Uint32Array(order.truths.length);
  for (let t = 0; t < counted.length; t++) {
    const place = order.truths[t] as number;
    // pycocotools overwrites "ignore" by "iscrowd".
    if (truths.crowds[place] === 1 || (isFlagged && truths.ignores[place] === 1)) continue;
    const area = truths.areas[place] as number;
    for (let r = 0; r < settings.areaRanges.length; r++) {
      const [least, most] = (settings.areaRanges[r] as (typeof settings.areaRanges)[number]).range;
      if (!(area < least || area > most)) counted[t] = (counted[t] as number) | (1 << r);
    }
  }
  return counted;
}

interface Image {
  readonly truths: Truths;
  readonly detections: Detections;
  readonly settings: DetectionSettings;
  readonly categories: ImageCategories;
  readonly order: ObjectOrder;
  readonly ious: Float64Array;
  readonly truthRanges: Uint32Array;
}

type Matches = Pick<DetectionRow, "matched" | "ignored" | "taken">;

function matchAll(image: Image, matches: Matches): void {
  const { matched, ignored } = matches;
  const { settings, order, categories, detections } = image;
  const { areaRanges, iouThresholds, convention } = settings;
  const ranges = areaRanges.length;
  const all = allThresholds(iouThresholds.length);
  const count = order.detections.length;
  const least = Math.min(ALMOST_ONE, ...iouThresholds);
  const candidates = new Uint32Array(count);
  const isVoc = convention === "voc2007" || convention === "voc2010";
  const match = isVoc ? vocMatching(image, matches) : cocoMatching(image, matches);
  let [truth, detection] = [0, 0];
  for (let g = 0; g < order.groups.length; g++) {
    const truthEnd = truth + (order.truthCounts[g] as number);
    const end = detection + (order.detectionCounts[g] as number);
    // A detection that comes near no object is the most frequent one: it is left out of matching.
    let length = 0;
    let highest = 0;
    for (let d = detection; d < end; d++) {
      let own = 0;
      for (let t = truth; t < truthEnd; t++) own = Math.max(own, image.ious[t * count + d] as number);
      if (own < least) continue;
      candidates[length++] = d;
      highest = Math.max(highest, own);
    }
    if (length > 0) match(truth, truthEnd, candidates, length, highest);
    const isPartlyMarked = categories.notExhaustive.has(order.groups[g] as number);
    for (let r = 0; r < ranges; r++) {
      const [smallest, largest] = (areaRanges[r] as (typeof areaRanges)[number]).range;
      for (let d = detection; d < end; d++) {
        const area = detections.areas[order.detections[d] as number] as number;
        if (!isPartlyMarked && area >= smallest && area <= largest) continue;
        const cell = d * ranges + r;
        ignored[cell] = ((ignored[cell] as number) | (all & ~(matched[cell] as number))) >>> 0;
      }
    }
    truth = truthEnd;
    detection = end;
  }
}

/**
 * Matches objects of one category, from `first` to before `end`, with the first `length` of the detections that may take one;
 * no pair of them has more than the highest IoU.
 */
type Match = (first: number, end: number, candidates: Uint32Array, length: number, highest: number) => void;

/**
 * pycocotools' way: each detection, by falling score, takes the object of the highest IoU that is free; of equal ones the
 * last; an ignored one only where no other fits; a crowd as often as one likes.
 *
 * @see cocodataset/cocoapi, PythonAPI/pycocotools/cocoeval.py, evaluateImg
 */
function cocoMatching(
  { truths, settings, order, ious, truthRanges }: Image,
  { matched, ignored, taken }: Matches,
): Match {
  const { iouThresholds, areaRanges, corrections } = settings;
  const ranges = areaRanges.length;
  const count = order.detections.length;
  const most = corrections.includes("threshold") ? 1 : ALMOST_ONE;
  const lowest = Float64Array.from(iouThresholds, (threshold) => Math.min(threshold, most));
  const isZeroUnmatched = settings.convention === "coco" && !corrections.includes("zeroId");
  const takesFirst = corrections.includes("ties");
  const reference = referenceThreshold(iouThresholds);
  const all = areaRanges.findIndex(({ name }) => name === ALL_AREAS);
  const sorted = new Uint32Array(order.truths.length);
  const isTaken = new Uint8Array(order.truths.length);
  return (first, end, candidates, candidateCount, highest) => {
    const length = end - first;
    for (let r = 0; r < ranges; r++) {
      const twin = r === all ? r : twinOf(truthRanges, first, end, r);
      if (twin < r) {
        for (let c = 0; c < candidateCount; c++) {
          const cell = (candidates[c] as number) * ranges;
          matched[cell + r] = matched[cell + twin] as number;
          ignored[cell + r] = ignored[cell + twin] as number;
        }
        continue;
      }
      let counted = 0;
      for (let t = first; t < end; t++) {
        if ((((truthRanges[t] as number) >>> r) & 1) === 1) sorted[counted++] = t;
      }
      for (let t = first, i = counted; t < end; t++) {
        if ((((truthRanges[t] as number) >>> r) & 1) === 0) sorted[i++] = t;
      }
      for (let threshold = 0; threshold < lowest.length; threshold++) {
        if ((lowest[threshold] as number) > highest) continue;
        for (let i = 0; i < length; i++) isTaken[i] = 0;
        for (let c = 0; c < candidateCount; c++) {
          const d = candidates[c] as number;
          let best = lowest[threshold] as number;
          let found = -1;
          for (let i = 0; i < length; i++) {
            if (found >= 0 && found < counted && i >= counted) break;
            const t = sorted[i] as number;
            if (isTaken[i] === 1 && truths.crowds[order.truths[t] as number] !== 1) continue;
            const iou = ious[t * count + d] as number;
            if (iou < best || (takesFirst && found >= 0 && iou === best)) continue;
            best = iou;
            found = i;
          }
          if (found < 0) continue;
          isTaken[found] = 1;
          const t = sorted[found] as number;
          const cell = d * ranges + r;
          if (found >= counted) ignored[cell] = ((ignored[cell] as number) | (1 << threshold)) >>> 0;
          // Matches are kept by the object's id, and 0 is what they are where there is none.
          if (isZeroUnmatched && truths.zeroIds[order.truths[t] as number] === 1) continue;
          matched[cell] = ((matched[cell] as number) | (1 << threshold)) >>> 0;
          if (r === all && threshold === reference) taken[d] = t + 1;
        }
      }
    }
  };
}

/** The first range of sizes in which the same objects count as in the r-th: what becomes of them there is the same. */
function twinOf(truthRanges: Uint32Array, first: number, end: number, r: number): number {
  for (let twin = 0; twin < r; twin++) {
    let t = first;
    while (
      t < end &&
      ((((truthRanges[t] as number) >>> r) ^ ((truthRanges[t] as number) >>> twin)) & 1) === 0
    )
      t++;
    if (t === end) return twin;
  }
  return r;
}

/**
 * The VOC devkit's way: each detection is of the object of the highest IoU, whether that is free or not; the second one of an
 * object is wrong.
 *
 * @see VOCdevkit, VOCevaldet.m
 */
function vocMatching(
  { settings, order, ious, truthRanges }: Image,
  { matched, ignored, taken }: Matches,
): Match {
  const { iouThresholds, areaRanges } = settings;
  const count = order.detections.length;
  const reference = referenceThreshold(iouThresholds);
  return (first, end, candidates, candidateCount) => {
    areaRanges.forEach(({ name }, r) => {
      iouThresholds.forEach((lowest, threshold) => {
        const isTaken = new Uint8Array(end - first);
        for (const d of candidates.subarray(0, candidateCount)) {
          let [best, found] = [-Infinity, -1];
          for (let t = first; t < end; t++) {
            const iou = ious[t * count + d] as number;
            if (iou > best) [best, found] = [iou, t];
          }
          if (best < lowest || isTaken[found - first] === 1) continue;
          const cell = d * areaRanges.length + r;
          if ((((truthRanges[found] as number) >>> r) & 1) === 0) {
            ignored[cell] = ((ignored[cell] as number) | (1 << threshold)) >>> 0;
          } else {
            isTaken[found - first] = 1;
            if (name === ALL_AREAS && threshold === reference) taken[d] = found + 1;
          }
          matched[cell] = ((matched[cell] as number) | (1 << threshold)) >>> 0;
        }
      });
    });
  };
}
