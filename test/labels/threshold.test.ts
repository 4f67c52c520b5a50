import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ConfusionCounter,
  confusionMatrix,
  type ConfusionMatrix,
  dice,
  iou,
  isMaskscoreError,
  type LabelsOrScores,
  SegmentationScorer,
} from "../../src/index.js";
import { entriesOf } from "../../src/counting/entries.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";

// A pixel is class 1 of two where its value is greater than a threshold. The oracle goes through the pixels one by one.

interface Side {
  readonly values: readonly number[];
  readonly source: LabelsOrScores;
}

type Sides = "groundTruth" | "prediction";

/** The bits of some float16 numbers. */
const HALVES = new Map([
  [-3, 0xc200],
  [0, 0],
  [0.5, 0x3800],
  [2, 0x4000],
]);

/** What can hold one value a pixel, each with the values that it holds exactly. */
const HOLDERS: readonly (readonly [
  name: string,
  values: readonly number[],
  make: (v: readonly number[]) => LabelsOrScores,
])[] = [
  ["Uint8Array", [0, 1, 2, 127, 128, 254, 255], (v) => Uint8Array.from(v)],
  ["Uint8ClampedArray", [0, 1, 127, 255], (v) => Uint8ClampedArray.from(v)],
  ["Int8Array", [-128, -1, 0, 1, 127], (v) => Int8Array.from(v)],
  ["Uint16Array", [0, 1, 300, 65535], (v) => Uint16Array.from(v)],
  ["Int16Array", [-300, -1, 0, 1, 300], (v) => Int16Array.from(v)],
  ["Int32Array", [-70000, -1, 0, 1, 70000], (v) => Int32Array.from(v)],
  ["Uint32Array", [0, 1, 2 ** 32 - 1], (v) => Uint32Array.from(v)],
  ["BigInt64Array", [-(2 ** 40), -1, 0, 1, 2 ** 40], (v) => BigInt64Array.from(v, BigInt)],
  ["Float32Array", [-3, -0, 0, 0.25, 0.5, 1, 7.5, Infinity, -Infinity], (v) => Float32Array.from(v)],
  ["Float64Array", [-3, 0, 0.1, 0.5, 1, 1e300], (v) => Float64Array.from(v)],
  [
    "float32 of H x W",
    [-3, 0, 0.5, 2],
    (v) => ({ data: Float32Array.from(v), shape: [1, v.length] as const }),
  ],
  [
    "float32 of H x W x 1",
    [-3, 0, 0.5, 2],
    (v) => ({ data: Float32Array.from(v), shape: [v.length, 1, 1] as const }),
  ],
  [
    "float64 of B x H x W x 1",
    [-3, 0, 0.5, 2],
    (v) => ({ data: Float64Array.from(v), shape: [1, 1, v.length, 1] as const }),
  ],
  [
    "float16 of H x W x 1",
    [-3, 0, 0.5, 2],
    (v) => ({
      data: Uint16Array.of(...v.map((value) => HALVES.get(value) as number)),
      dims: [1, v.length, 1] as const,
      type: "float16",
    }),
  ],
  ["int32 of H x W", [-3, 0, 1, 2], (v) => ({ data: Int32Array.from(v), shape: [1, v.length] as const })],
  ["an image of greys", [0, 1, 127, 255], (v) => ({ data: Uint8Array.from(v), width: v.length, height: 1 })],
];

const THRESHOLDS = [-1, -0.5, 0, 0.1, 0.25, 0.5, 1, 2, 127, 127.5, 300];

function sideArb(length: number): fc.Arbitrary<Side> {
  return fc
    .constantFrom(...HOLDERS)
    .chain(([, values, make]) =>
      fc
        .array(fc.constantFrom(...values), { minLength: length, maxLength: length })
        .map((drawn) => ({ values: drawn, source: make(drawn) })),
    );
}

