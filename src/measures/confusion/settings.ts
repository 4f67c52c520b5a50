import { MAX_CLASSES } from "../../counting/confusionCells.js";
import { requireTwoClasses } from "../../counting/confusionRequest.js";
import type { ClassGroup } from "./countedRun.js";
import { contradiction, wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import type { SettingDifference } from "../../errors/runs.js";
import { describe } from "../../errors/describe.js";
import { deepFreeze, readBoolean, readIgnoreIndex, readInteger, readOptions } from "../../reading/options.js";
import {
  type LabelMapping,
  type LabelTable,
  type MappedSides,
  readLabelMapping,
} from "../../labels/labelMapping.js";
import { readThreshold, type SideThresholds } from "../../labels/threshold.js";
import { readVoidPredictions, type VoidPredictions } from "../../labels/voidPredictions.js";

/** What a scorer is made for. */
export interface ScorerOptions {
  /** Labels are 0..numClasses-1; 1 to 65,536. */
  readonly numClasses: number;
  /** Ground-truth label of pixels that do not count, or several; whatever was predicted there; any integers. */
  readonly ignoreIndex?: number | readonly number[] | undefined;
  /** One name a class; default "class 0", "class 1", ... */
  readonly classNames?: readonly string[] | undefined;
  /** Classes, by index or name, that are counted but left out of every mean. */
  readonly excludeClasses?: readonly (number | string)[] | undefined;
  /** Raw labels -> classes, for each side that holds raw labels. */
  readonly labelMapping?: LabelMapping | undefined;
  /**
   * What becomes of a pixel that is predicted void (ignoreIndex, or void by a named table of labelMapping) where the truth is
   * a class: "error" (an ignoreIndex within the classes is predicted like any other, everything else is refused), or "miss"
   * (it counts against its true class and for no predicted one). Default: "miss" where a table of your own in labelMapping
   * maps a predicted label to null, which means just that; else "error".
   */
  readonly voidPredictions?: VoidPredictions | undefined;
  /**
   * Of 2 classes: a pixel is foreground, class 1, where its value is greater. Of floats of one value a pixel and of integers, on
   * both sides alike, or { groundTruth, prediction } of each; as confusionMatrix takes it.
   */
  readonly threshold?: number | SideThresholds | undefined;
  /**
   * How the labels were got from files, in words of your own: what else than these options changes the counts. Scorers of another
   * reading do not merge.
   */
  readonly reading?: string | undefined;
  /** Categories: name -> its classes, by index or name; they may overlap, as nnU-Net's regions do. */
  readonly groups?: Readonly<Record<string, readonly (number | string)[]>> | undefined;
  /** Keep each image's counts; default true. false for endless streams: then memory does not grow, and what needs images says so. */
  readonly perImage?: boolean | undefined;
}

/** ScorerOptions, checked and complete: part of the state, so plain JSON. */
export interface ScorerSettings {
  readonly numClasses: number;
  readonly ignoreIndex: number | readonly number[] | null;
  readonly classNames: readonly string[] | null;
  readonly excludeClasses: readonly number[];
  readonly labelMapping: MappedSides | null;
  readonly voidPredictions: VoidPredictions;
  readonly threshold: SideThresholds | null;
  readonly reading: string | null;
  readonly groups: readonly ClassGroup[];
  readonly perImage: boolean;
}

const OPTIONS = [
  "numClasses",
  "ignoreIndex",
  "classNames",
  "excludeClasses",
  "labelMapping",
  "voidPredictions",
  "threshold",
  "reading",
  "groups",
  "perImage",
] as const;

/** @throws {TypeError | RangeError} an option is missing, of the wrong kind or impossible */
export function readSettings(options: unknown): ScorerSettings {
  const given = readOptions(options, OPTIONS, "options");
  const numClasses = readInteger(given.numClasses, "numClasses", 1, MAX_CLASSES);
  const classNames = readNames(given.classNames, numClasses);
  const classOf = classReader(numClasses, classNames);
  const threshold = readThreshold(given.threshold);
  requireTwoClasses(threshold, numClasses);
  if (threshold !== null && given.labelMapping !== undefined) {
    throw contradiction("threshold", "no labelMapping beside it", "both", "leave one of them out");
  }
  // Settings are handed out (settings, toJSON), and a state must not change with what is done to them there.
  return deepFreeze({
    numClasses,
    ignoreIndex: readIgnoreIndex(given.ignoreIndex) ?? null,
    classNames,
    excludeClasses: readClasses(given.excludeClasses ?? [], "excludeClasses", classOf),
    labelMapping: readLabelMapping(given.labelMapping, numClasses) ?? null,
    voidPredictions: readVoidPredictions(given.voidPredictions, given.labelMapping),
    threshold,
    reading: readReading(given.reading),
    groups: readGroups(given.groups, classOf),
    perImage: given.perImage === undefined ? true : readBoolean(given.perImage, "perImage"),
  });
}

/** The options from which readSettings makes the same settings. */
export function optionsOf(settings: ScorerSettings): ScorerOptions {
  const { ignoreIndex, classNames, labelMapping, threshold, reading, groups } = settings;
  // Of a saved state nothing is certain yet: what is no table is left to readLabelMapping.
  const table = (side: unknown): LabelTable | "nonzero" | undefined =>
    Array.isArray(side) ? new Map(side as [number, number | null][]) : side === "nonzero" ? side : undefined;
  return {
    ...settings,
    ignoreIndex: ignoreIndex ?? undefined,
    classNames: classNames ?? undefined,
    labelMapping:
      labelMapping === null
        ? undefined
        : { groundTruth: table(labelMapping.groundTruth), prediction: table(labelMapping.prediction) },
    threshold: threshold ?? undefined,
    reading: reading ?? undefined,
    groups: Object.fromEntries(groups.map(({ name, classes }) => [name, classes])),
  };
}

/** The settings that states of version 1 have. */
const FIRST_SETTINGS = [
  "numClasses",
  "ignoreIndex",
  "classNames",
  "excludeClasses",
  "labelMapping",
  "groups",
  "perImage",
] as const;

/** Settings as a state has them. */
export type ScorerSettingsJson = Pick<ScorerSettings, (typeof FIRST_SETTINGS)[number]> &
  Partial<ScorerSettings>;

/**
 * Settings that came later are left out where they have their default: the states and digests of those who do not use them
 * stay what they were.
 */
export function settingsToJson(settings: ScorerSettings): ScorerSettingsJson {
  const defaults = readSettings({ numClasses: settings.numClasses });
  const isFirst = (key: string): boolean => (FIRST_SETTINGS as readonly string[]).includes(key);
  return Object.freeze(
    Object.fromEntries(
      Object.entries(settings).filter(
        ([key, value]) => isFirst(key) || value !== defaults[key as keyof ScorerSettings],
      ),
    ),
  ) as unknown as ScorerSettingsJson;
}

/** Saved settings are checked as options are, with the defaults of what an older state does not have. */
export function settingsFromJson(saved: unknown): ScorerSettings {
  if (!isObject(saved) || Array.isArray(saved)) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  const { groups, labelMapping } = saved as Partial<Record<keyof ScorerSettings, unknown>>;
  if (!isListOf(groups, (group) => isObject(group) && typeof (group as ClassGroup).name === "string")) {
    throw wrongType("state.settings.groups", "an array of groups", describe(groups));
  }
  const sides = isObject(labelMapping) ? Object.values(labelMapping) : [labelMapping];
  if (!sides.every((side) => side === null || side === "nonzero" || isListOf(side, Array.isArray))) {
    throw wrongType("state.settings.labelMapping", "null, or pairs of each side", describe(labelMapping));
  }
  // A state says nothing of void predictions where they are errors.
  return readSettings({ voidPredictions: "error", ...optionsOf(saved as ScorerSettings) });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false;
  // every() passes holes over, however many they are.
  for (const item of value) if (!isItem(item)) return false;
  return true;
}

/** The names of a scorer's classes. */
export function classNamesOf({ numClasses, classNames }: ScorerSettings): readonly string[] {
  return classNames ?? Array.from({ length: numClasses }, (_, c) => `class ${c}`);
}

/** The first setting in which two scorers differ; undefined where they agree. */
export function settingsDifference(
  ours: ScorerSettings,
  theirs: ScorerSettings,
): SettingDifference | undefined {
  for (const key of OPTIONS) {
    const [a, b] = [JSON.stringify(ours[key]), JSON.stringify(theirs[key])];
    if (a !== b) return { setting: key, ours: shorten(a), theirs: shorten(b) };
  }
  return undefined;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function readNames(value: unknown, numClasses: number): readonly string[] | null {
  if (value === undefined) return null;
  if (!Array.isArray(value)) throw wrongType("classNames", "an array of strings", describe(value));
  if (value.length !== numClasses) {
    throw wrongLength("classNames", `${numClasses} names, as many as numClasses`, String(value.length));
  }
  const names: readonly unknown[] = [...(value as unknown[])];
  if (!isListOf(names, (name) => typeof name === "string")) {
    throw wrongType("classNames", "an array of strings", describe(value));
  }
  return names as readonly string[];
}

function readReading(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value !== "string") throw wrongType("reading", "a text", describe(value));
  return value;
}

type ClassReader = (value: unknown, argument: string) => number;

/** Reads a class by its index, or by a name that one class has. */
function classReader(numClasses: number, classNames: readonly string[] | null): ClassReader {
  return (value, argument) => {
    if (typeof value !== "string") return readInteger(value, argument, 0, numClasses - 1);
    const first = classNames?.indexOf(value) ?? -1;
    if (first < 0) {
      throw wrongValue(argument, "an index, or a name of classNames", describe(value));
    }
    if (classNames?.includes(value, first + 1) === true) {
      throw wrongValue(
        argument,
        "a name that one class has",
        `${describe(value)}, which several have`,
        "pass the index",
      );
    }
    return first;
  };
}

function readClasses(value: unknown, argument: string, classOf: ClassReader): number[] {
  if (!Array.isArray(value)) {
    throw wrongType(argument, "an array of class indices or names", describe(value));
  }
  return [...new Set(Array.from(value, (item) => classOf(item, argument)))].sort((a, b) => a - b);
}

function readGroups(value: unknown, classOf: ClassReader): ClassGroup[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType("groups", "an object of name -> classes: { vehicle: [13, 14] }", describe(value));
  }
  const groups = Object.entries(value).map(([name, classes]) => ({
    name,
    classes: readClasses(classes, `groups, ${describe(name)}`, classOf),
  }));
  const empty = groups.find(({ classes }) => classes.length === 0);
  if (empty !== undefined) throw wrongValue(`groups, ${describe(empty.name)}`, "at least 1 class", "none");
  return groups;
}
