import type { OverlapSums } from "../../types.js";
import {
  CLASS_METRICS,
  type ClassMetric,
  type ClassPixels,
  classScore,
  meanOfDefined,
  pixelsOfClass,
  type ScoringRules,
  type UndefinedReason,
  undefinedReason,
} from "./classScores.js";
import { type GeneralizedDice, generalizedDice } from "./generalizedDice.js";

/** "macro": mean of the classes' scores; "weighted": by their truth pixels; "micro": of all classes' pixels pooled; "none": no mean. */
export type Average = "macro" | "micro" | "weighted" | "none";

/** "dataset": the images' pixels together; "image": each image for itself, then the mean over images. */
export type Per = "dataset" | "image";

export type ClassScoreValues = Readonly<Record<ClassMetric, number>>;

/** One class: its pixels, and the scores that follow from them; a score that is undefined is NaN. */
export interface ClassScores extends ClassScoreValues {
  readonly classIndex: number;
  readonly name: string;
  /** Left out of every mean, by excludeClasses. */
  readonly isExcluded: boolean;
  readonly intersection: number;
  readonly union: number;
  readonly groundTruthArea: number;
  readonly predictionArea: number;
  /** Why a score is NaN, by its name; empty where none is. */
  readonly undefinedBecause: Readonly<Partial<Record<ClassMetric, UndefinedReason>>>;
}

/** Scores of all classes together. */
export interface OverallScores {
  /** Pixels with the right class / pixels counted. */
  readonly pixelAccuracy: number;
  /** Mean recall of the classes that are in the ground truth; also called balanced accuracy. */
  readonly meanAccuracy: number;
  /** Mean of the classes' IoU, each weighing as its truth pixels. */
  readonly frequencyWeightedIou: number;
  /** (observed - chance agreement) / (1 - chance agreement) */
  readonly cohensKappa: number;
  /** Gorodkin's R_K, the Matthews correlation of many classes. */
  readonly matthewsCorrelation: number;
  readonly generalizedDice: GeneralizedDice;
}

export function rowPixelCount(sums: OverlapSums, numClasses: number, row: number): number {
  let pixels = 0;
  for (let c = 0; c < numClasses; c++) pixels += sums.groundTruthArea[row * numClasses + c] as number;
  return pixels;
}

/** Every class of a row of a table. A class that is itself ignored has no truth pixels left to hit, so it has no score. */
export function rowClassScores(
  sums: OverlapSums,
  row: number,
  classNames: readonly string[],
  { numClasses, ignored, excludeClasses, beta }: ScoringRules,
): ClassScores[] {
  const pixelCount = rowPixelCount(sums, numClasses, row);
  return Array.from({ length: numClasses }, (_, c): ClassScores => {
    const pixels = pixelsOfClass(sums, numClasses, row, c, pixelCount);
    const { intersection, groundTruthArea, predictionArea } = pixels;
    const values = {} as Record<ClassMetric, number>;
    const undefinedBecause: Partial<Record<ClassMetric, UndefinedReason>> = {};
    for (const metric of CLASS_METRICS) {
      const score = ignored.includes(c) ? NaN : classScore(metric, pixels, beta);
      values[metric] = score;
      if (Number.isNaN(score)) {
        undefinedBecause[metric] = ignored.includes(c) ? "ignored" : undefinedReason(metric, pixels);
      }
    }
    return {
      classIndex: c,
      name: classNames[c] as string,
      isExcluded: excludeClasses.has(c),
      intersection,
      union: groundTruthArea + predictionArea - intersection,
      groundTruthArea,
      predictionArea,
      ...values,
      undefinedBecause,
    };
  });
}

/** A metric's mean over the classes of a row; NaN where no class has a score. */
export function rowMean(
  sums: OverlapSums,
  row: number,
  metric: ClassMetric,
  average: Exclude<Average, "none">,
  { numClasses, ignored, excludeClasses, beta }: ScoringRules,
): number {
  const pixelCount = rowPixelCount(sums, numClasses, row);
  const kept: ClassPixels[] = [];
  for (let c = 0; c < numClasses; c++) {
    if (!ignored.includes(c) && !excludeClasses.has(c)) {
      kept.push(pixelsOfClass(sums, numClasses, row, c, pixelCount));
    }
  }
  if (average === "micro") {
    const sum = (area: (pixels: ClassPixels) => number): number =>
      kept.reduce((total, pixels) => total + area(pixels), 0);
    return classScore(
      metric,
      {
        intersection: sum(({ intersection }) => intersection),
        groundTruthArea: sum(({ groundTruthArea }) => groundTruthArea),
        predictionArea: sum(({ predictionArea }) => predictionArea),
        // Each class asks its question of every pixel.
        pixelCount: pixelCount * kept.length,
      },
      beta,
    );
  }
  return meanOfDefined(
    kept.map((pixels) => classScore(metric, pixels, beta)),
    average === "macro" ? undefined : kept.map(({ groundTruthArea }) => groundTruthArea),
  );
}

/**
 * Scores of all classes of a row together. excludeClasses leaves meanAccuracy, frequencyWeightedIou and generalizedDice;
 * pixelAccuracy, kappa and the Matthews correlation are of all pixels counted.
 *
 * @see Cohen, "A coefficient of agreement for nominal scales" (1960); Gorodkin, "Comparing two K-category assignments by
 *   a K-category correlation coefficient" (2004)
 */
export function rowOverallScores(sums: OverlapSums, row: number, rules: ScoringRules): OverallScores {
  const { numClasses } = rules;
  let correct = 0;
  let pixelCount = 0;
  // Sums of products of areas: beyond 2^53 they round, which moves the last digits of kappa and R_K only.
  let chance = 0;
  let truthSquares = 0;
  let predictionSquares = 0;
  let predictedCount = 0;
  for (let i = row * numClasses; i < (row + 1) * numClasses; i++) {
    const t = sums.groundTruthArea[i] as number;
    const p = sums.predictionArea[i] as number;
    correct += sums.intersection[i] as number;
    pixelCount += t;
    chance += t * p;
    truthSquares += t * t;
    predictionSquares += p * p;
    predictedCount += p;
  }
  // Void predictions are one more class that is predicted and never true.
  predictionSquares += (pixelCount - predictedCount) ** 2;
  const pixelsSquared = pixelCount * pixelCount;
  const covariance = correct * pixelCount - chance;
  return {
    pixelAccuracy: correct / pixelCount,
    meanAccuracy: rowMean(sums, row, "recall", "macro", rules),
    frequencyWeightedIou: rowMean(sums, row, "iou", "weighted", rules),
    cohensKappa: covariance / (pixelsSquared - chance),
    matthewsCorrelation:
      covariance / (Math.sqrt(pixelsSquared - truthSquares) * Math.sqrt(pixelsSquared - predictionSquares)),
    generalizedDice: generalizedDice(sums, row, rules),
  };
}
