import type { DetectionConvention } from "../../src/measures/instances/detectionSettings.js";
import type { DetectionScorerOptions, DetectionUpdateOptions } from "../../src/scorers/detectionOptions.js";
import type { CocoFile, CocoImage } from "./cocoFile.js";

// How a truth's words become a scorer's: the same for the command, for the page, and for a look at an image.

/** What may be said of a run beside its files. */
export type DetectionChoices = Pick<DetectionScorerOptions, "convention" | "iouThresholds" | "maxDetections">;

export function scorerOptionsOf(
  { categories }: CocoFile,
  task: "boxes" | "masks",
  choices: DetectionChoices,
): DetectionScorerOptions {
  return {
    task,
    categories: categories.map(({ id, name, frequency }) => ({
      id,
      ...(name === undefined ? {} : { name }),
      ...(frequency === undefined ? {} : { frequency }),
    })),
    ...choices,
  };
}

/** What a scorer is told of an image. Other rules than LVIS's know of no categories that were looked for. */
export function imageFactsOf(
  { width, height, negativeCategoryIds, notExhaustiveCategoryIds }: CocoImage,
  convention: DetectionConvention,
): Omit<DetectionUpdateOptions, "id" | "weight" | "replace"> {
  return {
    width,
    height,
    ...(convention === "lvis"
      ? { negativeCategories: negativeCategoryIds, notExhaustiveCategories: notExhaustiveCategoryIds }
      : {}),
  };
}
