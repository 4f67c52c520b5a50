import { Tensor } from "onnxruntime-common";
import { describe, expect, it } from "vitest";
import {
  dice_coeff,
  IoU_coeff,
  mean_class,
  mean_dice,
  mean_iou,
  metrics_np,
  one_hot,
  type TensorLike,
} from "../../../src/index.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";
import { awkwardScores, finiteScores } from "../../helpers/scores.js";
import { tf } from "../../helpers/tfjs.js";

/** Scores of a drawing: each letter is a pixel, a is class 0. */
function drawn(rows: readonly string[], numClasses: number): { data: Float32Array; shape: number[] } {
  const pixels = rows.join("");
  const data = new Float32Array(pixels.length * numClasses);
  pixels.split("").forEach((letter, pixel) => {
    data[pixel * numClasses + letter.charCodeAt(0) - 97] = 1;
  });
  return { data, shape: [1, rows.length, (rows[0] as string).length, numClasses] };
}

const TRUTH = drawn(["aabb", "aabb", "aacc"], 4);
const PREDICTION = drawn(["aaab", "aabb", "aabc"], 4);
// class a: I 6, T 6, P 7; b: I 3, T 4, P 4; c: I 1, T 2, P 1; d is nowhere
const S = 0.001;
const IOU = [(6 + S) / (7 + S), (3 + S) / (5 + S), (1 + S) / (2 + S)] as const;
const DICE = [(12 + S) / (13 + S), (6 + S) / (8 + S), (2 + S) / (3 + S)] as const;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value) / values.length;

describe.each(BACKENDS)("a drawing, %s", (name) => {
  it("scores as worked out by hand", () => {
    withBackend(name, () => {
      expect(metrics_np(TRUTH, PREDICTION, "iou")).toBeCloseTo(mean(IOU), 12);
      expect(metrics_np(TRUTH, PREDICTION, "dice")).toBeCloseTo(mean(DICE), 12);
      expect(mean_iou(TRUTH, PREDICTION)).toBe(metrics_np(TRUTH, PREDICTION, "iou"));
      expect(mean_dice(TRUTH, PREDICTION)).toBe(metrics_np(TRUTH, PREDICTION, "dice"));
      // d, absent, counts 1 in naive; drop_last leaves it out.
      expect(metrics_np(TRUTH, PREDICTION, "iou", "naive", false)).toBeCloseTo(mean([...IOU, 1]), 12);
      expect(metrics_np(TRUTH, PREDICTION, "iou", "naive", true)).toBeCloseTo(mean(IOU), 12);
      expect([...metrics_np(TRUTH, PREDICTION, "iou", "standard", true, true)]).toEqual(
        IOU.map((iou) => (iou + S) / (1 + S)),
      );
      expect([...metrics_np(TRUTH, PREDICTION, "iou", "naive", false, true)]).toEqual([...IOU, 1]);
      // One-hot tensors as they are: soft sums are the counts.
      expect(metrics_np(TRUTH, PREDICTION, "iou", "soft")).toBe(metrics_np(TRUTH, PREDICTION, "iou"));
    });
  });

  it("gives a batch x classes table", () => {
    withBackend(name, () => {
      expect(IoU_coeff(TRUTH, PREDICTION)).toEqual({ data: Float64Array.of(...IOU, 1), shape: [1, 4] });
      expect(dice_coeff(TRUTH, PREDICTION)).toEqual({ data: Float64Array.of(...DICE, 1), shape: [1, 4] });
    });
  });

  it("one_hot of what is one-hot is itself, whatever the scores' scale", () => {
    withBackend(name, () => {
      const scaled = { data: PREDICTION.data.map((score) => score * 3 - 7), shape: PREDICTION.shape };
      expect(one_hot(scaled)).toEqual(PREDICTION);
      expect(one_hot({ data: Float32Array.of(-1, 2, NaN, 0), shape: [2, 2, 1] })).toEqual({
        data: Float32Array.of(0, 1, 0, 0),
        shape: [2, 2, 1],
      });
    });
  });
});

