import { MAX_DENSE_CLASSES } from "../../src/counting/confusionCells.js";
import { isMaskscoreError, type Problem, type Side } from "../../src/errors/problem.js";
import { countFolded } from "../../src/counting/foldedCount.js";
import { compact } from "../../src/measures/confusion/imageRows.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import { pixelCountOf, pixelText, type Raster, type RasterSize } from "../../src/reading/raster.js";
import type { ConfusionMatrix, LabelSource } from "../../src/types.js";
import { alignPair, axesOf, pixelOfFile, type PlacementRule } from "./alignPair.js";
import { DatasetError } from "./datasetError.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { notNumbersIn } from "./notNumbers.js";
import { type NodataChoice, pairRules } from "./pairLabels.js";
import type { PairNote } from "./pairNotes.js";
import type { UnknownLabelTexts } from "../presets/presets.js";

/** Scores are read from a dense matrix. */
export const MAX_SCORED_CLASSES = MAX_DENSE_CLASSES;

/** How a pair is aligned and its labels read, and what is said of it beside its counts. */
export interface PairTelling {
  /** Default: "check". */
  readonly placement?: PlacementRule | undefined;
  readonly nodata?: NodataChoice | undefined;
  /** Of labels that the data set's mapping lacks; where the mapping is a user's own it is spoken of as that. */
  readonly unknownLabel?: UnknownLabelTexts | undefined;
  /** Told what is to be known of the pair; scores are looked through for NaN only where somebody is told. */
  readonly onNote?: ((note: PairNote) => void) | undefined;
}

/**
 * The counts of one pair: what is kept of it.
 *
 * @throws {DatasetError} the pair cannot be scored: sizes or places that differ, a label out of range; the message names the file
 */
export function countPair(
  settings: ScorerSettings,
  pair: MaskPair,
  { placement = "check", nodata, unknownLabel, onNote }: PairTelling = {},
): ConfusionMatrix {
  for (const side of [pair.groundTruth, pair.prediction]) requireClassCount(side, settings.numClasses);
  const aligned = alignPair(pair, placement);
  const { groundTruth, prediction, reorientation } = aligned;
  if (onNote !== undefined) {
    if (reorientation !== undefined) onNote({ code: "reoriented", file: prediction.name });
    for (const { name: file, mask } of [groundTruth, prediction]) {
      const pixels = notNumbersIn(mask);
      if (pixels > 0) onNote({ code: "not-numbers", file, pixels });
    }
  }
  const { size } = groundTruth.mask;
  // Of a prediction that was brought to the truth's grid, a message names the place in its file.
  const placeIn = (side: Side, pixel: number): string =>
    side === "groundTruth"
      ? placeOf(pixel, size)
      : placeOf(pixelOfFile(pixel, aligned), pair.prediction.mask.size);
  const rules = pairRules(settings, aligned, nodata);
  const sides = {
    groundTruth: sideOf(groundTruth.mask),
    prediction: sideOf(prediction.mask),
    batchSize: 1,
    pixelCount: pixelCountOf(size),
  };
  try {
    return compact(countFolded(sides, rules));
  } catch (error) {
    const nameOf = ({ side }: { readonly side: Side }): string =>
      side === "groundTruth" ? groundTruth.name : prediction.name;
    if (isMaskscoreError(error, "label-out-of-range")) {
      const { problem } = error;
      throw new DatasetError(outOfRange(nameOf(problem), placeIn(problem.side, problem.pixel), problem), {
        cause: error,
      });
    }
    if (isMaskscoreError(error, "label-unmapped")) {
      const { side, label, pixel } = error.problem;
      const where = pixel === undefined ? "" : ` at ${placeIn(side, pixel)}`;
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

function sideOf(mask: Raster): LabelSource {
  return mask.kind === "labels" ? mask.data : mask.scores;
}

function outOfRange(
  name: string,
  place: string,
  { side, label, numClasses, cure }: Problem<"label-out-of-range">,
): string {
  const cures = ["remap the label"];
  if (cure.some((one) => one.do === "miss-void"))
    cures.unshift("pass --void-predictions miss to count it as missed");
  if (label === 255) cures.unshift("pass --binary if the masks are 0 and 255");
  else if (label >= numClasses && label < MAX_SCORED_CLASSES) {
    cures.unshift(`pass --num-classes ${label + 1} if it is a class`);
  }
  if (side === "groundTruth") {
    cures.unshift(`pass --ignore-index ${label} if it marks pixels without a class`);
  }
  return `${name}: label ${label} at ${place} is outside 0..${numClasses - 1}; ${cures.join(", or ")}`;
}

function placeOf(pixel: number, size: RasterSize): string {
  return `pixel ${pixel} (${pixelText(pixel, size)})`;
}
