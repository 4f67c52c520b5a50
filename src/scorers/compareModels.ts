import { wrongType, wrongValue } from "../errors/argument.js";
import { imagesDiffer, imagesUnnamed, settingsDiffer, tooFewImages, truthDiffers } from "../errors/runs.js";
import { describe } from "../errors/describe.js";
import type { ScoredSet } from "../measures/measure.js";
import type { StatisticMetric } from "../measures/confusion/confusionSet.js";
import type { InstanceMetric } from "../measures/components/componentScores.js";
import type { PanopticMetric } from "../measures/panoptic/panopticSet.js";
import type { ThresholdMetric } from "../measures/thresholds/thresholdSet.js";
export type { Difference } from "../statistics/compareSets.js";
import { compareSets, type Difference, holm } from "../statistics/compareSets.js";
import type { BoundaryMetric } from "../measures/boundary/boundarySet.js";
import type { BoundaryScorer } from "./boundaryScorer.js";
import type { BoundaryIntervalOptions } from "./boundaryStatistics.js";
import type { DetectionMetric } from "../measures/instances/detectionSet.js";
import type { ComponentScorer } from "./componentScorer.js";
import type { ComponentIntervalOptions } from "./componentStatistics.js";
import type { DetectionScorer } from "./detectionScorer.js";
import type { DetectionIntervalOptions } from "./detectionStatistics.js";
import { type ComparedImages, MeasuredScorer } from "./measuredScorer.js";
import type { PanopticScorer } from "./panopticScorer.js";
import type { PanopticIntervalOptions } from "./panopticStatistics.js";
import type { SegmentationScorer } from "./segmentationScorer.js";
import type { IntervalOptions } from "./segmentationStatistics.js";
import type { SurfaceMetric } from "../measures/surfaces/surfaceSet.js";
import type { SurfaceScorer } from "./surfaceScorer.js";
import type { SurfaceIntervalOptions } from "./surfaceStatistics.js";
import type { ThresholdScorer } from "./thresholdScorer.js";
import type { ThresholdIntervalOptions } from "./thresholdStatistics.js";
import type { Clustered } from "../statistics/clusteredSet.js";
import { named } from "../statistics/confidenceIntervals.js";

export interface ClassDifference extends Difference {
  readonly classIndex: number;
  readonly name: string;
  /** pValue by Holm's correction for as many tests as there are classes with one. */
  readonly pValueHolm: number;
}

export interface ImageDifference {
  readonly id: string;
  readonly first: number;
  readonly second: number;
  readonly difference: number;
}

export interface ModelComparison<Metric extends string = StatisticMetric> {
  readonly metric: Metric;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly imageCount: number;
  /** Of images that were drawn and exchanged together; not there where each stands by itself. */
  readonly clusterCount?: number;
  readonly mean: Difference;
  readonly classes: readonly ClassDifference[];
  /** Each image's own mean, those that moved most first. */
  readonly images: readonly ImageDifference[];
}

/**
 * How the second model differs from the first over the same images, and whether that may be chance.
 *
 * @param first the scorer of one model, its images named by id
 * @param second the scorer of the other: of the same kind and options, the same images, the same ground truth
 * @param options as the scorer's confidenceIntervals takes them
 * @returns second minus first, of the mean, of each class and of each image, with paired bootstrap intervals and p-values
 *   of the paired permutation test, corrected over classes by Holm's method
 * @throws {Error} images are not named, are not the same in both, or have another ground truth; the message lists them
 * @example compareModels(baseline, candidate).mean.pValue
 */
export function compareModels(
  first: SegmentationScorer,
  second: SegmentationScorer,
  options?: IntervalOptions,
): ModelComparison;
export function compareModels(
  first: ThresholdScorer,
  second: ThresholdScorer,
  options?: ThresholdIntervalOptions,
): ModelComparison<ThresholdMetric>;
export function compareModels(
  first: ComponentScorer,
  second: ComponentScorer,
  options?: ComponentIntervalOptions,
): ModelComparison<InstanceMetric>;
export function compareModels(
  first: PanopticScorer,
  second: PanopticScorer,
  options?: PanopticIntervalOptions,
): ModelComparison<PanopticMetric>;
export function compareModels(
  first: BoundaryScorer,
  second: BoundaryScorer,
  options?: BoundaryIntervalOptions,
): ModelComparison<BoundaryMetric>;
export function compareModels(
  first: DetectionScorer,
  second: DetectionScorer,
  options?: DetectionIntervalOptions,
): ModelComparison<DetectionMetric>;
export function compareModels(
  first: SurfaceScorer,
  second: SurfaceScorer,
  options?: SurfaceIntervalOptions,
): ModelComparison<SurfaceMetric>;
export function compareModels<Row>(
  first: MeasuredScorer<object, Row, object>,
  second: MeasuredScorer<object, Row, object>,
  options: object = {},
): ModelComparison<string> {
  return comparePair(first, second, options).comparison;
}

