import { fractionalWeight } from "../../../errors/runs.js";

/**
 * The mean of the worst q percent of some scores, for each q: of the lowest max(1, floor(q / 100 * n)) of n. NaN is no
 * score. A weight says how many times its score stands there.
 *
 * @returns one mean for each of percents; NaN where there is no score
 * @throws {Error} a weight is not whole: a quantile counts scores, and half a score cannot be among the worst
 * @see JDTLosses, metrics/accuracy_metric.py, reduceI and reduceC
 */
export function worstQuantileMeans(
  scores: readonly number[],
  weights: Float64Array,
  percents: readonly number[],
): number[] {
  const wrong = weights.findIndex((weight) => !Number.isInteger(weight));
  if (wrong >= 0) {
    throw fractionalWeight(wrong, weights[wrong] as number);
  }
  const order = scores
    .map((_, i) => i)
    .filter((i) => !Number.isNaN(scores[i]))
    .sort((a, b) => (scores[a] as number) - (scores[b] as number));
  const count = order.reduce((sum, i) => sum + (weights[i] as number), 0);
  if (count === 0) return percents.map(() => NaN);
  return percents.map((q) => {
    const worst = Math.max(1, Math.floor((q / 100) * count));
    let left = worst;
    let sum = 0;
    for (const i of order) {
      const taken = Math.min(left, weights[i] as number);
      sum += taken * (scores[i] as number);
      left -= taken;
      if (left === 0) break;
    }
    return sum / worst;
  });
}
