import type { RunView } from "./runView.js";

/** Where values become foreground and how files were read, as facts and their names; none where files are read as they are. */
export function thresholdFacts({
  foregroundAbove,
  reading,
}: Pick<RunView, "foregroundAbove" | "reading">): [string, string][] {
  return [
    ...(foregroundAbove === undefined
      ? []
      : [["foreground", thresholdText(foregroundAbove)] as [string, string]]),
    ...(reading === undefined ? [] : [["read", reading] as [string, string]]),
  ];
}

/** "above 0.5", or "above 0 in the truth, above 127 in the prediction" */
export function thresholdText({ groundTruth, prediction }: NonNullable<RunView["foregroundAbove"]>): string {
  return groundTruth === prediction
    ? `above ${groundTruth}`
    : `above ${groundTruth} in the truth, above ${prediction} in the prediction`;
}
