import { describe, expect, it } from "vitest";
import { referenceCounter } from "../../src/counting/reference/referenceCounter.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import type { BinaryCounts } from "../../src/types.js";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

function bytes(length: number, seed: number, zeros: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => (random() < zeros ? 0 : 1 + Math.floor(random() * 255)));
}

describe.each(BUILDS)("binaryOverlap, %s build", (build) => {
  const kernels = loadBuild(build);

  function counted(
    groundTruth: Uint8Array,
    prediction: Uint8Array,
    skew: number,
    count: (truthPtr: number, predictedPtr: number, countsPtr: number) => void,
  ): BinaryCounts {
    const memory = new GuardedMemory(kernels);
    const truthPtr = memory.input(groundTruth, skew);
    const predictedPtr = memory.input(prediction, skew + 3);
    const countsPtr = memory.output(12);
    count(truthPtr, predictedPtr, countsPtr);
    memory.check();
    const [intersection = 0, groundTruthArea = 0, predictionArea = 0] = new Uint32Array(
      memory.read(countsPtr, 12),
    );
    return { intersection, groundTruthArea, predictionArea };
  }

  it("bytes: equals the reference at every length and where lane counters would overflow", () => {
    for (const length of [...Array(65).keys(), 127 * 32 - 1, 127 * 32, 127 * 32 + 1, 254 * 32 + 33, 20_000]) {
      for (const zeros of [0, 0.5, 1]) {
        const [t, p] = [bytes(length, 1, zeros), bytes(length, 2, zeros)];
        expect(
          counted(t, p, length % 7, (truthPtr, predictedPtr, countsPtr) => {
            kernels.binaryOverlapU8(truthPtr, predictedPtr, length, countsPtr);
          }),
        ).toEqual(referenceCounter.countBinary(t, p));
      }
    }
  });

  it("bits: equals the reference at every width and padding", () => {
    for (let width = 1; width <= 140; width++) {
      const rows = { width, height: 3, rowBytes: Math.ceil(width / 8) + (width % 3) };
      const [t, p] = [bytes(rows.rowBytes * 3, width, 0.2), bytes(rows.rowBytes * 3, width + 500, 0.2)];
      expect(
        counted(t, p, width % 5, (truthPtr, predictedPtr, countsPtr) => {
          kernels.binaryOverlapPacked(truthPtr, predictedPtr, width, 3, rows.rowBytes, countsPtr);
        }),
      ).toEqual(referenceCounter.countPacked(t, p, rows));
    }
  });

  it("reads nothing past its input", () => {
    for (let length = 1; length < 70; length++) {
      const mask = bytes(length, length, 0.5);
      const memory = new GuardedMemory(kernels);
      const truthPtr = memory.input(mask);
      const countsPtr = memory.output(12);
      const atEnd = memory.inputAtEnd(mask);
      kernels.binaryOverlapU8(truthPtr, atEnd, length, countsPtr);
      kernels.binaryOverlapPacked(truthPtr, atEnd, length * 8, 1, length, countsPtr);
      expect(new Uint32Array(memory.read(countsPtr, 4))[0]).toBeGreaterThan(-1);
    }
  });
});
