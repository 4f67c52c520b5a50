import { wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readChoice, readFiniteNumber, readOptions } from "../../reading/options.js";
import { readShape } from "../../volumes/grid.js";
import { labelBoxes } from "../../volumes/labelBoxes.js";
import type { LabelPair } from "../../volumes/labelPair.js";
import { surfacesOf } from "../../volumes/surfacePoints.js";
import type { EdgeKind, SurfaceRequest, Surfaces } from "../../volumes/surfaceRequest.js";
import { withVolumeKernels } from "../../volumes/volumeEngine.js";
import { type GridLabels, readNumbers, readPair } from "./readPair.js";
import {
  BOTH_EMPTY,
  type BothEmpty,
  EMPTY_SIDES,
  type EmptySide,
  type SurfaceDistances,
  type SurfaceRules,
  surfaceScores,
  type SurfaceSums,
  surfaceSums,
  weightsOf,
} from "./surfaceScores.js";

export interface SurfaceOptions<P extends number = number> {
  /** [height, width], or [depth, height, width]: of arrays whose last axis is the fastest. */
  readonly shape: readonly number[];
  /** From voxel to voxel along each axis of the shape, in any unit; default 1 each. */
  readonly spacing?: readonly number[] | undefined;
  /** How far apart surfaces may be and still agree, for nsd, in the unit of the spacing; default none. */
  readonly tolerances?: readonly number[] | undefined;
  /** Of the robust Hausdorff distance, 0 to 100; default 95. */
  readonly percentile?: P | undefined;
  /**
   * "erosion" (default): the voxels of a mask with a neighbour outside of it, 1 each, as MetricsReloaded and MONAI count.
   * "surfels": the pieces of surface between voxels, by length or area, as google-deepmind/surface-distance does.
   */
  readonly edges?: EdgeKind | undefined;
  /** Labels are 0..numClasses-1, each scored for itself. Without it, a pair of masks: every label but 0 is foreground. */
  readonly numClasses?: number | undefined;
  /** Ground-truth label of voxels that are background on both sides, or several. */
  readonly ignoreIndex?: number | readonly number[] | undefined;
  /** What distances are where one side is empty: "infinite" (default); "worst", the volume's diagonal; "leaveOut", NaN. */
  readonly emptySide?: EmptySide | undefined;
  /** What scores are where both are: "leaveOut" (default), NaN; or "perfect", distances of 0 and shares of 1. */
  readonly bothEmpty?: BothEmpty | undefined;
}

const OPTIONS = [
  "shape",
  "spacing",
  "tolerances",
  "percentile",
  "edges",
  "numClasses",
  "ignoreIndex",
  "emptySide",
  "bothEmpty",
] as const;

/** Beyond these the square of an area is no number any more, or 0. */
const LEAST_SPACING = 1e-60;
const MOST_SPACING = 1e60;

const EDGES: readonly EdgeKind[] = ["erosion", "surfels"];

/**
 * How far apart two surfaces are: Hausdorff, its percentile, means and surface Dice, by exact Euclidean distances, in two or
 * three dimensions and any spacing. What is beyond the image is background.
 *
 * @param groundTruth labels in C order: a typed array of integers, a tensor of them, or a grey image
 * @param prediction the same
 * @param options shape, and what is not as by default
 * @returns scores of the pair of masks; with numClasses a list of these, one a class
 * @throws {TypeError} a side or an option is of the wrong kind
 * @throws {RangeError} sizes differ, an option is impossible, or a label is no class: names the voxel and the label; or there
 *   is no memory for edges of so many voxels
 * @example surfaceDistances(Uint8Array.of(1, 0, 0), Uint8Array.of(0, 0, 1), { shape: [1, 3], spacing: [1, 0.5] }).hausdorff // 1
 */
export function surfaceDistances<const P extends number = 95>(
  groundTruth: GridLabels,
  prediction: GridLabels,
  options: SurfaceOptions<P> & { readonly numClasses: number },
): SurfaceDistances<P>[];
export function surfaceDistances<const P extends number = 95>(
  groundTruth: GridLabels,
  prediction: GridLabels,
  options: SurfaceOptions<P> & { readonly numClasses?: undefined },
): SurfaceDistances<P>;
export function surfaceDistances<const P extends number = 95>(
  groundTruth: GridLabels,
  prediction: GridLabels,
  options: SurfaceOptions<P>,
): SurfaceDistances<P> | SurfaceDistances<P>[];
export function surfaceDistances(
  groundTruth: unknown,
  prediction: unknown,
  options: unknown,
): SurfaceDistances<number> | SurfaceDistances<number>[] {
  return scoreSurfaces(readSurfaceJob(groundTruth, prediction, options));
}

