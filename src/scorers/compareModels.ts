import { compareRuns, type ModelComparison } from "../statistics/compareRuns.js";
import type { ImagesRun } from "../statistics/statistics.js";
import { wrongType } from "../errors/argument.js";
import { imagesDiffer, imagesUnnamed, settingsDiffer, tooFewImages, truthDiffers } from "../errors/runs.js";
import { describe } from "../errors/words.js";
import { settingsDifference } from "../measures/confusion/settings.js";
import { SegmentationScorer } from "./segmentationScorer.js";
import { type IntervalOptions, readIntervalOptions } from "../statistics/statisticsOptions.js";

/**
 * How the second model differs from the first over the same images, and whether that may be chance.
 *
 * @param first the scorer of one model, its images named by id
 * @param second the scorer of the other: the same options, the same images, the same ground truth
 * @returns second minus first, of the mean, of each class and of each image, with paired bootstrap intervals and p-values
 *   of the paired permutation test, corrected over classes by Holm's method
 * @throws {Error} images are not named, are not the same in both, or have another ground truth; the message lists them
 * @example compareModels(baseline, candidate).mean.pValue
 */
export function compareModels(
  first: SegmentationScorer,
  second: SegmentationScorer,
  options: IntervalOptions = {},
): ModelComparison {
  for (const [argument, scorer] of [
    ["first", first],
    ["second", second],
  ] as const) {
    if (!(scorer instanceof SegmentationScorer)) {
      throw wrongType(argument, "a SegmentationScorer", describe(scorer));
    }
  }
  const choice = readIntervalOptions(options);
  const runs = [first, second].map((scorer) => scorer.countedImages("compareModels")) as [
    ImagesRun,
    ImagesRun,
  ];
  requirePairs(first, second, ...runs);
  return compareRuns(...runs, choice);
}

function requirePairs(
  first: SegmentationScorer,
  second: SegmentationScorer,
  a: ImagesRun,
  b: ImagesRun,
): void {
  const difference = settingsDifference(first.settings, second.settings);
  if (difference !== undefined) throw settingsDiffer("models", difference);
  for (const [name, { images }] of [
    ["first", a],
    ["second", b],
  ] as const) {
    const unnamed = images.ids.filter((id) => id === undefined).length;
    if (unnamed > 0) throw imagesUnnamed(name, unnamed);
  }
  const [onlyInFirst, onlyInSecond] = [without(a, b), without(b, a)];
  if (onlyInFirst.length + onlyInSecond.length > 0) throw imagesDiffer(onlyInFirst, onlyInSecond);
  if (a.images.ids.length < 2) throw tooFewImages("comparison", a.images.ids.length);
  // Both tables are sorted by id: rows pair up.
  const other = a.images.ids.filter((_, row) => !hasSameTruth(a, b, row));
  if (other.length > 0) throw truthDiffers(other as string[]);
}

function without(one: ImagesRun, other: ImagesRun): string[] {
  const theirs = new Set(other.images.ids);
  return one.images.ids.filter((id) => !theirs.has(id)) as string[];
}

function hasSameTruth(a: ImagesRun, b: ImagesRun, row: number): boolean {
  if (a.images.weights[row] !== b.images.weights[row]) return false;
  for (let i = row * a.numClasses; i < (row + 1) * a.numClasses; i++) {
    if (a.images.sums.groundTruthArea[i] !== b.images.sums.groundTruthArea[i]) return false;
  }
  return true;
}
