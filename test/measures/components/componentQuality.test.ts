import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMaskscoreError } from "../../../src/index.js";
import {
  componentQuality,
  type ComponentQualityOptions,
  connectedComponents,
  type InstanceMasks,
} from "../../../src/components/index.js";
import { seededRandom } from "../../../app/samples/seededRandom.js";
import type { Labels } from "../../../src/types.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";

/** Rows of digits as an image. */
function drawn(rows: string): { data: Uint8Array; shape: number[] } {
  const lines = rows.trim().split(/\s+/);
  return {
    data: Uint8Array.from(lines.join(""), Number),
    shape: [lines.length, (lines[0] as string).length],
  };
}

const TRUTH = drawn(`
  1110000022
  1110000022
  0000000000
  0110001000
  0110000000
`);

const PREDICTION = drawn(`
  1110000022
  0110000020
  0000000000
  0011001100
  0011000000
`);

describe.each(BACKENDS)("componentQuality, %s", (backend) => {
  const quality = <T = undefined>(
    options: Partial<ComponentQualityOptions<T>> = {},
  ): ReturnType<typeof componentQuality<T>> =>
    withBackend(backend, () =>
      componentQuality<T>(TRUTH.data, PREDICTION.data, { shape: TRUTH.shape, ...options }),
    );

  it("matches components above a threshold of IoU", () => {
    const { classes, mean, instances } = quality();
    // Class 1: 5 / 6 is matched; 2 / 6 and 1 / 2 are not above one half. Class 2: 3 / 4.
    expect(instances.map(({ label, groundTruth, prediction }) => [label, groundTruth, prediction])).toEqual([
      [1, 1, 1],
      [2, 2, 2],
      [1, 3, undefined],
      [1, 4, undefined],
      [1, undefined, 3],
      [1, undefined, 4],
    ]);
    expect(instances[0]).toEqual({
      label: 1,
      groundTruth: 1,
      prediction: 1,
      groundTruthArea: 6,
      predictionArea: 5,
      intersection: 5,
      iou: 5 / 6,
      dice: 10 / 11,
      measured: undefined,
    });
    expect(instances[2]).toMatchObject({ groundTruthArea: 4, predictionArea: 0, iou: 0, dice: 0 });
    expect(classes).toEqual([
      {
        label: 1,
        truePositives: 1,
        falsePositives: 2,
        falseNegatives: 2,
        f1: 2 / 6,
        segmentationQuality: 5 / 6,
        panopticQuality: 5 / 6 / 3,
        dice: 10 / 11,
        lesionWiseDice: 10 / 11 / 5,
        leftOut: { groundTruth: 0, prediction: 0 },
        withoutScore: undefined,
      },
      {
        label: 2,
        truePositives: 1,
        falsePositives: 0,
        falseNegatives: 0,
        f1: 1,
        segmentationQuality: 0.75,
        panopticQuality: 0.75,
        dice: 6 / 7,
        lesionWiseDice: 6 / 7,
        leftOut: { groundTruth: 0, prediction: 0 },
        withoutScore: undefined,
      },
    ]);
    expect(mean.f1).toBe((1 / 3 + 1) / 2);
  });

  it("is strict at the threshold, and takes any below one half", () => {
    const at = (iouThreshold: number): number | undefined =>
      quality({ iouThreshold }).classes[0]?.truePositives;
    expect([0.9, 5 / 6, 0.5, 0.49, 2 / 6, 0.33, 0].map(at)).toEqual([0, 0, 1, 2, 2, 3, 3]);
  });

  it("matches greedily by overlap", () => {
    const { classes } = quality({ match: "overlap" });
    expect(classes[0]).toMatchObject({ truePositives: 3, falsePositives: 0, falseNegatives: 0, f1: 1 });
    expect(classes[0]?.segmentationQuality).toBeCloseTo((5 / 6 + 2 / 6 + 1 / 2) / 3, 14);
  });

  it("leaves small components out on both sides, by pixels or by volume, and says how many", () => {
    const byPixels = quality({ minPixels: 3 });
    expect(byPixels.leftOut).toEqual({ groundTruth: 1, prediction: 1 });
    expect(byPixels.classes[0]).toMatchObject({
      falsePositives: 1,
      falseNegatives: 1,
      leftOut: { groundTruth: 1, prediction: 1 },
    });
    expect(byPixels.classes[1]?.leftOut).toEqual({ groundTruth: 0, prediction: 0 });
    // Pixels of 0.1 x 0.3: 3 of them are 0.09, although that is not what they add up to.
    const byVolume = quality({ spacing: [0.1, 0.3], minVolume: 0.09 });
    expect(byVolume).toEqual(byPixels);
    expect(quality({ spacing: [0.1, 0.3], minVolume: 0.0901 }).leftOut).toEqual({
      groundTruth: 1,
      prediction: 2,
    });
    expect(quality({ spacing: [2, 2], minVolume: 0 })).toEqual(quality());
  });

  it("ignores pixels of a label of the ground truth, on both sides", () => {
    const truth = drawn("1119900110");
    const predicted = drawn("1111110011");
    const { ignoredCount, instances } = withBackend(backend, () =>
      componentQuality(truth.data, predicted.data, { shape: truth.shape, ignoreIndex: 9, match: "overlap" }),
    );
    expect(ignoredCount).toBe(2);
    expect(
      instances.map(({ groundTruthArea, predictionArea, intersection }) => [
        groundTruthArea,
        predictionArea,
        intersection,
      ]),
    ).toEqual([
      [3, 3, 3],
      [2, 2, 1],
      [0, 1, 0],
    ]);
    expect(truth.data[3]).toBe(9);
    expect(predicted.data[3]).toBe(1);
  });

  it("has no score where there is nothing, and says so", () => {
    const empty = new Uint8Array(6);
    const { classes, mean, instances } = withBackend(backend, () =>
      componentQuality(empty, empty, { shape: [2, 3], numClasses: 2 }),
    );
    expect(instances).toEqual([]);
    expect(classes).toEqual([
      {
        label: 1,
        truePositives: 0,
        falsePositives: 0,
        falseNegatives: 0,
        f1: NaN,
        segmentationQuality: NaN,
        panopticQuality: NaN,
        dice: NaN,
        lesionWiseDice: NaN,
        leftOut: { groundTruth: 0, prediction: 0 },
        withoutScore: "neither side has a component of this class",
      },
    ]);
    expect(mean.panopticQuality).toBeNaN();
    expect(withBackend(backend, () => componentQuality(empty, empty, { shape: [6, 1] })).classes).toEqual([]);
    const missed = withBackend(backend, () =>
      componentQuality(Uint8Array.of(1, 0), Uint8Array.of(0, 0), { shape: [1, 2] }),
    );
    expect(missed.classes[0]).toMatchObject({
      f1: 0,
      panopticQuality: 0,
      segmentationQuality: NaN,
      dice: NaN,
      lesionWiseDice: 0,
      withoutScore: undefined,
    });
  });

  it("cuts matched components out for whoever measures them", () => {
    const seen: InstanceMasks[] = [];
    const { instances } = quality({
      match: "overlap",
      spacing: [2, 3],
      measureInstance: (masks) => seen.push(masks),
    });
    expect(instances.map(({ measured }) => measured)).toEqual([1, 2, 3, 4]);
    expect(seen[0]).toEqual({
      groundTruth: Uint8Array.of(1, 1, 1, 1, 1, 1),
      prediction: Uint8Array.of(1, 1, 1, 0, 1, 1),
      shape: [2, 3],
      spacing: [2, 3],
      origin: [0, 0],
    });
    expect(seen[2]).toEqual({
      groundTruth: Uint8Array.of(1, 1, 0, 1, 1, 0),
      prediction: Uint8Array.of(0, 1, 1, 0, 1, 1),
      shape: [2, 3],
      spacing: [2, 3],
      origin: [3, 1],
    });
  });
});

