import type { RunView } from "../../app/view/runView.js";
import {
  type NamedScorer,
  type ViewFacts,
  type ViewOptions,
  buildRunView,
} from "../../app/view/buildRunView.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import type { IntervalOptions } from "../../src/scorers/segmentationStatistics.js";

/** What is to be told of a run beside its models; plain data. */
export interface Telling {
  readonly options: ViewOptions;
  readonly facts: ViewFacts;
  /** How the second of two models is to be compared with the first. */
  readonly compared: IntervalOptions | undefined;
}

/** What is shown of scored models. */
export function describeModels(
  scored: readonly NamedScorer[],
  { options, facts, compared }: Telling,
): RunView {
  if (compared === undefined) return buildRunView(scored, options, facts);
  const [first, second] = scored as readonly [NamedScorer, NamedScorer];
  const result = compareModels(first.scorer, second.scorer, compared);
  return buildRunView(scored, options, {
    ...facts,
    comparison: { first: first.name, second: second.name, result },
  });
}
