import { shorten } from "../../src/errors/describe.js";
import { printable } from "../view/printable.js";
import type { RunView } from "../view/runView.js";
import { type Section, sectionsOf, type Table, warningSections } from "../view/reportSections.js";
import { hangingLines } from "./hangingLines.js";

/** How words are set off on a terminal; without colours each is the identity. */
export interface TextStyle {
  readonly strong: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly alarming: (text: string) => string;
  /** A score from 0 to 1 as a bar; undefined where none are drawn. */
  readonly bar: ((score: number) => string) | undefined;
  /** Where lines are broken; Infinity where they are not. */
  readonly width: number;
}

const asIs = (text: string): string => text;

export const PLAIN: TextStyle = {
  strong: asIs,
  warning: asIs,
  alarming: asIs,
  bar: undefined,
  width: Infinity,
};

/** A run as tables for a terminal: one line a class, the means below it, then what else was asked for. */
export function textReport(run: RunView, style: TextStyle = PLAIN): string {
  return `${[...warningSections(run), ...sectionsOf(run)]
    .map((section) => renderSection(section, style))
    .join("\n\n")}\n`;
}

/** Longer names would put every row's numbers out of sight; JSON and CSV have them whole. */
const LONGEST_CELL = 160;
const LONGEST_FACT = 4000;

/** A bar, and what sets it off. */
const BAR_WIDTH = 11;

/** Narrower, a column of words would be one word a line. */
const LEAST_COLUMN = 16;

/** Between two columns, and between a fact's label and its text. */
const GAP = "  ";

/** One section, without a line end. */
export function renderSection({ title, table, facts, lead }: Section, style: TextStyle): string {
  const labelWidth = Math.max(0, ...facts.map(([label]) => label.length));
  return [
    ...(title === undefined
      ? []
      : hangingLines("", shorten(printable(title), LONGEST_FACT), style.width).map(style.strong)),
    ...(table === undefined ? [] : alignColumns(table, lead, style)),
    ...(table === undefined || facts.length === 0 ? [] : [""]),
    ...facts.flatMap(([label, text]) => factLines(label, text, labelWidth, label === lead, style)),
  ].join("\n");
}

const ALARMING = ["error", "failed"];

function factLines(label: string, text: string, width: number, isLead: boolean, style: TextStyle): string[] {
  const padded = label.padEnd(width);
  const lines = hangingLines(`${padded}${GAP}`, shorten(printable(text), LONGEST_FACT), style.width);
  const paint = ALARMING.includes(label) ? style.alarming : label === "warning" ? style.warning : undefined;
  return lines.map((line, i) => {
    if (i > 0) return line;
    if (isLead) return boldFigure(line, width + GAP.length, style);
    return paint === undefined ? line : `${paint(line.slice(0, width))}${line.slice(width)}`;
  });
}

/** The label and the figure behind it, up to what explains it. */
function boldFigure(line: string, from: number, { strong }: TextStyle): string {
  const end = line.indexOf("   ", from);
  return end < 0 ? strong(line) : `${strong(line.slice(0, end))}${line.slice(end)}`;
}

/** Words to the left, numbers to the right, two spaces between; words are broken where a line is full. */
function alignColumns(
  { columns, rows, wordColumns, barColumn }: Table,
  lead: string | undefined,
  style: TextStyle,
): string[] {
  const cells = [columns, ...rows].map((row) => row.map((cell) => printable(cell)));
  const widths = columnWidths(cells, wordColumns, style.width);
  const bar = style.bar !== undefined && hasRoom(widths, barColumn, style.width) ? style.bar : undefined;
  return cells.flatMap((row, line) => {
    const broken = row.map((cell, column) =>
      Number.isFinite(style.width) && wordColumns.includes(column) && column > 0
        ? hangingLines("", cell, widths[column] as number)
        : [shorten(cell, LONGEST_CELL)],
    );
    const lines = Array.from({ length: Math.max(...broken.map(({ length }) => length)) }, (_, i) =>
      broken
        .map((parts, column) => {
          const width = widths[column] as number;
          const part = parts[i] ?? "";
          const text = wordColumns.includes(column) ? part.padEnd(width) : part.padStart(width);
          return column === barColumn && bar !== undefined
            ? `${text} ${bar(line === 0 ? NaN : Number(part))}`
            : text;
        })
        .join(GAP)
        .trimEnd(),
    );
    if (line === 0) return lines.map(style.strong);
    if (row.some((cell) => cell.startsWith("missed"))) return lines.map(style.alarming);
    return row[0] === lead ? lines.map(style.strong) : lines;
  });
}

/** As wide as what is longest in each column; where that is too much, columns of words share what numbers and names leave. */
function columnWidths(
  cells: readonly (readonly string[])[],
  wordColumns: readonly number[],
  width: number,
): number[] {
  const isFinal = (column: number): boolean => column === (cells[0]?.length ?? 0) - 1;
  const longest = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => Math.min((row[column] as string).length, LONGEST_CELL))),
  );
  const gaps = GAP.length * (longest.length - 1);
  const sumOf = (columns: readonly number[]): number =>
    columns.reduce((sum, column) => sum + (longest[column] as number), 0);
  const words = wordColumns.filter((column) => column > 0);
  const all = longest.map((_, column) => column);
  const room = width - gaps - sumOf(all.filter((column) => !words.includes(column)));
  const wanted = sumOf(words);
  if (wanted > room) {
    for (const column of words) {
      const share = Math.floor((room * (longest[column] as number)) / wanted);
      longest[column] = Math.max(LEAST_COLUMN, share);
    }
  }
  // Nothing to its right needs a place.
  return longest.map((one, column) =>
    !Number.isFinite(width) && isFinal(column) && words.includes(column) ? 0 : one,
  );
}

/** Whether bars leave every row on one line. */
function hasRoom(widths: readonly number[], barColumn: number | undefined, width: number): boolean {
  const total = widths.reduce((sum, one) => sum + one + GAP.length, 0);
  return barColumn !== undefined && total + BAR_WIDTH <= width;
}
