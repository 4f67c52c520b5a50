import type { SideThresholds } from "../../src/labels/threshold.js";
import type { RunFinding } from "./runFindings.js";
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

const SIDE_OF = { "one-class-in-ground-truth": "groundTruth", "one-class-predicted": "prediction" } as const;

/** Where a side is background everywhere, and a threshold was declared, that is the first to be doubted. */
export function withThreshold(finding: RunFinding, thresholds: SideThresholds | null): RunFinding {
  const { code, classes } = finding;
  if (thresholds === null || !(code in SIDE_OF) || classes[0] !== 0) return finding;
  const side = SIDE_OF[code as keyof typeof SIDE_OF];
  // Above 0 is whatever there is: no other threshold finds more.
  if (thresholds[side] === 0) return finding;
  const where = side === "groundTruth" ? "the ground truth" : "the prediction";
  const doubt = `no pixel of ${where} is above ${thresholds[side]}, all of it is background: is that threshold right for these masks?`;
  return { ...finding, severity: "error", message: doubt };
}
