import { hangingLines } from "../app/report/hangingLines.js";
import { type TextStyle, PLAIN } from "../app/report/textReport.js";
import { printable } from "../app/view/printable.js";
import { shorten } from "../src/errors/describe.js";
import { standardError, standardOutput } from "./standardStream.js";

/** Where a command writes. */
export interface Terminal {
  /** Results, to standard output, as they are. */
  print(text: string): void;
  /** False once nobody takes results any more: a full disk, or a reader that has gone. */
  readonly takesResults: boolean;
  /** One line beside the results, to standard error. */
  note(line: string): void;
  /** The same, of what ended the work or leaves something out of it. */
  error(line: string): void;
  /** How words are set off in results. */
  readonly style: TextStyle;
}

/** What a line names is cut before; this holds for all that is still to come. */
export const LONGEST_LINE = 4000;

export const processTerminal: Terminal = {
  print(text) {
    standardOutput.write(text);
  },
  get takesResults() {
    return standardOutput.failure === undefined;
  },
  note(line) {
    writeNote(line, line.startsWith("warning: ") ? 33 : undefined);
  },
  error(line) {
    writeNote(line, 31);
  },
  style: styleOf(process.stdout),
};

/** Standard output is taken by what a program reads: all that is for people goes to standard error. */
export const besideTerminal: Terminal = {
  ...processTerminal,
  print(text) {
    standardError.write(text);
  },
  get takesResults() {
    return standardOutput.failure === undefined;
  },
  style: styleOf(process.stderr),
};

const SPEAKER = "maskscore: ";

/** @param colour of the speaker's name on a terminal, by its number */
function writeNote(line: string, colour: number | undefined): void {
  const text = printable(shorten(line, LONGEST_LINE));
  const { isTTY, columns } = process.stderr;
  if (!isTTY) {
    process.stderr.write(`${SPEAKER}${text}\n`);
    return;
  }
  const [first = "", ...others] = hangingLines(SPEAKER, text, columns || Infinity);
  const name = colour !== undefined && showsColours() ? coloured(colour)(SPEAKER) : SPEAKER;
  process.stderr.write(`${[`${name}${first.slice(SPEAKER.length)}`, ...others].join("\n")}\n`);
}

/** NO_COLOR (no-color.org) says that a terminal is to show none. */
function showsColours(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb";
}

function coloured(on: number, off = 39): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}

/** What is no terminal gets plain text. */
function styleOf({ isTTY, columns }: NodeJS.WriteStream): TextStyle {
  if (!isTTY || process.env.TERM === "dumb") return PLAIN;
  const shape = { width: columns || Infinity, bar: barOf };
  return showsColours()
    ? { strong: coloured(1, 22), warning: coloured(33), alarming: coloured(31), ...shape }
    : { ...PLAIN, ...shape };
}

const BAR_CELLS = 10;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A share of ten cells, to an eighth of one; as wide where there is no score. */
function barOf(score: number): string {
  const eighths = Number.isFinite(score) ? Math.round(Math.max(0, Math.min(1, score)) * BAR_CELLS * 8) : 0;
  const bar = `${"█".repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ""}`;
  return bar.padEnd(BAR_CELLS);
}
