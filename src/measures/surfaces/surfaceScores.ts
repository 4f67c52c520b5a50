import type { EdgeKind, Surfaces } from "../../volumes/surfaceRequest.js";
import {
  greatest,
  percentilesOf,
  totalWeight,
  weighted,
  type WeightedDistances,
  weightedSum,
  weightWithin,
} from "./edgeStatistics.js";
import { surfelAreas, surfelLengths } from "./surfelAreas.js";

/** What a distance is where one side has no voxel. */
export const EMPTY_SIDES = ["infinite", "worst", "leaveOut"] as const;
export type EmptySide = (typeof EMPTY_SIDES)[number];

/** What scores are where neither side has a voxel. */
export const BOTH_EMPTY = ["leaveOut", "perfect"] as const;
export type BothEmpty = (typeof BOTH_EMPTY)[number];

/** How distances are summed up. */
export interface SurfaceRules {
  /** Of two or three axes, as the shape. */
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly tolerances: readonly number[];
  readonly percentile: number;
  readonly edges: EdgeKind;
  readonly emptySide: EmptySide;
  readonly bothEmpty: BothEmpty;
}

/** A value of each side. */
export interface OfSides<T> {
  readonly groundTruth: T;
  readonly prediction: T;
}

/** Distances of two surfaces, in the unit of the spacing. `P` is the percentile: hausdorff95 and hausdorff95Pooled of 95. */
export type SurfaceDistances<P extends number = 95> = SurfaceScores &
  Readonly<Record<`hausdorff${P}` | `hausdorff${P}Pooled`, number>>;

/** Of these all but the percentiles. */
export interface SurfaceScores {
  /** The greatest distance of any point of either edge to the other edge. */
  readonly hausdorff: number;
  readonly meanDistance: {
    readonly groundTruthToPrediction: number;
    readonly predictionToGroundTruth: number;
  };
  /** Mean of all distances of both directions together. */
  readonly assd: number;
  /** Mean of both directions' means. */
  readonly masd: number;
  /** Surface Dice: the share of both edges that is within each tolerance of the other. */
  readonly nsd: readonly number[];
  /** The same of each side's edge for itself. */
  readonly surfaceOverlap: OfSides<readonly number[]>;
  /** 2 * intersection / (both volumes), of voxels. */
  readonly volumetricDice: number;
  /** Of each edge its voxels, or with "surfels" its length or area. */
  readonly edgeSize: OfSides<number>;
  /** Which side has no voxel; undefined where both have. */
  readonly empty: "groundTruth" | "prediction" | "both" | undefined;
}

/** Length or area of each code of an edge; empty where there are no codes. */
export function weightsOf({ edges, spacing }: Pick<SurfaceRules, "edges" | "spacing">): Float64Array {
  if (edges === "erosion") return new Float64Array(0);
  return spacing.length === 2
    ? surfelLengths(spacing as [number, number])
    : surfelAreas(spacing as [number, number, number]);
}

/** Of one class all that its scores follow from, whatever a side that is empty is made to mean. */
export interface SurfaceSums {
  readonly groundTruthVolume: number;
  readonly predictionVolume: number;
  readonly intersection: number;
  readonly edgeSize: OfSides<number>;
  /** 0 where a side is empty, as all that follow. */
  readonly hausdorff: number;
  /** The percentile: the greater of both directions, and of both edges as one. */
  readonly robust: number;
  readonly robustPooled: number;
  /** Of each edge, weight times distance. */
  readonly distanceSum: OfSides<number>;
  /** Of each edge, the weight that is within each tolerance of the other. */
  readonly within: OfSides<readonly number[]>;
}

/** @param weightOf of weightsOf; the same for all classes */
export function surfaceSums(
  surfaces: Surfaces,
  { tolerances, percentile }: Pick<SurfaceRules, "tolerances" | "percentile">,
  weightOf: Float64Array,
): SurfaceSums {
  const { groundTruthVolume, predictionVolume, intersection } = surfaces;
  const truth = weighted(surfaces.groundTruth, weightOf);
  const predicted = weighted(surfaces.prediction, weightOf);
  const isEmpty = groundTruthVolume === 0 || predictionVolume === 0;
  const { greater, ofBoth } = isEmpty
    ? { greater: 0, ofBoth: 0 }
    : percentilesOf(truth, predicted, percentile);
  const within = (edge: WeightedDistances): number[] =>
    tolerances.map((tolerance) => (isEmpty ? 0 : weightWithin(edge, tolerance)));
  return {
    groundTruthVolume,
    predictionVolume,
    intersection,
    edgeSize: { groundTruth: totalWeight(truth), prediction: totalWeight(predicted) },
    hausdorff: isEmpty ? 0 : Math.max(greatest(truth), greatest(predicted)),
    robust: greater,
    robustPooled: ofBoth,
    distanceSum: {
      groundTruth: isEmpty ? 0 : weightedSum(truth),
      prediction: isEmpty ? 0 : weightedSum(predicted),
    },
    within: { groundTruth: within(truth), prediction: within(predicted) },
  };
}

