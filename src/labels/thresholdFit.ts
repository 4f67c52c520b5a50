import { thresholdMisfit } from "../errors/threshold.js";
import type { Side } from "../errors/problem.js";
import { isFloats, type PixelSource } from "../types.js";
import { isClass, type RawLabel } from "./labelKinds.js";
import { thresholdOf } from "./labelMapping.js";
import { labelReader, type LabelRules, type PairRules } from "./labelRules.js";

/** How a threshold suits the values that it is compared with. */
interface Fit {
  readonly side: Side;
  readonly threshold: number;
  /** The least and the largest that is not void. */
  least: number;
  largest: number;
  /** Whether it was hardly meant for them. */
  isMisfit: boolean;
  /** One that tells them apart. */
  fitting: number;
}

/**
 * Greys of 0 to 255 and masks of 0 and 1 look alike to a threshold, and 127 makes nothing but background of the latter. Of
 * a prediction of integers that may be right: a model can be sure of nothing.
 *
 * @throws {RangeError} a threshold beyond 0 and 1 makes one class of a side whose values are not; with thresholds that would do
 */
export function requireFittingThresholds(
  sides: Readonly<Record<Side, PixelSource>>,
  { groundTruth, prediction }: PairRules,
): void {
  if (thresholdOf(groundTruth.mapping) === undefined) return;
  const truth = fitOf("groundTruth", sides.groundTruth, groundTruth);
  const predicted = fitOf("prediction", sides.prediction, prediction);
  const wrong = truth.isMisfit ? truth : predicted;
  if (!wrong.isMisfit) return;
  const { side, threshold, least, largest } = wrong;
  const fitting = { groundTruth: truth.fitting, prediction: predicted.fitting };
  throw thresholdMisfit({ side, threshold, least, largest, fitting });
}

function fitOf(side: Side, values: PixelSource, rules: LabelRules): Fit {
  const threshold = thresholdOf(rules.mapping) as number;
  const fit: Fit = {
    side,
    threshold,
    least: Infinity,
    largest: -Infinity,
    isMisfit: false,
    fitting: threshold,
  };
  if ((threshold >= 0 && threshold < 1) || !ArrayBuffer.isView(values)) return fit;
  const read = labelReader(rules);
  for (let pixel = 0; pixel < values.length; pixel++) {
    const value = Number(values[pixel]);
    if ((value >= fit.least && value <= fit.largest) || !isClass(read(value as RawLabel))) continue;
    fit.least = Math.min(fit.least, value);
    fit.largest = Math.max(fit.largest, value);
  }
  const isFloat = isFloats(values);
  const isWithin = fit.least >= 0 && fit.largest <= 1;
  const isMask = isWithin && fit.largest > 0;
  fit.isMisfit =
    threshold < 0
      ? fit.least >= 0 && fit.least < Infinity && (isWithin || !isFloat)
      : isMask && (isFloat || side === "groundTruth");
  if (fit.isMisfit || isMask) fit.fitting = isFloat ? 0.5 : 0;
  return fit;
}
