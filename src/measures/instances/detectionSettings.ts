import { wrongType, wrongValue } from "../../errors/argument.js";
import { describe, shorten } from "../../errors/describe.js";
import type { SettingDifference } from "../../errors/runs.js";
import { deepFreeze, readBoolean, readChoice, readFiniteNumber, readInteger } from "../../reading/options.js";
import { readOptions } from "../../reading/options.js";
import { readProperty } from "../../reading/property.js";
import { describeData, typedArrayName } from "../../reading/typedArray.js";

/** What of objects and detections is compared: boxes, masks, or the smaller of the IoUs of masks and of their boundaries. */
export type DetectionTask = "boxes" | "masks" | "boundaries";

/** Whose rules: pycocotools', the LVIS API's, or the VOC devkit's of 2007 (11 points) or of 2010 (area). */
export type DetectionConvention = "coco" | "lvis" | "voc2007" | "voc2010";

/** What pycocotools does oddly, by name; left as it is unless it is listed in `corrections`. */
export type DetectionCorrection = (typeof CORRECTIONS)[number];

export const CORRECTIONS = [
  "ignore",
  "area",
  "ties",
  "threshold",
  "recall",
  "zeroId",
  "hundredDetections",
] as const;

/** A category as COCO or LVIS has it; whatever else it has is not looked at. */
export interface DetectionCategoryOptions {
  /** A whole number, unlike every other category's. */
  readonly id: number;
  readonly name?: string | undefined;
  /** LVIS: in few (r), some (c) or many (f) images of its training set. */
  readonly frequency?: "r" | "c" | "f" | undefined;
}

export interface DetectionCategory {
  readonly id: number;
  readonly name?: string;
  readonly frequency?: "r" | "c" | "f";
}

/** Objects of an area from `range[0]` to `range[1]` pixels, both included. */
export interface AreaRange {
  readonly name: string;
  readonly range: readonly [least: number, most: number];
}

/** What detections are matched by. */
export interface DetectionSettings {
  readonly task: DetectionTask;
  /** By rising id, as pycocotools goes through them. */
  readonly categories: readonly DetectionCategory[];
  readonly iouThresholds: readonly number[];
  /** Rising. */
  readonly maxDetections: readonly number[];
  readonly areaRanges: readonly AreaRange[];
  readonly perCategory: boolean;
  readonly recallThresholds: readonly number[];
  readonly convention: DetectionConvention;
  readonly corrections: readonly DetectionCorrection[];
  /** Width of a boundary as a part of the image's diagonal. */
  readonly dilationRatio: number;
}

export const DETECTION_OPTIONS = [
  "task",
  "categories",
  "iouThresholds",
  "maxDetections",
  "areaRanges",
  "perCategory",
  "recallThresholds",
  "convention",
  "corrections",
  "dilationRatio",
] as const;

/** A bit each in 32. */
const MOST_THRESHOLDS = 32;
const MOST_CATEGORIES = 2 ** 20;
const MOST_AREAS = 16;
const MOST_DETECTIONS = 2 ** 24;

/** NumPy's linspace, to the last bit: the ninth of linspace(.5, .95, 10) is .8999999999999999. */
export function linspace(first: number, last: number, count: number): number[] {
  const step = (last - first) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? last : first + i * step));
}

const COCO_AREAS = { all: [0, 1e10], small: [0, 1024], medium: [1024, 9216], large: [9216, 1e10] } as const;

/** Names of ranges that are given as a list. */
const AREA_NAMES = Object.keys(COCO_AREAS);

/** The range that is not about size. */
export const ALL_AREAS = "all";

/** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
export function readDetectionSettings(
  given: Partial<Record<keyof DetectionSettings, unknown>>,
  place = "",
): DetectionSettings {
  const convention = readChoice(
    given.convention ?? "coco",
    ["coco", "lvis", "voc2007", "voc2010"],
    `${place}convention`,
  );
  const isVoc = convention === "voc2007" || convention === "voc2010";
  const maxDetections = isVoc ? [MOST_DETECTIONS] : convention === "lvis" ? [300] : [1, 10, 100];
  return deepFreeze({
    task: readChoice(given.task, ["boxes", "masks", "boundaries"], `${place}task`),
    categories: readCategories(given.categories, `${place}categories`),
    iouThresholds: readNumbers(
      given.iouThresholds ?? (isVoc ? [0.5] : linspace(0.5, 0.95, 10)),
      `${place}iouThresholds`,
      MOST_THRESHOLDS,
      1,
    ),
    maxDetections: readLimits(given.maxDetections ?? maxDetections, `${place}maxDetections`),
    areaRanges: readAreas(
      given.areaRanges ?? (isVoc ? { all: [0, 1e10] } : COCO_AREAS),
      `${place}areaRanges`,
    ),
    perCategory:
      given.perCategory === undefined ? true : readBoolean(given.perCategory, `${place}perCategory`),
    recallThresholds: readRising(
      given.recallThresholds ?? (convention === "voc2007" ? linspace(0, 1, 11) : linspace(0, 1, 101)),
      `${place}recallThresholds`,
    ),
    convention,
    corrections: readCorrections(given.corrections ?? [], `${place}corrections`),
    dilationRatio: readRatio(given.dilationRatio ?? 0.02, `${place}dilationRatio`),
  });
}

export function detectionSettingsFromJson(saved: unknown): DetectionSettings {
  if (typeof saved !== "object" || saved === null) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  const given = readOptions(saved, DETECTION_OPTIONS, "state.settings");
  const missing = DETECTION_OPTIONS.find((name) => given[name] === undefined);
  if (missing !== undefined) {
    throw wrongType(`state.settings.${missing}`, "a value", "nothing", "the state is incomplete");
  }
  return readDetectionSettings(given, "state.settings.");
}

export function detectionSettingsDifference(
  ours: DetectionSettings,
  theirs: DetectionSettings,
): SettingDifference | undefined {
  for (const setting of DETECTION_OPTIONS) {
    const [our, their] = [JSON.stringify(ours[setting]), JSON.stringify(theirs[setting])];
    if (our !== their) return { setting, ours: shorten(our, SHOWN), theirs: shorten(their, SHOWN) };
  }
  return undefined;
}

const SHOWN = 200;

function readList(value: unknown, argument: string, what: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) && (typedArrayName(value)?.startsWith("Big") ?? true)) {
    throw wrongType(argument, `a list of ${what}`, describeData(value));
  }
  const list = value as ArrayLike<unknown>;
  if (list.length === 0) throw wrongValue(argument, `at least one of ${what}`, "none");
  if (list.length > most) throw wrongValue(argument, `at most ${most} of ${what}`, String(list.length));
  return Array.from(list);
}

function readNumbers(value: unknown, argument: string, most: number, bound: number): number[] {
  return readList(value, argument, "numbers", most).map((item, i) => {
    const number = readFiniteNumber(item, `${argument}[${i}]`) + 0;
    if (number < 0 || number > bound) {
      throw wrongValue(`${argument}[${i}]`, `a number from 0 to ${bound}`, String(number));
    }
    return number;
  });
}

function readRising(value: unknown, argument: string): number[] {
  const numbers = readNumbers(value, argument, 100_001, 1);
  numbers.forEach((number, i) => {
    if (i > 0 && number <= (numbers[i - 1] as number)) {
      throw wrongValue(`${argument}[${i}]`, `more than the one before it, ${numbers[i - 1]}`, String(number));
    }
  });
  return numbers;
}

function readLimits(value: unknown, argument: string): number[] {
  const limits = readList(value, argument, "limits", 3).map((item, i) =>
    readInteger(item, `${argument}[${i}]`, 1, MOST_DETECTIONS),
  );
  return limits.sort((a, b) => a - b);
}

function readRatio(value: unknown, argument: string): number {
  const ratio = readFiniteNumber(value, argument);
  if (!(ratio > 0 && ratio <= 1)) throw wrongValue(argument, "a number above 0, up to 1", String(ratio));
  return ratio;
}

function readCorrections(value: unknown, argument: string): DetectionCorrection[] {
  if (!Array.isArray(value)) throw wrongType(argument, "a list of names", describe(value));
  const wanted = new Set(
    Array.from(value as unknown[], (name, i) => readChoice(name, CORRECTIONS, `${argument}[${i}]`)),
  );
  return CORRECTIONS.filter((name) => wanted.has(name));
}

/** { all: [0, 1e10], ... }, or as COCOeval has them: a list of pairs, by COCO's four names; or as settings have them. */
function readAreas(value: unknown, argument: string): AreaRange[] {
  const named = (name: string, range: unknown, place: string): AreaRange => {
    const bounds = readNumbers(range, place, 2, Number.MAX_VALUE);
    const [least, most] = bounds as [number, number];
    if (bounds.length !== 2 || !(least <= most)) {
      throw wrongValue(place, "[least, most] area in pixels", `[${bounds.join(", ")}]`);
    }
    return { name, range: [least, most] };
  };
  let ranges: AreaRange[];
  if (Array.isArray(value)) {
    ranges = Array.from(value as unknown[], (item, i) => {
      const place = `${argument}[${i}]`;
      if (Array.isArray(item)) return named(AREA_NAMES[i] ?? `range ${i}`, item, place);
      if (typeof item !== "object" || item === null) {
        throw wrongType(place, "{ name, range: [least, most] }", describe(item));
      }
      const name = readProperty(item, "name", place);
      if (typeof name !== "string") throw wrongType(`${place}.name`, "a string", describe(name));
      return named(name, readProperty(item, "range", place), `${place}.range`);
    });
  } else if (typeof value === "object" && value !== null) {
    ranges = Object.entries(value).map(([name, range]) => named(name, range, `${argument}.${name}`));
  } else {
    throw wrongType(argument, "{ all: [least, most], small: [least, most], ... }", describe(value));
  }
  if (ranges.length > MOST_AREAS) {
    throw wrongValue(argument, `at most ${MOST_AREAS} ranges`, String(ranges.length));
  }
  const names = ranges.map(({ name }) => name);
  if (new Set(names).size < names.length || !names.includes(ALL_AREAS)) {
    throw wrongValue(
      argument,
      'ranges of different names, and one of them "all"',
      names.join(", ") || "none",
    );
  }
  return ranges;
}

