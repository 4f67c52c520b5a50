import type {
  ConventionName,
  ConventionScores,
} from "../../src/measures/confusion/conventions/convention.js";
import type { DatasetScores } from "../../src/measures/confusion/conventions/dataset.js";
import type { ClassMetric } from "../../src/measures/confusion/classScores.js";
import { listNames } from "../../src/errors/describe.js";
import { METRIC_NAMES } from "./metricNames.js";

/** A mean, and whose rules made it. */
export interface ShownMean {
  readonly value: number;
  readonly convention: ConventionName;
}

/** The mean that stands first: by the convention that was asked for, or, of what it has no mean, the data set's. */
export function meanOf(
  { scores, chosen }: { readonly scores: DatasetScores; readonly chosen: ConventionScores },
  metric: ClassMetric,
): ShownMean {
  const value = conventionMean(chosen, metric);
  return value === undefined
    ? { value: scores.mean?.[metric] ?? NaN, convention: "dataset" }
    : { value, convention: chosen.convention };
}

/** A mean by another convention than "dataset"; undefined where it has none. */
export function conventionMean(chosen: ConventionScores, metric: ClassMetric): number | undefined {
  if (chosen.convention === "dataset") return undefined;
  if (metric === "iou") return chosen.meanIou;
  return metric === "dice" ? chosen.meanDice : undefined;
}

/** What the convention that was asked for has no mean of, in words; undefined where it has all. */
export function missingMeans(
  convention: ConventionName,
  chosen: ConventionScores | undefined,
  metrics: readonly ClassMetric[],
): string | undefined {
  if (convention === "dataset" || chosen === undefined) return undefined;
  const missing = metrics.filter((metric) => conventionMean(chosen, metric) === undefined);
  return missing.length === 0
    ? undefined
    : `${convention} has no mean ${listNames(missing.map((metric) => METRIC_NAMES[metric]))}: where one is shown it is the data set's, by the convention dataset`;
}

/** " by keras"; nothing of the default. */
export function byConvention(convention: ConventionName): string {
  return convention === "dataset" ? "" : ` by ${convention}`;
}
