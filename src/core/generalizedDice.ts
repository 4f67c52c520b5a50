import type { OverlapSums } from "../types.js";
import type { ScoringRules } from "./classScores.js";

/** Generalized Dice by what a class weighs: 1 / truth pixels squared, 1 / truth pixels, or 1. */
export interface GeneralizedDice {
  readonly square: number;
  readonly simple: number;
  readonly uniform: number;
}

/**
 * 2 sum w I / sum w (T + P) over the classes in the ground truth of a row. A class that is only predicted would weigh
 * infinitely much: it gets the largest weight of the row's other classes (MONAI's rule; TorchMetrics reads "linear" for
 * "uniform" and the weight of other images). NaN where no class is in the ground truth.
 *
 * @see Sudre et al., "Generalised Dice overlap as a deep learning loss function" (2017)
 */
export function generalizedDice(sums: OverlapSums, row: number, rules: ScoringRules): GeneralizedDice {
  return {
    square: weightedDice(sums, row, rules, (truthPixels) => 1 / truthPixels ** 2),
    simple: weightedDice(sums, row, rules, (truthPixels) => 1 / truthPixels),
    uniform: weightedDice(sums, row, rules, () => 1),
  };
}

function weightedDice(
  { intersection, groundTruthArea, predictionArea }: OverlapSums,
  row: number,
  { numClasses, ignoreIndex, excludeClasses }: ScoringRules,
  weightOf: (truthPixels: number) => number,
): number {
  const places: number[] = [];
  let largest = NaN;
  for (let c = 0; c < numClasses; c++) {
    if (c === ignoreIndex || excludeClasses.has(c)) continue;
    const i = row * numClasses + c;
    places.push(i);
    const truthPixels = groundTruthArea[i] as number;
    if (truthPixels > 0 && !(weightOf(truthPixels) <= largest)) largest = weightOf(truthPixels);
  }
  let hit = 0;
  let all = 0;
  for (const i of places) {
    const truthPixels = groundTruthArea[i] as number;
    const weight = truthPixels > 0 ? weightOf(truthPixels) : largest;
    hit += 2 * weight * (intersection[i] as number);
    all += weight * (truthPixels + (predictionArea[i] as number));
  }
  return hit / all;
}
