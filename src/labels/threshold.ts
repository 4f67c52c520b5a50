import { readFiniteNumber, readOptions } from "../reading/options.js";

/** Above which value a pixel of each side is foreground, class 1 of two; what equals it is background. */
export interface SideThresholds {
  readonly groundTruth: number;
  readonly prediction: number;
}

/** @param value one number for both sides, or one for each; null where nothing was said */
export function readThreshold(value: unknown): SideThresholds | null {
  if (value === undefined) return null;
  // -0, which JSON does not have, is 0.
  const read = (number: unknown, side: string): number => readFiniteNumber(number, `threshold${side}`) + 0;
  if (typeof value !== "object") {
    const both = read(value, "");
    return { groundTruth: both, prediction: both };
  }
  const { groundTruth, prediction } = readOptions(value, ["groundTruth", "prediction"], "threshold");
  return { groundTruth: read(groundTruth, ".groundTruth"), prediction: read(prediction, ".prediction") };
}
