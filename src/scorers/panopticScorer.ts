import { countPanoptic } from "../measures/panoptic/countPanoptic.js";
import {
  type PanopticConventionName,
  readPanopticConvention,
} from "../measures/panoptic/panopticConventions.js";
import { panopticMeasure, type PanopticRowJson } from "../measures/panoptic/panopticMeasure.js";
import type { PanopticRow } from "../measures/panoptic/panopticRow.js";
import { type PanopticQuality, panopticScores } from "../measures/panoptic/panopticScores.js";
import { panopticSet } from "../measures/panoptic/panopticSet.js";
import {
  PANOPTIC_OPTIONS,
  type PanopticAreas,
  type PanopticCategoryOptions,
  type PanopticSettings,
  readPanopticSettings,
} from "../measures/panoptic/panopticSettings.js";
import type { PanopticImage } from "../measures/panoptic/panopticSide.js";
import { readOptions } from "../reading/options.js";
import { IMAGE_OPTIONS, readImageOptions } from "../run/imageOptions.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import { type ComparedImages, MeasuredScorer, readState } from "./measuredScorer.js";
import {
  type PanopticContributions,
  panopticContributions,
  type PanopticIntervalOptions,
  type PanopticIntervals,
  panopticIntervals,
  type PanopticMetricOptions,
  readPanopticIntervalOptions,
  readPanopticMetricOptions,
} from "./panopticStatistics.js";

/** What a PanopticScorer is made for. */
export interface PanopticScorerOptions {
  /** All categories that segments may have, as panopticQuality takes them. */
  readonly categories: readonly PanopticCategoryOptions[];
  /** As panopticQuality takes it; default "listed". */
  readonly areas?: PanopticAreas | undefined;
  /** As panopticQuality takes it; default: boundaries are not looked at. */
  readonly boundaryRatio?: number | undefined;
  /** Keep each image's counts; default true. false for endless streams: then memory does not grow. */
  readonly perImage?: boolean | undefined;
}

/** What is said of an image. */
export interface PanopticUpdateOptions {
  /** Name of the image, unlike every other's. Pairs images in compareModels, and orders them. */
  readonly id?: string | undefined;
  /** How often the image counts; above 0, default 1. */
  readonly weight?: number | undefined;
  /** Put the image in the place of one of the same id, instead of refusing it; default false. */
  readonly replace?: boolean | undefined;
}

export interface PanopticComputeOptions {
  /** Whose rules; default "panopticapi". One state has the counts of all. */
  readonly convention?: PanopticConventionName | undefined;
}

/** A PanopticScorer's state as plain JSON; of each image its counts that are not 0, and its overlaps. */
export type PanopticStateJson = RunStateJson<PanopticSettings, PanopticRowJson>;

/**
 * Panoptic quality of a data set, image by image. What it keeps of an image are its matches, as integers, by the rules of
 * panopticapi and of torchmetrics: all conventions follow from one state, which adds up to the same bits wherever the images
 * were scored. IoUs are added in the order of the images' ids; where that is the order of the annotations, the numbers are
 * panopticapi's (one process) to the last bit.
 *
 * @example
 * const scorer = new PanopticScorer({ categories: [{ id: 1, isThing: true }] });
 * const image = { map: Uint32Array.of(7, 0), width: 2, height: 1, segments: [{ id: 7, categoryId: 1 }] };
 * scorer.update(image, image, { id: "a" }).compute().all // { pq: 1, sq: 1, rq: 1, n: 1 }
 */
export class PanopticScorer extends MeasuredScorer<PanopticSettings, PanopticRow, PanopticRowJson> {
  override readonly kind = "a PanopticScorer";

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: PanopticScorerOptions) {
    super(new Run(panopticMeasure, readPanopticSettings(readOptions(options, PANOPTIC_OPTIONS, "options"))));
  }

  /**
   * Counts an image. One that throws adds nothing.
   *
   * @param groundTruth as panopticQuality takes it
   * @param prediction the same
   * @param options id, weight, replace
   * @throws {TypeError | RangeError} as panopticQuality, or an option is wrong
   * @throws {Error} there is an image of this id already
   */
  update(groundTruth: PanopticImage, prediction: PanopticImage, options: PanopticUpdateOptions = {}): this {
    const images = readImageOptions(readOptions(options, IMAGE_OPTIONS, "options"));
    const row = countPanoptic(this.settings, groundTruth, prediction);
    this.run.add(images.measured([row]), images.replace);
    return this;
  }

  /**
   * The scores of all images together, weights included.
   *
   * @throws {TypeError | RangeError} an option is wrong
   */
  compute(options: PanopticComputeOptions = {}): PanopticQuality {
    const { convention } = readOptions(options, ["convention"], "options");
    const rules = readPanopticConvention(convention ?? "panopticapi", "convention");
    const { run, settings } = this;
    return panopticScores(settings, run.keepsImages ? run.images : run.state().images, rules);
  }

  /**
   * Between which bounds the scores lie, from how images differ: of all categories, of things, of stuff and of each
   * category, by a jackknife t (`bounds`), which covers of few images too, by percentiles and BCa of a bootstrap.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images, or perImage is false
   */
  confidenceIntervals(options: PanopticIntervalOptions = {}): PanopticIntervals {
    const choice = readPanopticIntervalOptions(options);
    this.requireSeveral();
    return panopticIntervals(this.settings, this.run.images, choice);
  }

  /**
   * Which images hold the mean of all categories down, and by how much, exactly.
   *
   * @throws {Error} perImage is false
   */
  contributions(options: PanopticMetricOptions = {}): PanopticContributions {
    const choice = readPanopticMetricOptions(options);
    this.requireImages("contributions()");
    return panopticContributions(this.settings, this.run.images, choice);
  }

  override comparedImages(options: object): ComparedImages<PanopticRow> {
    const { settings } = this;
    const choice = readPanopticIntervalOptions(options);
    this.requireImages("compareModels");
    const { images } = this.run;
    return {
      images,
      set: panopticSet(settings, images, choice.metric, choice.convention),
      metric: choice.metric,
      classNames: settings.categories.map(({ id, name }) => name ?? `category ${id}`),
      choice,
    };
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): PanopticStateJson {
    return this.json() as PanopticStateJson;
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version or measure, truncated, impossible, changed, or
   *   of other settings
   */
  static fromJSON(state: PanopticStateJson | string, options?: PanopticScorerOptions): PanopticScorer {
    return PanopticScorer.#load({ json: state }, options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: PanopticScorerOptions): PanopticScorer {
    return PanopticScorer.#load({ bytes }, options);
  }

  static #load(saved: Parameters<typeof readState>[1], options?: PanopticScorerOptions): PanopticScorer {
    const wanted =
      options === undefined
        ? undefined
        : readPanopticSettings(readOptions(options, PANOPTIC_OPTIONS, "options"));
    const state = readState(panopticMeasure, saved, wanted);
    const scorer = new PanopticScorer(state.settings);
    scorer.run.load(state);
    return scorer;
  }
}
