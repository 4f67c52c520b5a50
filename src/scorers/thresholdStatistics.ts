import { wrongValue } from "../errors/argument.js";
import type { MeasuredImage } from "../measures/measure.js";
import { histogramsOf, weightedSum } from "../measures/thresholds/thresholdCells.js";
import type { ThresholdRow } from "../measures/thresholds/thresholdMeasure.js";
import { type ThresholdCurve, thresholdScores } from "../measures/thresholds/thresholdScores.js";
import {
  THRESHOLD,
  THRESHOLD_METRICS,
  type ThresholdMetric,
  thresholdSet,
} from "../measures/thresholds/thresholdSet.js";
import type { ThresholdSettings } from "../measures/thresholds/thresholdSettings.js";
import { readChoice, readFiniteNumber, readOptions } from "../reading/options.js";
import {
  confidenceIntervals,
  type DrawChoice,
  type Interval,
  named,
} from "../statistics/confidenceIntervals.js";
import { type ClusterContribution, namedContributions } from "../statistics/imageContributions.js";
import { DRAW_OPTIONS, type DrawOptions, readDrawOptions } from "../statistics/statisticsOptions.js";
import { byClusters, clusterCountOf } from "../statistics/clusteredSet.js";

export interface ThresholdMetricOptions {
  /** Default "iou". */
  readonly metric?: ThresholdMetric | undefined;
  /** One threshold of all classes, k / bins; or "best" (default): each class's own with the highest score. */
  readonly threshold?: number | "best" | undefined;
}

export interface ThresholdIntervalOptions extends ThresholdMetricOptions, DrawOptions {}

export interface ThresholdChoice extends DrawChoice {
  readonly metric: ThresholdMetric;
  readonly threshold: number | "best";
}

export function readThresholdIntervalOptions(options: unknown, bins: number): ThresholdChoice {
  const given = readOptions(options, [...DRAW_OPTIONS, "metric", "threshold"], "options");
  return { ...readMetric(given, bins), ...readDrawOptions(given) };
}

export function readThresholdMetricOptions(
  options: unknown,
  bins: number,
): Pick<ThresholdChoice, "metric" | "threshold"> {
  return readMetric(readOptions(options, ["metric", "threshold"], "options"), bins);
}

function readMetric(
  { metric, threshold = "best" }: Partial<Record<keyof ThresholdMetricOptions, unknown>>,
  bins: number,
): Pick<ThresholdChoice, "metric" | "threshold"> {
  const chosen = readChoice(metric ?? "iou", THRESHOLD_METRICS, "metric");
  if (threshold === "best") return { metric: chosen, threshold };
  const number = readFiniteNumber(threshold, "threshold");
  if (number < 0 || number > 1 || Math.round(number * bins) / bins !== number) {
    throw wrongValue("threshold", `"best", or k / ${bins} with k from 0 to ${bins}`, String(number));
  }
  return { metric: chosen, threshold: number };
}

/** Images to be scored by a choice. */
export function chosenSet(
  settings: ThresholdSettings,
  images: readonly MeasuredImage<ThresholdRow>[],
  { metric, threshold }: Pick<ThresholdChoice, "metric" | "threshold">,
): ReturnType<typeof thresholdSet> {
  const { bins, numClasses } = settings;
  const at = threshold === "best" ? undefined : Array<number>(numClasses).fill(Math.round(threshold * bins));
  return thresholdSet(settings, images, metric, at);
}

export interface ThresholdIntervals {
  readonly metric: ThresholdMetric;
  readonly threshold: number | "best";
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of images that were drawn together; not there where each stands by itself. */
  readonly clusterCount?: number;
  /** Of the mean over classes. */
  readonly mean: Interval;
  /** Of each class's score, and of the threshold at which it is: where that is the best, it is found anew in each resample. */
  readonly classes: readonly (Interval & { readonly classIndex: number; readonly threshold: Interval })[];
}

/** Intervals over images, or over their clusters. At least two of them. */
export function thresholdIntervals(
  settings: ThresholdSettings,
  images: readonly MeasuredImage<ThresholdRow>[],
  choice: ThresholdChoice,
): ThresholdIntervals {
  const { metric, threshold, level, resamples, seed } = choice;
  const drawn = byClusters(chosenSet(settings, images, choice), images);
  const intervals = confidenceIntervals(drawn, choice);
  const of = (wanted: string): Interval[] => intervals.filter((_, i) => drawn.values[i]?.name === wanted);
  const [mean, ...scores] = of(metric);
  const thresholds = of(THRESHOLD);
  return {
    metric,
    threshold,
    level,
    resamples,
    seed,
    imageCount: images.length,
    ...clusterCountOf(drawn),
    mean: mean as Interval,
    classes: scores.map((score, classIndex) =>
      Object.assign(named({ classIndex }, score), { threshold: thresholds[classIndex] as Interval }),
    ),
  };
}

export interface ThresholdContributions {
  readonly metric: ThresholdMetric;
  /** At which threshold each class was scored: that of all images, held fixed. */
  readonly thresholds: readonly number[];
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

/** Which images hold the mean down, at the thresholds chosen or, if that is "best", at those of all images together. */
export function thresholdContributions(
  settings: ThresholdSettings,
  images: readonly MeasuredImage<ThresholdRow>[],
  { metric, threshold }: Pick<ThresholdChoice, "metric" | "threshold">,
): ThresholdContributions {
  const { bins } = settings;
  const best = (curve: ThresholdCurve): number =>
    (metric === "iou" ? curve.bestIou : curve.bestDice).threshold;
  const thresholds = curvesOf(settings, images).map((curve) =>
    threshold === "best" ? best(curve) : threshold,
  );
  const at = thresholds.map((one) => Math.round(one * bins));
  const set = thresholdSet(settings, images, metric, at);
  return { metric, thresholds, ...namedContributions(set, images) };
}

/** One curve a class, of all images with their weights. */
export function curvesOf(
  settings: ThresholdSettings,
  images: readonly MeasuredImage<ThresholdRow>[],
): ThresholdCurve[] {
  return histogramsOf(weightedSum(images, settings), settings).map(thresholdScores);
}
