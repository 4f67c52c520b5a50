import {
  type ComponentRow,
  addSums,
  leftOutAt,
  pairsOf,
  SUMS,
  sumsAt,
  surfacesAt,
} from "../measures/components/componentRow.js";
import { InstanceSurfaceSums, meanOfClasses } from "../measures/components/instanceSurfaces.js";
import type { InstanceSurfaceSettings } from "../measures/components/instanceSurfaceSettings.js";
import {
  COMPONENT_METRICS,
  type ComponentMeans,
  componentFigures,
  type ComponentMetric,
  figuresOf,
  type InstanceMetric,
  isComponentMetric,
  meanFigures,
  withoutScore,
} from "../measures/components/componentScores.js";
import type { ClassComponentScores } from "../measures/components/componentQuality.js";
import { componentSet, type InstanceMetricChoice } from "../measures/components/componentSet.js";
import type { ComponentSettings } from "../measures/components/componentSettings.js";
import { isLength } from "../measures/surfaces/surfaceSet.js";
import type { MeasuredImage } from "../measures/measure.js";
import { readChoice, readOptions } from "../reading/options.js";
import type { DrawChoice } from "../statistics/confidenceIntervals.js";
import { type ClusterContribution, namedContributions } from "../statistics/imageContributions.js";
import { DRAW_OPTIONS, type DrawOptions, readDrawOptions } from "../statistics/statisticsOptions.js";
import { classIntervals, type ClassIntervals } from "./classIntervals.js";
import { readToleranceChoice } from "./toleranceChoice.js";

export interface ComponentMetricOptions {
  /** Default "panopticQuality". Those of surfaces take a scorer that measures them. */
  readonly metric?: InstanceMetric | undefined;
  /** Of "nsd": which of the surfaces' tolerances; default the first. */
  readonly tolerance?: number | undefined;
}

export interface ComponentIntervalOptions extends ComponentMetricOptions, DrawOptions {}

export interface ComponentComputeOptions {
  /**
   * "dataset" (default): components of all images together. "image": each image's own scores, then their mean over the images
   * that have one, as BraTS does.
   */
  readonly per?: "dataset" | "image" | undefined;
}

const METRIC_OPTIONS = ["metric", "tolerance"] as const;

export function readComponentIntervalOptions(
  options: unknown,
  settings: ComponentSettings,
): InstanceMetricChoice & DrawChoice {
  const given = readOptions(options, [...DRAW_OPTIONS, ...METRIC_OPTIONS], "options");
  return { ...readMetric(given, settings), ...readDrawOptions(given) };
}

export function readComponentMetric(options: unknown, settings: ComponentSettings): InstanceMetricChoice {
  return readMetric(readOptions(options, METRIC_OPTIONS, "options"), settings);
}

function readMetric(
  given: Partial<Record<(typeof METRIC_OPTIONS)[number], unknown>>,
  { surfaces }: ComponentSettings,
): InstanceMetricChoice {
  const ofSurfaces =
    surfaces === undefined
      ? []
      : (["hausdorff", `hausdorff${surfaces.percentile}`, "assd", "masd", "nsd"] as const);
  const metric = readChoice<InstanceMetric>(
    given.metric ?? "panopticQuality",
    [...COMPONENT_METRICS, ...ofSurfaces],
    "metric",
  );
  return { metric, tolerance: readToleranceChoice(given.tolerance, metric, surfaces?.tolerances ?? []) };
}

export interface ComponentScores {
  readonly imageCount: number;
  /** By ascending label, without background. Counts are of all images; each counts as often as it weighs. */
  readonly classes: readonly ClassComponentScores[];
  /** Of each score the mean over the classes that have it; NaN where none has. */
  readonly mean: ComponentMeans;
}

