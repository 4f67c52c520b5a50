import * as layers from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { confusionMatrix, dice, iou, SegmentationScorer } from "../../src/index.js";
import { type Batch, scoreModel, scoringCallback, segmentationMetrics } from "../../src/tfjs/index.js";
import { tf } from "../helpers/tfjs.js";

const [IMAGES, SIZE, CLASSES] = [6, 4, 3] as const;
const random = tf.randomUniform<tf.Rank.R4>([IMAGES, SIZE, SIZE, 1], 0, 1, "float32", 7);
const labels = Int32Array.from(random.dataSync(), (value, i) => (i % 11 === 0 ? 2 : Number(value > 0.5)));
const sparse = tf.tensor4d(labels, [IMAGES, SIZE, SIZE, 1], "float32");
const oneHot = tf.cast(
  tf.oneHot(tf.tensor3d(labels, [IMAGES, SIZE, SIZE], "int32"), CLASSES),
  "float32",
) as tf.Tensor4D;

function convModel(filters: number, seed = 3): layers.Sequential {
  const model = layers.sequential();
  model.add(
    layers.layers.conv2d({
      inputShape: [SIZE, SIZE, 1],
      filters,
      kernelSize: 1,
      activation: filters === 1 ? "sigmoid" : "softmax",
      kernelInitializer: layers.initializers.glorotUniform({ seed }),
    }),
  );
  return model;
}

const fitOptions = { epochs: 2, batchSize: 3, shuffle: false, verbose: 0 } as const;

type Score = (truth: Int32Array, predicted: Int32Array, options: { numClasses: number }) => number;

/** The score of a batch of 3 images by plain labels. */
function byHand(model: layers.Sequential, first: number, score: Score): number {
  const predicted = tf.tidy(() => tf.argMax(model.predict(random) as tf.Tensor4D, -1).dataSync());
  const [from, to] = [first * SIZE * SIZE, (first + 3) * SIZE * SIZE];
  return score(labels.slice(from, to), Int32Array.from(predicted.slice(from, to)), { numClasses: CLASSES });
}

