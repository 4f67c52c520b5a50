import {
  describeModels,
  type NamedScorer,
  type TellOptions as ToldOptions,
} from "../report/describeModels.js";
import { gateOf, MEAN_KEYS, type Threshold } from "../report/gates.js";
import type { Gate, ReportedModel, ReportedRun } from "../report/reportedRun.js";
import { UsageError } from "./exitCodes.js";

export type { NamedScorer } from "../report/describeModels.js";

/** What a run is asked to tell, and which scores it must reach. */
export interface TellOptions extends ToldOptions {
  readonly failUnder?: readonly Threshold[] | undefined;
}

/**
 * Everything that reports show of scored models.
 *
 * @throws {UsageError} a threshold names no class
 */
export function describeRun(
  scored: readonly NamedScorer[],
  options: TellOptions,
  more: Parameters<typeof describeModels>[2],
): ReportedRun {
  const run = describeModels(scored, options, more);
  const gates = run.models.flatMap((model) =>
    (options.failUnder ?? []).map((threshold) => gateFor(model, threshold)),
  );
  return { ...run, gates };
}

function gateFor(model: ReportedModel, threshold: Threshold): Gate {
  const gate = gateOf(model, threshold);
  if (gate !== undefined) return gate;
  const names = model.scores.classes.map(({ name }) => name);
  const isDouble = names.includes(threshold.key);
  throw new UsageError(
    `--fail-under: ${JSON.stringify(threshold.key)} is ${isDouble ? "the name of several classes" : `neither ${MEAN_KEYS.join(", ")} nor a class`}; the classes are ${names.slice(0, 30).join(", ")}${names.length > 30 ? ", ..." : ""}`,
  );
}
