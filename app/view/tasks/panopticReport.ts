import type { PanopticConventionName } from "../../../src/measures/panoptic/panopticConventions.js";
import { type PanopticMetric, PANOPTIC_METRICS } from "../../../src/measures/panoptic/panopticSet.js";
import type { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import type { PanopticIntervals } from "../../../src/scorers/panopticStatistics.js";
import { countText, scoreText } from "../numberTexts.js";
import { type AskedIntervals, intervalFacts, intervalsOf } from "./taskIntervals.js";
import type { TaskReport } from "./taskReport.js";

const NAMES: Readonly<Record<PanopticMetric, string>> = { pq: "PQ", sq: "SQ", rq: "RQ" };

/** How scores of panoptic segments are told. */
export interface PanopticAsked extends AskedIntervals {
  /** Whose rules; default "panopticapi". */
  readonly convention?: PanopticConventionName | undefined;
}

export function panopticReport(
  scorer: PanopticScorer,
  model: string,
  { ci, resamples, seed, convention }: PanopticAsked,
): TaskReport {
  const scores = scorer.compute({ convention });
  const intervals = intervalsOf<PanopticMetric, PanopticIntervals>(
    {
      imageCount: scorer.imageCount,
      confidenceIntervals: (draws) => scorer.confidenceIntervals({ ...draws, convention }),
    },
    PANOPTIC_METRICS,
    { ci, resamples, seed },
  );
  const groups = (["all", "things", "stuff"] as const).map((name) => ({ name, group: scores[name] }));
  const nameOf = ({ name, categoryId }: (typeof scores.categories)[number]): string =>
    name ?? `category ${categoryId}`;
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
          ...intervalFacts(intervals, (metric, { all }) => [NAMES[metric], all]),
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