export function surfaceScores<P extends number>(
  sums: SurfaceSums,
  rules: SurfaceRules & { readonly percentile: P },
): SurfaceDistances<P> {
  const { groundTruthVolume, predictionVolume, intersection, edgeSize, distanceSum, within } = sums;
  if (groundTruthVolume === 0 || predictionVolume === 0) {
    return emptyScores(groundTruthVolume, predictionVolume, edgeSize, rules);
  }
  const groundTruthToPrediction = distanceSum.groundTruth / edgeSize.groundTruth;
  const predictionToGroundTruth = distanceSum.prediction / edgeSize.prediction;
  const size = edgeSize.groundTruth + edgeSize.prediction;
  return {
    hausdorff: sums.hausdorff,
    ...named(rules.percentile, sums.robust, sums.robustPooled),
    meanDistance: { groundTruthToPrediction, predictionToGroundTruth },
    assd: (distanceSum.groundTruth + distanceSum.prediction) / size,
    masd: (groundTruthToPrediction + predictionToGroundTruth) / 2,
    nsd: within.groundTruth.map((weight, i) => (weight + (within.prediction[i] as number)) / size),
    surfaceOverlap: {
      groundTruth: within.groundTruth.map((weight) => weight / edgeSize.groundTruth),
      prediction: within.prediction.map((weight) => weight / edgeSize.prediction),
    },
    volumetricDice: (2 * intersection) / (groundTruthVolume + predictionVolume),
    edgeSize,
    empty: undefined,
  } as unknown as SurfaceDistances<P>;
}

function named(percentile: number, greater: number, ofBoth: number): Record<string, number> {
  return { [`hausdorff${percentile}`]: greater, [`hausdorff${percentile}Pooled`]: ofBoth };
}

function emptyScores<P extends number>(
  groundTruthVolume: number,
  predictionVolume: number,
  edgeSize: OfSides<number>,
  rules: SurfaceRules,
): SurfaceDistances<P> {
  const { tolerances, percentile, edges, emptySide, bothEmpty, shape, spacing } = rules;
  const isBoth = groundTruthVolume === predictionVolume;
  const isPerfect = isBoth && bothEmpty === "perfect";
  const isLeftOut = isBoth ? !isPerfect : emptySide === "leaveOut";
  const distance = isPerfect
    ? 0
    : isLeftOut
      ? NaN
      : emptySide === "infinite"
        ? Infinity
        : diagonal(shape, spacing);
  const share = isLeftOut ? NaN : Number(isPerfect);
  // google-deepmind/surface-distance: a mean over no surface is none, however far the other side's is from it.
  const meanFrom = (size: number): number =>
    edges === "surfels" && emptySide === "infinite" && !isPerfect && size === 0 ? NaN : distance;
  const overlapOf = (size: number): number[] =>
    tolerances.map(() => (size === 0 && !isPerfect ? NaN : share));
  return {
    hausdorff: distance,
    ...named(percentile, distance, distance),
    meanDistance: {
      groundTruthToPrediction: meanFrom(edgeSize.groundTruth),
      predictionToGroundTruth: meanFrom(edgeSize.prediction),
    },
    assd: distance,
    masd: distance,
    nsd: tolerances.map(() => share),
    surfaceOverlap: {
      groundTruth: overlapOf(edgeSize.groundTruth),
      prediction: overlapOf(edgeSize.prediction),
    },
    volumetricDice: isBoth ? (isPerfect ? 1 : NaN) : 0,
    edgeSize,
    empty: isBoth ? "both" : groundTruthVolume === 0 ? "groundTruth" : "prediction",
  } as unknown as SurfaceDistances<P>;
}

/** Of the volume from its outermost faces: no two of its points are farther apart. */
export function diagonal(shape: readonly number[], spacing: readonly number[]): number {
  return Math.sqrt(shape.reduce((sum, length, axis) => sum + (length * (spacing[axis] as number)) ** 2, 0));
}
