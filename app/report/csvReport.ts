import { conventionMean } from "../view/means.js";
import { voidCountOf } from "../../src/counting/entries.js";
import { asTold, type ModelView, type RunView } from "../view/runView.js";

/**
 * A run as CSV (RFC 4180): a row a model and class, and one with the means, whose class is empty; with perImage a row a
 * model and image. Of another convention than "dataset" the means are its own, which a last column says. Where there are groups a column names them, empty in the other rows; classes
 * that are left out of the mean are marked in one, too. Scores are not rounded; one that is undefined is an empty cell.
 */
export function csvReport(run: RunView): string {
  const rows = run.perImage ? imageRows(run) : classRows(asTold(run));
  return rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

type Cell = string | number | undefined;

function classRows({ models, metrics, convention }: RunView): Cell[][] {
  const withIntervals = metrics.filter((metric) => models.some(({ intervals }) => intervals?.[metric]));
  const isDataset = convention === "dataset";
  const hasGroups = models.some(({ scores }) => scores.groups.length > 0);
  const hasExcluded = models.some(({ scores }) => scores.classes.some(({ isExcluded }) => isExcluded));
  const group = (name: string): string[] => (hasGroups ? [name] : []);
  const excluded = (isExcluded: boolean): string[] => (hasExcluded ? [isExcluded ? "true" : ""] : []);
  const by = (name: string): string[] => (isDataset ? [] : [name]);
  const head = [
    "model",
    "class",
    ...group("group"),
    ...metrics,
    ...withIntervals.flatMap((metric) => [`${metric}_low`, `${metric}_high`]),
    "groundTruthArea",
    "predictionArea",
    ...(hasExcluded ? ["leftOut"] : []),
    ...by("convention"),
  ];
  const bounds = ({ intervals }: ModelView, c: number | undefined): Cell[] =>
    withIntervals.flatMap((metric) => {
      // Intervals are of the data set's means: they do not stand beside another's.
      if (c === undefined && !isDataset) return [undefined, undefined];
      const found = c === undefined ? intervals?.[metric]?.mean : intervals?.[metric]?.classes[c];
      return [found?.bca.low, found?.bca.high];
    });
  return [
    head,
    ...models.flatMap((model) => [
      ...model.scores.classes.map((score) => [
        model.name,
        score.name,
        ...group(""),
        ...metrics.map((metric) => score[metric]),
        ...bounds(model, score.classIndex),
        score.groundTruthArea,
        score.predictionArea,
        ...excluded(score.isExcluded),
        ...by("dataset"),
      ]),
      ...model.scores.groups.map((score) => [
        model.name,
        "",
        ...group(score.name),
        ...metrics.map((metric) => score[metric]),
        ...withIntervals.flatMap(() => [undefined, undefined]),
        score.groundTruthArea,
        score.predictionArea,
        ...excluded(false),
        ...by("dataset"),
      ]),
      [
        model.name,
        "",
        ...group(""),
        ...metrics.map((metric) =>
          isDataset ? model.scores.mean?.[metric] : conventionMean(model.chosen, metric),
        ),
        ...bounds(model, undefined),
        model.scores.pixelCount,
        model.scores.pixelCount - voidCountOf(model.confusionMatrix),
        ...excluded(false),
        ...by(convention),
      ],
    ]),
  ];
}

function imageRows({ models }: RunView): Cell[][] {
  const names = models[0]?.scores.classes.map(({ name }) => name) ?? [];
  return [
    [
      ...["model", "image", "meanIou", "meanDice", "pixelAccuracy", "pixelCount", "ignoredCount"],
      ...names.map((name) => `iou ${name}`),
    ],
    ...models.flatMap(({ name, images }) =>
      (images ?? []).map((image) => [
        name,
        image.id,
        image.meanIou,
        image.meanDice,
        image.pixelAccuracy,
        image.pixelCount,
        image.ignoredCount,
        ...image.iou,
      ]),
    ),
  ];
}

function cellOf(cell: Cell): string {
  if (cell === undefined || (typeof cell === "number" && Number.isNaN(cell))) return "";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
