import { classScore, pixelsOfClass } from "./classScores.js";
import type { CountedRun, ImageTable } from "./countedRun.js";
import { rowMean, rowPixelCount } from "./datasetScores.js";
import type { ScoringRules } from "./classScores.js";

/** One image's own scores; NaN where it has none. */
export interface ImageScores {
  readonly id: string | undefined;
  readonly weight: number;
  /** Pixels counted, and pixels whose truth was ignored; not weighted. */
  readonly pixelCount: number;
  readonly ignoredCount: number;
  /** Means over the classes in the image's truth or prediction. */
  readonly meanIou: number;
  readonly meanDice: number;
  readonly pixelAccuracy: number;
  /** Of each class. */
  readonly iou: Float64Array;
  readonly dice: Float64Array;
}

/** Each image for itself, in canonical order. */
export function imageScores(
  { numClasses, ignored, excludeClasses }: CountedRun,
  { ids, weights, sums, matrices }: ImageTable,
): ImageScores[] {
  const rules: ScoringRules = { numClasses, ignored, excludeClasses: new Set(excludeClasses), beta: 1 };
  return ids.map((id, row) => {
    const pixelCount = rowPixelCount(sums, numClasses, row);
    const perClass = (metric: "iou" | "dice"): Float64Array =>
      Float64Array.from({ length: numClasses }, (_, c) =>
        ignored.includes(c) ? NaN : classScore(metric, pixelsOfClass(sums, numClasses, row, c, pixelCount)),
      );
    let correct = 0;
    for (let c = 0; c < numClasses; c++) correct += sums.intersection[row * numClasses + c] as number;
    return {
      id,
      weight: weights[row] as number,
      pixelCount,
      ignoredCount: matrices[row]?.ignoredCount as number,
      meanIou: rowMean(sums, row, "iou", "macro", rules),
      meanDice: rowMean(sums, row, "dice", "macro", rules),
      pixelAccuracy: correct / pixelCount,
      iou: perClass("iou"),
      dice: perClass("dice"),
    };
  });
}
