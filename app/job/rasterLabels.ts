import { getCounter } from "../../src/counting/backend.js";
import type { Raster } from "../../src/reading/raster.js";
import type { Labels } from "../../src/types.js";

/** A label a pixel: the raster's own, or the classes with the highest scores. */
export function labelsOf(raster: Raster): Labels {
  return raster.kind === "labels" ? raster.data : getCounter().argmaxLabels(raster.scores);
}

/** The label that a file itself says marks no data. */
export function nodataOf(raster: Raster): number | undefined {
  return raster.kind === "labels" ? raster.nodata : undefined;
}
