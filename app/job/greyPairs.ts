import type { SideThresholds } from "../../src/labels/threshold.js";
import { greyThresholds, isBinary, isLikelyGrey } from "./labelCures.js";

/** In how many pixels each label of a side is. */
export type LabelCounts = ReadonlyMap<number, number>;

/** Beside 0, 255 and one more, there are no greys but labels. */
const MOST_LABELS = 3;

/**
 * The thresholds for masks of two classes that are stored as greys: smoothed at their edges, or the probabilities of a model.
 * Undefined where they are rather labels of classes.
 *
 * Of a smoothed mask nearly all pixels are of its darkest or its brightest grey; a label map has no reason to be so, and values
 * of 128 and more that are not 255. Beside a truth of two values a prediction's greys may be spread as they like.
 */
export function thresholdOfGreys(
  truth: LabelCounts,
  prediction: LabelCounts,
): number | SideThresholds | undefined {
  const isTwo = (side: LabelCounts): boolean => isBinary(side.keys());
  const isTruthOfTwo = isTwo(truth) || (areGreys(truth) && isMostlyExtreme(truth));
  const isPredictionOfTwo = isTwo(prediction) || areGreys(prediction);
  if (!isTruthOfTwo || !isPredictionOfTwo || (isTwo(truth) && isTwo(prediction))) return undefined;
  return greyThresholds({ groundTruth: new Set(truth.keys()), prediction: new Set(prediction.keys()) });
}

function areGreys(side: LabelCounts): boolean {
  return side.size > MOST_LABELS && [...side.keys()].some(isLikelyGrey);
}

function isMostlyExtreme(side: LabelCounts): boolean {
  const largest = [...side.keys()].reduce((one, other) => Math.max(one, other), 0);
  const all = [...side.values()].reduce((sum, count) => sum + count, 0);
  return 2 * ((side.get(0) ?? 0) + (side.get(largest) ?? 0)) > all;
}
