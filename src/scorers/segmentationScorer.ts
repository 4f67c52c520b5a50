import { addConfusionMatrices, emptyMatrix } from "../counting/addConfusion.js";
import { audit, type AuditFinding } from "../measures/confusion/audit.js";
import { type Contributions, contributions } from "../statistics/contributions.js";
import { type ConfidenceIntervals, confidenceIntervals } from "../statistics/confidenceIntervals.js";
import type { CountedRun } from "../measures/confusion/countedRun.js";
import type { ImagesRun } from "../statistics/statistics.js";
import { type ImageScores, imageScores } from "../measures/confusion/imageScores.js";
import {
  type Normalization,
  type NormalizedConfusion,
  normalizedConfusion,
} from "../measures/confusion/normalizedConfusion.js";
import type { ConventionScores } from "../measures/confusion/conventions/convention.js";
import { type DatasetScores, datasetScores } from "../measures/confusion/conventions/dataset.js";
import { CONVENTIONS } from "../measures/confusion/conventions/registry.js";
import { type Spread, spread } from "../measures/confusion/conventions/spread.js";
import { wrongType } from "../errors/argument.js";
import {
  differenceWords,
  duplicateIds,
  needsImages,
  settingsDiffer,
  tooFewImages,
  weightsWithoutImages,
} from "../errors/runs.js";
import { describe } from "../errors/words.js";
import type { ConfusionMatrix } from "../types.js";
import type { LabelsOrScores } from "../counting/confusionRequest.js";
import { readChoice, readOptions } from "../reading/options.js";
import { type ComputeOptions, readComputeOptions } from "./computeOptions.js";
import { countImages } from "../measures/confusion/countImages.js";
import {
  compact,
  countedRun,
  type ImageRow,
  inCanonicalOrder,
  tableOf,
  totalOf,
} from "../measures/confusion/imageRows.js";
import {
  optionsOf,
  readSettings,
  type ScorerOptions,
  type ScorerSettings,
  settingsDifference,
} from "../measures/confusion/settings.js";
import {
  digestOf,
  type ScorerState,
  stateFromBytes,
  stateFromJson,
  type StateJson,
  stateToBytes,
  stateToJson,
} from "../run/stateCodec.js";
import { type IntervalOptions, readIntervalOptions } from "../statistics/statisticsOptions.js";
import { readCounts } from "../measures/confusion/readCounts.js";
import { readUpdateOptions, type UpdateOptions } from "../run/updateOptions.js";

export interface MergeOptions {
  /** What becomes of images whose id both have: "refuse" (default), or "replace" ours by theirs. */
  readonly duplicates?: "refuse" | "replace" | undefined;
}

/**
 * Scores a data set, image by image. What it keeps of an image is one integer confusion matrix, so every convention,
 * interval and test follows from one state, which adds up exactly wherever the images were scored.
 *
 * @example
 * const scorer = new SegmentationScorer({ numClasses: 2 });
 * scorer.update(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { id: "a" });
 * scorer.compute().meanIou // 0.5
 */
export class SegmentationScorer {
  readonly settings: ScorerSettings;
  /** Rows by id; those without one are kept apart. */
  #named = new Map<string, ImageRow>();
  #unnamed: ImageRow[] = [];
  /** Without perImage: the sum of everything; undefined where that is nothing. */
  #total: ConfusionMatrix | undefined;
  #imageCount = 0;
  /** Made when asked for, and kept until something changes. */
  #run: CountedRun | undefined;

  /** @throws {TypeError | RangeError} an option is missing, of the wrong kind or impossible */
  constructor(options: ScorerOptions) {
    this.settings = readSettings(options);
  }

