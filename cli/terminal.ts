import { type TextStyle, PLAIN } from "../app/report/textReport.js";
import { printable } from "../app/view/printable.js";
import { shorten } from "../src/errors/describe.js";
import { standardOutput } from "./standardStream.js";

/** Where a command writes. */
export interface Terminal {
  /** Results, to standard output, as they are. */
  print(text: string): void;
  /** False once nobody takes results any more: a full disk, or a reader that has gone. */
  readonly takesResults: boolean;
  /** One line beside the results, to standard error. */
  note(line: string): void;
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
    process.stderr.write(`maskscore: ${printable(shorten(line, LONGEST_LINE))}\n`);
  },
  style: wantsColours() ? ansiStyle() : PLAIN,
};

/** Only a terminal shows colours, and NO_COLOR (no-color.org) says that it is not to. */
function wantsColours(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb";
}

function ansiStyle(): TextStyle {
  const wrap = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
  return { strong: wrap(1, 22), alarming: wrap(31, 39) };
}
