import { getCounter } from "../../src/counting/backend.js";
import type { LabelsOrScores } from "../../src/counting/confusionRequest.js";
import { countImages } from "../../src/measures/confusion/countImages.js";
import type { RasterSize } from "../../src/reading/raster.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { ConfusionMatrix, Labels, LabelSource, ScoreTensor } from "../../src/types.js";

/**
 * Counts two sides of one size. Scores are counted as they are: no label map of them is written.
 *
 * @param size of both
 * @throws {RangeError} a label has no class; it is named with its pixel, also where it is of scores
 */
export function countSides(
  settings: ScorerSettings,
  groundTruth: LabelSource,
  prediction: LabelSource,
  size: RasterSize,
): ConfusionMatrix {
  const scores = [groundTruth, prediction].find((side): side is ScoreTensor => !ArrayBuffer.isView(side));
  const form = { layout: scores?.layout, binary: undefined };
  try {
    const [matrix] = countImages(settings, countable(groundTruth, size), countable(prediction, size), form);
    return matrix as ConfusionMatrix;
  } catch (error) {
    // Where scores were counted, the pixel of a label without a class is not known: only labels that are written tell it.
    if (scores === undefined || !(error instanceof RangeError)) throw error;
    return countSides(settings, written(groundTruth), written(prediction), size);
  }
}

/** A side as countImages takes it. */
function countable(side: LabelSource, [depth, rows, width]: RasterSize): LabelsOrScores {
  if (ArrayBuffer.isView(side)) return side;
  const { data, isFloat16, layout, numClasses } = side;
  const height = depth * rows;
  return {
    data,
    shape: layout === "channelsLast" ? [height, width, numClasses] : [numClasses, height, width],
    ...(isFloat16 && { type: "float16" }),
  };
}

/** A label a pixel: as given, or the class with the highest score. */
function written(side: LabelSource): Labels {
  return ArrayBuffer.isView(side) ? side : getCounter().argmaxLabels(side);
}
