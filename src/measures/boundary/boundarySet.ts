import { LinearSet } from "../linearSet.js";
import type { MeasuredImage, ScoredSet } from "../measure.js";
import { addRow, type BoundaryRow, type BoundarySums, CELLS, sumsAt } from "./boundaryRow.js";
import { type BoundarySettings, isScored, labelCount } from "./boundarySettings.js";
import { meanAndClasses } from "../scoredValues.js";

export const BOUNDARY_METRICS = ["iou", "dice"] as const;
export type BoundaryMetric = (typeof BOUNDARY_METRICS)[number];

/** Scores of one class; NaN where neither side has a boundary. */
export type BoundaryFigures = Readonly<Record<BoundaryMetric, number>>;

export function boundaryFigures({ intersection, groundTruth, prediction }: BoundarySums): BoundaryFigures {
  return {
    iou: intersection / (groundTruth + prediction - intersection),
    dice: (2 * intersection) / (groundTruth + prediction),
  };
}

/** Images, to be scored in any combination: the mean of the classes' scores first, then each class's; NaN of what is not scored. */
export function boundarySet(
  settings: BoundarySettings,
  images: readonly MeasuredImage<BoundaryRow>[],
  metric: BoundaryMetric,
): ScoredSet {
  const classCount = labelCount(settings);
  const width = classCount * CELLS;
  const rows = new Float64Array(images.length * width);
  images.forEach(({ weight, row }, image) => {
    addRow(row, weight, rows, image * width);
  });
  const values = meanAndClasses(metric, classCount);
  return new LinearSet({ rows, rowCount: images.length, width }, values, (sums, out) => {
    let sum = 0;
    let defined = 0;
    for (let c = 0; c < classCount; c++) {
      const score = isScored(settings, c) ? boundaryFigures(sumsAt(sums, c))[metric] : NaN;
      out[1 + c] = score;
      if (Number.isNaN(score)) continue;
      sum += score;
      defined++;
    }
    out[0] = sum / defined;
  });
}
