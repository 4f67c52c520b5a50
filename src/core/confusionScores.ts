import type { ConfusionMatrix } from "../types.js";

/** Scores of one class over a confusion matrix. Areas are pixels; a score with nothing to divide by is NaN. */
export interface ClassScores {
  readonly intersection: number;
  readonly union: number;
  readonly groundTruthArea: number;
  readonly predictionArea: number;
  /** intersection / union; NaN where it is undefined. */
  readonly iou: number;
  /** 2 intersection / (groundTruthArea + predictionArea); NaN where it is undefined. */
  readonly dice: number;
  /** Why iou and dice are NaN; undefined where they are not. */
  readonly undefinedBecause: "absent in both" | "ignored" | undefined;
}

/** Scores of a data set, by the convention "dataset": ratios of dataset sums; a class without a score is left out of means. */
export interface DatasetScores {
  readonly classes: readonly ClassScores[];
  readonly meanIou: number;
  readonly meanDice: number;
  /** Pixels with the right class / pixels counted; NaN when every pixel is ignored. */
  readonly pixelAccuracy: number;
  /** Pixels counted: the sum of the matrix. */
  readonly pixelCount: number;
}

/**
 * Scores of a matrix that was counted with ignoreIndex. A class that is itself ignored has no truth pixels left to
 * hit, so it has no score; where it is predicted, the other classes miss.
 *
 * @see Cityscapes pixel-level evaluation: iou = TP / (TP + FP + FN), over the pixels of the whole data set
 */
export function datasetScores(
  { numClasses, counts }: ConfusionMatrix,
  ignoreIndex: number | undefined,
): DatasetScores {
  const groundTruthAreas = new Float64Array(numClasses);
  const predictionAreas = new Float64Array(numClasses);
  let correct = 0;
  let pixelCount = 0;
  for (let t = 0; t < numClasses; t++) {
    for (let p = 0; p < numClasses; p++) {
      const count = counts[t * numClasses + p] as number;
      groundTruthAreas[t] = (groundTruthAreas[t] as number) + count;
      predictionAreas[p] = (predictionAreas[p] as number) + count;
      pixelCount += count;
      if (t === p) correct += count;
    }
  }
  const classes = Array.from(groundTruthAreas, (groundTruthArea, c): ClassScores => {
    const predictionArea = predictionAreas[c] as number;
    const intersection = counts[c * numClasses + c] as number;
    const union = groundTruthArea + predictionArea - intersection;
    const undefinedBecause = c === ignoreIndex ? "ignored" : union === 0 ? "absent in both" : undefined;
    const isDefined = undefinedBecause === undefined;
    return {
      intersection,
      union,
      groundTruthArea,
      predictionArea,
      iou: isDefined ? intersection / union : NaN,
      dice: isDefined ? (2 * intersection) / (groundTruthArea + predictionArea) : NaN,
      undefinedBecause,
    };
  });
  const scored = classes.filter(({ undefinedBecause }) => undefinedBecause === undefined);
  return {
    classes,
    meanIou: mean(scored.map(({ iou }) => iou)),
    meanDice: mean(scored.map(({ dice }) => dice)),
    pixelAccuracy: correct / pixelCount,
    pixelCount,
  };
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
