import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dice_coeff, IoU_coeff, mean_iou, metrics_np, one_hot, type TensorLike } from "../../../src/index.js";
import type { OverlapSums } from "../../../src/types.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";
import { COUNTERS } from "../../helpers/counters.js";
import { scoreTensor } from "../../helpers/scores.js";

interface Pair {
  readonly batchSize: number;
  readonly pixelCount: number;
  readonly numClasses: number;
  readonly groundTruth: Float32Array;
  readonly prediction: Float32Array;
}

/** Few distinct values, so that ties and repeats are common; NaN and infinities among them. */
const score = fc.constantFrom(0, -0, 1, 0.5, 0.25, -1, 2, NaN, Infinity, -Infinity, 0.1, 0.9);
const finiteScore = fc.constantFrom(0, -0, 1, 0.5, 0.25, -1, 2, 0.1, 0.9, 3.5);

function pairs(scores: fc.Arbitrary<number>): fc.Arbitrary<Pair> {
  return fc
    .record({
      batchSize: fc.integer({ min: 1, max: 3 }),
      pixelCount: fc.integer({ min: 1, max: 24 }),
      numClasses: fc.integer({ min: 1, max: 9 }),
    })
    .chain(({ batchSize, pixelCount, numClasses }) => {
      const length = batchSize * pixelCount * numClasses;
      const data = fc
        .array(scores, { minLength: length, maxLength: length })
        .map((values) => Float32Array.from(values));
      return fc.record({
        batchSize: fc.constant(batchSize),
        pixelCount: fc.constant(pixelCount),
        numClasses: fc.constant(numClasses),
        groundTruth: data,
        prediction: data,
      });
    });
}

function tensorsOf({
  batchSize,
  pixelCount,
  numClasses,
  groundTruth,
  prediction,
}: Pair): [TensorLike, TensorLike] {
  const shape = [batchSize, 1, pixelCount, numClasses];
  return [
    { data: groundTruth, shape },
    { data: prediction, shape },
  ];
}

describe.each(COUNTERS)("overlap counts, %s", (_, counter) => {
  const count = (pair: Pair): OverlapSums =>
    counter.countOverlap(
      scoreTensor(pair.groundTruth, pair.batchSize, pair.pixelCount, pair.numClasses),
      scoreTensor(pair.prediction, pair.batchSize, pair.pixelCount, pair.numClasses),
    );

  it("give every pixel one label on each side", () => {
    fc.assert(
      fc.property(pairs(score), (pair) => {
        const { intersection, groundTruthArea, predictionArea } = count(pair);
        const total = (areas: Float64Array): number => areas.reduce((sum, area) => sum + area, 0);
        if (pair.numClasses > 1) {
          expect(total(groundTruthArea)).toBe(pair.batchSize * pair.pixelCount);
          expect(total(predictionArea)).toBe(pair.batchSize * pair.pixelCount);
        }
        intersection.forEach((pixels, i) => {
          expect(pixels).toBeLessThanOrEqual(
            Math.min(groundTruthArea[i] as number, predictionArea[i] as number),
          );
        });
      }),
    );
  });

  it("swap sides with their inputs", () => {
    fc.assert(
      fc.property(pairs(score), (pair) => {
        const there = count(pair);
        const back = count({ ...pair, groundTruth: pair.prediction, prediction: pair.groundTruth });
        expect(back).toEqual({
          intersection: there.intersection,
          groundTruthArea: there.predictionArea,
          predictionArea: there.groundTruthArea,
        });
      }),
    );
  });

  it("do not depend on the order of the pixels", () => {
    fc.assert(
      fc.property(pairs(score), ({ groundTruth, prediction, ...sizes }) => {
        const { pixelCount, numClasses, batchSize } = sizes;
        const reversed = (data: Float32Array): Float32Array => {
          const result = new Float32Array(data.length);
          for (let image = 0; image < batchSize; image++) {
            for (let pixel = 0; pixel < pixelCount; pixel++) {
              const from = (image * pixelCount + pixel) * numClasses;
              const to = (image * pixelCount + pixelCount - 1 - pixel) * numClasses;
              result.set(data.subarray(from, from + numClasses), to);
            }
          }
          return result;
        };
        expect(
          count({ ...sizes, groundTruth: reversed(groundTruth), prediction: reversed(prediction) }),
        ).toEqual(count({ ...sizes, groundTruth, prediction }));
      }),
    );
  });

  it("add up over any split of the pixels", () => {
    fc.assert(
      fc.property(pairs(score), fc.nat(), ({ groundTruth, prediction, numClasses, ...sizes }, at) => {
        const pixels = sizes.batchSize * sizes.pixelCount;
        const cut = at % (pixels + 1);
        const part = (from: number, to: number): OverlapSums | undefined =>
          from === to
            ? undefined
            : count({
                batchSize: 1,
                pixelCount: to - from,
                numClasses,
                groundTruth: groundTruth.subarray(from * numClasses, to * numClasses),
                prediction: prediction.subarray(from * numClasses, to * numClasses),
              });
        const parts = [part(0, cut), part(cut, pixels)];
        const whole = part(0, pixels) as OverlapSums;
        for (const key of ["intersection", "groundTruthArea", "predictionArea"] as const) {
          whole[key].forEach((total, c) => {
            expect(parts.reduce((sum, sums) => sum + (sums?.[key][c] ?? 0), 0)).toBe(total);
          });
        }
      }),
    );
  });
});

