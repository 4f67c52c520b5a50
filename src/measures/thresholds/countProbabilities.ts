import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { float16ToFloat32 } from "../../reading/float16.js";
import { readLabels } from "../../reading/labels.js";
import { asScoreTensor, type CheckedTensor, readTensor } from "../../reading/tensor.js";
import { typedArrayName } from "../../reading/typedArray.js";
import type { ScoreLayout, ScoreTensor, TensorLike } from "../../types.js";
import { cellCountOf, cellOf } from "./thresholdCells.js";
import { compactRow, type ThresholdRow } from "./thresholdMeasure.js";
import { binOf } from "./thresholdScores.js";
import type { ThresholdSettings } from "./thresholdSettings.js";

/** Probabilities, one a pixel or one a pixel and class. */
export type Probabilities = Float32Array | Float64Array | TensorLike;

/** One row for each image of the probabilities. */
export function countThresholds(
  settings: ThresholdSettings,
  groundTruth: unknown,
  probabilities: unknown,
  layout: ScoreLayout,
): ThresholdRow[] {
  const { bins, ignoreIndex } = settings;
  const scores = readProbabilities(probabilities, settings.numClasses, layout);
  const truth = readTruth(groundTruth, scores);
  const { numClasses, pixelCount, batchSize } = scores;
  const data: ArrayLike<number> = scores.isFloat16 ? float16ToFloat32(scores.data) : scores.data;
  const length = pixelCount * numClasses;
  return Array.from({ length: batchSize }, (_, image) => {
    const counts = new Float64Array(cellCountOf(settings));
    let ignoredCount = 0;
    for (let i = image * length; i < (image + 1) * length; i++) {
      const probability = data[i] as number;
      if (!(probability >= 0 && probability <= 1)) throw notProbability(probability, i);
      const label = Number(truth[i]);
      if (label === ignoreIndex) {
        ignoredCount++;
        continue;
      }
      const c = scores.layout === "channelsLast" ? i % numClasses : Math.floor(i / pixelCount) % numClasses;
      const cell = cellOf(c, binOf(probability, bins), bins) + (label === 0 ? 0 : 1);
      counts[cell] = (counts[cell] as number) + 1;
    }
    return compactRow({ counts, ignoredCount }, settings);
  });
}

function notProbability(probability: number, element: number): Error {
  return wrongValue(
    "probabilities",
    "numbers from 0 to 1",
    `${probability} at element ${element}`,
    "turn logits into probabilities first (sigmoid)",
  );
}

function readProbabilities(value: unknown, numClasses: number, layout: ScoreLayout): ScoreTensor {
  const name = typedArrayName(value);
  if (name !== undefined && name !== "Float32Array" && name !== "Float64Array") {
    throw wrongType("probabilities", "a Float32Array, a Float64Array or a tensor of floats", name);
  }
  // A bare array is a row of pixels.
  const tensor: CheckedTensor =
    name === undefined
      ? readTensor(value, "probabilities")
      : readTensor({ data: value, shape: [1, (value as Float32Array).length, 1] }, "probabilities");
  const scores = asScoreTensor(tensor, name === undefined ? layout : "channelsLast", "probabilities");
  if (scores.numClasses !== numClasses) {
    throw wrongValue(
      "probabilities",
      `${numClasses} a pixel, one a class`,
      String(scores.numClasses),
      "pass numClasses to the counter",
    );
  }
  return scores;
}

function readTruth(value: unknown, { data }: ScoreTensor): ArrayLike<number | bigint> {
  const truth =
    typedArrayName(value) === undefined
      ? readLabels(readTensor(value, "groundTruth").data, "groundTruth.data")
      : readLabels(value, "groundTruth");
  if (truth.length !== data.length) {
    throw wrongLength("groundTruth", `${data.length} values, one for each probability`, String(truth.length));
  }
  return truth;
}
