import { describe, expect, it } from "vitest";
import { argmaxAt } from "../../src/counting/reference/referenceArgmax.js";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";
import { awkwardScores } from "../helpers/scores.js";

function expectedLabels(scores: Float32Array | Float64Array, numClasses: number): number[] {
  return Array.from({ length: scores.length / numClasses }, (_, pixel) =>
    argmaxAt(scores, pixel * numClasses, numClasses),
  );
}

describe.each(BUILDS)("argmax, %s build", (build) => {
  const kernels = loadBuild(build);

  function run(scores: Float32Array | Float64Array, numClasses: number, skew: number): number[] {
    const pixelCount = scores.length / numClasses;
    const memory = new GuardedMemory(kernels);
    const scoresPtr = memory.input(scores, skew);
    const labelsPtr = memory.output(pixelCount * 2, skew);
    const kernel = scores instanceof Float32Array ? kernels.argmaxF32 : kernels.argmaxF64;
    kernel(scoresPtr, pixelCount, numClasses, labelsPtr);
    memory.check();
    return [...new Uint16Array(memory.read(labelsPtr, pixelCount * 2))];
  }

  it("equals the reference for every class count from 2 to 256, at odd addresses", () => {
    for (let numClasses = 2; numClasses <= 256; numClasses++) {
      const scores = awkwardScores(23, numClasses, numClasses);
      expect(run(scores, numClasses, numClasses % 16), `${numClasses} classes`).toEqual(
        expectedLabels(scores, numClasses),
      );
    }
  });

  it.each([257, 1000, 4097, 16384])("equals the reference for %i classes", (numClasses) => {
    const scores = awkwardScores(7, numClasses, numClasses);
    expect(run(scores, numClasses, 1)).toEqual(expectedLabels(scores, numClasses));
  });

  it.each([2, 3, 4, 5, 7, 8, 21])(
    "equals the reference for every length from 0 to 64, %i classes",
    (numClasses) => {
      for (let pixels = 0; pixels <= 64; pixels++) {
        const scores = awkwardScores(pixels, numClasses, 1000 + pixels);
        expect(run(scores, numClasses, pixels % 5), `${pixels} pixels`).toEqual(
          expectedLabels(scores, numClasses),
        );
      }
    },
  );

  it.each([2, 3, 4, 6, 21, 64])("equals the reference on long runs, %i classes", (numClasses) => {
    const scores = awkwardScores(1500, numClasses, 7);
    expect(run(scores, numClasses, 0)).toEqual(expectedLabels(scores, numClasses));
    expect(run(Float64Array.from(scores), numClasses, 3)).toEqual(expectedLabels(scores, numClasses));
  });

  it.each([2, 3, 4, 5, 6, 7, 9, 21, 34])("finds the winner wherever it stands, %i classes", (numClasses) => {
    for (let previous = 0; previous < numClasses; previous++) {
      for (let winner = 0; winner < numClasses; winner++) {
        const scores = new Float32Array(12 * numClasses);
        for (let pixel = 0; pixel < 12; pixel++)
          scores[pixel * numClasses + (pixel < 6 ? previous : winner)] = 1;
        expect(run(scores, numClasses, 0)).toEqual(expectedLabels(scores, numClasses));
      }
    }
  });

  it.each([2, 3, 4, 5, 21])("all scores equal: the first class wins, %i classes", (numClasses) => {
    for (const value of [0, -0, 1, NaN, Infinity, -Infinity]) {
      expect(run(new Float32Array(20 * numClasses).fill(value), numClasses, 0)).toEqual(
        new Array(20).fill(0),
      );
    }
  });

  it("tells float64 scores apart that are equal in float32", () => {
    expect(run(Float64Array.of(1, 1 + 1e-12, 1 + 2e-12), 3, 0)).toEqual([2]);
  });

  it.each([2, 3, 4, 5, 7, 21])("reads nothing past its input, %i classes", (numClasses) => {
    for (let pixels = 1; pixels < 20; pixels++) {
      const scores = awkwardScores(pixels, numClasses, pixels);
      const memory = new GuardedMemory(kernels);
      const labelsPtr = memory.output(pixels * 2);
      kernels.argmaxF32(memory.inputAtEnd(scores), pixels, numClasses, labelsPtr);
      expect([...new Uint16Array(memory.read(labelsPtr, pixels * 2))]).toEqual(
        expectedLabels(scores, numClasses),
      );
    }
  });
});
