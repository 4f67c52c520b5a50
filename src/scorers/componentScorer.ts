import {
  type ImageGridOptions,
  matchedImage,
  readComponentJob,
} from "../measures/components/componentImage.js";
import { componentMeasure, type ComponentRowJson } from "../measures/components/componentMeasure.js";
import { type ComponentRow, rowOf } from "../measures/components/componentRow.js";
import {
  COMPONENT_OPTIONS,
  type ComponentSettings,
  type MatchOptions,
  readComponentSettings,
  withoutNulls,
} from "../measures/components/componentSettings.js";
import { readChoice, readOptions } from "../reading/options.js";
import { IMAGE_OPTIONS, type ImageOptions, readImageOptions } from "../run/imageOptions.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import type { Labels } from "../types.js";
import {
  type ComponentComputeOptions,
  type ComponentContributions,
  componentContributions,
  type ComponentIntervalOptions,
  type ComponentIntervals,
  componentIntervals,
  type ComponentMetricOptions,
  type ComponentScores,
  componentScores,
  readComponentIntervalOptions,
  readComponentMetric,
} from "./componentStatistics.js";
import { componentSet } from "../measures/components/componentSet.js";
import { LengthScorer } from "./lengthScorer.js";
import { type ComparedImages, readState } from "./measuredScorer.js";

/** What a ComponentScorer is made for. */
export interface ComponentScorerOptions extends MatchOptions {
  /** Labels are 0..numClasses-1, and each but background is scored; 1 to 65,536, default 2. */
  readonly numClasses?: number | undefined;
  /**
   * What lengths and volumes are in: a word, as "mm", of which every image must tell its spacing; "pixels", of which none does.
   * Without it, where surfaces are measured all images tell their spacing, or none.
   */
  readonly unit?: string | undefined;
  /** Keep each image's counts; default true. false: their sum only, which still holds one entry a matched pair. */
  readonly perImage?: boolean | undefined;
}

export interface ComponentUpdateOptions extends ImageGridOptions, ImageOptions {
  /** What the spacing is in: refused where it is not the scorer's unit. */
  readonly unit?: string | undefined;
}

/** A ComponentScorer's state as plain JSON. */
export type ComponentStateJson = RunStateJson<ComponentSettings, ComponentRowJson>;

/**
 * Scores semantic masks of a data set by their connected components, matched one to one with those of the ground truth,
 * image by image: lesion-wise scores. What it keeps of an image is areas and overlaps of its components, so that it adds up
 * exactly wherever the images were scored.
 *
 * @example
 * const scorer = new ComponentScorer();
 * scorer.update(Uint8Array.of(1, 0, 1, 1), Uint8Array.of(1, 0, 0, 0), { shape: [1, 4], id: "a" });
 * scorer.compute().mean.f1 // 2 / 3
 */
export class ComponentScorer extends LengthScorer<ComponentSettings, ComponentRow, ComponentRowJson> {
  override readonly kind = "a ComponentScorer";

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: ComponentScorerOptions = {}) {
    const settings = readComponentSettings(readOptions(options, COMPONENT_OPTIONS, "options"));
    super(new Run(componentMeasure, settings), settings.unit ?? null, ({ isSpaced }) => isSpaced);
  }

  /**
   * Finds and matches the components of an image. One that throws adds nothing.
   *
   * @param groundTruth one label a pixel: an integer typed array, row-major
   * @param prediction the same, of as many pixels
   * @param options shape, spacing, unit, id, weight, replace
   * @throws {TypeError | RangeError} an argument is of the wrong kind, sizes differ, a label is no class, an option is wrong, or
   *   lengths are in another unit than before
   * @throws {Error} there is an image of this id already
   */
  update(groundTruth: Labels, prediction: Labels, options: ComponentUpdateOptions): this {
    const given = readOptions(options, [...IMAGE_OPTIONS, "shape", "spacing", "unit"], "options");
    const images = readImageOptions(given);
    const { settings } = this;
    const job = readComponentJob(groundTruth, prediction, given, settings, settings.numClasses);
    const isSpaced = this.lengths.read(given.unit ?? null, job.spacing, settings.surfaces !== undefined);
    const row = rowOf(matchedImage(job), settings, isSpaced);
    this.run.add(images.measured([row]), images.replace);
    this.lengths.note([row.isSpaced]);
    return this;
  }

  /**
   * Scores of everything so far, weights included.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} per is "image", and perImage is false
   */
  compute(options: ComponentComputeOptions = {}): ComponentScores {
    const { per } = readOptions(options, ["per"], "options");
    const choice = readChoice(per ?? "dataset", ["dataset", "image"], "per");
    if (choice === "image") this.requireImages('per: "image"');
    const { run, settings, imageCount } = this;
    const images = run.keepsImages ? run.images : run.state().images;
    return { imageCount, ...componentScores(settings, images, choice) };
  }

  /**
   * Between which bounds the scores lie, from how images differ: of the mean and of each class, by a jackknife t
   * (`bounds`), which covers of few images too, by percentiles and BCa of a bootstrap.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images, or perImage is false
   */
  confidenceIntervals(options: ComponentIntervalOptions = {}): ComponentIntervals {
    const choice = readComponentIntervalOptions(options, this.settings);
    this.requireSeveral();
    return componentIntervals(this.settings, this.run.images, choice);
  }

  /**
   * Which images make the mean worse, and by how much, exactly.
   *
   * @throws {Error} perImage is false
   */
  contributions(options: ComponentMetricOptions = {}): ComponentContributions {
    const choice = readComponentMetric(options, this.settings);
    this.requireImages("contributions()");
    return componentContributions(this.settings, this.run.images, choice);
  }

  override comparedImages(options: object): ComparedImages<ComponentRow> {
    const { settings } = this;
    const choice = readComponentIntervalOptions(options, settings);
    this.requireImages("compareModels");
    const { images } = this.run;
    return {
      images,
      set: componentSet(settings, images, choice),
      metric: choice.metric,
      classNames: Array.from({ length: settings.numClasses }, (_, c) => `class ${c}`),
      choice,
    };
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): ComponentStateJson {
    return this.json() as ComponentStateJson;
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version or measure, truncated, impossible, changed, or
   *   of other settings
   */
  static fromJSON(state: ComponentStateJson | string, options?: ComponentScorerOptions): ComponentScorer {
    return ComponentScorer.#load({ json: state }, options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: ComponentScorerOptions): ComponentScorer {
    return ComponentScorer.#load({ bytes }, options);
  }

  static #load(saved: Parameters<typeof readState>[1], options?: ComponentScorerOptions): ComponentScorer {
    const wanted =
      options === undefined
        ? undefined
        : readComponentSettings(readOptions(options, COMPONENT_OPTIONS, "options"));
    const state = readState(componentMeasure, saved, wanted);
    return new ComponentScorer(withoutNulls({ ...state.settings }) as ComponentScorerOptions).load(state);
  }
}