  /**
   * Counts an image, or a batch of them. One that throws adds nothing.
   *
   * @param groundTruth labels, an image, or scores, as confusionMatrix takes them; a batch is a tensor of scores, or of labels
   *   [B, H, W], on either side
   * @param prediction the same, of as many pixels
   * @param options id, weight, layout, binary, replace
   * @throws {TypeError | RangeError} as confusionMatrix, or an option is wrong
   * @throws {Error} there is an image of this id already
   */
  update(groundTruth: LabelsOrScores, prediction: LabelsOrScores, options: UpdateOptions = {}): this {
    const given = readUpdateOptions(options);
    const matrices = countImages(this.settings, groundTruth, prediction, given);
    const ids = given.idsOf(matrices.length);
    const weights = given.weightsOf(matrices.length);
    this.#add(
      matrices.map((matrix, i) => ({ id: ids[i], weight: weights[i] as number, matrix })),
      matrices.length,
      given.replace,
    );
    return this;
  }

  /**
   * Adds an image that was counted elsewhere: by confusionMatrix, or by a pool of workers.
   *
   * @param matrix of this scorer's numClasses, in classes: labelMapping is not applied any more
   * @param options id, weight, replace
   * @throws {TypeError | RangeError} it is no confusion matrix of so many classes, or an option is wrong
   * @throws {Error} there is an image of this id already
   * @example scorer.addCounts(await pool.confusionMatrix(truth, prediction, { numClasses: 19 }), { id: "a" })
   */
  addCounts(matrix: ConfusionMatrix, options: Pick<UpdateOptions, "id" | "weight" | "replace"> = {}): this {
    const given = readUpdateOptions(options);
    const counted = compact(readCounts(matrix, this.settings.numClasses));
    const [id] = given.idsOf(1);
    const [weight] = given.weightsOf(1) as [number];
    this.#add([{ id, weight, matrix: counted }], 1, given.replace);
    return this;
  }

  /**
   * Adds all images of another scorer, which stays as it is. Whatever the split and the order, the outcome is the same to
   * the last bit.
   *
   * @throws {Error} settings differ, or both have an image of one id; nothing is added then
   */
  merge(other: SegmentationScorer, options: MergeOptions = {}): this {
    if (!(other instanceof SegmentationScorer)) {
      throw wrongType(
        "other",
        "a SegmentationScorer",
        describe(other),
        "read saved states with fromJSON or fromBytes",
      );
    }
    const { duplicates } = readOptions(options, ["duplicates"], "options");
    const replace = readChoice(duplicates ?? "refuse", ["refuse", "replace"], "duplicates") === "replace";
    const difference = settingsDifference(this.settings, other.settings);
    if (difference !== undefined) throw settingsDiffer("scorers", difference);
    this.#add(other.#rows(), other.#imageCount, replace);
    return this;
  }

  /** Forgets every image. */
  reset(): this {
    this.#named.clear();
    this.#unnamed = [];
    this.#total = undefined;
    this.#imageCount = 0;
    this.#run = undefined;
    return this;
  }

  get imageCount(): number {
    return this.#imageCount;
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
   * Between which bounds the scores lie, by a bootstrap over images from their stored counts: of the mean and of each
   * class, by percentiles and bias-corrected and accelerated (BCa).
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images, or perImage is false
   */
  confidenceIntervals(options: IntervalOptions = {}): ConfidenceIntervals {
    const choice = readIntervalOptions(options);
    if (this.#imageCount < 2) {
      throw tooFewImages("intervals", this.#imageCount);
    }
    return confidenceIntervals(this.countedImages("confidenceIntervals()"), choice);
  }

  /**
   * Which images and which confusions of classes hold the mean down, and by how much, exactly.
   *
   * @throws {Error} perImage is false
   */
  contributions(metric: "iou" | "dice" = "iou"): Contributions {
    const choice = readChoice(metric, ["iou", "dice"], "metric");
    return contributions(this.countedImages("contributions()"), choice);
  }

  /** What looks wrong before anyone believes the number: labels that are shifted, unused, one-sided, ignored; empty where nothing does. */
  audit(): AuditFinding[] {
    return audit(this.#counted());
  }

  /** What was counted, all images together, weights included; owned by the caller. */
  confusionMatrix(): ConfusionMatrix {
    const { total } = this.#counted();
    return { ...total, counts: total.counts.slice(), ...(total.cells && { cells: total.cells.slice() }) };
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
    if (!this.settings.perImage) {
      throw needsImages(what);
    }
    return this.#counted() as ImagesRun;
  }

  /** The first setting in which another scorer differs, in words; undefined where they agree. */
  differenceOf(other: SegmentationScorer): string | undefined {
    const difference = settingsDifference(this.settings, other.settings);
    return difference && differenceWords(difference);
  }

  /** Each image's own scores, sorted by id. */
  imageScores(): ImageScores[] {
    const run = this.countedImages("imageScores()");
    return imageScores(run, run.images);
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): StateJson {
    return stateToJson(this.#state());
  }

  /** The state in as few bytes as it takes. Equal states give equal bytes. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return stateToBytes(this.#state());
  }

  /** SHA-256, in hex, of the state: equal states, and only they, have equal digests. */
  digest(): string {
    return digestOf(this.#state());
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version, truncated, changed, or of other settings
   */
  static fromJSON(state: StateJson | string, options?: ScorerOptions): SegmentationScorer {
    return SegmentationScorer.#fromState(stateFromJson(state), options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: ScorerOptions): SegmentationScorer {
    return SegmentationScorer.#fromState(stateFromBytes(bytes), options);
  }

  static #fromState(
    { settings, rows, imageCount }: ScorerState,
    options?: ScorerOptions,
  ): SegmentationScorer {
    if (options !== undefined) {
      const difference = settingsDifference(readSettings(options), settings);
      if (difference !== undefined) throw settingsDiffer("state", difference);
    }
    const scorer = new SegmentationScorer(optionsOf(settings));
    scorer.#add(rows, imageCount, false);
    return scorer;
  }

  /** Adds rows, or none of them. */
  #add(rows: readonly ImageRow[], imageCount: number, replace: boolean): void {
    if (!this.settings.perImage) {
      this.#addToTotal(rows);
    } else {
      const known: string[] = [];
      const added = new Set<string>();
      for (const { id } of rows) {
        if (id === undefined) continue;
        if (added.has(id) || (!replace && this.#named.has(id))) known.push(id);
        added.add(id);
      }
      if (known.length > 0) {
        throw duplicateIds(known);
      }
      for (const row of rows) {
        if (row.id === undefined) this.#unnamed.push(row);
        else this.#named.set(row.id, row);
      }
    }
    this.#imageCount = this.settings.perImage
      ? this.#named.size + this.#unnamed.length
      : this.#imageCount + imageCount;
    this.#run = undefined;
  }

  #addToTotal(rows: readonly ImageRow[]): void {
    if (rows.some(({ weight }) => weight !== 1)) {
      throw weightsWithoutImages();
    }
    for (const { matrix } of rows) {
      this.#total = addConfusionMatrices(this.#sum(), matrix);
    }
  }

  #rows(): readonly ImageRow[] {
    return this.settings.perImage
      ? [...this.#named.values(), ...this.#unnamed]
      : [{ id: undefined, weight: 1, matrix: this.#sum() }];
  }

  #sum(): ConfusionMatrix {
    return this.#total ?? emptyMatrix(this.settings.numClasses);
  }

  #state(): ScorerState {
    const rows = this.settings.perImage
      ? inCanonicalOrder(this.#rows())
      : [{ id: undefined, weight: 1, matrix: compact(this.#sum()) }];
    return { settings: this.settings, rows, imageCount: this.#imageCount };
  }

  #counted(): CountedRun {
    if (this.#run === undefined) {
      const { perImage, numClasses } = this.settings;
      const rows = perImage ? inCanonicalOrder(this.#rows()) : undefined;
      this.#run = countedRun(
        this.settings,
        rows === undefined ? this.#sum() : totalOf(rows, numClasses),
        rows === undefined ? undefined : tableOf(rows, numClasses),
      );
    }
    return this.#run;
  }
}
