// COCO's panoptic sample with two made-up predictions: all of panopticapi's figures.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type PanopticCategoryOptions,
  type PanopticImage,
  PanopticScorer,
  type PanopticSegment,
} from "maskscore/panoptic";
import { decodeMask } from "../../app/formats/decodeMask.js";

interface Annotations {
  readonly categories?: readonly PanopticCategoryOptions[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly file_name: string;
    readonly segments_info: readonly PanopticSegment[];
  }[];
}

interface Expected {
  readonly All: object;
  readonly Things: object;
  readonly Stuff: object;
  readonly per_class: readonly object[];
}

export function checkPanoptic(
  folder: string,
  check: (what: string, got: unknown, wanted: unknown) => void,
): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const truth = read("panoptic_examples") as Annotations;
  for (const [model, expected] of Object.entries(read("expected") as Record<string, Expected>)) {
    const predicted = read(model) as Annotations;
    const scorer = new PanopticScorer({ categories: truth.categories ?? [] });
    for (const annotation of truth.annotations) {
      const own = predicted.annotations.find(({ image_id }) => image_id === annotation.image_id);
      if (own === undefined) throw new Error(`${model}: no image ${annotation.image_id}`);
      scorer.update(
        imageOf(join(folder, "panoptic_examples"), annotation),
        imageOf(join(folder, model), own),
        { id: annotation.file_name },
      );
    }
    const { all, things, stuff, categories } = scorer.compute();
    check(
      `panoptic, ${model}: PQ, SQ, RQ of all, things and stuff`,
      [all, things, stuff],
      [expected.All, expected.Things, expected.Stuff],
    );
    check(
      `panoptic, ${model}: each category`,
      categories
        .filter(({ tp, fp, fn }) => tp + fp + fn > 0)
        .map(({ categoryId, pq, sq, rq, tp, fp, fn, iouSum }) => ({
          ...{ category_id: categoryId, pq, sq, rq, tp, fp, fn },
          iou_sum: iouSum,
        })),
      expected.per_class,
    );
  }
}

function imageOf(
  folder: string,
  { file_name, segments_info }: Annotations["annotations"][number],
): PanopticImage {
  const bytes = readFileSync(join(folder, file_name.replace(/\.jpg$/, ".png")));
  const { raster } = decodeMask(bytes, { colours: "ids" });
  if (raster.kind !== "labels") throw new Error(`${file_name}: no ids`);
  const [, height, width] = raster.size;
  return { map: raster.data as Uint32Array, width, height, segments: segments_info };
}
