import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

function expectedCounts(groundTruth: Uint16Array, prediction: Uint16Array, numClasses: number): number[] {
  const counts = new Array<number>(numClasses * 3).fill(0);
  const add = (slot: number): void => {
    counts[slot] = (counts[slot] as number) + 1;
  };
  groundTruth.forEach((t, pixel) => {
    const p = prediction[pixel] as number;
    if (t === p) add(t);
    add(numClasses + t);
    add(numClasses * 2 + p);
  });
  return counts;
}

/** Labels in runs of up to maxRun pixels. */
function runs(length: number, numClasses: number, maxRun: number, seed: number): Uint16Array {
  const random = seededRandom(seed);
  let left = 0;
  let label = 0;
  return Uint16Array.from({ length }, () => {
    if (left-- <= 0) {
      label = Math.floor(random() * numClasses);
      left = Math.floor(random() * maxRun);
    }
    return label;
  });
}

describe.each(BUILDS)("labelOverlap, %s build", (build) => {
  const kernels = loadBuild(build);

  function run(
    groundTruth: Uint16Array,
    prediction: Uint16Array,
    numClasses: number,
    skew: number,
  ): number[] {
    const memory = new GuardedMemory(kernels);
    const groundTruthPtr = memory.input(groundTruth, skew);
    const predictionPtr = memory.input(prediction, skew + 1);
    const countsPtr = memory.output(numClasses * 12);
    kernels.labelOverlap(groundTruthPtr, predictionPtr, groundTruth.length, numClasses, countsPtr);
    memory.check();
    return [...new Uint32Array(memory.read(countsPtr, numClasses * 12))];
  }

  it("equals a plain count at every length from 0 to 64, for long and short runs", () => {
    for (let length = 0; length <= 64; length++) {
      for (const maxRun of [1, 3, 10, 40]) {
        const groundTruth = runs(length, 5, maxRun, length);
        const prediction = runs(length, 5, maxRun * 2, length + 500);
        expect(run(groundTruth, prediction, 5, length % 4), `${length} pixels, runs of ${maxRun}`).toEqual(
          expectedCounts(groundTruth, prediction, 5),
        );
      }
    }
  });

  it.each([2, 256, 65535])("equals a plain count with %i classes", (numClasses) => {
    const groundTruth = runs(5000, numClasses, 30, 1);
    const prediction = groundTruth.map((label, i) => (i % 17 === 0 ? (label + 1) % numClasses : label));
    expect(run(groundTruth, prediction, numClasses, 0)).toEqual(
      expectedCounts(groundTruth, prediction, numClasses),
    );
  });

  it("adds to what is there", () => {
    const memory = new GuardedMemory(kernels);
    const labels = Uint16Array.of(1, 1, 0);
    const groundTruthPtr = memory.input(labels);
    const predictionPtr = memory.input(labels);
    const countsPtr = memory.output(24);
    kernels.labelOverlap(groundTruthPtr, predictionPtr, 3, 2, countsPtr);
    kernels.labelOverlap(groundTruthPtr, predictionPtr, 2, 2, countsPtr);
    expect([...new Uint32Array(memory.read(countsPtr, 24))]).toEqual([1, 4, 1, 4, 1, 4]);
  });

  it("reads nothing past its input", () => {
    for (let length = 1; length < 30; length++) {
      const labels = runs(length, 3, 20, length);
      const memory = new GuardedMemory(kernels);
      const groundTruthPtr = memory.input(labels);
      const countsPtr = memory.output(36);
      kernels.labelOverlap(groundTruthPtr, memory.inputAtEnd(labels), length, 3, countsPtr);
      expect([...new Uint32Array(memory.read(countsPtr, 36))]).toEqual(expectedCounts(labels, labels, 3));
    }
  });
});