describe.each(BACKENDS)("scores, %s", (name) => {
  const within = <T>(run: () => T): T => withBackend(name, run);

  it("identical tensors score 1 in every metric", () => {
    fc.assert(
      fc.property(pairs(score), (pair) => {
        const [yTrue] = tensorsOf(pair);
        const value = within(() => metrics_np(yTrue, yTrue, "iou", "standard", false));
        // A single class that is nowhere leaves nothing to average.
        if (pair.numClasses > 1 || pair.groundTruth.some((foreground) => foreground > 0))
          expect(value).toBeCloseTo(1, 15);
        else expect(value).toBeNaN();
        expect(within(() => metrics_np(yTrue, yTrue, "dice", "naive", false))).toBe(1);
      }),
    );
  });

  it("soft scores of one-hot tensors are the hard scores", () => {
    fc.assert(
      fc.property(pairs(score), (pair) => {
        const [yTrue, yPred] = tensorsOf(pair);
        within(() => {
          const hot = [one_hot(yTrue), one_hot(yPred)] as const;
          for (const metric of ["iou", "dice"] as const) {
            expect(metrics_np(...hot, metric, "soft", false)).toBe(
              metrics_np(yTrue, yPred, metric, "standard", false),
            );
          }
        });
      }),
    );
  });

  it("relabelling the classes permutes the scores", () => {
    fc.assert(
      fc.property(pairs(finiteScore), ({ groundTruth, prediction, numClasses, ...sizes }) => {
        const rotate = (data: Float32Array): Float32Array =>
          data.map((_, i) => data[i - (i % numClasses) + ((i + 1) % numClasses)] as number);
        const pair = { ...sizes, numClasses, groundTruth, prediction };
        within(() => {
          const before = IoU_coeff(...tensorsOf(pair)).data;
          const after = IoU_coeff(
            ...tensorsOf({ ...pair, groundTruth: rotate(groundTruth), prediction: rotate(prediction) }),
          ).data;
          const rotated = before.map(
            (_, i) => before[i - (i % numClasses) + (((i % numClasses) + 1) % numClasses)] as number,
          );
          after.forEach((value, i) => {
            expect(value).toBeCloseTo(rotated[i] as number, 12);
          });
        });
      }),
    );
  });

  it("dice = 2 iou / (1 + iou), but for the smoothing", () => {
    fc.assert(
      fc.property(pairs(score), (pair) => {
        within(() => {
          const [yTrue, yPred] = tensorsOf(pair);
          const hot = [one_hot(yTrue), one_hot(yPred)] as const;
          const iou = IoU_coeff(...hot).data;
          dice_coeff(...hot).data.forEach((dice, i) => {
            const exact = (2 * (iou[i] as number)) / (1 + (iou[i] as number));
            expect(Math.abs(dice - exact)).toBeLessThan(1e-3);
          });
        });
      }),
    );
  });

  it("lie between 0 and 1 for one-hot tensors", () => {
    fc.assert(
      fc.property(pairs(score), (pair) => {
        const value = within(() => mean_iou(...tensorsOf(pair)));
        if (!Number.isNaN(value)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
