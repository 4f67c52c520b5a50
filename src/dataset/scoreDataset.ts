import { getCounter } from "../backend.js";
import { MAX_DENSE_CLASSES } from "../core/confusionCells.js";
import { labelOutOfRange } from "../errors.js";
import type { DecodedMask } from "../formats/decodeMask.js";
import { LabelRangeError } from "../functional.js";
import { SegmentationScorer } from "../scorer/segmentationScorer.js";
import type { LabelMap } from "../types.js";

/** Scores are read from a dense matrix. */
export const MAX_SCORED_CLASSES = MAX_DENSE_CLASSES;

/** One side of a pair, with the name it goes by in messages. */
export interface NamedMask {
  readonly name: string;
  readonly mask: DecodedMask;
}

export interface MaskPair {
  /** Unlike every other pair's. */
  readonly id: string;
  readonly groundTruth: NamedMask;
  readonly prediction: NamedMask;
}

export interface DatasetOptions {
  /** Default: the number of scores a pixel, where a mask holds scores. */
  readonly numClasses?: number | undefined;
  readonly ignoreIndex?: number | undefined;
  /** One name a class. */
  readonly classNames?: readonly string[] | undefined;
}

/** A pair that cannot be scored: sizes that differ, a label out of range, an unknown number of classes. The message names the file. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
}

/** Nothing tells how many classes there are: an option is missing. */
export class UnknownClassCountError extends DatasetError {}

/**
 * Counts pairs one after the other; what is kept of a pair is its counts.
 *
 * @throws {DatasetError} a pair cannot be scored; none is left out silently
 */
export async function scoreDataset(
  pairs: AsyncIterable<MaskPair> | Iterable<MaskPair>,
  { numClasses: givenClasses, ignoreIndex, classNames }: DatasetOptions,
): Promise<SegmentationScorer> {
  let scorer: SegmentationScorer | undefined;
  for await (const pair of pairs) {
    const numClasses = scorer?.settings.numClasses ?? givenClasses ?? numClassesOf(pair);
    requireClassCount(pair, numClasses);
    scorer ??= new SegmentationScorer({ numClasses, ignoreIndex, classNames });
    countPair(scorer, pair);
  }
  if (scorer === undefined) throw new DatasetError("there is no pair to score");
  return scorer;
}

/** Scores tell their number of classes; labels do not, and a guess from the largest one would make void pixels a class. */
function numClassesOf({ groundTruth, prediction }: MaskPair): number {
  const scores = [prediction.mask, groundTruth.mask].find((mask) => mask.kind === "scores");
  if (scores !== undefined) {
    if (scores.scores.numClasses > MAX_SCORED_CLASSES) {
      throw new DatasetError(
        `${prediction.name} and ${groundTruth.name}: ${scores.scores.numClasses} scores a pixel, but at most ${MAX_SCORED_CLASSES} classes can be scored`,
      );
    }
    return scores.scores.numClasses;
  }
  const largest = Math.max(...[groundTruth, prediction].map(({ mask }) => largestLabel(asLabelMap(mask))));
  throw new UnknownClassCountError(
    `the number of classes is not known: pass --num-classes, or --classes with a JSON file (the largest label in ${groundTruth.name} and ${prediction.name} is ${largest}); pixels without a class are named by --ignore-index`,
  );
}

/** Scores of another number of classes than is scored are another model's, or in another order of axes. */
function requireClassCount({ groundTruth, prediction }: MaskPair, numClasses: number): void {
  for (const { name, mask } of [groundTruth, prediction]) {
    if (mask.kind === "scores" && mask.scores.numClasses !== numClasses) {
      throw new DatasetError(
        `${name} holds ${mask.scores.numClasses} scores a pixel (H x W x N), but ${numClasses} classes are scored`,
      );
    }
  }
}

function largestLabel({ data }: LabelMap): number {
  let largest = -Infinity;
  for (const label of data) largest = Math.max(largest, Number(label));
  return largest;
}

function countPair(scorer: SegmentationScorer, { id, groundTruth, prediction }: MaskPair): void {
  const { numClasses } = scorer.settings;
  const truthLabels = asLabelMap(groundTruth.mask);
  const predictedLabels = asLabelMap(prediction.mask);
  if (truthLabels.width !== predictedLabels.width || truthLabels.height !== predictedLabels.height) {
    throw new DatasetError(
      `${prediction.name} is ${sizeOf(prediction.mask)} pixels, but ${groundTruth.name} is ${sizeOf(groundTruth.mask)}; a pair must have one size`,
    );
  }
  try {
    scorer.update(truthLabels.data, predictedLabels.data, { id });
  } catch (error) {
    if (!(error instanceof LabelRangeError)) throw error;
    const inTruth = error.argument === "groundTruth";
    const x = error.pixel % truthLabels.width;
    const y = Math.floor(error.pixel / truthLabels.width);
    const cures = ["remap the label"];
    if (error.label === 255) cures.unshift("save a mask of 0 and 255 as 0 and 1");
    else if (error.label >= numClasses && error.label < MAX_SCORED_CLASSES) {
      cures.unshift(`pass --num-classes ${error.label + 1} if it is a class`);
    }
    if (inTruth) cures.unshift(`pass --ignore-index ${error.label} if it marks pixels without a class`);
    throw new DatasetError(
      labelOutOfRange(
        `${inTruth ? groundTruth.name : prediction.name}:`,
        error.label,
        `pixel ${error.pixel} (x ${x}, y ${y})`,
        numClasses,
        cures,
      ),
      { cause: error },
    );
  }
}

function asLabelMap(mask: DecodedMask): LabelMap {
  if (mask.kind === "labels") return mask.labels;
  const labels = getCounter().argmaxLabels(mask.scores);
  return { data: labels, width: mask.width, height: mask.height };
}

/** Width x height; of scores with the number of classes, which tells a reader of axes in the wrong order. */
function sizeOf(mask: DecodedMask): string {
  return mask.kind === "labels"
    ? `${mask.labels.width} x ${mask.labels.height}`
    : `${mask.width} x ${mask.height} (of H x W x N = ${mask.height} x ${mask.width} x ${mask.scores.numClasses} scores)`;
}
