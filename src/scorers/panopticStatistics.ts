import type { MeasuredImage } from "../measures/measure.js";
import {
  type PanopticConvention,
  type PanopticConventionName,
  readPanopticConvention,
} from "../measures/panoptic/panopticConventions.js";
import type { PanopticRow } from "../measures/panoptic/panopticRow.js";
import {
  PANOPTIC_METRICS,
  type PanopticMetric,
  panopticSet,
  STUFF,
  THINGS,
} from "../measures/panoptic/panopticSet.js";
import type { PanopticSettings } from "../measures/panoptic/panopticSettings.js";
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

export interface PanopticMetricOptions {
  /** Default "pq". */
  readonly metric?: PanopticMetric | undefined;
  /** Whose rules; default "panopticapi". */
  readonly convention?: PanopticConventionName | undefined;
}

export interface PanopticIntervalOptions extends PanopticMetricOptions, DrawOptions {}

export interface PanopticMetricChoice {
  readonly metric: PanopticMetric;
  readonly convention: PanopticConvention;
}

export type PanopticChoice = PanopticMetricChoice & DrawChoice;

export function readPanopticIntervalOptions(options: unknown): PanopticChoice {
  const given = readOptions(options, [...DRAW_OPTIONS, "metric", "convention"], "options");
  return { ...readMetric(given), ...readDrawOptions(given) };
}

export function readPanopticMetricOptions(options: unknown): PanopticMetricChoice {
  return readMetric(readOptions(options, ["metric", "convention"], "options"));
}

function readMetric({
  metric,
  convention,
}: Partial<Record<keyof PanopticMetricOptions, unknown>>): PanopticMetricChoice {
  return {
    metric: readChoice(metric ?? "pq", PANOPTIC_METRICS, "metric"),
    convention: readPanopticConvention(convention ?? "panopticapi", "convention"),
  };
}

export interface PanopticIntervals {
  readonly metric: PanopticMetric;
  readonly convention: PanopticConventionName;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of images that were drawn together; not there where each stands by itself. */
  readonly clusterCount?: number;
  /** Of the means over all categories, things and stuff; NaN where there is no score. */
  readonly all: Interval;
  readonly things: Interval;
  readonly stuff: Interval;
  readonly categories: readonly (Interval & { readonly categoryId: number })[];
}

/** Intervals over images, or over their clusters. At least two of them. */
export function panopticIntervals(
  settings: PanopticSettings,
  images: readonly MeasuredImage<PanopticRow>[],
  choice: PanopticChoice,
): PanopticIntervals {
  const { metric, convention, level, resamples, seed } = choice;
  const drawn = byClusters(panopticSet(settings, images, metric, convention), images);
  const intervals = confidenceIntervals(drawn, choice);
  const of = (wanted: string): Interval[] => intervals.filter((_, i) => drawn.values[i]?.name === wanted);
  const [all, ...categories] = of(metric);
  return {
    metric,
    convention: convention.name,
    level,
    resamples,
    seed,
    imageCount: images.length,
    ...clusterCountOf(drawn),
    all: all as Interval,
    things: of(THINGS)[0] as Interval,
    stuff: of(STUFF)[0] as Interval,
    categories: settings.categories.map(({ id }, c) => named({ categoryId: id }, categories[c] as Interval)),
  };
}

export interface PanopticContributions {
  readonly metric: PanopticMetric;
  readonly convention: PanopticConventionName;
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
}

/** Which images hold the mean of all categories down. */
export function panopticContributions(
  settings: PanopticSettings,
  images: readonly MeasuredImage<PanopticRow>[],
  { metric, convention }: PanopticMetricChoice,
): PanopticContributions {
  const set = panopticSet(settings, images, metric, convention);
  return { metric, convention: convention.name, ...namedContributions(set, images) };
}
