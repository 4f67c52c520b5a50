import { compareNumbers } from "../numberLists.js";
import type { SurfaceSums } from "./surfaceScores.js";

/**
 * What is kept of an image: a case, which means over cases and pooled scores follow from. Sums of distances would depend on
 * their order: a sum of rows is the list of its cases, in their order.
 */
export interface SurfaceRow {
  readonly cases: readonly SurfaceCase[];
}

export interface SurfaceCase {
  /** Of two or three axes. */
  readonly shape: readonly number[];
  /** null where nobody told: 1 each. */
  readonly spacing: readonly number[] | null;
  /** The numbers of each class that has a voxel on either side, by ascending label: see numbersOf. */
  readonly classes: readonly Float64Array[];
}

/** Numbers of a class that are whole: its label, both volumes and what they share. */
export const WHOLE = 4;

/** Numbers of a class before those that there is one of a tolerance. */
const FIXED = 11;

export function numberCount(toleranceCount: number): number {
  return FIXED + 2 * toleranceCount;
}

export function numbersOf(label: number, sums: SurfaceSums): Float64Array {
  return Float64Array.of(
    label,
    sums.groundTruthVolume,
    sums.predictionVolume,
    sums.intersection,
    sums.edgeSize.groundTruth,
    sums.edgeSize.prediction,
    sums.hausdorff,
    sums.robust,
    sums.robustPooled,
    sums.distanceSum.groundTruth,
    sums.distanceSum.prediction,
    ...sums.within.groundTruth,
    ...sums.within.prediction,
  );
}

export function sumsOf(numbers: Float64Array): SurfaceSums {
  const [, truth, predicted, shared, truthEdge, predictedEdge, hausdorff, robust, robustPooled, from, back] =
    numbers as unknown as readonly [
      ...(readonly [number, number, number, number, number, number]),
      ...number[],
    ];
  const half = (numbers.length - FIXED) / 2;
  return {
    groundTruthVolume: truth,
    predictionVolume: predicted,
    intersection: shared,
    edgeSize: { groundTruth: truthEdge, prediction: predictedEdge },
    hausdorff: hausdorff as number,
    robust: robust as number,
    robustPooled: robustPooled as number,
    distanceSum: { groundTruth: from as number, prediction: back as number },
    within: {
      groundTruth: [...numbers.subarray(FIXED, FIXED + half)],
      prediction: [...numbers.subarray(FIXED + half)],
    },
  };
}

/** Of each label its sums; of those that have no voxel, sums of nothing. */
export function sumsByLabel(
  { classes }: SurfaceCase,
  labelCount: number,
  toleranceCount: number,
): SurfaceSums[] {
  const none = sumsOf(new Float64Array(numberCount(toleranceCount)));
  const all = Array<SurfaceSums>(labelCount).fill(none);
  for (const numbers of classes) all[numbers[0] as number] = sumsOf(numbers);
  return all;
}

export function spacingOf({ shape, spacing }: SurfaceCase): readonly number[] {
  return spacing ?? shape.map(() => 1);
}

export function voxelsOf({ shape }: SurfaceCase): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** An order of cases: 0 only where they are equal. */
export function compareCases(a: SurfaceCase, b: SurfaceCase): number {
  return (
    compareGrids(a, b) ||
    a.classes.length - b.classes.length ||
    firstOf(a.classes.map((numbers, i) => compareNumbers(numbers, b.classes[i] as Float64Array)))
  );
}

export function compareGrids(a: SurfaceCase, b: SurfaceCase): number {
  return compareNumbers(a.shape, b.shape) || compareNumbers(a.spacing ?? [], b.spacing ?? []);
}

/** The first that is not 0. */
function firstOf(differences: readonly number[]): number {
  return differences.find((difference) => difference !== 0) ?? 0;
}
