import { ignoredLabels } from "../../src/labels/labelRules.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";

/** A data set's own ids may have dozens that are void: they are told of by the label that stands for them. */
const LISTED = 8;

/** The labels that mark pixels without a class in the truth's files: those that are ignored, and those mapped to none. */
export function ignoredInFiles({ ignoreIndex, labelMapping }: ScorerSettings): number[] {
  const table = labelMapping?.groundTruth;
  const mapped = Array.isArray(table)
    ? (table as [number, number | null][]).flatMap(([raw, to]) => (to === null ? [raw] : []))
    : [];
  const own = [...ignoredLabels(ignoreIndex)];
  return mapped.length > LISTED ? own : [...new Set([...own, ...mapped])].sort((a, b) => a - b);
}

/** "0 or 255"; undefined where no label is ignored. */
export function ignoredText(ignored: readonly number[]): string | undefined {
  if (ignored.length === 0) return undefined;
  return ignored.length === 1
    ? String(ignored[0])
    : `${ignored.slice(0, -1).join(", ")} or ${String(ignored.at(-1))}`;
}
