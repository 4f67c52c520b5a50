import { classReaders, VOID } from "../../src/labels/classReader.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { Raster } from "../../src/reading/raster.js";
import { labelsOf, nodataOf } from "../job/rasterLabels.js";
import type { SmallMasks } from "./runView.js";

/** The longer side of a picture, in pixels: more makes a report heavy, and is not seen. */
export const MAX_SIDE = 512;

/** Both masks as classes, of a volume the slice with most wrong pixels, scaled down alike. */
export function smallMasks(truth: Raster, predicted: Raster, settings: ScorerSettings): SmallMasks {
  const [slices, height, width] = truth.size;
  const truthLabels = labelsOf(truth);
  const predictedLabels = labelsOf(predicted);
  const { groundTruth: toTruth, prediction: toPrediction } = classReaders(settings, nodataOf(truth));
  const sliceOf = (
    slice: number,
    step: number,
  ): { groundTruth: Uint16Array; prediction: Uint16Array; wrong: number } => {
    const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
    const groundTruth = new Uint16Array(w * h);
    const prediction = new Uint16Array(w * h);
    let wrong = 0;
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const from = (slice * height + y * step) * width + x * step;
        const t = toTruth(Number(truthLabels[from]));
        const p = toPrediction(Number(predictedLabels[from]));
        groundTruth[y * w + x] = t;
        prediction[y * w + x] = p;
        if (t !== VOID && t !== p) wrong++;
      }
    }
    return { groundTruth, prediction, wrong };
  };
  const step = Math.max(1, Math.ceil(Math.max(width, height) / MAX_SIDE));
  let best = { ...sliceOf(0, step), slice: 0 };
  for (let slice = 1; slice < slices; slice++) {
    const next = sliceOf(slice, step);
    if (next.wrong > best.wrong) best = { ...next, slice };
  }
  return {
    width: Math.ceil(width / step),
    height: Math.ceil(height / step),
    groundTruth: best.groundTruth,
    prediction: best.prediction,
    detail: slices === 1 ? undefined : `slice ${best.slice + 1} of ${slices}`,
  };
}
