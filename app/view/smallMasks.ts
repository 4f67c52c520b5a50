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
  const truthLabels = labelsOf(truth);
  const predictedLabels = labelsOf(predicted);
  const [toTruth, toPrediction] = [shownClassOf(rules.groundTruth), shownClassOf(rules.prediction)];
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
        const t = toTruth(Number(truthLabels[from]) as RawLabel);
        const p = toPrediction(Number(predictedLabels[from]) as RawLabel);
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

/** A class, or void: also what has no class, which a counted image has only in predictions under the truth's void. */
function shownClassOf(rules: LabelRules): (raw: RawLabel) => number {
  const read = labelReader(rules);
  return (raw) => {
    const meaning = read(raw);
    return isClass(meaning) ? meaning : VOID;
  };
}
