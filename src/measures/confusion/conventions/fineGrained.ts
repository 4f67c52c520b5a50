import { type ClassMetric, type ClassPixels, classScore, meanOfDefined } from "../classScores.js";
import type { CountedRun, ImageTable } from "../countedRun.js";
import {
  averagedClasses,
  classesWhere,
  isAbsent,
  isOnlyPredicted,
  listClasses,
  meanOfColumns,
  meanOfRows,
  pick,
  requireImages,
  scoreClasses,
  scoreImages,
  sumOf,
} from "./classTables.js";
import type { Convention, ConventionScores, Figure } from "./convention.js";
import { worstQuantileMeans } from "./worstQuantile.js";

export const fineGrained: Convention = {
  name: "fine-grained",
  source:
    'Z. Wang et al., "Revisiting Evaluation Metrics for Semantic Segmentation: Optimization and Evaluation of Fine-grained Intersection over Union", NeurIPS 2023, and its code, JDTLosses (metrics/accuracy_metric.py, AccuracyMetric with binary=False), read and run in 2026. The mean IoU and Dice are mIoUI and mDiceI.',
  formula:
    "IoU = I / U, Dice = 2 I / (T + P), Acc = I / T, in percent as JDTLosses prints them. D: of the data set's sums, averaged over classes. I: of every image and class, averaged over the classes of each image, then over images. C: averaged over the images of each class, then over classes. A number q behind the name takes only the worst q percent of the images (for C, of each class's images), rounded down and at least 1; Q is the mean of q = 10, 20, ..., 100.",
  absentClass:
    "D: a class that is absent from ground truth and prediction is left out, one that is only predicted counts 0 in IoU and Dice, and one that is never in the ground truth is left out of Acc. I and C: only the images that have the class in their ground truth count for it, so false positives elsewhere cost nothing, and a class that is in no ground truth is left out. JDTLosses averages over all classes instead and prints NaN, or twenty million percent, where one is absent; the notes say so where it happens.",
  ignoreRule:
    "Pixels whose ground truth is ignored are in no count; an image of nothing else is left out. An ignored class among the classes has no ground truth left: in D it counts 0 where it is predicted elsewhere, in I and C it is left out. JDTLosses has nothing like excludeClasses: here they are left out of every mean and stay in the lists and in Acc.",
  voidRule: "JDTLosses takes the argmax of scores, which has no void: here a miss, as in dataset.",
  whenToUse:
    "When small objects and rare classes must not be drowned by large ones (I, C), or when the worst images matter (q, Q).",
  needsImages: true,
  score: scoreFineGrained,
};

const METRICS: readonly (readonly [name: string, metric: ClassMetric])[] = [
  ["Acc", "recall"],
  ["IoU", "iou"],
  ["Dice", "dice"],
];

/** The q over which JDTLosses averages. */
const QUANTILES = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/** Its default q. */
const WORST = 1;

/** What JDTLosses puts in place of a score that a class does not have; it leaks into the mean. */
const FILLER = 1e6;

function scoreFineGrained(run: CountedRun): ConventionScores {
  const images = requireImages(run, "fine-grained");
  const classes = averagedClasses(run);
  const hasQuantiles = images.weights.every((weight) => Number.isInteger(weight));
  const { intersection, groundTruthArea } = run.totalSums;
  const figures: Record<string, Figure> = {
    "Acc %": (100 * sumOf([...intersection])) / sumOf([...groundTruthArea]),
  };
  for (const [name, metric] of METRICS) {
    const perClassOfRun = scoreClasses(run, (pixels) => classScore(metric, pixels));
    figures[`m${name}D %`] = percent(meanOfDefined(pick(perClassOfRun, classes)));
    Object.assign(figures, imageFigures(run, images, classes, name, metric, hasQuantiles));
  }
  return {
    convention: "fine-grained",
    meanIou: (figures["mIoUI %"] as number) / 100,
    meanDice: (figures["mDiceI %"] as number) / 100,
    figures,
    notes: notesOf(run, images, figures, hasQuantiles),
  };
}

