import { wrongType } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readInteger, readOptions } from "../../reading/options.js";
import type { Labels } from "../../types.js";
import {
  type ComponentJob,
  type ImageGridOptions,
  matchedImage,
  readComponentJob,
} from "./componentImage.js";
import {
  type ComponentFigures,
  componentFigures,
  type ComponentMeans,
  diceOf,
  iouOf,
  meanFigures,
  withoutScore,
} from "./componentScores.js";
import {
  MATCH_OPTIONS,
  MAX_COMPONENT_CLASSES,
  type MatchOptions,
  readMatchSettings,
} from "./componentSettings.js";
import { compareNumbers } from "../numberLists.js";
import { MATCH_LENGTH, matchNumbers, matchSums, pairsOf } from "./componentRow.js";
import { instanceCutter, type InstanceMasks } from "./instanceMasks.js";
import {
  type InstanceSurfaceMeans,
  InstanceSurfaceSums,
  meanOfClasses,
  type PairAreas,
  pairScores,
  surfaceMeasurer,
} from "./instanceSurfaces.js";
import type { InstanceSurfaceSettings } from "./instanceSurfaceSettings.js";
import type { SurfaceDistances } from "../surfaces/surfaceScores.js";
import type { MatchedComponent } from "./matchComponents.js";

export interface ComponentQualityOptions<T = undefined> extends MatchOptions, ImageGridOptions {
  /** Labels are 0..numClasses-1, and each but background is scored; default: the labels there are, whatever they are. */
  readonly numClasses?: number | undefined;
  /**
   * Measures each matched pair, whatever of. It gets both components cut out of the image, and
   * what it gives is in `measured` of the instance.
   */
  readonly measureInstance?: ((masks: InstanceMasks) => T) | undefined;
}

/** A component with the one it was matched with, or alone. */
export interface ComponentInstance<T = undefined> extends MatchedComponent {
  /** Of both; 0 where one of them is not there. */
  readonly iou: number;
  readonly dice: number;
  /** What measureInstance gave; undefined of what is not matched. */
  readonly measured: T | undefined;
  /** What surfaceDistances says of both; only with the option `surfaces`, and of what is matched. */
  readonly surfaces?: SurfaceDistances<number>;
}

/** How many components were too small to count. */
export interface LeftOutCounts {
  readonly groundTruth: number;
  readonly prediction: number;
}

/** Scores of the components of one class; NaN where one divides by nothing. */
export interface ClassComponentScores extends ComponentFigures {
  /** The class. */
  readonly label: number;
  /** Components that were matched. */
  readonly truePositives: number;
  /** Components of the prediction that were not. */
  readonly falsePositives: number;
  /** Components of the ground truth that were not. */
  readonly falseNegatives: number;
  readonly leftOut: LeftOutCounts;
  /** Why there is no score at all; undefined where there is one. */
  readonly withoutScore: string | undefined;
  /** Means over the matched ones; only with the option `surfaces`. */
  readonly surfaces?: InstanceSurfaceMeans;
}

export interface ComponentQuality<T = undefined> {
  /** By ascending label. */
  readonly classes: readonly ClassComponentScores[];
  /** Of each score the mean over the classes that have it; NaN where none has. */
  readonly mean: ComponentMeans;
  /** Components of the ground truth in the order of their first pixels, then those of the prediction that are left over. */
  readonly instances: readonly ComponentInstance<T>[];
  /** Of all classes. */
  readonly leftOut: LeftOutCounts;
  /** Pixels whose ground truth is ignoreIndex. */
  readonly ignoredCount: number;
}

/**
 * Scores a semantic mask by its connected components, matched one to one with those of the ground truth: how many lesions
 * were found, and how well each was drawn.
 *
 * @param groundTruth one label a pixel: an integer typed array, row-major
 * @param prediction the same, of as many pixels
 * @param options shape, and how components are found and matched
 * @throws {TypeError} an argument is of the wrong kind
 * @throws {RangeError} sizes differ, a label is no class, or an option is unknown or impossible
 * @see componentFigures for the formulas
 * @example
 * componentQuality(Uint8Array.of(1, 0, 1, 1), Uint8Array.of(1, 0, 0, 0), { shape: [1, 4] }).mean.f1 // 2 / 3
 */
export function componentQuality<T = undefined>(
  groundTruth: Labels,
  prediction: Labels,
  options: ComponentQualityOptions<T>,
): ComponentQuality<T> {
  const { measure, ...job } = readQualityJob(groundTruth, prediction, options);
  return scoreComponents(job, measure as ((masks: InstanceMasks) => T) | undefined);
}

/**
 * What componentQuality was asked for, checked but for the labels.
 *
 * @throws {TypeError | RangeError} as componentQuality
 */
