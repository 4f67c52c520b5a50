import { contradiction, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import type { SettingDifference } from "../../errors/runs.js";
import {
  deepFreeze,
  readBoolean,
  readChoice,
  readFiniteNumber,
  readInteger,
  readOptions,
} from "../../reading/options.js";
import { readBackground } from "../../volumes/connectedComponents.js";
import { CONNECTIVITIES, type Connectivity } from "../../volumes/connectivity.js";
import { readUnit } from "../surfaces/lengthUnit.js";
import {
  type InstanceSurfaceOptions,
  type InstanceSurfaceSettings,
  readInstanceSurfaces,
} from "./instanceSurfaceSettings.js";

/** How components are found and matched; the same options wherever that is done. */
export interface MatchOptions {
  /** Neighbours of a pixel: 4 or 8 of an image, 6, 18 or 26 of a volume. Default: all of them, 8 or 26. */
  readonly connectivity?: Connectivity | undefined;
  /** The label that is no component; default 0. */
  readonly background?: number | undefined;
  /** Ground-truth label of pixels that do not count: they are background on both sides. */
  readonly ignoreIndex?: number | undefined;
  /**
   * How components of one class are matched, one to one. "iou" (default): those whose IoU is above iouThreshold, the highest
   * first. "overlap": those that share a pixel, the most pixels first. Of equals the component that comes first is first, of the
   * ground truth and then of the prediction.
   */
  readonly match?: MatchRule | undefined;
  /** Of match "iou": 0 to 1, without 1; default 0.5, from where on no component has two candidates. */
  readonly iouThreshold?: number | undefined;
  /** Components of fewer pixels are left out, on both sides; default 1: none is. */
  readonly minPixels?: number | undefined;
  /** Components of less volume (area, of an image) are left out, on both sides; in the unit of spacing, which must be told. */
  readonly minVolume?: number | undefined;
  /** Measure the surfaces of each matched pair, as surfaceDistances does; {} takes its defaults. Without it, none is measured. */
  readonly surfaces?: InstanceSurfaceOptions | undefined;
}

export type MatchRule = "iou" | "overlap";

/** MatchOptions, checked and complete; plain JSON. */
export interface MatchSettings {
  readonly connectivity: Connectivity | null;
  readonly background: number;
  readonly ignoreIndex: number | null;
  readonly match: MatchRule;
  /** null with match "overlap". */
  readonly iouThreshold: number | null;
  readonly minPixels: number;
  readonly minVolume: number | null;
  /** Left out where surfaces are not measured. */
  readonly surfaces?: InstanceSurfaceSettings;
}

/** What images of components are counted by. */
export interface ComponentSettings extends MatchSettings {
  readonly numClasses: number;
  /** Of all lengths and volumes; left out where nobody told. */
  readonly unit?: string;
  readonly perImage: boolean;
}

export const MAX_COMPONENT_CLASSES = 65_536;

export const MATCH_OPTIONS = [
  "connectivity",
  "background",
  "ignoreIndex",
  "match",
  "iouThreshold",
  "minPixels",
  "minVolume",
  "surfaces",
] as const;

export const COMPONENT_OPTIONS = ["numClasses", ...MATCH_OPTIONS, "unit", "perImage"] as const;

/** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
export function readMatchSettings(
  given: Partial<Record<(typeof MATCH_OPTIONS)[number], unknown>>,
): MatchSettings {
  const match = readChoice(given.match ?? "iou", ["iou", "overlap"], "match");
  if (match === "overlap" && given.iouThreshold !== undefined) {
    throw contradiction("iouThreshold", 'nothing with match: "overlap"', describe(given.iouThreshold));
  }
  if (given.minPixels !== undefined && given.minVolume !== undefined) {
    throw contradiction("minVolume", "nothing with minPixels", describe(given.minVolume));
  }
  const background = readBackground(given.background);
  const ignoreIndex =
    given.ignoreIndex === undefined
      ? null
      : readInteger(given.ignoreIndex, "ignoreIndex", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (ignoreIndex === background) {
    throw contradiction("ignoreIndex", "another label than background", String(ignoreIndex));
  }
  return {
    connectivity: readConnectivity(given.connectivity),
    background,
    ignoreIndex,
    match,
    iouThreshold: match === "overlap" ? null : readIouThreshold(given.iouThreshold),
    minPixels: readInteger(given.minPixels ?? 1, "minPixels", 1, Number.MAX_SAFE_INTEGER),
    minVolume: readMinVolume(given.minVolume),
    ...(given.surfaces === undefined ? {} : { surfaces: readInstanceSurfaces(given.surfaces) }),
  };
}

function readConnectivity(value: unknown): Connectivity | null {
  if (value === undefined) return null;
  if (typeof value !== "number") throw wrongType("connectivity", "a number of neighbours", describe(value));
  if (!(CONNECTIVITIES as readonly number[]).includes(value)) {
    throw wrongValue("connectivity", "4 or 8 of images, 6, 18 or 26 of volumes", describe(value));
  }
  return value as Connectivity;
}

function readIouThreshold(value: unknown): number {
  const threshold = readFiniteNumber(value ?? 0.5, "iouThreshold");
  if (threshold < 0 || threshold >= 1) {
    throw wrongValue("iouThreshold", "a number from 0 to 1, below 1", describe(value), "a match is above it");
  }
  return threshold + 0;
}

function readMinVolume(value: unknown): number | null {
  if (value === undefined) return null;
  const volume = readFiniteNumber(value, "minVolume");
  if (volume < 0) throw wrongValue("minVolume", "a number of at least 0", describe(value));
  return volume + 0;
}

/** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
export function readComponentSettings(
  given: Partial<Record<(typeof COMPONENT_OPTIONS)[number], unknown>>,
): ComponentSettings {
  const unit = readUnit(given.unit ?? null);
  return deepFreeze({
    numClasses: readInteger(given.numClasses ?? 2, "numClasses", 1, MAX_COMPONENT_CLASSES),
    ...readMatchSettings(given),
    ...(unit === null ? {} : { unit }),
    perImage: given.perImage === undefined ? true : readBoolean(given.perImage, "perImage"),
  });
}

export function componentSettingsFromJson(saved: unknown): ComponentSettings {
  if (typeof saved !== "object" || saved === null) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  return readComponentSettings(withoutNulls(readOptions(saved, COMPONENT_OPTIONS, "state.settings")));
}

/** Settings as options: what is null was not given, and minPixels of 1 leaves nothing out. */
export function withoutNulls(
  given: Partial<Record<(typeof COMPONENT_OPTIONS)[number], unknown>>,
): Partial<Record<(typeof COMPONENT_OPTIONS)[number], unknown>> {
  const told = Object.entries(given).filter(
    ([key, value]) => value !== null && !(key === "minPixels" && value === 1),
  );
  return Object.fromEntries(told);
}

export function componentSettingsDifference(
  ours: ComponentSettings,
  theirs: ComponentSettings,
): SettingDifference | undefined {
  const text = (settings: ComponentSettings, key: keyof ComponentSettings): string =>
    JSON.stringify(settings[key] ?? null);
  const setting = COMPONENT_OPTIONS.find((key) => text(ours, key) !== text(theirs, key));
  return setting && { setting, ours: text(ours, setting), theirs: text(theirs, setting) };
}
