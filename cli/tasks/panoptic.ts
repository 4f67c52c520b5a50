import { boundsText, countText, scoreText } from "../../app/view/numberTexts.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import type { PanopticConventionName } from "../../src/measures/panoptic/panopticConventions.js";
import { type PanopticMetric, PANOPTIC_METRICS } from "../../src/measures/panoptic/panopticSet.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { PanopticScorer, type PanopticScorerOptions } from "../../src/scorers/panopticScorer.js";
import type { PanopticIntervals } from "../../src/scorers/panopticStatistics.js";
import { DataError } from "../exitCodes.js";
import { intervalFacts, intervalsOf } from "./intervals.js";
import type { PanopticFile } from "./panopticFiles.js";
import type { TaskKind } from "./taskKind.js";
import type { TaskOptions, TaskTellOptions } from "./taskOptions.js";
import type { TaskReport } from "./taskReport.js";

/**
 * Categories as the truth lists them.
 *
 * @throws {DataError} they are none
 */
export function panopticOptions(
  { path, categories }: PanopticFile,
  { areas }: TaskOptions,
): PanopticScorerOptions {
  if (categories === undefined) {
    throw new DataError(`${path}: expected categories, a list of { id, name, isthing }, got nothing`);
  }
  try {
    return optionsOf(new PanopticScorer({ categories, areas }));
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
  report: panopticReport,
  headlines(scorer, options) {
    const { all, things, stuff, categories } = scorer.compute(conventionOf(options));
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
    scorer.contributions({ metric: metric as PanopticMetric, ...conventionOf(options) }),
  compare: (first, second, { metric, ci, resamples, seed, ...options }) =>
    compareModels(first, second, {
      metric: metric as PanopticMetric,
      ...(ci === undefined ? {} : { level: ci / 100 }),
      resamples,
      seed,
      ...conventionOf(options),
    }),
};

function conventionOf({ convention }: TaskTellOptions): { convention?: PanopticConventionName } {
  return convention === undefined ? {} : { convention: convention as PanopticConventionName };
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

const NAMES: Readonly<Record<PanopticMetric, string>> = { pq: "PQ", sq: "SQ", rq: "RQ" };

export function panopticReport(scorer: PanopticScorer, model: string, options: TaskTellOptions): TaskReport {
  const convention = conventionOf(options);
  const scores = scorer.compute(convention);
  const intervals = intervalsOf<PanopticMetric, PanopticIntervals>(
    {
      imageCount: scorer.imageCount,
      confidenceIntervals: (draws) => scorer.confidenceIntervals({ ...draws, ...convention }),
    },
    PANOPTIC_METRICS,
    options,
  );
  const groups = (["all", "things", "stuff"] as const).map((name) => ({ name, group: scores[name] }));
  const counts = ["tp", "fp", "fn"] as const;
  // Of COCO's 133 categories few are in a small set: reports for readers leave the others out, JSON and CSV have them.
  const seen = scores.categories.filter((one) => counts.some((count) => one[count] > 0));
  const unseen = scores.categories.length - seen.length;
  return {
    sections: [
      {
        title: undefined,
        table: {
          columns: ["", ...PANOPTIC_METRICS.map((metric) => NAMES[metric]), "categories"],
          rows: groups.map(({ name, group }) => [
            name,
            ...PANOPTIC_METRICS.map((metric) => scoreText(group?.[metric] ?? NaN)),
            countText(group?.n ?? 0),
          ]),
          wordColumns: [0],
        },
        facts: [
          ["model", model],
          ["images", countText(scorer.imageCount)],
          ["rules", scores.convention],
          ...Object.entries(scores.reasons).map(
            ([group, reason]) => [`no score of ${group}`, reason] as [string, string],
          ),
          ...scores.notes.map((note) => ["note", note] as [string, string]),
          ...intervalFacts(intervals, (metric, { all: { bca } }) => [NAMES[metric], boundsText(bca)]),
        ],
      },
      {
        title: "Categories",
        table: {
          columns: ["category", "", "PQ", "SQ", "RQ", "matched", "made up", "missed"],
          rows: seen.map((one) => [
            nameOf(one),
            one.isThing ? "thing" : "stuff",
            ...PANOPTIC_METRICS.map((metric) => scoreText(one[metric])),
            ...counts.map((count) => countText(one[count])),
          ]),
          wordColumns: [0, 1],
        },
        facts: unseen === 0 ? [] : [["no segment", `in ${countText(unseen)} categories more`]],
      },
    ],
    json: { task: "panoptic", model, imageCount: scorer.imageCount, ...scores, intervals },
    rows: [
      ["model", "category", "categoryId", "kind", ...PANOPTIC_METRICS, ...counts],
      ...scores.categories.map((one) => [
        model,
        nameOf(one),
        one.categoryId,
        one.isThing ? "thing" : "stuff",
        ...PANOPTIC_METRICS.map((metric) => one[metric]),
        ...counts.map((count) => one[count]),
      ]),
      ...groups.map(({ name, group }) => [
        model,
        "",
        undefined,
        name,
        ...PANOPTIC_METRICS.map((metric) => group?.[metric]),
        ...counts.map(() => undefined),
      ]),
    ],
  };
}
