import { countThresholds, type Probabilities } from "../measures/thresholds/countProbabilities.js";
import {
  thresholdMeasure,
  type ThresholdRow,
  type ThresholdRowJson,
} from "../measures/thresholds/thresholdMeasure.js";
import type { ThresholdCurve } from "../measures/thresholds/thresholdScores.js";
import {
  readThresholdSettings,
  THRESHOLD_OPTIONS,
  type ThresholdSettings,
} from "../measures/thresholds/thresholdSettings.js";
import { readChoice, readOptions } from "../reading/options.js";
import { LAYOUTS } from "../reading/tensor.js";
import { IMAGE_OPTIONS, type ImageOptions, readImageOptions } from "../run/imageOptions.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import type { Labels, ScoreLayout, TensorLike } from "../types.js";
import { type ComparedImages, MeasuredScorer, readState } from "./measuredScorer.js";
import {
  chosenSet,
  curvesOf,
  readThresholdIntervalOptions,
  readThresholdMetricOptions,
  type ThresholdContributions,
  thresholdContributions,
  type ThresholdIntervalOptions,
  type ThresholdIntervals,
  thresholdIntervals,
  type ThresholdMetricOptions,
} from "./thresholdStatistics.js";

/** What a ThresholdScorer is made for. */
export interface ThresholdScorerOptions {
  /** Thresholds are k / bins, k = 0..bins; 1 to 65,536, default 100. */
  readonly bins?: number | undefined;
  /** Classes, each with a curve of its own; default 1. */
  readonly numClasses?: number | undefined;
  /** Ground-truth value of pixels that do not count. */
  readonly ignoreIndex?: number | undefined;
  /** Keep each image's histograms; default true. false for endless streams: then memory does not grow. */
  readonly perImage?: boolean | undefined;
}

export interface ThresholdUpdateOptions extends ImageOptions {
  /** Where the class axis of tensors stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
}

/** A ThresholdScorer's state as plain JSON; of each image its bins that are not empty. */
export type ThresholdStateJson = RunStateJson<ThresholdSettings, ThresholdRowJson>;

/**
 * Scores probabilities of a data set at every threshold k / bins at once, image by image. What it keeps of an image is a
 * histogram of its probabilities, of foreground and background apart, so that curves, the best threshold and how sure it
 * is follow from one state, which adds up exactly wherever the images were scored.
 *
 * @example
 * const scorer = new ThresholdScorer({ bins: 10 });
 * scorer.update(Uint8Array.of(0, 1, 1), Float32Array.of(0.2, 0.4, 0.9), { id: "a" });
 * scorer.curves()[0].bestIou // { threshold: 0.3, score: 1 }
 */
export class ThresholdScorer extends MeasuredScorer<ThresholdSettings, ThresholdRow, ThresholdRowJson> {
  override readonly kind = "a ThresholdScorer";

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: ThresholdScorerOptions = {}) {
    super(
      new Run(thresholdMeasure, readThresholdSettings(readOptions(options, THRESHOLD_OPTIONS, "options"))),
    );
  }

  /**
   * Counts an image, or a batch. One that throws adds nothing.
   *
   * @param groundTruth as ThresholdCounter.update takes it
   * @param probabilities the same
   * @param options id, weight, layout, replace
   * @throws {TypeError | RangeError} as ThresholdCounter.update, or an option is wrong
   * @throws {Error} there is an image of this id already
   */
  update(
    groundTruth: Labels | TensorLike,
    probabilities: Probabilities,
    options: ThresholdUpdateOptions = {},
  ): this {
    const given = readOptions(options, [...IMAGE_OPTIONS, "layout"], "options");
    const images = readImageOptions(given);
    const layout = readChoice(given.layout ?? "channelsLast", LAYOUTS, "layout");
    const rows = countThresholds(this.settings, groundTruth, probabilities, layout);
    this.run.add(images.measured(rows), images.replace);
    return this;
  }

  /** One curve a class, of all images together, weights included. The best threshold is in bestIou and bestDice. */
  curves(): ThresholdCurve[] {
    const { run, settings } = this;
    return curvesOf(settings, run.keepsImages ? run.images : run.state().images);
  }

  /**
   * Between which bounds the scores lie, and the thresholds at which they are, from how images differ: of the mean and of
   * each class, by a jackknife t (`bounds`), which covers of few images too, by percentiles and BCa of a bootstrap.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images, or perImage is false
   */
  confidenceIntervals(options: ThresholdIntervalOptions = {}): ThresholdIntervals {
    const choice = readThresholdIntervalOptions(options, this.settings.bins);
    this.requireSeveral();
    return thresholdIntervals(this.settings, this.run.images, choice);
  }

  /**
   * Which images hold the mean down, and by how much, exactly.
   *
   * @throws {Error} perImage is false
   */
  contributions(options: ThresholdMetricOptions = {}): ThresholdContributions {
    const choice = readThresholdMetricOptions(options, this.settings.bins);
    this.requireImages("contributions()");
    return thresholdContributions(this.settings, this.run.images, choice);
  }

  override comparedImages(options: object): ComparedImages<ThresholdRow> {
    const { settings } = this;
    const choice = readThresholdIntervalOptions(options, settings.bins);
    this.requireImages("compareModels");
    const { images } = this.run;
    return {
      images,
      set: chosenSet(settings, images, choice),
      metric: choice.metric,
      classNames: Array.from({ length: settings.numClasses }, (_, c) => `class ${c}`),
      choice,
    };
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): ThresholdStateJson {
    return this.json() as ThresholdStateJson;
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version or measure, truncated, impossible, changed, or
   *   of other settings
   */
  static fromJSON(state: ThresholdStateJson | string, options?: ThresholdScorerOptions): ThresholdScorer {
    return ThresholdScorer.#load({ json: state }, options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: ThresholdScorerOptions): ThresholdScorer {
    return ThresholdScorer.#load({ bytes }, options);
  }

  static #load(saved: Parameters<typeof readState>[1], options?: ThresholdScorerOptions): ThresholdScorer {
    const wanted =
      options === undefined
        ? undefined
        : readThresholdSettings(readOptions(options, THRESHOLD_OPTIONS, "options"));
    const state = readState(thresholdMeasure, saved, wanted);
    const { ignoreIndex, ...settings } = state.settings;
    const scorer = new ThresholdScorer({ ...settings, ignoreIndex: ignoreIndex ?? undefined });
    scorer.run.load(state);
    return scorer;
  }
}
