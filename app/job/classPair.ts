import { countOne, type CountJob, type Counted } from "./countImage.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { pairRules } from "./pairLabels.js";
import { labelsOf } from "./rasterLabels.js";
import { type Meaning, type RawLabel, VOID } from "../../src/labels/labelKinds.js";
import { type LabelRules, labelReader } from "../../src/labels/labelRules.js";
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
  const [truthLabels, predictedLabels] = [labelsOf(mask), labelsOf(aligned.prediction.mask)];
  const [truthClass, predictedClass] = [meanings(rules.groundTruth), meanings(rules.prediction)];
  const pixelCount = pixelCountOf(mask.size);
  const Classes = settings.numClasses <= 256 ? Uint8Array : Uint16Array;
  const [groundTruth, prediction] = [new Classes(pixelCount), new Classes(pixelCount)];
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const truth = truthClass(Number(truthLabels[pixel]));
    const predicted = truth === VOID ? VOID : predictedClass(Number(predictedLabels[pixel]));
    groundTruth[pixel] = truth === VOID ? background : truth;
    prediction[pixel] = predicted === VOID ? background : predicted;
  }
  return {
    groundTruth,
    prediction,
    size: mask.size,
    spacing: {
      groundTruth: spacingOf(mask),
      prediction: spacingOf(aligned.prediction.mask),
      contradiction: contradictionIn(pair.groundTruth) ?? contradictionIn(pair.prediction),
    },
    counted,
  };
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
