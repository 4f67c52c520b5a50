import type { ConfusionMatrix } from "../types.js";
import {
  type ConfusionMatrixOptions,
  type LabelsOrScores,
  readConfusionRequest,
} from "./confusionRequest.js";
import { carriedOut, planCount } from "./countPlan.js";

/**
 * Counts how often each ground-truth class meets each predicted class.
 *
 * @param groundTruth Uint8Array, Uint8ClampedArray, Int8Array, Uint16Array, Int16Array, Int32Array, Uint32Array or
 *   BigInt64Array, row-major, one label per pixel: 0..numClasses-1 or ignoreIndex; or what libraries hand over: a tensor of
 *   labels ([H, W], [B, H, W], [B, 1, H, W], ...), an image or canvas whose grey is the label, or a tensor of scores as for
 *   metrics_np (B x H x W x N, or B x N x H x W with layout "channelsFirst"), argmaxed. Floats are scores; see LabelsOrScores
 * @param prediction as many pixels, any of these forms; may hold any label where groundTruth is ignoreIndex
 * @param options numClasses, ignoreIndex, layout; voidPredictions: "miss" counts pixels that are predicted ignoreIndex as
 *   missed by their true class and of no predicted one; threshold: of one value a pixel, what is greater is class 1 of 2
 * @returns counts in pixels, owned by the caller, ignoredCount, and voidPredictions where there are any. Up to 4,096 classes counts is a Float64Array of
 *   numClasses^2 (row ground truth, column prediction); beyond, counts[i] belongs to cell cells[i]
 * @throws {TypeError} an input is none of these, cannot be read, is disposed or detached
 * @throws {RangeError} sizes differ, integers could be labels or scores, floats of one value a pixel have no threshold, an image is coloured or transparent, or a kept
 *   label is out of range: names the pixel and the label
 * @see Cityscapes pixel-level evaluation: iou = TP / (TP + FP + FN)
 * @example confusionMatrix(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { numClasses: 2 }).counts // 1 0 1 1
 */
export function confusionMatrix(
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  options: ConfusionMatrixOptions = {},
): ConfusionMatrix {
  const { sides, rules } = readConfusionRequest(groundTruth, prediction, options);
  return carriedOut(planCount(sides, rules));
}
