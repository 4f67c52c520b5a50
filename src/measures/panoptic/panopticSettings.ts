import { contradiction, wrongType, wrongValue } from "../../errors/argument.js";
import { describe, shorten } from "../../errors/describe.js";
import type { SettingDifference } from "../../errors/runs.js";
import {
  deepFreeze,
  readBoolean,
  readChoice,
  readFiniteNumber,
  readInteger,
  readOptions,
} from "../../reading/options.js";
import { readProperty } from "../../reading/property.js";

/** A category as callers give it, in the library's spelling or in COCO's; whatever else it has is not looked at. */
export interface PanopticCategoryOptions {
  /** A whole number, unlike every other category's. */
  readonly id: number;
  /** Whether its segments are things, which can be counted, or stuff, which cannot. */
  readonly isThing?: boolean | 0 | 1 | undefined;
  /** COCO's spelling of isThing. */
  readonly isthing?: boolean | 0 | 1 | undefined;
  readonly name?: string | undefined;
}

/** A category, checked. */
export interface PanopticCategory {
  readonly id: number;
  readonly isThing: boolean;
  readonly name?: string;
}

/** What becomes of a segment whose listed area is not its area in the map. */
export type PanopticAreas = "listed" | "checked";

/** What panoptic segments are counted by. */
export interface PanopticSettings {
  readonly categories: readonly PanopticCategory[];
  readonly areas: PanopticAreas;
  readonly perImage: boolean;
  /** Not there: boundaries are not looked at. */
  readonly boundaryRatio?: number;
}

/** An image's row numbers cells by category, in 32 bits. */
const MAX_CATEGORIES = 2 ** 20;

export const PANOPTIC_OPTIONS = ["categories", "areas", "perImage", "boundaryRatio"] as const;

/** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
export function readPanopticSettings(
  given: Partial<Record<keyof PanopticSettings, unknown>>,
): PanopticSettings {
  return settingsOf(given, "categories");
}

function settingsOf(
  { categories, areas, perImage, boundaryRatio }: Partial<Record<keyof PanopticSettings, unknown>>,
  place: string,
): PanopticSettings {
  return deepFreeze({
    categories: readCategories(categories, place),
    areas: readChoice(areas ?? "listed", ["listed", "checked"], "areas"),
    perImage: perImage === undefined ? true : readBoolean(perImage, "perImage"),
    ...(boundaryRatio === undefined ? {} : { boundaryRatio: readRatio(boundaryRatio) }),
  });
}

function readRatio(value: unknown): number {
  const ratio = readFiniteNumber(value, "boundaryRatio");
  if (ratio > 0 && ratio <= 1) return ratio;
  throw wrongValue("boundaryRatio", "a number above 0, up to 1", describe(ratio));
}

/**
 * torchmetrics knows no boundaries.
 *
 * @throws {RangeError} rules of it are asked for
 */
export function requireRules(
  { boundaryRatio }: PanopticSettings,
  { followsList, name }: { readonly followsList: boolean; readonly name: string },
): void {
  if (boundaryRatio === undefined || followsList) return;
  throw wrongValue(
    "convention",
    '"panopticapi" or "cityscapes", which boundaryRatio goes with',
    describe(name),
    "leave boundaryRatio out",
  );
}

export function panopticSettingsFromJson(saved: unknown): PanopticSettings {
  if (typeof saved !== "object" || saved === null) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  return settingsOf(readOptions(saved, PANOPTIC_OPTIONS, "state.settings"), "state.settings.categories");
}

export function panopticSettingsDifference(
  ours: PanopticSettings,
  theirs: PanopticSettings,
): SettingDifference | undefined {
  for (const setting of PANOPTIC_OPTIONS) {
    const [our, their] = [JSON.stringify(ours[setting]), JSON.stringify(theirs[setting])];
    if (our !== their) return { setting, ours: shorten(our, SHOWN), theirs: shorten(their, SHOWN) };
  }
  return undefined;
}

const SHOWN = 200;

function readCategories(value: unknown, place: string): PanopticCategory[] {
  if (!Array.isArray(value)) {
    throw wrongType(place, "an array of { id, isThing, name? }", describe(value));
  }
  if (value.length === 0) throw wrongValue(place, "at least 1 category", "none");
  if (value.length > MAX_CATEGORIES) {
    throw wrongValue(place, `at most ${MAX_CATEGORIES} categories`, String(value.length));
  }
  const known = new Set<number>();
  return Array.from(value as unknown[], (given, i) => {
    const category = readCategory(given, `${place}[${i}]`);
    if (known.has(category.id)) {
      throw wrongValue(`${place}[${i}].id`, "an id unlike every other category's", `${category.id} again`);
    }
    known.add(category.id);
    return category;
  });
}

function readCategory(given: unknown, place: string): PanopticCategory {
  if (typeof given !== "object" || given === null) {
    throw wrongType(place, "{ id, isThing, name? }", describe(given));
  }
  const id = readId(readProperty(given, "id", place), `${place}.id`);
  const isThing = readFlag(given, "isThing", "isthing", place);
  if (isThing === undefined) {
    throw wrongType(
      `${place}.isThing`,
      "true or false (COCO: isthing 1 or 0)",
      "nothing",
      "say whether its segments are things or stuff",
    );
  }
  const name = readProperty(given, "name", place);
  if (name !== undefined && typeof name !== "string") {
    throw wrongType(`${place}.name`, "a string", describe(name));
  }
  return { id, isThing, ...(name === undefined ? {} : { name }) };
}

/** A category's id, wherever it stands. */
export function readId(value: unknown, place: string): number {
  // -0 is 0.
  return readInteger(value, place, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) + 0;
}

/** Yes or no, in the library's spelling or in COCO's; undefined where neither is there. */
export function readFlag(given: object, ours: string, cocos: string, place: string): boolean | undefined {
  const read = (name: string): boolean | undefined => {
    const value = readProperty(given, name, place);
    if (value === undefined || typeof value === "boolean") return value;
    return readInteger(value, `${place}.${name}`, 0, 1) === 1;
  };
  const [our, their] = [read(ours), read(cocos)];
  if (our !== undefined && their !== undefined && our !== their) {
    throw contradiction(`${place}.${ours}`, `the same as its ${cocos}`, String(our));
  }
  return our ?? their;
}