/** Seeded label maps of a few classes, the second near the first. */
const pair = fc
  .record({
    shape: fc.constantFrom<number[]>([6, 9], [1, 17], [3, 5, 7], [2, 2, 2], [4, 1, 16]),
    seed: fc.nat(),
    noise: fc.double({ min: 0, max: 0.6, noNaN: true }),
  })
  .map(({ shape, seed, noise }) => {
    const random = seededRandom(seed);
    const size = shape.reduce((product, one) => product * one, 1);
    const truth = Uint8Array.from({ length: size }, () => Math.floor(random() * 3.5));
    const predicted = truth.map((label) => (random() < noise ? Math.floor(random() * 4) : label));
    return { shape, truth, predicted };
  });

describe("componentQuality", () => {
  it("is what a plain look at all pairs of components finds", () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(0.5, 0.7, 0.9), ({ shape, truth, predicted }, iouThreshold) => {
        const { classes } = componentQuality(truth, predicted, { shape, iouThreshold, numClasses: 4 });
        const [ours, theirs] = [truth, predicted].map((map) => connectedComponents(map, { shape }));
        for (const { label, truePositives, falsePositives, falseNegatives, segmentationQuality } of classes) {
          const idsOf = (side: typeof ours): number[] =>
            [...(side as NonNullable<typeof ours>).labels]
              .map((one, i) => (one === label ? i + 1 : 0))
              .filter((id) => id > 0);
          const ious: number[] = [];
          for (const a of idsOf(ours)) {
            for (const b of idsOf(theirs)) {
              let [intersection, union] = [0, 0];
              truth.forEach((_, pixel) => {
                const isOurs = ours?.componentIds[pixel] === a;
                const isTheirs = theirs?.componentIds[pixel] === b;
                if (isOurs && isTheirs) intersection++;
                if (isOurs || isTheirs) union++;
              });
              if (intersection / union > iouThreshold) ious.push(intersection / union);
            }
          }
          expect(truePositives).toBe(ious.length);
          expect(falseNegatives).toBe(idsOf(ours).length - ious.length);
          expect(falsePositives).toBe(idsOf(theirs).length - ious.length);
          const mean = ious.reduce((sum, iou) => sum + iou, 0) / ious.length;
          if (ious.length > 0) expect(segmentationQuality).toBeCloseTo(mean, 12);
          else expect(segmentationQuality).toBeNaN();
        }
      }),
      { seed: 21, numRuns: 60 },
    );
  });

  it("of a map with itself is 1, and turned around swaps what is missed with what is left over", () => {
    fc.assert(
      fc.property(pair, fc.constantFrom("iou", "overlap"), ({ shape, truth, predicted }, match) => {
        const options = { shape, match, numClasses: 4 } as const;
        for (const { f1, panopticQuality, lesionWiseDice, withoutScore } of componentQuality(
          truth,
          truth,
          options,
        ).classes) {
          if (withoutScore === undefined) expect([f1, panopticQuality, lesionWiseDice]).toEqual([1, 1, 1]);
        }
        if (match === "overlap") return;
        const there = componentQuality(truth, predicted, options);
        const back = componentQuality(predicted, truth, options);
        there.classes.forEach((one, i) => {
          const other = back.classes[i] as typeof one;
          expect(other.truePositives).toBe(one.truePositives);
          expect(other.falsePositives).toBe(one.falseNegatives);
          expect(other.panopticQuality || 0).toBeCloseTo(one.panopticQuality || 0, 12);
          expect(one.panopticQuality || 0).toBeCloseTo((one.f1 || 0) * (one.segmentationQuality || 0), 12);
        });
      }),
      { seed: 22, numRuns: 100 },
    );
  });

  const good = Uint8Array.of(1, 0, 1, 1);
  const shape = [2, 2];

  it.each<[string, unknown, unknown, unknown, typeof Error, string]>([
    ["floats", good, new Float32Array(4), { shape }, TypeError, '"prediction" expected labels'],
    [
      "another length",
      good,
      good.subarray(1),
      { shape },
      RangeError,
      '"prediction" expected 4 labels (2 x 2), got 3',
    ],
    ["no shape", good, good, {}, TypeError, '"shape" expected'],
    [
      "a label that is no class",
      good,
      Uint8Array.of(0, 3, 3, 0),
      { shape, numClasses: 2 },
      RangeError,
      '"prediction" label 3 at pixel 1 is outside 0..1; pass numClasses: 4',
    ],
    [
      "a negative label with classes",
      Int8Array.of(0, 0, -1, 1),
      good,
      { shape, numClasses: 2 },
      RangeError,
      '"groundTruth" label -1 at pixel 2',
    ],
    ["a threshold of 1", good, good, { shape, iouThreshold: 1 }, RangeError, '"iouThreshold" expected'],
    [
      "a threshold that is NaN",
      good,
      good,
      { shape, iouThreshold: NaN },
      RangeError,
      '"iouThreshold" expected',
    ],
    [
      "a threshold of overlap",
      good,
      good,
      { shape, match: "overlap", iouThreshold: 0.5 },
      RangeError,
      '"iouThreshold" expected nothing with match: "overlap"',
    ],
    [
      "another match",
      good,
      good,
      { shape, match: "best" },
      RangeError,
      '"match" expected "iou" or "overlap"',
    ],
    ["no pixels at least", good, good, { shape, minPixels: 0 }, RangeError, '"minPixels" expected'],
    [
      "a volume without spacing",
      good,
      good,
      { shape, minVolume: 2 },
      RangeError,
      '"minVolume" expected a spacing',
    ],
    [
      "a negative volume",
      good,
      good,
      { shape, spacing: [1, 1], minVolume: -2 },
      RangeError,
      '"minVolume" expected',
    ],
    [
      "volume and pixels",
      good,
      good,
      { shape, minVolume: 2, minPixels: 3 },
      RangeError,
      '"minVolume" expected nothing with minPixels',
    ],
    [
      "a spacing of 0",
      good,
      good,
      { shape, spacing: [1, 0] },
      RangeError,
      '"spacing" expected finite numbers above 0',
    ],
    [
      "a spacing of another shape",
      good,
      good,
      { shape, spacing: [1, 1, 1] },
      RangeError,
      '"spacing" expected 2 lengths',
    ],
    [
      "a spacing that is a number",
      good,
      good,
      { shape, spacing: 1 },
      TypeError,
      '"spacing" expected an array',
    ],
    [
      "background that is ignored",
      good,
      good,
      { shape, ignoreIndex: 0 },
      RangeError,
      '"ignoreIndex" expected another label than background',
    ],
    [
      "a background that cannot be painted",
      good,
      good,
      { shape, background: 300, ignoreIndex: 1 },
      RangeError,
      '"ignoreIndex" expected a background that groundTruth, a Uint8Array, can hold',
    ],
    [
      "neighbours of another shape",
      good,
      good,
      { shape, connectivity: 26 },
      RangeError,
      '"connectivity" expected 4 or 8',
    ],
    ["no classes", good, good, { shape, numClasses: 0 }, RangeError, '"numClasses" expected'],
    [
      "something to measure with that is none",
      good,
      good,
      { shape, measureInstance: 3 },
      TypeError,
      '"measureInstance" expected a function',
    ],
    ["another option", good, good, { shape, threshold: 0.5 }, RangeError, 'an unknown option "threshold"'],
  ])("refuses %s", (_, truth, predicted, options, kind, message) => {
    const run = (): unknown =>
      componentQuality(truth as Labels, predicted as Labels, options as ComponentQualityOptions);
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
    try {
      run();
    } catch (error) {
      expect(isMaskscoreError(error)).toBe(true);
    }
  });
});
