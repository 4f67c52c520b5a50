import { contradiction, wrongType } from "../../errors/argument.js";
import { describe, shorten } from "../../errors/describe.js";
import type { SettingDifference } from "../../errors/runs.js";
import { deepFreeze, readBoolean, readIgnoreIndex, readInteger, readOptions } from "../../reading/options.js";
import { MAX_CLASSES } from "../../volumes/labelPair.js";
import { readWidth } from "./boundaryIou.js";

/** What boundaries of images are counted by; plain JSON. */
export interface BoundarySettings {
  /** null: masks, of which every label but 0 is foreground, class 1. */
  readonly numClasses: number | null;
  /** The label that is not scored; null where all are. */
  readonly background: number | null;
  /** A share of each image's diagonal; null where the distance is told. */
  readonly ratio: number | null;
  /** Pixels. */
  readonly distance: number | null;
  /** Ascending. */
  readonly ignoreIndex: readonly number[];
  readonly perImage: boolean;
}

export const BOUNDARY_OPTIONS = [
  "numClasses",
  "background",
  "ratio",
  "distance",
  "ignoreIndex",
  "perImage",
] as const;

type Given = Partial<Record<(typeof BOUNDARY_OPTIONS)[number], unknown>>;

/** Options, or settings: what is null was not told. @throws {TypeError | RangeError} one is of the wrong kind or impossible */
export function readBoundarySettings(given: Given): BoundarySettings {
  const numClasses =
    (given.numClasses ?? null) === null ? null : readInteger(given.numClasses, "numClasses", 1, MAX_CLASSES);
  return deepFreeze({
    numClasses,
    background: readBackgroundClass(given.background ?? null, numClasses),
    ...readWidth(given.ratio ?? undefined, given.distance ?? undefined),
    ignoreIndex: readIgnored(given.ignoreIndex),
    perImage: given.perImage === undefined ? true : readBoolean(given.perImage, "perImage"),
  });
}

/** The label that is not scored, or null. @throws {TypeError | RangeError} it is none of the classes, or the only one */
export function readBackgroundClass(value: unknown, numClasses: number | null): number | null {
  if (value === null) return null;
  if (numClasses === null) {
    throw contradiction(
      "background",
      "nothing without numClasses: of masks 0 is background",
      describe(value),
      "pass numClasses: 2",
    );
  }
  if (numClasses === 1) {
    throw contradiction(
      "background",
      "nothing with numClasses: 1, of which no class is left",
      describe(value),
    );
  }
  return readInteger(value, "background", 0, numClasses - 1) + 0;
}

/** One label or several as an ascending list. */
export function readIgnored(value: unknown): number[] {
  return [readIgnoreIndex(value ?? undefined) ?? []].flat().map((label) => label + 0);
}

export function boundarySettingsFromJson(saved: unknown): BoundarySettings {
  if (typeof saved !== "object" || saved === null) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  return readBoundarySettings(readOptions(saved, BOUNDARY_OPTIONS, "state.settings"));
}

export function boundarySettingsDifference(
  ours: BoundarySettings,
  theirs: BoundarySettings,
): SettingDifference | undefined {
  return differenceIn(BOUNDARY_OPTIONS, ours, theirs);
}

const SHOWN = 200;

/** The first of the settings that is not the same in both. */
export function differenceIn<K extends string>(
  names: readonly K[],
  ours: Readonly<Record<K, unknown>>,
  theirs: Readonly<Record<K, unknown>>,
): SettingDifference | undefined {
  for (const setting of names) {
    const [our, their] = [JSON.stringify(ours[setting]), JSON.stringify(theirs[setting])];
    if (our !== their) return { setting, ours: shorten(our, SHOWN), theirs: shorten(their, SHOWN) };
  }
  return undefined;
}

/** Labels of a state's classes: of masks 0, which is not scored, and 1. */
export function labelCount({ numClasses }: { readonly numClasses: number | null }): number {
  return numClasses ?? 2;
}

/** Whether a label has scores. */
export function isScored(
  { numClasses, background }: { readonly numClasses: number | null; readonly background: number | null },
  label: number,
): boolean {
  return label !== (numClasses === null ? 0 : background);
}
