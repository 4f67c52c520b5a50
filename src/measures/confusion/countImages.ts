import { stripOf } from "../../counting/strips.js";
import { contradiction } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { countFolded } from "../../counting/foldedCount.js";
import { binaryOverlap, type BitPackedOptions } from "../../counting/countFunctions.js";
import type { ConfusionMatrix, ScoreLayout } from "../../types.js";
import {
  type CountedSides,
  type LabelsOrScores,
  readConfusionRequest,
} from "../../counting/confusionRequest.js";
import { compact } from "./countedRows.js";
import { rawClassesOf, rulesOf } from "../../labels/labelRules.js";
import type { ScorerSettings } from "./settings.js";

/** How the masks of an update are to be read. */
export interface MaskForm {
  readonly layout: ScoreLayout | undefined;
  /** Foreground is any nonzero byte, or any set bit; class 1 of two. */
  readonly binary: true | BitPackedOptions | undefined;
}

/** One matrix for each image of two sides. */
export function countImages(
  settings: ScorerSettings,
  groundTruth: LabelsOrScores,
  prediction: LabelsOrScores,
  { layout, binary }: MaskForm,
): ConfusionMatrix[] {
  if (binary !== undefined) return [countBinary(settings, groundTruth, prediction, binary)];
  const rules = rulesOf(settings);
  const { threshold } = settings;
  const { sides } = readConfusionRequest(groundTruth, prediction, {
    numClasses: threshold === null ? rawClassesOf(rules) : settings.numClasses,
    threshold: threshold ?? undefined,
    layout,
  });
  return imagesOf(sides).map((image, i, all) =>
    compact(countFolded(image, rules, all.length === 1 ? undefined : i)),
  );
}

/** The images of a batch; where neither side says how it is cut, all is one image. */
function imagesOf(sides: CountedSides): CountedSides[] {
  const { groundTruth, prediction, batchSize, pixelCount } = sides;
  if (batchSize === 1) return [sides];
  return Array.from({ length: batchSize }, (_, image) => {
    const strip = { firstImage: image, imageCount: 1, firstPixel: 0, pixelCount };
    return {
      groundTruth: stripOf(groundTruth, pixelCount, strip),
      prediction: stripOf(prediction, pixelCount, strip),
      batchSize: 1,
      pixelCount,
    };
  });
}

function countBinary(
  { numClasses, ignoreIndex, labelMapping, threshold }: ScorerSettings,
  groundTruth: unknown,
  prediction: unknown,
  binary: true | BitPackedOptions,
): ConfusionMatrix {
  if (numClasses !== 2 || ignoreIndex !== null || labelMapping !== null || threshold !== null) {
    throw contradiction(
      "binary",
      "a scorer of 2 classes without ignoreIndex, labelMapping and threshold",
      `numClasses: ${numClasses}, ignoreIndex: ${describe(ignoreIndex ?? undefined)}`,
      "masks with void pixels are label maps: leave binary out",
    );
  }
  const { intersection, groundTruthArea, predictionArea, union, pixelCount } = binaryOverlap(
    groundTruth as Uint8Array,
    prediction as Uint8Array,
    binary === true ? undefined : binary,
  );
  const counts = Float64Array.of(
    pixelCount - union,
    predictionArea - intersection,
    groundTruthArea - intersection,
    intersection,
  );
  return { numClasses, counts, ignoredCount: 0 };
}
