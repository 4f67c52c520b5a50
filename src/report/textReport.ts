import { listNames } from "../errors.js";
import { printable } from "./printable.js";
import type { ReportedRun } from "./reportedRun.js";

const COLUMNS = ["class", "IoU", "Dice", "truth px", "predicted px"];

/** A scored run as a table for a terminal: plain text, one line per class, the means below it. */
export function textReport(run: ReportedRun): string {
  const { scores } = run;
  const classNames = scores.classes.map(({ name }) => printable(name));
  const rows = scores.classes.map((score, c) => [
    classNames[c] as string,
    formatScore(score.iou),
    formatScore(score.dice),
    formatCount(score.groundTruthArea),
    formatCount(score.predictionArea),
  ]);
  const unscored = (reason: string): string[] =>
    classNames.filter((_, c) => scores.classes[c]?.undefinedBecause.iou === reason);
  const summary = [
    [
      "mean IoU",
      `${formatScore(scores.meanIou)}   ratio of dataset sums; ${leftOutNote(unscored("absent in both"), unscored("ignored"))}`,
    ],
    ["pixel accuracy", formatScore(scores.pixelAccuracy)],
    ["images", `${formatCount(run.imageCount)}   ${pixelNote(run)}`],
    ["time", `${(run.elapsedMs / 1000).toFixed(2)} s`],
  ];
  const labelWidth = Math.max(...summary.map(([label]) => (label as string).length));
  return [
    ...alignColumns([COLUMNS, ...rows]),
    "",
    ...summary.map(([label, text]) => `${(label as string).padEnd(labelWidth)}  ${text as string}`),
    "",
  ].join("\n");
}

function leftOutNote(absent: readonly string[], ignored: readonly string[]): string {
  const notes = [];
  if (absent.length > 0) notes.push(`left out as absent from truth and prediction: ${listNames(absent)}`);
  if (ignored.length > 0) notes.push(`left out as ignored: ${listNames(ignored)}`);
  return notes.length === 0 ? "every class counted" : notes.join("; ");
}

function pixelNote({ scores, confusionMatrix, ignoreIndex }: ReportedRun): string {
  const counted = `${formatCount(scores.pixelCount)} pixels scored`;
  return ignoreIndex === undefined
    ? counted
    : `${counted}, ${formatCount(confusionMatrix.ignoredCount)} ignored (truth is ${ignoreIndex})`;
}

/** First column to the left, numbers to the right, two spaces between. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] as number;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  "),
  );
}

function formatScore(score: number): string {
  return Number.isNaN(score) ? "-" : score.toFixed(4);
}

function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
