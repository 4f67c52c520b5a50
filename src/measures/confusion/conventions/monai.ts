import { type ClassPixels, classScore, meanOfDefined } from "../classScores.js";
import type { CountedRun, ImageTable } from "../countedRun.js";
import {
  averagedClasses,
  listClasses,
  meanOfColumns,
  meanOfRows,
  pick,
  requireImages,
  scoreImages,
  sumOf,
} from "./classTables.js";
import type { Convention, ConventionScores, Figure } from "./convention.js";
import { type AreaWeight, areaWeights, maxOfFinite, weightedDice } from "../generalizedDice.js";

export const monai: Convention = {
  name: "monai",
  source:
    "MONAI, monai.metrics.MeanIoU, DiceMetric and GeneralizedDiceScore (monai/metrics/meaniou.py, meandice.py, generalized_dice.py, utils.py), read and run in 2026.",
  formula:
    "One IoU = I / U or Dice = 2 I / (T + P) per image and class. reduction=mean averages the classes of each image, then the images; mean_batch averages each class over the images; mean_channel averages the classes of each image. Generalized Dice is 2 sum(w I) / sum(w (T + P)) over the classes of an image with w = 1 / T^2 (square), 1 / T (simple) or 1 (uniform).",
  absentClass:
    "ignore_empty=True (the default): a class that is not in an image's ground truth has no score there, and false positives of it cost nothing. ignore_empty=False: it counts 1 where it is not predicted either, and 0 where it is. An image without any score is left out of mean and prints 0.0 in mean_channel; a class without any prints 0.0 in mean_batch; where there is no score at all, mean is 0.0. In generalized Dice a class without ground truth takes the largest weight of the same image; an image of no pixels is 1, or 0 where something is predicted.",
  ignoreRule:
    "MONAI has no ignored label here: the figures are those of the pixels that are not ignored. An ignored class among the classes has no ground truth left, so the rule for absent classes decides. excludeClasses [0] is include_background=False; other classes are left out in the same way.",
  voidRule: "A miss: MONAI takes one-hot predictions, in which such a pixel is in no class.",
  whenToUse:
    "For medical images and wherever the score of the single case matters; to compare with MONAI and nnU-Net style numbers.",
  needsImages: true,
  score: scoreMonai,
};

const METRICS = [
  ["MeanIoU", "iou"],
  ["DiceMetric", "dice"],
] as const;

function scoreMonai(run: CountedRun): ConventionScores {
  const images = requireImages(run, "monai");
  const classes = averagedClasses(run);
  const figures: Record<string, Figure> = {};
  for (const [name, metric] of METRICS) {
    for (const ignoreEmpty of [true, false]) {
      const table = scoreImages(images, run.numClasses, (pixels) => scoreOf(metric, pixels, ignoreEmpty));
      const settings = `ignore_empty=${ignoreEmpty ? "True" : "False"}`;
      const rowMeans = meanOfRows(table, classes);
      figures[`${name}(${settings}, reduction=none)`] = table;
      figures[`${name}(${settings}, reduction=mean)`] = zeroIfNone(meanOfDefined(rowMeans, images.weights));
      figures[`${name}(${settings}, reduction=mean_batch)`] = meanOfColumns(
        table,
        run.numClasses,
        images.weights,
      ).map(zeroIfNone);
      figures[`${name}(${settings}, reduction=mean_channel)`] = rowMeans.map(zeroIfNone);
    }
  }
  for (const kind of ["square", "simple", "uniform"] as const) {
    figures[`GeneralizedDiceScore(weight_type=${kind}, reduction=none)`] = generalizedDices(
      images,
      run.numClasses,
      classes,
      kind,
    );
  }
  return {
    convention: "monai",
    meanIou: figures["MeanIoU(ignore_empty=True, reduction=mean)"] as number,
    meanDice: figures["DiceMetric(ignore_empty=True, reduction=mean)"] as number,
    figures,
    notes: notesOf(run, images, classes),
  };
}

function scoreOf(metric: "iou" | "dice", pixels: ClassPixels, ignoreEmpty: boolean): number {
  if (pixels.groundTruthArea > 0) return classScore(metric, pixels);
  if (ignoreEmpty) return NaN;
  return pixels.predictionArea > 0 ? 0 : 1;
}

/** do_metric_reduction puts 0 where there is nothing to average. */
function zeroIfNone(mean: number): number {
  return Number.isNaN(mean) ? 0 : mean;
}

function generalizedDices(
  images: ImageTable,
  numClasses: number,
  classes: readonly number[],
  kind: AreaWeight,
): number[] {
  return images.ids.map((_, image) => {
    const weights = areaWeights(images.sums, numClasses, image, classes, kind);
    const largest = maxOfFinite(weights);
    const filled = weights.map((weight) => (Number.isFinite(weight) ? weight : largest));
    const score = weightedDice(images.sums, numClasses, image, classes, filled);
    if (!Number.isNaN(score)) return score;
    const first = image * numClasses;
    const predicted = pick(images.sums.predictionArea.subarray(first, first + numClasses), classes);
    return sumOf(predicted) === 0 ? 1 : 0;
  });
}

function notesOf(run: CountedRun, images: ImageTable, classes: readonly number[]): string[] {
  const notes: string[] = [];
  const { groundTruthArea, predictionArea } = images.sums;
  let freePixels = 0;
  images.ids.forEach((_, image) => {
    for (const c of classes) {
      const i = image * run.numClasses + c;
      if (groundTruthArea[i] === 0) freePixels += predictionArea[i] as number;
    }
  });
  if (freePixels > 0) {
    notes.push(
      `With ignore_empty=True, ${freePixels} predicted pixels cost nothing for their own class: it is not in the ground truth of their image.`,
    );
  }
  const never = classes.filter((c) => run.totalSums.groundTruthArea[c] === 0);
  if (never.length > 0) {
    notes.push(
      `With ignore_empty=True, mean_batch prints 0.0 for what is in no image's ground truth: ${listClasses(run, never)}.`,
    );
  }
  return notes;
}
