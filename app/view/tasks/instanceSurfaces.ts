import type { InstanceMetric } from "../../../src/measures/components/componentScores.js";
import type { InstanceSurfaceMeans } from "../../../src/measures/components/instanceSurfaces.js";
import type { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { countText, lengthText, scoreText } from "../numberTexts.js";
import type { Section } from "../section.js";
import type { Shown } from "../shownIntervals.js";
import { type AskedIntervals, intervalFacts, intervalsOf } from "./taskIntervals.js";
import type { ComponentIntervals, ComponentScores } from "../../../src/scorers/componentStatistics.js";
import type { Cell } from "./taskReport.js";

/** What surfaces of matched components say: more of a table, and more columns of each class. */
export interface InstanceSurfacesReport {
  readonly section: Section;
  readonly intervals: Readonly<Record<string, Shown<ComponentIntervals>>> | undefined;
  /** Names, as CSV has them. */
  readonly keys: readonly string[];
  readonly cellsOf: (means: InstanceSurfaceMeans | undefined) => readonly Cell[];
}

/** @returns undefined where the scorer measures no surfaces */
export function instanceSurfacesReport(
  scorer: ComponentScorer,
  { classes, mean }: Pick<ComponentScores, "classes" | "mean">,
  nameOf: (label: number) => string,
  asked: AskedIntervals,
): InstanceSurfacesReport | undefined {
  const { surfaces, unit } = scorer.settings;
  if (surfaces === undefined) return undefined;
  const robust = `hausdorff${surfaces.percentile}` as const;
  const lengths = [
    ["hausdorff", "Hausdorff"],
    [robust, `Hausdorff ${surfaces.percentile} %`],
    ["assd", "ASSD"],
    ["masd", "MASD"],
  ] as const;
  const shares = surfaces.tolerances.map(
    (tolerance) => [`nsd_${tolerance}`, `surface Dice at ${tolerance}`] as const,
  );
  const numbersOf = (means: InstanceSurfaceMeans | undefined): number[] => [
    ...lengths.map(([key]) => means?.[key as "hausdorff"] ?? NaN),
    ...shares.map((_, i) => means?.nsd[i] ?? NaN),
  ];
  const rowOf = (name: string, means: InstanceSurfaceMeans | undefined): string[] => [
    name,
    ...numbersOf(means).map((value, i) => (i < lengths.length ? lengthText(value) : scoreText(value))),
    countText(means?.instances ?? 0),
  ];
  const intervals = intervalsOf<InstanceMetric, ComponentIntervals>(scorer, [robust, "assd"], asked);
  return {
    section: {
      title: "Surfaces of matched components",
      table: {
        columns: ["class", ...[...lengths, ...shares].map(([, name]) => name), "matched"],
        rows: [...classes.map((one) => rowOf(nameOf(one.label), one.surfaces)), rowOf("mean", mean.surfaces)],
        wordColumns: [0],
      },
      facts: [
        ["lengths", unit ?? "as --spacing or the files have them, which name no unit"],
        ["surfaces", "means over matched pairs: what was missed or made up has no distance"],
        ...intervalFacts(intervals, (metric, own) => [metric === "assd" ? "ASSD" : lengths[1][1], own.mean]),
      ],
    },
    intervals,
    keys: [...[...lengths, ...shares].map(([key]) => key), "measured"],
    cellsOf: (means) => [...numbersOf(means), means?.instances ?? 0],
  };
}
