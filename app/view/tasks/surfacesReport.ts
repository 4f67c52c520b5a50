import type { BothEmpty, EmptySide } from "../../../src/measures/surfaces/surfaceScores.js";
import type { MeanScore, SurfaceCaseScores, SurfaceMeans } from "../../../src/scorers/surfaceMeans.js";
import type { SurfaceScorer } from "../../../src/scorers/surfaceScorer.js";
import type { SurfaceIntervals } from "../../../src/scorers/surfaceStatistics.js";
import { countText, lengthText, scoreText } from "../numberTexts.js";
import type { Shown } from "../shownIntervals.js";
import { type AskedIntervals, intervalFacts, intervalsOf } from "./taskIntervals.js";
import type { TaskReport } from "./taskReport.js";

/** How scores of surfaces are told. */
export interface SurfacesAsked extends AskedIntervals {
  readonly emptySide?: EmptySide | undefined;
  readonly bothEmpty?: BothEmpty | undefined;
}

/** A score as a column. */
interface Column {
  readonly key: string;
  readonly name: string;
  readonly isLength: boolean;
  readonly of: (scores: SurfaceCaseScores["scores"]) => number;
  readonly meanOf: (means: SurfaceMeans) => MeanScore;
}

export interface SurfacesReport extends TaskReport {
  /** Of the robust Hausdorff distance, and of ASSD. */
  readonly intervals: Readonly<Record<string, Shown<SurfaceIntervals>>> | undefined;
}

/** @param classNames undefined of a state, which has none */
export function surfacesReport(
  scorer: SurfaceScorer,
  model: string,
  { ci, resamples, seed, emptySide = "infinite", bothEmpty = "leaveOut" }: SurfacesAsked,
  classNames?: readonly string[],
): SurfacesReport {
  const rules = { emptySide, bothEmpty };
  const { imageCount, unit, classes, mean } = scorer.compute(rules);
  const cases = scorer.cases(rules);
  const columns = columnsOf(scorer.settings);
  const nameOf = (label: number): string => classNames?.[label] ?? `class ${label}`;
  const textOf = (value: number, { isLength }: Column): string =>
    isLength ? lengthText(value) : scoreText(value);
  const names = columns.map(({ name }) => name);
  const robust = `hausdorff${scorer.settings.percentile}` as const;
  const intervals = intervalsOf<typeof robust | "assd", SurfaceIntervals>(
    {
      imageCount,
      confidenceIntervals: (draws) => scorer.confidenceIntervals({ ...draws, ...rules }),
    },
    [robust, "assd"],
    { ci, resamples, seed },
  );
  const infinite = mean.hausdorff.infinite;
  const { leftOut } = mean.hausdorff;
  const rowOf = (name: string, means: SurfaceMeans): string[] => [
    name,
    ...columns.map((column) => textOf(column.meanOf(means).mean, column)),
    countText(means.hausdorff.cases),
    countText(means.hausdorff.leftOut),
  ];
  return {
    sections: [
      {
        title: "Mean over cases",
        table: {
          columns: ["class", ...names, "cases", "left out"],
          rows: [...classes.map((one) => rowOf(nameOf(one.label), one)), rowOf("mean", mean)],
          wordColumns: [0],
        },
        facts: [
          ["model", model],
          ["images", countText(imageCount)],
          ["lengths", unit ?? "as --spacing or the files have them, which name no unit"],
          ...(infinite === 0
            ? []
            : ([
                [
                  "warning",
                  `of ${countText(infinite)} cases one side is empty, and distances are infinite; --empty-side worst or leaveOut says otherwise`,
                ],
              ] as const)),
          ...(leftOut === 0
            ? []
            : ([
                ["left out", `${countText(leftOut)} cases have no distances, and are in no mean of them`],
              ] as const)),
          ...intervalFacts(intervals, (metric, { mean }) => [
            metric === "assd" ? "ASSD" : (columns[1] as Column).name,
            mean,
          ]),
        ],
      },
      {
        title: "Cases",
        table: {
          columns: ["image", "class", ...names],
          rows: cases.map(({ id, label, scores }) => [
            id ?? "",
            nameOf(label),
            ...columns.map((column) => textOf(column.of(scores), column)),
          ]),
          wordColumns: [0, 1],
        },
        facts: [],
      },
    ],
    json: {
      task: "surfaces",
      model,
      imageCount,
      unit,
      settings: { ...scorer.settings, ...rules },
      meanOverCases: classes.map((one) => ({ className: nameOf(one.label), ...one })),
      mean,
      intervals,
      cases: cases.map((one) => ({ className: nameOf(one.label), ...one })),
    },
    rows: [
      ["model", "image", "class", ...columns.map(({ key }) => key), "empty"],
      ...cases.map(({ id, label, scores }) => [
        model,
        id,
        nameOf(label),
        ...columns.map(({ of }) => (of(scores) === Infinity ? "Infinity" : of(scores))),
        scores.empty ?? "",
      ]),
    ],
    intervals,
  };
}

function columnsOf({ tolerances, percentile }: SurfaceScorer["settings"]): Column[] {
  const robust = `hausdorff${percentile}` as const;
  const length = (key: "hausdorff" | "assd" | "masd" | typeof robust, name: string): Column => ({
    key,
    name,
    isLength: true,
    of: (scores) => scores[key as "hausdorff"],
    meanOf: (means) => means[key as "hausdorff"],
  });
  return [
    length("hausdorff", "Hausdorff"),
    length(robust, `Hausdorff ${percentile} %`),
    length("assd", "ASSD"),
    length("masd", "MASD"),
    ...tolerances.map((tolerance, i) => ({
      key: `nsd_${tolerance}`,
      name: `surface Dice at ${tolerance}`,
      isLength: false,
      of: ({ nsd }: SurfaceCaseScores["scores"]) => nsd[i] as number,
      meanOf: ({ nsd }: SurfaceMeans) => nsd[i] as MeanScore,
    })),
    {
      key: "volumetricDice",
      name: "Dice",
      isLength: false,
      of: ({ volumetricDice }) => volumetricDice,
      meanOf: ({ volumetricDice }) => volumetricDice,
    },
  ];
}
