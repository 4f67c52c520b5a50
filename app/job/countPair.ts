import { getCounter } from "../../src/counting/backend.js";
import { MAX_DENSE_CLASSES } from "../../src/counting/confusionCells.js";
import type { DecodedMask } from "../formats/decodeMask.js";
import { isMaskscoreError, type Side } from "../../src/errors/problem.js";
import { countImages } from "../../src/measures/confusion/countImages.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { ConfusionMatrix, LabelMap } from "../../src/types.js";
import { DatasetError, type Remedy } from "../errors/problem.js";
import { notNumbersIn } from "./notNumbers.js";
import type { UnknownLabelTexts } from "../presets/presets.js";

/** Scores are read from a dense matrix. */
export const MAX_SCORED_CLASSES = MAX_DENSE_CLASSES;

/** One side of a pair, with the name it goes by in messages. */
export interface NamedMask {
  readonly name: string;
  readonly mask: DecodedMask;
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
  const truthLabels = labelsOf(groundTruth.mask);
  const predictedLabels = labelsOf(prediction.mask);
  if (onNotNumbers !== undefined) {
    for (const [{ name, mask }, { data }] of [
      [groundTruth, truthLabels],
      [prediction, predictedLabels],
    ] as const) {
      const pixels = notNumbersIn(mask, data);
      if (pixels > 0) onNotNumbers(name, pixels);
    }
  }
  const truth = withVoid(truthLabels, nodataOf(groundTruth.mask), settings);
  try {
    const [matrix] = countImages(truth.settings, truth.labels, predictedLabels.data, FORM);
    return matrix as ConfusionMatrix;
  } catch (error) {
    const nameOf = (side: Side): string => (side === "groundTruth" ? groundTruth.name : prediction.name);
    const { width } = truthLabels;
    if (isMaskscoreError(error, "label-out-of-range")) {
      const { code, side, label, pixel, numClasses } = error.problem;
      const cure = labelRemedies(side, label, numClasses);
      const told = { code, side, label, pixel, numClasses, cure, file: nameOf(side), width };
      throw new DatasetError(told, { cause: error });
    }
    if (isMaskscoreError(error, "label-unmapped")) {
      const { problem } = error;
      const dataset = unknownLabel?.[problem.side];
      throw new DatasetError(
        {
          ...problem,
          file: nameOf(problem.side),
          width,
          dataset: dataset?.is,
          cure: dataset?.cure ?? [],
        },
        { cause: error },
      );
    }
    throw error;
  }
}

const FORM = { layout: undefined, binary: undefined };

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
  const [truth, predicted] = [sizeOf(groundTruth.mask), sizeOf(prediction.mask)];
  if (truth.some((length, axis) => length !== predicted[axis])) {
    throw new DatasetError({
      code: "pair-sizes-differ",
      file: prediction.name,
      size: describeSize(prediction.mask),
      groundTruth: groundTruth.name,
      groundTruthSize: describeSize(groundTruth.mask),
    });
  }
}

/** A class a pixel: the mask's labels, or the classes with the highest scores. */
export function labelsOf(mask: DecodedMask): LabelMap {
  if (mask.kind === "labels") return mask.labels;
  return { data: getCounter().argmaxLabels(mask.scores), width: mask.width, height: mask.height };
}

/** The label that a file itself says marks no data. */
export function nodataOf(mask: DecodedMask): number | undefined {
  return mask.kind === "labels" ? mask.nodata : undefined;
}

/**
 * Truth labels in which nodata pixels count as ignored. Where the run ignores a label already, they are given that one, in
 * a copy; otherwise nodata is what is ignored in this image.
 */
function withVoid(
  { data }: LabelMap,
  nodata: number | undefined,
  settings: ScorerSettings,
): { readonly labels: LabelMap["data"]; readonly settings: ScorerSettings } {
  const { ignoreIndex } = settings;
  if (nodata === undefined || nodata === ignoreIndex) return { labels: data, settings };
  if (ignoreIndex === null) return { labels: data, settings: { ...settings, ignoreIndex: nodata } };
  const labels = Int32Array.from(data as ArrayLike<number>);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (labels[pixel] === nodata) labels[pixel] = ignoreIndex;
  }
  return { labels, settings };
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

/** Width, height, slices. */
function sizeOf(mask: DecodedMask): readonly [number, number, number] {
  if (mask.kind === "scores") return [mask.width, mask.height, 1];
  const { labels, slices } = mask;
  return [labels.width, labels.height / slices, slices];
}

/** Width x height, and slices where there are several; of scores with the number of classes, which tells a reader of axes in the wrong order. */
function describeSize(mask: DecodedMask): string {
  const [width, height, slices] = sizeOf(mask);
  const size = `${width} x ${height}${slices === 1 ? "" : ` x ${slices}`}`;
  return mask.kind === "labels" ? size : `${size} (of ${axesOf(mask)} scores)`;
}

function axesOf({ scores, width, height }: DecodedMask & { readonly kind: "scores" }): string {
  const { numClasses, layout } = scores;
  return layout === "channelsLast"
    ? `H x W x N = ${height} x ${width} x ${numClasses}`
    : `N x H x W = ${numClasses} x ${height} x ${width}`;
}
