import type { MeasuredImage } from "../measure.js";
import { accumulatorFor } from "./accumulate.js";
import { selectDetections } from "./selectDetections.js";
import { type DetectionRow, referenceThreshold } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import type { CategoryTable } from "./detectionTable.js";
import { rowGroups, standings, truthCategories } from "./rowGroups.js";
import { EXTENSION, type ScoreOrigin } from "./scoreOrigin.js";
import { stableOrder } from "./stableOrder.js";

/** What is wrong with a detection, or with an object that nobody found. */
export const ERROR_KINDS = ["class", "location", "both", "duplicate", "background", "missed"] as const;
export type DetectionErrorKind = (typeof ERROR_KINDS)[number];

export interface DetectionErrors {
  /** From this IoU on a detection is right. */
  readonly iouThreshold: number;
  /** Up to this IoU with every object it is on the background. */
  readonly backgroundIou: number;
  /** Average precision at that threshold, all sizes. */
  readonly ap: number;
  /** How many there are (weights included), and how much more average precision there would be without them. */
  readonly kinds: Readonly<Record<DetectionErrorKind, { readonly count: number; readonly apLost: number }>>;
  readonly origin: ScoreOrigin;
}

/** TIDE's; to an object with which it has less in common a detection does not belong. */
const BACKGROUND_IOU = 0.1;

interface Wrong {
  readonly kind: Exclude<DetectionErrorKind, "missed">;
  /** The object that it was about; -1 where there is none. */
  readonly truth: number;
}

/**
 * Errors by kind, and what each costs: average precision with all errors of the kind put right, less what it is. A wrong class
 * or place is put right where the object is free (by the surest detection only), and left out where it is not; duplicates,
 * detections of the background and of both errors are left out; objects that are missed are taken for not there.
 *
 * @see Bolya et al., "TIDE: A General Toolbox for Identifying Object Detection Errors" (2020)
 */
export function detectionErrors(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
): DetectionErrors {
  const iouThreshold = settings.iouThresholds[referenceThreshold(settings.iouThresholds)] as number;
  const ap = apWithout(settings, images, iouThreshold, undefined);
  const counts = new Map<DetectionErrorKind, number>();
  const standing = standings(settings);
  for (const { row, weight } of images) {
    const count = (kind: DetectionErrorKind): void => {
      counts.set(kind, (counts.get(kind) ?? 0) + weight);
    };
    const { isCounted, isRight, isObject } = standing(row);
    const isFound = foundObjects(row, isRight);
    const isCovered = isFound.slice();
    for (let d = 0; d < row.scores.length; d++) {
      if (!isCounted(d) || isRight(d)) continue;
      const { kind, truth } = wrongOf(row, d, iouThreshold, isFound);
      count(kind);
      if (truth >= 0) isCovered[truth] = 1;
    }
    for (let t = 0; t < isCovered.length; t++) if (isObject(t) && isCovered[t] === 0) count("missed");
  }
  return {
    iouThreshold,
    backgroundIou: BACKGROUND_IOU,
    ap,
    kinds: Object.fromEntries(
      ERROR_KINDS.map((kind) => [
        kind,
        {
          count: counts.get(kind) ?? 0,
          apLost: apWithout(settings, images, iouThreshold, kind) - ap,
        },
      ]),
    ) as DetectionErrors["kinds"],
    origin: EXTENSION,
  };
}

function foundObjects({ taken, truthRanges }: DetectionRow, isRight: (d: number) => boolean): Uint8Array {
  const isFound = new Uint8Array(truthRanges.length);
  for (let d = 0; d < taken.length; d++) if (isRight(d)) isFound[(taken[d] as number) - 1] = 1;
  return isFound;
}

function wrongOf(row: DetectionRow, d: number, iouThreshold: number, isFound: Uint8Array): Wrong {
  const [own, other] = [row.nearestIous[d] as number, row.otherIous[d] as number];
  const nearest = (row.nearest[d] as number) - 1;
  if (own >= BACKGROUND_IOU && own < iouThreshold) return { kind: "location", truth: nearest };
  if (other >= iouThreshold) return { kind: "class", truth: (row.others[d] as number) - 1 };
  if (own >= iouThreshold) {
    return { kind: "duplicate", truth: isFound[nearest] === 1 ? nearest : -1 };
  }
  return { kind: Math.max(own, other) < BACKGROUND_IOU ? "background" : "both", truth: -1 };
}

