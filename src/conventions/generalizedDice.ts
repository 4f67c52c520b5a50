import type { ImageTable } from "../core/countedRun.js";

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

/** The weight of each image and class, infinite ones included. */
export function areaWeights(
  { ids, sums }: ImageTable,
  numClasses: number,
  classes: readonly number[],
  kind: AreaWeight,
): number[][] {
  return ids.map((_, image) =>
    classes.map((c) => areaWeight(kind, sums.groundTruthArea[image * numClasses + c] as number)),
  );
}

/**
 * One image's generalized Dice, 2 sum(w I) / sum(w (T + P)) over classes; NaN where the weighted areas are 0.
 *
 * @see Sudre et al., "Generalised Dice overlap as a deep learning loss function", 2017
 */
export function generalizedDice(
  { sums }: ImageTable,
  numClasses: number,
  image: number,
  classes: readonly number[],
  weights: readonly number[],
): number {
  let numerator = 0;
  let denominator = 0;
  classes.forEach((c, k) => {
    const i = image * numClasses + c;
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
