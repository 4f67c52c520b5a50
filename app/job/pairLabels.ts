import { classNamesOf, type ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { RawLabel } from "../../src/labels/labelKinds.js";
import { classWithoutNodata, type PairRules, rulesOf } from "../../src/labels/labelRules.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { DatasetError } from "../errors/problem.js";
import { nodataOf, scoreAxesOf, voidLabelOf } from "./rasterLabels.js";

/**
 * What the label is that a file names as no data: void ("ignore"), or what it would be without that ("label"). Not said:
 * void, unless it is a class as well.
 */
export type NodataChoice = "ignore" | "label";

export const NODATA_CHOICES: readonly NodataChoice[] = ["ignore", "label"];

/**
 * What the labels of a pair mean, to counts and pictures alike: by the settings, and by what its files say of themselves.
 *
 * @throws {DatasetError} the truth's no data is a class, too, and `nodata` does not decide
 */
export function pairRules(
  settings: ScorerSettings,
  { groundTruth, prediction }: MaskPair,
  nodata: NodataChoice | undefined,
): PairRules {
  const set = rulesOf(settings);
  // What is void whatever files name: no file has both.
  const voids = { groundTruth: voidLabelOf(groundTruth.mask), prediction: voidLabelOf(prediction.mask) };
  if (nodata === "label") return rulesOf(settings, voids);
  const ofTruth = nodataOf(groundTruth.mask) as RawLabel | undefined;
  const ofPrediction = nodataOf(prediction.mask) as RawLabel | undefined;
  if (nodata === undefined && ofTruth !== undefined) {
    requireNoClass(settings, groundTruth, ofTruth, classWithoutNodata(set.groundTruth, ofTruth));
  }
  // Of a prediction nothing is hidden by counting the label as the class that it is.
  const isPredictedClass =
    ofPrediction !== undefined && classWithoutNodata(set.prediction, ofPrediction) !== undefined;
  return rulesOf(settings, {
    groundTruth: voids.groundTruth ?? ofTruth,
    prediction: voids.prediction ?? (nodata === undefined && isPredictedClass ? undefined : ofPrediction),
  });
}

/**
 * Refuses a truth's no data that is a class, too. A label that no pixel has hides nothing.
 *
 * @param c the class that it is, if it is one
 */
export function requireNoClass(
  settings: ScorerSettings,
  { name, mask }: NamedMask,
  nodata: RawLabel,
  c: ReturnType<typeof classWithoutNodata>,
): void {
  if (c === undefined || mask.kind === "scores" || scoreAxesOf(mask) !== undefined) return;
  const pixel = (mask.data as Int32Array).findIndex((label: number | bigint) => Number(label) === nodata);
  if (pixel < 0) return;
  throw new DatasetError({
    code: "nodata-is-class",
    file: name,
    label: nodata,
    pixel,
    size: mask.size,
    className: classNamesOf(settings)[c] as string,
    cure: [{ do: "decide-nodata" }],
  });
}
