import type { CountJob } from "../../../app/job/countImage.js";
import { optionsOf } from "../../../src/measures/confusion/settings.js";
import { BoundaryScorer } from "../../../src/scorers/boundaryScorer.js";
import { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { SurfaceScorer } from "../../../src/scorers/surfaceScorer.js";
import { DataError } from "../../exitCodes.js";
import type { ClassPair } from "../../../app/job/classPair.js";
import type { MaskMeasure, MasksJob, MeasuredPair } from "./measureJob.js";
import { isSpacingKnown, type PairSpacing } from "../../../app/job/pairSpacing.js";
import { toldSpacing } from "./toldSpacing.js";

/**
 * A pair by every measure of a run.
 *
 * @param files what truth and prediction are called
 */
export function measurePair(
  { job, spacing: choice, measures }: MasksJob,
  pair: ClassPair,
  files: readonly [truth: string, prediction: string],
): MeasuredPair {
  const { size, spacing: sides, counted } = pair;
  const ofVolume = measures.some(
    (measure) => measure.name === "components" && measure.options.minVolume !== undefined,
  );
  const hasLengths = measures.some(
    (measure) =>
      measure.name === "surfaces" ||
      measure.name === "spacing" ||
      (measure.name === "components" && measure.options.surfaces !== undefined),
  );
  if (!ofVolume && !hasLengths) {
    return { parts: measures.map((measure) => partOf(job, measure, pair, files, undefined)), counted };
  }
  if (ofVolume && !isSpacingKnown(choice, sides)) {
    throw new DataError(
      `${files[0]}: does not say how far pixels are apart, which --min-volume takes; pass --spacing, or --min-pixels instead`,
    );
  }
  const spacing = toldSpacing(choice, size, sides, files);
  return {
    parts: measures.map((measure) => partOf(job, measure, pair, files, spacing)),
    counted,
    unit: spacing.unit,
  };
}

/** What the measure's scorer keeps of an image; nothing of one that has none. */
function partOf(
  job: CountJob,
  measure: MaskMeasure,
  pair: ClassPair,
  [truthFile]: readonly [truth: string, prediction: string],
  spacing: PairSpacing | undefined,
): unknown {
  const { groundTruth, prediction, size } = pair;
  const lengths = spacing?.unit === "pixels" ? undefined : spacing?.lengths;
  const shape = size.slice(size[0] === 1 ? 1 : 0);
  switch (measure.name) {
    case "iou":
      return new SegmentationScorer(optionsOf(job.settings)).addCounts(pair.counted.counts).measuredImages[0]
        ?.row;
    case "boundary": {
      const [depth, height, width] = size;
      if (depth !== 1) {
        throw new DataError(`${truthFile}: is a volume, and boundary IoU is of images; leave boundary out`);
      }
      const scorer = new BoundaryScorer(measure.options);
      return scorer.update(groundTruth, prediction, { width, height }).measuredImages[0]?.row;
    }
    // In which unit is looked at where all images are: rows tell no more than whether there is one.
    case "components": {
      const scorer = new ComponentScorer({ ...measure.options, unit: undefined });
      const { minVolume, surfaces } = measure.options;
      const own = minVolume === undefined && surfaces === undefined ? {} : { spacing: lengths };
      return scorer.update(groundTruth, prediction, { shape, ...own }).measuredImages[0]?.row;
    }
    case "surfaces": {
      const scorer = new SurfaceScorer({ ...measure.options, unit: undefined });
      return scorer.update(groundTruth, prediction, { shape, spacing: lengths }).measuredImages[0]?.row;
    }
    case "spacing":
      return undefined;
  }
}
