import { streetScene } from "./streetScene.js";

/** What samples/streets/ is drawn from: a data set with the predictions of two models. */
export const STREETS_SAMPLE = { width: 512, height: 256, seeds: [31, 32, 33, 34, 35, 36, 37, 38] } as const;

/** The model "coarse" sees one pixel in so many, each way. */
const COARSE_STEP = 14;

/** One scene of samples/streets/: its truth, and what each model predicts. */
export function streetsScene(seed: number): Readonly<Record<"truth" | "coarse" | "fine", Uint8Array>> {
  const { width, height } = STREETS_SAMPLE;
  const { groundTruth, prediction } = streetScene({ width, height, seed });
  const middle = (place: number, end: number): number =>
    Math.min(end - 1, Math.floor(place / COARSE_STEP) * COARSE_STEP + COARSE_STEP / 2);
  const coarse = prediction.map(
    (_, pixel) =>
      prediction[middle(Math.floor(pixel / width), height) * width + middle(pixel % width, width)] as number,
  );
  return { truth: groundTruth, coarse, fine: prediction };
}
