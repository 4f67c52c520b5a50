import { comparedPairs, pairsView } from "./pairsSection.js";
import type { PairsView, RunView } from "./runView.js";
import { type NamedScorer, type ViewFacts, type ViewOptions, buildRunView } from "./buildRunView.js";
import { shownIntervals } from "./shownIntervals.js";
import { compareAllModels } from "../../src/scorers/compareAllModels.js";
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
  if (compared === undefined) {
    return buildRunView(scored, options, { ...facts, pairs: pairsOf(scored, options) });
  }
  const [first, second] = scored as readonly [NamedScorer, NamedScorer];
  const result = shownIntervals(compareModels(first.scorer, second.scorer, compared), compared.resamples);
  return buildRunView(scored, options, {
    ...facts,
    comparison: { first: first.name, second: second.name, result },
  });
}

/** How the models of a leaderboard differ, where intervals were asked for; undefined where they cannot be compared. */
export function pairsOf(
  scored: readonly NamedScorer[],
  { ci, metrics = ["iou"], resamples, seed }: ViewOptions,
): PairsView | undefined {
  if (ci === undefined) return undefined;
  const options = { metric: metrics[0], level: ci / 100, resamples, seed };
  const all = comparedPairs(
    scored.map(({ scorer }) => scorer),
    (scorers) => compareAllModels(scorers, options),
    resamples,
  );
  return (
    all &&
    pairsView(
      all,
      scored.map(({ name }) => name),
    )
  );
}
