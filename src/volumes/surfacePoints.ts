import type { Side } from "../errors/problem.js";
import type { VolumeKernels } from "./kernels.js";
import { isOfBytes, stageBytes, stageWords } from "./labelPair.js";
import { referenceSurfaces } from "./reference/referenceSurfaces.js";
import {
  type EdgePoints,
  pointGrid,
  stepSquares,
  type SurfaceRequest,
  type Surfaces,
} from "./surfaceRequest.js";
import { Workspace } from "./workspace.js";

/**
 * Finds both edges of a class, and how far each of their points is from the other edge.
 *
 * Memory: four bits a voxel of the box (two masks, two edges), 8 to 9 bytes a point of the edges, and three planes of the
 * box; nothing grows with the volume around it.
 */
export function surfacesOf(request: SurfaceRequest, kernels: VolumeKernels | undefined): Surfaces {
  return kernels === undefined ? referenceSurfaces(request) : kernelSurfaces(request, kernels);
}

function kernelSurfaces(
  { pair, label, box, edges, spacing }: SurfaceRequest,
  kernels: VolumeKernels,
): Surfaces {
  const space = new Workspace(kernels);
  const [planes, rows, columns] = box.size;
  const [pointPlanes, pointRows, pointColumns] = pointGrid(box);
  const rowWords = Math.ceil(pointColumns / 64);
  const maskWords = (planes + 2) * (rows + 2) * rowWords;
  const pointWords = pointPlanes * pointRows * rowWords;
  const masks = { groundTruth: space.take(maskWords * 8), prediction: space.take(maskWords * 8) };
  const points = { groundTruth: space.take(pointWords * 8), prediction: space.take(pointWords * 8) };
  packSide("groundTruth");
  packSide("prediction");
  const find = edges === "erosion" ? kernels.edgePoints : kernels.surfelPoints;
  const counts = { groundTruth: findPoints("groundTruth"), prediction: findPoints("prediction") };
  const squares = [pointPlanes, pointRows, pointColumns].map((count, axis) =>
    stepSquares(count, spacing[axis] as number),
  );
  const squaresPtr = space.take(8 * (pointPlanes + pointRows + pointColumns));
  let end = squaresPtr;
  for (const axis of squares) {
    space.f64(end, axis.length).set(axis);
    end += axis.byteLength;
  }
  const stride = (Math.ceil(pointColumns / 8) | 1) * 8;
  const longest = Math.max(pointRows, pointColumns);
  const scratchPtr = space.take(8 * pointRows * stride + 20 * longest + 8 * pointRows * pointColumns);
  const volumeOf = (a: Side, b: Side): number => kernels.commonBits(masks[a], masks[b], maskWords);
  return {
    groundTruth: measure("groundTruth", "prediction"),
    prediction: measure("prediction", "groundTruth"),
    groundTruthVolume: volumeOf("groundTruth", "groundTruth"),
    predictionVolume: volumeOf("prediction", "prediction"),
    intersection: volumeOf("groundTruth", "prediction"),
  };

  function packSide(side: Side): void {
    const bytes = isOfBytes(pair);
    const [, allRows, allColumns] = pair.size;
    const [firstPlane, firstRow, firstColumn] = box.first;
    const length = rows * allColumns;
    const labelsPtr = space.take(length * (bytes ? 1 : 4));
    const memory = space.bytes;
    const staged = memory.subarray(labelsPtr);
    const words = space.u32(labelsPtr, bytes ? 0 : length);
    memory.fill(0, masks[side], masks[side] + maskWords * 8);
    for (let plane = 0; plane < planes; plane++) {
      const start = ((firstPlane + plane) * allRows + firstRow) * allColumns;
      if (bytes) stageBytes(pair, side, start, start + length, staged);
      else stageWords(pair, side, start, start + length, words);
      kernels.packMask(
        labelsPtr,
        bytes ? 1 : 4,
        allColumns,
        firstColumn,
        columns,
        rows,
        label,
        pair.numClasses === undefined,
        masks[side] + ((plane + 1) * (rows + 2) + 1) * rowWords * 8,
        rowWords,
      );
    }
    space.releaseFrom(labelsPtr);
  }

  function findPoints(side: Side): number {
    return find(masks[side], planes, rows, rowWords, pair.isFlat, points[side]) >>> 0;
  }

  function measure(from: Side, to: Side): EdgePoints {
    const count = counts[from];
    if (count === 0 || counts[to] === 0) {
      return { distances: new Float64Array(count).fill(Infinity), codes: codesOf(from) };
    }
    const distancesPtr = space.take(count * 8);
    kernels.pointDistances(
      points[from],
      points[to],
      pointPlanes,
      pointRows,
      pointColumns,
      rowWords,
      squaresPtr,
      scratchPtr,
      distancesPtr,
    );
    const distances = space.f64(distancesPtr, count).slice();
    space.releaseFrom(distancesPtr);
    return { distances, codes: codesOf(from) };
  }

  function codesOf(from: Side): Uint8Array | undefined {
    if (edges === "erosion") return undefined;
    const count = counts[from];
    const codesPtr = space.take(count);
    kernels.surfelCodes(masks[from], points[from], planes, rows, rowWords, pair.isFlat, codesPtr);
    const codes = space.bytes.slice(codesPtr, codesPtr + count);
    space.releaseFrom(codesPtr);
    return codes;
  }
}