function imageFigures(
  run: CountedRun,
  images: ImageTable,
  classes: readonly number[],
  name: string,
  metric: ClassMetric,
  hasQuantiles: boolean,
): Record<string, Figure> {
  const { weights } = images;
  const table = scoreImages(images, run.numClasses, (pixels) =>
    isInGroundTruth(pixels) ? classScore(metric, pixels) : NaN,
  );
  const perImage = meanOfRows(table, classes);
  const perClass = meanOfColumns(table, run.numClasses, weights);
  const figures: Record<string, Figure> = {
    [`m${name}I %`]: percent(meanOfDefined(perImage, weights)),
    [`m${name}C %`]: percent(meanOfDefined(pick(perClass, classes))),
    [`m${name}I per image %`]: perImage.map(percent),
    [`m${name}C per class %`]: perClass.map(percent),
  };
  if (!hasQuantiles) return figures;
  const percents = [...QUANTILES, WORST];
  const worstImages = worstQuantileMeans(perImage, weights, percents);
  const worstOfClasses = classes.map((c) =>
    worstQuantileMeans(
      table.map((row) => row[c] as number),
      weights,
      percents,
    ),
  );
  const worstClasses = percents.map((_, k) =>
    meanOfDefined(worstOfClasses.map((means) => means[k] as number)),
  );
  for (const [letter, means] of [
    ["I", worstImages],
    ["C", worstClasses],
  ] as const) {
    const byQuantile = means.slice(0, QUANTILES.length);
    figures[`m${name}${letter}q (q=10, 20, ..., 100) %`] = byQuantile.map(percent);
    figures[`m${name}${letter}Q %`] = percent(sumOf(byQuantile) / QUANTILES.length);
    figures[`m${name}${letter}${WORST} %`] = percent(means[QUANTILES.length] as number);
  }
  return figures;
}

function isInGroundTruth({ groundTruthArea }: ClassPixels): boolean {
  return groundTruthArea > 0;
}

function percent(score: number): number {
  return 100 * score;
}

function notesOf(
  run: CountedRun,
  images: ImageTable,
  figures: Readonly<Record<string, Figure>>,
  hasQuantiles: boolean,
): string[] {
  const notes: string[] = [];
  const absent = classesWhere(run, isAbsent);
  const never = [...absent, ...classesWhere(run, isOnlyPredicted)].sort((a, b) => a - b);
  if (never.length > 0) {
    const broken = absent.length > 0 ? "mAccD, mIoUD, mDiceD" : "mAccD";
    notes.push(
      `JDTLosses prints NaN for ${broken}, mAccC, mIoUC and mDiceC, because it averages over all classes, also over what is in no ground truth: ${listClasses(run, never)}. Here that is left out.`,
    );
    if (hasQuantiles) notes.push(leakNote(run, figures, never));
  }
  if (!hasQuantiles) {
    const wrong = images.weights.find((weight) => !Number.isInteger(weight)) as number;
    notes.push(
      `The worst-quantile figures are left out: they count whole images, and an image has weight ${wrong}.`,
    );
  }
  return notes;
}

/** What JDTLosses prints where a class is in no ground truth: its filler, averaged with the other classes' scores. */
function leakNote(
  run: CountedRun,
  figures: Readonly<Record<string, Figure>>,
  never: readonly number[],
): string {
  const classCount = averagedClasses(run).length;
  const scored = classCount - never.length;
  const leaked = ["Q", WORST].flatMap((suffix) =>
    METRICS.map(([name]) => {
      const mean = figures[`m${name}C${suffix} %`] as number;
      const sum = (scored === 0 ? 0 : scored * mean) + never.length * percent(FILLER);
      return `${Math.round(sum / classCount)} for m${name}C${suffix}`;
    }),
  );
  return `JDTLosses prints about ${leaked.slice(0, -1).join(", ")} and ${leaked.at(-1)}, in percent: a filler of 1,000,000 stands for the missing class and leaks into the mean.`;
}
