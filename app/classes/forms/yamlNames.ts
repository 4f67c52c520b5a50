import { classesOfList, type ListedClass } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { type Line, shown } from "./content.js";
import { flowItems, scalarText, splitPair, withoutComment } from "./yamlText.js";

/**
 * The names of a data.yaml (YOLO): a list or a map of label: name, over several lines or in brackets. Only this key, and
 * `nc`, is looked at, so that no whole reader of YAML is needed; a value that is neither is refused.
 */
export const yamlNames: ClassForm = {
  name: "`names:` in YAML (YOLO)",
  read(content) {
    if (content.kind !== "lines") return undefined;
    const { source } = content;
    // Indents count here.
    const lines = content.text
      .split(/\r\n|\r|\n/)
      .map((text, i) => ({ number: i + 1, text: withoutComment(text).trimEnd() }))
      .filter(({ text }) => text !== "" && text !== "---" && text !== "...");
    const at = lines.findIndex(({ text }) => /^(names|"names"|'names')\s*:(\s|$)/.test(text));
    if (at < 0) return undefined;
    const classes = entriesOf(lines, at, source).map((entry, place) => classOf(entry, place, source));
    const count = lines
      .map(({ text }) => /^nc\s*:\s*(\d+)$/.exec(text)?.[1])
      .find((found) => found !== undefined);
    if (count !== undefined && Number(count) !== classes.length) {
      throw wrongClassesFile(source, `nc is ${count}, but there are ${classes.length} names`);
    }
    return classesOfList({ classes }, source);
  },
};

/** An entry of the list, whose label is its place, or of the map. */
interface Entry {
  readonly key: string | undefined;
  readonly name: string;
  readonly line: number;
}

function classOf({ key, name, line }: Entry, place: number, source: string): ListedClass {
  const label = key === undefined ? place : /^\d{1,5}$/.test(key) ? Number(key) : undefined;
  const text = scalarText(name);
  if (label !== undefined && text !== undefined) return { label, name: text };
  const got = shown(key === undefined ? name : `${key}: ${name}`);
  throw wrongClassesFile(source, `line ${line} expected a name or "label: name" under names, got ${got}`);
}

function entriesOf(lines: readonly Line[], at: number, source: string): Entry[] {
  const first = lines[at] as Line;
  const value = first.text.slice(first.text.indexOf(":") + 1).trim();
  const block = blockBelow(lines, at);
  const all = value === "" ? block : [{ ...first, text: value }, ...block];
  const [head] = all;
  if (head === undefined) throw wrongClassesFile(source, "names is empty");
  return /^[[{]/.test(head.text.trim()) || value !== "" ? ofBrackets(all, source) : ofBlock(all);
}

/** What belongs to a key: indented lines, and of a list those that begin with a dash. */
function blockBelow(lines: readonly Line[], at: number): Line[] {
  const end = lines.findIndex(({ text }, i) => i > at && !/^(\s|-\s|-$|[\]}])/.test(text));
  return lines.slice(at + 1, end < 0 ? undefined : end);
}

function ofBlock(block: readonly Line[]): Entry[] {
  return block.map(({ text, number }): Entry => {
    const line = text.trim();
    return /^-\s/.test(line)
      ? { key: undefined, name: line.slice(1).trim(), line: number }
      : entryOf(line, number);
  });
}

/** [background, "liver"] or {0: background, 1: liver}, which may go on over lines. */
function ofBrackets(lines: readonly Line[], source: string): Entry[] {
  const [{ number }] = lines as readonly [Line];
  const text = lines.map((line) => line.text.trim()).join(" ");
  const isMap = text.startsWith("{");
  if (!(isMap ? text.endsWith("}") : text.startsWith("[") && text.endsWith("]"))) {
    throw wrongClassesFile(
      source,
      `line ${number} expected names as [...], {...} or a block, got ${shown(text)}`,
    );
  }
  const entries = flowItems(text.slice(1, -1)).map((item) =>
    isMap ? entryOf(item, number) : { key: undefined, name: item, line: number },
  );
  if (entries.length === 0) throw wrongClassesFile(source, "names is empty");
  return entries;
}

/** "0: background"; what is no pair has a key that is no label. */
function entryOf(text: string, line: number): Entry {
  const [key, name] = splitPair(text) ?? ["", text];
  return { key, name, line };
}
