import { Tensor } from "onnxruntime-common";
import { describe, expect, it } from "vitest";
import { confusionMatrix, dice, iou, type LabelsOrScores, loadTensor, mean_iou } from "../../src/index.js";
import { createScoringPool } from "../../src/pool/index.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import { toPlanes } from "../helpers/scores.js";
import { tf } from "../helpers/tfjs.js";
import {
  BATCH,
  CLASSES,
  counted,
  HEIGHT,
  IGNORE,
  IMAGES,
  ONE,
  PIXELS,
  PLANES,
  PREDICTION,
  PREDICTION_ONE,
  SCORES,
  TRUTH,
  TRUTH_ONE,
  WIDTH,
} from "./masks.js";

type Axes = [batch: number, height: number, width: number, classes: number];

const big = (labels: Uint8Array): BigInt64Array => BigInt64Array.from(labels, BigInt);
/** float32 numbers that float16 has, too, as its bits. */
const HALVES: Readonly<Record<number, number>> = { 0: 0, 0.5: 0x3800, 1: 0x3c00, 2: 0x4000 };
const halfPlanes = Uint16Array.from(PLANES, (score) => HALVES[Math.floor(score * 2) / 2] as number);

/** transformers.js' Tensor: a proxy around onnxruntime's, with methods of NumPy's names. */
function transformersTensor(inner: Tensor): LabelsOrScores {
  const wrapper = {
    ort_tensor: inner,
    get dims() {
      return inner.dims;
    },
    get type() {
      return inner.type;
    },
    get data() {
      return inner.data;
    },
    get location() {
      return inner.location;
    },
    stride: () => [1],
  };
  return new Proxy(wrapper, {});
}