/** A category's detections, to be sorted. */
interface Gathered {
  readonly scores: number[];
  readonly images: number[];
  readonly isRight: number[];
  readonly truthImages: number[];
  readonly truths: number[];
}

/** Mean average precision at the reference threshold, errors of one kind put right. */
function apWithout(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
  iouThreshold: number,
  fixed: DetectionErrorKind | undefined,
): number {
  const count = settings.perCategory ? settings.categories.length : 1;
  const gathered = Array.from({ length: count }, (): Gathered => ({
    scores: [],
    images: [],
    isRight: [],
    truthImages: [],
    truths: [],
  }));
  const standing = standings(settings);
  images.forEach(({ row }, image) => {
    const { isCounted, isRight, isObject } = standing(row);
    const categories = truthCategories(row);
    const isFound = foundObjects(row, isRight);
    // Objects that are found, or that an error was about; or that a detection put right has found.
    const isCovered = isFound.slice();
    const isTaken = isFound.slice();
    const fixes = new Map<number, number>();
    for (const d of bySureness(row)) {
      if (!isCounted(d) || isRight(d)) continue;
      const wrong = wrongOf(row, d, iouThreshold, isFound);
      if (wrong.truth >= 0) isCovered[wrong.truth] = 1;
      if (wrong.kind !== fixed) continue;
      const isFree = (fixed === "class" || fixed === "location") && isTaken[wrong.truth] === 0;
      fixes.set(d, isFree ? wrong.truth : -1);
      if (isFree) isTaken[wrong.truth] = 1;
    }
    const add = (category: number, d: number, right: boolean): void => {
      const into = gathered[category] as Gathered;
      into.scores.push(row.scores[d] as number);
      into.images.push(image);
      into.isRight.push(right ? 1 : 0);
    };
    for (const { category, truth, truthEnd, detection, detectionEnd } of rowGroups(row)) {
      for (let d = detection; d < detectionEnd; d++) {
        if (!isCounted(d)) continue;
        const found = fixes.get(d);
        if (found === undefined) add(category, d, isRight(d));
        else if (found >= 0) add(categories[found] as number, d, true);
      }
      let objects = 0;
      for (let t = truth; t < truthEnd; t++) {
        if (isObject(t) && (fixed !== "missed" || isCovered[t] === 1)) objects++;
      }
      if (objects === 0) continue;
      gathered[category]?.truthImages.push(image);
      gathered[category]?.truths.push(objects);
    }
  });
  return meanOf(
    settings,
    gathered,
    Float64Array.from(images, ({ weight }) => weight),
  );
}

function bySureness({ scores }: DetectionRow): Uint32Array {
  return stableOrder(scores);
}

function meanOf(settings: DetectionSettings, gathered: readonly Gathered[], weights: Float64Array): number {
  const single: DetectionSettings = {
    ...settings,
    iouThresholds: [0.5],
    areaRanges: [{ name: "all", range: [0, Infinity] }],
  };
  const parts = gathered.map((list) =>
    selectDetections(single, tableOf(list), { range: 0, limit: Infinity }),
  );
  const accumulator = accumulatorFor(single, parts);
  const out = new Float64Array(1);
  let [sum, count] = [0, 0];
  for (const part of parts) {
    if (!accumulator.averagePrecision(part, weights, out)) continue;
    sum += out[0] as number;
    count++;
  }
  return sum / count;
}

function tableOf({ scores, images, isRight, truthImages, truths }: Gathered): CategoryTable {
  const order = stableOrder(Float64Array.from(scores));
  const sorted = (list: readonly number[]): Uint32Array => order.map((place) => list[place] as number);
  return {
    scores: Float64Array.from(order, (place) => scores[place] as number),
    ranks: new Uint32Array(order.length),
    images: sorted(images),
    matched: sorted(isRight),
    ignored: new Uint32Array(order.length),
    truthImages: Uint32Array.from(truthImages),
    truths: Uint32Array.from(truths),
  };
}