describe("the fourth argument", () => {
  it("may be an object with the same three names", () => {
    for (const metric_type of ["standard", "soft", "naive"] as const) {
      for (const drop_last of [true, false]) {
        for (const mean_per_class of [true, false]) {
          expect(
            metrics_np(TRUTH, PREDICTION, "dice", { metric_type, drop_last, mean_per_class } as object),
          ).toEqual(metrics_np(TRUTH, PREDICTION, "dice", metric_type, drop_last, mean_per_class as true));
        }
      }
    }
    expect(metrics_np(TRUTH, PREDICTION, "iou", {})).toBe(metrics_np(TRUTH, PREDICTION, "iou"));
    expect(metrics_np(TRUTH, PREDICTION, "iou", undefined, false)).toBe(
      metrics_np(TRUTH, PREDICTION, "iou", { drop_last: false }),
    );
  });

  it("gives a Float64Array of one value a class where mean_per_class", () => {
    expect(metrics_np(TRUTH, PREDICTION, "iou", { mean_per_class: true })).toBeInstanceOf(Float64Array);
    expect(metrics_np(TRUTH, PREDICTION, "iou", { mean_per_class: true }).length).toBe(3);
    expect(metrics_np(TRUTH, PREDICTION, "iou", { mean_per_class: true, drop_last: false }).length).toBe(4);
  });
});

describe("forms of a tensor", () => {
  const numClasses = 5;
  const shape = [2, 3, 4, numClasses];
  const yTrue = finiteScores(2 * 12 * numClasses, 1);
  const yPred = finiteScores(2 * 12 * numClasses, 2);

  function allScores(t: TensorLike, p: TensorLike): unknown[] {
    return [
      metrics_np(t, p, "iou", "standard", false, true),
      metrics_np(t, p, "dice", "soft", false, true),
      metrics_np(t, p, "iou", "naive", true, false),
      IoU_coeff(t, p).data,
      one_hot(t).data,
    ];
  }

  const expected = allScores({ data: yTrue, shape }, { data: yPred, shape });

  it("reads data with dims", () => {
    expect(allScores({ data: yTrue, dims: shape }, { data: yPred, dims: shape })).toEqual(expected);
  });

  it("reads onnxruntime tensors", () => {
    expect(allScores(new Tensor("float32", yTrue, shape), new Tensor("float32", yPred, shape))).toEqual(
      expected,
    );
  });

  it("reads TensorFlow.js tensors", () => {
    const tensors = [tf.tensor(yTrue, shape), tf.tensor(yPred, shape)] as const;
    expect(allScores(...tensors)).toEqual(expected);
    tensors.forEach((tensor) => {
      tensor.dispose();
    });
  });

  it("counts height x width x classes as one image", () => {
    const half = yTrue.length / 2;
    const first = { data: yTrue.subarray(0, half), shape: shape.slice(1) };
    const second = { data: yPred.subarray(0, half), shape: shape.slice(1) };
    const asBatch = { data: second.data, shape: [1, ...shape.slice(1)] };
    expect(IoU_coeff(first, second).shape).toEqual([1, numClasses]);
    expect(metrics_np(first, asBatch, "iou")).toBe(metrics_np(first, second, "iou"));
    expect(one_hot(first).shape).toEqual(shape.slice(1));
  });

  it("reads a contiguous ndarray at its offset", () => {
    const data = new Float32Array(yTrue.length + 7);
    data.set(yTrue, 7);
    const stride = [60, 20, 5, 1];
    expect(allScores({ data, shape, stride, offset: 7 }, { data: yPred, shape, stride, offset: 0 })).toEqual(
      expected,
    );
  });

  it.each(BACKENDS)("gives the same result for every array type that holds the values, %s", (name) => {
    withBackend(name, () => {
      const integers = yTrue.map((score) => Math.abs(Math.round(score * 3)));
      const wanted = allScores({ data: integers, shape }, { data: yPred, shape });
      const types = [
        Float64Array,
        Int8Array,
        Uint8Array,
        Uint8ClampedArray,
        Int16Array,
        Uint16Array,
        Int32Array,
        Uint32Array,
      ] as const;
      for (const type of types) {
        expect(allScores({ data: type.from(integers), shape }, { data: yPred, shape }), type.name).toEqual(
          wanted,
        );
        expect(
          allScores({ data: integers, shape }, { data: Float64Array.from(yPred), shape }),
          type.name,
        ).toEqual(wanted);
      }
      const bigs = BigInt64Array.from(integers, (score) => BigInt(score));
      expect(allScores({ data: bigs, shape }, { data: yPred, shape })).toEqual(wanted);
    });
  });

  it("does not round float64 and 32-bit integer scores to float32", () => {
    const labels = (data: Float64Array | Int32Array | Uint32Array): number =>
      one_hot({ data, shape: [1, 1, 2] }).data.indexOf(1);
    expect(labels(Float64Array.of(0.1, 0.1 + 1e-16))).toBe(1);
    expect(labels(Int32Array.of(16777216, 16777217))).toBe(1);
    expect(labels(Uint32Array.of(4294967294, 4294967295))).toBe(1);
  });

  it("reads subarrays and shared memory wherever they begin", () => {
    for (let offset = 0; offset < 9; offset++) {
      const shared = new SharedArrayBuffer((yTrue.length + 9) * 4);
      const inShared = new Float32Array(shared, offset * 4, yTrue.length);
      inShared.set(yTrue);
      const padded = new Float32Array(yPred.length + 9);
      padded.set(yPred, offset);
      const view = padded.subarray(offset, offset + yPred.length);
      expect(allScores({ data: inShared, shape }, { data: view, shape })).toEqual(expected);
    }
  });

  it("reads bytes at odd addresses", () => {
    const bytes = new Uint8Array(yTrue.length + 3);
    bytes.set(
      yTrue.map((score) => Math.abs(Math.round(score * 9))),
      3,
    );
    const odd = bytes.subarray(3);
    expect(allScores({ data: odd, shape }, { data: yPred, shape })).toEqual(
      allScores({ data: odd.slice(), shape }, { data: yPred, shape }),
    );
  });

  it("leaves its inputs as they were", () => {
    const copies = [yTrue.slice(), yPred.slice()];
    allScores({ data: yTrue, shape }, { data: yPred, shape });
    expect([yTrue, yPred]).toEqual(copies);
  });
});

