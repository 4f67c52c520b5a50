import { type ClassList, classesOfList, type ListedClass, MAX_LISTED_LABEL } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOf, colourOfChannels } from "./colourOf.js";
import { type Line, shown } from "./content.js";
import { labelOf } from "./labelOf.js";
import { type Delimiter, delimiterOf, fieldsOf } from "./lineFields.js";

/** What a column tells. "label" is a number in some tables and a name in others. */
type Column = "name" | "id" | "label" | "red" | "green" | "blue" | "colour" | "class_11";

const COLUMNS: ReadonlyMap<string, Column> = new Map([
  ...["name", "class", "classname", "category", "title"].map((word) => [word, "name"] as const),
  ...["id", "index", "idx", "labelid", "classid", "classindex", "value", "pixelvalue"].map(
    (word) => [word, "id"] as const,
  ),
  ...["label", "labels"].map((word) => [word, "label"] as const),
  ...["r", "red"].map((word) => [word, "red"] as const),
  ...["g", "green"].map((word) => [word, "green"] as const),
  ...["b", "blue"].map((word) => [word, "blue"] as const),
  ...["color", "colour", "hex", "hexcolor"].map((word) => [word, "colour"] as const),
  ["class11", "class_11"],
]);

/**
 * A table with a line of headings: class_dict.csv of CamVid and Kaggle (name,r,g,b), Roboflow's _classes.csv (Pixel Value,
 * Class), and others of an id, a name and a colour, with commas, semicolons, tabs or spaces between them.
 */
export const table: ClassForm = {
  name: "tables with headings (class_dict.csv, Roboflow's _classes.csv)",
  read(content) {
    if (content.kind !== "lines") return undefined;
    const { lines, heading, source } = content;
    const [first] = lines as readonly [Line];
    const rows = isHeading(first) ? lines.slice(1) : lines;
    const head = isHeading(first) ? first : heading;
    if (head === undefined || !isHeading(head)) return undefined;
    if (rows.length === 0) throw wrongClassesFile(source, "the table has headings and no class");
    const delimiter = delimiterOf(rows[0]?.text ?? "");
    if (head !== first && !isHintOf(rows, head, delimiter, source)) return undefined;
    const columns = columnsOf(head, source);
    return classesOfList(listOf(columns, cellsOf(columns, head, rows, delimiter, source), source), source);
  },
};

