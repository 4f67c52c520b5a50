import { wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { settingsDiffer } from "../errors/runs.js";
import {
  type DetectionCalibration,
  detectionCalibration,
} from "../measures/instances/detectionCalibration.js";
import {
  type DetectionConfusion,
  detectionConfusion,
  type DetectionImageScore,
  detectionImageScores,
} from "../measures/instances/detectionConfusion.js";
import {
  type BestThresholds,
  bestThresholds,
  type DetectionCurves,
  detectionCurves,
} from "../measures/instances/detectionCurves.js";
import { type DetectionErrors, detectionErrors } from "../measures/instances/detectionErrors.js";
import { joinSuspects, type Suspect, suspectsOf } from "../measures/instances/suspects.js";
import { detectionMeasure } from "../measures/instances/detectionMeasure.js";
import type { DetectionRow } from "../measures/instances/detectionRow.js";
import type { DetectionRowJson } from "../measures/instances/detectionRowChecks.js";
import { type DetectionScores, detectionScores } from "../measures/instances/detectionScores.js";
import {
  DETECTION_OPTIONS,
  type DetectionSettings,
  readDetectionSettings,
} from "../measures/instances/detectionSettings.js";
import { DetectionSet } from "../measures/instances/detectionSet.js";
import { countDetections } from "../measures/instances/countDetections.js";
import type { DetectedObjects, GroundTruthObjects } from "../measures/instances/imageObjects.js";
import { readFiniteNumber, readOptions } from "../reading/options.js";
import { IMAGE_OPTIONS, readImageOptions } from "../run/imageOptions.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import type { DetectionScorerOptions, DetectionUpdateOptions } from "./detectionOptions.js";
import {
  type CalibrationOptions,
  type CurveOptions,
  detectionSlices,
  type IouThresholdOptions,
  readBins,
  readCurveOptions,
  readIouThreshold,
  readScoreThreshold,
  type ScoreThresholdOptions,
  type SuspectOptions,
} from "./detectionAnalyses.js";
import {
  type DetectionContributions,
  detectionContributions,
  type DetectionIntervalOptions,
  type DetectionIntervals,
  detectionIntervals,
  type DetectionMetricOptions,
  readDetectionIntervalOptions,
  readDetectionMetric,
} from "./detectionStatistics.js";
import { type ComparedImages, MeasuredScorer, readState } from "./measuredScorer.js";

/** A DetectionScorer's state as plain JSON; of each image its scores and matches. */
export type DetectionStateJson = RunStateJson<DetectionSettings, DetectionRowJson>;

/**
 * Average precision and recall of a data set, image by image: COCO's (pycocotools), LVIS's or VOC's. What it keeps of an image
 * are the scores of its detections and what they match, so that shards that are merged give the same bits as one run.
 *
 * @example
 * const scorer = new DetectionScorer({ task: "boxes", categories: [{ id: 1, name: "cat" }] });
 * scorer.update(
 *   [{ id: 1, category_id: 1, bbox: [0, 0, 10, 10], area: 100, iscrowd: 0 }],
 *   [{ category_id: 1, bbox: [0, 0, 10, 8], score: 0.9 }],
 *   { id: "a", width: 20, height: 20 },
 * ).compute().ap50 // 1
 */
export class DetectionScorer extends MeasuredScorer<DetectionSettings, DetectionRow, DetectionRowJson> {
  override readonly kind = "a DetectionScorer";

  /** @throws {TypeError | RangeError} an option is of the wrong kind or impossible */
  constructor(options: DetectionScorerOptions) {
    super(
      new Run(detectionMeasure, readDetectionSettings(readOptions(options, DETECTION_OPTIONS, "options"))),
    );
  }

  /**
   * Matches an image. One that throws adds nothing.
   *
   * @param groundTruths COCO's annotations of the image, or columns: { categoryIds, boxes (x, y, width, height of each, one
   *   behind the other), masks, areas, crowds, ignores, ids }, which cost no object each
   * @param detections COCO's results of the image, or columns: { categoryIds, scores, boxes, masks }
   * @param options id, width, height (pixels), weight, cluster, replace; of LVIS negativeCategories, notExhaustiveCategories
   * @throws {TypeError | RangeError} an object, or an option, is of the wrong kind or impossible
   * @throws {Error} there is an image of this id already
   */
  update(
    groundTruths: GroundTruthObjects,
    detections: DetectedObjects,
    options: DetectionUpdateOptions = {},
  ): this {
    const { id: given, weight, cluster, replace, ...image } = readOptions(options, UPDATE_OPTIONS, "options");
    const images = readImageOptions({ id: readImageId(given), weight, cluster, replace });
    const row = countDetections(this.settings, groundTruths, detections, image);
    this.run.add(images.measured([row]), images.replace);
    return this;
  }

  /** COCO's twelve figures and each category's, of all images together, weights included. */
  compute(): DetectionScores {
    return detectionScores(this.settings, this.run.images);
  }

  /**
   * Between which bounds average precision lies, from how images differ: the mean and each category's, by a jackknife t
   * (`bounds`), which covers of few images too, by percentiles and BCa of a bootstrap.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} there are fewer than 2 images
   */
  confidenceIntervals(options: DetectionIntervalOptions = {}): DetectionIntervals {
    const choice = readDetectionIntervalOptions(options, this.settings);
    this.requireSeveral();
    return detectionIntervals(this.settings, this.run.images, choice);
  }

  /** Which images hold average precision down, and by how much, exactly. */
  contributions(options: DetectionMetricOptions = {}): DetectionContributions {
    return detectionContributions(
      this.settings,
      this.run.images,
      readDetectionMetric(options, this.settings),
    );
  }

  /** Precision against recall of each category and IoU threshold. */
  curves(options: CurveOptions = {}): DetectionCurves {
    const { range, limit } = readCurveOptions(options, this.settings);
    return detectionCurves(this.settings, this.run.images, range, limit);
  }

  /** The score thresholds of the highest F1: of all categories together, and each category's. */
  bestThresholds(options: IouThresholdOptions = {}): BestThresholds {
    return bestThresholds(this.settings, this.run.images, readIouThreshold(options, this.settings));
  }

  /** Which category is taken for which, background included, at one score threshold. */
  confusion(options: ScoreThresholdOptions = {}): DetectionConfusion {
    const { settings } = this;
    const { images } = this.run;
    return detectionConfusion(settings, images, readScoreThreshold(options, settings, images));
  }

  /** Each image's precision, recall and F1 at one score threshold, in the order of ids. */
  imageScores(options: ScoreThresholdOptions = {}): DetectionImageScore[] {
    const { settings } = this;
    const { images } = this.run;
    return detectionImageScores(settings, images, readScoreThreshold(options, settings, images));
  }

  /** Errors by kind, and the average precision that each kind costs. */
  errors(): DetectionErrors {
    return detectionErrors(this.settings, this.run.images);
  }

  /**
   * Whether scores say how often detections are right.
   *
   * @throws {RangeError} a score is outside 0 to 1
   */
  calibration(options: CalibrationOptions = {}): DetectionCalibration {
    return detectionCalibration(this.settings, this.run.images, readBins(options));
  }

  /**
   * Scores of sets of images, without matching them again.
   *
   * @param slices ids of images by name of set
   * @throws {RangeError} there is no image of such an id
   */
  slices(
    slices: Readonly<Record<string, Iterable<string | number>>>,
  ): Readonly<Record<string, DetectionScores>> {
    return detectionSlices(this.settings, this.run.images, slices);
  }

  /**
   * Annotations that look wrong or missing: confident detections disagree with them, of this model or of several.
   *
   * @throws {TypeError | RangeError} an option is wrong
   * @throws {Error} other models have other settings
   */
  suspects(options: SuspectOptions<DetectionScorer> = {}): Suspect[] {
    const { minScore, others = [] } = readOptions(options, ["minScore", "others"], "options");
    const least = readFiniteNumber(minScore ?? 0.5, "minScore");
    if (!Array.isArray(others)) throw wrongType("others", "a list of DetectionScorers", describe(others));
    const models = [this, ...(others as unknown[])].map((other, i) => {
      if (!(other instanceof DetectionScorer)) {
        throw wrongType(`others[${i - 1}]`, "a DetectionScorer", describe(other));
      }
      const difference = this.settingDifference(other as this);
      if (difference !== undefined) throw settingsDiffer("models", difference);
      return suspectsOf(this.settings, other.run.images, least);
    });
    return joinSuspects(models);
  }

  override comparedImages(options: object): ComparedImages<DetectionRow> {
    const { settings } = this;
    const choice = readDetectionIntervalOptions(options, settings);
    const { images } = this.run;
    return {
      images,
      set: new DetectionSet(settings, images, choice.metric),
      metric: choice.metric,
      classNames: settings.perCategory
        ? settings.categories.map(({ id, name }) => name ?? `category ${id}`)
        : ["all categories"],
      choice,
    };
  }

  /** The state as plain JSON: JSON.stringify calls this. */
  toJSON(): DetectionStateJson {
    return this.json() as DetectionStateJson;
  }

  /**
   * @param state what toJSON gave, or its text
   * @param options settings that the state must have; whatever it has where left out
   * @throws {TypeError | RangeError | Error} it is no state, of another version or measure, truncated, impossible, changed, or
   *   of other settings
   */
  static fromJSON(state: DetectionStateJson | string, options?: DetectionScorerOptions): DetectionScorer {
    return DetectionScorer.#load({ json: state }, options);
  }

  /** As fromJSON, of what toBytes gave. */
  static fromBytes(bytes: Uint8Array, options?: DetectionScorerOptions): DetectionScorer {
    return DetectionScorer.#load({ bytes }, options);
  }

  static #load(saved: Parameters<typeof readState>[1], options?: DetectionScorerOptions): DetectionScorer {
    const wanted =
      options === undefined
        ? undefined
        : readDetectionSettings(readOptions(options, DETECTION_OPTIONS, "options"));
    const state = readState(detectionMeasure, saved, wanted);
    const scorer = new DetectionScorer(state.settings);
    scorer.run.load(state);
    return scorer;
  }
}

const UPDATE_OPTIONS = [
  ...IMAGE_OPTIONS,
  "width",
  "height",
  "negativeCategories",
  "notExhaustiveCategories",
] as const;

/** Numbers are ids, too: COCO's are. */
function readImageId(value: unknown): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw wrongType("id", "a string or a whole number", describe(value));
}
