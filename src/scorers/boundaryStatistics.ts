import { addRow, type BoundaryRow, CELLS, sumsAt } from "../measures/boundary/boundaryRow.js";
import {
  BOUNDARY_METRICS,
  type BoundaryFigures,
  boundaryFigures,
  type BoundaryMetric,
  boundarySet,
} from "../measures/boundary/boundarySet.js";
import { type BoundarySettings, isScored, labelCount } from "../measures/boundary/boundarySettings.js";
import type { MeasuredImage } from "../measures/measure.js";
import { readChoice, readOptions } from "../reading/options.js";
import type { DrawChoice } from "../statistics/confidenceIntervals.js";
import { type ClusterContribution, namedContributions } from "../statistics/imageContributions.js";
import { DRAW_OPTIONS, type DrawOptions, readDrawOptions } from "../statistics/statisticsOptions.js";
import { classIntervals, type ClassIntervals } from "./classIntervals.js";

export interface BoundaryMetricOptions {
  /** Default "iou". */
  readonly metric?: BoundaryMetric | undefined;
}

export interface BoundaryIntervalOptions extends BoundaryMetricOptions, DrawOptions {}

export interface BoundaryComputeOptions {
  /**
   * "dataset" (default): ratios of the pixels of all images together. "image": each image's own scores, then their mean over
   * the images that have one.
   */
  readonly per?: "dataset" | "image" | undefined;
}

export interface BoundaryChoice extends DrawChoice {
  readonly metric: BoundaryMetric;
}

export function readBoundaryIntervalOptions(options: unknown): BoundaryChoice {
  const given = readOptions(options, [...DRAW_OPTIONS, "metric"], "options");
  return { metric: readMetric(given.metric), ...readDrawOptions(given) };
}

export function readBoundaryMetric(options: unknown): BoundaryMetric {
  return readMetric(readOptions(options, ["metric"], "options").metric);
}

function readMetric(value: unknown): BoundaryMetric {
  return readChoice(value ?? "iou", BOUNDARY_METRICS, "metric");
}

/** Of one class; pixels are of all images, each as often as it weighs. */
export interface ClassBoundaryScores extends BoundaryFigures {
  /** 1 of masks. */
  readonly label: number;
  readonly intersection: number;
  readonly union: number;
  /** Pixels on the boundary of either side. */
  readonly groundTruth: number;
  readonly prediction: number;
}

export interface BoundaryScores {
  readonly imageCount: number;
  /** How wide the boundary was, in pixels, in the images where it was least and most; 0 where there is no image. */
  readonly distance: { readonly least: number; readonly most: number };
  /** By ascending label, without background. */
  readonly classes: readonly ClassBoundaryScores[];
  /** Of each score the mean over the classes that have it; NaN where none has. */
  readonly mean: BoundaryFigures;
}

/** Scores of all images, with their weights. */
export function boundaryScores(
  settings: BoundarySettings,
  images: readonly MeasuredImage<BoundaryRow>[],
  per: "dataset" | "image",
): Pick<BoundaryScores, "classes" | "mean"> {
  const classCount = labelCount(settings);
  const total = new Float64Array(classCount * CELLS);
  for (const { weight, row } of images) addRow(row, weight, total);
  const own = per === "image" ? imageMeans(classCount, images) : undefined;
  const classes: ClassBoundaryScores[] = [];
  for (let label = 0; label < classCount; label++) {
    if (!isScored(settings, label)) continue;
    const sums = sumsAt(total, label);
    const { intersection, groundTruth, prediction } = sums;
    const union = groundTruth + prediction - intersection;
    const figures = own === undefined ? boundaryFigures(sums) : (own[label] as BoundaryFigures);
    classes.push({ label, intersection, union, groundTruth, prediction, ...figures });
  }
  const meanOf = (metric: BoundaryMetric): number => {
    const defined = classes.map((one) => one[metric]).filter((score) => !Number.isNaN(score));
    return defined.reduce((sum, score) => sum + score, 0) / defined.length;
  };
  return { classes, mean: { iou: meanOf("iou"), dice: meanOf("dice") } };
}

/** Of each class, the mean over the images that have a score. */
function imageMeans(classCount: number, images: readonly MeasuredImage<BoundaryRow>[]): BoundaryFigures[] {
  const sums = Array.from({ length: classCount }, () => ({ iou: 0, dice: 0, weight: 0 }));
  const own = new Float64Array(classCount * CELLS);
  for (const { weight, row } of images) {
    own.fill(0);
    addRow(row, 1, own);
    sums.forEach((sum, label) => {
      const { iou, dice } = boundaryFigures(sumsAt(own, label));
      // Both have a score, or none has.
      if (Number.isNaN(iou)) return;
      sum.iou += weight * iou;
      sum.dice += weight * dice;
      sum.weight += weight;
    });
  }
  return sums.map(({ iou, dice, weight }) => ({ iou: iou / weight, dice: dice / weight }));
}

export type BoundaryIntervals = ClassIntervals<BoundaryMetric>;

/** Intervals over images, or over their clusters. At least two of them. */
export function boundaryIntervals(
  settings: BoundarySettings,
  images: readonly MeasuredImage<BoundaryRow>[],
  choice: BoundaryChoice,
): BoundaryIntervals {
  return classIntervals(boundarySet(settings, images, choice.metric), images, choice, (classIndex) =>
    isScored(settings, classIndex),
  );
}

export interface BoundaryContributions {
  readonly metric: BoundaryMetric;
  readonly mean: number;
  /** The image whose absence would raise the mean most comes first. */
  readonly images: readonly {
    readonly id: string | undefined;
    /** The image's own mean over classes; NaN where it has none. */
    readonly score: number;
    /** What leaving the image out adds to the mean, exactly. */
    readonly changeWithout: number;
  }[];
  /** The same of clusters, where images are in some. */
  readonly clusters?: readonly ClusterContribution[];
}

/** Which images hold the mean down. */
export function boundaryContributions(
  settings: BoundarySettings,
  images: readonly MeasuredImage<BoundaryRow>[],
  metric: BoundaryMetric,
): BoundaryContributions {
  return { metric, ...namedContributions(boundarySet(settings, images, metric), images) };
}
