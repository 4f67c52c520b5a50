import { ConfusionMatrix } from "ml-confusion-matrix";
import ndarray, { type NdArray } from "ndarray";
import { meanIouOfSums } from "../baselines/tutorial.js";
import type { Inputs, Jobs, ShapedArray } from "./contender.js";

type Scores = NdArray<Float32Array>;

function asScores({ data, shape }: ShapedArray, channelsFirst: boolean): Scores {
  const scores = ndarray(data as Float32Array, [...shape]);
  return channelsFirst ? scores.transpose(0, 2, 3, 1) : scores;
}

function argmax(scores: Scores, y: number, x: number, numClasses: number): number {
  let label = 0;
  let highest = scores.get(0, y, x, 0);
  for (let c = 1; c < numClasses; c++) {
    const score = scores.get(0, y, x, c);
    if (score > highest) {
      label = c;
      highest = score;
    }
  }
  return label;
}

/** Calls visit with each pixel of an image whose size is that of the second and third axis. */
function forEachPixel(scores: Scores, visit: (y: number, x: number) => void): void {
  const [, height, width] = scores.shape as [number, number, number, number];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) visit(y, x);
}

function add(counts: Float64Array, i: number, value: number): void {
  counts[i] = (counts[i] as number) + value;
}

function meanIou({ groundTruth, prediction, numClasses }: Inputs, isSoft: boolean): number[] {
  const [truth, predicted] = [asScores(groundTruth, false), asScores(prediction, false)];
  const sums = (): Float64Array => new Float64Array(numClasses);
  const [intersection, truthArea, predictedArea] = [sums(), sums(), sums()];
  forEachPixel(truth, (y, x) => {
    if (isSoft) {
      for (let c = 0; c < numClasses; c++) {
        const [t, p] = [truth.get(0, y, x, c), predicted.get(0, y, x, c)];
        add(intersection, c, Math.abs(t * p));
        add(truthArea, c, Math.abs(t));
        add(predictedArea, c, Math.abs(p));
      }
    } else {
      const [t, p] = [argmax(truth, y, x, numClasses), argmax(predicted, y, x, numClasses)];
      add(intersection, t, Number(t === p));
      add(truthArea, t, 1);
      add(predictedArea, p, 1);
    }
  });
  return [meanIouOfSums(intersection, truthArea, predictedArea, numClasses)];
}

/** A loop over scijs's ndarray: what one writes who wants indices, not offsets. */
export const ndarrayJobs: Jobs = {
  meanIou: (inputs) => meanIou(inputs, false),
  softMeanIou: (inputs) => meanIou(inputs, true),
  scoreMatrix: ({ groundTruth, prediction, numClasses, channelsFirst }) => {
    const truth = ndarray(groundTruth.data, [...groundTruth.shape]);
    const scores = asScores(prediction, channelsFirst);
    const counts = new Float64Array(numClasses ** 2);
    forEachPixel(scores, (y, x) => {
      add(counts, truth.get(y, x) * numClasses + argmax(scores, y, x, numClasses), 1);
    });
    return counts;
  },
  labelMatrix: ({ groundTruth, prediction, numClasses }) => {
    const [height, width] = groundTruth.shape as [number, number];
    const truth = ndarray(groundTruth.data, [height, width]);
    const predicted = ndarray(prediction.data, [height, width]);
    const counts = new Float64Array(numClasses ** 2);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) add(counts, truth.get(y, x) * numClasses + predicted.get(y, x), 1);
    }
    return counts;
  },
  binaryOverlap: ({ groundTruth, prediction }) => {
    const [height, width] = groundTruth.shape as [number, number];
    const truth = ndarray(groundTruth.data, [height, width]);
    const predicted = ndarray(prediction.data, [height, width]);
    let [intersection, union] = [0, 0];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [t, p] = [truth.get(y, x), predicted.get(y, x)];
        intersection += t & p;
        union += t | p;
      }
    }
    return [intersection, union];
  },
};

export const mlConfusionMatrixJobs: Jobs = {
  labelMatrix: ({ groundTruth, prediction, numClasses }) => {
    const labels = Array.from({ length: numClasses }, (_, label) => label);
    // It reads typed arrays as it does arrays, though its types know of arrays only; a copy would slow it down.
    const [truth, predicted] = [groundTruth.data, prediction.data] as unknown as [number[], number[]];
    return ConfusionMatrix.fromLabels(truth, predicted, { labels }).getMatrix().flat();
  },
};