const pairArb = fc.integer({ min: 1, max: 40 }).chain((length) =>
  fc.record({
    groundTruth: sideArb(length),
    prediction: sideArb(length),
    thresholds: fc.record({
      groundTruth: fc.constantFrom(...THRESHOLDS),
      prediction: fc.constantFrom(...THRESHOLDS),
    }),
    isOne: fc.boolean(),
    ignoreIndex: fc.option(fc.constantFrom(255, -1, 127, 300), { nil: undefined }),
    voidPredictions: fc.constantFrom("error" as const, "miss" as const),
  }),
);

const isFloats = (source: LabelsOrScores): boolean =>
  /Float|float/.test(
    "data" in source
      ? `${Object.prototype.toString.call(source.data)} ${(source as { type?: string }).type ?? ""}`
      : Object.prototype.toString.call(source),
  );

/** Whether a threshold was hardly meant for a side's values. */
function isMisfit(
  { values, source }: Side,
  threshold: number,
  isTruth: boolean,
  ignored: number | undefined,
): boolean {
  const kept = values.filter((value) => value !== ignored);
  if (kept.length === 0) return false;
  const [least, largest] = [Math.min(...kept), Math.max(...kept)];
  if (threshold >= 1) return least >= 0 && largest > 0 && largest <= 1 && (isFloats(source) || isTruth);
  return threshold < 0 && least >= 0 && (largest <= 1 || !isFloats(source));
}

interface Counted {
  readonly counts: readonly number[];
  readonly ignoredCount: number;
  readonly voids: readonly number[];
}

function oracle(
  groundTruth: Side,
  prediction: Side,
  thresholds: Readonly<Record<Sides, number>>,
  ignoreIndex: number | undefined,
  isMiss: boolean,
): Counted | "misfit" {
  if (
    isMisfit(groundTruth, thresholds.groundTruth, true, ignoreIndex) ||
    isMisfit(prediction, thresholds.prediction, false, isMiss ? ignoreIndex : undefined)
  ) {
    return "misfit";
  }
  const counts = [0, 0, 0, 0];
  const voids = [0, 0];
  let ignoredCount = 0;
  groundTruth.values.forEach((t, pixel) => {
    const p = prediction.values[pixel] as number;
    if (t === ignoreIndex) {
      ignoredCount++;
      return;
    }
    const truth = t > thresholds.groundTruth ? 1 : 0;
    const cell = truth * 2 + (p > thresholds.prediction ? 1 : 0);
    if (isMiss && p === ignoreIndex) voids[truth] = (voids[truth] as number) + 1;
    else counts[cell] = (counts[cell] as number) + 1;
  });
  return { counts, ignoredCount, voids };
}

function countedOf(matrix: ConfusionMatrix): Counted {
  const counts = [0, 0, 0, 0];
  for (const [cell, count] of entriesOf(matrix)) counts[cell] = count;
  return {
    counts,
    ignoredCount: matrix.ignoredCount,
    voids: matrix.voidPredictions === undefined ? [0, 0] : [...matrix.voidPredictions],
  };
}

const orCode = <T>(count: () => T): T | "misfit" => {
  try {
    return count();
  } catch (error) {
    if (isMaskscoreError(error, "threshold-misfit")) return "misfit";
    throw error;
  }
};