/** Scores of all images, with their weights. */
export function componentScores(
  settings: ComponentSettings,
  images: readonly MeasuredImage<ComponentRow>[],
  per: "dataset" | "image",
): Omit<ComponentScores, "imageCount"> {
  const { numClasses, background } = settings;
  const width = numClasses * SUMS;
  const total = new Float64Array(width);
  const leftOut = Array.from({ length: numClasses }, () => ({ groundTruth: 0, prediction: 0 }));
  // Score times weight of each image that has one, and those weights: a place a class and metric.
  const weighted = new Float64Array(numClasses * COMPONENT_METRICS.length);
  const weights = new Float64Array(weighted.length);
  const own = new Float64Array(width);
  const { surfaces } = settings;
  const surfaceSums = surfaces && sumSurfaces(surfaces, numClasses, images, per);
  for (const { weight, row } of images) {
    addSums(row, weight, total);
    leftOutAt(row, numClasses).forEach(({ groundTruth, prediction }, label) => {
      const of = leftOut[label] as { groundTruth: number; prediction: number };
      of.groundTruth += weight * groundTruth;
      of.prediction += weight * prediction;
    });
    if (per === "dataset") continue;
    own.fill(0);
    addSums(row, 1, own);
    for (let place = 0; place < weighted.length; place++) {
      const figures = componentFigures(sumsAt(own, Math.floor(place / COMPONENT_METRICS.length)));
      const score = figures[COMPONENT_METRICS[place % COMPONENT_METRICS.length] as ComponentMetric];
      if (Number.isNaN(score)) continue;
      weighted[place] = (weighted[place] as number) + weight * score;
      weights[place] = (weights[place] as number) + weight;
    }
  }
  const classes: ClassComponentScores[] = [];
  for (let label = 0; label < numClasses; label++) {
    if (label === background) continue;
    const { truePositives, falsePositives, falseNegatives, ...sums } = sumsAt(total, label);
    const counts = { truePositives, falsePositives, falseNegatives };
    const figures =
      per === "dataset"
        ? componentFigures({ ...counts, ...sums })
        : figuresOf((metric) => {
            const place = label * COMPONENT_METRICS.length + COMPONENT_METRICS.indexOf(metric);
            return (weighted[place] as number) / (weights[place] as number);
          });
    classes.push({
      label,
      ...counts,
      ...figures,
      leftOut: leftOut[label] as { groundTruth: number; prediction: number },
      withoutScore: withoutScore({ ...counts, ...sums }),
      ...(surfaceSums && { surfaces: (surfaceSums[label] as InstanceSurfaceSums).means() }),
    });
  }
  const mean = meanFigures(classes);
  return {
    classes,
    mean: { ...mean, ...(surfaces && surfaceSums && { surfaces: meanOfClasses(surfaces, surfaceSums) }) },
  };
}

/** Of each class: all pairs with their images' weights, or each image's means. */
function sumSurfaces(
  surfaces: InstanceSurfaceSettings,
  numClasses: number,
  images: readonly MeasuredImage<ComponentRow>[],
  per: "dataset" | "image",
): InstanceSurfaceSums[] {
  const total = Array.from({ length: numClasses }, () => new InstanceSurfaceSums(surfaces));
  for (const { weight, row } of images) {
    const own = new Map<number, InstanceSurfaceSums>();
    pairsOf(row.matches).forEach((pair, i) => {
      const { label } = pair;
      const sums =
        per === "dataset"
          ? (total[label] as InstanceSurfaceSums)
          : (own.get(label) ?? new InstanceSurfaceSums(surfaces));
      if (per === "image") own.set(label, sums);
      sums.addPair(per === "dataset" ? weight : 1, pair, surfacesAt(row, i));
    });
    for (const [label, sums] of own) (total[label] as InstanceSurfaceSums).addMeans(weight, sums);
  }
  return total;
}

export type ComponentIntervals = ClassIntervals<InstanceMetric>;

/** Intervals over images, or over their clusters. At least two of them. */
export function componentIntervals(
  settings: ComponentSettings,
  images: readonly MeasuredImage<ComponentRow>[],
  choice: InstanceMetricChoice & DrawChoice,
): ComponentIntervals {
  return classIntervals(
    componentSet(settings, images, choice),
    images,
    choice,
    (classIndex) => classIndex !== settings.background,
  );
}

export interface ComponentContributions {
  readonly metric: InstanceMetric;
  readonly mean: number;
  /** The worst comes first: the image whose absence would raise the mean most, or lower that of a distance. */
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
export function componentContributions(
  settings: ComponentSettings,
  images: readonly MeasuredImage<ComponentRow>[],
  choice: InstanceMetricChoice,
): ComponentContributions {
  const { metric } = choice;
  const isLower = !isComponentMetric(metric) && isLength(metric);
  return { metric, ...namedContributions(componentSet(settings, images, choice), images, isLower) };
}
