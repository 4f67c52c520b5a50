import { describe, expect, it } from "vitest";
import {
  argmaxLabels,
  binaryOverlap,
  confusionMatrix,
  dice_coeff,
  IoU_coeff,
  metrics_np,
  one_hot,
  type TensorLike,
} from "../../src/index.js";
import { float16ToFloat32 } from "../../src/reading/float16.js";
import { referenceCounter } from "../../src/counting/reference/referenceCounter.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import { COUNTERS } from "../helpers/counters.js";
import { awkwardScores, finiteScores, scoreTensor, toPlanes } from "../helpers/scores.js";

const PIXELS = 7 * 13;
const CLASS_COUNTS = [1, 2, 3, 4, 5, 21, 33];

describe.each(COUNTERS)("counts in both layouts, %s", (_, counter) => {
  it("are the same, whatever the type of the scores", () => {
    for (const numClasses of CLASS_COUNTS) {
      const sides = [
        awkwardScores(2 * PIXELS, numClasses, 1),
        awkwardScores(2 * PIXELS, numClasses, 2),
      ] as const;
      for (const type of [Float32Array, Float64Array, Int8Array, Uint8Array, Int32Array]) {
        const [t, p] = sides.map((side) => {
          const data = type.from(
            side.map((score) => (Number.isFinite(score) ? Math.min(Math.abs(score) * 9, 99) : 0)),
          );
          return [
            scoreTensor(data, 2, PIXELS, numClasses),
            scoreTensor(toPlanes(data, PIXELS, numClasses), 2, PIXELS, numClasses, "channelsFirst"),
          ] as const;
        }) as unknown as readonly [
          readonly [ReturnType<typeof scoreTensor>, ReturnType<typeof scoreTensor>],
          readonly [ReturnType<typeof scoreTensor>, ReturnType<typeof scoreTensor>],
        ];
        const wanted = referenceCounter.countOverlap(t[0], p[0]);
        expect(counter.countOverlap(t[0], p[0]), `${numClasses} last`).toEqual(wanted);
        expect(counter.countOverlap(t[1], p[1]), `${numClasses} first`).toEqual(wanted);
        expect(counter.argmaxLabels(t[1])).toEqual(referenceCounter.argmaxLabels(t[0]));
        const soft = counter.sumOverlap(t[1], p[1]);
        const softWanted = referenceCounter.sumOverlap(t[0], p[0]);
        soft.intersection.forEach((sum, i) => {
          const reference = softWanted.intersection[i] as number;
          expect(Math.abs(sum - reference)).toBeLessThanOrEqual(1e-12 * reference);
        });
      }
    }
  });

  it("follow the argmax rule on NaN, ties and zeros, channels first", () => {
    for (const numClasses of CLASS_COUNTS) {
      const scores = awkwardScores(500, numClasses, numClasses);
      const first = scoreTensor(toPlanes(scores, 500, numClasses), 1, 500, numClasses, "channelsFirst");
      const last = scoreTensor(scores, 1, 500, numClasses);
      expect(counter.argmaxLabels(first)).toEqual(referenceCounter.argmaxLabels(last));
    }
  });

  it("read float16 bits, every one of them", () => {
    const bits = Uint16Array.from({ length: 65536 }, (_bits, i) => i);
    const floats = float16ToFloat32(bits);
    for (const numClasses of [1, 2, 4]) {
      const sizes = [1, 65536 / numClasses, numClasses] as const;
      const half = { ...scoreTensor(bits, ...sizes), isFloat16: true };
      const single = scoreTensor(floats, ...sizes);
      expect(counter.argmaxLabels(half)).toEqual(referenceCounter.argmaxLabels(single));
      // Beside float64 scores, too.
      const double = scoreTensor(Float64Array.from(floats), ...sizes);
      expect(counter.countOverlap(half, double)).toEqual(referenceCounter.countOverlap(single, single));
    }
    const finite = bits.filter((half) => (half & 0x7c00) !== 0x7c00);
    const sizes = [1, finite.length / 2, 2] as const;
    const half = { ...scoreTensor(finite, ...sizes), isFloat16: true };
    const single = scoreTensor(float16ToFloat32(finite), ...sizes);
    const [got, wanted] = [counter.sumOverlap(half, half), referenceCounter.sumOverlap(single, single)];
    got.groundTruthArea.forEach((sum, c) => {
      expect(Math.abs(sum / (wanted.groundTruthArea[c] as number) - 1)).toBeLessThan(1e-12);
    });
  });

  it("count labels against scores, and scores against scores", () => {
    const random = seededRandom(3);
    for (const numClasses of [2, 5, 21, 300]) {
      const scores = awkwardScores(2 * PIXELS, numClasses, 4);
      const last = scoreTensor(scores, 2, PIXELS, numClasses);
      const first = scoreTensor(toPlanes(scores, PIXELS, numClasses), 2, PIXELS, numClasses, "channelsFirst");
      const labels = Array.from({ length: 2 * PIXELS }, () => Math.floor(random() * numClasses));
      const sizes = { batchSize: 2, pixelCount: PIXELS };
      for (const side of [
        Uint8Array.from(labels, (label) => label % 256),
        Uint16Array.from(labels),
        Int16Array.from(labels),
        Int32Array.from(labels),
        BigInt64Array.from(labels, BigInt),
        last,
      ]) {
        const wanted = referenceCounter.countLabels(side, last, sizes, numClasses, 1);
        expect(counter.countLabels(side, last, sizes, numClasses, 1)).toEqual(wanted);
        expect(counter.countLabels(side, first, sizes, numClasses, 1)).toEqual(wanted);
        expect(counter.countLabels(first, side, sizes, numClasses, undefined)).toEqual(
          referenceCounter.countLabels(last, side, sizes, numClasses, undefined),
        );
      }
    }
  });

  it("keep very many classes sparse, and 64-bit labels apart", () => {
    const random = seededRandom(5);
    for (const numClasses of [1025, 4096, 4097, 65536]) {
      const labels = Array.from({ length: 3000 }, () => Math.floor(random() ** 4 * numClasses));
      const other = labels.map((label, i) => (i % 3 === 0 ? (label + 1) % numClasses : label));
      const sizes = { batchSize: 1, pixelCount: labels.length };
      const wanted = referenceCounter.countLabels(
        Uint32Array.from(labels),
        Int32Array.from(other),
        sizes,
        numClasses,
        labels[0],
      );
      expect(wanted.cells === undefined).toBe(numClasses <= 4096);
      for (const t of [
        Uint16Array.from(labels),
        Int32Array.from(labels),
        BigInt64Array.from(labels, BigInt),
      ]) {
        for (const p of [Uint16Array.from(other), BigInt64Array.from(other, BigInt)]) {
          const got = counter.countLabels(t, p, sizes, numClasses, labels[0]);
          expect([got.ignoredCount, got.firstInvalidPixel]).toEqual([wanted.ignoredCount, -1]);
          expect(Buffer.from(got.counts.buffer).equals(Buffer.from(wanted.counts.buffer))).toBe(true);
          expect(got.cells).toEqual(wanted.cells);
        }
      }
    }
    for (const [label, ignoreIndex] of [
      [2n ** 40n, 2 ** 40],
      [-5n, -5],
      [255n, 255],
    ] as const) {
      const t = BigInt64Array.of(0n, label, 1n);
      const p = BigInt64Array.of(0n, 2n ** 50n, 1n);
      const sizes = { batchSize: 1, pixelCount: 3 };
      expect(counter.countLabels(t, p, sizes, 2, ignoreIndex)).toMatchObject({
        ignoredCount: 1,
        firstInvalidPixel: -1,
      });
      expect(counter.countLabels(t, t, sizes, 2, undefined).firstInvalidPixel).toBe(1);
      expect(
        counter.countLabels(
          BigInt64Array.of(2n ** 32n),
          BigInt64Array.of(0n),
          { batchSize: 1, pixelCount: 1 },
          2,
          -1,
        ).firstInvalidPixel,
      ).toBe(0);
      expect(
        counter.countLabels(
          BigInt64Array.of(-2n),
          BigInt64Array.of(0n),
          { batchSize: 1, pixelCount: 1 },
          2,
          -1,
        ).firstInvalidPixel,
      ).toBe(0);
    }
  });

  it("take a prediction of the ignored label for the class that it is, in every type", () => {
    const sizes = { batchSize: 1, pixelCount: 4 };
    const truth = [0, 1, 2, 1];
    const predicted = [2, 1, 0, 2];
    for (const numClasses of [3, 5000]) {
      const wanted = referenceCounter.countLabels(
        Uint16Array.from(truth),
        Uint16Array.from(predicted),
        sizes,
        numClasses,
        2,
      );
      expect(wanted).toMatchObject({ ignoredCount: 1, firstInvalidPixel: -1 });
      for (const t of [Uint8Array.from(truth), Int32Array.from(truth), BigInt64Array.from(truth, BigInt)]) {
        for (const p of [
          Uint8Array.from(predicted),
          Int32Array.from(predicted),
          BigInt64Array.from(predicted, BigInt),
        ]) {
          expect(counter.countLabels(t, p, sizes, numClasses, 2)).toEqual(wanted);
        }
      }
    }
  });

  it("overflow no table: more pairs than it has room for", () => {
    const length = 150_000;
    const t = Uint16Array.from({ length }, (_label, i) => i % 65536);
    const p = Uint16Array.from({ length }, (_label, i) => (i * 7) % 65536);
    const sizes = { batchSize: 1, pixelCount: length };
    const got = counter.countLabels(t, p, sizes, 65536, undefined);
    const wanted = referenceCounter.countLabels(t, p, sizes, 65536, undefined);
    expect(Buffer.from(got.counts.buffer).equals(Buffer.from(wanted.counts.buffer))).toBe(true);
    expect(
      Buffer.from((got.cells as Uint32Array).buffer).equals(
        Buffer.from((wanted.cells as Uint32Array).buffer),
      ),
    ).toBe(true);
  });

  it("equal the reference on binary masks, of bytes and of bits, padded rows included", () => {
    const random = seededRandom(9);
    for (const length of [...Array(70).keys()].slice(1).concat([4063, 4064, 4065, 9000])) {
      const t = Uint8Array.from({ length }, () => (random() < 0.5 ? 0 : Math.floor(random() * 256)));
      const p = Uint8Array.from({ length }, () => (random() < 0.3 ? 0 : 255));
      expect(counter.countBinary(t, p)).toEqual(referenceCounter.countBinary(t, p));
    }
    expect(counter.countBinary(new Uint8Array(9000).fill(1), new Uint8Array(9000).fill(255))).toEqual({
      intersection: 9000,
      groundTruthArea: 9000,
      predictionArea: 9000,
    });
    for (const width of [1, 7, 8, 9, 63, 64, 65, 71, 128, 130, 1000]) {
      for (const padding of [0, 1, 9]) {
        const rows = { width, height: 5, rowBytes: Math.ceil(width / 8) + padding };
        const bytes = (): Uint8Array =>
          Uint8Array.from({ length: rows.rowBytes * 5 }, () => Math.floor(random() * 256));
        const [t, p] = [bytes(), bytes()];
        expect(counter.countPacked(t, p, rows), `${width} + ${padding}`).toEqual(
          referenceCounter.countPacked(t, p, rows),
        );
      }
    }
  });
});