/** What surfaceDistances was asked for, checked but for the labels; plain data, which can be scored elsewhere. */
export interface SurfaceJob {
  readonly pair: LabelPair;
  readonly rules: SurfaceRules;
}

/** @throws {TypeError | RangeError} as surfaceDistances */
export function readSurfaceJob(groundTruth: unknown, prediction: unknown, options: unknown): SurfaceJob {
  const given = readOptions(options, OPTIONS, "options");
  const rules = readRules(given);
  return { rules, pair: readPair(groundTruth, prediction, rules.shape, given) };
}

/** @throws {RangeError} a label is no class, or there is no memory */
export function scoreSurfaces({
  pair,
  rules,
}: SurfaceJob): SurfaceDistances<number> | SurfaceDistances<number>[] {
  const scores = measureSurfaces(pair, rules).map((sums) => surfaceScores(sums as SurfaceSums, rules));
  return pair.numClasses === undefined ? (scores[0] as SurfaceDistances<number>) : scores;
}

/**
 * What the scores of each class follow from; of masks there is one, the foreground.
 *
 * @param background the class that is not measured: undefined in its place
 */
export function measureSurfaces(
  pair: LabelPair,
  rules: Pick<SurfaceRules, "spacing" | "edges" | "tolerances" | "percentile">,
  background?: number,
): (SurfaceSums | undefined)[] {
  const weightOf = weightsOf(rules);
  return eachSurface(pair, rules, background, (surfaces) => surfaceSums(surfaces, rules, weightOf));
}

/**
 * Both edges of each class, one after the other.
 *
 * @param background the class that is left out: undefined in its place
 */
export function eachSurface<T>(
  pair: LabelPair,
  rules: Pick<SurfaceRules, "spacing" | "edges">,
  background: number | undefined,
  use: (surfaces: Surfaces, request: SurfaceRequest) => T,
): (T | undefined)[] {
  const spacing = [...Array<number>(3 - rules.spacing.length).fill(1), ...rules.spacing];
  return withVolumeKernels((kernels) =>
    labelBoxes(pair, kernels).map((box, label) => {
      if (label === background && pair.numClasses !== undefined) return undefined;
      const request = {
        pair,
        label: pair.numClasses === undefined ? 1 : label,
        box,
        edges: rules.edges,
        spacing: spacing as unknown as readonly [number, number, number],
      };
      return use(surfacesOf(request, kernels), request);
    }),
  );
}

function readRules(given: Partial<Record<(typeof OPTIONS)[number], unknown>>): SurfaceRules {
  return {
    ...readSurfaceGrid(given.shape, given.spacing),
    ...readMeasuring(given),
    ...readEmptyRules(given),
  };
}

/** What an empty side means. @throws {TypeError | RangeError} it is none of the meanings */
export function readEmptyRules({
  emptySide,
  bothEmpty,
}: {
  readonly emptySide?: unknown;
  readonly bothEmpty?: unknown;
}): Pick<SurfaceRules, "emptySide" | "bothEmpty"> {
  return {
    emptySide: readChoice(emptySide ?? "infinite", EMPTY_SIDES, "emptySide"),
    bothEmpty: readChoice(bothEmpty ?? "leaveOut", BOTH_EMPTY, "bothEmpty"),
  };
}

/** @throws {TypeError | RangeError} shape is none, or spacing is none of its axes */
export function readSurfaceGrid(
  givenShape: unknown,
  givenSpacing: unknown,
): Pick<SurfaceRules, "shape" | "spacing"> {
  const shape = readShape(givenShape);
  const spacing = readNumbers(
    givenSpacing ?? shape.map(() => 1),
    "spacing",
    `numbers from ${LEAST_SPACING} to ${MOST_SPACING}`,
    (step) => step >= LEAST_SPACING && step <= MOST_SPACING,
  );
  if (spacing.length !== shape.length) {
    throw wrongValue("spacing", `${shape.length} numbers, one for each axis of shape`, `${spacing.length}`);
  }
  return { shape, spacing };
}

/** @throws {TypeError | RangeError} tolerances, percentile or edges are of the wrong kind or impossible */
export function readMeasuring(given: {
  readonly tolerances?: unknown;
  readonly percentile?: unknown;
  readonly edges?: unknown;
}): Pick<SurfaceRules, "tolerances" | "percentile" | "edges"> {
  const tolerances = readNumbers(
    given.tolerances ?? [],
    "tolerances",
    "numbers from 0 on",
    (tolerance) => tolerance >= 0,
  );
  const percentile = readFiniteNumber(given.percentile ?? 95, "percentile");
  if (percentile < 0 || percentile > 100) {
    throw wrongValue("percentile", "a number from 0 to 100", describe(percentile));
  }
  return { tolerances, percentile, edges: readChoice(given.edges ?? "erosion", EDGES, "edges") };
}
