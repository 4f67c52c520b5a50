import { describe, shorten } from "../../src/errors/describe.js";
import { DatasetError } from "../errors/problem.js";
import { decodeText } from "./decodeText.js";

/** No file that is read here is deeper than 5; what recurses over values, as JSON.stringify does, ends at some thousands. */
const MAX_DEPTH = 64;

/** Longer than any list of pairs, and within what engines take for one text. */
const MAX_BYTES = 2 ** 28;

const LONGEST_REASON = 200;

/**
 * What a JSON file says, if it says it once: JSON.parse takes the last of two keys of one name, without a word.
 *
 * @param file what it is called in messages
 * @throws {DatasetError} it is no JSON, or not in UTF-8 or UTF-16, is too deep or too large, or has a key twice
 */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  const refuse = (got: string, cause?: unknown): never => {
    throw new DatasetError({ code: "json-file", file, got }, { cause });
  };
  if (bytes.length > MAX_BYTES) refuse(`is larger than ${MAX_BYTES} bytes, the most that is read of JSON`);
  const text =
    decodeText(bytes, true) ?? refuse("not JSON: it is text in neither UTF-8 nor UTF-16; save it as UTF-8");
  if (text.trim() === "") refuse("not JSON: the file is empty");
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const reason = shorten((cause as Error).message.replace(/\s+/g, " "), LONGEST_REASON);
    refuse(
      `not JSON: ${reason}${/\b(NaN|Infinity)\b/.test(text) ? "; JSON has no NaN and no Infinity" : ""}`,
      cause,
    );
  }
  const fault = faultOf(text);
  if (fault !== undefined) refuse(fault);
  return content;
}

/** What is wrong with text that is JSON; undefined where nothing is. */
function faultOf(text: string): string | undefined {
  /** The keys of the objects that are open; undefined of lists. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "{" || sign === "[") {
      if (open.push(sign === "{" ? new Set() : undefined) > MAX_DEPTH) {
        return `its lists and objects lie more than ${MAX_DEPTH} deep in each other`;
      }
    } else if (sign === "}" || sign === "]") {
      open.pop();
    } else if (sign === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && isBeforeColon(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key))
          return `it has the key ${describe(key)} twice in one object; leave one of them out`;
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Behind the quote that closes the string which opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return quote + 1;
  }
}

function isBeforeColon(text: string, at: number): boolean {
  while (/\s/.test(text[at] as string)) at++;
  return text[at] === ":";
}
