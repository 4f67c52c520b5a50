import type { Bounds } from "../../src/statistics/resampling.js";
import type { PairsView } from "./runView.js";

/** How far a model is from the best one. */
export interface BehindBest {
  /** Of the mean, the model's minus the best one's. */
  readonly difference: number;
  readonly bounds: Bounds;
  /** By Holm's correction over all pairs. */
  readonly pValueHolm: number;
  readonly isSignificant: boolean;
}

/** How a model differs from the best one; undefined of the best itself, and of models that were not compared. */
export function behindBest(
  { pairs }: Pick<PairsView, "pairs">,
  best: string,
  model: string,
): BehindBest | undefined {
  for (const { first, second, mean, pValueHolm, isSignificant } of pairs) {
    const shared = { pValueHolm, isSignificant };
    if (first === best && second === model) {
      return { ...shared, difference: mean.difference, bounds: mean.bounds };
    }
    if (second === best && first === model) {
      const { low, high } = mean.bounds;
      return { ...shared, difference: -mean.difference, bounds: { low: -high, high: -low } };
    }
  }
  return undefined;
}
