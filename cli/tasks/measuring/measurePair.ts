import { surfaceDistances } from "../../../src/measures/surfaces/surfaceDistances.js";
import { ComponentScorer } from "../../../src/scorers/componentScorer.js";
import { DataError } from "../../exitCodes.js";
import type { ClassPair } from "../../../app/job/classPair.js";
import type { MaskMeasure, MasksJob, MeasuredPair } from "./measureJob.js";
import { isSpacingKnown, type PairSpacing, pairSpacing } from "./pairSpacing.js";

/**
 * A pair by every measure of a run.
 *
 * @param files what truth and prediction are called
 */
export function measurePair(
  { spacing: choice, measures }: MasksJob,
  pair: ClassPair,
  files: readonly [truth: string, prediction: string],
): MeasuredPair {
  const { size, spacing: sides, counted } = pair;
  const ofVolume = measures.some(
    (measure) => measure.name === "components" && measure.options.minVolume !== undefined,
  );
  if (!ofVolume && !measures.some(({ name }) => name === "surfaces")) {
    return { parts: measures.map((measure) => partOf(measure, pair, undefined)), counted };
  }
  if (ofVolume && !isSpacingKnown(choice, sides)) {
    throw new DataError(
      `${files[0]}: does not say how far pixels are apart, which --min-volume takes; pass --spacing, or --min-pixels instead`,
    );
  }
  const spacing = pairSpacing(choice, size, sides, files);
  return {
    parts: measures.map((measure) => partOf(measure, pair, spacing)),
    counted,
    unit: spacing.unit,
  };
}

/** What the measure's scorer keeps of an image; of surfaces, which have none, scores by class. */
function partOf(measure: MaskMeasure, pair: ClassPair, spacing: PairSpacing | undefined): unknown {
  const { groundTruth, prediction, size } = pair;
  const shape = size.slice(size[0] === 1 ? 1 : 0);
  switch (measure.name) {
    case "iou":
      return pair.counted.counts;
    case "components": {
      const scorer = new ComponentScorer(measure.options);
      const ofVolume = measure.options.minVolume === undefined ? {} : { spacing: spacing?.lengths };
      return scorer.update(groundTruth, prediction, { shape, ...ofVolume }).measuredImages[0]?.row;
    }
    case "surfaces": {
      const spaced = { shape, spacing: spacing?.lengths };
      return {
        spacing: spacing?.lengths,
        scores: surfaceDistances(groundTruth, prediction, { ...measure.options, ...spaced } as never),
      };
    }
  }
}
