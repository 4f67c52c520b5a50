import { getCounter } from "../../src/counting/backend.js";
import type { Raster } from "../../src/reading/raster.js";
import type { Labels, ScoreTensor } from "../../src/types.js";

/** A label a pixel: the raster's own, or the classes with the highest scores. */
export function labelsOf(raster: Raster): Labels {
  return raster.kind === "labels" ? raster.data : getCounter().argmaxLabels(raster.scores);
}

/** The label that a file itself says marks no data. */
export function nodataOf(raster: Raster): number | undefined {
  return raster.kind === "labels" ? raster.nodata : undefined;
}

/** The axes of the scores that a file holds; undefined where it holds labels. */
export function scoreAxesOf(raster: Raster): Pick<ScoreTensor, "numClasses" | "layout"> | undefined {
  return raster.kind === "labels" ? raster.argmaxOf : raster.scores;
}
