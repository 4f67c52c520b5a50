import { type BoundaryOptions, readBoundaryJob } from "../measures/boundary/boundaryIou.js";
import { boundaryMeasure, type BoundaryRowJson } from "../measures/boundary/boundaryMeasure.js";
import { type BoundaryRow, rowOf } from "../measures/boundary/boundaryRow.js";
import { boundarySet } from "../measures/boundary/boundarySet.js";
import {
  BOUNDARY_OPTIONS,
  type BoundarySettings,
  labelCount,
  readBoundarySettings,
} from "../measures/boundary/boundarySettings.js";
import type { GridLabels } from "../measures/surfaces/readPair.js";
import { readChoice, readOptions } from "../reading/options.js";
import { IMAGE_OPTIONS, type ImageOptions, readImageOptions } from "../run/imageOptions.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import {
  type BoundaryComputeOptions,
  type BoundaryContributions,
  boundaryContributions,
  type BoundaryIntervalOptions,
  type BoundaryIntervals,
  boundaryIntervals,
  type BoundaryMetricOptions,
  type BoundaryScores,
  boundaryScores,
  readBoundaryIntervalOptions,
  readBoundaryMetric,
} from "./boundaryStatistics.js";
import { type ComparedImages, MeasuredScorer, readState } from "./measuredScorer.js";

/** What a BoundaryScorer is made for. */
export interface BoundaryScorerOptions extends Omit<BoundaryOptions, "width" | "height"> {
  /** With numClasses, a label that is not scored; default none: every class is. */
  readonly background?: number | undefined;
  /** Keep each image's counts; default true. false for endless streams: then memory does not grow. */
  readonly perImage?: boolean | undefined;
}

export interface BoundaryUpdateOptions extends ImageOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** A BoundaryScorer's state as plain JSON. */
export type BoundaryStateJson = RunStateJson<BoundarySettings, BoundaryRowJson>;

/**
 * Scores the boundaries of a data set's masks, image by image: boundaryIou of the pixels of all images together. What it keeps
 * of an image is whole numbers, so that it adds up exactly wherever the images were scored.
 *
 * @example
 * const scorer = new BoundaryScorer();
 * scorer.update(Uint8Array.of(1, 1, 0, 0), Uint8Array.of(1, 0, 0, 0), { width: 2, height: 2, id: "a" });
 * scorer.compute().mean.iou // 0.5
 */
export class BoundaryScorer extends MeasuredScorer<BoundarySettings, BoundaryRow, BoundaryRowJson> {
  override readonly kind = "a BoundaryScorer";

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: BoundaryScorerOptions = {}) {
    super(new Run(boundaryMeasure, readBoundarySettings(readOptions(options, BOUNDARY_OPTIONS, "options"))));
  }

  /**
   * Counts the boundaries of an image. One that throws adds nothing.
   *
   * @param groundTruth width x height labels, row-major, as boundaryIou takes them
   * @param prediction the same
   * @param options width, height, id, weight, replace
   * @throws {TypeError | RangeError} as boundaryIou, or an option is wrong
   * @throws {Error} there is an image of this id already
   */
  update(groundTruth: GridLabels, prediction: GridLabels, options: BoundaryUpdateOptions): this {
    const given = readOptions(options, [...IMAGE_OPTIONS, "width", "height"], "options");
    const images = readImageOptions(given);
    const { settings } = this;
    const job = readBoundaryJob(groundTruth, prediction, {
      width: given.width,
      height: given.height,
      numClasses: settings.numClasses ?? undefined,
      ratio: settings.ratio ?? undefined,
      distance: settings.distance ?? undefined,
      ignoreIndex: settings.ignoreIndex,
    });
    this.run.add(images.measured([rowOf(job, settings)]), images.replace);
    return this;
  }

  /**
   * Scores of everything so far, weights included.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} per is "image", and perImage is false
   */
  compute(options: BoundaryComputeOptions = {}): BoundaryScores {
    const { per } = readOptions(options, ["per"], "options");
    const choice = readChoice(per ?? "dataset", ["dataset", "image"], "per");
    if (choice === "image") this.requireImages('per: "image"');
    const { run, settings, imageCount } = this;
    const images = run.keepsImages ? run.images : run.state().images;
    const distances = images.map(({ row }) => row.distances);
    return {
      imageCount,
      distance: {
        least: distances.reduce((least, [own]) => Math.min(least, own), distances[0]?.[0] ?? 0),
        most: distances.reduce((most, [, own]) => Math.max(most, own), 0),
      },
      ...boundaryScores(settings, images, choice),
    };
  }

  /**
   * Between which bounds the scores lie, from how images differ: of the mean and of each class, by a jackknife t
   * (`bounds`), which covers of few images too, by percentiles and BCa of a bootstrap.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images, or perImage is false
   */
  confidenceIntervals(options: BoundaryIntervalOptions = {}): BoundaryIntervals {
    const choice = readBoundaryIntervalOptions(options);
    this.requireSeveral();
    return boundaryIntervals(this.settings, this.run.images, choice);
  }

  /**
   * Which images hold the mean down, and by how much, exactly.
   *
   * @throws {Error} perImage is false
   */
  contributions(options: BoundaryMetricOptions = {}): BoundaryContributions {
    const metric = readBoundaryMetric(options);
    this.requireImages("contributions()");
    return boundaryContributions(this.settings, this.run.images, metric);
  }

  override comparedImages(options: object): ComparedImages<BoundaryRow> {
    const { settings } = this;
    const choice = readBoundaryIntervalOptions(options);
    this.requireImages("compareModels");
    const { images } = this.run;
    return {
      images,
      set: boundarySet(settings, images, choice.metric),
      metric: choice.metric,
      classNames: Array.from({ length: labelCount(settings) }, (_, c) => `class ${c}`),
      choice,
    };
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): BoundaryStateJson {
    return this.json() as BoundaryStateJson;
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version or measure, truncated, impossible, changed, or
   *   of other settings
   */
  static fromJSON(state: BoundaryStateJson | string, options?: BoundaryScorerOptions): BoundaryScorer {
    return BoundaryScorer.#load({ json: state }, options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: BoundaryScorerOptions): BoundaryScorer {
    return BoundaryScorer.#load({ bytes }, options);
  }

  static #load(saved: Parameters<typeof readState>[1], options?: BoundaryScorerOptions): BoundaryScorer {
    const wanted =
      options === undefined
        ? undefined
        : readBoundarySettings(readOptions(options, BOUNDARY_OPTIONS, "options"));
    const state = readState(boundaryMeasure, saved, wanted);
    // Settings are options, too: what is null was not told.
    const scorer = new BoundaryScorer(state.settings as BoundaryScorerOptions);
    scorer.run.load(state);
    return scorer;
  }
}
