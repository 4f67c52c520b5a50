import { printable } from "../report/printable.js";

/** Where a command writes. */
export interface Terminal {
  /** Results, to standard output, as they are. */
  print(text: string): void;
  /** One line beside the results, to standard error. */
  note(line: string): void;
}

export const processTerminal: Terminal = {
  print(text) {
    process.stdout.write(text);
  },
  note(line) {
    process.stderr.write(`maskscore: ${printable(line)}\n`);
  },
};
