import { MAX_DENSE_CLASSES } from "../../src/counting/confusionCells.js";
import { type Cure, isMaskscoreError, type Problem, type Side } from "../../src/errors/problem.js";
import { countFolded } from "../../src/counting/foldedCount.js";
import { compact } from "../../src/measures/confusion/countedRows.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import { pixelCountOf, type Raster, sizeText } from "../../src/reading/raster.js";
import type { ConfusionMatrix, PixelSource } from "../../src/types.js";
import { declaredNotes, declaredVoidPredicted } from "./declaredVoid.js";
import { dividePair } from "./dividePair.js";
import { alignPair, axesOf, pixelOfFile, type PlacementRule, type ResizeRule } from "./alignPair.js";
import { DatasetError, type JobProblem } from "../errors/problem.js";
import { isFaint, requireBinaryMasks } from "./binaryValues.js";
import { seenInPair, strayRemedies, voidRemedies } from "./labelCures.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { notNumbersIn } from "./notNumbers.js";
import { type NodataChoice, pairRules } from "./pairLabels.js";
import { requireKnownBits } from "./undecidedBits.js";
import { scoreAxesOf } from "./rasterLabels.js";
import type { PairNote } from "./pairNotes.js";
import type { Sides } from "./runDecode.js";
import type { UnknownLabelTexts } from "../presets/presets.js";
import { requireNoValuesAsScores } from "./valuesAsScores.js";

/** Scores are read from a dense matrix. */
export const MAX_SCORED_CLASSES = MAX_DENSE_CLASSES;

/** How a pair is aligned and its labels read, and what is said of it beside its counts. */
export interface PairTelling {
  /** Default: "check". */
  readonly placement?: PlacementRule | undefined;
  readonly nodata?: NodataChoice | undefined;
  /** Labels of a side are ids of instances. */
  readonly divide?: Sides<number> | undefined;
  /** A prediction of another size is brought to the truth's. */
  readonly resize?: ResizeRule | undefined;
  /** Of labels that the data set's mapping lacks; where the mapping is a user's own it is spoken of as that. */
  readonly unknownLabel?: UnknownLabelTexts | undefined;
  /** Whether masks must hold 0 and one other value, as masks of two classes do that need no threshold. */
  readonly isBinary?: boolean | undefined;
  /** Whether the masks told the number of classes, and nobody said it. */
  readonly areClassesGuessed?: boolean | undefined;
  /** Told what is to be known of the pair; scores are looked through for NaN only where somebody is told. */
  readonly onNote?: ((note: PairNote) => void) | undefined;
  /** Told of greys of few bits that are taken as they are stored: what is wrong if other files have other numbers of bits. */
  readonly onStoredBits?: ((problem: JobProblem<"bits-unclear">) => void) | undefined;
  /** Told the pair as it is counted, both sides on one grid, once nothing is wrong with it: who looks at pixels, too. */
  readonly onCounted?: ((aligned: MaskPair) => void) | undefined;
}

/**
 * The counts of one pair: what is kept of it.
 *
 * @throws {DatasetError} the pair cannot be scored: sizes or places that differ, a label out of range; the message names the file
 */
