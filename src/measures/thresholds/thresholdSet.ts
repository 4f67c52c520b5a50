import { entriesOf } from "../../counting/entries.js";
import { LinearSet, type ScoreSums } from "../linearSet.js";
import type { MeasuredImage, ScoredSet } from "../measure.js";
import { cellCountOf, cellOf } from "./thresholdCells.js";
import type { ThresholdRow } from "./thresholdMeasure.js";
import type { ThresholdSettings } from "./thresholdSettings.js";
import { meanAndClasses } from "../scoredValues.js";

/** What is scored of overlap at a threshold. */
export type ThresholdMetric = "iou" | "dice";

export const THRESHOLD_METRICS: readonly ThresholdMetric[] = ["iou", "dice"];

/** What the threshold is called among a set's values. */
export const THRESHOLD = "threshold";

/**
 * Images, to be scored in any combination: the mean of the classes' scores first, then each class's, then the threshold of
 * each class at which that is.
 *
 * @param at the k of the threshold k / bins of each class; undefined: that of the highest score, the lowest of equals, found
 *   anew for each combination
 */
export function thresholdSet(
  settings: ThresholdSettings,
  images: readonly MeasuredImage<ThresholdRow>[],
  metric: ThresholdMetric,
  at: readonly number[] | undefined,
): ScoredSet {
  const width = cellCountOf(settings);
  const rows = new Float64Array(images.length * width);
  images.forEach(({ weight, row }, image) => {
    for (const [cell, count] of entriesOf(row)) rows[image * width + cell] = weight * count;
  });
  const classes = Array.from({ length: settings.numClasses }, (_, classIndex) => classIndex);
  const values = [
    ...meanAndClasses(metric, settings.numClasses),
    ...classes.map((classIndex) => ({ name: THRESHOLD, classIndex })),
  ];
  return new LinearSet({ rows, rowCount: images.length, width }, values, scoreSums(settings, metric, at));
}

function scoreSums(
  { bins, numClasses }: ThresholdSettings,
  metric: ThresholdMetric,
  at: readonly number[] | undefined,
): ScoreSums {
  const scoreOf = (intersection: number, truth: number, predicted: number): number =>
    metric === "iou"
      ? intersection / (truth + predicted - intersection)
      : (2 * intersection) / (truth + predicted);
  return (sums, out) => {
    let sum = 0;
    let defined = 0;
    for (let c = 0; c < numClasses; c++) {
      const [first, end] = [cellOf(c, 0, bins), cellOf(c + 1, 0, bins)];
      let truth = 0;
      for (let cell = first; cell < end; cell += 2) truth += sums[cell + 1] as number;
      let [found, place] = [NaN, NaN];
      let [intersection, predicted] = [0, 0];
      for (let k = bins; k >= 0; k--) {
        const cell = first + 2 * k;
        intersection += sums[cell + 1] as number;
        predicted += (sums[cell] as number) + (sums[cell + 1] as number);
        if (at !== undefined && at[c] !== k) continue;
        const score = scoreOf(intersection, truth, predicted);
        // From above, so that of equals the lowest is the last.
        if (at !== undefined || score >= found || Number.isNaN(found)) [found, place] = [score, k / bins];
      }
      out[1 + c] = found;
      out[1 + numClasses + c] = Number.isNaN(found) && at === undefined ? NaN : place;
      if (Number.isNaN(found)) continue;
      sum += found;
      defined++;
    }
    out[0] = sum / defined;
  };
}
