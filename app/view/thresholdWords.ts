import type { RunView } from "./runView.js";

/** Where values become foreground, as a fact and its name; none where labels are classes. */
export function thresholdFacts({ foregroundAbove }: Pick<RunView, "foregroundAbove">): [string, string][] {
  return foregroundAbove === undefined ? [] : [["foreground", thresholdText(foregroundAbove)]];
}

/** "above 0.5", or "above 0 in the truth, above 127 in the prediction" */
export function thresholdText({ groundTruth, prediction }: NonNullable<RunView["foregroundAbove"]>): string {
  return groundTruth === prediction
    ? `above ${groundTruth}`
    : `above ${groundTruth} in the truth, above ${prediction} in the prediction`;
}
