import { conventionMean } from "../view/means.js";
import { firstWarnings } from "../view/firstWarnings.js";
import { voidCountOf } from "../../src/counting/entries.js";
import { printable } from "../view/printable.js";
import { thresholdFacts } from "../view/thresholdWords.js";
import { asTold, type ModelView, type RunView } from "../view/runView.js";

/**
 * A run as CSV (RFC 4180): a row a model and class, and one with the means, whose class is empty; with perImage a row a
 * model and image. Of another convention than "dataset" the means are its own, which a last column says. Where there are
 * groups a column names them, empty in the other rows; classes that are left out of the mean are marked in one, too. Scores
 * are not rounded; one that is undefined is an empty cell. A name that a spreadsheet would take for a formula has an apostrophe
 * before it.
 */
export function csvReport(run: RunView): string {
  const rows = withWarnings(withThreshold(run.perImage ? imageRows(run) : classRows(asTold(run)), run), run);
  return csvText(rows);
}

type Cell = string | number | undefined;

/** Rows as CSV (RFC 4180), the first with the columns' names. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

/** Says in each row above which values pixels are foreground, where that was declared. */
function withThreshold(rows: Cell[][], run: RunView): Cell[][] {
  const facts = thresholdFacts(run);
  return rows.map((row, i) => [...row, ...facts.map(([name, text]) => (i === 0 ? name : text))]);
}

/** Says in each row of a model what is to be known before its numbers: a comment would be a row to many programs. */
function withWarnings(rows: Cell[][], run: RunView): Cell[][] {
  const warnings = firstWarnings(run);
  if (warnings.length === 0) return rows;
  const textOf = (name: Cell): Cell =>
    warnings
      .filter(({ model }) => model === name)
      .map(({ message }) => message)
      .join("; ");
  return rows.map((row, i) => [...row, i === 0 ? "warning" : textOf(row[0])]);
}

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
      return [found?.bounds.low, found?.bounds.high];
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
  if (typeof cell === "number") return String(cell);
  const text = withoutFormulas(printable(cell));
  return /[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A spreadsheet takes a cell for a formula by its first sign, behind spaces and quotes, too; an apostrophe makes it text. Where
 * it is set to semicolons it splits lines at them, whatever is quoted.
 */
function withoutFormulas(text: string): string {
  return PLAIN_NUMBER.test(text)
    ? text
    : text.replace(/(^|;)(?=[\s"'\ufffd]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
}
