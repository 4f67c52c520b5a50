import { printable } from "../app/view/printable.js";
import { shorten } from "../src/errors/describe.js";
import { removeTemporaries } from "./temporaryFiles.js";
import { EXIT_BAD_DATA } from "./exitCodes.js";

const LONGEST_MESSAGE = 400;

/** One line for an error that nobody foresaw: its stack is of one line of bundled code, and tells a user nothing. */
export function unexpectedWords(error: unknown): string {
  if (process.env.MASKSCORE_DEBUG !== undefined) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  const message = shorten(error instanceof Error ? error.message : String(error), LONGEST_MESSAGE);
  return `an error that should not be: ${message}; set MASKSCORE_DEBUG=1 for its stack, and report it`;
}

/** Whatever is thrown where nobody catches it ends the command so, too. */
export function hearUnexpected(): void {
  const end = (error: unknown): void => {
    removeTemporaries();
    process.stderr.write(`maskscore: ${printable(unexpectedWords(error))}\n`);
    process.exit(EXIT_BAD_DATA);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
