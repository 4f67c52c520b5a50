/** Scores of one class at every threshold k / bins, k = 0..bins, where foreground is p >= k / bins. */
export interface ThresholdCurve {
  /** k / bins; bins + 1 of them, as of all arrays below. */
  readonly thresholds: Float64Array;
  /** Pixels, exact. */
  readonly intersection: Float64Array;
  readonly predictionArea: Float64Array;
  /** Pixels; the same at every threshold. */
  readonly groundTruthArea: number;
  /** NaN where a score divides by nothing. */
  readonly iou: Float64Array;
  readonly dice: Float64Array;
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  /** The threshold with the highest score, the lowest of equals; NaN where no threshold has a score. */
  readonly bestIou: BestThreshold;
  readonly bestDice: BestThreshold;
  /** Area under the precision-recall curve: sum of (recall gained) * precision from the highest threshold down. */
  readonly averagePrecision: number;
  /** Mean over the thresholds that have a score. */
  readonly meanIou: number;
}

export interface BestThreshold {
  readonly threshold: number;
  readonly score: number;
}

/** Pixels by the bin of their probability, of foreground and of background: bins + 1 each, the last one for 1. */
export interface ThresholdHistogram {
  readonly foreground: Float64Array;
  readonly background: Float64Array;
}

/** @see Everingham et al., "The PASCAL visual object classes challenge" (average precision without interpolation) */
export function thresholdScores({ foreground, background }: ThresholdHistogram): ThresholdCurve {
  const bins = foreground.length - 1;
  const intersection = suffixSums(foreground);
  const predictionArea = suffixSums(background).map((count, k) => count + (intersection[k] as number));
  const groundTruthArea = intersection[0] as number;
  const thresholds = intersection.map((_, k) => k / bins);
  const scoreOf = (score: (i: number, p: number) => number): Float64Array =>
    intersection.map((i, k) => score(i, predictionArea[k] as number));
  const iou = scoreOf((i, p) => i / (groundTruthArea + p - i));
  const dice = scoreOf((i, p) => (2 * i) / (groundTruthArea + p));
  const precision = scoreOf((i, p) => i / p);
  const recall = scoreOf((i) => i / groundTruthArea);
  let averagePrecision = groundTruthArea === 0 ? NaN : 0;
  for (let k = bins; k >= 0; k--) {
    const gained = (recall[k] as number) - (recall[k + 1] ?? 0);
    if (gained > 0) averagePrecision += gained * (precision[k] as number);
  }
  const defined = iou.filter((score) => !Number.isNaN(score));
  return {
    thresholds,
    intersection,
    predictionArea,
    groundTruthArea,
    iou,
    dice,
    precision,
    recall,
    bestIou: best(thresholds, iou),
    bestDice: best(thresholds, dice),
    averagePrecision,
    meanIou: defined.reduce((sum, score) => sum + score, 0) / defined.length,
  };
}

/** At k, the sum of counts[k] and everything behind it. */
function suffixSums(counts: Float64Array): Float64Array {
  const sums = counts.slice();
  for (let k = sums.length - 2; k >= 0; k--) sums[k] = (sums[k] as number) + (sums[k + 1] as number);
  return sums;
}

function best(thresholds: Float64Array, scores: Float64Array): BestThreshold {
  let found: BestThreshold = { threshold: NaN, score: NaN };
  scores.forEach((score, k) => {
    if (score > found.score || (Number.isNaN(found.score) && !Number.isNaN(score))) {
      found = { threshold: thresholds[k] as number, score };
    }
  });
  return found;
}

/**
 * The bin of a probability: the largest k with p >= k / bins. p * bins may round across an edge, so the edge decides.
 */
export function binOf(probability: number, bins: number): number {
  let bin = Math.floor(probability * bins);
  if (bin / bins > probability) bin--;
  else if ((bin + 1) / bins <= probability) bin++;
  return bin;
}
