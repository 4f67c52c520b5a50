import type { DatasetScores } from "../measures/confusion/conventions/dataset.js";
import { confusionMatrix } from "../counting/confusionMatrix.js";
import { SegmentationScorer } from "../scorers/segmentationScorer.js";
import { readOptions } from "../reading/options.js";
import { readBatch, readThreshold, type TfTensor } from "./batch.js";

export interface MetricOptions {
  /** Classes of the model; 2 for a model of one number a pixel. */
  readonly numClasses: number;
  /** Ground-truth label of pixels that do not count. */
  readonly ignoreIndex?: number | undefined;
  /** For models of one number a pixel: foreground from here; default 0.5, for logits pass 0. */
  readonly threshold?: number | undefined;
}

/** Metrics for model.compile, which logs them under their names. */
export interface SegmentationMetrics<S> {
  readonly meanIoU: (yTrue: TfTensor, yPred: TfTensor) => S;
  readonly meanDice: (yTrue: TfTensor, yPred: TfTensor) => S;
  readonly pixelAccuracy: (yTrue: TfTensor, yPred: TfTensor) => S;
}

/**
 * Metrics for `model.compile({ metrics: [meanIoU] })`: of each batch, the score of its pixels together, over the classes
 * that are there. TensorFlow.js logs the mean of these over an epoch's batches, which is not the score of the data
 * set; scoringCallback gives that. The data is read synchronously, so a GPU is waited for at each batch, and a backend
 * that cannot (WebGPU) throws.
 *
 * @param tf TensorFlow.js, or anything that has its scalar()
 * @param options numClasses, ignoreIndex, threshold
 * @returns meanIoU, meanDice, pixelAccuracy: (yTrue, yPred) => scalar; yTrue one-hot [B, H, W, N] or sparse labels
 *   [B, H, W] or [B, H, W, 1] of any dtype, yPred scores [B, H, W, N], or [B, H, W, 1] with numClasses 2
 * @throws {TypeError | RangeError} an option is wrong
 * @example
 * const { meanIoU } = segmentationMetrics(tf, { numClasses: 21 });
 * model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: [meanIoU] });
 */
export function segmentationMetrics<S>(
  tf: { scalar(value: number): S },
  options: MetricOptions,
): SegmentationMetrics<S> {
  const { threshold, ...counting } = readOptions(
    options,
    ["numClasses", "ignoreIndex", "threshold"],
    "options",
  ) as MetricOptions;
  const foreground = readThreshold(threshold);
  const { numClasses } = new SegmentationScorer(counting).settings;
  // All metrics of one model are asked about the same two tensors, one after the other.
  let last:
    { readonly yTrue: TfTensor; readonly yPred: TfTensor; readonly scores: DatasetScores } | undefined;
  const scoresOf = (yTrue: TfTensor, yPred: TfTensor): DatasetScores => {
    if (last?.yTrue !== yTrue || last.yPred !== yPred) {
      const [groundTruth, prediction] = readBatch(
        { data: yTrue.dataSync(), shape: yTrue.shape },
        { data: yPred.dataSync(), shape: yPred.shape },
        numClasses,
        foreground,
      );
      const scorer = new SegmentationScorer(counting);
      scorer.addCounts(confusionMatrix(groundTruth, prediction, counting));
      last = { yTrue, yPred, scores: scorer.compute() };
    }
    return last.scores;
  };
  // As methods, since a minifier leaves those their names, and the names are what is logged.
  return {
    meanIoU(yTrue, yPred) {
      return tf.scalar(scoresOf(yTrue, yPred).meanIou);
    },
    meanDice(yTrue, yPred) {
      return tf.scalar(scoresOf(yTrue, yPred).meanDice);
    },
    pixelAccuracy(yTrue, yPred) {
      return tf.scalar(scoresOf(yTrue, yPred).pixelAccuracy);
    },
  };
}
