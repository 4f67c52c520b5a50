import { MAX_DENSE_CLASSES } from "../../src/counting/confusionCells.js";
import { isMaskscoreError, type Problem, type Side } from "../../src/errors/problem.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import {
  pixelText,
  type Raster,
  type RasterSize,
  type ScoreRaster,
  sizeText,
} from "../../src/reading/raster.js";
import type { ConfusionMatrix, LabelSource } from "../../src/types.js";
import { countSides } from "./countSides.js";
import { DatasetError } from "./datasetError.js";
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
    const nameOf = ({ side }: { readonly side: Side }): string =>
      side === "groundTruth" ? groundTruth.name : prediction.name;
    if (isMaskscoreError(error, "label-out-of-range")) {
      const { problem } = error;
      throw new DatasetError(outOfRange(nameOf(problem), size, problem), { cause: error });
    }
    if (isMaskscoreError(error, "label-unmapped")) {
      const { side, label, pixel } = error.problem;
      const where = pixel === undefined ? "" : ` at ${placeOf(pixel, size)}`;
      const what = unknownLabel?.[side] ?? NO_CLASS_OF_MAPPING[side];
      throw new DatasetError(`${nameOf(error.problem)}: label ${label}${where} ${what}`, { cause: error });
    }
    throw error;
  }
}

/** Of a mapping that the user made. */
const NO_CLASS_OF_MAPPING: UnknownLabelTexts = {
  groundTruth: "is no class of labelMapping.groundTruth; add it, as null where it marks void",
  prediction: "is no class of labelMapping.prediction; add it, as the class that it is",
};

/** Scores of another number of classes than is scored are another model's, or in another order of axes. */
function requireClassCount({ name, mask }: NamedMask, numClasses: number): void {
  if (mask.kind === "scores" && mask.scores.numClasses !== numClasses) {
    throw new DatasetError(
      `${name} holds ${mask.scores.numClasses} scores a pixel (${axesOf(mask)}), but ${numClasses} classes are scored`,
    );
  }
}

function requireOneSize(groundTruth: NamedMask, prediction: NamedMask): void {
  if (groundTruth.mask.size.some((length, axis) => length !== prediction.mask.size[axis])) {
    throw new DatasetError(
      `${prediction.name} is ${describeSize(prediction.mask)} pixels, but ${groundTruth.name} is ${describeSize(groundTruth.mask)}; a pair must have one size`,
    );
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

function outOfRange(
  name: string,
  size: RasterSize,
  { side, label, pixel, numClasses }: Problem<"label-out-of-range">,
): string {
  const cures = ["remap the label"];
  if (label === 255) cures.unshift("pass --binary if the masks are 0 and 255");
  else if (label >= numClasses && label < MAX_SCORED_CLASSES) {
    cures.unshift(`pass --num-classes ${label + 1} if it is a class`);
  }
  if (side === "groundTruth") {
    cures.unshift(`pass --ignore-index ${label} if it marks pixels without a class`);
  }
  return `${name}: label ${label} at ${placeOf(pixel, size)} is outside 0..${numClasses - 1}; ${cures.join(", or ")}`;
}

function placeOf(pixel: number, size: RasterSize): string {
  return `pixel ${pixel} (${pixelText(pixel, size)})`;
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
