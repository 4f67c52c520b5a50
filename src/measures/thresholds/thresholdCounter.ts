import { wrongType } from "../../errors/argument.js";
import { settingsDiffer } from "../../errors/runs.js";
import { describe } from "../../errors/describe.js";
import { readChoice, readOptions } from "../../reading/options.js";
import { LAYOUTS } from "../../reading/tensor.js";
import type { Labels, ScoreLayout, TensorLike } from "../../types.js";
import { countThresholds, type Probabilities } from "./countProbabilities.js";
import { histogramsOf } from "./thresholdCells.js";
import { thresholdMeasure, type ThresholdRow } from "./thresholdMeasure.js";
import { type ThresholdCurve, thresholdScores } from "./thresholdScores.js";
import {
  readThresholdSettings,
  type ThresholdSettings,
  thresholdSettingsDifference,
} from "./thresholdSettings.js";

export interface ThresholdOptions {
  /** Thresholds are k / bins, k = 0..bins; 1 to 65,536, default 100. */
  readonly bins?: number | undefined;
  /** Classes, each with a curve of its own; default 1. */
  readonly numClasses?: number | undefined;
  /** Ground-truth value of pixels that do not count. */
  readonly ignoreIndex?: number | undefined;
  /** Where the class axis of tensors stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
}

/**
 * Scores probabilities at every threshold at once, in one pass: a histogram of them by bins, of foreground and background
 * pixels apart, which adds up over images, workers and machines. ThresholdScorer keeps each image's, too.
 *
 * @example
 * const counter = new ThresholdCounter({ bins: 10 });
 * counter.update(Uint8Array.of(0, 1, 1), Float32Array.of(0.2, 0.4, 0.9));
 * counter.curves()[0].bestIou // { threshold: 0.3, score: 1 }
 */
export class ThresholdCounter {
  readonly bins: number;
  readonly numClasses: number;
  readonly ignoreIndex: number | undefined;
  readonly #layout: ScoreLayout;
  readonly #settings: ThresholdSettings;
  #total: ThresholdRow;

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: ThresholdOptions = {}) {
    const { layout, ...given } = readOptions(
      options,
      ["bins", "numClasses", "ignoreIndex", "layout"],
      "options",
    );
    this.#settings = readThresholdSettings({ ...given, perImage: false });
    const { bins, numClasses, ignoreIndex } = this.#settings;
    this.bins = bins;
    this.numClasses = numClasses;
    this.ignoreIndex = ignoreIndex ?? undefined;
    this.#layout = readChoice(layout ?? "channelsLast", LAYOUTS, "layout");
    this.#total = thresholdMeasure.empty(this.#settings);
  }

  /**
   * Counts an image, or a batch. One that throws adds nothing.
   *
   * @param groundTruth one class: any nonzero label of a typed array is foreground. Several: a tensor of the
   *   probabilities' shape, nonzero where the class is there (multi-label: classes may overlap)
   * @param probabilities 0 to 1: a Float32Array or Float64Array of one a pixel, or a tensor of B x H x W x N (B x N x H x
   *   W with layout "channelsFirst") with N = numClasses; the batch may be left out
   * @throws {TypeError} an argument is of the wrong kind
   * @throws {RangeError} sizes differ, or a probability is NaN or not within 0..1: names the element
   */
  update(groundTruth: Labels | TensorLike, probabilities: Probabilities): this {
    for (const row of countThresholds(this.#settings, groundTruth, probabilities, this.#layout)) {
      this.#add(row);
    }
    return this;
  }

  /**
   * Adds what another counter has counted.
   *
   * @throws {Error} it was made with other options
   */
  merge(other: ThresholdCounter): this {
    if (!(other instanceof ThresholdCounter)) {
      throw wrongType("other", "a ThresholdCounter", describe(other));
    }
    const difference = thresholdSettingsDifference(this.#settings, other.#settings);
    if (difference !== undefined) throw settingsDiffer("counters", difference);
    this.#add(other.#total);
    return this;
  }

  /** Forgets everything. */
  reset(): this {
    this.#total = thresholdMeasure.empty(this.#settings);
    return this;
  }

  /** One curve a class, of everything counted so far. */
  curves(): ThresholdCurve[] {
    return histogramsOf(this.#total, this).map(thresholdScores);
  }

  #add(row: ThresholdRow): void {
    this.#total = thresholdMeasure.add(this.#total, row, this.#settings);
  }
}

/**
 * The curve of one pair: IoU, Dice, precision and recall at every threshold k / bins, exact at these.
 *
 * @param groundTruth as ThresholdCounter.update takes it
 * @param probabilities the same
 * @param options bins, ignoreIndex
 * @returns the curve of the one class; for several classes, make a ThresholdCounter
 * @example thresholdCurve(Uint8Array.of(0, 1), Float32Array.of(0.2, 0.7)).bestIou.threshold // 0.21
 */
export function thresholdCurve(
  groundTruth: Labels | TensorLike,
  probabilities: Probabilities,
  options: Omit<ThresholdOptions, "numClasses"> = {},
): ThresholdCurve {
  return new ThresholdCounter(options).update(groundTruth, probabilities).curves()[0] as ThresholdCurve;
}