function wordsOf({ text }: Line): string[] {
  const delimiter = delimiterOf(text);
  const fields = delimiter === " " ? text.trim().split(/\s+/) : text.split(delimiter);
  const words = fields.map((field) => field.replace(/[\s_"-]/g, "").toLowerCase());
  // Spreadsheets end lines with the delimiters of columns that nobody filled.
  while (words.length > 1 && words.at(-1) === "") words.pop();
  return words;
}

/** Two known columns at least, or "name" alone: a list of names may begin with any other word. */
function isHeading(line: Line): boolean {
  const words = wordsOf(line);
  if (words.length === 1) return ["name", "names", "classname", "classnames"].includes(words[0] as string);
  return words.filter((word) => COLUMNS.has(word)).length >= 2;
}

/** A comment may only sound like headings: then its words are no columns, or not as many as there are. */
function isHintOf(rows: readonly Line[], head: Line, delimiter: Delimiter, source: string): boolean {
  const words = wordsOf(head);
  return (
    words.every((word) => COLUMNS.has(word)) &&
    rows.every((row) => fieldsOf(row, delimiter, source).length === words.length)
  );
}

function columnsOf(head: Line, source: string): Column[] {
  const words = wordsOf(head);
  const columns = words.map((word, i): Column => {
    // pandas writes the numbers of rows below a heading of nothing.
    const column = words.length === 1 ? "name" : word === "" && i === 0 ? "id" : COLUMNS.get(word);
    if (column === undefined) {
      throw wrongClassesFile(
        source,
        `line ${head.number}: column ${i + 1}, ${shown(word)}, is not known: leave it out; there are name, id, r, g, b and color`,
      );
    }
    return column;
  });
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) {
    const both = words.filter((_, i) => columns[i] === twice).map(shown);
    throw wrongClassesFile(
      source,
      `line ${head.number}: columns ${both.join(" and ")} both say the ${twice}; leave one of them out`,
    );
  }
  const channels = CHANNELS.filter((channel) => columns.includes(channel));
  if (channels.length > 0 && channels.length < CHANNELS.length) {
    throw wrongClassesFile(source, `line ${head.number} expected r, g and b`);
  }
  return columns;
}

const CHANNELS = ["red", "green", "blue"] as const;

interface Cells {
  readonly row: Line;
  readonly of: (column: Column) => string | undefined;
}

function cellsOf(
  columns: readonly Column[],
  head: Line,
  rows: readonly Line[],
  delimiter: Delimiter,
  source: string,
): Cells[] {
  return rows.map((row) => {
    const fields = columns.length === 1 ? [row.text] : fieldsOf(row, delimiter, source);
    while (fields.length > columns.length && fields.at(-1) === "") fields.pop();
    if (fields.length !== columns.length) {
      throw wrongClassesFile(
        source,
        `line ${row.number} expected ${columns.length} fields, as line ${head.number} names them, got ${fields.length}`,
      );
    }
    return { row, of: (column) => fields[columns.indexOf(column)] };
  });
}

function listOf(columns: readonly Column[], cells: readonly Cells[], source: string): ClassList {
  const isNumbered = cells.every(({ of }) => labelOf(of("label")) !== undefined);
  const numberColumn = columns.includes("id") ? "id" : isNumbered ? "label" : undefined;
  const nameColumn = columns.includes("name") ? "name" : numberColumn === "label" ? undefined : "label";
  const classes = cells.map(({ row, of }, place): ListedClass => {
    const wrong = (expected: string): Error =>
      wrongClassesFile(source, `line ${row.number} expected ${expected}, got ${shown(row.text)}`);
    const label = numberColumn === undefined ? place : labelOf(of(numberColumn));
    if (label === undefined || label > MAX_LISTED_LABEL) throw wrong(`an id from 0 to ${MAX_LISTED_LABEL}`);
    const name = nameColumn === undefined ? undefined : of(nameColumn);
    if (name === "") throw wrong("a name");
    return { label, name, colour: colourOfCells(columns, of, wrong) };
  });
  if (columns.includes("class_11"))
    return ofElevenClasses(classes, cells, numberColumn !== undefined, source);
  return { classes: numberColumn === undefined ? numberedByName(classes, source) : classes };
}

function colourOfCells(
  columns: readonly Column[],
  of: Cells["of"],
  wrong: (expected: string) => Error,
): string | undefined {
  if (columns.includes("red")) {
    const colour = colourOfChannels(CHANNELS.map((channel) => labelOf(of(channel))));
    if (colour === undefined) throw wrong("r, g and b with 0..255 each");
    return colour;
  }
  if (!columns.includes("colour")) return undefined;
  const colour = colourIn(of("colour"));
  if (colour === undefined) throw wrong('a colour as "#rrggbb" or "(r, g, b)"');
  return colour;
}

/**
 * CamVid's class_dict.csv with a column class_11: its rows of 1 are the classes, counted from 0; those of 0 are void, which is
 * the label behind the last class.
 *
 * @see BiSeNet (ooooverflow), utils.py: one_hot_it_v11
 */
function ofElevenClasses(
  classes: readonly ListedClass[],
  cells: readonly Cells[],
  hasIds: boolean,
  source: string,
): ClassList {
  const isClass = cells.map(({ row, of }) => {
    const flag = of("class_11") ?? "";
    if (flag === "0" || flag === "1") return flag === "1";
    throw wrongClassesFile(source, `line ${row.number} expected class_11 to be 0 or 1, got ${shown(flag)}`);
  });
  const named = classes.filter((_, i) => isClass[i]);
  const kept = hasIds
    ? named
    : numberedByName(
        named.map((listed, label) => ({ ...listed, label })),
        source,
      );
  const voidLabel = Math.max(-1, ...kept.map(({ label }) => label)) + 1;
  const voids = classes
    .filter((_, i) => isClass[i] !== true)
    .map((listed) => (hasIds ? listed : { ...listed, label: voidLabel, name: "void" }));
  return { classes: [...kept, ...voids], ignored: [...new Set(voids.map(({ label }) => label))] };
}

/** "#b07020", also without its sign, or "(176, 112, 32)". */
function colourIn(field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  const channels = /^[[(]?\s*(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+(\d{1,3})\s*[\])]?$/.exec(field);
  if (channels !== null) return colourOfChannels(channels.slice(1).map(Number));
  return colourOf(field.startsWith("#") ? field : `#${field}`);
}

/**
 * Labels of a list that names none: the place. Two colours of one name are of one class; without colours such a list
 * contradicts itself.
 *
 * @throws {DatasetError} a name stands twice, and no colours tell why
 */
export function numberedByName(classes: readonly ListedClass[], source: string): ListedClass[] {
  if (classes.some(({ name }) => name === undefined)) return [...classes];
  const labels = new Map<string | undefined, number>();
  for (const { name, colour } of classes) {
    if (!labels.has(name)) labels.set(name, labels.size);
    else if (colour === undefined) throw wrongClassesFile(source, `two classes are called ${shown(name)}`);
  }
  return classes.map((listed) => ({ ...listed, label: labels.get(listed.name) as number }));
}
