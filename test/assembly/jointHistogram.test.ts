import { describe, expect, it } from "vitest";
import { referenceCounter } from "../../src/counting/reference/referenceCounter.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

type Labels = Uint8Array | Uint16Array | Int32Array;

interface Counted {
  readonly firstInvalidPixel: number;
  readonly counts: number[];
  readonly ignoredCount: number;
}

function labels(make: "u8" | "u16" | "i32", length: number, numClasses: number, seed: number): Labels {
  const random = seededRandom(seed);
  const values = Array.from({ length }, () => Math.floor(random() * numClasses));
  const type = { u8: Uint8Array, u16: Uint16Array, i32: Int32Array }[make];
  return type.from(values);
}

describe.each(BUILDS)("jointHistogram, %s build", (build) => {
  const kernels = loadBuild(build);

  function run(
    groundTruth: Labels,
    prediction: Labels,
    numClasses: number,
    ignoreIndex?: number,
    skew = 0,
  ): Counted {
    const memory = new GuardedMemory(kernels);
    const groundTruthPtr = memory.input(groundTruth, skew);
    const predictionPtr = memory.input(prediction, skew + 3);
    const cells = numClasses * numClasses + 1;
    const countsPtr = memory.output(cells * 4);
    const kernel = {
      1: kernels.jointHistogramU8,
      2: kernels.jointHistogramU16,
      4: kernels.jointHistogramU32,
    }[groundTruth.BYTES_PER_ELEMENT as 1 | 2 | 4];
    const counted =
      kernel(
        groundTruthPtr,
        predictionPtr,
        groundTruth.length,
        numClasses,
        ignoreIndex ?? 0,
        ignoreIndex === undefined ? 0 : 1,
        countsPtr,
      ) >>> 0;
    memory.check();
    const counts = [...new Uint32Array(memory.read(countsPtr, cells * 4))];
    return {
      firstInvalidPixel: counted === groundTruth.length ? -1 : counted,
      counts: counts.slice(0, -1),
      ignoredCount: counts[cells - 1] as number,
    };
  }

  function expected(
    groundTruth: Labels,
    prediction: Labels,
    numClasses: number,
    ignoreIndex?: number,
  ): Counted {
    const { counts, ignoredCount, firstInvalidPixel } = referenceCounter.countLabels(
      groundTruth,
      prediction,
      { batchSize: 1, pixelCount: groundTruth.length },
      numClasses,
      ignoreIndex,
    );
    return { counts: [...counts], ignoredCount, firstInvalidPixel };
  }

  describe.each(["u8", "u16", "i32"] as const)("%s labels", (make) => {
    it("equals the reference at every length from 0 to 64, odd addresses", () => {
      for (let length = 0; length <= 64; length++) {
        const groundTruth = labels(make, length, 5, length);
        const prediction = labels(make, length, 5, length + 99);
        expect(run(groundTruth, prediction, 5, undefined, length % 8)).toEqual(
          expected(groundTruth, prediction, 5),
        );
        expect(run(groundTruth, prediction, 5, 2, length % 8)).toEqual(
          expected(groundTruth, prediction, 5, 2),
        );
      }
    });

    it.each([1, 2, 256])("equals the reference with %i labels", (numClasses) => {
      const groundTruth = labels(make, 3000, numClasses, 1);
      const prediction = labels(make, 3000, numClasses, 2);
      expect(run(groundTruth, prediction, numClasses)).toEqual(expected(groundTruth, prediction, numClasses));
      expect(run(groundTruth, groundTruth, numClasses)).toEqual(
        expected(groundTruth, groundTruth, numClasses),
      );
    });

    it("equals the reference at chunk and block edges, from all pixels alike to none", () => {
      const random = seededRandom(5);
      for (const length of [63, 64, 65, 66, 127, 128, 129, 130, 4096, 4097, 4098, 4160, 4161, 8193, 9000]) {
        for (const changes of [0, 0.001, 0.02, 0.2, 0.43, 0.6, 1]) {
          let pair = 0;
          const pairs = Array.from({ length }, () => {
            if (random() < changes) pair = Math.floor(random() * 49);
            return pair;
          });
          const groundTruth = labels(make, length, 1, 1).map((_, i) => Math.floor((pairs[i] as number) / 7));
          const prediction = labels(make, length, 1, 1).map((_, i) => (pairs[i] as number) % 7);
          expect(run(groundTruth, prediction, 7), `${length} pixels, ${changes}`).toEqual(
            expected(groundTruth, prediction, 7),
          );
          expect(run(groundTruth, prediction, 7, 3, 1)).toEqual(expected(groundTruth, prediction, 7, 3));
          // Noise that ends, and noise that begins, within a call.
          const half = Math.floor(length / 2);
          groundTruth.fill(2, half);
          prediction.fill(4, half);
          expect(run(groundTruth, prediction, 7)).toEqual(expected(groundTruth, prediction, 7));
          expect(run(groundTruth.reverse(), prediction.reverse(), 7)).toEqual(
            expected(groundTruth, prediction, 7),
          );
        }
      }
    });

    it("names the first pixel out of range in a long call, smooth or noisy", () => {
      for (const classes of [1, 5]) {
        const groundTruth = labels(make, 9000, classes, 8);
        const prediction = labels(make, 9000, classes, 9);
        for (const at of [0, 1, 63, 64, 65, 4095, 4096, 4097, 4200, 8999]) {
          const spoilt = prediction.slice();
          spoilt[at] = 5;
          spoilt.fill(6, at + 1, at + 3);
          expect(run(groundTruth, spoilt, 5).firstInvalidPixel).toBe(at);
          expect(run(spoilt, prediction, 5).firstInvalidPixel).toBe(at);
        }
      }
    });

    it("names the first pixel out of range, wherever it stands", () => {
      for (let at = 0; at < 40; at++) {
        const groundTruth = labels(make, 40, 4, 1);
        const prediction = labels(make, 40, 4, 2);
        (at % 2 === 0 ? groundTruth : prediction)[at] = 4;
        prediction[39] = 77;
        expect(run(groundTruth, prediction, 4).firstInvalidPixel).toBe(at);
      }
    });

    it("takes any prediction where the truth is ignored", () => {
      const groundTruth = labels(make, 3, 2, 1).fill(9);
      const prediction = labels(make, 3, 2, 1).fill(200);
      expect(run(groundTruth, prediction, 2, 9)).toEqual({
        firstInvalidPixel: -1,
        counts: [0, 0, 0, 0],
        ignoredCount: 3,
      });
    });
  });

  it("finds negative 32-bit labels out of range, and can ignore them", () => {
    expect(run(Int32Array.of(0, -1), Int32Array.of(0, 0), 2).firstInvalidPixel).toBe(1);
    expect(run(Int32Array.of(0, 1), Int32Array.of(0, -2147483648), 2).firstInvalidPixel).toBe(1);
    expect(run(Int32Array.of(0, -1), Int32Array.of(0, 0), 2, -1).ignoredCount).toBe(1);
  });

  it("reads nothing past its input", () => {
    for (let length = 1; length < 20; length++) {
      const groundTruth = labels("u8", length, 3, length) as Uint8Array;
      const memory = new GuardedMemory(kernels);
      const groundTruthPtr = memory.input(groundTruth);
      const countsPtr = memory.output(40);
      expect(
        kernels.jointHistogramU8(groundTruthPtr, memory.inputAtEnd(groundTruth), length, 3, 0, 0, countsPtr),
      ).toBe(length);
    }
  });
});
