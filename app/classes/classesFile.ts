import { describe } from "../../src/errors/describe.js";
import { colourValue } from "../../src/labels/colours.js";
import { MAX_SCORED_CLASSES } from "../job/countPair.js";
import { NODATA_CHOICES, type NodataChoice } from "../job/pairLabels.js";
import { VOID_PREDICTIONS, type VoidPredictions } from "../../src/labels/voidPredictions.js";
import { DatasetError } from "../errors/problem.js";

/** What a classes file may say; a scorer checks what only it can. */
export interface ClassesFile {
  /** What the file is called in messages. */
  readonly source: string;
  readonly numClasses?: number | undefined;
  readonly ignoreIndex?: number | undefined;
  readonly classNames?: readonly string[] | undefined;
  /** "#rrggbb", one a class: for pictures, and for label images of colours. */
  readonly palette?: readonly string[] | undefined;
  readonly excludeClasses?: unknown;
  readonly groups?: unknown;
  readonly labelMapping?: unknown;
  /** What labels are that a file names as no data. */
  readonly nodata?: NodataChoice | undefined;
  /** What becomes of pixels that are predicted void. */
  readonly voidPredictions?: VoidPredictions | undefined;
}

/** Of the keys that are read; others may be another program's. */
const KEYS = [
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

/**
 * @param content parsed JSON
 * @param source the file, for messages
 * @throws {DatasetError} a key is of the wrong kind
 */
export function readClasses(content: unknown, source: string): ClassesFile {
  const fail = (got: string): never => {
    throw new DatasetError({ code: "classes-file", file: source, got });
  };
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    return fail("expected a JSON object with numClasses, ignoreIndex, classNames");
  }
  for (const key of Object.keys(content)) {
    const meant = KEYS.find((known) => plain(known) === plain(key));
    if (meant !== undefined && meant !== key) {
      return fail(`unknown key ${describe(key)}; did you mean "${meant}"?`);
    }
  }
  const readWord = <T extends string>(key: string, words: readonly T[]): T | undefined => {
    const value = (content as Record<string, unknown>)[key];
    if (value === undefined || words.includes(value as T)) return value as T | undefined;
    const expected = words.map((word) => `"${word}"`).join(" or ");
    return fail(`${key} expected ${expected}, got ${describe(value)}`);
  };
  const { numClasses, ignoreIndex, classNames, palette, ...others } = content as Record<string, unknown>;
  if (numClasses !== undefined && !isClassCount(numClasses)) {
    return fail(
      `numClasses expected a whole number from 1 to ${MAX_SCORED_CLASSES}, got ${describe(numClasses)}`,
    );
  }
  if (ignoreIndex !== undefined && ignoreIndex !== null && !Number.isSafeInteger(ignoreIndex)) {
    return fail(`ignoreIndex expected a whole number within 2^53, got ${describe(ignoreIndex)}`);
  }
  if (Array.isArray(classNames) && classNames.length > MAX_SCORED_CLASSES) {
    return fail(`classNames expected at most ${MAX_SCORED_CLASSES} names, got ${classNames.length}`);
  }
  if (classNames !== undefined && !isListOfStrings(classNames)) {
    return fail(`classNames expected a list of names, got ${describe(classNames)}`);
  }
  if (numClasses !== undefined && classNames !== undefined && classNames.length !== numClasses) {
    return fail(`classNames expected ${numClasses} names, as many as numClasses, got ${classNames.length}`);
  }
  return {
    source,
    numClasses: numClasses ?? classNames?.length,
    ignoreIndex: (ignoreIndex as number | null | undefined) ?? undefined,
    classNames,
    // Of another shape, it is another program's key.
    palette:
      isListOfStrings(palette) && palette.every((colour) => colourValue(colour) !== undefined)
        ? palette
        : undefined,
    excludeClasses: others.excludeClasses,
    groups: others.groups,
    labelMapping: others.labelMapping,
    nodata: readWord("nodata", NODATA_CHOICES),
    voidPredictions: readWord("voidPredictions", VOID_PREDICTIONS),
  };
}

/** A key without what spellings differ by: num_classes, num-classes, NumClasses. */
function plain(key: string): string {
  return key.replace(/[_\- ]/g, "").toLowerCase();
}

function isClassCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_SCORED_CLASSES;
}

function isListOfStrings(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MAX_SCORED_CLASSES &&
    value.every((item) => typeof item === "string")
  );
}
