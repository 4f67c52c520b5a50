import { labelReader, type PairRules, plainSide } from "../labels/labelRules.js";
import { requireFittingThresholds } from "../labels/thresholdFit.js";
import { NO_CLASS, type RawLabel } from "../labels/labelKinds.js";
import {
  type ConfusionCounts,
  type ConfusionMatrix,
  isFloats,
  type LabelSource,
  type PixelSource,
  type PixelValues,
} from "../types.js";
import { getCounter } from "./backend.js";
import { classLabelsOf } from "./classLabels.js";
import type { ConfusionRequest, CountedSides, LabelSides } from "./confusionRequest.js";
import { labelOutOfRange } from "../errors/labels.js";
import { notANumber } from "../errors/threshold.js";
import type { Side } from "../errors/problem.js";
import { MAX_CLASSES } from "./confusionCells.js";
import { matrixOf } from "./countFunctions.js";
import { voidPredictionsOf } from "./addVoidPredictions.js";

/** Which of a batch an image is; nothing where it is alone. */
export interface BatchPlace {
  readonly image?: number;
}

/** What a Counter is to count, and what becomes of its counts. */
export interface CountPlan {
  readonly request: ConfusionRequest;
  /** Throws where a pixel that counts has a label without a class. */
  readonly finish: (counts: ConfusionCounts) => ConfusionMatrix;
}

/** A label without a class in a pixel that counts. */
export interface StrayLabel {
  readonly side: Side;
  readonly label: RawLabel;
  readonly pixel: number;
}

/** The matrix of a plan. */
export function carriedOut({ request, finish }: CountPlan): ConfusionMatrix {
  const { sides, numClasses, ignoreIndex } = request;
  return finish(
    getCounter().countLabels(sides.groundTruth, sides.prediction, sides, numClasses, ignoreIndex),
  );
}

/** How two sides are counted by what their labels mean: as they are where labels are classes, else copied in classes. */
export function planCount(sides: CountedSides, rules: PairRules): CountPlan {
  requireFittingThresholds(sides, rules);
  const errorOf = (stray: StrayLabel): RangeError =>
    labelOutOfRange({ ...stray, numClasses: rules[stray.side].numClasses }, MAX_CLASSES);
  return plainPlan(sides, rules) ?? planOfCopies(sides, rules, errorOf);
}

/** Labels that are classes, counted as they are; undefined where a side has other ones. */
export function plainPlan(sides: CountedSides, rules: PairRules, place?: BatchPlace): CountPlan | undefined {
  const truth = plainSide(rules.groundTruth);
  const prediction = plainSide(rules.prediction);
  if (truth === undefined || prediction === undefined || prediction.voidLabel !== undefined) return undefined;
  if (!areLabels(sides)) return undefined;
  const request = { sides, numClasses: rules.groundTruth.numClasses, ignoreIndex: truth.voidLabel };
  return { request, finish: (counts) => matrixOf(counts, request, place) };
}

/** Whether both sides can be counted as they are: integers, or scores of classes. */
export function areLabels(sides: CountedSides): sides is LabelSides {
  return [sides.groundTruth, sides.prediction].every(isLabels);
}

export function isLabels(source: PixelSource): source is LabelSource {
  return !ArrayBuffer.isView(source) || !isFloats(source);
}

/** Copies of both sides in classes. */
export function planOfCopies(
  sides: CountedSides,
  rules: PairRules,
  errorOf: (stray: StrayLabel) => RangeError,
  place: BatchPlace = {},
): CountPlan {
  const { numClasses } = rules.groundTruth;
  const truth = classLabelsOf(sides.groundTruth, rules.groundTruth);
  const predicted = classLabelsOf(sides.prediction, rules.prediction);
  const voids = new Float64Array(numClasses);
  let voidCount = 0;
  const missed = predicted.hasVoid ? predicted.labels : [];
  missed.forEach((label: number, pixel: number) => {
    const t = truth.labels[pixel] as number;
    if (label !== predicted.voidLabel || t === truth.voidLabel || t === truth.noClassLabel) return;
    voids[t] = (voids[t] as number) + 1;
    voidCount++;
    truth.labels[pixel] = truth.voidLabel;
  });
  const request = {
    sides: { ...sides, groundTruth: truth.labels, prediction: predicted.labels },
    numClasses,
    ignoreIndex: truth.voidLabel,
  };
  return {
    request,
    finish: (counts) => {
      if (counts.firstInvalidPixel >= 0) {
        const raw = { groundTruth: truth.raw, prediction: predicted.raw };
        const stray = strayAt(counts.firstInvalidPixel, raw, rules);
        const { side, label, pixel } = stray;
        throw label === label ? errorOf(stray) : notANumber({ side, pixel, ...place });
      }
      const matrix = matrixOf(counts, request);
      return {
        ...matrix,
        ignoredCount: matrix.ignoredCount - voidCount,
        ...voidPredictionsOf(voids),
      };
    },
  };
}

/** The raw label without a class of a pixel that counts; only called on the throwing path. */
function strayAt(
  pixel: number,
  { groundTruth, prediction }: { readonly groundTruth: PixelValues; readonly prediction: PixelValues },
  rules: PairRules,
): StrayLabel {
  const label = Number(groundTruth[pixel]) as RawLabel;
  return labelReader(rules.groundTruth)(label) === NO_CLASS
    ? { side: "groundTruth", label, pixel }
    : { side: "prediction", label: Number(prediction[pixel]) as RawLabel, pixel };
}
