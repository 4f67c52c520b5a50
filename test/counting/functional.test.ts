import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusionMatrix } from "../../src/index.js";
import { referenceCounter } from "../../src/counting/reference/referenceCounter.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import { COUNTERS } from "../helpers/counters.js";

const LABEL_ARRAYS = [
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Int32Array,
  Uint32Array,
] as const;

describe.each(BACKENDS)("confusionMatrix, %s", (name) => {
  const count: typeof confusionMatrix = (...args) => withBackend(name, () => confusionMatrix(...args));

  it("counts rows of ground truth and columns of prediction", () => {
    expect(count(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { numClasses: 2 })).toEqual({
      numClasses: 2,
      counts: Float64Array.of(1, 0, 1, 1),
      ignoredCount: 0,
    });
  });

  it("counts ignored pixels apart, whatever their prediction", () => {
    expect(
      count(Uint8Array.of(255, 0, 255), Uint8Array.of(9, 0, 255), { numClasses: 1, ignoreIndex: 255 }),
    ).toEqual({ numClasses: 1, counts: Float64Array.of(1), ignoredCount: 2 });
  });

  it("may ignore a class of its own, class 0 included", () => {
    expect(count(Uint8Array.of(0, 1, 0), Uint8Array.of(1, 1, 7), { numClasses: 2, ignoreIndex: 0 })).toEqual({
      numClasses: 2,
      counts: Float64Array.of(0, 0, 0, 1),
      ignoredCount: 2,
    });
  });

  it("reads every integer array, the two sides of different types", () => {
    const truth = [0, 1, 2, 2, 1, 0, 100];
    const predicted = [0, 2, 2, 1, 1, 0, 5];
    for (const truthArray of LABEL_ARRAYS) {
      for (const predictedArray of LABEL_ARRAYS) {
        expect(
          count(truthArray.from(truth), predictedArray.from(predicted), { numClasses: 3, ignoreIndex: 100 }),
          `${truthArray.name} and ${predictedArray.name}`,
        ).toEqual({ numClasses: 3, counts: Float64Array.of(2, 0, 0, 0, 1, 1, 0, 1, 1), ignoredCount: 1 });
      }
    }
  });

  it("tells labels apart that share their bits", () => {
    const options = { numClasses: 256, ignoreIndex: 255 };
    // -1 in a signed array is not 255, and -1 is not 2^32 - 1.
    expect(() => count(Int8Array.of(-1), Int8Array.of(0), options)).toThrow(
      '"groundTruth" label -1 at pixel 0',
    );
    expect(() => count(Uint8Array.of(0), Int8Array.of(-1), options)).toThrow(
      '"prediction" label -1 at pixel 0',
    );
    expect(() =>
      count(Uint32Array.of(0xffffffff), Uint8Array.of(0), { numClasses: 2, ignoreIndex: -1 }),
    ).toThrow("label 4294967295 at pixel 0");
    expect(() =>
      count(Int32Array.of(-1), Uint8Array.of(0), { numClasses: 2, ignoreIndex: 0xffffffff }),
    ).toThrow("label -1 at pixel 0");
    expect(() =>
      count(Uint8Array.of(4), Uint8Array.of(0), { numClasses: 2, ignoreIndex: 2 ** 32 + 4 }),
    ).toThrow("label 4 at pixel 0");
    expect(
      count(Uint32Array.of(0xffffffff), Uint8Array.of(0), { numClasses: 2, ignoreIndex: 0xffffffff })
        .ignoredCount,
    ).toBe(1);
    expect(count(Int32Array.of(-1), Uint8Array.of(0), { numClasses: 2, ignoreIndex: -1 }).ignoredCount).toBe(
      1,
    );
  });

  it("names the first pixel out of range, its label and the cures", () => {
    const truth = new Uint8Array(300_000);
    const predicted = new Uint8Array(300_000);
    predicted[299_999] = 9;
    predicted[262_147] = 21;
    expect(() => count(truth, predicted, { numClasses: 21 })).toThrow(
      '"prediction" label 21 at pixel 262147 is outside 0..20; pass numClasses: 22, or remap the label',
    );
    expect(() => count(truth, predicted, { numClasses: 21 })).toThrow(RangeError);
    truth[5] = 255;
    expect(() => count(truth, predicted, { numClasses: 21 })).toThrow(
      '"groundTruth" label 255 at pixel 5 is outside 0..20; pass numClasses: 256, or pass ignoreIndex: 255 if it marks void',
    );
  });

  it("has room for 4096 classes", () => {
    const labels = Uint16Array.of(4095, 1024, 4095);
    const { counts } = count(labels, Uint16Array.of(4095, 0, 0), { numClasses: 4096 });
    expect(counts.reduce((sum, pixels) => sum + pixels, 0)).toBe(3);
    expect([counts[4095 * 4096 + 4095], counts[1024 * 4096], counts[4095 * 4096]]).toEqual([1, 1, 1]);
  });
});

