import { DETECTION_FIGURES } from "../../src/measures/instances/detectionScores.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CocoAnnotation, type CocoResult, DetectionScorer } from "maskscore/instances";

// COCO's sample of 100 images with detections: AP and AR of boxes and masks as pycocotools prints them, and of boundaries as
// boundary-iou-api does.

interface Expected {
  readonly type: "bbox" | "segm" | "boundary";
  readonly useCats: 0 | 1;
  readonly stats: readonly number[];
  readonly per_category: readonly {
    readonly category_id: number;
    readonly ap: number | null;
    readonly ap50: number | null;
    readonly ap75: number | null;
    readonly ar: number | null;
  }[];
  readonly note?: string;
}

interface GroundTruth {
  readonly images: readonly { readonly id: number; readonly width: number; readonly height: number }[];
  readonly annotations: readonly (CocoAnnotation & { readonly image_id: number })[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

type Results = readonly (CocoResult & { readonly image_id: number })[];

/** @param reference folder of the oracles, for the boundaries */
export function checkInstances(
  folder: string,
  reference: string,
  check: (what: string, got: unknown, wanted: unknown) => void,
): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const truth = read("instances_val2014_100.json") as GroundTruth;
  const results = {
    bbox: read("instances_val2014_fakebbox100_results.json") as Results,
    segm: read("instances_val2014_fakesegm100_results.json") as Results,
  };
  const boundaries = (
    JSON.parse(readFileSync(join(reference, "boundary_ap.json"), "utf8")) as {
      readonly set: string;
      readonly expected: readonly Expected[];
    }[]
  ).find(({ set }) => set.includes("fakesegm100"))?.expected;
  // Those with a note are of other detections.
  const all = (read("expected.json") as Expected[]).filter(({ note }) => note === undefined);
  for (const { type, useCats, stats, per_category } of [...all, ...(boundaries ?? [])]) {
    const scorer = new DetectionScorer({
      task: type === "bbox" ? "boxes" : type === "segm" ? "masks" : "boundaries",
      categories: truth.categories,
      perCategory: useCats === 1,
    });
    for (const { id, width, height } of truth.images) {
      const own = <T extends { readonly image_id: number }>(list: readonly T[]): T[] =>
        list.filter(({ image_id }) => image_id === id);
      const found = own(results[type === "bbox" ? "bbox" : "segm"]);
      scorer.update(own(truth.annotations), found, { id, width, height });
    }
    const scores = scorer.compute();
    const what = `COCO's 100 images, ${type}, useCats ${useCats}`;
    DETECTION_FIGURES.forEach((name, i) => {
      check(`${what}: ${name}`, rounded(scores[name]), rounded(stats[i]));
    });
    check(
      `${what}: every category`,
      scores.categories.map(({ categoryId, ap, ap50, ap75, ar }) =>
        [categoryId, ap, ap50, ap75, ar].map(rounded),
      ),
      per_category.map(({ category_id, ap, ap50, ap75, ar }) =>
        [category_id, ap, ap50, ap75, ar].map(rounded),
      ),
    );
  }
}

/** To 1e-12; what is not there is null. */
function rounded(value: number | null | undefined): number | null {
  if (value === null || value === undefined || value === -1 || Number.isNaN(value)) return null;
  return Math.round(value * 1e12) / 1e12;
}
