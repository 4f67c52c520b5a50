import { UsageError } from "../exitCodes.js";

/** What stands for standard input where a file is to be named. */
export const STANDARD_INPUT = "-";

/** What a file that is read is called in messages. */
export function inputName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

let isTaken = false;

/**
 * What comes through standard input, as it comes.
 *
 * @throws {UsageError} it was read already: it comes once
 */
export async function* standardInput(): AsyncGenerator<Uint8Array> {
  if (isTaken) throw new UsageError('standard input can be read once: name "-" once, and files beside it');
  isTaken = true;
  for await (const chunk of process.stdin) yield chunk as Buffer;
}
