import type { MeasuredItem } from "../tasks/measuring/measureJob.js";

/** The paths of an image's files: the truth's first, then a model's each. */
export function filesOf({
  groundTruth,
  predictions,
}: Pick<MeasuredItem, "groundTruth" | "predictions">): string[] {
  return [groundTruth, ...predictions].map((side) => (typeof side === "string" ? side : side.png));
}
