import type { ClassMetric } from "../classScores.js";
import { CLASS_METRICS, meanOfDefined, type ScoringRules } from "../classScores.js";
import type { CountedRun } from "../countedRun.js";
import {
  type Average,
  type ClassScores,
  type OverallScores,
  type Per,
  rowClassScores,
  rowMean,
  rowOverallScores,
  rowPixelCount,
} from "../datasetScores.js";
import type { GeneralizedDice } from "../generalizedDice.js";
import { groupScores } from "../groupScores.js";
import type { OverlapSums } from "../../../types.js";
import type { Convention, ConventionScores } from "./convention.js";

/** Choices of the convention "dataset". */
export interface DatasetOptions {
  readonly average: Average;
  readonly per: Per;
  readonly beta: number;
}

/** Everything that follows from a run's counts, by the convention "dataset"; a score that is undefined is NaN. */
export interface DatasetScores extends ConventionScores, OverallScores, DatasetOptions {
  readonly convention: "dataset";
  readonly meanDice: number;
  /** Means of the classes' scores by `average`; undefined where that is "none". */
  readonly mean: Readonly<Record<ClassMetric, number>> | undefined;
  readonly classes: readonly ClassScores[];
  /** Categories, over the data set's pixels. */
  readonly groups: readonly ClassScores[];
  /** undefined where the scorer keeps no images. */
  readonly imageCount: number | undefined;
  /** Pixels counted, and pixels whose truth was ignored; both weighted. */
  readonly pixelCount: number;
  readonly ignoredCount: number;
}

export function datasetScores(run: CountedRun, options: DatasetOptions): DatasetScores {
  const { average, per, beta } = options;
  const rules = rulesOf(run, beta);
  const rows = per === "image" ? imageRows(run) : { sums: run.totalSums, weights: [1] };
  const total = rowClassScores(run.totalSums, 0, run.classNames, rules);
  const classes = per === "image" ? classesOverImages(total, rows, rules, run.classNames) : total;
  const meanOver = (score: (row: number) => number): number =>
    meanOfDefined(
      Array.from(rows.weights, (_, row) => score(row)),
      rows.weights,
    );
  const meanBy = (kind: Exclude<Average, "none">): Record<ClassMetric, number> =>
    recordOf((metric) => meanOver((row) => rowMean(rows.sums, row, metric, kind, rules)));
  const macro = meanBy("macro");
  const mean = average === "none" ? undefined : average === "macro" ? macro : meanBy(average);
  const overall = Array.from(rows.weights, (_, row) => rowOverallScores(rows.sums, row, rules));
  const overallMean = (pick: (scores: OverallScores) => number): number =>
    meanOver((row) => pick(overall[row] as OverallScores));
  const generalizedDice: GeneralizedDice = {
    square: overallMean((scores) => scores.generalizedDice.square),
    simple: overallMean((scores) => scores.generalizedDice.simple),
    uniform: overallMean((scores) => scores.generalizedDice.uniform),
  };
  const pixelAccuracy = overallMean((scores) => scores.pixelAccuracy);
  const meanAccuracy = overallMean((scores) => scores.meanAccuracy);
  const frequencyWeightedIou = overallMean((scores) => scores.frequencyWeightedIou);
  const cohensKappa = overallMean((scores) => scores.cohensKappa);
  const matthewsCorrelation = overallMean((scores) => scores.matthewsCorrelation);
  const [meanIou, meanDice] = [(mean ?? macro).iou, (mean ?? macro).dice];
  return {
    convention: "dataset",
    ...options,
    meanIou,
    meanDice,
    mean,
    pixelAccuracy,
    meanAccuracy,
    frequencyWeightedIou,
    cohensKappa,
    matthewsCorrelation,
    generalizedDice,
    classes,
    groups: groupScores(run, beta),
    imageCount: run.images?.ids.length,
    pixelCount: rowPixelCount(run.totalSums, run.numClasses, 0),
    ignoredCount: run.total.ignoredCount,
    figures: {
      ...(mean === undefined
        ? {}
        : Object.fromEntries(CLASS_METRICS.map((metric) => [`${average} ${metric}`, mean[metric]]))),
      pixelAccuracy,
      meanAccuracy,
      frequencyWeightedIou,
      cohensKappa,
      matthewsCorrelation,
    },
    notes: [],
  };
}

export function rulesOf({ numClasses, ignored, excludeClasses }: CountedRun, beta: number): ScoringRules {
  return { numClasses, ignored, excludeClasses: new Set(excludeClasses), beta };
}

/** Rows of a table, and how often each counts. */
interface WeightedRows {
  readonly sums: OverlapSums;
  readonly weights: ArrayLike<number>;
}

function imageRows({ images }: CountedRun): WeightedRows {
  if (images === undefined) throw new Error("per-image scores were asked of a run without images");
  return images;
}

/** Each class's score is its mean over the images in which it has one; its pixels are still the data set's. */
function classesOverImages(
  total: readonly ClassScores[],
  { sums, weights }: WeightedRows,
  rules: ScoringRules,
  classNames: readonly string[],
): ClassScores[] {
  const images = Array.from(weights, (_, row) => rowClassScores(sums, row, classNames, rules));
  return total.map((score, c) => ({
    ...score,
    ...recordOf((metric) =>
      meanOfDefined(
        images.map((classes) => (classes[c] as ClassScores)[metric]),
        weights,
      ),
    ),
  }));
}

function recordOf(value: (metric: ClassMetric) => number): Record<ClassMetric, number> {
  return Object.fromEntries(CLASS_METRICS.map((metric) => [metric, value(metric)])) as Record<
    ClassMetric,
    number
  >;
}

/** The convention as one among others: its defaults. */
export const dataset: Convention = {
  name: "dataset",
  source:
    "maskscore's default; Pascal VOC's and Cityscapes' definition: one ratio of the whole data set's pixels for each class.",
  formula:
    'IoU of a class = TP / (TP + FP + FN) over the pixels of all images together; the mean is over classes, each counting the same (average: "macro").',
  absentClass:
    "A class that is in neither truth nor prediction has no score and is left out of the mean. A class that is only predicted scores 0 and counts.",
  ignoreRule:
    "Pixels whose truth is ignoreIndex are in no count, whatever was predicted there. A class that is itself ignored has no score; where it is predicted elsewhere, the other classes miss.",
  voidRule: "A miss: the pixel is of its true class's area, and of no predicted one's.",
  whenToUse:
    "To report a model's quality on a data set, and to compare with published numbers of the benchmarks that pool pixels.",
  needsImages: false,
  score: (run) => datasetScores(run, { average: "macro", per: "dataset", beta: 1 }),
};
