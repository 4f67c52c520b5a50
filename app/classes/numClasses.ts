import type { PixelValues } from "../../src/types.js";
import { DatasetError, SettingsError } from "../errors/problem.js";
import { MAX_SCORED_CLASSES } from "../job/countPair.js";
import { classOfId } from "../job/dividePair.js";
import type { MaskPair } from "../job/maskPair.js";
import { labelsOf, scoreAxesOf } from "../job/rasterLabels.js";
import type { Sides } from "../job/runDecode.js";
import { requireNoValuesAsScores } from "../job/valuesAsScores.js";

/**
 * How many classes a pair tells of: scores do; labels do not, and a guess from the largest one would make void pixels a
 * class.
 *
 * @throws {SettingsError} both sides are labels
 * @throws {DatasetError} there are more than can be scored, or they may be no scores
 */
export function numClassesOf({
  divide,
  ...pair
}: MaskPair & { readonly divide?: Sides<number> | undefined }): number {
  requireNoValuesAsScores(pair, undefined);
  const { groundTruth, prediction } = pair;
  const numClasses = (scoreAxesOf(prediction.mask) ?? scoreAxesOf(groundTruth.mask))?.numClasses;
  if (numClasses !== undefined) {
    if (numClasses > MAX_SCORED_CLASSES) {
      throw new DatasetError({
        code: "too-many-classes",
        file: `${prediction.name} and ${groundTruth.name}`,
        got: `${numClasses} scores a pixel, but at most ${MAX_SCORED_CLASSES} classes can be scored`,
      });
    }
    return numClasses;
  }
  const largest = Math.max(
    largestLabel(labelsOf(groundTruth.mask), divide?.groundTruth),
    largestLabel(labelsOf(prediction.mask), divide?.prediction),
  );
  throw new SettingsError({
    code: "class-count-unknown",
    groundTruth: groundTruth.name,
    prediction: prediction.name,
    largestLabel: largest,
  });
}

function largestLabel(labels: PixelValues, divisor = 1): number {
  let largest = -Infinity;
  for (const label of labels) largest = Math.max(largest, classOfId(Number(label), divisor));
  return largest;
}
