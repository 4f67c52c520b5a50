import { copyOfMatrix } from "../counting/addConfusion.js";
import type { LabelsOrScores } from "../counting/confusionRequest.js";
import { audit, type AuditFinding } from "../measures/confusion/audit.js";
import type { ImagesRun } from "../measures/confusion/confusionSet.js";
import { confusionSet } from "../measures/confusion/confusionSet.js";
import { confusionMeasure, type ConfusionRowJson } from "../measures/confusion/confusionMeasure.js";
import type { ConventionScores } from "../measures/confusion/conventions/convention.js";
import { type DatasetScores, datasetScores } from "../measures/confusion/conventions/dataset.js";
import { CONVENTIONS } from "../measures/confusion/conventions/registry.js";
import { type Spread, spread } from "../measures/confusion/conventions/spread.js";
import type { CountedRun } from "../measures/confusion/countedRun.js";
import { countImages } from "../measures/confusion/countImages.js";
import { compact, countedRunOf, tableOf, totalOf } from "../measures/confusion/countedRows.js";
import { type ImageScores, imageScores } from "../measures/confusion/imageScores.js";
import {
  type Normalization,
  type NormalizedConfusion,
  normalizedConfusion,
} from "../measures/confusion/normalizedConfusion.js";
import { readCounts } from "../measures/confusion/readCounts.js";
import {
  optionsOf,
  readSettings,
  type ScorerOptions,
  type ScorerSettings,
  type ScorerSettingsJson,
} from "../measures/confusion/settings.js";
import { readChoice } from "../reading/options.js";
import type { RunPart } from "../run/provenance.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import type { ConfusionMatrix } from "../types.js";
import { type ComputeOptions, readComputeOptions } from "./computeOptions.js";
import { type ComparedImages, MeasuredScorer, readState } from "./measuredScorer.js";
import {
  type ConfidenceIntervals,
  type Contributions,
  type IntervalOptions,
  readIntervalOptions,
  segmentationContributions,
  segmentationIntervals,
} from "./segmentationStatistics.js";
import { readUpdateOptions, type UpdateOptions } from "./updateOptions.js";

/** A SegmentationScorer's state as plain JSON. */
export type StateJson = RunStateJson<ScorerSettingsJson, ConfusionRowJson>;

/**
 * Scores a data set, image by image. What it keeps of an image is one integer confusion matrix, so every convention,
 * interval and test follows from one state, which adds up exactly wherever the images were scored.
 *
 * @example
 * const scorer = new SegmentationScorer({ numClasses: 2 });
 * scorer.update(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { id: "a" });
 * scorer.compute().meanIou // 0.5
 */
export class SegmentationScorer extends MeasuredScorer<ScorerSettings, ConfusionMatrix, ConfusionRowJson> {
  override readonly kind = "a SegmentationScorer";
  /** Made when asked for, of the images or the sum that it is kept with. */
  #counts: { readonly of: unknown; readonly run: CountedRun } | undefined;

  /** @throws {TypeError | RangeError} an option is missing, of the wrong kind or impossible */
  constructor(options: ScorerOptions) {
    super(new Run(confusionMeasure, readSettings(options)));
  }

  /**
   * Counts an image, or a batch of them. One that throws adds nothing.
   *
   * @param groundTruth labels, an image, or scores, as confusionMatrix takes them; a batch is a tensor of scores, or of labels
   *   [B, H, W], on either side
   * @param prediction the same, of as many pixels
   * @param options id, weight, cluster, layout, binary, replace
   * @throws {TypeError | RangeError} as confusionMatrix, or an option is wrong
   * @throws {Error} there is an image of this id already
   */
  update(groundTruth: LabelsOrScores, prediction: LabelsOrScores, options: UpdateOptions = {}): this {
    const given = readUpdateOptions(options);
    const matrices = countImages(this.settings, groundTruth, prediction, given);
    this.run.add(given.measured(matrices), given.replace);
    return this;
  }

  /**
   * Adds an image that was counted elsewhere: by confusionMatrix, or by a pool of workers.
   *
   * @param matrix of this scorer's numClasses, in classes: labelMapping is not applied any more
   * @param options id, weight, cluster, replace
   * @throws {TypeError | RangeError} it is no confusion matrix of so many classes, or an option is wrong
   * @throws {Error} there is an image of this id already
   * @example scorer.addCounts(await pool.confusionMatrix(truth, prediction, { numClasses: 19 }), { id: "a" })
   */
  addCounts(
    matrix: ConfusionMatrix,
    options: Pick<UpdateOptions, "id" | "weight" | "cluster" | "replace"> = {},
  ): this {
    const given = readUpdateOptions(options);
    const counted = compact(readCounts(matrix, this.settings.numClasses));
    this.run.add(given.measured([counted]), given.replace);
    return this;
  }

