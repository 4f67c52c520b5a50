import { binaryOverlap, confusionMatrix, metrics_np } from "maskscore";
import type { Inputs, Jobs } from "./contender.js";

function meanIou({ groundTruth, prediction }: Inputs, metricType: "standard" | "soft"): number[] {
  return [metrics_np(groundTruth, prediction, "iou", metricType)];
}

/** maskscore by its public door, on whichever backend is set. */
export const maskscoreJobs: Jobs = {
  meanIou: (inputs) => meanIou(inputs, "standard"),
  softMeanIou: (inputs) => meanIou(inputs, "soft"),
  scoreMatrix: ({ groundTruth, prediction, channelsFirst }) =>
    confusionMatrix(groundTruth.data as Uint8Array, prediction, {
      layout: channelsFirst ? "channelsFirst" : "channelsLast",
    }).counts,
  labelMatrix: ({ groundTruth, prediction, numClasses }) =>
    confusionMatrix(groundTruth.data as Uint8Array, prediction.data as Uint8Array, { numClasses }).counts,
  binaryOverlap: ({ groundTruth, prediction }) => {
    const overlap = binaryOverlap(groundTruth.data as Uint8Array, prediction.data as Uint8Array);
    return [overlap.intersection, overlap.union];
  },
};
