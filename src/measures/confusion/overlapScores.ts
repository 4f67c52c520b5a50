import { pixelsOfClass, type ScoringRules, classScore } from "./classScores.js";
import { type Average, rowMean, rowPixelCount } from "./datasetScores.js";
import { addConfusion, emptyOverlapSums } from "../../counting/overlapSums.js";
import { carriedOut, planCount } from "../../counting/countPlan.js";
import {
  CONFUSION_OPTIONS,
  type ConfusionMatrixOptions,
  type LabelsOrScores,
  readConfusionRequest,
} from "../../counting/confusionRequest.js";
import { readChoice, readOptions } from "../../reading/options.js";

export interface OverlapOptions extends ConfusionMatrixOptions {
  /** How classes become one number: "macro" (default), "micro", "weighted" by truth pixels; or "none", one number a class. */
  readonly average?: Average | undefined;
}

/**
 * Intersection over union of the classes of one pair of masks, by the convention "dataset": TP / (TP + FP + FN). A class
 * in neither mask, or that is ignored, has no score (NaN) and is left out of the mean.
 *
 * @param groundTruth a label map or scores, as confusionMatrix takes them
 * @param prediction the same, of as many pixels
 * @param options numClasses, ignoreIndex, voidPredictions, threshold and layout as confusionMatrix; average
 * @returns the mean, or with average: "none" a Float64Array of one value a class
 * @throws {TypeError | RangeError} as confusionMatrix
 * @example iou(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { numClasses: 2 }) // 0.5
 */
export function iou(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options: OverlapOptions & { readonly average: "none" },
): Float64Array;
export function iou(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options?: OverlapOptions & { readonly average?: Exclude<Average, "none"> | undefined },
): number;
export function iou(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options: OverlapOptions = {},
): number | Float64Array {
  return overlapScore("iou", groundTruth, prediction, options);
}

/** As iou: 2 TP / (2 TP + FP + FN). */
export function dice(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options: OverlapOptions & { readonly average: "none" },
): Float64Array;
export function dice(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options?: OverlapOptions & { readonly average?: Exclude<Average, "none"> | undefined },
): number;
export function dice(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options: OverlapOptions = {},
): number | Float64Array {
  return overlapScore("dice", groundTruth, prediction, options);
}

function overlapScore(
  metric: "iou" | "dice",
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options: unknown,
): number | Float64Array {
  const { average = "macro", ...counting } = readOptions(
    options,
    [...CONFUSION_OPTIONS, "average"],
    "options",
  );
  const kind = readChoice(average, ["macro", "micro", "weighted", "none"], "average");
  const { sides, rules: labels, numClasses } = readConfusionRequest(groundTruth, prediction, counting);
  const { ignored } = labels.groundTruth;
  const sums = emptyOverlapSums(1, numClasses);
  addConfusion(sums, 0, carriedOut(planCount(sides, labels)));
  const rules: ScoringRules = { numClasses, ignored, excludeClasses: new Set(), beta: 1 };
  if (kind !== "none") return rowMean(sums, 0, metric, kind, rules);
  const pixelCount = rowPixelCount(sums, numClasses, 0);
  return Float64Array.from({ length: numClasses }, (_, c) =>
    ignored.includes(c) ? NaN : classScore(metric, pixelsOfClass(sums, numClasses, 0, c, pixelCount)),
  );
}
