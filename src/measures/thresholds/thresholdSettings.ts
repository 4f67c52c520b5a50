import { wrongType, wrongValue } from "../../errors/argument.js";
import type { SettingDifference } from "../../errors/runs.js";
import { describe } from "../../errors/describe.js";
import { deepFreeze, readBoolean, readInteger, readOptions } from "../../reading/options.js";

/** What probabilities are counted by. */
export interface ThresholdSettings {
  /** Thresholds are k / bins, k = 0..bins. */
  readonly bins: number;
  readonly numClasses: number;
  readonly ignoreIndex: number | null;
  readonly perImage: boolean;
}

/** Cells have 32-bit indices, two a bin and class; more than this no memory holds. */
const MAX_BINS_OF_CLASSES = 2 ** 27;

export const THRESHOLD_OPTIONS = ["bins", "numClasses", "ignoreIndex", "perImage"] as const;

/** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
export function readThresholdSettings({
  bins,
  numClasses,
  ignoreIndex,
  perImage,
}: Partial<Record<keyof ThresholdSettings, unknown>>): ThresholdSettings {
  const settings = {
    bins: readInteger(bins ?? 100, "bins", 1, 65_536),
    numClasses: readInteger(numClasses ?? 1, "numClasses", 1, 65_536),
    ignoreIndex:
      ignoreIndex === undefined
        ? null
        : readInteger(ignoreIndex, "ignoreIndex", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    perImage: perImage === undefined ? true : readBoolean(perImage, "perImage"),
  };
  const size = (settings.bins + 1) * settings.numClasses;
  if (size > MAX_BINS_OF_CLASSES) {
    throw wrongValue("bins", `at most ${MAX_BINS_OF_CLASSES} of all classes together`, String(size));
  }
  return deepFreeze(settings);
}

export function thresholdSettingsFromJson(saved: unknown): ThresholdSettings {
  if (typeof saved !== "object" || saved === null) {
    throw wrongType("state.settings", "an object", describe(saved), "the state is incomplete");
  }
  const given = readOptions(saved, THRESHOLD_OPTIONS, "state.settings");
  return readThresholdSettings({ ...given, ignoreIndex: given.ignoreIndex ?? undefined });
}

export function thresholdSettingsDifference(
  ours: ThresholdSettings,
  theirs: ThresholdSettings,
): SettingDifference | undefined {
  const setting = THRESHOLD_OPTIONS.find((key) => ours[key] !== theirs[key]);
  return setting && { setting, ours: String(ours[setting]), theirs: String(theirs[setting]) };
}
