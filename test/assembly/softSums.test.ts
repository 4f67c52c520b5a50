import { describe, expect, it } from "vitest";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";
import { awkwardScores, finiteScores } from "../helpers/scores.js";

type Scores = Float32Array | Float64Array;

/** Column sums in the order of their elements, which the kernel promises to the bit. */
function expectedSums(
  groundTruth: Scores,
  prediction: Scores,
  width: number,
  start: Float64Array,
): Float64Array {
  const sums = start.slice();
  groundTruth.forEach((score, i) => {
    const t = Math.abs(score);
    const p = Math.abs(prediction[i] as number);
    [t * p, t, p].forEach((term, row) => {
      const slot = row * width + (i % width);
      sums[slot] = (sums[slot] as number) + term;
    });
  });
  return sums;
}

describe.each(BUILDS)("softSums, %s build", (build) => {
  const kernels = loadBuild(build);

  function run(
    groundTruth: Scores,
    prediction: Scores,
    width: number,
    start: Float64Array,
    skew = 0,
  ): Float64Array {
    const memory = new GuardedMemory(kernels);
    const groundTruthPtr = memory.input(groundTruth, skew);
    const predictionPtr = memory.input(prediction, skew + 2);
    const sumsPtr = memory.output(width * 24);
    new Float64Array(kernels.memory.buffer, sumsPtr, width * 3).set(start);
    const kernel = groundTruth instanceof Float32Array ? kernels.softSumsF32 : kernels.softSumsF64;
    kernel(groundTruthPtr, predictionPtr, groundTruth.length, width, sumsPtr);
    memory.check();
    return new Float64Array(memory.read(sumsPtr, width * 24));
  }

  it.each([4, 8, 12, 84, 1000, 4096])("sums %i columns in order, to the bit, at every tail", (width) => {
    const lengths = [0, 1, width - 1, width, width + 1, width * 2 + 3, width * 7 + 5];
    for (const length of lengths) {
      const groundTruth = finiteScores(length, 1);
      const prediction = finiteScores(length, 2);
      const start = Float64Array.from({ length: width * 3 }, (_, i) => i * 0.1);
      const sums = expectedSums(groundTruth, prediction, width, start);
      expect(run(groundTruth, prediction, width, start, length % 4)).toEqual(sums);
      const wide = [Float64Array.from(groundTruth), Float64Array.from(prediction)] as const;
      expect(run(...wide, width, start, 1)).toEqual(sums);
    }
  });

  it("sums more rows than one strip holds", () => {
    const groundTruth = finiteScores(84 * 100, 3);
    const prediction = finiteScores(84 * 100, 4);
    const start = new Float64Array(252);
    expect(run(groundTruth, prediction, 84, start)).toEqual(expectedSums(groundTruth, prediction, 84, start));
  });

  it("passes NaN and infinities on", () => {
    const groundTruth = awkwardScores(50, 4, 5);
    const prediction = awkwardScores(50, 4, 6);
    const start = new Float64Array(12);
    expect(run(groundTruth, prediction, 4, start)).toEqual(expectedSums(groundTruth, prediction, 4, start));
  });

  it("reads nothing past its input", () => {
    for (let length = 1; length < 40; length++) {
      const scores = finiteScores(length, length);
      const memory = new GuardedMemory(kernels);
      const groundTruthPtr = memory.input(scores);
      const sumsPtr = memory.output(96);
      kernels.softSumsF32(groundTruthPtr, memory.inputAtEnd(scores), length, 4, sumsPtr);
      expect(new Float64Array(memory.read(sumsPtr, 96))).toEqual(
        expectedSums(scores, scores, 4, new Float64Array(12)),
      );
    }
  });
});
