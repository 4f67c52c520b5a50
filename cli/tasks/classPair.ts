import { alignPair } from "../../app/job/alignPair.js";
import { countOne, type CountJob, type Counted } from "../../app/job/countImage.js";
import { dividePair } from "../../app/job/dividePair.js";
import type { MaskPair } from "../../app/job/maskPair.js";
import { pairRules } from "../../app/job/pairLabels.js";
import { labelsOf } from "../../app/job/rasterLabels.js";
import { decodeOf } from "../../app/job/runDecode.js";
import { type Meaning, type RawLabel, VOID } from "../../src/labels/labelKinds.js";
import { type LabelRules, labelReader } from "../../src/labels/labelRules.js";
import { pixelCountOf, type Raster, type RasterSize, type Spacing } from "../../src/reading/raster.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { loadDecoders, readSide } from "../counting/readMask.js";
import type { SidesSpacing } from "./runSpacing.js";

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
 * Reads an image's masks by the rules by which overlap is counted. What is void in the truth is background on both sides,
 * and what is void in the prediction is background there.
 *
 * @throws {DatasetError} as countPair
 */
export async function readClassPair(
  job: CountJob,
  { groundTruth, predictions, slice }: ImageFiles,
  background: number,
): Promise<ClassPair> {
  await loadDecoders(job.decode);
  const read = (path: string, side: "groundTruth" | "prediction"): MaskPair["groundTruth"] =>
    readSide(path, { ...decodeOf(job.decode, side), slice }, undefined);
  const pair = {
    groundTruth: read(groundTruth, "groundTruth"),
    prediction: read(predictions[0] as string, "prediction"),
  };
  return classPairOf(job, pair, background);
}

function classPairOf(job: CountJob, pair: MaskPair, background: number): ClassPair {
  const { settings, placement, nodata, decode } = job;
  // Every check there is of files and labels, in its own words.
  const counted = countOne(job, pair.groundTruth, pair.prediction);
  const aligned = dividePair(alignPair(pair, placement), settings, decode.divide, nodata);
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
    spacing: { groundTruth: spacingOf(mask), prediction: spacingOf(aligned.prediction.mask) },
    counted,
  };
}

/** As the file says, or as its place in the world does. */
function spacingOf({ spacing, placement }: Raster): Spacing | undefined {
  if (spacing !== undefined || placement === undefined) return spacing;
  const { affine, unit } = placement;
  const along = (axis: number): number => Math.hypot(...[0, 4, 8].map((row) => affine[row + axis] as number));
  return { lengths: [along(2), along(1), along(0)], unit };
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
