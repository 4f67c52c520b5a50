import type { Side } from "../../errors/problem.js";
import { classAt } from "../labelPair.js";
import {
  type EdgePoints,
  pointGrid,
  stepSquares,
  type SurfaceRequest,
  type Surfaces,
} from "../surfaceRequest.js";
import { referenceDistances } from "./referenceDistances.js";

/** What the kernels of edges.ts and distanceTransform.ts find, in plain TypeScript, one byte a voxel. */
export function referenceSurfaces(request: SurfaceRequest): Surfaces {
  const { box, edges, spacing } = request;
  const masks = { groundTruth: maskOf(request, "groundTruth"), prediction: maskOf(request, "prediction") };
  const grid = pointGrid(box);
  const squares = grid.map((count, axis) => stepSquares(count, spacing[axis] as number));
  const find = edges === "erosion" ? edgeVoxels : surfelCodes;
  const points = {
    groundTruth: find(masks.groundTruth, request),
    prediction: find(masks.prediction, request),
  };
  const measure = (from: Side, to: Side): EdgePoints => ({
    distances: referenceDistances(points[from], points[to], grid, squares),
    codes: edges === "erosion" ? undefined : points[from].filter((code) => code !== 0),
  });
  const count = (a: Uint8Array, b: Uint8Array): number =>
    a.reduce((sum, bit, i) => sum + (bit & (b[i] as number)), 0);
  return {
    groundTruth: measure("groundTruth", "prediction"),
    prediction: measure("prediction", "groundTruth"),
    groundTruthVolume: count(masks.groundTruth, masks.groundTruth),
    predictionVolume: count(masks.prediction, masks.prediction),
    intersection: count(masks.groundTruth, masks.prediction),
  };
}

/** Where the points of a side's edge are in the box's point grid, ascending: in the order of their distances. */
export function edgePlaces(request: SurfaceRequest, side: Side): Uint32Array {
  const find = request.edges === "erosion" ? edgeVoxels : surfelCodes;
  const points = find(maskOf(request, side), request);
  const places = new Uint32Array(points.reduce((sum, point) => sum + Number(point !== 0), 0));
  let count = 0;
  points.forEach((point, place) => {
    if (point !== 0) places[count++] = place;
  });
  return places;
}

/** The class within its box, 1 a voxel. */
function maskOf({ pair, label, box: { first, size } }: SurfaceRequest, side: Side): Uint8Array {
  const [, allRows, allColumns] = pair.size;
  const mask = new Uint8Array(size[0] * size[1] * size[2]);
  let at = 0;
  for (let i = 0; i < size[0]; i++) {
    for (let j = 0; j < size[1]; j++) {
      const start = ((first[0] + i) * allRows + first[1] + j) * allColumns + first[2];
      for (let k = 0; k < size[2]; k++) mask[at++] = Number(classAt(pair, side, start + k) === label);
    }
  }
  return mask;
}

/** Reads a mask beyond its borders, too, where there is background. */
function maskReader(mask: Uint8Array, { box }: SurfaceRequest): (i: number, j: number, k: number) => number {
  const [planes, rows, columns] = box.size;
  return (i, j, k) =>
    i < 0 || j < 0 || k < 0 || i >= planes || j >= rows || k >= columns
      ? 0
      : (mask[(i * rows + j) * columns + k] as number);
}

/** 1 at voxels of the mask that have a neighbour outside of it. */
function edgeVoxels(mask: Uint8Array, request: SurfaceRequest): Uint8Array {
  const { isFlat } = request.pair;
  const at = maskReader(mask, request);
  return eachPoint(request, (i, j, k) => {
    const isInside =
      at(i, j - 1, k) &
      at(i, j + 1, k) &
      at(i, j, k - 1) &
      at(i, j, k + 1) &
      (isFlat ? 1 : at(i - 1, j, k) & at(i + 1, j, k));
    return at(i, j, k) & (1 - isInside);
  });
}

/** The code of each corner that lies between inside and outside, else 0. */
function surfelCodes(mask: Uint8Array, request: SurfaceRequest): Uint8Array {
  const { isFlat } = request.pair;
  const at = maskReader(mask, request);
  const square = (i: number, j: number, k: number): number =>
    8 * at(i, j - 1, k - 1) + 4 * at(i, j - 1, k) + 2 * at(i, j, k - 1) + at(i, j, k);
  const every = isFlat ? 15 : 255;
  return eachPoint(request, (i, j, k) => {
    const code = (isFlat ? 0 : 16 * square(i - 1, j, k)) + square(i, j, k);
    return code === every ? 0 : code;
  });
}

function eachPoint(
  { box }: SurfaceRequest,
  pointAt: (i: number, j: number, k: number) => number,
): Uint8Array {
  const [planes, rows, columns] = pointGrid(box);
  const points = new Uint8Array(planes * rows * columns);
  let place = 0;
  for (let i = 0; i < planes; i++) {
    for (let j = 0; j < rows; j++) {
      for (let k = 0; k < columns; k++) points[place++] = pointAt(i, j, k);
    }
  }
  return points;
}
