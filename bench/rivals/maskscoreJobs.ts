import { binaryOverlap, confusionMatrix, metrics_np } from "maskscore";
import { boundaryIou, type EdgeKind, surfaceDistances, type SurfaceDistances } from "maskscore/surfaces";
import type { Inputs, Jobs } from "./contender.js";

function meanIou({ groundTruth, prediction }: Inputs, metricType: "standard" | "soft"): number[] {
  return [metrics_np(groundTruth, prediction, "iou", metricType)];
}

function distances({ groundTruth, prediction, spacing }: Inputs, edges: EdgeKind): SurfaceDistances {
  return surfaceDistances(groundTruth.data as Uint8Array, prediction.data as Uint8Array, {
    shape: groundTruth.shape,
    spacing,
    tolerances: [2],
    edges,
  });
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
  boundaryIou: ({ groundTruth, prediction, numClasses }) => {
    const [height, width] = groundTruth.shape as readonly [number, number];
    return boundaryIou(groundTruth.data as Uint8Array, prediction.data as Uint8Array, {
      width,
      height,
      numClasses,
    }).flatMap(({ intersection, union }) => [intersection, union]);
  },
  edgeDistances: (inputs) => {
    const { hausdorff, hausdorff95, nsd } = distances(inputs, "erosion");
    return [hausdorff, hausdorff95, ...nsd];
  },
  surfelDistances: (inputs) => {
    const { hausdorff95, nsd } = distances(inputs, "surfels");
    return [hausdorff95, ...nsd];
  },
};
