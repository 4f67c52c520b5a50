import { classReaders } from "../../src/labels/classReader.js";
import { labelsOf, nodataOf } from "../job/rasterLabels.js";
import type { Raster } from "../../src/reading/raster.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import { METRIC_NAMES } from "./metricNames.js";
import type { ReportedRun } from "./reportedRun.js";
import { type MovedImage, type ReportedPicture, VOID } from "./reported.js";

/** Pictures on a page where --worst does not say how many. */
const DEFAULT_PICTURES = 10;
const MAX_PICTURES = 40;

/** The longer side of a picture, in pixels: more makes a page heavy, and is not seen. */
export const MAX_SIDE = 512;

export interface PictureChoice {
  readonly id: string;
  readonly model: string;
  readonly meanIou: number;
  readonly changeWithout: number;
  readonly moved?: MovedImage | undefined;
}

/** The images to look at: those that hold the best model down most, or that moved most between two. */
export function choosePictures(run: ReportedRun): PictureChoice[] {
  const wanted = Math.min(run.worst === 0 ? DEFAULT_PICTURES : run.worst, MAX_PICTURES);
  const choiceOf = (model: ReportedRun["models"][number], id: string): PictureChoice => {
    const found = model.contributions?.images.find((image) => image.id === id);
    return {
      id,
      model: model.name,
      meanIou: found?.score ?? NaN,
      changeWithout: found?.changeWithout ?? NaN,
    };
  };
  if (run.comparison !== undefined) {
    const { first, second, result } = run.comparison;
    return result.images.slice(0, Math.ceil(wanted / 2)).flatMap((image) => {
      const moved = {
        metric: METRIC_NAMES[result.metric],
        first: { name: first, score: image.first },
        second: { name: second, score: image.second },
        difference: image.difference,
      };
      return run.models.map((model) => ({ ...choiceOf(model, image.id), moved }));
    });
  }
  const [best] = run.models;
  const worst = best?.contributions?.images ?? [];
  return best === undefined
    ? []
    : worst.slice(0, wanted).flatMap(({ id }) => (id === undefined ? [] : [choiceOf(best, id)]));
}

/** Both masks as classes, of a volume the slice with most wrong pixels, scaled down alike. */
export function pictureOf(
  truth: Raster,
  predicted: Raster,
  settings: ScorerSettings,
): Pick<ReportedPicture, "width" | "height" | "groundTruth" | "prediction" | "detail"> {
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
