import { binOf, type ThresholdCurve, type ThresholdHistogram, thresholdScores } from "./thresholdScores.js";
import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { settingsDiffer } from "../../errors/runs.js";
import { describe } from "../../errors/words.js";
import { float16ToFloat32 } from "../../reading/float16.js";
import type { Labels, ScoreLayout, ScoreTensor, TensorLike } from "../../types.js";
import { readLabels } from "../../reading/labels.js";
import { readChoice, readInteger, readOptions } from "../../reading/options.js";
import { asScoreTensor, type CheckedTensor, LAYOUTS, readTensor } from "../../reading/tensor.js";
import { typedArrayName } from "../../reading/typedArray.js";

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

/** Probabilities, one a pixel or one a pixel and class. */
export type Probabilities = Float32Array | Float64Array | TensorLike;

/**
 * Scores probabilities at every threshold at once, in one pass: a histogram of them by bins, of foreground and background
 * pixels apart, which adds up over images, workers and machines.
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
  #histograms: ThresholdHistogram[];

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: ThresholdOptions = {}) {
    const { bins, numClasses, ignoreIndex, layout } = readOptions(
      options,
      ["bins", "numClasses", "ignoreIndex", "layout"],
      "options",
    );
    this.bins = readInteger(bins ?? 100, "bins", 1, 65_536);
    this.numClasses = readInteger(numClasses ?? 1, "numClasses", 1, 65_536);
    this.ignoreIndex =
      ignoreIndex === undefined
        ? undefined
        : readInteger(ignoreIndex, "ignoreIndex", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    this.#layout = readChoice(layout ?? "channelsLast", LAYOUTS, "layout");
    this.#histograms = this.#empty();
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
    const scores = this.#readProbabilities(probabilities);
    const truth = this.#readTruth(groundTruth, scores);
    const added = this.#empty();
    const { layout, numClasses, pixelCount } = scores;
    const data: ArrayLike<number> = scores.isFloat16 ? float16ToFloat32(scores.data) : scores.data;
    for (let i = 0; i < data.length; i++) {
      const probability = data[i] as number;
      if (!(probability >= 0 && probability <= 1)) {
        throw wrongValue(
          "probabilities",
          "numbers from 0 to 1",
          `${probability} at element ${i}`,
          "turn logits into probabilities first (sigmoid)",
        );
      }
      const label = truth[i] as number | bigint;
      if (this.ignoreIndex !== undefined && Number(label) === this.ignoreIndex) continue;
      const c = layout === "channelsLast" ? i % numClasses : Math.floor(i / pixelCount) % numClasses;
      const { foreground, background } = added[c] as ThresholdHistogram;
      const counts = Number(label) === 0 ? background : foreground;
      const bin = binOf(probability, this.bins);
      counts[bin] = (counts[bin] as number) + 1;
    }
    this.#add(added);
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
    for (const key of ["bins", "numClasses", "ignoreIndex"] as const) {
      if (this[key] !== other[key]) {
        throw settingsDiffer("counters", {
          setting: key,
          ours: String(this[key]),
          theirs: String(other[key]),
        });
      }
    }
    this.#add(other.#histograms);
    return this;
  }

  /** Forgets everything. */
  reset(): this {
    this.#histograms = this.#empty();
    return this;
  }

  /** One curve a class, of everything counted so far. */
  curves(): ThresholdCurve[] {
    return this.#histograms.map(thresholdScores);
  }

  #empty(): ThresholdHistogram[] {
    return Array.from({ length: this.numClasses }, () => ({
      foreground: new Float64Array(this.bins + 1),
      background: new Float64Array(this.bins + 1),
    }));
  }

  #add(histograms: readonly ThresholdHistogram[]): void {
    this.#histograms = this.#histograms.map(({ foreground, background }, c) => {
      const more = histograms[c] as ThresholdHistogram;
      return {
        foreground: foreground.map((count, bin) => count + (more.foreground[bin] as number)),
        background: background.map((count, bin) => count + (more.background[bin] as number)),
      };
    });
  }

  #readProbabilities(value: unknown): ScoreTensor {
    const name = typedArrayName(value);
    if (name !== undefined && name !== "Float32Array" && name !== "Float64Array") {
      throw wrongType("probabilities", "a Float32Array, a Float64Array or a tensor of floats", name);
    }
    // A bare array is a row of pixels.
    const tensor: CheckedTensor =
      name === undefined
        ? readTensor(value, "probabilities")
        : readTensor({ data: value, shape: [1, (value as Float32Array).length, 1] }, "probabilities");
    const scores = asScoreTensor(tensor, name === undefined ? this.#layout : "channelsLast", "probabilities");
    if (scores.numClasses !== this.numClasses) {
      throw wrongValue(
        "probabilities",
        `${this.numClasses} a pixel, one a class`,
        String(scores.numClasses),
        "pass numClasses to the counter",
      );
    }
    return scores;
  }

  #readTruth(value: unknown, { data }: ScoreTensor): ArrayLike<number | bigint> {
    const truth =
      typedArrayName(value) === undefined
        ? readLabels(readTensor(value, "groundTruth").data, "groundTruth.data")
        : readLabels(value, "groundTruth");
    if (truth.length !== data.length) {
      throw wrongLength(
        "groundTruth",
        `${data.length} values, one for each probability`,
        String(truth.length),
      );
    }
    return truth;
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