describe("mean_class", () => {
  const metric = { data: Float64Array.of(0.5, 1, 0.25, 0.75, 1, 0.5), shape: [2, 3] };
  const mask = { data: Uint8Array.of(1, 0, 1, 1, 0, 1), shape: [2, 3] };

  it("averages each class over its images, then the classes that are there", () => {
    expect(mean_class(mask, metric)).toBe(0.625);
    expect(mean_class(mask, metric, { drop_last: false })).toBe((0.625 + 0.375) / 2);
    expect(mean_class(mask, metric, { drop_last: false, naive: true })).toBeCloseTo(4 / 6, 15);
    expect([...mean_class(mask, metric, { mean_per_class: true })]).toEqual([1.251 / 2.001, 0.001 / 0.001]);
    expect([...mean_class(mask, metric, { mean_per_class: true, smooth: 0 })]).toEqual([1.25 / 2.001, 0]);
    expect([...mean_class(mask, metric, { mean_per_class: true, naive: true })]).toEqual([0.625, 1]);
  });

  it("is what metrics_np ends with", () => {
    const scores = IoU_coeff(TRUTH, PREDICTION);
    const present = { data: Uint8Array.of(1, 1, 1, 0), shape: [1, 4] };
    expect(mean_class(present, scores)).toBe(mean_iou(TRUTH, PREDICTION));
  });

  it("is NaN where nothing is present", () => {
    expect(mean_class({ data: new Uint8Array(6), shape: [2, 3] }, metric)).toBeNaN();
  });
});

describe("nothing present", () => {
  it("scores NaN, and 1 a class in naive and per class", () => {
    const empty = { data: new Float32Array(12), shape: [1, 3, 4, 1] };
    for (const name of BACKENDS) {
      withBackend(name, () => {
        expect(metrics_np(empty, empty, "iou")).toBeNaN();
        expect(metrics_np(empty, empty, "dice", "soft")).toBeNaN();
        expect(metrics_np(empty, empty, "dice", "naive")).toBe(1);
        expect([...metrics_np(empty, empty, "iou", "standard", true, true)]).toEqual([1]);
      });
    }
  });
});

describe("all backends", () => {
  it("agree to the last bit on hard metrics and to 1e-12 on soft sums, on awkward data", () => {
    for (const numClasses of [1, 2, 3, 4, 5, 8, 19, 21, 33]) {
      const shape = [2, 20, 50, numClasses];
      const tensor = (data: Float32Array): TensorLike => ({ data, shape });
      const awkward = [
        tensor(awkwardScores(2000, numClasses, 1)),
        tensor(awkwardScores(2000, numClasses, 2)),
      ] as const;
      const finite = [
        tensor(finiteScores(2000 * numClasses, 3)),
        tensor(finiteScores(2000 * numClasses, 4)),
      ] as const;
      const results = BACKENDS.map((name) =>
        withBackend(name, () => ({
          hard: [
            metrics_np(...awkward, "iou", "standard", false, true),
            metrics_np(...awkward, "dice", "naive", false, true),
          ],
          soft: [...IoU_coeff(...finite).data, ...dice_coeff(...finite).data],
        })),
      );
      for (const { hard, soft } of results) {
        expect(hard).toEqual(results[0]?.hard);
        soft.forEach((score, i) => {
          const wanted = results[0]?.soft[i] as number;
          expect(Math.abs(score - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted));
        });
      }
    }
  });
});
