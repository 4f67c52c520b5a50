import { classScore, meanOfDefined } from "../classScores.js";
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

export const mmsegmentation: Convention = {
  name: "mmsegmentation",
  source:
    "MMSegmentation 1.x, IoUMetric (mmseg/evaluation/metrics/iou_metric.py), and Hugging Face evaluate, mean_iou, which is its code; read in 2026.",
  formula:
    "Intersections and unions are summed over the data set: IoU = I / U, Dice = 2 I / (T + P), Acc = I / T, Precision = I / P, Fscore = 2 p r / (p + r); each mean is over the classes where it is defined. aAcc is the share of the pixels that are right. MMSegmentation prints these numbers times 100, rounded to two digits; Hugging Face prints IoU, mIoU, mAcc and aAcc as per_category_iou, mean_iou, mean_accuracy and overall_accuracy.",
  absentClass:
    "A class that is absent from ground truth and prediction is NaN and left out of the mean (nanmean). A class that is only predicted counts 0 in mIoU and mDice, and is left out of mAcc.",
  ignoreRule:
    "Pixels whose ground truth is ignore_index are dropped from both maps, so what is predicted there costs nothing. An ignored class among the classes counts 0 where it is predicted elsewhere. The tool has nothing like excludeClasses: here they are left out of every mean and stay in the lists and in aAcc.",
  voidRule:
    "A miss: the label is in no bin of area_pred_label, and its pixel is in area_label, so in the union and in aAcc's denominator.",
  whenToUse:
    "To compare with papers and models of the MMSegmentation and Hugging Face zoos: Cityscapes, ADE20K, Pascal VOC.",
  needsImages: false,
  score: scoreMmsegmentation,
};

function scoreMmsegmentation(run: CountedRun): ConventionScores {
  const { intersection, groundTruthArea } = run.totalSums;
  const classes = averagedClasses(run);
  const mean = (values: readonly number[]): number => meanOfDefined(pick(values, classes));
  const iou = scoreClasses(run, (pixels) => classScore("iou", pixels));
  const dice = scoreClasses(run, (pixels) => classScore("dice", pixels));
  const recall = scoreClasses(run, (pixels) => classScore("recall", pixels));
  const precision = scoreClasses(run, (pixels) => classScore("precision", pixels));
  // The tool's own form, not 2 I / (T + P): 0 / 0 where precision and recall are both 0.
  const fscore = precision.map((p, c) => (2 * p * (recall[c] as number)) / (p + (recall[c] as number)));
  const missed = classes.filter((c) => precision[c] === 0 && recall[c] === 0);
  return {
    convention: "mmsegmentation",
    meanIou: mean(iou),
    meanDice: mean(dice),
    figures: {
      area_intersect: [...intersection],
      area_union: scoreClasses(run, (c) => c.groundTruthArea + c.predictionArea - c.intersection),
      aAcc: sumOf([...intersection]) / sumOf([...groundTruthArea]),
      IoU: iou,
      mIoU: mean(iou),
      Acc: recall,
      mAcc: mean(recall),
      Dice: dice,
      mDice: mean(dice),
      Fscore: fscore,
      mFscore: mean(fscore),
      Precision: precision,
      mPrecision: mean(precision),
      Recall: recall,
      mRecall: mean(recall),
    },
    notes: [
      ...(missed.length === 0
        ? []
        : [
            `mFscore leaves out ${listClasses(run, missed)}, whose precision and recall are both 0; mDice counts 0 there.`,
          ]),
      ...onlyPredictedNotes(run),
      ...predictedIgnoredNotes(run),
    ],
  };
}
