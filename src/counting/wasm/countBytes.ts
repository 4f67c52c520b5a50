import type { BinaryCounts, PackedRows } from "../../types.js";
import type { WasmBackend } from "./tiles.js";

/** Counts a tile: addresses of both sides, bytes, address of three u32 counters. */
type CountTile = (truthPtr: number, predictedPtr: number, bytes: number, countsPtr: number) => void;

export function countBinary(
  wasm: WasmBackend,
  groundTruth: Uint8Array,
  prediction: Uint8Array,
): BinaryCounts {
  return countBytes(wasm, groundTruth, prediction, 1, wasm.kernels.binaryOverlapU8);
}

export function countPacked(
  wasm: WasmBackend,
  groundTruth: Uint8Array,
  prediction: Uint8Array,
  { width, height, rowBytes }: PackedRows,
): BinaryCounts {
  const { kernels, limits } = wasm;
  const count = (
    truth: Uint8Array,
    predicted: Uint8Array,
    step: number,
    countTile: CountTile,
  ): BinaryCounts => countBytes(wasm, truth, predicted, step, countTile);
  const wholeBytes = Math.floor(width / 8);
  // Rows without padding are one long row.
  if (width % 8 === 0 && rowBytes === wholeBytes) {
    return count(groundTruth, prediction, 1, (truthPtr, predictedPtr, bytes, countsPtr) => {
      kernels.binaryOverlapPacked(truthPtr, predictedPtr, bytes * 8, 1, bytes, countsPtr);
    });
  }
  if (rowBytes <= limits.tileBytes) {
    return count(groundTruth, prediction, rowBytes, (truthPtr, predictedPtr, bytes, countsPtr) => {
      kernels.binaryOverlapPacked(truthPtr, predictedPtr, width, bytes / rowBytes, rowBytes, countsPtr);
    });
  }
  // Rows longer than a tile: each row's whole bytes, then the bits that are left.
  const total = { intersection: 0, groundTruthArea: 0, predictionArea: 0 };
  for (let row = 0; row < height; row++) {
    const start = row * rowBytes;
    const parts = [
      { from: start, to: start + wholeBytes, bits: 8 },
      { from: start + wholeBytes, to: start + Math.ceil(width / 8), bits: width % 8 },
    ];
    for (const { from, to, bits } of parts.filter((part) => part.to > part.from)) {
      const part = count(
        groundTruth.subarray(from, to),
        prediction.subarray(from, to),
        1,
        (truthPtr, predictedPtr, bytes, countsPtr) => {
          kernels.binaryOverlapPacked(truthPtr, predictedPtr, bytes * bits, 1, bytes, countsPtr);
        },
      );
      total.intersection += part.intersection;
      total.groundTruthArea += part.groundTruthArea;
      total.predictionArea += part.predictionArea;
    }
  }
  return total;
}

/** Passes two arrays of bytes through memory, `step` bytes or a multiple at a time, and adds up what is counted. */
function countBytes(
  { arena, limits }: WasmBackend,
  groundTruth: Uint8Array,
  prediction: Uint8Array,
  step: number,
  countTile: CountTile,
): BinaryCounts {
  const inPlace = arena.holds(groundTruth) && arena.holds(prediction);
  const { length } = groundTruth;
  // A bit-packed byte holds 8 pixels, and a counter 2^32 - 1.
  const most = inPlace ? 2 ** 28 : limits.tileBytes;
  const tile = Math.min(Math.max(most - (most % step), step), length);
  const scratch = inPlace ? 0 : tile;
  const [countsPtr, truthTile, predictedTile] = arena.layOut([16, scratch, scratch]) as [
    number,
    number,
    number,
  ];
  const { u8, u32 } = arena.views;
  const first = countsPtr / 4;
  const total = { intersection: 0, groundTruthArea: 0, predictionArea: 0 };
  for (let start = 0; start < length; start += tile) {
    const bytes = Math.min(tile, length - start);
    u32.fill(0, first, first + 3);
    if (inPlace) {
      countTile(groundTruth.byteOffset + start, prediction.byteOffset + start, bytes, countsPtr);
    } else {
      const isWhole = bytes === length;
      u8.set(isWhole ? groundTruth : groundTruth.subarray(start, start + bytes), truthTile);
      u8.set(isWhole ? prediction : prediction.subarray(start, start + bytes), predictedTile);
      countTile(truthTile, predictedTile, bytes, countsPtr);
    }
    total.intersection += u32[first] as number;
    total.groundTruthArea += u32[first + 1] as number;
    total.predictionArea += u32[first + 2] as number;
  }
  return total;
}
