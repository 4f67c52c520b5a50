import type { DroppedItem } from "./droppedFiles.js";

export type Side = "groundTruth" | "prediction";

const TRUTH_WORDS =
  /(^|[^a-z])(truth|gt|gtfine|ground[_ -]?truth|labels?|annotations?|masks?|target|reference|true)([^a-z]|$)/i;
const PREDICTION_WORDS =
  /(^|[^a-z])(pred|preds|predictions?|outputs?|results?|model|inference|unet|out)([^a-z]|$)/i;

/** Which of two dropped things is the truth, as far as their names tell; the first one otherwise. */
export function orderedByRole(
  first: DroppedItem,
  second: DroppedItem,
): { readonly groundTruth: DroppedItem; readonly prediction: DroppedItem } {
  const leaning = ({ name }: DroppedItem): number =>
    Number(TRUTH_WORDS.test(name)) - Number(PREDICTION_WORDS.test(name));
  return leaning(second) > leaning(first)
    ? { groundTruth: second, prediction: first }
    : { groundTruth: first, prediction: second };
}