describe.each(BACKENDS)("the same masks count the same, %s", (name) => {
  const count: typeof counted = (...sides) => withBackend(name, () => counted(...sides));

  it.each([
    ["[B, H, W] of int64", new Tensor("int64", big(PREDICTION), [IMAGES, HEIGHT, WIDTH])],
    ["[B, 1, H, W] of int64", new Tensor("int64", big(PREDICTION), [IMAGES, 1, HEIGHT, WIDTH])],
    ["[B, H, W, 1] of int64", new Tensor("int64", big(PREDICTION), [IMAGES, HEIGHT, WIDTH, 1])],
    ["[B, H, W] of uint8", new Tensor("uint8", PREDICTION, [IMAGES, HEIGHT, WIDTH])],
    ["[B, H, W] of int32", new Tensor("int32", Int32Array.from(PREDICTION), [IMAGES, HEIGHT, WIDTH])],
    ["TensorFlow.js int32", tf.tensor3d(Int32Array.from(PREDICTION), [IMAGES, HEIGHT, WIDTH], "int32")],
  ])("batch of labels, onnxruntime and TensorFlow.js: %s", (_, prediction) => {
    for (const layout of ["channelsLast", "channelsFirst"] as const) {
      expect(count(TRUTH, prediction as LabelsOrScores, layout)).toEqual({ matrix: BATCH, images: IMAGES });
      const truth = new Tensor(
        "int64",
        big(TRUTH),
        "dims" in prediction ? prediction.dims : prediction.shape,
      );
      expect(count(truth, prediction as LabelsOrScores, layout)).toEqual({ matrix: BATCH, images: IMAGES });
    }
  });

  it.each([
    [[HEIGHT, WIDTH]],
    [[1, HEIGHT, WIDTH]],
    [[1, 1, HEIGHT, WIDTH]],
    [[HEIGHT, WIDTH, 1]],
    [[1, HEIGHT, WIDTH, 1]],
    [[PIXELS]],
  ])("one image of labels, %j", (dims) => {
    const tensors = [
      new Tensor("int64", big(PREDICTION_ONE), dims),
      transformersTensor(new Tensor("int64", big(PREDICTION_ONE), dims)),
      tf.tensor(Int32Array.from(PREDICTION_ONE), dims, "int32"),
    ] as LabelsOrScores[];
    for (const prediction of tensors) {
      for (const layout of ["channelsLast", "channelsFirst"] as const) {
        expect(count(TRUTH_ONE, prediction, layout)).toEqual({ matrix: ONE, images: 1 });
        expect(count(new Tensor("int64", big(TRUTH_ONE), dims), prediction, layout)).toEqual({
          matrix: ONE,
          images: 1,
        });
      }
    }
  });

  it("scores of floats, channels first and last, beside labels of any form", () => {
    const planes = [IMAGES, CLASSES, HEIGHT, WIDTH];
    const last = [IMAGES, HEIGHT, WIDTH, CLASSES];
    const sides = [
      [new Tensor("float32", PLANES, planes), "channelsFirst"],
      [transformersTensor(new Tensor("float32", PLANES, planes)), "channelsFirst"],
      [new Tensor("float16", halfPlanes, planes), "channelsFirst"],
      [new Tensor("float32", SCORES, last), "channelsLast"],
      [tf.tensor4d(SCORES, last as [number, number, number, number]), "channelsLast"],
    ] as [LabelsOrScores, "channelsFirst" | "channelsLast"][];
    const truths = [
      TRUTH,
      new Tensor("int64", big(TRUTH), [IMAGES, HEIGHT, WIDTH]),
      tf.tensor3d(Int32Array.from(TRUTH), [IMAGES, HEIGHT, WIDTH], "int32"),
    ] as LabelsOrScores[];
    for (const [prediction, layout] of sides) {
      for (const truth of truths) {
        expect(count(truth, prediction, layout)).toEqual({ matrix: BATCH, images: IMAGES });
      }
    }
  });

  it("one-hot integers against labels and floats", () => {
    const hot = Uint8Array.from(SCORES, (score) => (score === 2 ? 1 : 0));
    const last = new Tensor("uint8", hot, [IMAGES, HEIGHT, WIDTH, CLASSES]) as LabelsOrScores;
    const bool = tf.tensor4d(hot, [IMAGES, HEIGHT, WIDTH, CLASSES], "bool");
    for (const prediction of [last, bool]) {
      expect(count(TRUTH, prediction)).toEqual({ matrix: BATCH, images: IMAGES });
      const truth = { data: TRUTH, shape: [IMAGES, HEIGHT, WIDTH] };
      expect(count(truth, prediction)).toEqual({ matrix: BATCH, images: IMAGES });
      const diagonal = withBackend(name, () => confusionMatrix(prediction, prediction, { numClasses: 4 }));
      expect(diagonal.counts.filter((_, i) => i % 5 !== 0)).toEqual(new Float64Array(12));
    }
  });

  it("bool masks, of both libraries", () => {
    const mask = PREDICTION_ONE.map((label) => Number(label > 1));
    const truth = PREDICTION_ONE.map((label) => Number(label > 2));
    const wanted = confusionMatrix(truth, mask, { numClasses: 2 });
    for (const prediction of [
      new Tensor("bool", mask, [HEIGHT, WIDTH]),
      new Tensor("bool", mask, [1, 1, HEIGHT, WIDTH]),
      tf.tensor2d(mask, [HEIGHT, WIDTH], "bool"),
    ] as LabelsOrScores[]) {
      const layout = "channelsFirst" as const;
      expect(withBackend(name, () => confusionMatrix(truth, prediction, { numClasses: 2, layout }))).toEqual(
        wanted,
      );
    }
  });
});

it("iou, dice and a pool take them, too", async () => {
  const options = { numClasses: CLASSES, ignoreIndex: IGNORE };
  const prediction = new Tensor("int64", big(PREDICTION), [IMAGES, HEIGHT, WIDTH]) as LabelsOrScores;
  expect(iou(TRUTH, prediction, options)).toBe(iou(TRUTH, PREDICTION, options));
  expect(dice(TRUTH, prediction, options)).toBe(dice(TRUTH, PREDICTION, options));
  const pool = createScoringPool({
    threads: 1,
    workerUrl: new URL("../../dist/pool/worker.js", import.meta.url),
  });
  try {
    expect(await pool.confusionMatrix(TRUTH, prediction, options)).toEqual(BATCH);
  } finally {
    await pool.close();
  }
});

