import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { seededRandom } from "../../app/samples/seededRandom.js";
import type { Sides } from "../inputs.js";

const WIDTH = 640;
const HEIGHT = 480;
const THINGS = 80;
const CATEGORIES = Array.from({ length: 133 }, (_, c) => ({
  id: c + 1,
  name: `class ${c}`,
  isthing: Number(c < THINGS),
}));

interface SegmentInfo {
  readonly id: number;
  readonly category_id: number;
  readonly iscrowd: number;
  readonly area: number;
}

/**
 * A panoptic data set as COCO lays it out: truth.json and prediction.json, and a folder of PNGs beside each. An image is
 * divided among 5 to 29 segments of bent borders, some of them void or crowds; they are predicted a few pixels off, some as
 * another category, and some not at all.
 *
 * @param folder must be there
 * @returns the two JSON files
 */
export function writePanopticSet(folder: string, imageCount: number): Sides<string> {
  const random = seededRandom(7);
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low));
  for (const side of ["truth", "prediction"]) mkdirSync(join(folder, side));
  const annotations: Sides<object[]> = { groundTruth: [], prediction: [] };
  for (let image = 0; image < imageCount; image++) {
    const count = between(5, 30);
    const cells = bentCells(count, random);
    const categories = Array.from({ length: count }, () => between(1, CATEGORIES.length + 1));
    const write = (side: "groundTruth" | "prediction", ids: Uint32Array, segments: SegmentInfo[]): void => {
      const file_name = `${String(image).padStart(6, "0")}.png`;
      const name = side === "groundTruth" ? "truth" : side;
      writeFileSync(join(folder, name, file_name), encodeIds(ids));
      annotations[side].push({ image_id: image, file_name, segments_info: segments });
    };
    const truth = segmentsOf(cells, categories, random, 0.03);
    write("groundTruth", truth.ids, truth.segments);
    const [right, down] = [between(-9, 10), between(-9, 10)];
    const guessed = categories.map((category) =>
      random() < 0.15 ? between(1, CATEGORIES.length + 1) : category,
    );
    const predicted = segmentsOf(rolled(cells, right, down), guessed, random, 0);
    write("prediction", predicted.ids, predicted.segments);
  }
  const files = { groundTruth: join(folder, "truth.json"), prediction: join(folder, "prediction.json") };
  const images = Array.from({ length: imageCount }, (_, id) => ({ id, width: WIDTH, height: HEIGHT }));
  writeFileSync(
    files.groundTruth,
    JSON.stringify({ categories: CATEGORIES, images, annotations: annotations.groundTruth }),
  );
  writeFileSync(files.prediction, JSON.stringify({ annotations: annotations.prediction }));
  return files;
}

/** The image divided among so many seeds; the seed's number per pixel. */
function bentCells(count: number, random: () => number): Uint8Array {
  const seeds = Array.from({ length: count }, () => ({
    x: random() * WIDTH,
    y: random() * HEIGHT,
    size: 0.5 + 1.5 * random(),
  }));
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => {
    const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
    const bend = 12 * Math.sin(x / 23) + 9 * Math.cos(y / 17);
    let [nearest, least] = [0, Infinity];
    seeds.forEach((seed, i) => {
      const distance = (Math.abs(y - seed.y + bend) + Math.abs(x - seed.x - bend)) * seed.size;
      if (distance < least) [nearest, least] = [i, distance];
    });
    return nearest;
  });
}

/** Moved so far; what leaves the image on one side comes in on the other. */
function rolled(cells: Uint8Array, right: number, down: number): Uint8Array {
  return cells.map((_, pixel) => {
    const x = ((pixel % WIDTH) - right + WIDTH) % WIDTH;
    const y = (Math.floor(pixel / WIDTH) - down + HEIGHT) % HEIGHT;
    return cells[y * WIDTH + x] as number;
  });
}

/** Ids and what they are; one in twelve is void, and such a share a crowd. */
function segmentsOf(
  cells: Uint8Array,
  categories: readonly number[],
  random: () => number,
  crowdShare: number,
): { readonly ids: Uint32Array; readonly segments: SegmentInfo[] } {
  const idOf = categories.map((_, cell) =>
    random() < 0.08 ? 0 : 1 + cell + categories.length * Math.floor(random() * 400_000),
  );
  const ids = Uint32Array.from(cells, (cell) => idOf[cell] as number);
  const areas = new Map<number, number>();
  for (const id of ids) areas.set(id, (areas.get(id) ?? 0) + 1);
  const segments = categories.flatMap((category_id, cell) => {
    const id = idOf[cell] as number;
    const area = areas.get(id);
    if (id === 0 || area === undefined) return [];
    return [{ id, category_id, iscrowd: Number(random() < crowdShare), area }];
  });
  return { ids, segments };
}

/** R + 256 G + 65536 B. */
function encodeIds(ids: Uint32Array): Uint8Array {
  const data = new Uint8Array(ids.length * 3);
  ids.forEach((id, pixel) => {
    data.set([id & 255, (id >> 8) & 255, id >> 16], pixel * 3);
  });
  return encode({ width: WIDTH, height: HEIGHT, channels: 3, data });
}
