import { panopticReport } from "../../app/view/tasks/panopticReport.js";
import { panopticView } from "../../app/view/tasks/panopticView.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import type { PanopticConventionName } from "../../src/measures/panoptic/panopticConventions.js";
import type { PanopticMetric } from "../../src/measures/panoptic/panopticSet.js";
import { compareAllModels } from "../../src/scorers/compareAllModels.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { PanopticScorer, type PanopticScorerOptions } from "../../src/scorers/panopticScorer.js";
import { DataError, UsageError } from "../exitCodes.js";
import type { PanopticFile } from "./panopticFiles.js";
import type { PanopticIntervalOptions } from "../../src/scorers/panopticStatistics.js";
import type { ComparedOptions, TaskKind } from "./taskKind.js";
import type { TaskOptions, TaskTellOptions } from "./taskOptions.js";

/**
 * Categories as the truth lists them.
 *
 * @throws {DataError} they are none
 */
export function panopticOptions(
  { path, categories }: PanopticFile,
  { areas, boundaryRatio }: TaskOptions,
): PanopticScorerOptions {
  if (categories === undefined) {
    throw new DataError(`${path}: expected categories, a list of { id, name, isthing }, got nothing`);
  }
  try {
    return optionsOf(new PanopticScorer({ categories, areas, boundaryRatio }));
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    throw new DataError(`${path}: ${error.message}`, { cause: error });
  }
}

/** Which can be posted, whatever else the file said of categories. */
function optionsOf({ settings }: PanopticScorer): PanopticScorerOptions {
  return settings;
}

const GROUPS = { pq: "PQ", sq: "SQ", rq: "RQ", things: "PQ of things", stuff: "PQ of stuff" } as const;

export const panopticKind: TaskKind<PanopticScorer> = {
  name: "panoptic",
  metrics: { pq: "PQ", sq: "SQ", rq: "RQ" },
  keys: Object.keys(GROUPS),
  read: (bytes, like) => PanopticScorer.fromBytes(bytes, like && optionsOf(like)),
  another: (scorer) => new PanopticScorer(optionsOf(scorer)),
  report: (scorer, model, options) =>
    panopticReport(scorer, model, { ...options, ...conventionOf(options, scorer) }),
  view: (scorer, model, options) =>
    panopticView(scorer, model, { ...options, ...conventionOf(options, scorer) }),
  headlines(scorer, options) {
    const { all, things, stuff, categories } = scorer.compute(conventionOf(options, scorer));
    const scores = { pq: all?.pq, sq: all?.sq, rq: all?.rq, things: things?.pq, stuff: stuff?.pq };
    return [
      ...(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((key) => ({
        key,
        label: GROUPS[key],
        score: scores[key] ?? NaN,
      })),
      ...categories.map((one) => ({ key: nameOf(one), label: `PQ of ${nameOf(one)}`, score: one.pq })),
    ];
  },
  shares: (scorer, metric, options) =>
    scorer.contributions({ metric: metric as PanopticMetric, ...conventionOf(options, scorer) }),
  compare: (first, second, options) => compareModels(first, second, comparedBy(first, options)),
  compareAll: (scorers, options) => compareAllModels(scorers, comparedBy(scorers[0], options)),
};

/** @throws {UsageError} torchmetrics' rules, which know no boundaries, of a run with them */
function conventionOf(
  { convention }: TaskTellOptions,
  { settings }: PanopticScorer,
): { readonly convention: PanopticConventionName | undefined } {
  if (settings.boundaryRatio !== undefined && convention?.startsWith("torchmetrics") === true) {
    throw new UsageError(`--convention ${convention} knows no boundaries; leave --boundary-ratio out`);
  }
  return { convention: convention as PanopticConventionName | undefined };
}

function nameOf({
  name,
  categoryId,
}: {
  readonly name?: string | undefined;
  readonly categoryId: number;
}): string {
  return name ?? `category ${categoryId}`;
}

/** How models are compared. */
function comparedBy(
  scorer: PanopticScorer,
  { metric, ci, resamples, seed, ...options }: ComparedOptions,
): PanopticIntervalOptions {
  return {
    metric: metric as PanopticMetric,
    ...(ci === undefined ? {} : { level: ci / 100 }),
    resamples,
    seed,
    ...conventionOf(options, scorer),
  };
}
