import { LinearSet } from "../linearSet.js";
import type { MeasuredImage, ScoredSet } from "../measure.js";
import { addSums, type ComponentRow, SUMS, sumsAt } from "./componentRow.js";
import { componentFigures, type ComponentMetric } from "./componentScores.js";
import type { ComponentSettings } from "./componentSettings.js";
import { meanAndClasses } from "../scoredValues.js";

/** Images, to be scored in any combination: the mean of the classes' scores first, then each class's; background's is NaN. */
export function componentSet(
  { numClasses }: ComponentSettings,
  images: readonly MeasuredImage<ComponentRow>[],
  metric: ComponentMetric,
): ScoredSet {
  const width = numClasses * SUMS;
  const rows = new Float64Array(images.length * width);
  images.forEach(({ weight, row }, image) => {
    addSums(row, weight, rows, image * width);
  });
  const values = meanAndClasses(metric, numClasses);
  return new LinearSet({ rows, rowCount: images.length, width }, values, (sums, out) => {
    let sum = 0;
    let defined = 0;
    for (let c = 0; c < numClasses; c++) {
      const score = componentFigures(sumsAt(sums, c))[metric];
      out[1 + c] = score;
      if (Number.isNaN(score)) continue;
      sum += score;
      defined++;
    }
    out[0] = sum / defined;
  });
}
