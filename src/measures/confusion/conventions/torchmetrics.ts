import { classScore, meanOfDefined } from "../classScores.js";
import type { CountedRun, ImageTable } from "../countedRun.js";
import type { OverlapSums } from "../../../types.js";
import {
  averagedClasses,
  classesWhere,
  isAbsent,
  listClasses,
  meanOfColumns,
  meanOfRows,
  pick,
  requireImages,
  scoreClasses,
  scoreImages,
  scoreRow,
  sumOf,
} from "./classTables.js";
import type { Convention, ConventionScores, Figure } from "./convention.js";
import { areaWeights, maxOfFinite, weightedDice } from "../generalizedDice.js";

export const torchmetrics: Convention = {
  name: "torchmetrics",
  source:
    "torchmetrics, segmentation.MeanIoU, DiceScore and generalized_dice_score (torchmetrics/segmentation, torchmetrics/functional/segmentation) and JaccardIndex(task=multiclass) (torchmetrics/functional/classification/jaccard.py), read and run in 2026. The mean IoU is MeanIoU's, the mean Dice DiceScore's with average=macro, its default since 1.9 (before, micro).",
  formula:
    "MeanIoU: the IoU of every image and class that has one, summed and divided by their number, so an image with more classes weighs more. JaccardIndex: I / U from the confusion matrix of the data set, averaged over classes (macro), weighted by ground-truth pixels (weighted), or sum(I) / sum(U) (micro). DiceScore: 2 I / (T + P) for each image, averaged over its classes and then over images (samplewise), or of the data set (global). generalized_dice_score: 2 sum(w I) / sum(w (T + P)) over the classes of an image, w = 1 / T^2 (square), 1 / T (simple) or 1 (linear).",
  absentClass:
    "A class that is absent from ground truth and prediction is left out of every mean; one that is only predicted counts 0. Under their own names MeanIoU(per_class=True) and functional.mean_iou(per_class=True) print -1 for an absent class, and JaccardIndex(average=none) prints 0.",
  ignoreRule:
    "JaccardIndex: pixels whose ground truth is ignore_index are in no count, and an ignored class among the classes is left out of macro, weighted and micro, though its predictions elsewhere still make misses. torchmetrics.segmentation has no ignore_index; its figures here are those of the pixels that are left, in which an ignored class is one that is only predicted. excludeClasses [0] is include_background=False in the segmentation metrics; JaccardIndex has nothing like it, and here they are left out of its means and of micro's sums.",
  voidRule:
    "A miss, as an all-zero one-hot prediction is in torchmetrics.segmentation. JaccardIndex takes labels and refuses those that are no class; its figures here count a miss.",
  whenToUse:
    "To compare with a number that a PyTorch Lightning log holds; say which of the classes and which average it was.",
  needsImages: true,
  score: scoreTorchmetrics,
};

function scoreTorchmetrics(run: CountedRun): ConventionScores {
  const images = requireImages(run, "torchmetrics");
  const classes = averagedClasses(run);
  const isWeighted = images.weights.some((weight) => weight !== 1);
  const figures = {
    ...meanIouFigures(run, images, classes),
    ...jaccardFigures(run, classes),
    ...diceFigures(run, images, classes),
    ...(isWeighted ? {} : generalizedDiceFigures(images, run.numClasses, classes)),
  };
  return {
    convention: "torchmetrics",
    meanIou: figures["MeanIoU(per_class=False)"] as number,
    meanDice: figures["DiceScore(average=macro, aggregation_level=samplewise)"] as number,
    figures,
    notes: notesOf(run, images, classes, isWeighted),
  };
}

function meanIouFigures(
  run: CountedRun,
  images: ImageTable,
  classes: readonly number[],
): Record<string, Figure> {
  const table = scoreImages(images, run.numClasses, (pixels) => classScore("iou", pixels));
  const averaged = table.map((row) => pick(row, classes));
  const pairWeights = averaged.flatMap((row, image) => row.map(() => images.weights[image] as number));
  return {
    "functional.mean_iou(per_class=False)": meanOfRows(table, classes),
    "functional.mean_iou(per_class=True)": table.map((row) => row.map(minusOneIfAbsent)),
    "MeanIoU(per_class=False)": meanOfDefined(averaged.flat(), pairWeights),
    "MeanIoU(per_class=True)": meanOfColumns(table, run.numClasses, images.weights).map(minusOneIfAbsent),
  };
}

/** nan_to_num(-1.0) */
function minusOneIfAbsent(iou: number): number {
  return Number.isNaN(iou) ? -1 : iou;
}

function jaccardFigures(run: CountedRun, classes: readonly number[]): Record<string, Figure> {
  const unions = scoreClasses(run, (c) => c.groundTruthArea + c.predictionArea - c.intersection);
  // zero_division=0.0
  const jaccard = scoreClasses(run, (pixels) => (isAbsent(pixels) ? 0 : classScore("iou", pixels)));
  const kept = classes.filter((c) => !run.ignored.includes(c));
  const union = sumOf(pick(unions, kept));
  const support = pick(run.totalSums.groundTruthArea, kept);
  return {
    "JaccardIndex(average=none)": jaccard,
    "JaccardIndex(average=micro)": union === 0 ? 0 : sumOf(pick(run.totalSums.intersection, kept)) / union,
    "JaccardIndex(average=macro)": meanOfDefined(
      pick(
        jaccard,
        kept.filter((c) => unions[c] !== 0),
      ),
    ),
    "JaccardIndex(average=weighted)": meanOfDefined(pick(jaccard, kept), support),
  };
}

