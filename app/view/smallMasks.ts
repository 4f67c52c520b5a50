import { isClass, type RawLabel, VOID } from "../../src/labels/labelKinds.js";
import { labelReader, type LabelRules, type PairRules } from "../../src/labels/labelRules.js";
import type { Raster } from "../../src/reading/raster.js";
import { labelsOf } from "../job/rasterLabels.js";
import type { SmallMasks } from "./runView.js";

/** The longer side of a picture, in pixels: more makes a report heavy, and is not seen. */
export const MAX_SIDE = 512;

/** Both masks as classes, of a volume the slice with most wrong pixels, scaled down alike. */
export function smallMasks(truth: Raster, predicted: Raster, rules: PairRules): SmallMasks {
  const [slices, height, width] = truth.size;
  const [truthAt, predictedAt] = [
    shownLabels(truth, rules.groundTruth),
    shownLabels(predicted, rules.prediction),
  ];
  const sliceOf = (
    slice: number,
    step: number,
  ): { groundTruth: Int16Array; prediction: Int16Array; wrong: number } => {
    const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
    const groundTruth = new Int16Array(w * h);
    const prediction = new Int16Array(w * h);
    let wrong = 0;
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const from = (slice * height + y * step) * width + x * step;
        const [t, p] = [truthAt(from), predictedAt(from)];
        groundTruth[y * w + x] = t;
        prediction[y * w + x] = p;
        if (t !== VOID && t !== p) wrong++;
      }
    }
    return { groundTruth, prediction, wrong };
  };
  const step = smallStep(width, height);
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

/** Of so many pixels along a side one is shown. */
export function smallStep(width: number, height: number): number {
  return Math.max(1, Math.ceil(Math.max(width, height) / MAX_SIDE));
}

/** A class of each pixel, or void: also what has no class, which a counted image has only in predictions under the truth's void. */
export function shownLabels(mask: Raster, rules: LabelRules): (pixel: number) => number {
  const labels = labelsOf(mask);
  const read = labelReader(rules);
  return (pixel) => {
    const meaning = read(Number(labels[pixel]) as RawLabel);
    return isClass(meaning) ? meaning : VOID;
  };
}
