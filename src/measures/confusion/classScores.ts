import type { OverlapSums } from "../../types.js";

/** Scores of one class that follow from its counts. */
export type ClassMetric =
  "iou" | "dice" | "precision" | "recall" | "specificity" | "fBeta" | "balancedAccuracy";

export const CLASS_METRICS: readonly ClassMetric[] = [
  "iou",
  "dice",
  "precision",
  "recall",
  "specificity",
  "fBeta",
  "balancedAccuracy",
];

/** Pixels of one class, and of everything that was counted with it. */
export interface ClassPixels {
  /** True positives. */
  readonly intersection: number;
  readonly groundTruthArea: number;
  readonly predictionArea: number;
  /** Pixels counted, of whatever class. */
  readonly pixelCount: number;
}

/** Row `row` of a table of numClasses columns, one class. */
export function pixelsOfClass(
  sums: OverlapSums,
  numClasses: number,
  row: number,
  c: number,
  pixelCount: number,
): ClassPixels {
  const i = row * numClasses + c;
  return {
    intersection: sums.intersection[i] as number,
    groundTruthArea: sums.groundTruthArea[i] as number,
    predictionArea: sums.predictionArea[i] as number,
    pixelCount,
  };
}

/**
 * A score of one class; NaN where it divides by nothing. With I, T, P the pixels in both, in truth and in prediction,
 * and n all pixels counted:
 *
 * iou I / (T + P - I); dice 2 I / (T + P); precision I / P; recall I / T; specificity TN / (TN + FP) =
 * (n - T - P + I) / (n - T); fBeta (1 + b^2) I / (b^2 T + P); balancedAccuracy (recall + specificity) / 2.
 */
export function classScore(
  metric: ClassMetric,
  { intersection, groundTruthArea, predictionArea, pixelCount }: ClassPixels,
  beta = 1,
): number {
  switch (metric) {
    case "iou":
      return intersection / (groundTruthArea + predictionArea - intersection);
    case "dice":
      return (2 * intersection) / (groundTruthArea + predictionArea);
    case "precision":
      return intersection / predictionArea;
    case "recall":
      return intersection / groundTruthArea;
    case "specificity":
      return (pixelCount - groundTruthArea - predictionArea + intersection) / (pixelCount - groundTruthArea);
    case "fBeta":
      return ((1 + beta * beta) * intersection) / (beta * beta * groundTruthArea + predictionArea);
    case "balancedAccuracy":
      return (
        (intersection / groundTruthArea +
          (pixelCount - groundTruthArea - predictionArea + intersection) / (pixelCount - groundTruthArea)) /
        2
      );
  }
}

/** Why a score is undefined, in words; undefined where it is not. */
export type UndefinedReason =
  | "absent in both"
  | "absent in ground truth"
  | "never predicted"
  | "ground truth is nothing else"
  | "ignored";

/** Why classScore gives NaN; ask only where it does. */
export function undefinedReason(
  metric: ClassMetric,
  { groundTruthArea, predictionArea }: ClassPixels,
): UndefinedReason {
  if (groundTruthArea === 0 && predictionArea === 0) return "absent in both";
  if (metric === "precision") return "never predicted";
  return groundTruthArea === 0 ? "absent in ground truth" : "ground truth is nothing else";
}

/** Mean of the numbers that are not NaN, each weighing as stated; NaN where there are none. */
export function meanOfDefined(values: Iterable<number>, weights?: ArrayLike<number>): number {
  let sum = 0;
  let weightSum = 0;
  let i = 0;
  for (const value of values) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    i++;
    if (Number.isNaN(value)) continue;
    sum += value * weight;
    weightSum += weight;
  }
  return sum / weightSum;
}

/** What scoring a row of a table asks for. */
export interface ScoringRules {
  readonly numClasses: number;
  /** Labels whose pixels are in no count: a class of such a label has no score. */
  readonly ignored: readonly number[];
  readonly excludeClasses: ReadonlySet<number>;
  readonly beta: number;
}