  /**
   * Every score by one convention's rules. The default, "dataset", gives all of DatasetScores; a tool's convention gives
   * that tool's figures. A score that is undefined is NaN (null in JSON).
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} the convention asks for each image's counts, and perImage is false
   */
  compute(options?: ComputeOptions & { readonly convention?: "dataset" | undefined }): DatasetScores;
  compute(options: ComputeOptions): ConventionScores;
  compute(options: ComputeOptions = {}): ConventionScores {
    const { convention, dataset } = readComputeOptions(options);
    if (convention.name === "dataset") {
      return datasetScores(
        dataset.per === "image" ? this.countedImages('per: "image"') : this.#counted(),
        dataset,
      );
    }
    return convention.score(
      convention.needsImages ? this.countedImages(`convention "${convention.name}"`) : this.#counted(),
    );
  }

  /**
   * This run's mean IoU or Dice by every convention, side by side, and why the lowest and the highest differ. Without
   * perImage, conventions that average over images are left out, and named in leftOut.
   */
  spread(metric: "iou" | "dice" = "iou"): Spread {
    return spread([...CONVENTIONS.values()], this.#counted(), readChoice(metric, ["iou", "dice"], "metric"));
  }

  /**
   * Between which bounds the scores lie, from the stored counts of images: of the mean and of each
   * class, by a jackknife t (`bounds`), which covers of few images too, by percentiles and BCa of a bootstrap.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images, or perImage is false
   */
  confidenceIntervals(options: IntervalOptions = {}): ConfidenceIntervals {
    const choice = readIntervalOptions(options);
    this.requireSeveral();
    return segmentationIntervals(this.countedImages("confidenceIntervals()"), choice);
  }

  /**
   * Which images and which confusions of classes hold the mean down, and by how much, exactly.
   *
   * @throws {Error} perImage is false
   */
  contributions(metric: "iou" | "dice" = "iou"): Contributions {
    const choice = readChoice(metric, ["iou", "dice"], "metric");
    return segmentationContributions(this.countedImages("contributions()"), choice);
  }

  /** What looks wrong before anyone believes the number: labels that are shifted, unused, one-sided, ignored; empty where nothing does. */
  audit(): AuditFinding[] {
    return audit(this.#counted());
  }

  /** What was counted, all images together, weights included; owned by the caller. */
  confusionMatrix(): ConfusionMatrix {
    return copyOfMatrix(this.#counted().total);
  }

  /** Shares of each true class (rows sum to 1), of each predicted one (columns do), or of all pixels. */
  normalizedConfusionMatrix(by: Normalization = "groundTruth"): NormalizedConfusion {
    const choice = readChoice(by, ["groundTruth", "prediction", "all"], "by");
    return normalizedConfusion(this.#counted().total, choice);
  }

  /**
   * The counts of every image, sorted by id; not to be changed. For functions over several scorers.
   *
   * @throws {Error} perImage is false; the message names `what`
   */
  countedImages(what: string): ImagesRun {
    this.requireImages(what);
    return this.#counted() as ImagesRun;
  }

  /** Each image's own scores, sorted by id. */
  imageScores(): ImageScores[] {
    const run = this.countedImages("imageScores()");
    return imageScores(run, run.images);
  }

  override comparedImages(options: object): ComparedImages<ConfusionMatrix> {
    const choice = readIntervalOptions(options);
    const run = this.countedImages("compareModels");
    return {
      images: this.run.images,
      set: confusionSet(run, choice),
      metric: choice.metric,
      classNames: run.classNames,
      choice,
    };
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): StateJson {
    return this.json() as StateJson;
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version or measure, truncated, impossible, changed, or
   *   of other settings
   */
  static fromJSON(state: StateJson | string, options?: ScorerOptions): SegmentationScorer {
    return SegmentationScorer.#load({ json: state }, options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: ScorerOptions): SegmentationScorer {
    return SegmentationScorer.#load({ bytes }, options);
  }

  static #load(saved: Parameters<typeof readState>[1], options?: ScorerOptions): SegmentationScorer {
    const wanted = options === undefined ? undefined : readSettings(options);
    const state = readState(confusionMeasure, saved, wanted);
    const scorer = new SegmentationScorer(optionsOf(state.settings));
    scorer.run.load(state);
    return scorer;
  }

  /**
   * A scorer that tells of a run whose images are kept elsewhere what follows from their sum, as with perImage: false.
   *
   * @param total weights included; not to be changed any more
   */
  static ofTotal(
    settings: ScorerSettings,
    total: ConfusionMatrix,
    imageCount: number,
    provenance: readonly RunPart[],
  ): SegmentationScorer {
    const scorer = new SegmentationScorer({ ...optionsOf(settings), perImage: false });
    scorer.run.loadTotal(total, imageCount, provenance);
    return scorer;
  }

  #counted(): CountedRun {
    const { run, settings } = this;
    const images = run.keepsImages ? run.images : undefined;
    const source = images ?? run.total;
    if (this.#counts?.of !== source) {
      const { numClasses } = settings;
      const counted = countedRunOf(
        settings,
        images === undefined ? run.total : totalOf(images, numClasses),
        images === undefined ? undefined : tableOf(images, numClasses),
      );
      this.#counts = { of: source, run: counted };
    }
    return this.#counts.run;
  }
}
