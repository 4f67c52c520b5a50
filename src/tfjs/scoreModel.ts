import { contradiction, wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { SegmentationScorer } from "../scorers/segmentationScorer.js";
import { readOptions } from "../reading/options.js";
import { readBatch, readThreshold, type TfTensor } from "./batch.js";

/** A batch: inputs of the model, and the truth, one-hot or sparse. */
export interface Batch {
  readonly xs: unknown;
  readonly ys: unknown;
}

/** Batches: an array, any iterable, an async iterable, or a tf.data.Dataset that was batched. */
export type BatchSource =
  | Iterable<Batch>
  | AsyncIterable<Batch>
  | { iterator(): Promise<{ next(): Promise<{ readonly value: unknown; readonly done?: boolean }> }> };

/** A model, as far as it is used: predict() of one output. */
export interface Predictor {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a LayersModel takes tensors of its own type only
  predict(xs: any): unknown;
}

export interface ScoreOptions {
  /**
   * For models of one number a pixel: foreground from here on, as in Keras' BinaryIoU; default 0.5, for logits pass 0. A scorer
   * with a threshold of its own (foreground is what is greater) takes that.
   */
  readonly threshold?: number | undefined;
}

/**
 * Runs a model over batches and counts its predictions, image by image: one batch is in memory at a time. Predictions are
 * disposed of, as are the batches of a tf.data.Dataset, which nobody else holds; other batches stay the caller's.
 *
 * @param model a LayersModel, or anything with predict(); scores channels last, [B, H, W, N], or [B, H, W, 1] with 2 classes
 * @param dataset batches { xs, ys }; ys one-hot, or sparse labels
 * @param scorer counts; its numClasses and ignoreIndex hold
 * @returns the scorer
 * @throws {TypeError | RangeError} (rejects) an argument is of the wrong kind, or shapes do not fit; earlier batches are counted then
 * @example (await scoreModel(model, batches, new SegmentationScorer({ numClasses: 21 }))).compute().meanIou
 */
export async function scoreModel(
  model: Predictor,
  dataset: BatchSource,
  scorer: SegmentationScorer,
  options: ScoreOptions = {},
): Promise<SegmentationScorer> {
  if (!(scorer instanceof SegmentationScorer)) {
    throw wrongType("scorer", "a SegmentationScorer", describe(scorer));
  }
  const { threshold: given } = readOptions(options, ["threshold"], "options");
  if (given !== undefined && scorer.settings.threshold !== null) {
    throw contradiction("threshold", "none, as the scorer has its own", describe(given));
  }
  const threshold = scorer.settings.threshold === null ? readThreshold(given) : undefined;
  for await (const { xs, ys } of batchesOf(dataset)) {
    const predicted = model.predict(xs);
    try {
      const [truth, prediction] = [asTensor(ys, "ys"), asTensor(predicted, "predict()")];
      const [yTrue, yPred] = await Promise.all([truth.data(), prediction.data()]);
      scorer.update(
        ...readBatch(
          { data: yTrue, shape: truth.shape },
          { data: yPred, shape: prediction.shape },
          scorer.settings.numClasses,
          threshold,
        ),
      );
    } finally {
      disposeAll(predicted);
    }
  }
  return scorer;
}

async function* batchesOf(dataset: BatchSource): AsyncGenerator<Batch> {
  requireObject(dataset, "dataset", "batches { xs, ys }: an iterable or a tf.data.Dataset");
  if (Symbol.iterator in dataset || Symbol.asyncIterator in dataset) {
    for await (const batch of dataset) yield asBatch(batch);
    return;
  }
  if (!("iterator" in dataset)) {
    throw wrongType("dataset", "an iterable or a tf.data.Dataset", describe(dataset));
  }
  const iterator = await dataset.iterator();
  for (;;) {
    const { value, done } = await iterator.next();
    if (done === true) return;
    try {
      yield asBatch(value);
    } finally {
      disposeAll(value);
    }
  }
}

/** Arguments of callers without types. */
export function requireObject(value: unknown, argument: string, expected: string): void {
  if (typeof value !== "object" || value === null) {
    throw wrongType(argument, expected, describe(value));
  }
}

function asBatch(value: unknown): Batch {
  if (typeof value === "object" && value !== null && "xs" in value && "ys" in value) return value;
  throw wrongType("dataset", "batches { xs, ys }", describe(value));
}

function asTensor(value: unknown, argument: string): TfTensor {
  if (isTensor(value)) return value;
  throw wrongType(
    argument,
    "one tensor",
    describe(value),
    "of a model with several outputs, wrap the one that is scored: { predict: (xs) => model.predict(xs)[0] }",
  );
}

function isTensor(value: unknown): value is TfTensor {
  return typeof value === "object" && value !== null && "dataSync" in value && "dispose" in value;
}

/** Disposes of a tensor, or of all in an array or object of them. */
function disposeAll(value: unknown): void {
  if (isTensor(value)) value.dispose();
  else if (typeof value === "object" && value !== null) Object.values(value).forEach(disposeAll);
}
