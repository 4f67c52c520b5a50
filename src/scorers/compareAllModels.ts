import { wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { holm } from "../statistics/compareSets.js";
import { imagesNeeded } from "../statistics/imagesNeeded.js";
import { comparePair, type Difference } from "./compareModels.js";
import type { MeasuredScorer } from "./measuredScorer.js";

/** How two of several models differ. */
export interface PairComparison {
  /** Their places among the models; the earlier one first. */
  readonly first: number;
  readonly second: number;
  /** Of the mean, second minus first. */
  readonly mean: Difference;
  /** By Holm's correction for as many tests as there are pairs. */
  readonly pValueHolm: number;
  /** Whether pValueHolm is at most 1 - level. */
  readonly isSignificant: boolean;
  /**
   * So many images like these (or clusters) it takes until four of five data sets tell the two apart; Infinity where they score
   * the same, NaN where one has no score.
   */
  readonly imagesNeeded: number;
}

export interface AllComparisons {
  readonly metric: string;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  readonly clusterCount?: number;
  readonly pairs: readonly PairComparison[];
}

/**
 * Which of several models differ over the same images: each pair as compareModels compares it, corrected over all pairs by
 * Holm's method.
 *
 * @param models at least two scorers of one kind and options, over the same images and ground truth
 * @param options as the scorers' confidenceIntervals takes them
 * @throws {TypeError | RangeError | Error} as compareModels
 * @example compareAllModels([a, b, c]).pairs.filter(({ isSignificant }) => isSignificant)
 */
export function compareAllModels(
  models: readonly Pick<MeasuredScorer<object, unknown, object>, "kind" | "comparedImages">[],
  options: object = {},
): AllComparisons {
  if (!Array.isArray(models)) throw wrongType("models", "an array of scorers", describe(models));
  if (models.length < 2) throw wrongValue("models", "at least 2 scorers", String(models.length));
  // comparePair looks at what they are.
  const scorers = models as readonly MeasuredScorer<object, unknown, object>[];
  const pairs = scorers.flatMap((one, first) =>
    scorers.slice(first + 1).map((other, i) => {
      const { sets, clusters, comparison } = comparePair(one, other, options);
      const { level, seed } = comparison;
      const needed = imagesNeeded(...sets, { level, seed }, clusters);
      return { first, second: first + 1 + i, comparison, imagesNeeded: needed };
    }),
  );
  const corrected = holm(pairs.map(({ comparison }) => comparison.mean.pValue));
  const [{ comparison }] = pairs as [(typeof pairs)[number]];
  const { metric, level, resamples, seed, imageCount, clusterCount } = comparison;
  return {
    metric,
    level,
    resamples,
    seed,
    imageCount,
    ...(clusterCount === undefined ? {} : { clusterCount }),
    pairs: pairs.map(({ comparison: { mean }, ...pair }, i) => {
      const pValueHolm = corrected[i] as number;
      return { ...pair, mean, pValueHolm, isSignificant: pValueHolm <= 1 - level };
    }),
  };
}