describe.each(BACKENDS)("a threshold, counted by %s", (backend) => {
  it("makes the labels that a loop makes, of every type on either side", () => {
    withBackend(backend, () => {
      fc.assert(
        fc.property(
          pairArb,
          ({ groundTruth, prediction, thresholds, isOne, ignoreIndex, voidPredictions }) => {
            const both = isOne
              ? { groundTruth: thresholds.groundTruth, prediction: thresholds.groundTruth }
              : thresholds;
            const expected = oracle(groundTruth, prediction, both, ignoreIndex, voidPredictions === "miss");
            const options = {
              threshold: isOne ? thresholds.groundTruth : thresholds,
              ignoreIndex,
              voidPredictions,
            };
            const sides = [groundTruth.source, prediction.source] as const;
            expect(orCode(() => countedOf(confusionMatrix(...sides, options)))).toEqual(expected);
            const settings = { numClasses: 2, ...options };
            const counter = new ConfusionCounter(settings);
            expect(orCode(() => countedOf(counter.update(...sides).result()))).toEqual(expected);
            const scorer = new SegmentationScorer(settings);
            expect(orCode(() => countedOf(scorer.update(...sides).confusionMatrix()))).toEqual(expected);
          },
        ),
        { numRuns: 400 },
      );
    });
  });

  it("takes floats of one value a pixel without a threshold where all are 0 and 1, and no others", () => {
    withBackend(backend, () => {
      const mask = (values: readonly number[]): LabelsOrScores => ({
        data: Float32Array.from(values),
        shape: [1, values.length, 1],
      });
      const truth = Uint8Array.of(1, 0, 1, 0);
      expect(iou(truth, mask([1, 0, 0, -0]), { average: "none" })).toEqual(Float64Array.of(2 / 3, 1 / 2));
      for (const [stray, pixel] of [
        [0.7, 2],
        [-4, 0],
        [NaN, 3],
        [255, 1],
      ] as const) {
        const values = [1, 0, 0, 1];
        values[pixel] = stray;
        for (const score of [iou, dice, confusionMatrix]) {
          expect(() => score(truth, mask(values))).toThrow(
            `"prediction" expected a threshold, or 0 and 1 only, got one value a pixel, ${stray} at pixel ${pixel}; pass threshold: 0.5 for probabilities, 0 for logits`,
          );
          expect(() => score(mask(values), truth)).toThrow(/^"groundTruth" expected a threshold/);
        }
        const scorer = new SegmentationScorer({ numClasses: 2 });
        expect(() => scorer.update(truth, mask(values))).toThrow(/"prediction" expected a threshold/);
        expect(scorer.imageCount).toBe(0);
      }
    });
  });

  it("names the pixel of a NaN, and the image of a batch", () => {
    withBackend(backend, () => {
      const truth = { data: Uint8Array.of(1, 0, 1, 0), shape: [2, 1, 2] };
      const prediction = { data: Float32Array.of(0.2, 0.9, 0.1, NaN), shape: [2, 1, 2, 1] };
      expect(() => iou(truth, prediction, { threshold: 0.5 })).toThrow(
        '"prediction" is NaN at pixel 3, which is on neither side',
      );
      expect(() => iou(prediction, truth, { threshold: 0.5 })).toThrow('"groundTruth" is NaN at pixel 3');
      const scorer = new SegmentationScorer({ numClasses: 2, threshold: 0.5 });
      expect(() => scorer.update(truth, prediction)).toThrow(
        '"prediction" is NaN at pixel 1 of image 1 of the batch',
      );
    });
  });
});

