import { readFileSync } from "node:fs";
import {
  type CocoAnnotation,
  type CocoResult,
  DetectionScorer,
  type DetectionScorerOptions,
} from "../../src/instances/index.js";

/** A data set as COCO's files have it, and what pycocotools says of it. */
export interface CocoSet {
  readonly name: string;
  readonly groundTruth: {
    readonly images: readonly { readonly id: number; readonly width: number; readonly height: number }[];
    readonly annotations: readonly (CocoAnnotation & { readonly image_id: number })[];
    readonly categories: readonly { readonly id: number; readonly name: string }[];
  };
  readonly detections: readonly (CocoResult & { readonly image_id: number })[];
  readonly expected: readonly CocoExpected[];
}

export interface CocoExpected {
  readonly type: "bbox" | "segm";
  readonly useCats?: 0 | 1 | undefined;
  readonly params?: CocoParams;
  readonly maxDets: readonly number[];
  readonly stats: readonly number[] | null;
  readonly per_category: readonly CategoryExpected[];
  readonly [curves: string]: unknown;
}

export interface CategoryExpected {
  readonly category_id: number;
  readonly ap: number | null;
  readonly ap50: number | null;
  readonly ap75: number | null;
  readonly ar: number | null;
  readonly ap_by_area?: readonly (number | null)[];
}

export interface CocoParams {
  readonly useCats?: 0 | 1 | undefined;
  readonly maxDets?: readonly number[];
  readonly iouThrs?: readonly number[];
  readonly recThrs?: readonly number[];
  readonly areaRng?: readonly (readonly [number, number])[];
  readonly areaRngLbl?: readonly string[];
  readonly imgIds?: readonly number[];
  readonly catIds?: readonly number[];
}

export function readCocoSets(file: "coco_eval" | "coco_more"): CocoSet[] {
  const path = new URL(`../golden/instances/${file}.json`, import.meta.url);
  const sets = JSON.parse(readFileSync(path, "utf8")) as CocoSet[];
  if (sets.length === 0) throw new Error(`${file} holds no set`);
  return sets;
}

/** The options that COCOeval's params come to. */
export function optionsOf(
  set: CocoSet,
  task: DetectionScorerOptions["task"],
  { useCats, maxDets, iouThrs, recThrs, areaRng, areaRngLbl, catIds }: CocoParams,
): DetectionScorerOptions {
  return {
    task,
    categories: set.groundTruth.categories.filter(({ id }) => catIds?.includes(id) ?? true),
    maxDetections: maxDets,
    iouThresholds: iouThrs,
    recallThresholds: recThrs,
    perCategory: useCats !== 0,
    ...(areaRng === undefined
      ? {}
      : { areaRanges: Object.fromEntries(areaRng.map((range, i) => [areaRngLbl?.[i] ?? i, range])) }),
  };
}

/** Scores a set, its images in the order of the file or in another. */
export function scoreSet(
  set: CocoSet,
  options: DetectionScorerOptions,
  images: readonly { readonly id: number; readonly width: number; readonly height: number }[] = set
    .groundTruth.images,
): DetectionScorer {
  const scorer = new DetectionScorer(options);
  for (const { id, width, height } of images) {
    scorer.update(
      set.groundTruth.annotations.filter(({ image_id }) => image_id === id),
      set.detections.filter(({ image_id }) => image_id === id),
      { id, width, height },
    );
  }
  return scorer;
}
