import {
  confusionMatrix,
  type ConfusionMatrix,
  type LabelsOrScores,
  SegmentationScorer,
} from "../../src/index.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { toPlanes } from "../helpers/scores.js";

/** Two images of 5 x 7 pixels and 4 classes; 255 marks void, in the truth only. */
export const [HEIGHT, WIDTH, IMAGES, CLASSES, IGNORE] = [5, 7, 2, 4, 255] as const;
export const PIXELS = HEIGHT * WIDTH;
const random = seededRandom(11);
const labelsOf = (): Uint8Array =>
  Uint8Array.from({ length: IMAGES * PIXELS }, () => Math.floor(random() * CLASSES));
export const TRUTH = labelsOf().map((label, pixel) => (pixel % 9 === 4 ? IGNORE : label));
export const PREDICTION = labelsOf();
export const [TRUTH_ONE, PREDICTION_ONE] = [TRUTH.subarray(0, PIXELS), PREDICTION.subarray(0, PIXELS)];

/** Scores whose argmax is PREDICTION, channels last. */
export const SCORES = Float32Array.from({ length: IMAGES * PIXELS * CLASSES }, (_, i) =>
  PREDICTION[Math.floor(i / CLASSES)] === i % CLASSES ? 2 : random(),
);
export const PLANES = toPlanes(SCORES, PIXELS, CLASSES) as Float32Array;

const OPTIONS = { numClasses: CLASSES, ignoreIndex: IGNORE } as const;
type Layout = "channelsLast" | "channelsFirst";

/** The counts of sides, by confusionMatrix and by a scorer. */
export function counted(
  truth: LabelsOrScores,
  prediction: LabelsOrScores,
  layout: Layout = "channelsLast",
): { readonly matrix: ConfusionMatrix; readonly images: number } {
  const matrix = confusionMatrix(truth, prediction, { ...OPTIONS, layout });
  const scorer = new SegmentationScorer(OPTIONS).update(truth, prediction, { layout });
  const total = scorer.confusionMatrix();
  if (total.ignoredCount !== matrix.ignoredCount || total.counts.join() !== matrix.counts.join()) {
    throw new Error("scorer and confusionMatrix differ");
  }
  return { matrix, images: scorer.imageCount };
}

export const BATCH = confusionMatrix(TRUTH, PREDICTION, OPTIONS);
export const ONE = confusionMatrix(TRUTH_ONE, PREDICTION_ONE, OPTIONS);
