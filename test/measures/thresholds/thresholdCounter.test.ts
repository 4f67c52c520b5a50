import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ThresholdCounter, thresholdCurve } from "../../../src/index.js";
import { binOf } from "../../../src/measures/thresholds/thresholdScores.js";
import { toPlanes } from "../../helpers/scores.js";

/** The number next above, or below, as float64. */
function beside(value: number, direction: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(direction));
  return view.getFloat64(0);
}

const pixelArb = fc.record({
  truth: fc.constantFrom(0, 1, 255, 7),
  probability: fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
    fc.constantFrom(0, 1),
  ),
});

describe("thresholdCurve", () => {
  it("counts what comparing with each threshold counts", () => {
    fc.assert(
      fc.property(
        fc.array(pixelArb, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 3, 10, 20, 49),
        fc.constantFrom(undefined, 7),
        (pixels, bins, ignoreIndex) => {
          const curve = thresholdCurve(
            Uint8Array.from(pixels, ({ truth }) => truth),
            Float64Array.from(pixels, ({ probability }) => probability),
            { bins, ignoreIndex },
          );
          const kept = pixels.filter(({ truth }) => truth !== ignoreIndex);
          const area = kept.filter(({ truth }) => truth !== 0).length;
          expect(curve.groundTruthArea).toBe(area);
          const rows = Array.from({ length: bins + 1 }, (_, k) => {
            const chosen = kept.filter(({ probability }) => probability >= k / bins);
            const hits = chosen.filter(({ truth }) => truth !== 0).length;
            return {
              intersection: hits,
              predictionArea: chosen.length,
              iou: hits / (area + chosen.length - hits),
              dice: (2 * hits) / (area + chosen.length),
              precision: hits / chosen.length,
              recall: hits / area,
            };
          });
          for (const key of [
            "intersection",
            "predictionArea",
            "iou",
            "dice",
            "precision",
            "recall",
          ] as const) {
            expect([...curve[key]], key).toEqual(rows.map((row) => row[key]));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([1, 3, 10, 49, 100, 255, 1000, 65536])(
    "is exact at, below and above each edge of %d bins",
    (bins) => {
      const wrong: number[] = [];
      for (let k = 0; k <= bins; k++) {
        const edge = k / bins;
        for (const probability of [
          edge,
          Math.fround(edge),
          beside(edge, 1),
          ...(k > 0 ? [beside(edge, -1)] : []),
        ]) {
          if (probability > 1) continue;
          const bin = binOf(probability, bins);
          const isBelow = bin === bins || probability < (bin + 1) / bins;
          if (!(probability >= bin / bins && isBelow)) wrong.push(probability);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it("of five pixels, by eye", () => {
    // truth  1    1    0    1    0
    // p     0.9  0.8  0.6  0.4  0.1
    const curve = thresholdCurve(Uint8Array.of(1, 1, 0, 1, 0), Float64Array.of(0.9, 0.8, 0.6, 0.4, 0.1), {
      bins: 10,
    });
    expect([...curve.iou]).toEqual([3 / 5, 3 / 5, 3 / 4, 3 / 4, 3 / 4, 2 / 4, 2 / 4, 2 / 3, 2 / 3, 1 / 3, 0]);
    expect(curve.bestIou).toEqual({ threshold: 0.2, score: 0.75 });
    expect(curve.bestDice.score).toBe(6 / 7);
    // Recall gained at 0.9, 0.8 and 0.4, at precision 1, 1 and 3/4.
    expect(curve.averagePrecision).toBeCloseTo((1 + 1 + 3 / 4) / 3, 15);
    expect(curve.meanIou).toBeCloseTo([...curve.iou].reduce((a, b) => a + b) / 11, 15);
    expect(curve.precision[10]).toBeNaN();
  });

  it("of nothing to find is undefined, not 0", () => {
    const curve = thresholdCurve(Uint8Array.of(0, 0), Float32Array.of(0, 0), { bins: 2 });
    expect([...curve.recall]).toEqual([NaN, NaN, NaN]);
    expect([...curve.iou]).toEqual([0, NaN, NaN]);
    expect(curve.averagePrecision).toBeNaN();
    const empty = new ThresholdCounter({ bins: 2 }).curves()[0];
    expect(empty?.bestIou).toEqual({ threshold: NaN, score: NaN });
  });
});

describe("ThresholdCounter", () => {
  const size = { batch: 2, pixels: 12, classes: 3 };
  const length = size.batch * size.pixels * size.classes;
  const truth = Uint8Array.from({ length }, (_, i) => ((i * 7) % 3 === 0 ? 1 : 0));
  const probabilities = Float32Array.from({ length }, (_, i) => ((i * 29) % 37) / 37);
  const shape = [size.batch, 3, 4, size.classes];

  it("has a curve for each class, in both layouts and in halves", () => {
    const whole = new ThresholdCounter({ bins: 8, numClasses: 3 }).update(
      { data: truth, shape },
      { data: probabilities, shape },
    );
    const first = [size.batch, size.classes, 3, 4];
    const planes = new ThresholdCounter({ bins: 8, numClasses: 3, layout: "channelsFirst" }).update(
      { data: toPlanes(truth, 12, 3), shape: first },
      { data: toPlanes(probabilities, 12, 3), shape: first },
    );
    expect(planes.curves()).toEqual(whole.curves());
    const half = (from: number): ThresholdCounter =>
      new ThresholdCounter({ bins: 8, numClasses: 3 }).update(
        { data: truth.slice(from, from + 36), shape: [3, 4, 3] },
        { data: probabilities.slice(from, from + 36), shape: [3, 4, 3] },
      );
    expect(half(36).merge(half(0)).curves()).toEqual(whole.curves());
    const column = (c: number): [Uint8Array, Float32Array] => [
      truth.filter((_, i) => i % 3 === c),
      probabilities.filter((_, i) => i % 3 === c),
    ];
    whole.curves().forEach((curve, c) => {
      expect(curve).toEqual(thresholdCurve(...column(c), { bins: 8 }));
    });
    expect(whole.reset().curves()[0]?.groundTruthArea).toBe(0);
  });

  it("reads float16", () => {
    // 0.5, 0.25, 1
    const half = { data: Uint16Array.of(0x3800, 0x3400, 0x3c00), shape: [1, 3, 1], type: "float16" };
    const curve = thresholdCurve(Uint8Array.of(1, 0, 1), half, { bins: 4 });
    expect([...curve.predictionArea]).toEqual([3, 3, 2, 1, 1]);
  });

  it.each<[string, () => unknown, typeof Error, string]>([
    [
      "NaN",
      () => thresholdCurve(Uint8Array.of(1), Float32Array.of(NaN)),
      RangeError,
      '"probabilities" expected numbers from 0 to 1, got NaN at element 0; turn logits',
    ],
    [
      "logits",
      () => thresholdCurve(Uint8Array.of(0, 1), Float32Array.of(0, 3)),
      RangeError,
      "got 3 at element 1",
    ],
    [
      "below 0",
      () => thresholdCurve(Uint8Array.of(1), Float64Array.of(-1e-9)),
      RangeError,
      "got -1e-9 at element 0",
    ],
    [
      "lengths",
      () => thresholdCurve(Uint8Array.of(1, 1), Float32Array.of(0)),
      RangeError,
      '"groundTruth" expected 1 values',
    ],
    [
      "labels for probabilities",
      () => thresholdCurve(Uint8Array.of(1), Uint8Array.of(1) as never),
      TypeError,
      '"probabilities" expected a Float32Array',
    ],
    [
      "truth of floats",
      () => thresholdCurve(Float32Array.of(1) as never, Float32Array.of(1)),
      TypeError,
      '"groundTruth" expected labels',
    ],
    [
      "classes",
      () => thresholdCurve(Uint8Array.of(1, 0), { data: Float32Array.of(0, 1), shape: [1, 1, 2] }),
      RangeError,
      "pass numClasses to the counter",
    ],
    [
      "bins",
      () => new ThresholdCounter({ bins: 0 }),
      RangeError,
      '"bins" expected a whole number from 1 to 65536',
    ],
    ["options", () => new ThresholdCounter({ bin: 5 } as never), RangeError, 'unknown option "bin"'],
    [
      "merging",
      () => new ThresholdCounter({ bins: 5 }).merge(new ThresholdCounter({ bins: 6 })),
      Error,
      "bins is 5 here and 6 there",
    ],
    [
      "merging others",
      () => new ThresholdCounter().merge({} as never),
      TypeError,
      '"other" expected a ThresholdCounter',
    ],
  ])("refuses %s", (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
  });

  it("adds nothing where it throws", () => {
    const counter = new ThresholdCounter({ bins: 2 });
    expect(() => counter.update(Uint8Array.of(1, 1), Float32Array.of(0.5, 2))).toThrow(RangeError);
    expect(counter.curves()[0]?.groundTruthArea).toBe(0);
  });
});
