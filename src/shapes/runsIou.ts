import { commonPixels } from "./commonPixels.js";
import { type MaskTable, tableOf } from "./maskTable.js";
import { readOptions } from "../reading/options.js";
import { requireOneSize } from "./mergeRuns.js";
import { type PairMatrix, readCrowd } from "./pairMatrix.js";
import { type CheckedRuns, readRunsList, type Runs } from "./runs.js";

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
  const [first, second] = [tableOf(truths), tableOf(predictions)];
  return {
    data: tableIous(first, second, truths[0]?.size[0] ?? 1, crowd),
    shape: [first.count, second.count],
  };
}

/** Of tables of masks of one height. */
export function tableIous(
  first: MaskTable,
  second: MaskTable,
  height: number,
  crowd: Uint8Array | undefined,
): Float64Array {
  const data = commonPixels(first, second, height);
  for (let t = 0, at = 0; t < first.count; t++) {
    const isCrowd = crowd?.[t] === 1;
    for (let p = 0; p < second.count; p++, at++) {
      const common = data[at] as number;
      if (common === 0) continue;
      const predictionArea = second.areas[p] as number;
      data[at] = common / (isCrowd ? predictionArea : (first.areas[t] as number) + predictionArea - common);
    }
  }
  return data;
}
