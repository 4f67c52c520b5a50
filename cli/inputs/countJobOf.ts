import { DatasetError, SettingsError } from "../../app/errors/problem.js";
import type { PlacementRule } from "../../app/job/alignPair.js";
import { settingsOf } from "../../app/classes/settingsOf.js";
import type { CountJob } from "../../app/job/countImage.js";
import { doMaskTask } from "../counting/doMaskTask.js";
import { withCheckedCures } from "./checkedCures.js";
import type { ImageFiles } from "./pairing.js";
import type { ScoredClasses } from "./readScoredClasses.js";

/**
 * How every image is counted. Where no option tells the number of classes, the first image does, if it holds scores.
 *
 * @param keepGoing where the first image cannot be read, the next one is asked
 * @throws {SettingsError} the options contradict each other, or nothing tells the number of classes
 * @throws {DatasetError} the first image cannot be read; with keepGoing, none can
 */
export async function countJobOf(
  classes: ScoredClasses,
  images: readonly ImageFiles[],
  keepGoing: boolean,
  placement: PlacementRule = "check",
): Promise<CountJob> {
  const { scorer, decode, nodata, unknownLabel, isBinary } = classes;
  const numClasses = scorer.numClasses ?? (await numClassesOfFirst(images, decode, keepGoing));
  return { settings: settingsOf(classes, numClasses), decode, placement, nodata, unknownLabel, isBinary };
}

async function numClassesOfFirst(
  images: readonly ImageFiles[],
  decode: CountJob["decode"],
  keepGoing: boolean,
): Promise<number> {
  let firstError: DatasetError | undefined;
  for (const image of images) {
    try {
      return await doMaskTask("classesOf", { image, decode });
    } catch (error) {
      if (error instanceof SettingsError) {
        throw new SettingsError(await withCheckedCures(error.problem, images, decode), { cause: error });
      }
      if (!(error instanceof DatasetError)) throw error;
      firstError ??= error;
      if (!keepGoing) break;
    }
  }
  const { problem } = firstError as DatasetError;
  throw new DatasetError(await withCheckedCures(problem, images, decode), { cause: firstError });
}
