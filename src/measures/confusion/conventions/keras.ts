import { voidCountOf } from "../../../counting/entries.js";
import type { CountedRun } from "../countedRun.js";
import {
  averagedClasses,
  listClasses,
  onlyPredictedNotes,
  pick,
  predictedIgnoredNotes,
  scoreClasses,
  sumOf,
} from "./classTables.js";
import type { Convention, ConventionScores } from "./convention.js";

/** keras.config.epsilon(): added to every denominator. */
const EPSILON = 1e-7;

/** A denominator above this makes a class count. */
const LEAST_DENOMINATOR = 1e-9;

export const keras: Convention = {
  name: "keras",
  source: "Keras 3, keras.metrics.MeanIoU and IoU (keras/src/metrics/iou_metrics.py), read and run in 2026.",
  formula:
    "iou = I / (U + 1e-7) per class from the confusion matrix of the whole data set; the mean is the sum of the IoUs divided by (the number of classes with U > 0) + 1e-7. A perfect prediction therefore prints slightly less than 1. Keras has no Dice of this kind.",
  absentClass:
    "A class that is absent from ground truth and prediction is left out of the mean. A class that is only predicted counts 0. When no class is seen at all, the mean is 0.0.",
  ignoreRule:
    "Pixels whose ground truth is ignore_class are in no count. An ignored class among the classes still has the false positives it gets elsewhere: where it is predicted it counts 0 in the mean. excludeClasses is IoU(target_class_ids=[all the others]).",
  voidRule:
    "A predicted label that is no class falls out of Keras' confusion matrix, pixel and all: it is in no count, so it costs nothing. Without an ignore_class that it equals, TensorFlow may raise an error instead.",
  whenToUse: "To compare with a number that Keras or TensorFlow printed.",
  needsImages: false,
  score: scoreKeras,
};

function scoreKeras(run: CountedRun): ConventionScores {
  const dropped = run.total.voidPredictions;
  const unions = scoreClasses(run, (c) => c.groundTruthArea + c.predictionArea - c.intersection).map(
    (union, c) => union - (dropped?.[c] ?? 0),
  );
  const ious = unions.map((union, c) => (run.totalSums.intersection[c] as number) / (union + EPSILON));
  const meanOver = (classes: readonly number[]): number => {
    const seen = pick(unions, classes).filter((union) => union > LEAST_DENOMINATOR).length;
    return sumOf(pick(ious, classes)) / (seen + EPSILON);
  };
  const meanIou = meanOver(averagedClasses(run));
  return {
    convention: "keras",
    meanIou,
    meanDice: undefined,
    figures: {
      MeanIoU: meanIou,
      "IoU(target_class_ids=[class])": ious.map((_, c) => meanOver([c])),
    },
    notes: notesOf(run, unions),
  };
}

function notesOf(run: CountedRun, unions: readonly number[]): string[] {
  const notes: string[] = [];
  const absent = averagedClasses(run).filter((c) => unions[c] === 0);
  if (absent.length === averagedClasses(run).length) {
    notes.push("No class was seen at all; Keras prints 0.0 for this, not NaN.");
  } else if (absent.length > 0) {
    notes.push(`IoU(target_class_ids=[class]) prints 0.0 for the absent ${listClasses(run, absent)}.`);
  }
  notes.push(...onlyPredictedNotes(run), ...predictedIgnoredNotes(run));
  if (run.total.voidPredictions !== undefined) {
    notes.push(
      `Keras drops ${voidCountOf(run.total)} pixels that are predicted void: elsewhere they count as missed.`,
    );
  }
  if (run.images?.weights.some((weight) => !Number.isInteger(weight)) === true) {
    notes.push(
      'Keras sums in int32 unless told otherwise, which truncates fractional sample weights; this is its number with dtype="float32".',
    );
  }
  return notes;
}
