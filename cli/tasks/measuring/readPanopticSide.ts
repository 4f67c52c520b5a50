import type { Side } from "../../../src/errors/problem.js";
import { describe } from "../../../src/errors/describe.js";
import type { PanopticImage } from "../../../src/measures/panoptic/panopticSide.js";
import { readMask } from "../../counting/readMask.js";
import type { WorkBudget } from "../../counting/workBudget.js";
import { DataError } from "../../exitCodes.js";
import { cityscapesSegments } from "../../../app/job/cityscapesSegments.js";
import type { Annotation } from "./measureJob.js";

/** A thread's memory for the maps of an image, truth and one prediction; of larger maps that of the largest so far is kept. */
const idMemory: Partial<Record<Side, Uint32Array>> = {};

/**
 * One side of an image of panoptic segments. Its map holds until the thread reads the next of the same side.
 *
 * @throws {DatasetError | DataError} the PNG cannot be read, or holds no ids
 */
export function readPanopticSide(
  side: Side,
  { png, segments }: Annotation,
  maxPixels: number | undefined,
  budget: WorkBudget | undefined,
): PanopticImage {
  const decode =
    segments === "cityscapes"
      ? { maxPixels }
      : ({ colours: "ids", maxPixels, idMemory: idMemory[side] } as const);
  const { raster } = readMask(png, decode, budget);
  const [depth, height, width] = raster.size;
  if (raster.kind !== "labels" || depth !== 1) {
    const expected =
      segments === "cityscapes" ? "ids (label * 1000 + instance)" : "ids (R + 256 G + 65536 B)";
    throw new DataError(`${png}: expected a PNG of ${expected}, got ${describe(raster.kind)}`);
  }
  if (segments !== "cityscapes") {
    if (raster.data instanceof Uint32Array) idMemory[side] = new Uint32Array(raster.data.buffer);
    return { map: raster.data as PanopticImage["map"], width, height, segments };
  }
  return { ...cityscapesSegments(raster.data, png), width, height };
}
