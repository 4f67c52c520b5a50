import type { PlacementRule } from "../../app/job/alignPair.js";
import { DatasetError, UnknownClassCountError } from "../../app/job/datasetError.js";
import { numClassesOf } from "../../app/classes/numClasses.js";
import { readSettings, type ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { CountJob } from "../../app/job/countImage.js";
import { readSide } from "../counting/readMask.js";
import { UsageError } from "../exitCodes.js";
import type { ImageFiles } from "./pairing.js";
import type { ScoredClasses } from "./scoredClasses.js";

/**
 * How every image is counted. Where no option tells the number of classes, the first image does, if it holds scores.
 *
 * @param keepGoing where the first image cannot be read, the next one is asked
 * @throws {UsageError} the options contradict each other
 * @throws {UnknownClassCountError} nothing tells the number of classes
 * @throws {DatasetError} the first image cannot be read; with keepGoing, none can
 */
export function countJobOf(
  { scorer, decode, nodata, unknownLabel }: ScoredClasses,
  images: readonly ImageFiles[],
  keepGoing: boolean,
  placement: PlacementRule = "check",
): CountJob {
  const numClasses = scorer.numClasses ?? numClassesOfFirst(images, decode, keepGoing);
  let settings: ScorerSettings;
  try {
    settings = readSettings({ ...scorer, numClasses });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
  return { settings, decode, placement, nodata, unknownLabel };
}

function numClassesOfFirst(
  images: readonly ImageFiles[],
  decode: CountJob["decode"],
  keepGoing: boolean,
): number {
  let firstError: unknown;
  for (const { groundTruth, predictions } of images) {
    const [prediction] = predictions as [string];
    try {
      return numClassesOf({
        groundTruth: readSide(groundTruth, decode),
        prediction: readSide(prediction, decode),
      });
    } catch (error) {
      const isOfFile = error instanceof DatasetError;
      if (!keepGoing || !isOfFile || error instanceof UnknownClassCountError) throw error;
      firstError ??= error;
    }
  }
  throw firstError;
}
