// As much of YAML's plain and quoted scalars as lists of names have. Quotes count where a scalar begins: "don't" has none.

/** Where the scalar or space that begins at a place ends: of a quoted one behind its closing quote. */
function endOfToken(text: string, at: number): number {
  const quote = text[at];
  const isStart = at === 0 || /[\s,:[{]/.test(text[at - 1] as string);
  if (!isStart || (quote !== '"' && quote !== "'")) return at + 1;
  for (let end = at + 1; end < text.length; end++) {
    if (quote === '"' && text[end] === "\\") end++;
    else if (text[end] === quote) {
      // Two single quotes within single quotes are one.
      if (quote === "'" && text[end + 1] === "'") end++;
      else return end + 1;
    }
  }
  return at + 1;
}

/** A comment begins with "#" at the start or behind a space, outside of quotes. */
export function withoutComment(line: string): string {
  for (let at = 0; at < line.length; at = endOfToken(line, at)) {
    if (line[at] === "#" && (at === 0 || /\s/.test(line[at - 1] as string))) return line.slice(0, at);
  }
  return line;
}

/** What stands between the commas of a list or a map in brackets; a comma behind the last one is none. */
export function flowItems(text: string): string[] {
  const items: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at = endOfToken(text, at)) {
    if (text[at] !== ",") continue;
    items.push(text.slice(from, at).trim());
    from = at + 1;
  }
  const last = text.slice(from).trim();
  return last === "" ? items : [...items, last];
}

/** The key, without its quotes, and the value of "key: value"; undefined of anything else. */
export function splitPair(text: string): readonly [key: string, value: string] | undefined {
  const [, double, single, plain, value] =
    /^(?:"([^"]*)"|'([^']*)'|([^\s"':]+))\s*:(?:\s+(.*))?$/.exec(text) ?? [];
  const key = double ?? single ?? plain;
  return key === undefined ? undefined : [key, value ?? ""];
}

/** A plain or quoted scalar; undefined of what is nested, an anchor, a tag, or nothing. */
export function scalarText(scalar: string): string | undefined {
  if (scalar.startsWith('"')) {
    if (endOfToken(scalar, 0) !== scalar.length || scalar.length < 2) return undefined;
    try {
      return JSON.parse(scalar) as string;
    } catch {
      return undefined;
    }
  }
  if (scalar.startsWith("'")) {
    const isWhole = endOfToken(scalar, 0) === scalar.length && scalar.length > 1;
    return isWhole ? scalar.slice(1, -1).replaceAll("''", "'") : undefined;
  }
  // Signs that begin something else, or that make a plain scalar a pair.
  return scalar === "" || /^[[\]{},&*!|>%@`#]|^[-?:](\s|$)|:(\s|$)/.test(scalar) ? undefined : scalar;
}