function readCategories(value: unknown, argument: string): DetectionCategory[] {
  const known = new Set<number>();
  const categories = readList(value, argument, "categories: { id, name? } or ids", MOST_CATEGORIES).map(
    (given, i) => {
      const category = readCategory(given, `${argument}[${i}]`);
      if (known.has(category.id)) {
        throw wrongValue(
          `${argument}[${i}].id`,
          "an id unlike every other category's",
          `${category.id} again`,
        );
      }
      known.add(category.id);
      return category;
    },
  );
  return categories.sort((a, b) => a.id - b.id);
}

function readCategory(given: unknown, place: string): DetectionCategory {
  if (typeof given === "number") return { id: readId(given, place) };
  if (typeof given !== "object" || given === null) {
    throw wrongType(place, "{ id, name? } or an id", describe(given));
  }
  const id = readId(readProperty(given, "id", place), `${place}.id`);
  const name = readProperty(given, "name", place);
  if (name !== undefined && typeof name !== "string") {
    throw wrongType(`${place}.name`, "a string", describe(name));
  }
  const frequency = readProperty(given, "frequency", place);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(frequency === undefined
      ? {}
      : { frequency: readChoice(frequency, ["r", "c", "f"], `${place}.frequency`) }),
  };
}

function readId(value: unknown, place: string): number {
  // -0 is 0.
  return readInteger(value, place, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) + 0;
}