describe("labels told from scores", () => {
  const ints = (shape: number[], value = 0): LabelsOrScores => ({
    data: new Uint8Array(shape.reduce((product, size) => product * size, 1)).fill(value),
    shape,
  });

  it("floats are never labels", () => {
    expect(() => confusionMatrix(new Uint8Array(6), { data: new Float32Array(6), shape: [2, 3] })).toThrow(
      '"prediction.shape" expected batch x height x width x classes',
    );
  });

  it("one float a pixel is no label of many classes, which cutting it at 0 would lose", () => {
    const floats = { data: Float32Array.of(0, 1, 2), shape: [1, 3, 1] };
    for (const sides of [
      [Uint8Array.of(0, 1, 2), floats],
      [floats, Uint8Array.of(0, 1, 2)],
    ] as [LabelsOrScores, LabelsOrScores][]) {
      expect(() => confusionMatrix(...sides, { numClasses: 3 })).toThrow(
        /expected 3 scores a pixel, or labels, got one float a pixel; labels are passed as integers/,
      );
    }
    expect([...confusionMatrix(Uint8Array.of(0, 1, 1), floats, { threshold: 0 }).counts]).toEqual([
      1, 0, 0, 2,
    ]);
  });

  it("two integer tensors need numClasses, and values that agree with it", () => {
    const labels = ints([2, 3, 4], 3);
    expect(() => confusionMatrix(labels, labels)).toThrow(
      '"numClasses" expected a number, which tells labels from one-hot scores, got integers of 2 x 3 x 4 and none',
    );
    expect(confusionMatrix(labels, labels, { numClasses: 5 }).counts[3 * 5 + 3]).toBe(24);
    // The class axis is as long as there are classes: even one-hot values may be rows of labels.
    expect(() => confusionMatrix(labels, labels, { numClasses: 4 })).toThrow("could be either");
    const hot = { data: Uint8Array.from({ length: 24 }, (_, i) => Number(i % 4 === 1)), shape: [2, 3, 4] };
    for (const numClasses of [3, 4]) {
      expect(() => confusionMatrix(hot, hot, { numClasses })).toThrow(
        "got integers of 2 x 3 x 4 that could be either; pass labels as height x width or a bare array",
      );
      const floats = { ...hot, data: Float32Array.from(hot.data) };
      if (numClasses === 4) expect(confusionMatrix(hot, floats, { numClasses }).counts[5]).toBe(6);
    }
    const batch = { ...hot, shape: [1, 2, 3, 4] };
    expect(confusionMatrix(batch, batch, { numClasses: 4 }).counts[5]).toBe(6);
    expect(() => confusionMatrix(batch, batch, { numClasses: 3 })).toThrow("could be either");
    expect(() => confusionMatrix(ints([1, 2, 3, 4], 3), batch, { numClasses: 3 })).toThrow("could be either");
    const square = { data: Int32Array.of(0, 1, 1, 0), shape: [1, 2, 2] };
    expect(() => confusionMatrix(square, square, { numClasses: 2 })).toThrow("could be either");
    expect(confusionMatrix(square.data, square, { numClasses: 2 }).counts).toEqual(
      Float64Array.of(2, 0, 0, 2),
    );
    const planes = {
      data: Uint8Array.from({ length: 24 }, (_, i) => Number(i % 12 >= 6)),
      shape: [2, 2, 2, 3],
    };
    const layout = "channelsFirst" as const;
    expect(confusionMatrix(planes, planes, { numClasses: 2, layout }).counts).toEqual(
      Float64Array.of(0, 0, 0, 12),
    );
  });

  it("integers of other sizes than the other side's are refused", () => {
    expect(() => confusionMatrix(new Uint8Array(5), ints([2, 3, 4]), { numClasses: 4 })).toThrow(
      '"prediction" expected 5 pixels, as many as groundTruth, as labels or with a class axis, got integers of 2 x 3 x 4',
    );
    expect(() => confusionMatrix(ints([2, 3, 4]), new Uint8Array(5), { numClasses: 4 })).toThrow(
      '"groundTruth" expected 5 pixels, as many as prediction',
    );
    expect(() => confusionMatrix(ints([2, 3, 4]), ints([5, 3, 4]), { numClasses: 9 })).toThrow(
      '"prediction" expected 24 pixels, as many as groundTruth, got 60',
    );
  });

  it("labels beside one-hot scores, both integers, need no numClasses", () => {
    const hot = { data: Uint8Array.from({ length: 24 }, (_, i) => Number(i % 4 === 1)), shape: [1, 2, 3, 4] };
    expect(confusionMatrix(ints([1, 2, 3], 1), hot).counts[5]).toBe(6);
    expect(confusionMatrix(hot, ints([1, 2, 3], 1)).counts[5]).toBe(6);
  });

  it("one value a pixel is a label, never cut to 0 and 1", () => {
    const prediction = { data: Int32Array.of(0, 1, 5, 1), dims: [1, 1, 2, 2] };
    const layout = "channelsFirst" as const;
    expect(() => confusionMatrix(Uint8Array.of(0, 1, 1, 1), prediction, { layout })).toThrow(
      '"prediction" label 5 at pixel 2 is outside 0..1; pass numClasses: 6',
    );
    const scores = { data: new Float32Array(24).map((_, i) => Number(i >= 20)), dims: [1, 6, 2, 2] };
    expect(confusionMatrix(scores, prediction, { layout }).counts[5 * 6 + 5]).toBe(1);
  });

  it("fit scores of the same images, however many axes are one long", () => {
    for (const layout of ["channelsLast", "channelsFirst"] as const) {
      for (let form = 0; form < 3 ** 4; form++) {
        const [B, H, W, N] = [27, 9, 3, 1].map((step) => 1 + (Math.floor(form / step) % 3)) as Axes;
        const labels = Uint8Array.from({ length: B * H * W }, (_, i) => (i * 7) % Math.max(N, 2));
        const last = Float32Array.from({ length: B * H * W * N }, (_, i) => (i * 5) % 7);
        const isLast = layout === "channelsLast";
        const scores = {
          data: isLast ? last : toPlanes(last, H * W, N),
          shape: isLast ? [B, H, W, N] : [B, N, H, W],
        };
        const options = { numClasses: Math.max(N, 2), layout, threshold: N === 1 ? 0 : undefined };
        const wanted = confusionMatrix(labels, scores, options).counts;
        const shapes = [[B, H, W], isLast ? [B, H, W, 1] : [B, 1, H, W], ...(B === 1 ? [[H, W]] : [])];
        for (const shape of shapes) {
          const name = `${shape.join(" x ")} beside ${scores.shape.join(" x ")}, ${layout}`;
          const tensor = { data: labels, shape };
          expect(confusionMatrix(tensor, scores, options).counts, name).toEqual(wanted);
          const turned = confusionMatrix(scores, tensor, options).counts;
          expect(turned, name).toEqual(confusionMatrix(scores, labels, options).counts);
        }
      }
    }
  });

  it("transposed masks and batches cut elsewhere are refused", () => {
    expect(() => confusionMatrix(ints([4, 6]), ints([6, 4]), { numClasses: 2 })).toThrow(
      '"prediction" expected 4 x 6 pixels (height x width), as groundTruth has, got 6 x 4; transpose or reshape it',
    );
    expect(() => confusionMatrix(ints([2, 3, 4]), ints([3, 8]), { numClasses: 2 })).toThrow(
      '"prediction" expected 2 images, as groundTruth has, got 1',
    );
    expect(confusionMatrix(ints([24]), ints([6, 4]), { numClasses: 2 }).counts[0]).toBe(24);
    expect(confusionMatrix(ints([1, 24]), ints([6, 4]), { numClasses: 2 }).counts[0]).toBe(24);
  });

  it("five dimensions, none, and unsigned 64-bit labels are refused", () => {
    expect(() => confusionMatrix(ints([1, 1, 1, 2, 2]), new Uint8Array(4), { numClasses: 2 })).toThrow(
      '"groundTruth.shape" expected height x width',
    );
    expect(() => confusionMatrix(ints([]), new Uint8Array(1), { numClasses: 2 })).toThrow("no dimensions");
    const unsigned = { data: new BigUint64Array(4), shape: [2, 2] };
    expect(() => confusionMatrix(unsigned, new Uint8Array(4), { numClasses: 2 })).toThrow(
      '"groundTruth.data" expected labels in a',
    );
  });
});

