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

/** File and class names are data: control characters in them must not steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd");
}
