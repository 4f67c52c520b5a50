import { describe, expect, it } from "vitest";
import { referenceCounter } from "../../../src/counting/reference/referenceCounter.js";
import { WasmCounter } from "../../../src/counting/wasm/wasmCounter.js";
import { loadBuild } from "../../helpers/builds.js";
import { counterOf } from "../../helpers/counters.js";
import { sameBits } from "../../helpers/sameBits.js";
import { awkwardScores, finiteScores, scoreTensor } from "../../helpers/scores.js";

const MEBIBYTE = 2 ** 20;

describe.each(["simd", "scalar", "debug"] as const)("tiles, %s build", (build) => {
  it("change no count and no bit of a soft sum", () => {
    for (const numClasses of [1, 2, 3, 5, 6, 8, 21]) {
      const pixels = 700;
      const awkward = [1, 2].map((seed) =>
        scoreTensor(awkwardScores(2 * pixels, numClasses, seed), 2, pixels, numClasses),
      );
      const finite = [3, 4].map((seed) =>
        scoreTensor(finiteScores(2 * pixels * numClasses, seed), 2, pixels, numClasses),
      );
      const results = [16, 100, 1000, 4096, 131072].map((tileBytes) => {
        const counter = counterOf(build, { tileBytes, maxUnflushedPixels: 2 ** 31 });
        return [
          counter.countOverlap(...(awkward as [(typeof awkward)[0], (typeof awkward)[0]])),
          counter.sumOverlap(...(finite as [(typeof finite)[0], (typeof finite)[0]])),
          counter.argmaxLabels(awkward[0] as (typeof awkward)[0]),
        ];
      });
      for (const result of results) expect(result).toEqual(results[0]);
    }
  });

  it("change no bit of a soft sum over many blocks, and blocks keep it near the reference", () => {
    const pixels = 100_003;
    for (const numClasses of [1, 3]) {
      const [t, p] = [5, 6].map((seed) =>
        scoreTensor(finiteScores(pixels * numClasses, seed), 1, pixels, numClasses),
      ) as [ReturnType<typeof scoreTensor>, ReturnType<typeof scoreTensor>];
      const whole = counterOf(build).sumOverlap(t, p);
      expect(counterOf(build, { tileBytes: 1234, maxUnflushedPixels: 1 }).sumOverlap(t, p)).toEqual(whole);
      const wanted = referenceCounter.sumOverlap(t, p);
      for (const key of ["intersection", "groundTruthArea", "predictionArea"] as const) {
        whole[key].forEach((sum, c) => {
          expect(Math.abs(sum / (wanted[key][c] as number) - 1)).toBeLessThan(1e-12);
        });
      }
    }
  });

  it("keep memory under 8 MiB whatever the input, and equal the reference with very many classes", () => {
    const counter = counterOf(build);
    for (const [pixels, numClasses] of [
      [70_000, 2],
      [5_000, 64],
      [9, 16383],
      [9, 16384],
      [3, 16385],
      [2, 70_000],
    ] as const) {
      const scores = finiteScores(pixels * numClasses, numClasses);
      for (const data of [scores, Float64Array.from(scores)]) {
        const t = scoreTensor(data, 1, pixels, numClasses);
        const p = scoreTensor(
          data.map((score, i) => (i % 3 === 0 ? -score : score)),
          1,
          pixels,
          numClasses,
        );
        expect(counter.countOverlap(t, p)).toEqual(referenceCounter.countOverlap(t, p));
        expect(sameBits(counter.argmaxLabels(t), referenceCounter.argmaxLabels(t))).toBe(true);
        const soft = counter.sumOverlap(t, p);
        const wanted = referenceCounter.sumOverlap(t, p);
        soft.intersection.forEach((sum, c) => {
          const reference = wanted.intersection[c] as number;
          if (!(Math.abs(sum - reference) <= 1e-12 * reference)) expect(sum).toBe(reference);
        });
      }
    }
    for (const numClasses of [2, 1024, 1025]) {
      const labels = Int32Array.from({ length: 70_000 }, (_, i) => (i * 7919) % numClasses);
      const sizes = { batchSize: 1, pixelCount: labels.length };
      const reversed = labels.slice().reverse();
      const wanted = referenceCounter.countLabels(labels, reversed, sizes, numClasses, undefined);
      const { counts } = counter.countLabels(labels, reversed, sizes, numClasses, undefined);
      expect(sameBits(counts, wanted.counts)).toBe(true);
    }
    expect(counter.arena.byteLength).toBeLessThan(8 * MEBIBYTE);
  });
});

describe("counts beyond 2^32", () => {
  it("are exact: the kernels' 32-bit counters are emptied in time", () => {
    // Kernels that count every pixel 2^27 times stand for images of 2^27 times as many pixels.
    const factor = 2 ** 27;
    const kernels = loadBuild("simd");
    const multiplied = (countsPtr: number, length: number, count: () => number): number => {
      const counts = new Uint32Array(kernels.memory.buffer, countsPtr, length);
      const before = counts.slice();
      const result = count();
      counts.forEach((after, i) => {
        counts[i] = (before[i] as number) + (after - (before[i] as number)) * factor;
      });
      return result;
    };
    const counter = new WasmCounter(
      "simd",
      {
        ...kernels,
        labelOverlap: (...args) => {
          multiplied(args[4], args[3] * 3, () => {
            kernels.labelOverlap(...args);
            return 0;
          });
        },
        jointHistogramU8: (...args) =>
          multiplied(args[6], args[3] ** 2 + 1, () => kernels.jointHistogramU8(...args)),
      },
      // Tiles of 8 or 16 pixels, counters emptied after each: they reach 2^31 and no more.
      { tileBytes: 1, maxUnflushedPixels: 0 },
    );
    const pixels = 4001;
    const labels = Uint8Array.from({ length: pixels }, (_, pixel) => (pixel % 3 === 0 ? 1 : 0));
    const scores = new Float32Array(pixels * 2);
    labels.forEach((label, pixel) => {
      scores[pixel * 2 + label] = 1;
    });
    const tensor = scoreTensor(scores, 1, pixels, 2);
    const sizes = { batchSize: 1, pixelCount: pixels };
    const areas = [2667 * factor, 1334 * factor];
    expect(2667 * factor).toBeGreaterThan(2 ** 38);
    const { intersection, groundTruthArea, predictionArea } = counter.countOverlap(tensor, tensor);
    for (const counts of [intersection, groundTruthArea, predictionArea]) expect([...counts]).toEqual(areas);
    expect([...counter.countLabels(labels, labels, sizes, 2, undefined).counts]).toEqual([
      areas[0],
      0,
      0,
      areas[1],
    ]);
    expect(counter.countLabels(labels, labels, sizes, 2, 1).ignoredCount).toBe(areas[1]);
  });
});