describe("loadTensor", () => {
  const onGpu = (data: Float32Array, dims: number[]): Tensor =>
    Tensor.fromGpuBuffer({} as never, {
      dataType: "float32",
      dims,
      download: () => Promise.resolve(data),
    });

  it("fetches onnxruntime's tensors from a GPU; unfetched, they are refused with the cure", async () => {
    const dims = [IMAGES, CLASSES, HEIGHT, WIDTH];
    const tensor = onGpu(PLANES, dims);
    expect(() => confusionMatrix(TRUTH, tensor as never, { numClasses: 4 })).toThrow(
      "pass await loadTensor(tensor)",
    );
    const loaded = await loadTensor(transformersTensor(tensor) as never);
    expect(loaded).toEqual({ data: PLANES, shape: dims, type: "float32" });
    expect(counted(TRUTH, loaded, "channelsFirst").matrix).toEqual(BATCH);
  });

  it("fetches TensorFlow.js' tensors, and keeps float16 apart", async () => {
    const tensor = tf.tensor2d(Int32Array.from(PREDICTION_ONE), [HEIGHT, WIDTH], "int32");
    const loaded = await loadTensor(tensor);
    expect(loaded).toMatchObject({ shape: [HEIGHT, WIDTH], type: "int32" });
    expect(counted(TRUTH_ONE, loaded).matrix).toEqual(ONE);
    const half = await loadTensor(new Tensor("float16", halfPlanes, [IMAGES, CLASSES, HEIGHT, WIDTH]));
    expect(half.type).toBe("float16");
    expect(counted(TRUTH, half, "channelsFirst").matrix).toEqual(BATCH);
    expect((await loadTensor({ data: [1, 2], shape: [2] })).data).toEqual(Int32Array.of(1, 2));
  });

  it("rejects what cannot be fetched", async () => {
    const disposed = tf.tensor1d([1]);
    disposed.dispose();
    await expect(loadTensor(disposed)).rejects.toThrow('"tensor" expected a live tensor');
    await expect(loadTensor(null as never)).rejects.toThrow(TypeError);
    const lost = { dims: [1], getData: () => Promise.reject(new Error("device lost")) };
    await expect(loadTensor(lost)).rejects.toThrow("an error from its getData(): device lost");
    const short = { dims: [4], getData: () => Promise.resolve(new Float32Array(3)) };
    await expect(loadTensor(short)).rejects.toThrow('"tensor.data" expected 4 values (4), got 3');
  });
});

it("the tutorial's functions take tensors of labels, too", () => {
  const truth = tf.tensor3d(Int32Array.from(PREDICTION), [IMAGES, HEIGHT, WIDTH], "int32");
  expect(mean_iou(truth, { data: SCORES, shape: [IMAGES, HEIGHT, WIDTH, CLASSES] })).toBe(1);
});
