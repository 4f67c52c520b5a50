import type { MeasuredImage } from "../measure.js";
import { accumulatorFor } from "./accumulate.js";
import { selectDetections } from "./selectDetections.js";
import { type DetectionRow, referenceThreshold } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import type { CategoryTable } from "./detectionTable.js";
import { type RowGroup, rowGroups, type Standing, standings, truthCategories } from "./rowGroups.js";
import { EXTENSION, type ScoreOrigin } from "./scoreOrigin.js";
import { sortByScore } from "./objectOrder.js";
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
  readonly detection: number;
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
  const standing = standings(settings);
  const judged = images.map(({ row, weight }) => judge(row, weight, standing(row), iouThreshold));
  const ap = apWithout(settings, judged, undefined);
  const counts = new Map<DetectionErrorKind, number>(ERROR_KINDS.map((kind) => [kind, 0]));
  const count = (kind: DetectionErrorKind, times: number): void => {
    counts.set(kind, (counts.get(kind) as number) + times);
  };
  for (const { row, weight, wrong, isCovered, standing: own } of judged) {
    for (const { kind } of wrong) count(kind, weight);
    for (let t = 0; t < row.truthRanges.length; t++) {
      if (own.isObject(t) && isCovered[t] === 0) count("missed", weight);
    }
  }
  return {
    iouThreshold,
    backgroundIou: BACKGROUND_IOU,
    ap,
    kinds: Object.fromEntries(
      [...counts].map(([kind, times]) => [
        kind,
        // Where there is none there is nothing to put right.
        { count: times, apLost: times === 0 ? 0 : apWithout(settings, judged, kind) - ap },
      ]),
    ) as DetectionErrors["kinds"],
    origin: EXTENSION,
  };
}

/** An image, and what is wrong in it. */
interface Judged {
  readonly row: DetectionRow;
  readonly weight: number;
  readonly standing: Standing;
  /** The surest first. */
  readonly wrong: readonly Wrong[];
  /** Of each object, whether it is found; and whether it is that, or an error was about it. */
  readonly isFound: Uint8Array;
  readonly isCovered: Uint8Array;
  readonly groups: readonly RowGroup[];
  /** Of each object. */
  readonly categories: Uint32Array;
}

function judge(row: DetectionRow, weight: number, standing: Standing, iouThreshold: number): Judged {
  const { isCounted, isRight } = standing;
  const isFound = foundObjects(row, isRight);
  const isCovered = isFound.slice();
  const wrong: Wrong[] = [];
  for (const d of sortByScore(
    Uint32Array.from(row.scores, (_, place) => place),
    row.scores,
  )) {
    if (!isCounted(d) || isRight(d)) continue;
    const own = wrongOf(row, d, iouThreshold, isFound);
    if (own.truth >= 0) isCovered[own.truth] = 1;
    wrong.push(own);
  }
  const groups = rowGroups(row);
  return { row, weight, standing, wrong, isFound, isCovered, groups, categories: truthCategories(row) };
}

function foundObjects({ taken, truthRanges }: DetectionRow, isRight: (d: number) => boolean): Uint8Array {
  const isFound = new Uint8Array(truthRanges.length);
  for (let d = 0; d < taken.length; d++) if (isRight(d)) isFound[(taken[d] as number) - 1] = 1;
  return isFound;
}

function wrongOf(row: DetectionRow, d: number, iouThreshold: number, isFound: Uint8Array): Wrong {
  const [own, other] = [row.nearestIous[d] as number, row.otherIous[d] as number];
  const nearest = (row.nearest[d] as number) - 1;
  const wrong = (kind: Wrong["kind"], truth: number): Wrong => ({ detection: d, kind, truth });
  if (own >= BACKGROUND_IOU && own < iouThreshold) return wrong("location", nearest);
  if (other >= iouThreshold) return wrong("class", (row.others[d] as number) - 1);
  if (own >= iouThreshold) return wrong("duplicate", isFound[nearest] === 1 ? nearest : -1);
  return wrong(Math.max(own, other) < BACKGROUND_IOU ? "background" : "both", -1);
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
  images: readonly Judged[],
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
  images.forEach(({ row, standing, wrong, isFound, isCovered, groups, categories }, image) => {
    const { isCounted, isRight, isObject } = standing;
    const isTaken = isFound.slice();
    /** What becomes of detections that are put right: the object that each finds, or -1. */
    const fixes = new Map<number, number>();
    for (const { detection, kind, truth } of wrong) {
      if (kind !== fixed) continue;
      const isFree = (fixed === "class" || fixed === "location") && isTaken[truth] === 0;
      fixes.set(detection, isFree ? truth : -1);
      if (isFree) isTaken[truth] = 1;
    }
    const add = (category: number, d: number, right: boolean): void => {
      const into = gathered[category] as Gathered;
      into.scores.push(row.scores[d] as number);
      into.images.push(image);
      into.isRight.push(right ? 1 : 0);
    };
    for (const { category, truth, truthEnd, detection, detectionEnd } of groups) {
      for (let d = detection; d < detectionEnd; d++) {
        if (!isCounted(d)) continue;
        const found = fixes.size === 0 ? undefined : fixes.get(d);
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
  const table = {
    scores: new Float64Array(order.length),
    ranks: new Uint32Array(order.length),
    images: new Uint32Array(order.length),
    matched: new Uint32Array(order.length),
    ignored: new Uint32Array(order.length),
    truthImages: Uint32Array.from(truthImages),
    truths: Uint32Array.from(truths),
  };
  for (let i = 0; i < order.length; i++) {
    const place = order[i] as number;
    table.scores[i] = scores[place] as number;
    table.images[i] = images[place] as number;
    table.matched[i] = isRight[place] as number;
  }
  return table;
}
