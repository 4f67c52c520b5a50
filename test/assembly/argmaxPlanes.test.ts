import { describe, expect, it } from "vitest";
import { argmaxAt } from "../../src/counting/reference/referenceArgmax.js";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";
import { awkwardScores, toPlanes } from "../helpers/scores.js";

describe.each(BUILDS)("argmaxPlanes, %s build", (build) => {
  const kernels = loadBuild(build);

  /** Labels of scores given channels last, counted channels first. */
  function run(scores: Float32Array | Float64Array, numClasses: number, skew: number): number[] {
    const pixelCount = scores.length / numClasses;
    const memory = new GuardedMemory(kernels);
    const scoresPtr = memory.input(toPlanes(scores, pixelCount, numClasses), skew);
    const labelsPtr = memory.output(pixelCount * 2, skew);
    const kernel = scores instanceof Float32Array ? kernels.argmaxPlanesF32 : kernels.argmaxPlanesF64;
    kernel(scoresPtr, pixelCount, pixelCount * scores.BYTES_PER_ELEMENT, numClasses, labelsPtr);
    memory.check();
    return [...new Uint16Array(memory.read(labelsPtr, pixelCount * 2))];
  }

  function expected(scores: Float32Array | Float64Array, numClasses: number): number[] {
    return Array.from({ length: scores.length / numClasses }, (_, pixel) =>
      argmaxAt(scores, pixel * numClasses, numClasses),
    );
  }

  it("equals the reference for every class count from 2 to 256, at odd addresses", () => {
    for (let numClasses = 2; numClasses <= 256; numClasses++) {
      const scores = awkwardScores(37, numClasses, numClasses);
      expect(run(scores, numClasses, numClasses % 16), `${numClasses} classes`).toEqual(
        expected(scores, numClasses),
      );
    }
  });

  it("equals the reference for every length from 0 to 64, and on long runs", () => {
    for (const numClasses of [2, 3, 5, 21]) {
      for (let pixels = 0; pixels <= 64; pixels++) {
        const scores = awkwardScores(pixels, numClasses, pixels);
        expect(run(scores, numClasses, pixels % 5)).toEqual(expected(scores, numClasses));
      }
      const long = awkwardScores(2000, numClasses, 9);
      expect(run(long, numClasses, 0)).toEqual(expected(long, numClasses));
      expect(run(Float64Array.from(long), numClasses, 1)).toEqual(expected(long, numClasses));
    }
  });

  it("gives labels beyond 32,767 whole", () => {
    const numClasses = 40000;
    const scores = new Float32Array(numClasses * 2);
    scores[39999] = 1;
    scores[numClasses + 33000] = 1;
    expect(run(scores, numClasses, 0)).toEqual([39999, 33000]);
  });

  it("reads nothing past its input", () => {
    for (let pixels = 1; pixels < 40; pixels++) {
      const scores = awkwardScores(pixels, 3, pixels);
      const memory = new GuardedMemory(kernels);
      const labelsPtr = memory.output(pixels * 2);
      const scoresPtr = memory.inputAtEnd(toPlanes(scores, pixels, 3));
      kernels.argmaxPlanesF32(scoresPtr, pixels, pixels * 4, 3, labelsPtr);
      expect([...new Uint16Array(memory.read(labelsPtr, pixels * 2))]).toEqual(expected(scores, 3));
    }
  });
});
