import type { MeasuredImage } from "../measures/measure.js";
import { isScored, labelCount } from "../measures/boundary/boundarySettings.js";
import { readEmptyRules } from "../measures/surfaces/surfaceDistances.js";
import type { SurfaceRow } from "../measures/surfaces/surfaceRow.js";
import type { BothEmpty, EmptySide } from "../measures/surfaces/surfaceScores.js";
import {
  type EmptyRules,
  isLength,
  meanNames,
  type MetricChoice,
  OVERALL,
  type SurfaceMetric,
  surfaceSet,
} from "../measures/surfaces/surfaceSet.js";
import type { SurfaceSettings } from "../measures/surfaces/surfaceSettings.js";
import { readChoice, readOptions } from "../reading/options.js";
import type { DrawChoice } from "../statistics/confidenceIntervals.js";
import { type ClusterContribution, namedContributions } from "../statistics/imageContributions.js";
import { DRAW_OPTIONS, type DrawOptions, readDrawOptions } from "../statistics/statisticsOptions.js";
import { classIntervals, type ClassIntervals } from "./classIntervals.js";
import { readToleranceChoice } from "./toleranceChoice.js";

/** What scores are of a case in which a side is empty; nothing that is saved depends on it. */
export interface SurfaceComputeOptions {
  /** What distances are where one side is empty: "infinite" (default); "worst", the image's diagonal; "leaveOut", no score. */
  readonly emptySide?: EmptySide | undefined;
  /** What scores are where both are: "leaveOut" (default), none; or "perfect", distances of 0 and shares of 1. */
  readonly bothEmpty?: BothEmpty | undefined;
}

export interface SurfaceMetricOptions extends SurfaceComputeOptions {
  /** Default: the robust Hausdorff distance, "hausdorff95" of percentile 95. */
  readonly metric?: SurfaceMetric | undefined;
  /** Of "nsd" and "overallNsd": which of the scorer's tolerances; default the first. */
  readonly tolerance?: number | undefined;
}

export interface SurfaceIntervalOptions extends SurfaceMetricOptions, DrawOptions {}

export type SurfaceMetricChoice = MetricChoice & EmptyRules;
export type SurfaceChoice = SurfaceMetricChoice & DrawChoice;

const EMPTY_OPTIONS = ["emptySide", "bothEmpty"] as const;
const METRIC_OPTIONS = [...EMPTY_OPTIONS, "metric", "tolerance"] as const;

export function readSurfaceComputeOptions(options: unknown): EmptyRules {
  return readEmptyRules(readOptions(options, EMPTY_OPTIONS, "options"));
}

export function readSurfaceIntervalOptions(options: unknown, settings: SurfaceSettings): SurfaceChoice {
  const given = readOptions(options, [...DRAW_OPTIONS, ...METRIC_OPTIONS], "options");
  return { ...readMetric(given, settings), ...readDrawOptions(given) };
}

export function readSurfaceMetricOptions(options: unknown, settings: SurfaceSettings): SurfaceMetricChoice {
  return readMetric(readOptions(options, METRIC_OPTIONS, "options"), settings);
}

function readMetric(
  given: Partial<Record<(typeof METRIC_OPTIONS)[number], unknown>>,
  { percentile, tolerances }: SurfaceSettings,
): SurfaceMetricChoice {
  const all = [...meanNames(percentile), ...OVERALL];
  const metric = readChoice(given.metric ?? `hausdorff${percentile}`, all, "metric");
  const rules = readEmptyRules(given);
  return { metric, tolerance: readToleranceChoice(given.tolerance, metric, tolerances), ...rules };
}

export type SurfaceIntervals = ClassIntervals<SurfaceMetric>;

/** Intervals over images, or over their clusters. At least two of them. */
export function surfaceIntervals(
  settings: SurfaceSettings,
  images: readonly MeasuredImage<SurfaceRow>[],
  choice: SurfaceChoice,
): SurfaceIntervals {
  return classIntervals(surfaceSet(settings, images, choice), images, choice, (classIndex) =>
    isScored(settings, classIndex),
  );
}

export interface SurfaceContributions {
  readonly metric: SurfaceMetric;
  readonly mean: number;
  /** The worst comes first: the image whose absence would lower the mean of a distance most, or raise that of a share. */
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

/** Which images make the mean worse. */
export function surfaceContributions(
  settings: SurfaceSettings,
  images: readonly MeasuredImage<SurfaceRow>[],
  choice: SurfaceMetricChoice,
): SurfaceContributions {
  const { metric } = choice;
  return { metric, ...namedContributions(surfaceSet(settings, images, choice), images, isLength(metric)) };
}

/** What compareModels calls the classes of a scorer. */
export function classNamesOf(settings: SurfaceSettings): string[] {
  return Array.from({ length: labelCount(settings) }, (_, c) => `class ${c}`);
}
