import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runsToString } from "maskscore/instances";
import { seededRandom } from "../app/samples/seededRandom.js";
import type { Sides } from "./inputs.js";

const [WIDTH, HEIGHT] = [640, 480];
const CATEGORIES = 80;
const PER_IMAGE = 100;

type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * Detections of the size of COCO's: about 7 objects of 80 categories an image, and 100 detections, of which 60 are objects
 * moved a little, some as another category.
 *
 * @param folder must be there
 * @param kind boxes; or masks, ellipses as run-length strings
 * @returns the two JSON files
 */
export function writeDetectionSet(
  folder: string,
  imageCount: number,
  kind: "boxes" | "masks",
): Sides<string> {
  const random = seededRandom(5);
  const near = (spread: number): number => (random() + random() + random() - 1.5) * spread;
  const anyCategory = (): number => 1 + Math.floor(CATEGORIES * random() ** 2);
  const anyBox = (): Box => {
    const [width, height] = [10 ** (1 + 1.5 * random()), 10 ** (1 + 1.5 * random())];
    return [random() * (WIDTH - width), random() * (HEIGHT - height), width, height];
  };
  const images = Array.from({ length: imageCount }, (_, id) => ({
    id: id + 1,
    width: WIDTH,
    height: HEIGHT,
  }));
  const annotations: object[] = [];
  const detections: object[] = [];
  for (const { id: image_id } of images) {
    const objects = Array.from({ length: 1 + Math.floor(random() * 13) }, () => {
      const [box, category_id] = [anyBox(), anyCategory()];
      const segmentation = kind === "masks" ? { segmentation: ellipse(box) } : {};
      const id = annotations.length + 1;
      const [, , width, height] = box;
      const area = width * height * (kind === "masks" ? Math.PI / 4 : 1);
      const iscrowd = Number(random() < 0.01);
      annotations.push({ id, image_id, category_id, iscrowd, bbox: box, area, ...segmentation });
      return { box, category_id };
    });
    for (let i = 0; i < PER_IMAGE; i++) {
      const base = i < 60 ? objects[i % objects.length] : undefined;
      const box = base === undefined ? anyBox() : moved(base.box, near);
      const category_id = base === undefined || random() < 0.2 ? anyCategory() : base.category_id;
      const shape = kind === "masks" ? { segmentation: ellipse(box) } : { bbox: box };
      detections.push({ image_id, category_id, score: random() ** 2, ...shape });
    }
  }
  const files = { groundTruth: join(folder, "truth.json"), prediction: join(folder, "prediction.json") };
  const categories = Array.from({ length: CATEGORIES }, (_, c) => ({ id: c + 1, name: `class ${c}` }));
  writeFileSync(files.groundTruth, JSON.stringify({ images, annotations, categories }));
  writeFileSync(files.prediction, JSON.stringify(detections));
  return files;
}

function moved([x, y, width, height]: Box, near: (spread: number) => number): Box {
  return [x + near(0.25) * width, y + near(0.25) * height, width * 2 ** near(0.4), height * 2 ** near(0.4)];
}

/** Runs of the ellipse in a box, column by column. */
function ellipse([left, top, width, height]: Box): { readonly size: number[]; readonly counts: string } {
  const counts: number[] = [];
  let end = 0;
  for (let x = Math.max(0, Math.floor(left)); x < Math.min(WIDTH, left + width); x++) {
    const across = (x + 0.5 - left - width / 2) / (width / 2);
    if (Math.abs(across) >= 1) continue;
    const half = (height / 2) * Math.sqrt(1 - across * across);
    const first = Math.max(0, Math.floor(top + height / 2 - half));
    const last = Math.min(HEIGHT, Math.floor(top + height / 2 + half) + 1);
    if (last <= first) continue;
    counts.push(x * HEIGHT + first - end, last - first);
    end = x * HEIGHT + last;
  }
  counts.push(WIDTH * HEIGHT - end);
  const size = [HEIGHT, WIDTH] as const;
  return { size: [...size], counts: runsToString({ size, counts }) };
}
