import { classScore, meanOfDefined } from "../classScores.js";
import type { CountedRun } from "../countedRun.js";
import { groupScores } from "../groupScores.js";
import {
  averagedClasses,
  listClasses,
  onlyPredictedNotes,
  pick,
  predictedIgnoredClasses,
  scoreClasses,
} from "./classTables.js";
import type { Convention, ConventionScores } from "./convention.js";

export const cityscapes: Convention = {
  name: "cityscapes",
  source:
    "cityscapesScripts, cityscapesscripts/evaluation/evalPixelLevelSemanticLabeling.py (getIouScoreForLabel, getScoreAverage), read in 2026.",
  formula:
    "iou = TP / (TP + FP + FN) per class from the confusion matrix of the whole data set; averageScoreClasses is the mean over the classes where it is defined. Where the scorer was given groups, categoryScores and averageScoreCategories are the same of categories: a pixel is right where truth and prediction are of one category. The instance-weighted iIoU needs instances and is not among the figures. The script has no Dice.",
  absentClass:
    "A class that is absent from ground truth and prediction is NaN and left out of the mean. A class that is only predicted counts 0.",
  ignoreRule:
    "Ground-truth pixels of an ignored label (ignoreInEval) are no false positive for any class; a kept pixel that is predicted as an ignored label is a false negative of its class. The ignored class itself is NaN, even where it is predicted. Labels that the script ignores must be mapped to ignoreIndex; excludeClasses are left out of the mean, and their pixels still count as false positives of the others.",
  voidRule:
    "A miss: a predicted id that is not evaluated is a false negative of the pixel's class (and category), and no class's false positive.",
  whenToUse: "To compare with the Cityscapes benchmark's class IoU.",
  needsImages: false,
  score: scoreCityscapes,
};

function areOverlapping(groups: CountedRun["groups"]): boolean {
  const classes = groups.flatMap((group) => group.classes);
  return new Set(classes).size < classes.length;
}

function scoreCityscapes(run: CountedRun): ConventionScores {
  const classScores = scoreClasses(run, (pixels) => classScore("iou", pixels)).map((iou, c) =>
    run.ignored.includes(c) ? NaN : iou,
  );
  const meanIou = meanOfDefined(pick(classScores, averagedClasses(run)));
  // The script's categories are disjoint: groups that overlap are none of them.
  const hasCategories = run.groups.length > 0 && !areOverlapping(run.groups);
  const categoryScores = hasCategories ? groupScores(run, 1).map(({ iou }) => iou) : [];
  return {
    convention: "cityscapes",
    meanIou,
    meanDice: undefined,
    figures: {
      classScores,
      averageScoreClasses: meanIou,
      ...(hasCategories ? { categoryScores, averageScoreCategories: meanOfDefined(categoryScores) } : {}),
    },
    notes: [
      ...onlyPredictedNotes(run),
      ...predictedIgnoredClasses(run).map(
        (c) =>
          `Pixels predicted as the ignored ${listClasses(run, [c])} are misses of their own class; the ignored class itself has no score.`,
      ),
      ...(run.groups.length > 0 && !hasCategories
        ? ["Groups that overlap are no categories of the script."]
        : []),
    ],
  };
}
