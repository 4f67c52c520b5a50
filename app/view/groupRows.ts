import { type ClassMetric, meanOfDefined } from "../../src/measures/confusion/classScores.js";
import type { ClassScores } from "../../src/measures/confusion/datasetScores.js";
import { METRIC_NAMES } from "./metricNames.js";
import { countText, scoreText } from "./numberTexts.js";
import type { ModelView, RunView } from "./runView.js";
import type { Section } from "./section.js";

/** What a score of a group is. */
export const GROUP_RULE =
  "a pixel is a group's where its class is one of the group's; groups may overlap, and are in no mean of classes";

/** The mean over the groups that have a score. */
export function meanOfGroups(groups: readonly ClassScores[], metric: ClassMetric): number {
  return meanOfDefined(groups.map((scores) => scores[metric]));
}

/** The groups of one model; none where the run has no groups. */
export function groupSection(
  { scores: { groups } }: ModelView,
  { metrics }: RunView,
  about: (title: string) => string,
): Section[] {
  if (groups.length === 0) return [];
  return [
    {
      title: about("groups of classes"),
      table: {
        columns: ["group", ...metrics.map((metric) => METRIC_NAMES[metric]), "truth px", "predicted px"],
        rows: groups.map((group) => [
          group.name,
          ...metrics.map((metric) => scoreText(group[metric])),
          countText(group.groundTruthArea),
          countText(group.predictionArea),
        ]),
        wordColumns: [0],
      },
      facts: [
        ...metrics.map(
          (metric) =>
            [`mean ${METRIC_NAMES[metric]} of groups`, scoreText(meanOfGroups(groups, metric))] as const,
        ),
        ["group", GROUP_RULE],
      ],
    },
  ];
}
