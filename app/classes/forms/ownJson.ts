import { NODATA_CHOICES } from "../../job/pairLabels.js";
import { MAX_SCORED_CLASSES } from "../../job/countPair.js";
import { VOID_PREDICTIONS } from "../../../src/labels/voidPredictions.js";
import { classesOfList, type ListedClass, MAX_LISTED_LABEL } from "../classList.js";
import type { ClassesFile } from "../classesFile.js";
import { nearestKey, unknownKeyText } from "../nearestKey.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOf } from "./colourOf.js";
import { shown } from "./content.js";
import { isObject, labelOf } from "./labelOf.js";

/** Every key of maskscore's own classes files. */
export const KEYS = [
  "numClasses",
  "ignoreIndex",
  "classNames",
  "palette",
  "excludeClasses",
  "groups",
  "labelMapping",
  "nodata",
  "voidPredictions",
] as const;

/** Keys that say nothing of the classes: an editor's, and what a person notes. JSON has no comments. */
const REMARKS: readonly string[] = ["$schema", "$comment", "comment", "description"];

/** What other programs call these, without what spellings differ by. */
const OTHER_NAMES: Readonly<Record<string, (typeof KEYS)[number]>> = {
  nclasses: "numClasses",
  nc: "numClasses",
  numlabels: "numClasses",
  classcount: "numClasses",
  ignore: "ignoreIndex",
  ignored: "ignoreIndex",
  ignorelabel: "ignoreIndex",
  ignorelabels: "ignoreIndex",
  ignorevalue: "ignoreIndex",
  ignoreid: "ignoreIndex",
  ignoreineval: "ignoreIndex",
  void: "ignoreIndex",
  voidlabel: "ignoreIndex",
  classes: "classNames",
  labels: "classNames",
  labelnames: "classNames",
  colors: "palette",
  colours: "palette",
  colormap: "palette",
  colourmap: "palette",
  exclude: "excludeClasses",
  excluded: "excludeClasses",
  categories: "groups",
  regions: "groups",
  labelmap: "labelMapping",
  mapping: "labelMapping",
  classmapping: "labelMapping",
};

/** {"numClasses": 3, "classNames": [...], ...} */
export const ownJson: ClassForm = {
  name: "maskscore's own JSON",
  read: (content) =>
    content.kind === "json" && isObject(content.value) && hasOwnKey(content.value)
      ? readOwn(content.value, content.source)
      : undefined,
};

function hasOwnKey(content: object): boolean {
  return Object.keys(content).some((key) => (KEYS as readonly string[]).includes(key));
}

/**
 * A JSON object of no other form, in which a key looks like one of ours.
 *
 * @throws {DatasetError} the key, and which is meant
 */
export function refuseMisspelt(content: object, source: string): void {
  // A list of objects is another program's, whatever it is called.
  const misspelt = Object.entries(content).find(
    ([key, value]) => !hasObjects(value) && nearestKey(key, KEYS, OTHER_NAMES) !== undefined,
  )?.[0];
  if (misspelt !== undefined) throw wrongClassesFile(source, unknownKeyText(misspelt, KEYS, OTHER_NAMES));
}

function hasObjects(value: unknown): boolean {
  return Array.isArray(value) && value.some(isObject);
}

/** Whether a key of a number can only be a setting: it is no name of a class. */
export function isSetting(key: string): boolean {
  const meant = nearestKey(key, KEYS, OTHER_NAMES);
  return (meant === "numClasses" || meant === "ignoreIndex") && !/^(void|ignored?)$/i.test(key);
}

