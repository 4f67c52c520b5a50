import { readFileSync } from "node:fs";
import type { PanopticCategoryOptions, PanopticImage, PanopticSegment } from "../../src/panoptic/index.js";

interface Quality {
  readonly pq: number;
  readonly sq: number;
  readonly rq: number;
}

/** What panopticapi says of a data set. */
export interface ExpectedQuality {
  readonly All: (Quality & { readonly n: number }) | null;
  readonly Things: (Quality & { readonly n: number }) | null;
  readonly Stuff: (Quality & { readonly n: number }) | null;
  readonly per_class: readonly (Quality & {
    readonly category_id: number;
    readonly tp: number;
    readonly fp: number;
    readonly fn: number;
    readonly iou_sum: number;
  })[];
}

export interface GoldenPair {
  readonly id: string;
  readonly groundTruth: PanopticImage;
  readonly prediction: PanopticImage;
}

/** A data set with panopticapi's figures, or with the error that it raises. */
export interface GoldenPanoptic {
  readonly name: string;
  readonly categories: readonly PanopticCategoryOptions[];
  readonly images: readonly GoldenPair[];
  readonly expected: ExpectedQuality | undefined;
  readonly error: string | undefined;
  /** boundary-iou-api's figures, by ratio. */
  readonly boundary: Readonly<Record<string, ExpectedQuality>> | undefined;
}

interface Annotations {
  readonly categories: readonly PanopticCategoryOptions[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly segments_info: readonly PanopticSegment[];
  }[];
}

interface SavedSet {
  readonly name?: string;
  readonly seed?: number;
  readonly groundTruth: Annotations;
  readonly prediction: Omit<Annotations, "categories">;
  readonly maps: readonly Readonly<Record<string, unknown>>[];
  readonly expected?: ExpectedQuality;
  readonly error?: string;
  readonly "expected_boundary[ratio]"?: Readonly<Record<string, ExpectedQuality>>;
}

/** The data sets of test/golden/panoptic, segments as COCO writes them. */
export function readPanopticGolden(file: "sets.json" | "cases.json"): GoldenPanoptic[] {
  const url = new URL(`../golden/panoptic/${file}`, import.meta.url);
  const sets = JSON.parse(readFileSync(url, "utf8")) as SavedSet[];
  if (sets.length === 0) throw new Error("the golden file holds no case");
  return sets.map(({ name, seed, groundTruth, prediction, maps, expected, error, ...others }) => ({
    name: name ?? `seed ${seed as number}`,
    categories: groundTruth.categories,
    images: maps.map((map) => ({
      id: String(map.image_id),
      groundTruth: imageOf(map, "ground_truth", groundTruth),
      prediction: imageOf(map, "prediction", prediction),
    })),
    expected,
    error,
    boundary: others["expected_boundary[ratio]"],
  }));
}

function imageOf(
  map: Readonly<Record<string, unknown>>,
  side: "ground_truth" | "prediction",
  { annotations }: Pick<Annotations, "annotations">,
): PanopticImage {
  const { width, height } = map as { width: number; height: number };
  const ids = new Uint32Array(width * height);
  let pixel = 0;
  for (const [id, length] of map[`${side}_runs[id,length] row-major`] as [number, number][]) {
    ids.fill(id, pixel, pixel + length);
    pixel += length;
  }
  if (pixel !== ids.length) throw new Error("the runs are not the image's");
  const annotation = annotations.find(({ image_id }) => image_id === map.image_id);
  if (annotation === undefined) throw new Error("no segments");
  return { map: ids, width, height, segments: annotation.segments_info };
}
