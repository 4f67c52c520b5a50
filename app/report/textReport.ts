import { shorten } from "../../src/errors/describe.js";
import { printable } from "../view/printable.js";
import type { RunView } from "../view/runView.js";
import { type Section, sectionsOf, type Table, warningSections } from "../view/reportSections.js";

/** How words are set off on a terminal; without colours each is the identity. */
export interface TextStyle {
  readonly strong: (text: string) => string;
  readonly alarming: (text: string) => string;
}

export const PLAIN: TextStyle = { strong: (text) => text, alarming: (text) => text };

/** A run as tables for a terminal: one line a class, the means below it, then what else was asked for. */
export function textReport(run: RunView, style: TextStyle = PLAIN): string {
  return `${[...warningSections(run), ...sectionsOf(run)]
    .map((section) => renderSection(section, style))
    .join("\n\n")}\n`;
}

/** Longer names would put every row's numbers out of sight; JSON and CSV have them whole. */
const LONGEST_CELL = 160;
const LONGEST_FACT = 4000;

/** One section, without a line end. */
export function renderSection({ title, table, facts }: Section, style: TextStyle): string {
  const labelWidth = Math.max(0, ...facts.map(([label]) => label.length));
  return [
    ...(title === undefined ? [] : [style.strong(shorten(printable(title), LONGEST_FACT))]),
    ...(table === undefined ? [] : alignColumns(table, style)),
    ...(table === undefined || facts.length === 0 ? [] : [""]),
    ...facts.map(
      ([label, text]) =>
        `${colourLabel(label, labelWidth, style)}  ${shorten(printable(text), LONGEST_FACT)}`,
    ),
  ].join("\n");
}

const ALARMING = ["error", "warning", "failed"];

function colourLabel(label: string, width: number, style: TextStyle): string {
  const padded = label.padEnd(width);
  return ALARMING.includes(label) ? style.alarming(padded) : padded;
}

/** Words to the left, numbers to the right, two spaces between. */
function alignColumns({ columns, rows, wordColumns }: Table, style: TextStyle): string[] {
  const cells = [columns, ...rows].map((row) => row.map((cell) => shorten(printable(cell), LONGEST_CELL)));
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] as string).length)));
  return cells.map((row, line) => {
    const text = row
      .map((cell, column) => {
        const width = widths[column] as number;
        const isWord = wordColumns.includes(column);
        // Nothing to its right needs a place.
        if (isWord && column === row.length - 1) return cell;
        return isWord ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
    if (line === 0) return style.strong(text);
    return row.some((cell) => cell.startsWith("missed")) ? style.alarming(text) : text;
  });
}
