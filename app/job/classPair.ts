import { alignPair } from "./alignPair.js";
import { countOne, type CountJob, type Counted } from "./countImage.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { pairRules } from "./pairLabels.js";
import { labelsOf } from "./rasterLabels.js";
import { type Meaning, type RawLabel, VOID } from "../../src/labels/labelKinds.js";
import { type LabelRules, labelReader, type PairRules } from "../../src/labels/labelRules.js";
import {
  pixelCountOf,
  type Placement,
  type Raster,
  type RasterSize,
  type Spacing,
  spacingText,
} from "../../src/reading/raster.js";

/** What files say of how far pixels are apart. */
export interface SidesSpacing {
  readonly groundTruth: Spacing | undefined;
  readonly prediction: Spacing | undefined;
  /** Of the first side that says two things. */
  readonly contradiction?: SpacingContradiction | undefined;
}

/** A file whose voxels are so far apart by its own word, and so far by their places. */
export interface SpacingContradiction {
  readonly file: string;
  readonly said: string;
  readonly placed: string;
}

/** An image whose labels are classes on both sides, pixel by pixel on the truth's grid. */
export interface ClassPair {
  readonly groundTruth: Uint8Array | Uint16Array;
  readonly prediction: Uint8Array | Uint16Array;
  readonly size: RasterSize;
  /** As the files say, along the truth's axes. */
  readonly spacing: SidesSpacing;
  /** As the run without a task counts it: what is known of the files. */
  readonly counted: Counted;
}

/**
 * A pair's labels as classes, by the rules by which overlap is counted. What is void in the truth is background on both sides,
 * and what is void in the prediction is background there.
 *
 * @throws {DatasetError} as countPair
 */
export function classPairOf(job: CountJob, pair: MaskPair, background: number): ClassPair {
  const { settings, nodata } = job;
  let onOneGrid: MaskPair | undefined;
  // Every check there is of files and labels, in its own words.
  const counted = countOne(job, pair.groundTruth, pair.prediction, (found) => {
    onOneGrid = found;
  });
  const aligned = onOneGrid as unknown as MaskPair;
  const rules = pairRules(settings, aligned, nodata);
  const { mask } = aligned.groundTruth;
  const labels = [labelsOf(mask), labelsOf(aligned.prediction.mask)] as const;
  const [truthLabels, predictedLabels] = labels;
  const classes =
    truthLabels instanceof Uint8Array && predictedLabels instanceof Uint8Array && settings.numClasses <= 256
      ? classesOfBytes(truthLabels, predictedLabels, rules, background)
      : classesOfLabels(labels, rules, pixelCountOf(mask.size), settings.numClasses, background);
  return {
    ...classes,
    size: mask.size,
    spacing: sidesSpacing(aligned, pair),
    counted,
  };
}

/** How far pixels are apart, without a look at them. @throws {DatasetError} sides lie elsewhere, or differ in size */
export function spacingOfPair(
  { placement, decode }: Pick<CountJob, "placement" | "decode">,
  pair: MaskPair,
): Pick<ClassPair, "size" | "spacing"> {
  const aligned = alignPair(pair, placement, decode.resize);
  return { size: aligned.groundTruth.mask.size, spacing: sidesSpacing(aligned, pair) };
}

function sidesSpacing(aligned: MaskPair, stored: MaskPair): SidesSpacing {
  return {
    groundTruth: spacingOf(aligned.groundTruth.mask),
    prediction: spacingOf(aligned.prediction.mask),
    contradiction: contradictionIn(stored.groundTruth) ?? contradictionIn(stored.prediction),
  };
}

/** Classes of both sides, void ones as background. */
type SideClasses = Pick<ClassPair, "groundTruth" | "prediction">;

