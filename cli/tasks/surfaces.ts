import { countText, scoreText } from "../../app/view/numberTexts.js";
import { surfaceDistances, type SurfaceOptions } from "../../src/measures/surfaces/surfaceDistances.js";
import type { SurfaceDistances } from "../../src/measures/surfaces/surfaceScores.js";
import type { TaskKind } from "./taskKind.js";
import type { TaskOptions } from "./taskOptions.js";
import type { TaskReport } from "../../app/view/tasks/taskReport.js";
import { lengthText } from "./taskReport.js";

/** One class of one image. */
interface CaseScores {
  readonly id: string;
  readonly label: number;
  readonly className: string;
  /** Along the axes of the image, the slowest first. */
  readonly spacing: readonly number[];
  readonly scores: SurfaceDistances<number>;
}

/** A score as a column. */
interface Column {
  readonly key: string;
  readonly name: string;
  readonly isLength: boolean;
  readonly of: (scores: SurfaceDistances<number>) => number;
}

/** What surfaces are measured by. */
export interface SurfaceRules extends Omit<SurfaceOptions, "shape" | "spacing"> {
  readonly tolerances: readonly number[];
  readonly percentile: number;
  readonly numClasses: number;
}

export function surfaceRules(
  { tolerance: tolerances = [], percentile = 95, edges, emptySide, bothEmpty }: TaskOptions,
  numClasses: number,
): SurfaceRules {
  const rules = { tolerances, percentile, edges, emptySide, bothEmpty };
  // Refused before the first image is read.
  surfaceDistances(Uint8Array.of(1), Uint8Array.of(1), { ...rules, shape: [1, 1] });
  return { ...rules, numClasses };
}

/** What is kept of an image: of each class its scores. */
interface SurfacePart {
  readonly spacing: readonly number[];
  readonly scores: readonly SurfaceDistances<number>[];
}

/** The cases of a run, which has no state. */
export class SurfaceCases {
  readonly cases: CaseScores[] = [];
  unit = "";

  constructor(
    readonly rules: SurfaceRules,
    readonly background: number,
    readonly classNames: readonly string[],
  ) {}

  get imageCount(): number {
    return new Set(this.cases.map(({ id }) => id)).size;
  }

  addMeasured(images: readonly { readonly id: string; readonly row: SurfacePart }[]): void {
    for (const { id, row } of images) {
      row.scores.forEach((scores, label) => {
        if (label === this.background) return;
        const className = this.classNames[label] as string;
        this.cases.push({ id, label, className, spacing: row.spacing, scores });
      });
    }
  }
}

export const surfacesKind: Pick<
  TaskKind<SurfaceCases>,
  "name" | "metrics" | "keys" | "report" | "headlines"
> = {
  name: "surfaces",
  metrics: {},
  keys: [],
  report: reportOfSurfaces,
  headlines: () => [],
};

function reportOfSurfaces(scorer: SurfaceCases, model: string): TaskReport {
  const { rules, unit, background, cases } = scorer;
  const { tolerances, percentile, edges, emptySide, bothEmpty } = rules;
  return surfacesReport(cases, {
    model,
    unit,
    columns: columnsOf(tolerances, percentile),
    settings: {
      tolerances,
      percentile,
      edges: edges ?? "erosion",
      emptySide: emptySide ?? "infinite",
      bothEmpty: bothEmpty ?? "leaveOut",
      background,
    },
  });
}

function columnsOf(tolerances: readonly number[], percentile: number): Column[] {
  const robust = `hausdorff${percentile}` as const;
  return [
    { key: "hausdorff", name: "Hausdorff", isLength: true, of: (scores) => scores.hausdorff },
    {
      key: robust,
      name: `Hausdorff ${percentile} %`,
      isLength: true,
      of: (scores) => scores[robust] as number,
    },
    { key: "assd", name: "ASSD", isLength: true, of: (scores) => scores.assd },
    { key: "masd", name: "MASD", isLength: true, of: (scores) => scores.masd },
    ...tolerances.map((tolerance, i) => ({
      key: `nsd_${tolerance}`,
      name: `surface Dice at ${tolerance}`,
      isLength: false,
      of: ({ nsd }: SurfaceDistances<number>) => nsd[i] as number,
    })),
    { key: "volumetricDice", name: "Dice", isLength: false, of: (scores) => scores.volumetricDice },
  ];
}

/** Mean of what is no NaN, and of how many. */
function meanOf(values: readonly number[]): { readonly mean: number; readonly cases: number } {
  const defined = values.filter((value) => !Number.isNaN(value));
  return { mean: defined.reduce((sum, value) => sum + value, 0) / defined.length, cases: defined.length };
}

function surfacesReport(
  cases: readonly CaseScores[],
  {
    model,
    unit,
    columns,
    settings,
  }: {
    readonly model: string;
    readonly unit: string;
    readonly columns: readonly Column[];
    readonly settings: object;
  },
): TaskReport {
  const labels = [...new Set(cases.map(({ label }) => label))];
  const means = labels.map((label) => {
    const own = cases.filter((one) => one.label === label);
    return {
      label,
      className: own[0]?.className as string,
      empty: own.filter(({ scores }) => scores.empty !== undefined).length,
      means: columns.map(({ of }) => meanOf(own.map(({ scores }) => of(scores)))),
    };
  });
  const textOf = (value: number, { isLength }: Column): string =>
    isLength ? lengthText(value) : scoreText(value);
  const infinite = cases.filter(({ scores }) => scores.hausdorff === Infinity).length;
  const names = columns.map(({ name }) => name);
  return {
    sections: [
      {
        title: "Mean over cases",
        table: {
          columns: ["class", ...names, "cases"],
          rows: means.map(({ className, means: own }) => [
            className,
            ...columns.map((column, i) => textOf(own[i]?.mean as number, column)),
            countText(own[0]?.cases as number),
          ]),
          wordColumns: [0],
        },
        facts: [
          ["model", model],
          ["images", countText(new Set(cases.map(({ id }) => id)).size)],
          ["lengths", unit],
          ...(infinite === 0
            ? []
            : ([
                [
                  "warning",
                  `of ${countText(infinite)} cases one side is empty, and distances are infinite; --empty-side worst or leaveOut says otherwise`,
                ],
              ] as const)),
        ],
      },
      {
        title: "Cases",
        table: {
          columns: ["image", "class", ...names],
          rows: cases.map(({ id, className, scores }) => [
            id,
            className,
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
      unit,
      settings,
      meanOverCases: means.map(({ label, className, empty, means: own }) => ({
        label,
        className,
        casesWithEmptySide: empty,
        ...Object.fromEntries(columns.map(({ key }, i) => [key, own[i]])),
      })),
      cases,
    },
    rows: [
      ["model", "image", "class", ...columns.map(({ key }) => key), "empty"],
      ...cases.map(({ id, className, scores }) => [
        model,
        id,
        className,
        ...columns.map(({ of }) => (of(scores) === Infinity ? "Infinity" : of(scores))),
        scores.empty ?? "",
      ]),
    ],
  };
}
