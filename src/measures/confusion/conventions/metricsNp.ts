import type { CountedRun, ImageTable } from "../countedRun.js";
import { meanOverClasses, presenceMask, SMOOTH, smoothedScores } from "../../tutorial/tutorialScores.js";
import type { ClassTable, OverlapSums } from "../../../types.js";
import { averagedClasses, classesWhere, isAbsent, listClasses, requireImages } from "./classTables.js";
import type { Convention, ConventionScores, Figure } from "./convention.js";

export const metricsNp: Convention = {
  name: "metrics_np",
  source:
    "I. Milon, \"Metrics for semantic segmentation\", the tutorial's metrics_np, whose arithmetic is this library's function of that name; and the gist ilmonteux/8340df952722f3a1030a7d937e701b5a, whose Dice differs.",
  formula:
    "One score per image and class: iou = (I + 0.001) / (U + 0.001), dice = (2 I + 0.001) / (T + P + 0.001). standard averages each class over the images that have it in ground truth or prediction, then the classes; naive averages everything. drop_last=True (the default) leaves the last class out as background. mean_per_class=True gives, for standard, (sum + 0.001) / (images + 0.001) per class. The gist's Dice adds the smoothing twice, 2 (I + 0.001) / (T + P + 0.001): a perfect one-pixel mask scores 1.0005.",
  absentClass:
    "standard: an image without the class, in ground truth and prediction, is left out of the class's mean, and a class that is nowhere is left out of the mean; one that is only predicted counts nearly 0. naive: an absent class counts 1 (2 in the gist's Dice). When no class is anywhere, the mean is NaN.",
  ignoreRule:
    "metrics_np knows no ignored label; the figures are those of the pixels that are not ignored. An ignored class among the classes counts nearly 0 in images where it is predicted. excludeClasses are left out of the means, beside the last class.",
  voidRule:
    "metrics_np takes the argmax, which has no void (a pixel whose scores are all zero is class 0): here a miss, as in dataset.",
  whenToUse: "To compare with code that was pasted from the tutorial.",
  needsImages: true,
  score: scoreMetricsNp,
};

/** The gist's Dice: 2 (I + smooth) / (T + P + smooth), one value an image and class; 2 where a class is absent. */
export function gistDice(sums: OverlapSums): Float64Array {
  return sums.intersection.map((intersection, i) => {
    const areas = (sums.groundTruthArea[i] as number) + (sums.predictionArea[i] as number);
    return (2 * (intersection + SMOOTH)) / (areas + SMOOTH);
  });
}

function scoreMetricsNp(run: CountedRun): ConventionScores {
  const images = requireImages(run, "metrics_np");
  const mask = presenceMask(images.sums);
  const tables = [
    ["iou", smoothedScores(images.sums, "iou")],
    ["dice", smoothedScores(images.sums, "dice")],
    ["gist dice", gistDice(images.sums)],
  ] as const;
  const figures: Record<string, Figure> = {};
  for (const [metric, scores] of tables) {
    for (const type of ["standard", "naive"] as const) {
      for (const dropLast of [true, false]) {
        const name = `${metric} ${type} drop_last=${dropLast ? "True" : "False"}`;
        const lastKept = dropLast && run.numClasses > 1 ? run.numClasses - 1 : run.numClasses;
        const listed = Array.from({ length: lastKept }, (_, c) => c);
        const averaged = averagedClasses(run).filter((c) => c < lastKept);
        const mean = (classes: readonly number[], perClass: boolean): number | Float64Array =>
          weightedMean(images, run.numClasses, mask, scores, classes, type === "naive", perClass);
        figures[name] = mean(averaged, false) as number;
        figures[`${name} mean_per_class=True`] = [...(mean(listed, true) as Float64Array)];
      }
    }
  }
  return {
    convention: "metrics_np",
    meanIou: figures["iou standard drop_last=True"] as number,
    meanDice: figures["dice standard drop_last=True"] as number,
    figures,
    notes: notesOf(run),
  };
}

/**
 * meanOverClasses of some classes, an image of weight w counting as w images. Where each class is averaged over the
 * images that have it, the weight multiplies the mask; where over all images, the scores: their sum is divided by the
 * number of images, so w becomes w * imageCount / sum(w).
 */
function weightedMean(
  { ids, weights }: ImageTable,
  numClasses: number,
  mask: Float64Array,
  scores: Float64Array,
  classes: readonly number[],
  naive: boolean,
  mean_per_class: boolean,
): number | Float64Array {
  const imageCount = ids.length;
  const scale = imageCount / weights.reduce((sum, weight) => sum + weight, 0);
  const tableOf = (values: Float64Array, factor: (image: number) => number): ClassTable => {
    const data = new Float64Array(imageCount * classes.length);
    for (let image = 0; image < imageCount; image++) {
      classes.forEach((c, k) => {
        data[image * classes.length + k] = (values[image * numClasses + c] as number) * factor(image);
      });
    }
    return { data, shape: [imageCount, classes.length] };
  };
  const weightOf = (image: number): number => weights[image] as number;
  return meanOverClasses(
    tableOf(mask, naive ? () => 1 : weightOf),
    tableOf(scores, naive ? (image) => weightOf(image) * scale : () => 1),
    { drop_last: false, mean_per_class, naive, smooth: SMOOTH },
  );
}

function notesOf(run: CountedRun): string[] {
  const notes: string[] = [];
  if (run.numClasses > 1) {
    notes.push(
      `drop_last=True, the default, leaves ${listClasses(run, [run.numClasses - 1])} out as background.`,
    );
  }
  const absent = classesWhere(run, isAbsent);
  if (absent.length > 0) {
    notes.push(
      `naive counts what is nowhere as 1 in every image (the gist's Dice as 2), and mean_per_class=True prints 1 for it: ${listClasses(run, absent)}.`,
    );
  }
  return notes;
}
