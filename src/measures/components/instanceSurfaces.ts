import { contradiction, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { measureSurfaces, readSurfaceGrid } from "../surfaces/surfaceDistances.js";
import { numberCount, numbersOf, sumsOf, WHOLE } from "../surfaces/surfaceRow.js";
import { isPossible } from "../surfaces/surfaceRowChecks.js";
import { type SurfaceDistances, surfaceScores, type SurfaceSums } from "../surfaces/surfaceScores.js";
import type { ComponentImage } from "./componentImage.js";
import { instanceCutter } from "./instanceMasks.js";
import type { InstanceSurfaceSettings } from "./instanceSurfaceSettings.js";
import type { MatchedComponent } from "./matchComponents.js";

/** Means over matched instances; hausdorff95 is named after the percentile. NaN where nothing was matched. */
export type InstanceSurfaceMeans = {
  /** How many were matched. */
  readonly instances: number;
  readonly hausdorff: number;
  readonly assd: number;
  readonly masd: number;
  /** One a tolerance. */
  readonly nsd: readonly number[];
} & Readonly<Record<`hausdorff${number}`, number>>;

/** A matched pair's areas, as a row has them: class, intersection, ground truth and prediction. */
export type PairAreas = Pick<
  MatchedComponent,
  "label" | "intersection" | "groundTruthArea" | "predictionArea"
>;

/** Numbers of a pair's surfaces in a row. */
export function surfaceLength({ tolerances }: InstanceSurfaceSettings): number {
  return numberCount(tolerances.length) - WHOLE;
}

/**
 * Measures pairs of matched components, each as if it were alone in the image.
 *
 * @returns of a pair all that its scores follow from: surfaceLength numbers
 * @throws {RangeError} the spacing is none that distances can be measured by
 */
export function surfaceMeasurer(
  image: ComponentImage,
  settings: InstanceSurfaceSettings,
): (pair: MatchedComponent) => Float64Array {
  const { spacing } = readSurfaceGrid(image.grid.shape, image.spacing);
  const rules = { ...settings, spacing };
  const cutOf = instanceCutter(image);
  return ({ label, groundTruth, prediction }) => {
    const masks = cutOf(groundTruth as number, prediction as number);
    const [depth, height, width] = [1, ...masks.shape].slice(-3) as [number, number, number];
    const pair = {
      groundTruth: masks.groundTruth,
      prediction: masks.prediction,
      size: [depth, height, width] as const,
      isFlat: masks.shape.length === 2,
      numClasses: undefined,
      ignored: [],
    };
    const [sums] = measureSurfaces(pair, rules) as [SurfaceSums];
    return numbersOf(label, sums).subarray(WHOLE);
  };
}

/** What surfaceDistances says of the pair. */
export function pairScores(
  pair: PairAreas,
  numbers: Float64Array,
  settings: InstanceSurfaceSettings,
): SurfaceDistances<number> {
  return surfaceScores(pairSums(pair, numbers), {
    ...settings,
    // Of empty sides, which no pair has.
    shape: [],
    spacing: [],
    emptySide: "infinite",
    bothEmpty: "leaveOut",
  });
}

function pairSums(
  { label, intersection, groundTruthArea, predictionArea }: PairAreas,
  numbers: Float64Array,
): SurfaceSums {
  return sumsOf(Float64Array.of(label, groundTruthArea, predictionArea, intersection, ...numbers));
}

/** Adds scores of pairs up, in the order in which they come. */
export class InstanceSurfaceSums {
  #instances = 0;
  #weight = 0;
  /** Of hausdorff, its percentile, assd, masd, and nsd at each tolerance. */
  readonly #sums: Float64Array;

  constructor(readonly settings: InstanceSurfaceSettings) {
    this.#sums = new Float64Array(4 + settings.tolerances.length);
  }

  addPair(weight: number, pair: PairAreas, numbers: Float64Array): void {
    const scores = pairScores(pair, numbers, this.settings);
    const { hausdorff, assd, masd, nsd } = scores;
    const robust = scores[`hausdorff${this.settings.percentile}`] as number;
    this.#add(weight, 1, Float64Array.of(hausdorff, robust, assd, masd, ...nsd));
  }

  /** Adds the means of others, where they have any. */
  addMeans(weight: number, other: InstanceSurfaceSums): void {
    if (other.#instances > 0) this.#add(weight, other.#instances, other.#means());
  }

  means(): InstanceSurfaceMeans {
    const [hausdorff, robust, assd, masd, ...nsd] = this.#means() as unknown as [
      ...(readonly [number, number, number, number]),
      ...number[],
    ];
    return {
      instances: this.#instances,
      hausdorff,
      [`hausdorff${this.settings.percentile}`]: robust,
      assd,
      masd,
      nsd,
    } as unknown as InstanceSurfaceMeans;
  }

  #means(): Float64Array {
    return this.#sums.map((sum) => sum / this.#weight);
  }

  #add(weight: number, instances: number, scores: Float64Array): void {
    this.#instances += instances;
    this.#weight += weight;
    scores.forEach((score, i) => {
      this.#sums[i] = (this.#sums[i] as number) + weight * score;
    });
  }
}

/** Means over classes, of those that have any; their instances together. */
export function meanOfClasses(
  settings: InstanceSurfaceSettings,
  classes: readonly InstanceSurfaceSums[],
): InstanceSurfaceMeans {
  const total = new InstanceSurfaceSums(settings);
  for (const one of classes) total.addMeans(1, one);
  return total.means();
}

/**
 * Numbers of a saved row's pairs.
 *
 * @param pairs those of the row, which are checked already
 * @throws {TypeError | RangeError} no pairs of such areas have such surfaces
 */
export function readPairSurfaces(
  value: unknown,
  place: string,
  pairs: readonly PairAreas[],
  settings: InstanceSurfaceSettings | undefined,
): Float64Array | undefined {
  if (settings === undefined) {
    if (value === undefined) return undefined;
    throw contradiction(place, "nothing, as the settings have no surfaces", describe(value));
  }
  const length = surfaceLength(settings);
  if (!Array.isArray(value) || value.length !== pairs.length * length) {
    throw wrongType(place, `an array of ${length} numbers a pair`, describe(value));
  }
  const numbers = Float64Array.from({ length: value.length }, (_, i) => {
    const number: unknown = value[i];
    // -0 would be another state in bytes than in JSON.
    if (typeof number !== "number" || !(number >= 0 && number < Infinity) || Object.is(number, -0)) {
      throw wrongValue(`${place}[${i}]`, "a finite number from 0 on", describe(number));
    }
    return number;
  });
  pairs.forEach((pair, i) => {
    const own = numbers.subarray(i * length, (i + 1) * length);
    if (!isPossible(pairSums(pair, own), settings)) {
      throw wrongValue(place, "numbers that two surfaces have", describe([...own]));
    }
  });
  return numbers;
}
