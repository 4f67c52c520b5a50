import { wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import type { SettingDifference } from "../../errors/runs.js";
import { deepFreeze, readInteger, readOptions } from "../../reading/options.js";
import { MAX_CLASSES } from "../../volumes/labelPair.js";
import type { EdgeKind } from "../../volumes/surfaceRequest.js";
import { differenceIn, readBackgroundClass, readIgnored } from "../boundary/boundarySettings.js";
import { readUnit } from "./lengthUnit.js";
import { readMeasuring } from "./surfaceDistances.js";

/** What surfaces of images are measured by; plain JSON. */
export interface SurfaceSettings {
  /** null: masks, of which every label but 0 is foreground, class 1. */
  readonly numClasses: number | null;
  /** The label that is not scored; null where all are. */
  readonly background: number | null;
  readonly tolerances: readonly number[];
  readonly percentile: number;
  readonly edges: EdgeKind;
  /** Ascending. */
  readonly ignoreIndex: readonly number[];
  /** Of all lengths; null where nobody told. */
  readonly unit: string | null;
}

export const SURFACE_OPTIONS = [
  "numClasses",
  "background",
  "tolerances",
  "percentile",
  "edges",
  "ignoreIndex",
  "unit",
] as const;

/** Options, or settings. @throws {TypeError | RangeError} one is of the wrong kind or impossible */
export function readSurfaceSettings(
  given: Partial<Record<(typeof SURFACE_OPTIONS)[number], unknown>>,
): SurfaceSettings {
  const numClasses =
    (given.numClasses ?? null) === null ? null : readInteger(given.numClasses, "numClasses", 1, MAX_CLASSES);
  const background = given.background === undefined ? ((numClasses ?? 1) > 1 ? 0 : null) : given.background;
  const { tolerances, percentile, edges } = readMeasuring(given);
  tolerances.forEach((tolerance, i) => {
    if (tolerance === Infinity) throw wrongValue(`tolerances[${i}]`, "a finite number", "Infinity");
  });
  return deepFreeze({
    numClasses,
    background: readBackgroundClass(background, numClasses),
    // -0 is 0, and JSON has only that.
    tolerances: tolerances.map((tolerance) => tolerance + 0),
    percentile: percentile + 0,
    edges,
    ignoreIndex: readIgnored(given.ignoreIndex),
    unit: readUnit(given.unit ?? null),
  });
}

export function surfaceSettingsFromJson(saved: unknown): SurfaceSettings {
  if (typeof saved !== "object" || saved === null) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  return readSurfaceSettings(readOptions(saved, SURFACE_OPTIONS, "state.settings"));
}

export function surfaceSettingsDifference(
  ours: SurfaceSettings,
  theirs: SurfaceSettings,
): SettingDifference | undefined {
  return differenceIn(SURFACE_OPTIONS, ours, theirs);
}
