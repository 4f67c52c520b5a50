import { noBatch } from "../errors/runs.js";
import type { ScorerOptions } from "../measures/confusion/settings.js";
import { SegmentationScorer } from "../scorers/segmentationScorer.js";
import {
  type BatchSource,
  type Predictor,
  requireObject,
  type ScoreOptions,
  scoreModel,
} from "./scoreModel.js";

export interface CallbackOptions extends Omit<ScorerOptions, "threshold">, ScoreOptions {
  readonly model: Predictor;
  /** Batches { xs, ys } that are scored after each epoch; a function that makes them where they can be read once only. */
  readonly dataset: BatchSource | (() => BatchSource);
  /** Is given each epoch's scorer: for scores of each class, intervals, the state to keep. */
  readonly onScores?: ((scorer: SegmentationScorer, epoch: number) => void | Promise<void>) | undefined;
  /** What the names in the logs begin with; default "val_". */
  readonly prefix?: string | undefined;
}

/** What model.fit and fitDataset take as one of their callbacks. */
export interface EpochCallback {
  readonly onEpochEnd: (epoch: number, logs?: object) => Promise<void>;
}

/**
 * A callback for model.fit that scores a data set after each epoch, exactly: the counts of all its images, not a mean of
 * batches' scores. The logs, and so the history, get val_meanIoU, val_meanDice and val_pixelAccuracy.
 *
 * @param options model, dataset, onScores, prefix, threshold; and a scorer's: numClasses, ignoreIndex, classNames, ...
 * @throws {TypeError | RangeError} an option is wrong
 * @throws {Error} (in fit) the data set gave no batch
 * @example await model.fit(xs, ys, { callbacks: scoringCallback({ model, dataset: [{ xs, ys }], numClasses: 21 }) })
 */
export function scoringCallback(options: CallbackOptions): EpochCallback {
  requireObject(options, "options", "an object with model, dataset, numClasses");
  const { model, dataset, onScores, prefix = "val_", threshold, ...scorerOptions } = options;
  // Now, not after an epoch of training.
  new SegmentationScorer(scorerOptions);
  requireObject(model, "model", "a model with predict()");
  return {
    async onEpochEnd(epoch, logs) {
      const batches = typeof dataset === "function" ? dataset() : dataset;
      const scorer = await scoreModel(model, batches, new SegmentationScorer(scorerOptions), { threshold });
      if (scorer.imageCount === 0) {
        throw noBatch();
      }
      const { meanIou, meanDice, pixelAccuracy } = scorer.compute();
      Object.assign(logs ?? {}, {
        [`${prefix}meanIoU`]: meanIou,
        [`${prefix}meanDice`]: meanDice,
        [`${prefix}pixelAccuracy`]: pixelAccuracy,
      });
      await onScores?.(scorer, epoch);
    },
  };
}
