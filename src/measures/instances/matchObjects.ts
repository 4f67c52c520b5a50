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
  return Uint32Array.from(order.truths, (place) => {
    // pycocotools overwrites "ignore" by "iscrowd".
    if (truths.crowds[place] === 1 || (isFlagged && truths.ignores[place] === 1)) return 0;
    const area = truths.areas[place] as number;
    return settings.areaRanges.reduce(
      (bits, { range: [least, most] }, r) => (area < least || area > most ? bits : bits | (1 << r)),
      0,
    );
  });
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

function matchAll(
  image: Image,
  { matched, ignored, taken }: Pick<DetectionRow, "matched" | "ignored" | "taken">,
): void {
  const { settings, order, categories, detections } = image;
  const { areaRanges, iouThresholds, convention } = settings;
  const ranges = areaRanges.length;
  const all = allThresholds(iouThresholds.length);
  const count = order.detections.length;
  const least = Math.min(ALMOST_ONE, ...iouThresholds);
  const candidates = new Uint32Array(count);
  let [truth, detection] = [0, 0];
  order.groups.forEach((group, g) => {
    const truthEnd = truth + (order.truthCounts[g] as number);
    const end = detection + (order.detectionCounts[g] as number);
    // A detection that comes near no object is the most frequent one: it is left out of matching.
    let length = 0;
    for (let d = detection; d < end; d++) {
      for (let t = truth; t < truthEnd; t++) {
        if ((image.ious[t * count + d] as number) < least) continue;
        candidates[length++] = d;
        break;
      }
    }
    if (length > 0) {
      const part = { first: truth, end: truthEnd, candidates: candidates.subarray(0, length) };
      if (convention === "voc2007" || convention === "voc2010")
        matchByVoc(image, part, matched, ignored, taken);
      else matchByCoco(image, part, matched, ignored, taken);
    }
    const isPartlyMarked = categories.notExhaustive.has(group);
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
  });
}

/** Objects of one category, and the detections that may take one. */
interface Part {
  readonly first: number;
  readonly end: number;
  readonly candidates: Uint32Array;
}

/**
 * pycocotools' way: each detection, by falling score, takes the object of the highest IoU that is free; of equal ones the
 * last; an ignored one only where no other fits; a crowd as often as one likes.
 *
 * @see cocodataset/cocoapi, PythonAPI/pycocotools/cocoeval.py, evaluateImg
 */
function matchByCoco(
  { truths, settings, order, ious, truthRanges }: Image,
  { first, end, candidates }: Part,
  matched: Uint32Array,
  ignored: Uint32Array,
  taken: Uint32Array,
): void {
  const { iouThresholds, areaRanges, corrections } = settings;
  const ranges = areaRanges.length;
  const count = order.detections.length;
  const most = corrections.includes("threshold") ? 1 : ALMOST_ONE;
  const isZeroUnmatched = settings.convention === "coco" && !corrections.includes("zeroId");
  const takesFirst = corrections.includes("ties");
  const reference = referenceThreshold(iouThresholds);
  const sorted = new Uint32Array(end - first);
  const isTaken = new Uint8Array(end - first);
  for (let r = 0; r < ranges; r++) {
    let counted = 0;
    for (let t = first; t < end; t++) {
      if ((((truthRanges[t] as number) >>> r) & 1) === 1) sorted[counted++] = t;
    }
    let length = counted;
    for (let t = first; t < end; t++) {
      if ((((truthRanges[t] as number) >>> r) & 1) === 0) sorted[length++] = t;
    }
    const isAll = areaRanges[r]?.name === ALL_AREAS;
    for (let threshold = 0; threshold < iouThresholds.length; threshold++) {
      const lowest = Math.min(iouThresholds[threshold] as number, most);
      isTaken.fill(0);
      for (const d of candidates) {
        let best = lowest;
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
        if (isAll && threshold === reference) taken[d] = t + 1;
      }
    }
  }
}

/**
 * The VOC devkit's way: each detection is of the object of the highest IoU, whether that is free or not; the second one of an
 * object is wrong.
 *
 * @see VOCdevkit, VOCevaldet.m
 */
function matchByVoc(
  { settings, order, ious, truthRanges }: Image,
  { first, end, candidates }: Part,
  matched: Uint32Array,
  ignored: Uint32Array,
  taken: Uint32Array,
): void {
  const { iouThresholds, areaRanges } = settings;
  const count = order.detections.length;
  const reference = referenceThreshold(iouThresholds);
  areaRanges.forEach(({ name }, r) => {
    iouThresholds.forEach((lowest, threshold) => {
      const isTaken = new Uint8Array(end - first);
      for (const d of candidates) {
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
}
