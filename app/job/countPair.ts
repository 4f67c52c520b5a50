import { MAX_DENSE_CLASSES } from "../../src/counting/confusionCells.js";
import { isMaskscoreError, type Side } from "../../src/errors/problem.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import { type Raster, type ScoreRaster, sizeText } from "../../src/reading/raster.js";
import type { ConfusionMatrix, LabelSource } from "../../src/types.js";
import { countSides } from "./countSides.js";
import { DatasetError, type Remedy } from "../errors/problem.js";
import { notNumbersIn } from "./notNumbers.js";
import { nodataOf } from "./rasterLabels.js";
import type { UnknownLabelTexts } from "../presets/presets.js";

/** Scores are read from a dense matrix. */
export const MAX_SCORED_CLASSES = MAX_DENSE_CLASSES;

/** One side of a pair, with the name it goes by in messages. */
export interface NamedMask {
  readonly name: string;
  readonly mask: Raster;
}

export interface MaskPair {
  readonly groundTruth: NamedMask;
  readonly prediction: NamedMask;
}

/** What is said of a pair beside its counts. */
export interface PairTelling {
  /** Of labels that the data set's mapping lacks; where the mapping is a user's own it is spoken of as that. */
  readonly unknownLabel?: UnknownLabelTexts | undefined;
  /** Told of a mask whose scores hold NaN, and in how many pixels. */
  readonly onNotNumbers?: ((name: string, pixels: number) => void) | undefined;
}

/**
 * The counts of one pair: what is kept of it.
 *
 * @throws {DatasetError} the pair cannot be scored: sizes that differ, a label out of range; the message names the file
 */
export function countPair(
  settings: ScorerSettings,
  { groundTruth, prediction }: MaskPair,
  { unknownLabel, onNotNumbers }: PairTelling = {},
): ConfusionMatrix {
  for (const side of [groundTruth, prediction]) requireClassCount(side, settings.numClasses);
  requireOneSize(groundTruth, prediction);
  if (onNotNumbers !== undefined) {
    for (const { name, mask } of [groundTruth, prediction]) {
      const pixels = notNumbersIn(mask);
      if (pixels > 0) onNotNumbers(name, pixels);
    }
  }
  const { size } = groundTruth.mask;
  const truth = withVoid(groundTruth.mask, settings);
  try {
    return countSides(truth.settings, truth.side, sideOf(prediction.mask), size);
  } catch (error) {
    const nameOf = (side: Side): string => (side === "groundTruth" ? groundTruth.name : prediction.name);
    if (isMaskscoreError(error, "label-out-of-range")) {
      const { code, side, label, pixel, numClasses } = error.problem;
      const cure = labelRemedies(side, label, numClasses);
      const told = { code, side, label, pixel, numClasses, cure, file: nameOf(side), size };
      throw new DatasetError(told, { cause: error });
    }
    if (isMaskscoreError(error, "label-unmapped")) {
      const { problem } = error;
      const { is: dataset, cure = [] } = unknownLabel?.[problem.side] ?? {};
      throw new DatasetError(
        { ...problem, file: nameOf(problem.side), size, dataset, cure },
        { cause: error },
      );
    }
    throw error;
  }
}

/** Scores of another number of classes than is scored are another model's, or in another order of axes. */
function requireClassCount({ name, mask }: NamedMask, numClasses: number): void {
  if (mask.kind === "scores" && mask.scores.numClasses !== numClasses) {
    throw new DatasetError({
      code: "class-count-differs",
      file: name,
      scores: mask.scores.numClasses,
      axes: axesOf(mask),
      numClasses,
    });
  }
}

function requireOneSize(groundTruth: NamedMask, prediction: NamedMask): void {
  if (groundTruth.mask.size.some((length, axis) => length !== prediction.mask.size[axis])) {
    throw new DatasetError({
      code: "pair-sizes-differ",
      file: prediction.name,
      predicted: describeSize(prediction.mask),
      groundTruth: groundTruth.name,
      expected: describeSize(groundTruth.mask),
    });
  }
}

/**
 * Truth labels in which nodata pixels count as ignored. Where the run ignores a label already, they are given that one, in
 * a copy; otherwise nodata is what is ignored in this image.
 */
function withVoid(
  mask: Raster,
  settings: ScorerSettings,
): { readonly side: LabelSource; readonly settings: ScorerSettings } {
  const { ignoreIndex } = settings;
  const nodata = nodataOf(mask);
  const side = sideOf(mask);
  if (nodata === undefined || nodata === ignoreIndex) return { side, settings };
  if (ignoreIndex === null) return { side, settings: { ...settings, ignoreIndex: nodata } };
  const labels = Int32Array.from(side as ArrayLike<number>);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (labels[pixel] === nodata) labels[pixel] = ignoreIndex;
  }
  return { side: labels, settings };
}

function sideOf(mask: Raster): LabelSource {
  return mask.kind === "labels" ? mask.data : mask.scores;
}

/** What can be done about a label without a class, the likeliest first. */
function labelRemedies(side: Side, label: number, numClasses: number): Remedy[] {
  const cure: Remedy[] = [{ do: "say", text: "remap the label" }];
  if (label === 255) cure.unshift({ do: "score-as-binary" });
  else if (label >= numClasses && label < MAX_SCORED_CLASSES) {
    cure.unshift({ do: "set-class-count", numClasses: label + 1 });
  }
  if (side === "groundTruth") cure.unshift({ do: "ignore-label", label });
  return cure;
}

/** Of scores with the number of classes, which tells a reader of axes in the wrong order. */
function describeSize(mask: Raster): string {
  const size = sizeText(mask.size);
  return mask.kind === "labels" ? size : `${size} (of ${axesOf(mask)} scores)`;
}

function axesOf({ scores, size: [, height, width] }: ScoreRaster): string {
  const { numClasses, layout } = scores;
  return layout === "channelsLast"
    ? `H x W x N = ${height} x ${width} x ${numClasses}`
    : `N x H x W = ${numClasses} x ${height} x ${width}`;
}