describe("segmentationMetrics", () => {
  it.each([
    ["one-hot", oneHot, "categoricalCrossentropy"],
    ["sparse", sparse, "sparseCategoricalCrossentropy"],
  ] as const)("are logged by model.fit under their names, %s", async (_, ys, loss) => {
    const model = convModel(CLASSES);
    const { meanIoU, meanDice, pixelAccuracy } = segmentationMetrics(tf, { numClasses: CLASSES });
    // Without learning, every epoch's value is the mean of the batches' scores.
    const optimizer = tf.train.sgd(0);
    model.compile({ optimizer, loss, metrics: [meanIoU, meanDice, pixelAccuracy] });
    const { history } = await model.fit(random, ys, { ...fitOptions, validationData: [random, ys] });
    for (const [name, score] of [
      ["meanIoU", iou],
      ["meanDice", dice],
    ] as const) {
      const wanted = (byHand(model, 0, score) + byHand(model, 3, score)) / 2;
      expect(history[name]).toHaveLength(2);
      for (const value of history[name] as number[]) expect(value).toBeCloseTo(wanted, 5);
      for (const value of history[`val_${name}`] as number[]) expect(value).toBeCloseTo(wanted, 5);
    }
    const [, ...evaluated] = model.evaluate(random, ys, { batchSize: IMAGES }) as tf.Scalar[];
    const matrix = confusionMatrix(labels, model.predict(random) as tf.Tensor4D, { numClasses: CLASSES });
    const right = [0, 1, 2].reduce((sum, c) => sum + (matrix.counts[c * 4] as number), 0);
    expect(evaluated[2]?.dataSync()[0]).toBeCloseTo(right / labels.length, 6);
  });

  it("take learning models, and leave no tensor behind", async () => {
    const model = convModel(CLASSES);
    const { meanIoU } = segmentationMetrics(tf, { numClasses: CLASSES, ignoreIndex: 2 });
    model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy", metrics: [meanIoU] });
    await model.fit(random, oneHot, fitOptions);
    const before = tf.memory().numTensors;
    await model.fit(random, oneHot, fitOptions);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("threshold models of one number a pixel, at 0.5 or as told", () => {
    const yTrue = tf.tensor4d([0, 1, 1, 0], [1, 2, 2, 1]);
    const yPred = tf.tensor4d([0.4, 0.5, 0.2, 0.9], [1, 2, 2, 1]);
    const at = (threshold?: number): number | undefined =>
      segmentationMetrics(tf, { numClasses: 2, threshold }).meanIoU(yTrue, yPred).dataSync()[0];
    expect(at()).toBeCloseTo(1 / 3, 6);
    expect(at(0.95)).toBeCloseTo(0.25, 6);
    expect(() => segmentationMetrics(tf, { numClasses: 3 }).meanIoU(yTrue, yPred)).toThrow(
      '"yPred.shape" expected batch x height x width x 3, got 1 x 2 x 2 x 1',
    );
  });

  it("name the element of a NaN rather than take it for background", () => {
    const yTrue = tf.tensor4d([0, 1, 1, 0], [1, 2, 2, 1]);
    const yPred = tf.tensor4d([0.4, NaN, 0.2, 0.9], [1, 2, 2, 1]);
    expect(() => segmentationMetrics(tf, { numClasses: 2 }).meanIoU(yTrue, yPred)).toThrow(
      '"yPred" expected numbers to compare with threshold, got NaN at element 1',
    );
  });

  it("refuse shapes that do not fit, and labels that are none", () => {
    const { meanIoU } = segmentationMetrics(tf, { numClasses: CLASSES });
    const scores = tf.zeros([1, 2, 2, 3]);
    expect(() => meanIoU(tf.zeros([1, 2, 3]), scores)).toThrow(
      '"yTrue.shape" expected 1 x 2 x 2 x 3 (one-hot)',
    );
    expect(() => meanIoU(tf.fill([1, 2, 2], 0.5), scores)).toThrow("whole numbers, got 0.5 at element 0");
    expect(() => segmentationMetrics(tf, { numClasses: 0 })).toThrow('"numClasses" expected');
    expect(() => segmentationMetrics(tf, { classes: 3 } as never)).toThrow("unknown option");
  });
});

describe("scoreModel and scoringCallback", () => {
  const slice = (first: number, size: number): Batch => ({
    xs: tf.slice(random, [first, 0, 0, 0], [size, SIZE, SIZE, 1]),
    ys: tf.slice(sparse, [first, 0, 0, 0], [size, SIZE, SIZE, 1]),
  });
  const batches = [slice(0, 4), slice(4, 2)];

  async function* once(): AsyncGenerator<Batch> {
    for (const batch of batches) yield await Promise.resolve(batch);
  }

  /** A tf.data.Dataset, as far as it is read; its batches are nobody else's. */
  const tfDataset = {
    iterator: () => {
      const rest = [slice(0, 4), slice(4, 2)];
      return Promise.resolve({
        next: () => {
          const value = rest.shift();
          return Promise.resolve({ value, done: value === undefined });
        },
      });
    },
  };

  it("count every image, from arrays, generators and datasets, and dispose of what they make", async () => {
    const model = convModel(CLASSES);
    const predicted = model.predict(random) as tf.Tensor4D;
    const wanted = confusionMatrix(labels, predicted, { numClasses: CLASSES });
    for (const dataset of [batches, once(), tfDataset, [{ xs: random, ys: oneHot }]]) {
      const before = tf.memory().numTensors;
      const scorer = await scoreModel(model, dataset, new SegmentationScorer({ numClasses: CLASSES }));
      expect(tf.memory().numTensors).toBe(before);
      expect(scorer.imageCount).toBe(IMAGES);
      expect(scorer.confusionMatrix().counts).toEqual(wanted.counts);
    }
  });

  it("write the exact scores of each epoch into the history", async () => {
    const model = convModel(CLASSES);
    const { meanIoU } = segmentationMetrics(tf, { numClasses: CLASSES });
    model.compile({ optimizer: tf.train.sgd(0.5), loss: "categoricalCrossentropy", metrics: [meanIoU] });
    const epochs: number[] = [];
    const callback = scoringCallback({
      model,
      dataset: once,
      numClasses: CLASSES,
      classNames: ["a", "b", "c"],
      onScores: (scorer, epoch) => {
        epochs.push(epoch, scorer.imageCount);
      },
    });
    const { history } = await model.fit(random, oneHot, {
      ...fitOptions,
      callbacks: callback,
      validationData: [random, oneHot],
    });
    expect(epochs).toEqual([0, IMAGES, 1, IMAGES]);
    const predicted = model.predict(random) as tf.Tensor4D;
    const options = { numClasses: CLASSES };
    expect(history.val_meanIoU?.[1]).toBe(iou(labels, predicted, options));
    expect(history.val_meanDice?.[1]).toBe(dice(labels, predicted, options));
    expect(history.val_pixelAccuracy).toHaveLength(2);
    const named = scoringCallback({ model, dataset: batches, prefix: "test_", ...options });
    const logs: Record<string, number> = {};
    await named.onEpochEnd(0, logs);
    expect(Object.keys(logs)).toEqual(["test_meanIoU", "test_meanDice", "test_pixelAccuracy"]);
  });

  it("score models of one number a pixel", async () => {
    const binary = tf.cast(tf.greater(sparse, 0), "float32");
    const model = convModel(1);
    const options = { numClasses: 2 };
    const scorer = await scoreModel(model, [{ xs: random, ys: binary }], new SegmentationScorer(options));
    const predicted = (model.predict(random) as tf.Tensor4D).dataSync();
    const mask = Uint8Array.from(predicted, (value) => Number(value >= 0.5));
    const truth = Uint8Array.from(binary.dataSync());
    expect(scorer.confusionMatrix()).toEqual(confusionMatrix(truth, mask, options));
  });

  it("leave one number a pixel to the threshold of a scorer that has one", async () => {
    const yPred = tf.tensor4d([0.4, 0.5, 0.2, 0.9], [1, 2, 2, 1]);
    const ys = tf.tensor4d([0, 1, 0, 1], [1, 2, 2, 1]);
    const model = { predict: () => yPred.clone() };
    const scorer = new SegmentationScorer({ numClasses: 2, threshold: 0.5 });
    await scoreModel(model, [{ xs: undefined, ys }], scorer);
    expect([...scorer.confusionMatrix().counts]).toEqual([2, 0, 1, 1]);
    await expect(scoreModel(model, [{ xs: undefined, ys }], scorer, { threshold: 0.3 })).rejects.toThrow(
      '"threshold" expected none, as the scorer has its own, got 0.3',
    );
  });

  it("say what is wrong", async () => {
    const model = convModel(CLASSES);
    const scorer = new SegmentationScorer({ numClasses: CLASSES });
    const score = (dataset: unknown, of: unknown = model): Promise<unknown> =>
      scoreModel(of as typeof model, dataset as Batch[], scorer);
    await expect(score(7)).rejects.toThrow('"dataset" expected batches { xs, ys }');
    await expect(score({})).rejects.toThrow('"dataset" expected an iterable or a tf.data.Dataset');
    await expect(score([{ xs: random }])).rejects.toThrow(
      '"dataset" expected batches { xs, ys }, got an object',
    );
    await expect(score(batches, { predict: () => [] })).rejects.toThrow("model.predict(xs)[0]");
    await expect(scoreModel(model, batches, {} as never)).rejects.toThrow(
      '"scorer" expected a SegmentationScorer',
    );
    await expect(scoreModel(model, batches, scorer, { threshold: "0.5" } as never)).rejects.toThrow(
      TypeError,
    );
    const used = once();
    const callback = scoringCallback({ model, dataset: used, numClasses: CLASSES });
    await callback.onEpochEnd(0);
    await expect(callback.onEpochEnd(1)).rejects.toThrow("pass a function that makes it anew");
    expect(() => scoringCallback({ model, dataset: batches, numClasses: 0 })).toThrow('"numClasses"');
    expect(() => scoringCallback(null as never)).toThrow('"options"');
  });
});