export function countPair(
  settings: ScorerSettings,
  pair: MaskPair,
  {
    placement = "check",
    nodata,
    divide,
    resize,
    unknownLabel,
    isBinary,
    areClassesGuessed = false,
    onNote,
    onStoredBits,
    onCounted,
  }: PairTelling = {},
): ConfusionMatrix {
  const hasThreshold = settings.threshold !== null;
  if (!hasThreshold) requireNoValuesAsScores(pair, areClassesGuessed ? undefined : settings.numClasses);
  for (const side of [pair.groundTruth, pair.prediction]) {
    if (hasThreshold) requireNoScores(side);
    requireClassCount(side, settings.numClasses);
  }
  const aligned = dividePair(alignPair(pair, placement, resize), settings, divide, nodata);
  const { groundTruth, prediction, reorientation, resizedFrom } = aligned;
  if (onNote !== undefined) {
    if (reorientation !== undefined) onNote({ code: "reoriented", file: prediction.name });
    if (resizedFrom !== undefined) {
      const [from, to] = [sizeText(resizedFrom), sizeText(groundTruth.mask.size)];
      onNote({ code: "resized", file: prediction.name, from, to });
    }
    for (const { name: file, mask } of [groundTruth, prediction]) {
      const pixels = notNumbersIn(mask);
      if (pixels > 0) onNote({ code: "not-numbers", file, pixels });
      for (const note of declaredNotes(file, mask)) onNote(note);
      const as = mask.kind === "labels" ? mask.channelsRead : undefined;
      if (as !== undefined) onNote({ code: "channels-read", file, as });
    }
  }
  const { size } = groundTruth.mask;
  // Of a prediction that was brought to the truth's grid, the place in its file is meant.
  const fileOf = (side: Side): Pick<JobProblem<"label-unmapped">, "file" | "size"> =>
    side === "groundTruth"
      ? { file: groundTruth.name, size }
      : { file: prediction.name, size: pair.prediction.mask.size };
  const pixelIn = (side: Side, pixel: number): number =>
    side === "groundTruth" ? pixel : pixelOfFile(pixel, aligned);
  const rules = pairRules(settings, aligned, nodata);
  for (const problem of requireKnownBits(aligned, rules)) onStoredBits?.(problem);
  if (isBinary === true) requireBinaryMasks(aligned, rules);
  if (onNote !== undefined && hasThreshold && isFaint(prediction, rules.prediction)) {
    onNote({ code: "faint-prediction", file: prediction.name, threshold: settings.threshold.prediction });
  }
  const sides = {
    groundTruth: sideOf(groundTruth.mask),
    prediction: sideOf(prediction.mask),
    batchSize: 1,
    pixelCount: pixelCountOf(size),
  };
  try {
    const counts = compact(countFolded(sides, rules));
    onCounted?.(aligned);
    return counts;
  } catch (error) {
    const declared = declaredVoidPredicted(error, prediction, pixelIn);
    if (declared !== undefined) throw new DatasetError(declared, { cause: error });
    if (isMaskscoreError(error, "label-out-of-range")) {
      const { code, side, label, numClasses } = error.problem;
      const pixel = pixelIn(side, error.problem.pixel);
      const cure = [
        ...error.problem.cure.filter(isMissVoid),
        ...strayRemedies({ side, label }, rules, seenInPair(aligned)),
      ];
      throw new DatasetError(
        { code, side, label, pixel, numClasses, cure, ...fileOf(side) },
        { cause: error },
      );
    }
    if (isMaskscoreError(error, "label-unmapped")) {
      const { code, side, label, pixel } = error.problem;
      const where = pixel === undefined ? {} : { pixel: pixelIn(side, pixel) };
      const { is: dataset, cure: known = [], canIgnore } = unknownLabel?.[side] ?? {};
      const ignore = canIgnore === true ? voidRemedies({ side, label }, rules, seenInPair(aligned)) : [];
      const cure = [...ignore, ...known, ...error.problem.cure.filter(isMissVoid)];
      throw new DatasetError(
        { code, side, label, ...where, dataset, cure, ...fileOf(side) },
        { cause: error },
      );
    }
    if (isMaskscoreError(error, "not-a-number")) {
      const { code, side, pixel } = error.problem;
      throw new DatasetError({ code, pixel: pixelIn(side, pixel), ...fileOf(side) }, { cause: error });
    }
    if (isMaskscoreError(error, "threshold-misfit")) throw misfitOf(error.problem, pair);
    throw error;
  }
}

function misfitOf(
  { code, side, threshold, least, largest, fitting }: Problem<"threshold-misfit">,
  pair: MaskPair,
): DatasetError {
  const { groundTruth, prediction } = fitting;
  return new DatasetError({
    code,
    file: pair[side].name,
    other: pair[side === "groundTruth" ? "prediction" : "groundTruth"].name,
    threshold,
    least,
    largest,
    cure: [
      {
        do: "set-threshold",
        threshold: groundTruth === prediction ? groundTruth : fitting,
        why: "to tell the values of both apart",
      },
    ],
  });
}

/** Scores of several classes have an argmax; a threshold says nothing of them. */
function requireNoScores({ name, mask }: NamedMask): void {
  const scores = scoreAxesOf(mask);
  if (scores === undefined) return;
  throw new DatasetError({ code: "threshold-of-scores", file: name, scores: scores.numClasses });
}

/** Scores of another number of classes than is scored are another model's, or in another order of axes. */
function requireClassCount({ name, mask }: NamedMask, numClasses: number): void {
  const scores = scoreAxesOf(mask);
  if (scores !== undefined && scores.numClasses !== numClasses) {
    throw new DatasetError({
      code: "class-count-differs",
      file: name,
      scores: scores.numClasses,
      axes: axesOf(scores, mask.size),
      numClasses,
    });
  }
}

function sideOf(mask: Raster): PixelSource {
  return mask.kind === "scores" ? mask.scores : mask.data;
}

/** What the library and both doors offer alike. */
function isMissVoid(cure: Cure): cure is Extract<Cure, { readonly do: "miss-void" }> {
  return cure.do === "miss-void";
}
