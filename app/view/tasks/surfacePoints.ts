import { isScored } from "../../../src/measures/boundary/boundarySettings.js";
import { readPair } from "../../../src/measures/surfaces/readPair.js";
import { eachSurface, readSurfaceGrid } from "../../../src/measures/surfaces/surfaceDistances.js";
import type { SurfaceSettings } from "../../../src/measures/surfaces/surfaceSettings.js";
import { edgePlaces } from "../../../src/volumes/reference/referenceSurfaces.js";
import { pointGrid } from "../../../src/volumes/surfaceRequest.js";
import type { LabelledImage } from "./labelledImage.js";

/** The points of one side's surface of one class. */
export interface SurfacePoints {
  readonly label: number;
  /** The voxel of each, in C order; a corner between voxels goes by the one behind it. */
  readonly voxels: Uint32Array;
  /** To the other side's surface, in the unit of the spacing; Infinity where it has none. */
  readonly distances: Float64Array;
}

/** Of all classes of an image that are scored. */
export interface SidesPoints {
  readonly groundTruth: readonly SurfacePoints[];
  readonly prediction: readonly SurfacePoints[];
}

/** @throws {TypeError | RangeError} as SurfaceScorer.update */
export function surfacePointsOf(
  settings: SurfaceSettings,
  { groundTruth, prediction, shape, spacing: given }: LabelledImage,
): SidesPoints {
  const { spacing } = readSurfaceGrid(shape, given);
  const pair = readPair(groundTruth, prediction, shape, {
    numClasses: settings.numClasses ?? undefined,
    ignoreIndex: settings.ignoreIndex,
  });
  const found = { groundTruth: [] as SurfacePoints[], prediction: [] as SurfacePoints[] };
  const { edges, background } = settings;
  const [planes, rows, columns] = pair.size;
  eachSurface(pair, { spacing, edges }, background ?? undefined, (surfaces, request) => {
    const { label, box } = request;
    if (!isScored(settings, label)) return;
    const [firstPlane, firstRow, firstColumn] = box.first;
    const [, pointRows, pointColumns] = pointGrid(box);
    const voxelOf = (place: number): number => {
      const line = Math.floor(place / pointColumns);
      const plane = Math.min(firstPlane + Math.floor(line / pointRows), planes - 1);
      const row = Math.min(firstRow + (line % pointRows), rows - 1);
      return (plane * rows + row) * columns + Math.min(firstColumn + (place % pointColumns), columns - 1);
    };
    for (const side of ["groundTruth", "prediction"] as const) {
      const { distances } = surfaces[side];
      found[side].push({ label, voxels: edgePlaces(request, side).map(voxelOf), distances });
    }
  });
  return found;
}
