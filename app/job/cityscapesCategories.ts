import type { PanopticCategoryOptions } from "../../src/measures/panoptic/panopticSettings.js";
import { cityscapes } from "../presets/cityscapes.js";

/** Label ids that Cityscapes evaluates, in the order of train ids. */
const LABELS = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];

/** Those from here on have instances: person, rider, and what drives. */
const FIRST_THING = 24;

/** @see cityscapesScripts, helpers/labels.py */
export const CITYSCAPES_CATEGORIES = LABELS.map((id, trainId) => ({
  id,
  name: cityscapes.classNames[trainId] as string,
  isThing: id >= FIRST_THING,
}));

/** A category that is no label id of Cityscapes, as train ids are not. */
export function strayCategory(
  categories: readonly PanopticCategoryOptions[] | undefined,
): PanopticCategoryOptions | undefined {
  return categories?.find(
    ({ id, name }) => CITYSCAPES_CATEGORIES.find((one) => one.id === id)?.name !== name,
  );
}
