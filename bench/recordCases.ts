import { runsFromPolygons, runsToString } from "maskscore/instances";
import { CocoReader } from "../app/detections/cocoFile.js";
import { seededRandom } from "../app/samples/seededRandom.js";
// Of the sources, as the records' kernels are: the package's own choice of a backend is another one's.
import { setBackend } from "../src/counting/backend.js";
import { readMasks } from "../src/measures/instances/objectMasks.js";
import { RunsMemory } from "../src/shapes/textTable.js";
import { type Case, onBackends } from "./benchCase.js";
import { MASK_COUNT, MASK_SIZE, polygonsOf } from "./maskSet.js";

// What the command and the page read of detections: assembly/records/, and masks' strings by assembly/shapes/runTexts.ts.

type RecordCase = Omit<Case, "name">;

const RESULTS = 32_000;

/** Cases of reading detections, by name. */
export const RECORD_CASES: readonly (readonly [name: string, make: () => RecordCase])[] = [
  ["records / results of COCO's JSON / 32,000 boxes", (): RecordCase => recordsCase(false)],
  ["records / results of COCO's JSON / 32,000 masks", (): RecordCase => recordsCase(true)],
  ["records / masks of an image by their strings / 320 of 640 x 480", textsCase],
];

function texts(): string[] {
  return polygonsOf(1).map((parts) => runsToString(runsFromPolygons(parts, MASK_SIZE)));
}

function recordsCase(hasMasks: boolean): RecordCase {
  const random = seededRandom(3);
  const { width, height } = MASK_SIZE;
  const counts = hasMasks ? texts() : [];
  const side = (most: number): number => Math.round(random() * most * 100) / 100;
  const results = Array.from({ length: RESULTS }, (_, i) => ({
    image_id: 1 + Math.floor(i / 100),
    category_id: 1 + Math.floor(random() * 80),
    ...(hasMasks
      ? { segmentation: { size: [height, width], counts: counts[i % MASK_COUNT] } }
      : { bbox: [side(width), side(height), side(100), side(100)] }),
    score: random(),
  }));
  const bytes = new TextEncoder().encode(JSON.stringify(results));
  return {
    pixels: RESULTS * width * height,
    bytes: bytes.length,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(setBackend, () => {
      const reader = new CocoReader("results", { masks: hasMasks });
      reader.push(bytes);
      const { records } = reader.finish();
      let sum = 0;
      for (const score of records.scores.values()) sum += score;
      for (const category of records.categories.values()) sum += category;
      if (!hasMasks) for (const side of records.boxes.values()) sum += side;
      const mask = hasMasks ? records.segmentations.at(RESULTS - 1) : undefined;
      return sum + (mask !== undefined && "counts" in mask ? mask.counts.length : 0);
    }),
  };
}

function textsCase(): RecordCase {
  const { width, height } = MASK_SIZE;
  const size = [height, width] as const;
  const masks = texts().map((counts) => ({ size, counts }));
  const memory = new RunsMemory();
  return {
    pixels: MASK_COUNT * width * height,
    bytes: masks.reduce((sum, { counts }) => sum + counts.length, 0),
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(setBackend, () => {
      const { table } = readMasks(masks, (i) => `masks[${i}]`, size, false, memory);
      let sum = 0;
      for (const area of table.areas) sum += area;
      for (const place of table.masks) sum += place;
      return sum;
    }),
  };
}
