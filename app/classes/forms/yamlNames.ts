import { classesOfList, type ListedClass } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { type Line, shown } from "./content.js";

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
    const at = lines.findIndex(({ text }) => /^["']?names["']?\s*:(\s|$)/.test(text));
    if (at < 0) return undefined;
    const first = lines[at] as Line;
    const inline = first.text.slice(first.text.indexOf(":") + 1).trim();
    const block = blockBelow(lines, at);
    const entries =
      inline === "" ? ofBlock(block, source) : ofBrackets([{ ...first, text: inline }, ...block], source);
    const classes = entries.map(([key, text, number], place): ListedClass => {
      const label = key === undefined ? place : /^\d{1,5}$/.test(key) ? Number(key) : undefined;
      const name = textOf(text);
      if (label === undefined || name === undefined) {
        throw wrongClassesFile(
          source,
          `line ${number} expected a name or "label: name" under names, got ${shown(key === undefined ? text : `${key}: ${text}`)}`,
        );
      }
      return { label, name };
    });
    const twice = classes.find(({ label }, i) => classes.findIndex((other) => other.label === label) !== i);
    if (twice !== undefined) throw wrongClassesFile(source, `names: two are of label ${twice.label}`);
    const count = lines
      .map(({ text }) => /^nc\s*:\s*(\d+)$/.exec(text)?.[1])
      .find((found) => found !== undefined);
    if (count !== undefined && Number(count) !== classes.length) {
      throw wrongClassesFile(source, `nc is ${count}, but there are ${classes.length} names`);
    }
    return classesOfList({ classes }, source);
  },
};

/** What belongs to a key: indented lines, and of a list those that begin with a dash. */
function blockBelow(lines: readonly Line[], at: number): Line[] {
  const end = lines.findIndex(({ text }, i) => i > at && !/^(\s|-\s|-$|[\]}])/.test(text));
  return lines.slice(at + 1, end < 0 ? undefined : end);
}

type Entry = readonly [key: string | undefined, text: string, line: number];

function ofBlock(block: readonly Line[], source: string): Entry[] {
  if (block.length === 0) throw wrongClassesFile(source, "names is empty");
  return block.map(({ text, number }): Entry => {
    const line = text.trim();
    if (/^-\s/.test(line)) return [undefined, line.slice(1).trim(), number];
    const pair = /^["']?(\d+)["']?\s*:\s+(.*)$/.exec(line);
    return pair === null ? ["", line, number] : [pair[1], pair[2] as string, number];
  });
}

/** [background, "liver"] or {0: background, 1: liver}, which may go on over lines. */
function ofBrackets(lines: readonly Line[], source: string): Entry[] {
  const [{ number }] = lines as readonly [Line];
  const text = lines.map((line) => line.text.trim()).join(" ");
  const inner = /^\[(.*)\]$/.exec(text)?.[1] ?? /^\{(.*)\}$/.exec(text)?.[1];
  if (inner === undefined) {
    throw wrongClassesFile(
      source,
      `line ${number} expected names as [...], {...} or a block, got ${shown(text)}`,
    );
  }
  const isMap = text.startsWith("{");
  const pieces = inner.match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,])+/g) ?? [];
  return pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")
    .map((piece): Entry => {
      if (!isMap) return [undefined, piece, number];
      const pair = /^["']?(\d+)["']?\s*:\s*(.*)$/.exec(piece);
      return pair === null ? ["", piece, number] : [pair[1], pair[2] as string, number];
    });
}

/** A plain or quoted scalar; undefined of what is nested, an anchor, a tag, or nothing. */
function textOf(scalar: string): string | undefined {
  if (/^"(?:[^"\\]|\\.)*"$/.test(scalar)) {
    try {
      return JSON.parse(scalar) as string;
    } catch {
      return undefined;
    }
  }
  if (/^'(?:[^']|'')*'$/.test(scalar)) return scalar.slice(1, -1).replaceAll("''", "'");
  return scalar === "" || /^[[{&*!|>%@`"'?-](?!\w)|^[[{&*!|>%@`"']|:\s|:$/.test(scalar) ? undefined : scalar;
}

/** A comment begins with "#" behind a space, outside of quotes. */
function withoutComment(line: string): string {
  const match = /^((?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'#]|["']|(?<=\S)#)*?)(?:(?:^|\s)#.*)?$/.exec(line);
  return match?.[1] ?? line;
}