/** The same, with the images as they were compared; for functions over several scorers. */
export function comparePair<Row>(
  first: MeasuredScorer<object, Row, object>,
  second: MeasuredScorer<object, Row, object>,
  options: object,
): {
  readonly sets: readonly [ScoredSet, ScoredSet];
  readonly clusters: readonly Clustered[];
  readonly comparison: ModelComparison<string>;
} {
  if (!(first instanceof MeasuredScorer)) {
    throw wrongType("first", "a scorer, as SegmentationScorer is", describe(first));
  }
  if (!first.isAlike(second)) throw wrongType("second", `${first.kind}, as "first" is`, describe(second));
  const [a, b] = [first.comparedImages(options), second.comparedImages(options)];
  requirePairs(first, second, a, b);
  const { metric, choice, classNames } = a;
  const clusters = clustersOfBoth(a, b);
  const { values, images, ...counted } = compareSets(a.set, b.set, choice, clusters);
  const [mean, ...others] = values.filter((_, i) => a.set.values[i]?.name === metric);
  const corrected = holm(others.map(({ pValue }) => pValue));
  const comparison = {
    metric,
    level: choice.level,
    resamples: choice.resamples,
    seed: choice.seed,
    imageCount: a.images.length,
    ...counted,
    mean: mean as Difference,
    classes: others.map((difference, c) =>
      Object.assign(named({ classIndex: c, name: classNames[c] as string }, difference), {
        pValueHolm: corrected[c] as number,
      }),
    ),
    images: images.map(({ image, ...moved }) => ({ id: a.images[image]?.id as string, ...moved })),
  };
  return { sets: [a.set, b.set], clusters, comparison };
}

function requirePairs<Row>(
  first: MeasuredScorer<object, Row, object>,
  second: MeasuredScorer<object, Row, object>,
  a: ComparedImages<Row>,
  b: ComparedImages<Row>,
): void {
  const difference = first.settingDifference(second);
  if (difference !== undefined) throw settingsDiffer("models", difference);
  for (const [name, { images }] of [
    ["first", a],
    ["second", b],
  ] as const) {
    const unnamed = images.filter(({ id }) => id === undefined).length;
    if (unnamed > 0) throw imagesUnnamed(name, unnamed);
  }
  const [onlyInFirst, onlyInSecond] = [without(a, b), without(b, a)];
  if (onlyInFirst.length + onlyInSecond.length > 0) throw imagesDiffer(onlyInFirst, onlyInSecond);
  if (a.images.length < 2) throw tooFewImages("comparison", a.images.length);
  // Both lists are sorted by id: images pair up.
  const other = a.images.filter((image, i) => !first.hasSameTruth(image, b.images[i] as typeof image));
  if (other.length > 0) throw truthDiffers(idsOf(other));
}

/** Of which clusters images are, by either model. */
function clustersOfBoth<Row>(a: ComparedImages<Row>, b: ComparedImages<Row>): Clustered[] {
  return a.images.map(({ cluster }, i) => {
    const theirs = b.images[i]?.cluster;
    if (cluster !== undefined && theirs !== undefined && cluster !== theirs) {
      throw wrongValue(
        "second",
        `images of the clusters of "first": ${describe(a.images[i]?.id)} of ${describe(cluster)}`,
        describe(theirs),
        "put both into the same with assignClusters",
      );
    }
    return { cluster: cluster ?? theirs };
  });
}

function without<Row>(one: ComparedImages<Row>, other: ComparedImages<Row>): string[] {
  const theirs = new Set(idsOf(other.images));
  return idsOf(one.images).filter((id) => !theirs.has(id));
}

/** Ids of images that all have one. */
function idsOf<Row>(images: ComparedImages<Row>["images"]): string[] {
  return images.map(({ id }) => id as string);
}
