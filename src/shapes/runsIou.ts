import { readOptions } from "../reading/options.js";
import { requireOneSize } from "./mergeRuns.js";
import { type PairMatrix, readCrowd } from "./pairMatrix.js";
import { type CheckedRuns, readRunsList, type Runs } from "./runs.js";
import { areaOf, boxOf } from "./runsFigures.js";

export interface CrowdOption {
  /**
   * One flag a ground truth. Of a crowd it is the part of the prediction that lies in it: intersection / area of the
   * prediction.
   */
  readonly crowd?: ArrayLike<boolean | number> | undefined;
}

/**
 * Mask IoU of each pair of masks, on their runs. 0 where either is empty, as pycocotools has it.
 *
 * @param groundTruth masks of one image
 * @param prediction masks of the same image: all of one size, where pycocotools gives -1 for pairs that are not
 * @returns data[t * predictions + p]
 * @throws {TypeError | RangeError} a mask is none, see Runs; sizes differ; crowd is not one flag a ground truth
 * @example runsIou([{ size: [1, 4], counts: [0, 2, 2] }], [{ size: [1, 4], counts: [1, 3] }]).data // 0.25
 */
export function runsIou(
  groundTruth: readonly Runs[],
  prediction: readonly Runs[],
  options: CrowdOption = {},
): PairMatrix {
  const given = readOptions(options, ["crowd"], "options");
  const truths = readRunsList(groundTruth, "groundTruth");
  const predictions = readRunsList(prediction, "prediction");
  const size = (truths[0] ?? predictions[0])?.size;
  if (size !== undefined) {
    requireOneSize(truths, size, "groundTruth");
    requireOneSize(predictions, size, "prediction");
  }
  return maskIous(truths, predictions, readCrowd(given.crowd, truths.length));
}

/** The same of checked masks of one size. */
export function maskIous(
  truths: readonly CheckedRuns[],
  predictions: readonly CheckedRuns[],
  crowd: Uint8Array | undefined,
): PairMatrix {
  const data = new Float64Array(truths.length * predictions.length);
  const [truthAreas, predictionAreas] = [truths, predictions].map((masks) =>
    masks.map(({ counts }) => areaOf(counts)),
  ) as [number[], number[]];
  const [truthBoxes, predictionBoxes] = [truths.map(boxOf), predictions.map(boxOf)];
  truths.forEach(({ counts }, t) => {
    const [left, top, width, height] = truthBoxes[t] as [number, number, number, number];
    predictions.forEach((predicted, p) => {
      const [x, y, w, h] = predictionBoxes[p] as [number, number, number, number];
      // Masks whose boxes are apart have no pixel in common.
      if (x >= left + width || left >= x + w || y >= top + height || top >= y + h) return;
      const intersection = commonPixels(counts, predicted.counts);
      const predictionArea = predictionAreas[p] as number;
      const whole =
        crowd?.[t] === 1 ? predictionArea : (truthAreas[t] as number) + predictionArea - intersection;
      if (intersection > 0) data[t * predictions.length + p] = intersection / whole;
    });
  });
  return { data, shape: [truths.length, predictions.length] };
}

/** Pixels in both of two masks of one size. */
export function commonPixels(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  let [i, j] = [0, 0];
  // Where the runs of both that are looked at end.
  let [endA, endB] = [a[0] as number, b[0] as number];
  let place = 0;
  while (i < a.length && j < b.length) {
    const end = Math.min(endA, endB);
    if ((i & j & 1) === 1) common += end - place;
    place = end;
    if (endA === end) endA += a[++i] ?? 0;
    if (endB === end) endB += b[++j] ?? 0;
  }
  return common;
}