function diceFigures(
  run: CountedRun,
  images: ImageTable,
  classes: readonly number[],
): Record<string, Figure> {
  const levels: readonly (readonly [string, OverlapSums, Float64Array])[] = [
    ["samplewise", images.sums, images.weights],
    ["global", run.totalSums, Float64Array.of(1)],
  ];
  const figures: Record<string, Figure> = {};
  for (const [level, sums, weights] of levels) {
    const table = Array.from(weights, (_, row) =>
      scoreRow(sums, run.numClasses, row, (pixels) => classScore("dice", pixels)),
    );
    const rowSums = (areas: Float64Array): number[] =>
      table.map((_, row) =>
        sumOf(pick(areas.subarray(row * run.numClasses, (row + 1) * run.numClasses), classes)),
      );
    const [intersections, truths, predictions] = [
      rowSums(sums.intersection),
      rowSums(sums.groundTruthArea),
      rowSums(sums.predictionArea),
    ];
    const micro = intersections.map(
      (intersection, row) => (2 * intersection) / ((truths[row] as number) + (predictions[row] as number)),
    );
    // nansum: a row without ground truth has no weights, and nothing adds up to 0.
    const weighted = table.map((row, i) =>
      sumOf(
        classes.map((c) => {
          const support = sums.groundTruthArea[i * run.numClasses + c] as number;
          return support === 0 ? 0 : (row[c] as number) * (support / (truths[i] as number));
        }),
      ),
    );
    const name = (average: string): string => `DiceScore(average=${average}, aggregation_level=${level})`;
    figures[name("micro")] = meanOfDefined(micro, weights);
    figures[name("macro")] = meanOfDefined(meanOfRows(table, classes), weights);
    figures[name("weighted")] = meanOfDefined(weighted, weights);
    figures[name("none")] = meanOfColumns(table, run.numClasses, weights);
  }
  return figures;
}

/**
 * Infinite weights are replaced by index into the flattened batch x classes table, from a table of maxima that is
 * flattened classes x batch: cell i takes the batch's largest weight of class floor(i / batchSize), whatever its own
 * class is.
 */
function generalizedDiceFigures(
  images: ImageTable,
  numClasses: number,
  classes: readonly number[],
): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  const batchSize = images.ids.length;
  for (const [name, kind] of [
    ["square", "square"],
    ["simple", "simple"],
    ["linear", "uniform"],
  ] as const) {
    const weights = images.ids.map((_, image) => areaWeights(images.sums, numClasses, image, classes, kind));
    const largest = classes.map((_, k) => maxOfFinite(weights.map((row) => row[k] as number)));
    figures[`functional.generalized_dice_score(weight_type=${name})`] = weights.map((row, image) => {
      const filled = row.map((weight, k) =>
        Number.isFinite(weight)
          ? weight
          : (largest[Math.floor((image * classes.length + k) / batchSize)] as number),
      );
      const score = weightedDice(images.sums, numClasses, image, classes, filled);
      return Number.isNaN(score) ? 0 : score;
    });
  }
  return figures;
}

function notesOf(
  run: CountedRun,
  images: ImageTable,
  classes: readonly number[],
  isWeighted: boolean,
): string[] {
  const notes: string[] = [];
  const absent = classesWhere(run, isAbsent);
  if (absent.length > 0) {
    notes.push(
      `Absent from ground truth and prediction: ${listClasses(run, absent)}. MeanIoU(per_class=True) prints -1 there, JaccardIndex(average=none) 0.`,
    );
  }
  for (const c of run.ignored.filter((label) => classes.includes(label))) {
    notes.push(
      `JaccardIndex(average=none) prints 0 for the ignored ${listClasses(run, [c])} and leaves it out of its means.`,
    );
  }
  if (run.total.ignoredCount > 0) {
    notes.push(
      "Only JaccardIndex knows an ignore_index; the metrics of torchmetrics.segmentation refuse such labels, and their figures are those of the pixels that are left.",
    );
  }
  if (isWeighted) {
    notes.push(
      "functional.generalized_dice_score is left out: it depends on an image's place in its batch, so it has no meaning for weighted images.",
    );
  } else {
    const bitten = images.ids.filter((_, image) =>
      classes.some((c) => {
        const i = image * run.numClasses + c;
        return images.sums.groundTruthArea[i] === 0 && (images.sums.predictionArea[i] as number) > 0;
      }),
    ).length;
    if (bitten > 0) {
      notes.push(
        `functional.generalized_dice_score depends on the batch (here all ${images.ids.length} images): a class that an image only predicts takes the largest weight that some class, found by a transposed index, has anywhere in the batch. This touches ${bitten} images.`,
      );
    }
  }
  return notes;
}
