import type { ModelComparison } from "../../src/scorers/compareModels.js";
import { bestFirst, titleOf } from "./buildRunView.js";
import type { RunView } from "./runView.js";
import type { Shown } from "./shownIntervals.js";

// Runs of one model each, which were told one by one, as buildRunView tells their models together.

/** A leaderboard of runs of one kind, over the same images. */
export function besideOneAnother(runs: readonly RunView[]): RunView {
  const [first] = runs as readonly [RunView];
  const models = runs.flatMap((run) => run.models);
  const [metric = "iou"] = first.metrics;
  return { ...first, title: titleOf(models, undefined), models: bestFirst(models, metric) };
}

/** The second beside the first, and how they differ. */
export function comparedRuns(first: RunView, second: RunView, result: Shown<ModelComparison>): RunView {
  const models = [...first.models, ...second.models];
  const [one, other] = models.map(({ name }) => name) as [string, string];
  const comparison = { first: one, second: other, result };
  return { ...first, title: titleOf(models, comparison), models, comparison };
}
