import { isScored } from "../measures/boundary/boundarySettings.js";
import { PIXELS } from "../measures/surfaces/lengthUnit.js";
import { type GridLabels, readPair } from "../measures/surfaces/readPair.js";
import {
  measureSurfaces,
  readSurfaceGrid,
  type SurfaceOptions,
} from "../measures/surfaces/surfaceDistances.js";
import { surfaceMeasure, type SurfaceRowJson } from "../measures/surfaces/surfaceMeasure.js";
import { numbersOf, type SurfaceRow } from "../measures/surfaces/surfaceRow.js";
import { surfaceSet } from "../measures/surfaces/surfaceSet.js";
import {
  readSurfaceSettings,
  SURFACE_OPTIONS,
  type SurfaceSettings,
} from "../measures/surfaces/surfaceSettings.js";
import { readOptions } from "../reading/options.js";
import { IMAGE_OPTIONS, type ImageOptions, readImageOptions } from "../run/imageOptions.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import { LengthScorer } from "./lengthScorer.js";
import { type ComparedImages, readState } from "./measuredScorer.js";
import { surfaceCases, type SurfaceCaseScores, surfaceMeans, type SurfaceSetScores } from "./surfaceMeans.js";
import {
  classNamesOf,
  readSurfaceComputeOptions,
  readSurfaceIntervalOptions,
  readSurfaceMetricOptions,
  type SurfaceComputeOptions,
  type SurfaceContributions,
  surfaceContributions,
  type SurfaceIntervalOptions,
  type SurfaceIntervals,
  surfaceIntervals,
  type SurfaceMetricOptions,
} from "./surfaceStatistics.js";

/** What a SurfaceScorer is made for. */
export interface SurfaceScorerOptions extends Pick<
  SurfaceOptions,
  "numClasses" | "tolerances" | "percentile" | "edges" | "ignoreIndex"
> {
  /** With numClasses, the label that is not scored; default 0. null: every class is. */
  readonly background?: number | null | undefined;
  /**
   * What lengths are in: a word, as "mm", of which every image must tell its spacing; "pixels", of which none does. Without it
   * all images tell their spacing, or none.
   */
  readonly unit?: string | undefined;
}

export interface SurfaceUpdateOptions extends Pick<SurfaceOptions, "shape" | "spacing">, ImageOptions {
  /** What the spacing is in: refused where it is not the scorer's unit. */
  readonly unit?: string | undefined;
}

/** A SurfaceScorer's state as plain JSON. */
export type SurfaceStateJson = RunStateJson<SurfaceSettings, SurfaceRowJson>;

/**
 * Scores the surfaces of a data set's masks case by case: one class of one image is a case. What it keeps of a case is what all
 * scores follow from, so that what an empty side means is chosen when they are computed.
 *
 * @example
 * const scorer = new SurfaceScorer();
 * scorer.update(Uint8Array.of(1, 0, 0), Uint8Array.of(0, 0, 1), { shape: [1, 3], id: "a" });
 * scorer.update(Uint8Array.of(1, 0, 0), Uint8Array.of(0, 0, 0), { shape: [1, 3], id: "b" });
 * scorer.compute({ emptySide: "leaveOut" }).mean.hausdorff // { mean: 2, cases: 1, infinite: 0, leftOut: 1 }
 */
