import type {
  DetectionCategoryOptions,
  DetectionConvention,
  DetectionCorrection,
  DetectionSettings,
  DetectionTask,
} from "../measures/instances/detectionSettings.js";

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
  /** Which of pycocotools' quirks to correct, by name; default none. docs/instances.md lists them. */
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
  /** What the image was taken with: statistics draw, exchange and leave out clusters instead of images. */
  readonly cluster?: string | undefined;
  /** Put the image in the place of one of the same id, instead of refusing it; default false. */
  readonly replace?: boolean | undefined;
  /** LVIS: ids of categories that are known not to be in the image. */
  readonly negativeCategories?: ArrayLike<number> | undefined;
  /** LVIS: ids of categories of which not every object is marked. */
  readonly notExhaustiveCategories?: ArrayLike<number> | undefined;
}
