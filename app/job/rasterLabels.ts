import { getCounter } from "../../src/counting/backend.js";
import type { RawLabel } from "../../src/labels/labelKinds.js";
import type { Raster } from "../../src/reading/raster.js";
import type { PixelValues, ScoreTensor } from "../../src/types.js";

/** A label or value a pixel: the raster's own, or the classes with the highest scores. */
export function labelsOf(raster: Raster): PixelValues {
  return raster.kind === "scores" ? getCounter().argmaxLabels(raster.scores) : raster.data;
}

/** The label that a file itself says marks no data. */
export function nodataOf(raster: Raster): number | undefined {
  return raster.kind === "scores" ? undefined : raster.nodata;
}

/** The label of pixels that are void whatever is said of no data; undefined where there is none. */
export function voidLabelOf(raster: Raster): RawLabel | undefined {
  return raster.kind === "labels" ? (raster.voidLabel as RawLabel | undefined) : undefined;
}

/** The axes of the scores that a file holds; undefined where it holds labels. */
export function scoreAxesOf(raster: Raster): Pick<ScoreTensor, "numClasses" | "layout"> | undefined {
  if (raster.kind === "values") return undefined;
  return raster.kind === "labels" ? raster.argmaxOf : raster.scores;
}
