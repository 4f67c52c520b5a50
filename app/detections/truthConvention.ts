import type { DetectionConvention } from "../../src/measures/instances/detectionSettings.js";
import type { CocoFile } from "./cocoFile.js";

/** Whose rules a truth is scored by where nobody says it, and why, where they are not COCO's. */
export interface TruthConvention {
  readonly name: DetectionConvention;
  readonly because: string | undefined;
}

/** LVIS's files say of each image what was looked for in it: by COCO's rules their scores would be too low. */
export function conventionOfTruth({ file, images }: CocoFile): TruthConvention {
  const isLvis = images.some(
    ({ negativeCategoryIds, notExhaustiveCategoryIds }) =>
      negativeCategoryIds !== undefined || notExhaustiveCategoryIds !== undefined,
  );
  return isLvis
    ? {
        name: "lvis",
        because: `${file}: has LVIS's neg_category_ids or not_exhaustive_category_ids: scoring by LVIS's rules`,
      }
    : { name: "coco", because: undefined };
}
