import type { MeasuredImage } from "../measure.js";
import { categoryIdOf } from "./detectionCurves.js";
import { type DetectionRow, referenceThreshold } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import { rowGroups, standings, truthCategories } from "./rowGroups.js";

/** What may be wrong with an annotation. */
export type SuspectKind = "missing" | "category" | "location" | "unseen";

/** An annotation that detections disagree with. */
export interface Suspect {
  readonly id: string | undefined;
  /**
   * "missing": something is detected where nothing is marked; "category": an object is detected as another category;
   * "location": its box or mask hardly fits; "unseen": nobody detects it.
   */
  readonly kind: SuspectKind;
  /** The marked object's category, and the how manieth of its category in the image it is, from 0 on; not of "missing". */
  readonly categoryId: number | undefined;
  readonly object: number | undefined;
  /** What was detected; not of "unseen". */
  readonly detectedId: number | undefined;
  /** The surest detection's score; NaN of "unseen". */
  readonly score: number;
  /** In how many of the models; of one model the number of detections that say so (1 of "unseen"). */
  readonly votes: number;
}

const BACKGROUND_IOU = 0.1;

/** Suspects of one model, by image. */
export function suspectsOf(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
  least: number,
): Suspect[] {
  const standing = standings(settings);
  const iouThreshold = settings.iouThresholds[referenceThreshold(settings.iouThresholds)] as number;
  return images.flatMap(({ id, row }) => {
    const found = new Map<string, Suspect>();
    const { isCounted, isRight, isObject } = standing(row);
    const categories = truthCategories(row);
    const firsts = new Map(rowGroups(row).map(({ category, truth }) => [category, truth]));
    const isSeen = new Uint8Array(row.truthRanges.length);
    const isTaken = new Uint8Array(row.truthRanges.length);
    for (let d = 0; d < row.scores.length; d++) {
      if ((row.scores[d] as number) < least) continue;
      if (isRight(d)) isTaken[(row.taken[d] as number) - 1] = 1;
      if ((row.nearestIous[d] as number) >= BACKGROUND_IOU) isSeen[(row.nearest[d] as number) - 1] = 1;
      if ((row.otherIous[d] as number) >= BACKGROUND_IOU) isSeen[(row.others[d] as number) - 1] = 1;
    }
    const add = (kind: SuspectKind, truth: number, detected: number | undefined, score: number): void => {
      const key = `${kind} ${truth} ${detected ?? ""}`;
      const before = found.get(key);
      const category = truth < 0 ? undefined : (categories[truth] as number);
      found.set(key, {
        id,
        kind,
        categoryId: category === undefined ? undefined : categoryIdOf(settings, category),
        object: category === undefined ? undefined : truth - (firsts.get(category) as number),
        detectedId: detected === undefined ? undefined : categoryIdOf(settings, detected),
        score: before === undefined ? score : Math.max(score, before.score),
        votes: (before?.votes ?? 0) + 1,
      });
    };
    for (const { category, detection, detectionEnd } of rowGroups(row)) {
      for (let d = detection; d < detectionEnd; d++) {
        const score = row.scores[d] as number;
        if (score < least || !isCounted(d) || isRight(d)) continue;
        const [own, other] = [row.nearestIous[d] as number, row.otherIous[d] as number];
        const [nearest, another] = [(row.nearest[d] as number) - 1, (row.others[d] as number) - 1];
        if (other >= iouThreshold && isTaken[another] === 0) add("category", another, category, score);
        else if (own >= BACKGROUND_IOU && own < iouThreshold && isTaken[nearest] === 0) {
          add("location", nearest, category, score);
        } else if (Math.max(own, other) < BACKGROUND_IOU) add("missing", -1, category, score);
      }
    }
    for (let t = 0; t < isSeen.length; t++) {
      if (isObject(t) && isSeen[t] === 0) add("unseen", t, undefined, NaN);
    }
    return [...found.values()];
  });
}

/** The same of several models over the same images: how many of them say so. Those of most votes first, then by score. */
export function joinSuspects(models: readonly (readonly Suspect[])[]): Suspect[] {
  const joined = new Map<string, Suspect>();
  for (const suspects of models) {
    for (const suspect of suspects) {
      const { id, kind, categoryId, object, detectedId, score } = suspect;
      const key = JSON.stringify([id, kind, categoryId, object, detectedId]);
      const before = joined.get(key);
      joined.set(key, {
        ...suspect,
        score: before === undefined ? score : Math.max(before.score, score),
        votes: models.length === 1 ? suspect.votes : (before?.votes ?? 0) + 1,
      });
    }
  }
  const sureness = ({ score }: Suspect): number => (Number.isNaN(score) ? -Infinity : score);
  return [...joined.values()].sort(
    (a, b) => b.votes - a.votes || (sureness(b) > sureness(a) ? 1 : sureness(b) < sureness(a) ? -1 : 0),
  );
}
