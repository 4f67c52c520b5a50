import { describe } from "../../../errors/describe.js";
import { type ClassPixels, meanOfDefined, pixelsOfClass } from "../classScores.js";
import type { CountedRun, ImageTable } from "../countedRun.js";
import type { OverlapSums } from "../../../types.js";
import type { ConventionName } from "./convention.js";

// What several conventions need of a run: scores by class, and by image and class. An image of weight w counts in every
// mean as if it stood there w times; the run's totals are weighted already.

/** The classes that means and pooled sums are taken over: all but those of excludeClasses. */
export function averagedClasses({ numClasses, excludeClasses }: CountedRun): number[] {
  const excluded = new Set(excludeClasses);
  return Array.from({ length: numClasses }, (_, c) => c).filter((c) => !excluded.has(c));
}

/** The rows of a run's images; the caller has checked that they are kept. */
export function requireImages({ images }: CountedRun, convention: ConventionName): ImageTable {
  if (images === undefined) {
    throw new Error(`convention "${convention}" needs the counts of every image, and this run keeps none`);
  }
  return images;
}

/** A score of each class in one row of sums. */
export function scoreRow(
  sums: OverlapSums,
  numClasses: number,
  row: number,
  score: (pixels: ClassPixels) => number,
): number[] {
  const first = row * numClasses;
  const pixelCount = sums.groundTruthArea
    .subarray(first, first + numClasses)
    .reduce((sum, area) => sum + area, 0);
  return Array.from({ length: numClasses }, (_, c) =>
    score(pixelsOfClass(sums, numClasses, row, c, pixelCount)),
  );
}

/** A score of each class over the whole run. */
export function scoreClasses(run: CountedRun, score: (pixels: ClassPixels) => number): number[] {
  return scoreRow(run.totalSums, run.numClasses, 0, score);
}

/** A score of each image and class. */
export function scoreImages(
  images: ImageTable,
  numClasses: number,
  score: (pixels: ClassPixels) => number,
): number[][] {
  return images.ids.map((_, image) => scoreRow(images.sums, numClasses, image, score));
}

/** The values of some classes. */
export function pick(values: ArrayLike<number>, classes: readonly number[]): number[] {
  return classes.map((c) => values[c] as number);
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Each image's mean over the classes that have a score in it; NaN where none has. */
export function meanOfRows(table: readonly (readonly number[])[], classes: readonly number[]): number[] {
  return table.map((row) => meanOfDefined(pick(row, classes)));
}

/** Each class's weighted mean over the images in which it has a score; NaN where it has none. */
export function meanOfColumns(
  table: readonly (readonly number[])[],
  numClasses: number,
  weights: Float64Array,
): number[] {
  return Array.from({ length: numClasses }, (_, c) =>
    meanOfDefined(
      table.map((row) => row[c] as number),
      weights,
    ),
  );
}

/** Classes whose counts over the whole run are as asked, of those that are averaged. */
export function classesWhere(run: CountedRun, test: (pixels: ClassPixels) => boolean): number[] {
  const hits = scoreClasses(run, (pixels) => (test(pixels) ? 1 : 0));
  return averagedClasses(run).filter((c) => hits[c] === 1);
}

export function isAbsent({ groundTruthArea, predictionArea }: ClassPixels): boolean {
  return groundTruthArea + predictionArea === 0;
}

/** Predicted, but never there. */
export function isOnlyPredicted({ groundTruthArea, predictionArea }: ClassPixels): boolean {
  return groundTruthArea === 0 && predictionArea > 0;
}

const LISTED_CLASSES = 5;

/** class "sky" / classes "sky", "road" and 3 more: for notes. */
export function listClasses({ classNames }: CountedRun, classes: readonly number[]): string {
  const names = classes.slice(0, LISTED_CLASSES).map((c) => describe(classNames[c] ?? String(c)));
  const more = classes.length - names.length;
  const last = more > 0 ? `${more} more` : names.pop();
  return `${classes.length === 1 ? "class" : "classes"} ${names.length > 0 ? `${names.join(", ")} and ${last}` : last}`;
}

/**
 * Notes on classes that are in no ground truth but are predicted, for tools that count them 0; the ignored class is the
 * tool's own matter.
 */
export function onlyPredictedNotes(run: CountedRun): string[] {
  const onlyPredicted = classesWhere(run, isOnlyPredicted).filter((c) => !run.ignored.includes(c));
  return onlyPredicted.length === 0
    ? []
    : [
        `Predicted, but in no ground truth: ${listClasses(run, onlyPredicted)}. Such a class counts 0 in the mean.`,
      ];
}

/** The ignored classes that are predicted and averaged: they have no ground truth left to hit. */
export function predictedIgnoredClasses(run: CountedRun): number[] {
  return classesWhere(run, isOnlyPredicted).filter((c) => run.ignored.includes(c));
}

/** A note on these classes, for tools that count them 0. */
export function predictedIgnoredNotes(run: CountedRun): string[] {
  const ignored = predictedIgnoredClasses(run);
  return ignored.map(
    (c) =>
      `The ignored ${listClasses(run, [c])} is predicted where the ground truth is another class. It counts 0 in the mean.`,
  );
}
