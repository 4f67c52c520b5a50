import { classesOfList, type ListedClass, MAX_LISTED_LABEL } from "../classList.js";
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
    // A comment only hints at what the columns are.
    const isHint = head !== first;
    const width = wordsOf(head).length;
    if (isHint && !rows.every((row) => fieldsOf(row, delimiter, source).length === width)) return undefined;
    return classesOfList({ classes: classesOf(head, rows, delimiter, source) }, source);
  },
};

function wordsOf({ text }: Line): string[] {
  const delimiter = delimiterOf(text);
  const fields = delimiter === " " ? text.trim().split(/\s+/) : text.split(delimiter);
  return fields.map((field) => field.replace(/[\s_"-]/g, "").toLowerCase());
}

/** Two known columns at least, or "name" alone: a list of names may begin with any other word. */
function isHeading(line: Line): boolean {
  const words = wordsOf(line);
  if (words.length === 1) return ["name", "names", "classname", "classnames"].includes(words[0] as string);
  return words.filter((word) => COLUMNS.has(word)).length >= 2;
}

function classesOf(head: Line, rows: readonly Line[], delimiter: Delimiter, source: string): ListedClass[] {
  const words = wordsOf(head);
  const columns = words.map((word, i): Column => {
    const column = words.length === 1 ? "name" : COLUMNS.get(word);
    if (column === undefined) {
      throw wrongClassesFile(
        source,
        `line ${head.number}: column ${shown(word)} (${i + 1}) is not known; there are name, id, r, g, b and color`,
      );
    }
    if (words.indexOf(word) !== i)
      throw wrongClassesFile(source, `line ${head.number}: two columns ${shown(word)}`);
    return column;
  });
  const read = rows.map((row) => {
    const fields = words.length === 1 ? [row.text] : fieldsOf(row, delimiter, source);
    if (fields.length !== columns.length) {
      throw wrongClassesFile(
        source,
        `line ${row.number} expected ${columns.length} fields, as line ${head.number} names them, got ${fields.length}`,
      );
    }
    return { row, fieldOf: (column: Column): string | undefined => fields[columns.indexOf(column)] };
  });
  const isNumbered = read.every(({ fieldOf }) => labelOf(fieldOf("label")) !== undefined);
  const numberColumn = columns.includes("id") ? "id" : isNumbered ? "label" : undefined;
  const nameColumn = columns.includes("name") ? "name" : numberColumn === "label" ? undefined : "label";
  const hasChannels = (["red", "green", "blue"] as const).map((column) => columns.includes(column));
  if (hasChannels.includes(true) && hasChannels.includes(false)) {
    throw wrongClassesFile(source, `line ${head.number} expected r, g and b`);
  }
  const classes = read.map(({ row, fieldOf }, place): ListedClass => {
    const wrong = (expected: string): Error =>
      wrongClassesFile(source, `line ${row.number} expected ${expected}, got ${shown(row.text)}`);
    if ((fieldOf("class_11") ?? "1") !== "1") {
      throw wrong(
        "class_11 to be 1: leave out the rows of 0, or the column where they are classes, too; it is",
      );
    }
    const label = numberColumn === undefined ? place : labelOf(fieldOf(numberColumn));
    if (label === undefined || label > MAX_LISTED_LABEL) throw wrong(`an id from 0 to ${MAX_LISTED_LABEL}`);
    const channels = hasChannels.includes(true)
      ? (["red", "green", "blue"] as const).map((column) => labelOf(fieldOf(column)))
      : undefined;
    const colour = channels === undefined ? hexOf(fieldOf("colour")) : colourOfChannels(channels);
    if (colour === undefined && (channels !== undefined || columns.includes("colour"))) {
      throw wrong(channels === undefined ? 'a colour as "#rrggbb"' : "r, g and b with 0..255 each");
    }
    const name = nameColumn === undefined ? undefined : fieldOf(nameColumn);
    if (name === "") throw wrong("a name");
    return { label, name, colour };
  });
  return numberColumn === undefined ? numberedByName(classes, source) : classes;
}

/** "#b07020", or without its sign. */
function hexOf(field: string | undefined): string | undefined {
  return field === undefined ? undefined : colourOf(field.startsWith("#") ? field : `#${field}`);
}

/**
 * Labels of a list that names none: the place. Two colours of one name are of one class; without colours such a list
 * contradicts itself.
 *
 * @throws {DatasetError} a name stands twice, and no colours tell why
 */
export function numberedByName(classes: readonly ListedClass[], source: string): ListedClass[] {
  if (classes.some(({ name }) => name === undefined)) return [...classes];
  const names = [...new Set(classes.map(({ name }) => name))];
  if (names.length === classes.length) return [...classes];
  if (classes.some(({ colour }) => colour === undefined)) {
    const twice = classes.find(({ name }, i) => classes.findIndex((other) => other.name === name) !== i);
    throw wrongClassesFile(source, `two classes are called ${shown(twice?.name)}`);
  }
  return classes.map((listed) => ({ ...listed, label: names.indexOf(listed.name) }));
}
