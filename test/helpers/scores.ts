import { seededRandom } from "../../app/samples/seededRandom.js";
import type { ScoreArray, ScoreLayout, ScoreTensor } from "../../src/types.js";

/** A tensor as the counters take it. */
export function scoreTensor(
  data: ScoreArray,
  batchSize: number,
  pixelCount: number,
  numClasses: number,
  layout: ScoreLayout = "channelsLast",
): ScoreTensor {
  return { data, isFloat16: false, layout, batchSize, pixelCount, numClasses, planeStride: pixelCount };
}

/** The same scores with each image's planes one after the other: channels last -> channels first. */
export function toPlanes<T extends ScoreArray>(data: T, pixelCount: number, numClasses: number): T {
  const planes = data.slice() as T;
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / numClasses);
    const image = Math.floor(pixel / pixelCount);
    const c = i % numClasses;
    planes[(image * numClasses + c) * pixelCount + (pixel % pixelCount)] = data[i] as number;
  }
  return planes;
}

/** Scores that are hard on an argmax: regions that share a class, ties, NaN, infinities, both zeros, and noise. */
export function awkwardScores(pixels: number, numClasses: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const special = [NaN, Infinity, -Infinity, 0, -0, 1, 1, -1, 3.4e38, 1e-45];
  const scores = new Float32Array(pixels * numClasses);
  let label = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (random() < 0.2) label = Math.floor(random() * numClasses);
    const style = random();
    for (let c = 0; c < numClasses; c++) {
      const i = pixel * numClasses + c;
      if (style < 0.5) scores[i] = c === label ? 0.9 : random() * 0.5;
      else if (style < 0.6) scores[i] = c === label ? 1 : 0;
      else if (style < 0.7) scores[i] = 0.25;
      else if (style < 0.8) scores[i] = Math.floor(random() * 3) - 1;
      else if (style < 0.9) scores[i] = special[Math.floor(random() * special.length)] as number;
      else scores[i] = random() * 2 - 1;
    }
  }
  return scores;
}

/** Finite scores of both signs. */
export function finiteScores(length: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => (random() - 0.3) * 4);
}
