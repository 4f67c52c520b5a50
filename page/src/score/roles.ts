import type { DroppedItem } from "./droppedFiles.js";

export type Side = "groundTruth" | "prediction";

const TRUTH_WORDS =
  /(^|[^a-z])(truth|gt|gtfine|ground[_ -]?truth|labels?|annotations?|masks?|target|reference|true)([^a-z]|$)/i;
const PREDICTION_WORDS =
  /(^|[^a-z])(pred|preds|predictions?|outputs?|results?|model|inference|unet|out)([^a-z]|$)/i;
const PHOTO_NAME = /^(images?|imgs?|photos?|pictures?|rgb|inputs?|leftimg8bit|jpegimages)$/i;

/** How much a name speaks for the truth: 1, 0, or -1 where it speaks of a prediction. */
export function leaningOf(name: string): number {
  return Number(TRUTH_WORDS.test(name)) - Number(PREDICTION_WORDS.test(name));
}

/** Whether a folder is called as the photos of a data set are. */
export function isPhotoFolder(name: string): boolean {
  return PHOTO_NAME.test(name);
}

/** Which of several things is the truth by their names: the only one that speaks most for it; undefined where none does. */
export function truthByName(names: readonly string[]): number | undefined {
  const leanings = names.map(leaningOf);
  const most = leanings.indexOf(Math.max(...leanings));
  return most === leanings.lastIndexOf(leanings[most] as number) && most >= 0 ? most : undefined;
}

/** Which of two dropped things is the truth, as far as their names tell; the first one otherwise. */
export function orderedByRole(
  first: DroppedItem,
  second: DroppedItem,
): { readonly groundTruth: DroppedItem; readonly prediction: DroppedItem } {
  return truthByName([first.name, second.name]) === 1
    ? { groundTruth: second, prediction: first }
    : { groundTruth: first, prediction: second };
}

/** What the masks of a folder hold, of those that were looked at. */
export interface FolderLabels {
  readonly labels: ReadonlySet<number>;
  /** Some of them are scores, which only models give. */
  readonly hasScores: boolean;
}

/** The label that marks void in most data sets: of truths, for models predict no void. */
const USUAL_VOID = 255;

/** Which of several folders is the truth by its labels, and why; undefined where they do not tell. */
export function truthByLabels(
  folders: readonly FolderLabels[],
): { readonly index: number; readonly because: string } | undefined {
  const only = (is: (folder: FolderLabels) => boolean): number | undefined => {
    const [found, ...more] = folders.flatMap((folder, i) => (is(folder) ? [i] : []));
    return more.length === 0 ? found : undefined;
  };
  const labelled = only(({ hasScores }) => !hasScores);
  if (labelled !== undefined) return { index: labelled, because: "only its masks are labels and no scores" };
  const withVoid = only(({ labels }) => labels.has(USUAL_VOID));
  if (withVoid !== undefined) {
    return { index: withVoid, because: `only its masks hold label ${USUAL_VOID}, which marks void` };
  }
  // With void in several of them the largest label tells nothing: ids of instances may be in one.
  if (folders.some(({ labels }) => labels.has(USUAL_VOID))) return undefined;
  const largest = folders.map(({ labels }) => Math.max(-1, ...labels));
  const label = Math.max(...largest);
  const withLargest = only(({ labels }) => labels.has(label));
  return withLargest === undefined
    ? undefined
    : { index: withLargest, because: `only its masks hold label ${label}` };
}
