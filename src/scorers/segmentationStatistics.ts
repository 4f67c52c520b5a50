import { type ConfusionCost, confusionCosts } from "../measures/confusion/confusionCosts.js";
import {
  confusionSet,
  type ImagesRun,
  STATISTIC_METRICS,
  type StatisticChoice,
  type StatisticMetric,
} from "../measures/confusion/confusionSet.js";
import { wrongValue } from "../errors/argument.js";
import { readChoice, readFiniteNumber, readOptions } from "../reading/options.js";
import {
  confidenceIntervals,
  type DrawChoice,
  type Interval,
  named,
} from "../statistics/confidenceIntervals.js";
import { descending } from "../statistics/descending.js";
import {
  clusterContributions,
  type ClusterContribution,
  imageContributions,
} from "../statistics/imageContributions.js";
import { DRAW_OPTIONS, type DrawOptions, readDrawOptions } from "../statistics/statisticsOptions.js";
import { byClusters, type Clustered, clusterCountOf } from "../statistics/clusteredSet.js";

export interface IntervalOptions extends DrawOptions {
  /** Default "iou". Of "pixelAccuracy" and "frequencyWeightedIou" there is one for all classes together. */
  readonly metric?: StatisticMetric | undefined;
  /** The weight of recall, of metric "fBeta"; default 1. */
  readonly beta?: number | undefined;
}

export type IntervalChoice = StatisticChoice & DrawChoice;

export function readIntervalOptions(options: unknown): IntervalChoice {
  const given = readOptions(options, [...DRAW_OPTIONS, "metric", "beta"], "options");
  const draw = readDrawOptions(given);
  const beta = readFiniteNumber(given.beta ?? 1, "beta");
  if (beta <= 0) throw wrongValue("beta", "a number above 0", String(beta));
  return { metric: readChoice(given.metric ?? "iou", STATISTIC_METRICS, "metric"), beta, ...draw };
}

export interface ClassInterval extends Interval {
  readonly classIndex: number;
  readonly name: string;
}

export interface ConfidenceIntervals {
  readonly metric: StatisticMetric;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of images that were drawn together; not there where each stands by itself. */
  readonly clusterCount?: number;
  /** Of the mean over classes, or of the score of all classes together. */
  readonly mean: Interval;
  /** Of each class; empty where the metric is of all classes together. */
  readonly classes: readonly ClassInterval[];
}

/** Bootstrap intervals of a run's scores, over its images. At least two images. */
export function segmentationIntervals(run: ImagesRun, choice: IntervalChoice): ConfidenceIntervals {
  const { metric, level, resamples, seed } = choice;
  const drawn = byClusters(confusionSet(run, choice), clusteredOf(run));
  const [mean, ...classes] = confidenceIntervals(drawn, choice);
  return {
    metric,
    level,
    resamples,
    seed,
    imageCount: run.images.ids.length,
    ...clusterCountOf(drawn),
    mean: mean as Interval,
    classes: classes.map((interval, c) =>
      named({ classIndex: c, name: run.classNames[c] as string }, interval),
    ),
  };
}

function clusteredOf({ images }: ImagesRun): readonly Clustered[] {
  return images.ids.map((_, image) => ({ cluster: images.clusters[image] }));
}

/** What one image does to the mean. */
export interface ImageContribution {
  readonly id: string | undefined;
  /** The image's own mean, over the classes in its truth or prediction; NaN where it has none. */
  readonly score: number;
  /** What leaving the image out adds to the mean, exactly: above 0 where the image drags it down. */
  readonly changeWithout: number;
  /** Pixels counted. */
  readonly pixelCount: number;
}

export interface Contributions {
  readonly metric: "iou" | "dice";
  readonly mean: number;
  /** The image whose absence would raise the mean most comes first. */
  readonly images: readonly ImageContribution[];
  /** The same of clusters, where images are in some. */
  readonly clusters?: readonly ClusterContribution[];
  /** The dearest first. */
  readonly confusions: readonly ConfusionCost[];
}

/** Which images and which confusions hold the mean down; the mean is the convention "dataset"'s. */
export function segmentationContributions(run: ImagesRun, metric: "iou" | "dice"): Contributions {
  const set = confusionSet(run, { metric, beta: 1 });
  const { mean, images } = imageContributions(set);
  const { numClasses } = run;
  const { ids, sums } = run.images;
  const pixelsOf = (image: number): number =>
    sums.groundTruthArea
      .subarray(image * numClasses, (image + 1) * numClasses)
      .reduce((sum, area) => sum + area, 0);
  return {
    metric,
    mean,
    images: images
      .map(({ image, score, changeWithout }) => ({
        id: ids[image],
        score,
        changeWithout,
        pixelCount: pixelsOf(image),
      }))
      .sort((a, b) => descending(a.changeWithout, b.changeWithout)),
    ...clusterContributions(set, clusteredOf(run)),
    confusions: confusionCosts(run, metric).sort((a, b) => descending(a.cost, b.cost)),
  };
}
