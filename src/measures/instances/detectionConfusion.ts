import type { MeasuredImage } from "../measure.js";
import { categoryIdOf } from "./detectionCurves.js";
import { type DetectionRow, referenceThreshold } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import { rowGroups, standings, truthCategories } from "./rowGroups.js";
import { EXTENSION, type ScoreOrigin } from "./scoreOrigin.js";
import { sortByScore } from "./objectOrder.js";

/** Which category is taken for which, background included. */
export interface DetectionConfusion {
  readonly scoreThreshold: number;
  readonly iouThreshold: number;
  /** Ids of rows and columns; the last row and the last column, which have none, are the background. */
  readonly categoryIds: readonly number[];
  /** (categories + 1)^2 numbers, rows ground truth, columns detections; weights included. */
  readonly matrix: Float64Array;
  readonly origin: ScoreOrigin;
}

/**
 * Confusion of detections of a score and above. One that takes an object of its category, by the convention's matching, is on
 * the diagonal; of the others, by falling score, one takes the object of another category with the highest IoU, if that is at
 * least the threshold and the object is free; the rest stand in the background's row, and objects that nobody took in its
 * column.
 */
export function detectionConfusion(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
  scoreThreshold: number,
): DetectionConfusion {
  const count = settings.perCategory ? settings.categories.length : 1;
  const width = count + 1;
  const matrix = new Float64Array(width * width);
  const iouThreshold = settings.iouThresholds[referenceThreshold(settings.iouThresholds)] as number;
  const standing = standings(settings);
  for (const { row, weight } of images) {
    const add = (truth: number, detected: number): void => {
      const cell = truth * width + detected;
      matrix[cell] = (matrix[cell] as number) + weight;
    };
    const { isCounted, isRight, isObject } = standing(row);
    const categories = truthCategories(row);
    const isTaken = new Uint8Array(row.truthRanges.length);
    const detectedCategories = new Uint32Array(row.scores.length);
    const rest: number[] = [];
    for (const { category, detection, detectionEnd } of rowGroups(row)) {
      detectedCategories.fill(category, detection, detectionEnd);
      for (let d = detection; d < detectionEnd; d++) {
        if ((row.scores[d] as number) < scoreThreshold || !isCounted(d)) continue;
        if (isRight(d)) {
          add(category, category);
          isTaken[(row.taken[d] as number) - 1] = 1;
        } else rest.push(d);
      }
    }
    for (const d of sortByScore(Uint32Array.from(rest), row.scores)) {
      const other = (row.others[d] as number) - 1;
      const detected = detectedCategories[d] as number;
      if (other >= 0 && (row.otherIous[d] as number) >= iouThreshold && isTaken[other] === 0) {
        isTaken[other] = 1;
        add(categories[other] as number, detected);
      } else add(count, detected);
    }
    for (let t = 0; t < isTaken.length; t++) {
      if (isObject(t) && isTaken[t] === 0) add(categories[t] as number, count);
    }
  }
  return {
    scoreThreshold,
    iouThreshold,
    categoryIds: Array.from({ length: count }, (_, c) => categoryIdOf(settings, c)),
    matrix,
    origin: EXTENSION,
  };
}

/** One image's detections of a score and above. */
export interface DetectionImageScore {
  readonly id: string | undefined;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  /** NaN where nothing was detected; nothing is there; both. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Each image by itself, at the reference IoU threshold: weights do not matter. */
export function detectionImageScores(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
  scoreThreshold: number,
): DetectionImageScore[] {
  const standing = standings(settings);
  return images.map(({ id, row }) => {
    const { isCounted, isRight, isObject } = standing(row);
    let [tp, fp, objects] = [0, 0, 0];
    for (let t = 0; t < row.truthRanges.length; t++) if (isObject(t)) objects++;
    for (let d = 0; d < row.scores.length; d++) {
      if ((row.scores[d] as number) < scoreThreshold || !isCounted(d)) continue;
      if (isRight(d)) tp++;
      else fp++;
    }
    return {
      id,
      tp,
      fp,
      fn: objects - tp,
      precision: tp / (tp + fp),
      recall: tp / objects,
      f1: (2 * tp) / (tp + fp + objects),
    };
  });
}