describe.each(COUNTERS)("countLabels, %s", (_, counter) => {
  it("equals the reference on any labels, types and ignoreIndex", () => {
    const label = fc.integer({ min: -2, max: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(...LABEL_ARRAYS),
        fc.constantFrom(...LABEL_ARRAYS),
        fc.integer({ min: 1, max: 7 }),
        fc.option(fc.integer({ min: -3, max: 256 }), { nil: undefined }),
        (labels, truthArray, predictedArray, numClasses, ignoreIndex) => {
          const truth = truthArray.from(labels.map(([t]) => t));
          const predicted = predictedArray.from(labels.map(([, p]) => p));
          const sizes = { batchSize: 1, pixelCount: truth.length };
          const got = counter.countLabels(truth, predicted, sizes, numClasses, ignoreIndex);
          const wanted = referenceCounter.countLabels(truth, predicted, sizes, numClasses, ignoreIndex);
          expect(got.firstInvalidPixel).toBe(wanted.firstInvalidPixel);
          if (wanted.firstInvalidPixel < 0) expect(got).toEqual(wanted);
        },
      ),
    );
  });

  it("counts every kept pixel once, transposes when the sides are swapped, and adds up over any split", () => {
    const label = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(label, label), { minLength: 2, maxLength: 100 }),
        fc.nat(),
        (labels, at) => {
          const truth = Uint8Array.from(labels, ([t]) => t);
          const predicted = Uint8Array.from(labels, ([, p]) => p);
          const sizes = { batchSize: 1, pixelCount: truth.length };
          const { counts } = counter.countLabels(truth, predicted, sizes, 5, undefined);
          const ignoring = counter.countLabels(truth, predicted, sizes, 5, 3);
          const total = (cells: Float64Array): number => cells.reduce((sum, pixels) => sum + pixels, 0);
          expect(total(counts)).toBe(labels.length);
          expect(total(ignoring.counts)).toBe(labels.length - ignoring.ignoredCount);
          const swapped = counter.countLabels(predicted, truth, sizes, 5, undefined).counts;
          expect([...swapped]).toEqual(
            Array.from(counts, (_count, i) => counts[(i % 5) * 5 + Math.floor(i / 5)]),
          );
          const cut = 1 + (at % (labels.length - 1));
          const parts = [
            counter.countLabels(
              truth.subarray(0, cut),
              predicted.subarray(0, cut),
              { batchSize: 1, pixelCount: cut },
              5,
              undefined,
            ).counts,
            counter.countLabels(
              truth.subarray(cut),
              predicted.subarray(cut),
              { batchSize: 1, pixelCount: truth.length - cut },
              5,
              undefined,
            ).counts,
          ] as const;
          expect([...counts]).toEqual(Array.from(parts[0], (pixels, i) => pixels + (parts[1][i] as number)));
        },
      ),
    );
  });
});
