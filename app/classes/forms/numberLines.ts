import { classesOfList, type ListedClass, MAX_LISTED_LABEL } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOfChannels } from "./colourOf.js";
import { type Line, shown } from "./content.js";
import { numberedByName } from "./table.js";

/** A line's whole numbers at either end, and the words between or beside them. */
interface NumberLine extends Line {
  readonly before: readonly number[];
  readonly words: string;
  readonly behind: readonly number[];
}

/** How a user tells which column is which. */
const HEADINGS = "put a line of headings above, as r,g,b,id or id,r,g,b";

/**
 * Lines of numbers and names: "R G B", with a name before or behind, with an id before or behind, "#rrggbb" for a colour; or
 * "id name". Without ids the label is the line's place among those that say something.
 */
export const numberLines: ClassForm = {
  name: "lines of R G B, of R G B and an id or a name, or of a label and a name",
  read(content) {
    if (content.kind !== "lines") return undefined;
    const { source } = content;
    const lines = content.lines.map(numbersOf);
    const first = lines[0] as NumberLine;
    if (first.before.length === 0 && first.behind.length === 0) return undefined;
    const layout = layoutOf(first);
    // Names of classes may end in numbers.
    if (layout === undefined) {
      if (first.words !== "") return undefined;
      throw wrongClassesFile(
        source,
        `line ${first.number} expected "R G B", with an id or a name or none, got ${shown(first.text)}`,
      );
    }
    const stranger = lines.find((line) => !isOf(line, first, layout));
    if (stranger !== undefined) {
      const alike = lines.filter((line) => isOf(line, first, layout)).length;
      if ((layout === "id name" || layout === "name id") && alike <= lines.length / 2) return undefined;
      throw wrongClassesFile(
        source,
        `line ${stranger.number} expected what line ${first.number} has, ${LAYOUT_WORDS[layout]}, got ${shown(stranger.text)}`,
      );
    }
    return classesOfList({ classes: classesOf(lines, layout, source) }, source);
  },
};

/** What stands where; "four" are a colour and an id, in whichever order. */
type Layout =
  | "colour"
  | "four"
  | "id name colour"
  | "id name colour alpha"
  | "colour name id"
  | "id name"
  | "name id"
  | "itk-snap";

const LAYOUT_WORDS: Readonly<Record<Layout, string>> = {
  colour: '"R G B" (0..255 each), with a name or none',
  four: "a colour and an id",
  "id name colour": '"id name R G B"',
  "id name colour alpha": '"id name R G B A"',
  "colour name id": '"R G B name id"',
  "id name": '"label name"',
  "name id": '"name label"',
  "itk-snap": '"id R G B A visible mesh name"',
};

function layoutOf({ before, words, behind }: NumberLine): Layout | undefined {
  const [left, right] = [before.length, behind.length];
  if (words === "") return left === 3 ? "colour" : left === 4 ? "four" : undefined;
  if (left === 3 && right === 1) return "colour name id";
  if (left === 1 && right === 3) return "id name colour";
  if (left === 1 && right === 4) return "id name colour alpha";
  if (left === 7 && right === 0) return "itk-snap";
  if (left === 4 || (left === 0 && right === 4)) return "four";
  if (left === 3 || (left === 0 && right === 3)) return "colour";
  if (left === 1 && right === 0) return "id name";
  return left === 0 && right === 1 ? "name id" : undefined;
}

/** Whether a line is laid out as the first one is. */
function isOf(line: NumberLine, first: NumberLine, layout: Layout): boolean {
  if (layoutOf(line) !== layout) return false;
  // Some colours may have a name, and others none.
  if (layout === "colour" && first.before.length === 3) return line.before.length === 3;
  if ((line.words === "") !== (first.words === "")) return false;
  return line.before.length === first.before.length && line.behind.length === first.behind.length;
}

/** The whole numbers at the ends of a line; a colour as "#rrggbb" is three. */
function numbersOf(line: Line): NumberLine {
  const text = line.text.replace(
    /(^|[\s,;])"?#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})"?(?=$|[\s,;])/gi,
    (...match) => {
      const [, gap, ...channels] = match as string[];
      return `${gap as string}${channels
        .slice(0, 3)
        .map((hex) => Number.parseInt(hex, 16))
        .join(" ")}`;
    },
  );
  const tokens = [...text.matchAll(/[^\s,;:]+/g)].map((match) => ({ word: match[0], at: match.index }));
  const isNumber = ({ word }: { readonly word: string }): boolean => /^\d{1,5}$/.test(word);
  const numbers = (some: readonly { readonly word: string }[]): number[] =>
    some.map(({ word }) => Number(word));
  const from = tokens.findIndex((token) => !isNumber(token));
  if (from < 0) return { ...line, before: numbers(tokens), words: "", behind: [] };
  let end = tokens.length;
  while (isNumber(tokens[end - 1] as { word: string })) end--;
  const last = tokens[end - 1] as { word: string; at: number };
  // "0 = background", "0 - background"
  const words = text
    .slice((tokens[from] as { at: number }).at, last.at + last.word.length)
    .replace(/^(=|->?|\|)\s+|\s+(=|->?|\|)$/g, "");
  return {
    ...line,
    before: numbers(tokens.slice(0, from)),
    words: words.replace(/^"(.*)"$/, "$1"),
    behind: numbers(tokens.slice(end)),
  };
}