export function readQualityJob(
  groundTruth: unknown,
  prediction: unknown,
  options: unknown,
): ComponentJob & { readonly measure: ((masks: InstanceMasks) => unknown) | undefined } {
  const given = readOptions(
    options,
    [...MATCH_OPTIONS, "shape", "spacing", "numClasses", "measureInstance"],
    "options",
  );
  const settings = readMatchSettings(given);
  const numClasses =
    given.numClasses === undefined
      ? undefined
      : readInteger(given.numClasses, "numClasses", 1, MAX_COMPONENT_CLASSES);
  const measure = readMeasure(given.measureInstance);
  return { ...readComponentJob(groundTruth, prediction, given, settings, numClasses), measure };
}

/** @throws {RangeError} a label is no class, or there is no memory */
export function scoreComponents<T = undefined>(
  job: ComponentJob,
  measure?: (masks: InstanceMasks) => T,
): ComponentQuality<T> {
  const { settings, numClasses } = job;
  const image = matchedImage(job);
  const cutOf = measure === undefined ? undefined : instanceCutter(image);

  const { surfaces } = settings;
  const surfacesOf = surfaces && surfaceMeasurer(image, surfaces);

  const tallies = new Map<number, Tally>();
  const tallyOf = (label: number): Tally => {
    const found = tallies.get(label);
    if (found !== undefined) return found;
    const tally = emptyTally();
    tallies.set(label, tally);
    return tally;
  };
  if (numClasses !== undefined) {
    for (let label = 0; label < numClasses; label++) if (label !== settings.background) tallyOf(label);
  }
  const instances = image.components.map((component): ComponentInstance<T> => {
    const { label, groundTruth: ours, prediction: theirs, ...areas } = component;
    const { intersection, groundTruthArea, predictionArea } = areas;
    const iou = iouOf(intersection, groundTruthArea, predictionArea);
    const dice = diceOf(intersection, groundTruthArea, predictionArea);
    const tally = tallyOf(label);
    tally[
      ours === undefined ? "falsePositives" : theirs === undefined ? "falseNegatives" : "truePositives"
    ]++;
    const isMatched = ours !== undefined && theirs !== undefined;
    const numbers = isMatched ? surfacesOf?.(component) : undefined;
    if (isMatched) tally.matches.push([...matchNumbers(component), ...(numbers ?? [])]);
    return {
      ...component,
      iou,
      dice,
      measured: isMatched && cutOf !== undefined ? measure?.(cutOf(ours, theirs)) : undefined,
      ...(numbers && surfaces && { surfaces: pairScores(component, numbers, surfaces) }),
    };
  });
  for (const { side, label } of image.leftOut) tallyOf(label).leftOut[side]++;

  const surfaceSums: InstanceSurfaceSums[] = [];
  const classes = [...tallies]
    .sort(([a], [b]) => a - b)
    .map(([label, { matches, leftOut, ...counts }]): ClassComponentScores => {
      const sums = { ...counts, ...matchSums(matches.sort(compareNumbers)) };
      const own = surfaces && sumSurfaces(surfaces, matches);
      if (own !== undefined) surfaceSums.push(own);
      return {
        label,
        ...counts,
        ...componentFigures(sums),
        leftOut,
        withoutScore: withoutScore(sums),
        ...(own && { surfaces: own.means() }),
      };
    });
  return {
    classes,
    mean: {
      ...meanFigures(classes),
      ...(surfaces && { surfaces: meanOfClasses(surfaces, surfaceSums) }),
    },
    instances,
    leftOut: {
      groundTruth: image.leftOut.filter(({ side }) => side === "groundTruth").length,
      prediction: image.leftOut.filter(({ side }) => side === "prediction").length,
    },
    ignoredCount: image.ignoredCount,
  };
}

/** Of pairs of one class, in their order. */
function sumSurfaces(settings: InstanceSurfaceSettings, matches: readonly number[][]): InstanceSurfaceSums {
  const sums = new InstanceSurfaceSums(settings);
  for (const numbers of matches) {
    const [pair] = pairsOf(Float64Array.from(numbers.slice(0, MATCH_LENGTH))) as [PairAreas];
    sums.addPair(1, pair, Float64Array.from(numbers.slice(MATCH_LENGTH)));
  }
  return sums;
}

function readMeasure(value: unknown): ((masks: InstanceMasks) => unknown) | undefined {
  if (value === undefined || typeof value === "function") {
    return value as ((masks: InstanceMasks) => unknown) | undefined;
  }
  throw wrongType("measureInstance", "a function of two masks", describe(value));
}

interface Tally {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  readonly matches: number[][];
  readonly leftOut: { groundTruth: number; prediction: number };
}

function emptyTally(): Tally {
  return {
    truePositives: 0,
    falsePositives: 0,
    falseNegatives: 0,
    matches: [],
    leftOut: { groundTruth: 0, prediction: 0 },
  };
}