describe.each(BACKENDS)("the public functions in both layouts, %s", (name) => {
  it("agree", () => {
    withBackend(name, () => {
      const numClasses = 5;
      const t = finiteScores(2 * PIXELS * numClasses, 1);
      const p = finiteScores(2 * PIXELS * numClasses, 2);
      const shape = [2, 7, 13, numClasses];
      const last = [t, p].map((data): TensorLike => ({ data, shape })) as [TensorLike, TensorLike];
      const first = [t, p].map((data): TensorLike => ({
        data: toPlanes(data, PIXELS, numClasses),
        dims: [2, numClasses, 7, 13],
      })) as [TensorLike, TensorLike];
      const layout = "channelsFirst" as const;
      for (const metric_type of ["standard", "naive"] as const) {
        expect(metrics_np(...first, "iou", { metric_type, layout })).toBe(
          metrics_np(...last, "iou", metric_type),
        );
      }
      expect(metrics_np(...first, "dice", { metric_type: "soft", layout })).toBeCloseTo(
        metrics_np(...last, "dice", "soft"),
        12,
      );
      IoU_coeff(...first, { layout }).data.forEach((iou, i) => {
        expect(iou).toBeCloseTo(IoU_coeff(...last).data[i] as number, 12);
      });
      expect(dice_coeff(...first, { layout }).shape).toEqual([2, numClasses]);
      const labels = argmaxLabels(last[0]);
      expect(labels.shape).toEqual([2, 7, 13]);
      expect(labels.data).toBeInstanceOf(Uint8Array);
      expect(argmaxLabels(first[0], { layout })).toEqual(labels);
      expect(one_hot(first[0], { layout }).data).toEqual(toPlanes(one_hot(last[0]).data, PIXELS, numClasses));
      const matrix = confusionMatrix(labels.data, last[1]);
      expect(matrix.numClasses).toBe(numClasses);
      expect(confusionMatrix(first[0], first[1], { layout })).toEqual(matrix);
      expect(confusionMatrix(last[0], argmaxLabels(last[1]).data, { numClasses })).toEqual(matrix);
      // A label map counts as its one-hot, in metrics_np, too.
      const asLabels = { data: BigInt64Array.from(labels.data, BigInt), dims: labels.shape };
      for (const drop_last of [true, false]) {
        const wanted = metrics_np(...last, "dice", "standard", drop_last, true);
        expect(
          metrics_np(
            { data: labels.data, shape: labels.shape },
            last[1],
            "dice",
            "standard",
            drop_last,
            true,
          ),
        ).toEqual(wanted);
        expect(metrics_np(asLabels, first[1], "dice", { drop_last, mean_per_class: true, layout })).toEqual(
          wanted,
        );
      }
    });
  });

  it("score a single class given as labels", () => {
    withBackend(name, () => {
      const mask = { data: Uint8Array.of(1, 0, 1, 1), shape: [1, 2, 2] };
      const scores = { data: Float32Array.of(1, 1, -1, 3), shape: [1, 2, 2, 1] };
      expect(metrics_np(mask, scores, "iou")).toBe(2.001 / 4.001);
      expect(() => metrics_np({ data: Uint8Array.of(1, 0, 1, 7), shape: [1, 2, 2] }, scores, "iou")).toThrow(
        "label 7 at pixel 3 is outside 0..1",
      );
    });
  });

  it("names the pixel of a bad label against scores, in the second image", () => {
    withBackend(name, () => {
      const scores = { data: finiteScores(2 * 50 * 3, 1), shape: [2, 5, 10, 3] };
      const labels = new Int32Array(100);
      labels[77] = 3;
      expect(() => confusionMatrix(labels, scores)).toThrow(
        '"groundTruth" label 3 at pixel 77 is outside 0..2',
      );
      expect(() => confusionMatrix(scores, labels)).toThrow(
        '"prediction" label 3 at pixel 77 is outside 0..2',
      );
    });
  });

  it("overlap of binary masks, packed as NumPy packs them", () => {
    withBackend(name, () => {
      expect(binaryOverlap(Uint8Array.of(1, 1, 0, 7), Uint8Array.of(0, 255, 9, 1))).toEqual({
        intersection: 2,
        union: 4,
        groundTruthArea: 3,
        predictionArea: 3,
        pixelCount: 4,
      });
      // np.packbits([[1,0,1],[1,1,1]], axis=1) is [[160],[224]]; bits behind the third pixel are padding.
      expect(
        binaryOverlap(Uint8Array.of(160, 224), Uint8Array.of(0b01111111, 0b11011111), {
          bitPacked: true,
          width: 3,
          height: 2,
        }),
      ).toEqual({ intersection: 3, union: 6, groundTruthArea: 5, predictionArea: 4, pixelCount: 6 });
    });
  });
});
