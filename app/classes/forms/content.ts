import { describe, shorten } from "../../../src/errors/describe.js";
import { decodeText } from "../../json/decodeText.js";
import { parseJson } from "../../json/parseJson.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import { isObject } from "./labelOf.js";

/** A line that says something, and where it stands in the file, from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** What a file that says what labels mean holds: of JSON its value, of anything else its lines. */
export type Content =
  | { readonly kind: "json"; readonly source: string; readonly value: unknown }
  | {
      readonly kind: "lines";
      readonly source: string;
      /** Without comments and blank ones. */
      readonly lines: readonly Line[];
      /** The comment that stands directly above the first line: it may say what the columns are. */
      readonly heading: Line | undefined;
      readonly text: string;
    };

/** A list of names in brackets stands on one line; a longer line is of another kind of file. */
const MAX_LINE = 100_000;

/** As many as there are labels. */
const MAX_LINES = 2 ** 16;

/** @throws {DatasetError} it is neither JSON nor text */
export function contentOf(bytes: Uint8Array, source: string): Content {
  const text = decodeText(bytes, false) ?? "";
  if (text.trim() === "") throw wrongClassesFile(source, "the file is empty");
  if (/^\s*[[{]/.test(text)) return { kind: "json", source, value: parseJson(bytes, source) };
  // eslint-disable-next-line no-control-regex -- just these tell that it is no text
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) {
    throw wrongClassesFile(source, "is no text, so it is no list of classes");
  }
  const all = text.split(/\r\n|\r|\n/).map((line, i) => ({ number: i + 1, text: line.trim() }));
  const lines = all.filter((line) => line.text !== "" && !isComment(line.text));
  const [first] = lines;
  if (first === undefined) throw wrongClassesFile(source, "the file holds nothing but comments");
  if (lines.length > MAX_LINES) {
    throw wrongClassesFile(source, `${lines.length} lines, but there are at most ${MAX_LINES} labels`);
  }
  const long = lines.find((line) => line.text.length > MAX_LINE);
  if (long !== undefined) {
    throw wrongClassesFile(
      source,
      `line ${long.number} has ${long.text.length} characters: no list of classes`,
    );
  }
  const above = all[first.number - 2];
  return {
    kind: "lines",
    source,
    lines,
    heading:
      above !== undefined && isComment(above.text) ? { ...above, text: above.text.slice(1) } : undefined,
    text,
  };
}

/** "#ff0000 car" is none. */
function isComment(text: string): boolean {
  return text.startsWith("#") && !/^#[0-9a-f]{6}(?![0-9a-f])/i.test(text);
}

/** Of an entry of a list. */
const SHOWN_ENTRY = 80;

/** What a value is, for a message. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return isObject(value) ? shorten(JSON.stringify(value), SHOWN_ENTRY) : describe(value);
}
