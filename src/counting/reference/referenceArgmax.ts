import type { ScoreTensor } from "../../types.js";
import { float16ToFloat32 } from "../../reading/float16.js";

/**
 * Label of one pixel: the first of the highest scores, or the first NaN. `first` is the index of the pixel's first
 * score, `step` the distance to the score of the next class.
 */
export function argmaxAt(scores: ArrayLike<number>, first: number, numClasses: number, step = 1): number {
  let best = scores[first] as number;
  let label = 0;
  for (let c = 1, i = first + step; c < numClasses; c++, i += step) {
    const score = scores[i] as number;
    if (score > best || (Number.isNaN(score) && !Number.isNaN(best))) {
      best = score;
      label = c;
    }
  }
  return label;
}

/** Labels of all pixels, image after image; with one class, 1 where the score is > 0. */
export function referenceArgmax(scores: ScoreTensor): Uint16Array | Uint32Array {
  const { layout, batchSize, pixelCount, numClasses, planeStride } = scores;
  const data = scores.isFloat16 ? float16ToFloat32(scores.data) : scores.data;
  const labels = newLabels(batchSize * pixelCount, numClasses);
  for (let image = 0; image < batchSize; image++) {
    const start = image * pixelCount * numClasses;
    for (let pixel = 0; pixel < pixelCount; pixel++) {
      let label;
      if (numClasses === 1) label = Number((data[start + pixel] as number) > 0);
      else if (layout === "channelsLast") label = argmaxAt(data, start + pixel * numClasses, numClasses);
      else label = argmaxAt(data, start + pixel, numClasses, planeStride);
      labels[image * pixelCount + pixel] = label;
    }
  }
  return labels;
}

/** The smallest array type that holds every label. */
export function newLabels(pixels: number, numClasses: number): Uint16Array | Uint32Array {
  return numClasses <= 65536 ? new Uint16Array(pixels) : new Uint32Array(pixels);
}
