import { numClassesOf } from "../../dataset/numClasses.js";
import { readSettings, type ScorerSettings } from "../../scorer/settings.js";
import { type CountJob, readMask } from "../counting/countTask.js";
import { UsageError } from "../exitCodes.js";
import type { ImageFiles } from "./pairing.js";
import type { ScoredClasses } from "./scoredClasses.js";

/**
 * How every image is counted. Where no option tells the number of classes, the first image does, if it holds scores.
 *
 * @throws {UsageError} the options contradict each other
 * @throws {UnknownClassCountError} nothing tells the number of classes
 * @throws {DataError} the first image cannot be read
 */
export function countJobOf({ scorer, decode }: ScoredClasses, images: readonly ImageFiles[]): CountJob {
  const numClasses = scorer.numClasses ?? numClassesOfFirst(images, decode);
  let settings: ScorerSettings;
  try {
    settings = readSettings({ ...scorer, numClasses });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
  return { settings, decode };
}

function numClassesOfFirst(images: readonly ImageFiles[], decode: CountJob["decode"]): number {
  const [first] = images as [ImageFiles];
  const [prediction] = first.predictions as [string];
  return numClassesOf({
    groundTruth: readMask(first.groundTruth, decode),
    prediction: readMask(prediction, decode),
  });
}
