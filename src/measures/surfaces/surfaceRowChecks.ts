import { wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readOptions } from "../../reading/options.js";
import { isScored, labelCount } from "../boundary/boundarySettings.js";
import { readWhole } from "../counts.js";
import { readSurfaceGrid } from "./surfaceDistances.js";
import { numberCount, spacingOf, type SurfaceCase, sumsOf, voxelsOf, WHOLE } from "./surfaceRow.js";
import { diagonal, type SurfaceSums } from "./surfaceScores.js";
import { PIXELS } from "./lengthUnit.js";
import type { SurfaceSettings } from "./surfaceSettings.js";

/** Sums of many distances round: by less than this share. */
const SLACK = 1 + 1e-9;

/**
 * A case as it may stand in memory.
 *
 * @throws {TypeError | RangeError} no image of these settings has such a case
 */
export function readCase(value: unknown, place: string, settings: SurfaceSettings): SurfaceCase {
  const { shape, spacing, classes } = readOptions(value, ["shape", "spacing", "classes"], place);
  if (!Array.isArray(shape)) throw wrongType(`${place}.shape`, "an array", describe(shape));
  if (spacing !== null && !Array.isArray(spacing)) {
    throw wrongType(`${place}.spacing`, "an array or null", describe(spacing));
  }
  const grid = readSurfaceGrid(shape, spacing ?? undefined);
  const isTold = spacing !== null;
  if (settings.unit !== null && isTold === (settings.unit === PIXELS)) {
    throw wrongValue(
      `${place}.spacing`,
      `what lengths in ${settings.unit} have`,
      isTold ? "a spacing" : "null",
    );
  }
  if (!Array.isArray(classes)) throw wrongType(`${place}.classes`, "an array", describe(classes));
  const read: SurfaceCase = {
    shape: grid.shape,
    spacing: isTold ? grid.spacing : null,
    classes: Array.from(classes as unknown[], (numbers, i) =>
      readNumbers(numbers, `${place}.classes[${i}]`, settings),
    ),
  };
  const voxels = voxelsOf(read);
  if (!Number.isSafeInteger(voxels)) {
    throw wrongValue(`${place}.shape`, "at most 2^53 - 1 voxels", describe(shape));
  }
  requireRoom(read, place, voxels);
  return read;
}

function readNumbers(value: unknown, place: string, settings: SurfaceSettings): Float64Array {
  const count = numberCount(settings.tolerances.length);
  if (!Array.isArray(value) || value.length !== count) {
    throw wrongType(place, `an array of ${count} numbers`, describe(value));
  }
  const numbers = Float64Array.from({ length: count }, (_, i) => {
    const number: unknown = value[i];
    if (i < WHOLE) return readWhole(number, `${place}[${i}]`);
    // -0 would be another state in bytes than in JSON.
    if (typeof number !== "number" || !(number >= 0 && number < Infinity) || Object.is(number, -0)) {
      throw wrongValue(`${place}[${i}]`, "a finite number from 0 on", describe(number));
    }
    return number;
  });
  requireScored(numbers, place, settings);
  return numbers;
}

function requireScored(numbers: Float64Array, place: string, settings: SurfaceSettings): void {
  const label = numbers[0] as number;
  if (label >= labelCount(settings) || !isScored(settings, label)) {
    throw wrongValue(`${place}[0]`, "a class that is scored", String(label));
  }
  if (!isPossible(sumsOf(numbers), settings)) {
    throw wrongValue(place, "numbers that two surfaces have", describe([...numbers]));
  }
}

/** Whether two surfaces can have such numbers, whatever image they are of. */
export function isPossible(
  sums: SurfaceSums,
  { tolerances, percentile, edges }: Pick<SurfaceSettings, "tolerances" | "percentile" | "edges">,
): boolean {
  const { groundTruthVolume, predictionVolume, intersection, edgeSize, distanceSum, within } = sums;
  const { hausdorff, robust, robustPooled } = sums;
  if (groundTruthVolume + predictionVolume === 0) return false;
  if (intersection > Math.min(groundTruthVolume, predictionVolume)) return false;
  const hasBoth = groundTruthVolume > 0 && predictionVolume > 0;
  const sides = [
    [groundTruthVolume, edgeSize.groundTruth, distanceSum.groundTruth, within.groundTruth],
    [predictionVolume, edgeSize.prediction, distanceSum.prediction, within.prediction],
  ] as const;
  const areSides = sides.every(([volume, edge, sum, near]) => {
    const isEdge =
      (volume === 0) === (edge === 0) && (edges === "surfels" || (Number.isInteger(edge) && edge <= volume));
    const isSum = hasBoth ? sum <= hausdorff * edge * SLACK : sum === 0;
    return isEdge && isSum && areWithin(near, edge);
  });
  const areDistances =
    robust <= hausdorff &&
    robustPooled <= hausdorff &&
    (percentile < 100 || !hasBoth || (robust === hausdorff && robustPooled === hausdorff)) &&
    (hasBoth || hausdorff === 0) &&
    (hausdorff === 0 || intersection !== groundTruthVolume || intersection !== predictionVolume);
  return areSides && areDistances;

  function areWithin(near: readonly number[], edge: number): boolean {
    if (!hasBoth) return near.every((weight) => weight === 0);
    const order = tolerances
      .map((_, i) => i)
      .sort((i, j) => (tolerances[i] as number) - (tolerances[j] as number));
    let before = 0;
    return order.every((i) => {
      const weight = near[i] as number;
      const isAll = (tolerances[i] as number) >= hausdorff;
      const isWeight =
        weight >= before &&
        (isAll ? weight === edge : weight <= edge * SLACK) &&
        (edges === "surfels" || (Number.isInteger(weight) && weight <= edge));
      before = weight;
      return isWeight;
    });
  }
}

/** An image has room for its classes, and nothing in it is farther apart than its corners. */
function requireRoom(read: SurfaceCase, place: string, voxels: number): void {
  const farthest = diagonal(read.shape, spacingOf(read)) * SLACK;
  const total = { groundTruth: 0, prediction: 0 };
  read.classes.forEach((numbers, i) => {
    const before = read.classes[i - 1]?.[0];
    if (before !== undefined && !((numbers[0] as number) > before)) {
      throw wrongValue(`${place}.classes`, "classes by ascending label", `${numbers[0]} at ${i}`);
    }
    const { groundTruthVolume, predictionVolume, hausdorff } = sumsOf(numbers);
    if (hausdorff > farthest) {
      throw wrongValue(`${place}.classes[${i}]`, "distances within the image", String(hausdorff));
    }
    total.groundTruth += groundTruthVolume;
    total.prediction += predictionVolume;
  });
  const most = Math.max(total.groundTruth, total.prediction);
  if (!(most <= voxels)) {
    throw wrongValue(`${place}.shape`, `at least ${most} voxels, those of its classes`, String(voxels));
  }
}
