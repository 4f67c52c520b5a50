import { wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { detectionMeasure } from "../measures/instances/detectionMeasure.js";
import type { DetectionRow } from "../measures/instances/detectionRow.js";
import type { DetectionRowJson } from "../measures/instances/detectionRowChecks.js";
import { type DetectionScores, detectionScores } from "../measures/instances/detectionScores.js";
import {
  DETECTION_OPTIONS,
  type DetectionCategoryOptions,
  type DetectionConvention,
  type DetectionCorrection,
  type DetectionSettings,
  type DetectionTask,
  readDetectionSettings,
} from "../measures/instances/detectionSettings.js";
import { countDetections } from "../measures/instances/countDetections.js";
import type { DetectedObjects, GroundTruthObjects } from "../measures/instances/imageObjects.js";
import { readOptions } from "../reading/options.js";
import { IMAGE_OPTIONS, readImageOptions } from "../run/imageOptions.js";
import { Run } from "../run/run.js";
import type { RunStateJson } from "../run/stateJson.js";
import { type ComparedImages, MeasuredScorer, readState } from "./measuredScorer.js";

/** What a DetectionScorer is made for. */
export interface DetectionScorerOptions {
  /** What is compared: "boxes", "masks", or "boundaries" (the smaller of the IoUs of masks and of their boundaries). */
  readonly task: DetectionTask;
  /** All categories that count, as COCO or LVIS have them, or their ids. Objects of others are left out, and noted. */
  readonly categories: readonly (DetectionCategoryOptions | number)[];
  /** At most 32; default .5, .55, ... .95, as NumPy's linspace spells them. */
  readonly iouThresholds?: readonly number[] | undefined;
  /** How many detections of an image and category count, the surest first: up to three limits; default 1, 10, 100. */
  readonly maxDetections?: readonly number[] | undefined;
  /** Ranges of areas in pixels, both ends included, by name; default COCO's all, small, medium and large. */
  readonly areaRanges?:
    | Readonly<Record<string, readonly [number, number]>>
    | readonly (readonly [number, number])[]
    | DetectionSettings["areaRanges"]
    | undefined;
  /** false: categories do not matter, as pycocotools' useCats = 0. Default true. */
  readonly perCategory?: boolean | undefined;
  /** Where precision is read, rising; default 0, .01, ... 1. */
  readonly recallThresholds?: readonly number[] | undefined;
  /** Whose rules; default "coco". */
  readonly convention?: DetectionConvention | undefined;
  /** Which of pycocotools' quirks to correct, by name; default none. docs/detection.md lists them. */
  readonly corrections?: readonly DetectionCorrection[] | undefined;
  /** Width of a boundary as a part of the image's diagonal; default 0.02. */
  readonly dilationRatio?: number | undefined;
}

/** What is said of an image. */
export interface DetectionUpdateOptions {
  /** Name or number of the image, unlike every other's. Orders equal scores (numbers first), pairs images in compareModels. */
  readonly id?: string | number | undefined;
  /** In pixels. Needed for masks and boundaries. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** How often the image counts; above 0, default 1. */
  readonly weight?: number | undefined;
  /** Put the image in the place of one of the same id, instead of refusing it; default false. */
  readonly replace?: boolean | undefined;
  /** LVIS: ids of categories that are known not to be in the image. */
  readonly negativeCategories?: ArrayLike<number> | undefined;
  /** LVIS: ids of categories of which not every object is marked. */
  readonly notExhaustiveCategories?: ArrayLike<number> | undefined;
}

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
   * @param options id, width, height (pixels), weight, replace; of LVIS negativeCategories, notExhaustiveCategories
   * @throws {TypeError | RangeError} an object, or an option, is of the wrong kind or impossible
   * @throws {Error} there is an image of this id already
   */
  update(
    groundTruths: GroundTruthObjects,
    detections: DetectedObjects,
    options: DetectionUpdateOptions = {},
  ): this {
    const { id: given, weight: heavy, replace, ...image } = readOptions(options, UPDATE_OPTIONS, "options");
    const images = readImageOptions({ id: readImageId(given), weight: heavy, replace });
    const [id] = images.idsOf(1);
    const [weight] = images.weightsOf(1) as [number];
    const row = countDetections(this.settings, groundTruths, detections, image);
    this.run.add([{ id, weight, row }], images.replace);
    return this;
  }

  /** COCO's twelve figures and each category's, of all images together, weights included. */
  compute(): DetectionScores {
    return detectionScores(this.settings, this.run.images);
  }

  override comparedImages(): ComparedImages<DetectionRow> {
    throw new Error("not yet");
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
