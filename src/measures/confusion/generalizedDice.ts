import type { OverlapSums } from "../../types.js";
import type { ScoringRules } from "./classScores.js";

/** How a class's ground-truth area becomes its weight: 1 / area^2, 1 / area or 1. */
export type AreaWeight = "square" | "simple" | "uniform";

/** Infinity for a class that is not in the ground truth, but for "uniform". */
export function areaWeight(kind: AreaWeight, area: number): number {
  switch (kind) {
    case "square":
      return 1 / (area * area);
    case "simple":
      return 1 / area;
    case "uniform":
      return 1;
  }
}

/** The weight of each class of a row, infinite ones included. */
export function areaWeights(
  { groundTruthArea }: OverlapSums,
  numClasses: number,
  row: number,
  classes: readonly number[],
  kind: AreaWeight,
): number[] {
  return classes.map((c) => areaWeight(kind, groundTruthArea[row * numClasses + c] as number));
}

/**
 * The generalized Dice of a row, 2 sum(w I) / sum(w (T + P)) over classes; NaN where the weighted areas are 0.
 *
 * @see Sudre et al., "Generalised Dice overlap as a deep learning loss function", 2017
 */
export function weightedDice(
  sums: OverlapSums,
  numClasses: number,
  row: number,
  classes: readonly number[],
  weights: readonly number[],
): number {
  let numerator = 0;
  let denominator = 0;
  classes.forEach((c, k) => {
    const i = row * numClasses + c;
    const weight = weights[k] as number;
    numerator += 2 * (sums.intersection[i] as number) * weight;
    denominator += ((sums.groundTruthArea[i] as number) + (sums.predictionArea[i] as number)) * weight;
  });
  return numerator / denominator;
}

/** The largest finite number; 0 where there is none. */
export function maxOfFinite(values: readonly number[]): number {
  return values.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), 0);
}

/** Generalized Dice by each weight of a class. */
export type GeneralizedDice = Readonly<Record<AreaWeight, number>>;

/**
 * The generalized Dice of a row over its classes. One that is only predicted would weigh infinitely much: it gets the
 * largest weight of the others, as in MONAI. NaN where no class is in the ground truth.
 */
export function generalizedDice(sums: OverlapSums, row: number, rules: ScoringRules): GeneralizedDice {
  const { numClasses, ignored, excludeClasses } = rules;
  const classes = Array.from({ length: numClasses }, (_, c) => c).filter(
    (c) => !ignored.includes(c) && !excludeClasses.has(c),
  );
  const isEmpty = classes.every((c) => sums.groundTruthArea[row * numClasses + c] === 0);
  const dice = (kind: AreaWeight): number => {
    if (isEmpty) return NaN;
    const weights = areaWeights(sums, numClasses, row, classes, kind);
    const largest = maxOfFinite(weights);
    const filled = weights.map((weight) => (Number.isFinite(weight) ? weight : largest));
    return weightedDice(sums, numClasses, row, classes, filled);
  };
  return { square: dice("square"), simple: dice("simple"), uniform: dice("uniform") };
}
