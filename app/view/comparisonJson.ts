import { type Compared, comparisonVerdict, movedCounts } from "./comparisonWords.js";

/** Two models beside each other as reports in JSON have them: the verdict in words, the counts behind it, all numbers. */
export function comparisonJson(compared: Compared): Readonly<Record<string, unknown>> {
  const { first, second, result, isLowerBetter = false } = compared;
  return {
    first,
    second,
    verdict: comparisonVerdict(compared),
    isLowerBetter,
    moved: movedCounts(result.images, isLowerBetter),
    ...result,
  };
}