describe("a threshold", () => {
  const truth = Uint8Array.of(0, 1, 1, 0);
  const greys = Uint8Array.of(3, 200, 100, 0);

  it("of greys says of a truth of 0 and 1 which thresholds would do", () => {
    const misfit = orProblem(() => iou(truth, greys, { threshold: 127 }));
    expect(misfit.message).toBe(
      '"groundTruth" holds 0 to 1, of which threshold 127 makes one class; pass threshold: { groundTruth: 0, prediction: 127 }',
    );
    expect(iou(truth, greys, { threshold: { groundTruth: 0, prediction: 127 }, average: "none" })).toEqual(
      Float64Array.of(2 / 3, 1 / 2),
    );
    // What is offered fits the other side, too: of two masks of 0 and 1 a prediction would be all background otherwise.
    expect(orProblem(() => iou(truth, truth, { threshold: 127 })).message).toContain("pass threshold: 0");
    const probabilities = { data: Float32Array.of(0, 0.5, 1, 0.2), shape: [2, 2, 1] };
    expect(orProblem(() => iou(greys, probabilities, { threshold: 127 })).message).toContain(
      '"prediction" holds 0 to 1, of which threshold 127 makes one class; pass threshold: { groundTruth: 127, prediction: 0.5 }',
    );
  });

  it("of logits may be below 0, but not for integers that are not", () => {
    const logits = { data: Float32Array.of(-3, 2, 0.5, -0.5), shape: [2, 2, 1] };
    expect(iou(truth, logits, { threshold: { groundTruth: 0, prediction: -1 }, average: "none" })).toEqual(
      Float64Array.of(1 / 2, 2 / 3),
    );
    expect(orProblem(() => iou(truth, logits, { threshold: -1 })).message).toContain(
      "pass threshold: { groundTruth: 0, prediction: -1 }",
    );
  });

  it("lets a prediction of integers be faint, and a side be all background or void", () => {
    expect(
      iou(Uint8Array.of(0, 255, 255, 0), Uint8Array.of(0, 1, 1, 0), { threshold: 127, average: "none" }),
    ).toEqual(Float64Array.of(1 / 2, 0));
    const empty = new Uint8Array(4);
    expect(confusionMatrix(empty, empty, { threshold: 127 }).counts).toEqual(Float64Array.of(4, 0, 0, 0));
    const ignored = new Uint8Array(4).fill(255);
    expect(confusionMatrix(ignored, empty, { threshold: 127, ignoreIndex: 255 }).ignoredCount).toBe(4);
  });

  it.each([
    [{ threshold: 0.5, numClasses: 3 }, '"threshold" expected numClasses: 2, got numClasses: 3'],
    [{ threshold: NaN }, '"threshold" expected a finite number, got NaN'],
    [{ threshold: Infinity }, '"threshold" expected a finite number'],
    [{ threshold: "0.5" }, '"threshold" expected a number, got "0.5"'],
    [{ threshold: { groundTruth: 1 } }, '"threshold.prediction" expected a number, got undefined'],
    [{ threshold: { truth: 1, prediction: 1 } }, 'an unknown option "truth"'],
    [{ threshold: null }, '"threshold" expected an object with groundTruth, prediction, got null'],
  ])("is checked: %j", (options, message) => {
    expect(() => iou(truth, greys, options as never)).toThrow(message);
    expect(() => new SegmentationScorer({ numClasses: 2, ...options } as never)).toThrow(message);
  });

  it("contradicts scores of several classes, a mapping and binary masks", () => {
    const scores = { data: Float32Array.of(0.2, 0.8, 0.7, 0.3), shape: [1, 2, 2] };
    expect(() => iou(Uint8Array.of(0, 1), scores, { threshold: 0.5 })).toThrow(
      '"threshold" expected one value a pixel, got 2 scores a pixel in "prediction"',
    );
    expect(
      () => new SegmentationScorer({ numClasses: 2, threshold: 0, labelMapping: { groundTruth: "nonzero" } }),
    ).toThrow('"threshold" expected no labelMapping beside it');
    expect(() => {
      new SegmentationScorer({ numClasses: 2, threshold: 0 }).update(truth, truth, { binary: true });
    }).toThrow("a scorer of 2 classes without ignoreIndex, labelMapping and threshold");
  });

  it("is kept in a scorer's state, and only where there is one", () => {
    const plain = new SegmentationScorer({ numClasses: 2 });
    expect(plain.toJSON().settings).not.toHaveProperty("threshold");
    const scorer = new SegmentationScorer({ numClasses: 2, threshold: 127 });
    scorer.update(Uint8Array.of(0, 255), Uint8Array.of(0, 130), { id: "a" });
    expect(scorer.toJSON().settings.threshold).toEqual({ groundTruth: 127, prediction: 127 });
    for (const again of [
      SegmentationScorer.fromJSON(JSON.stringify(scorer)),
      SegmentationScorer.fromBytes(scorer.toBytes()),
    ]) {
      expect(again.digest()).toBe(scorer.digest());
      expect(again.settings.threshold).toEqual({ groundTruth: 127, prediction: 127 });
      expect(again.compute().meanIou).toBe(1);
    }
    expect(() => plain.merge(scorer)).toThrow(
      'threshold is null here and {"groundTruth":127,"prediction":127} there',
    );
    expect(() =>
      SegmentationScorer.fromJSON({
        ...scorer.toJSON(),
        settings: { ...scorer.toJSON().settings, threshold: 127 as never },
      }),
    ).toThrow("state.settings.threshold");
  });
});

function orProblem(count: () => unknown): Error {
  try {
    count();
  } catch (error) {
    if (isMaskscoreError(error, "threshold-misfit")) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
