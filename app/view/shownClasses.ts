import type { ClassScores } from "../../src/measures/confusion/datasetScores.js";
import { countText } from "./numberTexts.js";

/** More bars than this nobody looks at; a plot of every class there can be would be tens of megabytes. */
export const MAX_BARS = 200;

/** All classes, or those with the most pixels in truth and prediction where there are too many; in class order. */
export function shownClasses(classes: readonly ClassScores[]): readonly ClassScores[] {
  if (classes.length <= MAX_BARS) return classes;
  return [...classes]
    .sort((a, b) => b.union - a.union || a.classIndex - b.classIndex)
    .slice(0, MAX_BARS)
    .sort((a, b) => a.classIndex - b.classIndex);
}

/** What to say about the classes that are left out; empty where none is. */
export function leftOutNote(count: number, chosen: string): string {
  return count <= MAX_BARS ? "" : ` Of ${countText(count)} classes, the ${MAX_BARS} ${chosen}.`;
}

/** Why a class has no IoU, in a word; undefined where it has one. */
export function unscoredWord({ undefinedBecause, iou }: ClassScores): string | undefined {
  if (!Number.isNaN(iou)) return undefined;
  return undefinedBecause.iou === "ignored" ? "ignored" : "absent";
}
