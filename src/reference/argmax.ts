import type { ScoreArray, ScoreTensor } from "../types.js";

/** Label of one pixel: the first of the highest scores, or the first NaN. `first` is the index of the pixel's first score. */
export function argmaxAt(scores: ScoreArray, first: number, numClasses: number): number {
  let best = scores[first] as number;
  let label = 0;
  for (let c = 1; c < numClasses; c++) {
    const score = scores[first + c] as number;
    if (score > best || (Number.isNaN(score) && !Number.isNaN(best))) {
      best = score;
      label = c;
    }
  }
  return label;
}

/** Labels of all pixels, image after image; with one class, 1 where the score is > 0. */
export function argmaxLabels(scores: ScoreTensor): Uint16Array | Uint32Array {
  const { data, numClasses } = scores;
  const pixels = scores.batchSize * scores.pixelCount;
  const labels = newLabels(pixels, numClasses);
  for (let pixel = 0; pixel < pixels; pixel++) {
    labels[pixel] =
      numClasses === 1 ? Number((data[pixel] as number) > 0) : argmaxAt(data, pixel * numClasses, numClasses);
  }
  return labels;
}

/** The smallest array type that holds every label. */
export function newLabels(pixels: number, numClasses: number): Uint16Array | Uint32Array {
  return numClasses <= 65536 ? new Uint16Array(pixels) : new Uint32Array(pixels);
}
