import type { Labels } from "../../src/types.js";
import { MAX_SCORED_CLASSES } from "../job/countPair.js";
import { DatasetError, UnknownClassCountError } from "../job/datasetError.js";
import type { MaskPair } from "../job/maskPair.js";
import { labelsOf } from "../job/rasterLabels.js";

/**
 * How many classes a pair tells of: scores do; labels do not, and a guess from the largest one would make void pixels a
 * class.
 *
 * @throws {UnknownClassCountError} both sides are labels
 * @throws {DatasetError} there are more than can be scored
 */
export function numClassesOf({ groundTruth, prediction }: MaskPair): number {
  const scores = [prediction.mask, groundTruth.mask].find((mask) => mask.kind === "scores");
  if (scores !== undefined) {
    if (scores.scores.numClasses > MAX_SCORED_CLASSES) {
      throw new DatasetError(
        `${prediction.name} and ${groundTruth.name}: ${scores.scores.numClasses} scores a pixel, but at most ${MAX_SCORED_CLASSES} classes can be scored`,
      );
    }
    return scores.scores.numClasses;
  }
  const largest = Math.max(...[groundTruth, prediction].map(({ mask }) => largestLabel(labelsOf(mask))));
  throw new UnknownClassCountError(
    `the number of classes is not known: pass --num-classes, --classes with a JSON file, or --dataset (the largest label in ${groundTruth.name} and ${prediction.name} is ${largest}); pixels without a class are named by --ignore-index`,
  );
}

function largestLabel(labels: Labels): number {
  let largest = -Infinity;
  for (const label of labels) largest = Math.max(largest, Number(label));
  return largest;
}
