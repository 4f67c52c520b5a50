import { wrongValue } from "../errors/argument.js";
import type { MeasuredImage } from "../measures/measure.js";
import type { DetectionRow } from "../measures/instances/detectionRow.js";
import { NO_CATEGORY } from "../measures/instances/detectionScores.js";
import {
  DETECTION_METRICS,
  type DetectionMetric,
  DetectionSet,
  METRIC_THRESHOLDS,
} from "../measures/instances/detectionSet.js";
import type { DetectionSettings } from "../measures/instances/detectionSettings.js";
import { EXTENSION, type ScoreOrigin } from "../measures/instances/scoreOrigin.js";
import { readChoice, readOptions } from "../reading/options.js";
import {
  confidenceIntervals,
  type DrawChoice,
  type Interval,
  named,
} from "../statistics/confidenceIntervals.js";
import { type ClusterContribution, namedContributions } from "../statistics/imageContributions.js";
import { DRAW_OPTIONS, type DrawOptions, readDrawOptions } from "../statistics/statisticsOptions.js";
import { byClusters, clusterCountOf } from "../statistics/clusteredSet.js";

export interface DetectionMetricOptions {
  /** At all IoU thresholds, or at .5 or .75; default "ap". */
  readonly metric?: DetectionMetric | undefined;
}

export interface DetectionIntervalOptions extends DetectionMetricOptions, DrawOptions {}

export interface DetectionChoice extends DrawChoice {
  readonly metric: DetectionMetric;
}

export function readDetectionIntervalOptions(options: unknown, settings: DetectionSettings): DetectionChoice {
  const given = readOptions(options, [...DRAW_OPTIONS, "metric"], "options");
  return { metric: readMetric(given.metric, settings), ...readDrawOptions(given) };
}

export function readDetectionMetric(options: unknown, settings: DetectionSettings): DetectionMetric {
  return readMetric(readOptions(options, ["metric"], "options").metric, settings);
}

function readMetric(value: unknown, { iouThresholds }: DetectionSettings): DetectionMetric {
  const metric = readChoice(value ?? "ap", DETECTION_METRICS, "metric");
  const threshold = METRIC_THRESHOLDS[metric];
  if (threshold !== undefined && !iouThresholds.includes(threshold)) {
    throw wrongValue(
      "metric",
      "one whose IoU threshold was matched",
      `"${metric}"`,
      `put ${threshold} among iouThresholds`,
    );
  }
  return metric;
}

export interface DetectionIntervals {
  readonly metric: DetectionMetric;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of images that were drawn together; not there where each stands by itself. */
  readonly clusterCount?: number;
  /** Of the mean over categories. */
  readonly mean: Interval;
  readonly categories: readonly (Interval & { readonly categoryId: number })[];
  readonly origin: ScoreOrigin;
}

/** Intervals over images, or over their clusters. At least two of them. */
export function detectionIntervals(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
  choice: DetectionChoice,
): DetectionIntervals {
  const { metric, level, resamples, seed } = choice;
  const drawn = byClusters(new DetectionSet(settings, images, metric), images);
  const [mean, ...categories] = confidenceIntervals(drawn, choice);
  return {
    metric,
    level,
    resamples,
    seed,
    imageCount: images.length,
    ...clusterCountOf(drawn),
    mean: mean as Interval,
    categories: categories.map((interval, c) => {
      const categoryId = settings.perCategory ? (settings.categories[c]?.id as number) : NO_CATEGORY;
      return named({ categoryId }, interval);
    }),
    origin: EXTENSION,
  };
}

export interface DetectionContributions {
  readonly metric: DetectionMetric;
  /** Of all categories; NaN where there is no score. */
  readonly mean: number;
  /** The image whose absence would raise the mean most comes first. */
  readonly images: readonly {
    readonly id: string | undefined;
    /** The image's own mean; NaN where it has none. */
    readonly score: number;
    /** What leaving the image out adds to the mean, exactly. */
    readonly changeWithout: number;
  }[];
  /** The same of clusters, where images are in some. */
  readonly clusters?: readonly ClusterContribution[];
  readonly origin: ScoreOrigin;
}

/** Which images hold average precision down. */
export function detectionContributions(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
  metric: DetectionMetric,
): DetectionContributions {
  const set = new DetectionSet(settings, images, metric);
  return { metric, ...namedContributions(set, images), origin: EXTENSION };
}