function readOwn(content: Readonly<Record<string, unknown>>, source: string): ClassesFile {
  const fail = (got: string): never => {
    throw wrongClassesFile(source, got);
  };
  const unknown = Object.keys(content).find(
    (key) => !(KEYS as readonly string[]).includes(key) && !REMARKS.includes(key),
  );
  if (unknown !== undefined) fail(unknownKeyText(unknown, KEYS, OTHER_NAMES));
  const readWord = <T extends string>(key: string, words: readonly T[]): T | undefined => {
    const value = content[key];
    if (value === undefined || words.includes(value as T)) return value as T | undefined;
    return fail(`${key} expected ${words.map((word) => `"${word}"`).join(" or ")}, got ${shown(value)}`);
  };
  const { numClasses, ignoreIndex, classNames } = content;
  if (numClasses !== undefined && !isClassCount(numClasses)) {
    return fail(
      `numClasses expected a whole number from 1 to ${MAX_SCORED_CLASSES}, got ${shown(numClasses)}`,
    );
  }
  if (Array.isArray(classNames) && classNames.length > MAX_SCORED_CLASSES) {
    return fail(`classNames expected at most ${MAX_SCORED_CLASSES} names, got ${classNames.length}`);
  }
  if (classNames !== undefined && !isListOfStrings(classNames)) {
    return fail(`classNames expected a list of names, got ${shown(classNames)}`);
  }
  if (numClasses !== undefined && classNames !== undefined && classNames.length !== numClasses) {
    return fail(`classNames expected ${numClasses} names, as many as numClasses, got ${classNames.length}`);
  }
  const palette = paletteOf(content.palette, classNames, source);
  return {
    source,
    numClasses: numClasses ?? classNames?.length ?? palette?.numClasses,
    ignoreIndex: ignoredOf(ignoreIndex, classNames, source),
    classNames: classNames ?? (numClasses === undefined ? palette?.classNames : undefined),
    labels: numClasses === undefined && classNames === undefined ? palette?.labels : undefined,
    palette: palette?.palette,
    colours: palette?.colours,
    excludeClasses: content.excludeClasses,
    groups: groupsOf(content.groups, source),
    labelMapping: content.labelMapping,
    nodata: readWord("nodata", NODATA_CHOICES),
    voidPredictions: readWord("voidPredictions", VOID_PREDICTIONS),
  };
}

function ignoredOf(
  value: unknown,
  names: readonly string[] | undefined,
  source: string,
): readonly number[] | undefined {
  if (value === undefined || value === null) return undefined;
  const labels: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (labels.every((label): label is number => Number.isSafeInteger(label))) return labels;
  const named = labels.map((label) => names?.indexOf(label as string) ?? -1);
  const cure = named.every((label) => label >= 0) ? `; name labels: [${named.join(", ")}]` : "";
  throw wrongClassesFile(
    source,
    `ignoreIndex expected a whole number within 2^53, or a list of them, got ${shown(value)}${cure}`,
  );
}

/** { organs: [1, 2] }, or [{ name: "organs", classes: [1, 2] }]; what the classes are a scorer checks. */
function groupsOf(value: unknown, source: string): unknown {
  if (!Array.isArray(value)) return value;
  const groups = (value as unknown[]).map((group): readonly [string, unknown] => {
    if (!isObject(group) || typeof group.name !== "string" || !Array.isArray(group.classes)) {
      throw wrongClassesFile(
        source,
        `groups expected { "name": ..., "classes": [...] }, got ${shown(group)}`,
      );
    }
    const unknown = Object.keys(group).find((key) => key !== "name" && key !== "classes");
    if (unknown !== undefined) {
      throw wrongClassesFile(source, `groups: ${unknownKeyText(unknown, ["name", "classes"])}`);
    }
    return [group.name, group.classes];
  });
  const twice = groups.find(([name], i) => groups.findIndex(([other]) => other === name) !== i);
  if (twice !== undefined) throw wrongClassesFile(source, `two groups are called ${shown(twice[0])}`);
  return Object.fromEntries(groups);
}

/**
 * The palette of a classes file: a list of colours (the label is the place), or an object of colour: label or of name of a
 * class: colour.
 */
function paletteOf(
  value: unknown,
  names: readonly string[] | undefined,
  source: string,
): ClassesFile | undefined {
  if (value === undefined) return undefined;
  const fail = (what: string): never => {
    throw wrongClassesFile(
      source,
      `palette expected colours as "#rrggbb" or [red, green, blue]: a list of them, or an object of colour: label or of class name: colour; got ${what}`,
    );
  };
  const classes: ListedClass[] = Array.isArray(value)
    ? (value as unknown[]).map((item, label) => ({ label, colour: colourOf(item) ?? fail(shown(item)) }))
    : isObject(value)
      ? Object.entries(value).map(([key, item], place) => {
          if (colourOf(key) !== undefined) {
            const label = typeof item === "number" ? labelOf(item) : undefined;
            if (label === undefined || label > MAX_LISTED_LABEL) return fail(`${shown(key)}: ${shown(item)}`);
            return { label, colour: colourOf(key) };
          }
          const label = names === undefined ? place : names.indexOf(key);
          if (label < 0) return fail(`${shown(key)}, which is no class of classNames`);
          return {
            label,
            name: names === undefined ? key : undefined,
            colour: colourOf(item) ?? fail(`${shown(key)}: ${shown(item)}`),
          };
        })
      : fail(shown(value));
  if (classes.length === 0) fail("none");
  return classesOfList({ classes }, source);
}

function isClassCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_SCORED_CLASSES;
}

function isListOfStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}
