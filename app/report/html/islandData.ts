import { printableJson } from "../../view/printable.js";

/**
 * Properties as text within a script element, where nothing is escaped but what JSON itself can: a "<" spelt as \u003c can
 * neither close the element nor open a comment.
 *
 * @param leaveOut properties, at any depth, that are not written
 */
export function writeData(props: object, leaveOut: readonly string[] = []): string {
  const json = JSON.stringify(props, (key, part: unknown) => (leaveOut.includes(key) ? undefined : part));
  return printableJson(json).replace(/</g, "\\u003c");
}

/** What writeData wrote. JSON has no NaN, for which it writes null: properties hold no null of their own. */
export function readData(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => (part === null ? NaN : part));
}