function classesOfLabels(
  [truthLabels, predictedLabels]: readonly [ArrayLike<number | bigint>, ArrayLike<number | bigint>],
  rules: PairRules,
  pixelCount: number,
  numClasses: number,
  background: number,
): SideClasses {
  const [truthClass, predictedClass] = [meanings(rules.groundTruth), meanings(rules.prediction)];
  const Classes = numClasses <= 256 ? Uint8Array : Uint16Array;
  const [groundTruth, prediction] = [new Classes(pixelCount), new Classes(pixelCount)];
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const truth = truthClass(Number(truthLabels[pixel]));
    const predicted = truth === VOID ? VOID : predictedClass(Number(predictedLabels[pixel]));
    groundTruth[pixel] = truth === VOID ? background : truth;
    prediction[pixel] = predicted === VOID ? background : predicted;
  }
  return { groundTruth, prediction };
}

/**
 * The same of labels that are bytes, by a table; or the labels themselves, where they are classes and nothing can be void. What
 * is neither class nor void was refused when the pair was counted, unless the truth is void there.
 */
function classesOfBytes(
  truthLabels: Uint8Array,
  predictedLabels: Uint8Array,
  rules: PairRules,
  background: number,
): SideClasses {
  const [truthMeanings, predictedMeanings] = [rules.groundTruth, rules.prediction].map((side) =>
    Int32Array.from({ length: 256 }, (_, raw) => labelReader(side)(raw as RawLabel)),
  ) as [Int32Array, Int32Array];
  const isItself = (meaning: number, raw: number): boolean =>
    meaning === raw || (meaning < 0 && meaning !== VOID);
  if (truthMeanings.every(isItself) && predictedMeanings.every(isItself)) {
    return { groundTruth: truthLabels, prediction: predictedLabels };
  }
  const isVoid = truthMeanings.map((meaning) => Number(meaning === VOID));
  const [truthClasses, predictedClasses] = [truthMeanings, predictedMeanings].map((side) =>
    Uint8Array.from(side, (meaning) => (meaning < 0 ? background : meaning)),
  ) as [Uint8Array, Uint8Array];
  const groundTruth = new Uint8Array(truthLabels.length);
  const prediction = new Uint8Array(truthLabels.length);
  for (let pixel = 0; pixel < groundTruth.length; pixel++) {
    const truth = truthLabels[pixel] as number;
    groundTruth[pixel] = truthClasses[truth] as number;
    prediction[pixel] =
      isVoid[truth] === 1 ? background : (predictedClasses[predictedLabels[pixel] as number] as number);
  }
  return { groundTruth, prediction };
}

/** As the file says, or as its place in the world does. */
function spacingOf({ spacing, placement }: Raster): Spacing | undefined {
  return spacing ?? (placement === undefined ? undefined : spacingOfPlace(placement));
}

/** From voxel to voxel, by the place of each. */
function spacingOfPlace({ affine, unit }: Placement): Spacing {
  const along = (axis: number): number => Math.hypot(...[0, 4, 8].map((row) => affine[row + axis] as number));
  return { lengths: [along(2), along(1), along(0)], unit };
}

/** More than float32 and quaternions round. */
const ROUNDING = 1e-3;

/** Two things that a file says of how far its voxels are apart, as pixdim and sform of NIfTI. */
function contradictionIn({ name, mask }: NamedMask): SpacingContradiction | undefined {
  const { spacing, placement, size } = mask;
  if (spacing === undefined || placement === undefined || spacing.unit !== placement.unit) return undefined;
  const placed = spacingOfPlace(placement);
  const isOne = spacing.lengths.every(
    (length, axis) =>
      size[axis] === 1 || Math.abs(length - (placed.lengths[axis] as number)) <= ROUNDING * length,
  );
  return isOne
    ? undefined
    : { file: name, said: spacingText(spacing, size), placed: spacingText(placed, size) };
}

/** Labels below are looked up. */
const KEPT = 65_536;
const UNREAD = -3;

function meanings(rules: LabelRules): (raw: number) => Meaning {
  const read = labelReader(rules);
  const known = new Int32Array(KEPT).fill(UNREAD);
  return (raw) => {
    const place = known[raw];
    // undefined of what is negative, large or no whole number.
    if (place !== undefined && place !== UNREAD) return place as Meaning;
    const meaning = read(raw as RawLabel);
    if (place !== undefined) known[raw] = meaning;
    return meaning;
  };
}