function classesOf(lines: readonly NumberLine[], layout: Layout, source: string): ListedClass[] {
  const nameOf = ({ words }: NumberLine): string | undefined => (words === "" ? undefined : words);
  switch (layout) {
    case "colour":
      return numberedByName(
        lines.map((line, label) => ({
          label,
          name: nameOf(line),
          colour: colourIn(line, line.before.length > 0 ? line.before : line.behind, source),
        })),
        source,
      );
    case "four": {
      const four = lines.map(({ before, behind }) => (before.length > 0 ? before : behind));
      const isFirst = isIdFirst(four, lines[0] as NumberLine, source);
      return lines.map((line, i) => {
        const own = four[i] as readonly number[];
        const [id, channels] = isFirst ? [own[0], own.slice(1)] : [own[3], own.slice(0, 3)];
        return { label: id as number, name: nameOf(line), colour: colourIn(line, channels, source) };
      });
    }
    case "id name colour":
    case "id name colour alpha":
      // How 3D Slicer and FreeSurfer write them; how a class shines through says nothing of its label.
      return lines.map((line) => ({
        label: line.before[0] as number,
        name: line.words,
        colour: colourIn(line, line.behind.slice(0, 3), source),
      }));
    case "itk-snap":
      return lines.map((line) => ({
        label: line.before[0] as number,
        name: line.words,
        colour: colourIn(line, line.before.slice(1, 4), source),
      }));
    case "colour name id":
      return withNumbers(
        lines.map((line) => ({
          label: line.behind[0] as number,
          name: line.words,
          colour: colourIn(line, line.before, source),
        })),
      );
    case "id name":
      return lines.map(({ before, words }) => ({ label: before[0] as number, name: words }));
    case "name id":
      return namesWithNumbers(lines, source);
  }
}

/** "class 0", "class 1": the number is part of the name. */
function withNumbers(classes: readonly ListedClass[]): ListedClass[] {
  const isOne = new Set(classes.map(({ name }) => name)).size === 1 && classes.length > 1;
  return classes.map((listed) =>
    isOne ? { ...listed, name: `${listed.name ?? ""} ${listed.label}` } : listed,
  );
}

/** Where the numbers are the places both readings have the same labels; otherwise one of them would be wrong. */
function namesWithNumbers(lines: readonly NumberLine[], source: string): ListedClass[] {
  const isPlace = lines.every(({ behind }, place) => behind[0] === place);
  if (!isPlace) {
    throw wrongClassesFile(
      source,
      `line ${(lines[0] as NumberLine).number}: it is not clear whether ${shown((lines[0] as NumberLine).text)} is a name and its label or a name that ends in a number; write the label first: "${String((lines[0] as NumberLine).behind[0])} ${(lines[0] as NumberLine).words}"`,
    );
  }
  return withNumbers(lines.map((line, label) => ({ label, name: line.words })));
}

function colourIn({ number, text }: Line, channels: readonly number[], source: string): string {
  const colour = colourOfChannels(channels);
  if (colour !== undefined) return colour;
  throw wrongClassesFile(source, `line ${number} expected "R G B" with 0..255 each, got ${shown(text)}`);
}

/**
 * Whether the first of four numbers is the id. Ids are told by being 0, 1, 2 and so on without a gap, where 255 may stand for
 * void; colours are not. Where both ends could be, or neither, nothing is guessed.
 */
function isIdFirst(rows: readonly (readonly number[])[], first: Line, source: string): boolean {
  const columnAt = (place: number): number[] => rows.map((row) => row[place] as number);
  const canBeFirst = areIds(columnAt(0)) && columnAt(0).every((id) => id <= MAX_LISTED_LABEL);
  const canBeLast = areIds(columnAt(3));
  const asFirst = rows.every((row) => colourOfChannels(row.slice(1)) !== undefined);
  const asLast = rows.every((row) => colourOfChannels(row.slice(0, 3)) !== undefined);
  if (canBeFirst && asFirst && !(canBeLast && asLast)) return true;
  if (canBeLast && asLast && !(canBeFirst && asFirst)) return false;
  throw wrongClassesFile(
    source,
    `line ${first.number}: it is not clear which of four numbers is the id, as in ${shown(first.text)}; ${HEADINGS}`,
  );
}

/** At least two different ones, from 0 or 1 on without a gap. */
function areIds(values: readonly number[]): boolean {
  const ids = [...new Set(values)].sort((a, b) => a - b);
  const own = ids.at(-1) === 255 && ids.length > 2 ? ids.slice(0, -1) : ids;
  const [least = NaN] = own;
  return own.length > 1 && least <= 1 && own.every((id, i) => id === least + i);
}
