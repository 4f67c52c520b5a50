import { printable } from "../../app/view/printable.js";
import { finding } from "./fuzzTarget.js";

/** Text that shows the inside of the program, or nothing at all. */
const LEAKS =
  /(?<!got (\[[^\]]*)?)\bundefined\b|(?<!")\[object |\b(byte|x) NaN\b|\bNaN (of|x)\b|Cannot (read|set|convert)|is not (a function|iterable)|out of bounds|Invalid (typed )?array|Maximum call stack|at .*\.(js|ts):\d/i;

const MAX_LENGTH = 1000;

/** What the doors print of a text: the text of a file or a caller in it is made harmless there. */
export function requireGoodOutput(text: string): void {
  requireGoodText(printable(text));
}

/** A message is one line of bounded length, without control characters, and tells nothing of the program's inside. */
export function requireGoodText(text: string): void {
  if (text.trim() === "") throw finding("an empty message");
  if (text.length > MAX_LENGTH) throw finding(`a message of ${text.length} characters: ${text.slice(0, 80)}`);
  // eslint-disable-next-line no-control-regex -- what must not be there
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(text)) {
    throw finding(`control characters in ${JSON.stringify(text)}`);
  }
  if (LEAKS.test(text)) throw finding(`the program's inside in "${text}"`);
}