export class SurfaceScorer extends LengthScorer<SurfaceSettings, SurfaceRow, SurfaceRowJson> {
  override readonly kind = "a SurfaceScorer";

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: SurfaceScorerOptions = {}) {
    const settings = readSurfaceSettings(readOptions(options, SURFACE_OPTIONS, "options"));
    super(new Run(surfaceMeasure, settings), settings.unit, ({ cases }) => cases[0]?.spacing !== null);
  }

  /**
   * Measures an image or a volume. One that throws adds nothing.
   *
   * @param groundTruth labels in C order, as surfaceDistances takes them
   * @param prediction the same
   * @param options shape, spacing, unit, id, weight, replace
   * @throws {TypeError | RangeError} as surfaceDistances, an option is wrong, or lengths are in another unit than before
   * @throws {Error} there is an image of this id already
   */
  update(groundTruth: GridLabels, prediction: GridLabels, options: SurfaceUpdateOptions): this {
    const given = readOptions(options, [...IMAGE_OPTIONS, "shape", "spacing", "unit"], "options");
    const images = readImageOptions(given);
    const { settings } = this;
    const { shape, spacing } = readSurfaceGrid(given.shape, given.spacing);
    const isSpaced = this.lengths.read(given.unit ?? null, given.spacing === undefined ? undefined : spacing);
    const pair = readPair(groundTruth, prediction, shape, {
      numClasses: settings.numClasses ?? undefined,
      ignoreIndex: settings.ignoreIndex,
    });
    const measured = measureSurfaces(pair, { ...settings, spacing }, settings.background ?? undefined);
    const classes = measured.flatMap((sums, i) => {
      const label = settings.numClasses === null ? 1 : i;
      const isThere = sums !== undefined && sums.groundTruthVolume + sums.predictionVolume > 0;
      return isThere && isScored(settings, label) ? [numbersOf(label, sums)] : [];
    });
    const row = { cases: [{ shape, spacing: isSpaced ? spacing : null, classes }] };
    this.run.add(images.measured([row]), images.replace);
    this.lengths.note([isSpaced]);
    return this;
  }

  /**
   * Means over cases, class by class, and how many cases each is of; and scores of all cases together.
   *
   * @throws {TypeError | RangeError} an option is wrong
   */
  compute(options: SurfaceComputeOptions = {}): SurfaceSetScores {
    const rules = readSurfaceComputeOptions(options);
    const { settings, imageCount } = this;
    return {
      imageCount,
      unit: settings.unit ?? (this.lengths.isSpaced === false ? PIXELS : undefined),
      tolerances: settings.tolerances,
      ...surfaceMeans(settings, this.run.images, rules),
    };
  }

  /** The scores of each case: what surfaceDistances says of it. */
  cases(options: SurfaceComputeOptions = {}): SurfaceCaseScores[] {
    return surfaceCases(this.settings, this.run.images, readSurfaceComputeOptions(options));
  }

  /**
   * Between which bounds the scores lie, from how images differ: of the mean and of each class, by a jackknife t
   * (`bounds`), which covers of few images too, by percentiles and BCa of a bootstrap.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images
   */
  confidenceIntervals(options: SurfaceIntervalOptions = {}): SurfaceIntervals {
    const choice = readSurfaceIntervalOptions(options, this.settings);
    this.requireSeveral();
    return surfaceIntervals(this.settings, this.run.images, choice);
  }

  /** Which images make the mean worse, and by how much, exactly. */
  contributions(options: SurfaceMetricOptions = {}): SurfaceContributions {
    const choice = readSurfaceMetricOptions(options, this.settings);
    return surfaceContributions(this.settings, this.run.images, choice);
  }

  override comparedImages(options: object): ComparedImages<SurfaceRow> {
    const { settings } = this;
    const choice = readSurfaceIntervalOptions(options, settings);
    const { images } = this.run;
    const { metric } = choice;
    return {
      images,
      set: surfaceSet(settings, images, choice),
      metric,
      classNames: classNamesOf(settings),
      choice,
    };
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): SurfaceStateJson {
    return this.json() as SurfaceStateJson;
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version or measure, truncated, impossible, changed, or
   *   of other settings
   */
  static fromJSON(state: SurfaceStateJson | string, options?: SurfaceScorerOptions): SurfaceScorer {
    return SurfaceScorer.#load({ json: state }, options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: SurfaceScorerOptions): SurfaceScorer {
    return SurfaceScorer.#load({ bytes }, options);
  }

  static #load(saved: Parameters<typeof readState>[1], options?: SurfaceScorerOptions): SurfaceScorer {
    const wanted =
      options === undefined
        ? undefined
        : readSurfaceSettings(readOptions(options, SURFACE_OPTIONS, "options"));
    const state = readState(surfaceMeasure, saved, wanted);
    // Settings are options, too: what is null was not told.
    return new SurfaceScorer(state.settings as SurfaceScorerOptions).load(state);
  }
}
