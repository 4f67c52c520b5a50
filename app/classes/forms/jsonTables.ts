import { classesOfList, type ListedClass } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOf } from "./colourOf.js";
import { shown } from "./content.js";
import { isObject, labelOf } from "./labelOf.js";

/** A JSON list of names: the label is the place. */
export const jsonNames: ClassForm = {
  name: "a JSON list of names",
  read(content) {
    if (content.kind !== "json" || !Array.isArray(content.value)) return undefined;
    const names = content.value as readonly unknown[];
    if (names.length === 0 || !names.every((name) => typeof name === "string")) return undefined;
    if (names.every((name) => colourOf(name) !== undefined)) return undefined;
    return classesOfList({ classes: names.map((name, label) => ({ label, name })) }, content.source);
  },
};

/** JSON of colours: a list, or an object of colour: label, of label: colour or of name: colour. */
export const jsonColours: ClassForm = {
  name: "JSON of colours",
  read(content) {
    if (content.kind !== "json") return undefined;
    const { value, source } = content;
    if (Array.isArray(value)) {
      const colours = (value as readonly unknown[]).map(colourOf);
      if (colours.length === 0 || colours[0] === undefined) return undefined;
      const wrong = colours.indexOf(undefined);
      if (wrong >= 0) throw wrongColour(`${shown(value[wrong])} at place ${wrong}`, source);
      return classesOfList({ classes: colours.map((colour, label) => ({ label, colour })) }, source);
    }
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value);
    const [first] = entries;
    if (first === undefined) return undefined;
    if (colourOf(first[0]) !== undefined)
      return classesOfList({ classes: byColour(entries, source) }, source);
    if (colourOf(first[1]) === undefined) return undefined;
    const isOfLabels = entries.every(([key]) => labelOf(key) !== undefined);
    const classes = entries.map(([key, item], place): ListedClass => {
      const colour = colourOf(item);
      if (colour === undefined) throw wrongColour(`${shown(key)}: ${shown(item)}`, source);
      return isOfLabels ? { label: labelOf(key) as number, colour } : { label: place, name: key, colour };
    });
    return classesOfList({ classes }, source);
  },
};

/** "#b07020": 1, or "#b07020": "dog". */
function byColour(entries: readonly (readonly [string, unknown])[], source: string): ListedClass[] {
  const names = entries.map(([, value]) => value);
  const isNamed = names.every((name) => typeof name === "string");
  const distinct = [...new Set(names)];
  return entries.map(([key, value]) => {
    const colour = colourOf(key);
    const label = isNamed ? distinct.indexOf(value) : typeof value === "number" ? labelOf(value) : undefined;
    if (colour === undefined || label === undefined)
      throw wrongColour(`${shown(key)}: ${shown(value)}`, source);
    return { label, colour, name: isNamed ? (value as string) : undefined };
  });
}

function wrongColour(got: string, source: string): Error {
  return wrongClassesFile(
    source,
    `expected colours as "#rrggbb" or [red, green, blue], and labels from 0 to 65535, got ${got}`,
  );
}
