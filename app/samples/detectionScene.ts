import { runsFromPolygons } from "../../src/shapes/polygons.js";
import { runsToString } from "../../src/shapes/runsString.js";
import { seededRandom } from "./seededRandom.js";

/** What samples/detections/ is drawn from. */
export const DETECTION_SAMPLE = { width: 240, height: 160, seeds: [11, 12, 13, 14, 15, 16, 17, 18] } as const;

/** As COCO writes them. */
export const DETECTION_CATEGORIES = [
  { id: 1, name: "ball" },
  { id: 2, name: "kite" },
  { id: 3, name: "crate" },
] as const;

/** Corners of each category, in hundredths of half its size: no machine rounds them otherwise. */
const OUTLINES: readonly (readonly number[])[] = [
  [100, 0, 92, 38, 71, 71, 38, 92, 0, 100, -38, 92, -71, 71, -92, 38].concat(
    [-100, 0, -92, -38, -71, -71, -38, -92, 0, -100, 38, -92, 71, -71, 92, -38],
  ),
  [0, -100, 70, -20, 0, 100, -70, -20],
  [-100, -80, 100, -80, 100, 80, -100, 80],
];

const COLOURS = [
  [214, 76, 64],
  [236, 186, 66],
  [140, 98, 60],
] as const;
const SKY = [186, 214, 232] as const;
const GRASS = [118, 164, 96] as const;

/** An object, or what a model takes for one. */
interface Thing {
  /** Place in DETECTION_CATEGORIES. */
  readonly category: number;
  readonly x: number;
  readonly y: number;
  readonly half: number;
  /** Of what is found. */
  readonly score: number;
}

interface Scene {
  readonly horizon: number;
  readonly truths: readonly Thing[];
  readonly found: readonly Thing[];
}

/** What a model makes of an object: as a rule it is found. */
const FATES = [
  ...["found", "found", "found", "found", "found", "missed"],
  ...["taken for another", "badly placed", "found twice"],
] as const;

/** Columns of places, so that objects overlap little. */
const [COLUMNS, ROWS] = [4, 2];

/** Draws balls, kites and crates on a meadow, and what a model makes of them. The same seed gives the same on every machine. */
function drawScene(seed: number): Scene {
  const { width, height } = DETECTION_SAMPLE;
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const [wide, high] = [width / COLUMNS, height / ROWS];
  const truths: Thing[] = [];
  const found: Thing[] = [];
  const scoreFrom = (low: number): number => Math.round(between(low, 1) * 1000) / 1000;
  for (let place = 0; place < COLUMNS * ROWS; place++) {
    const spot = {
      x: Math.round(((place % COLUMNS) + between(0.35, 0.65)) * wide),
      y: Math.round((Math.floor(place / COLUMNS) + between(0.35, 0.65)) * high),
      category: Math.floor(random() * OUTLINES.length),
    };
    if (random() < 0.25) {
      // On nothing, and mostly unsure.
      const score = Math.round(between(0.05, 0.55) * 1000) / 1000;
      if (random() < 0.4) found.push({ ...spot, half: Math.round(between(8, 20)), score });
      continue;
    }
    const truth = { ...spot, half: Math.round(between(9, 30)), score: 1 };
    truths.push(truth);
    const fate = FATES[Math.floor(random() * FATES.length)] as string;
    const near = (reach: number, low: number): Thing => ({
      ...truth,
      x: truth.x + Math.round(between(-reach, reach)),
      y: truth.y + Math.round(between(-reach, reach)),
      half: truth.half + Math.round(between(-2, 2)),
      score: scoreFrom(low),
    });
    if (fate === "missed") continue;
    const own = near(fate === "badly placed" ? truth.half : 3, 0.4);
    found.push(fate === "taken for another" ? { ...own, category: (own.category + 1) % 3 } : own);
    if (fate === "found twice") found.push(near(6, 0.2));
  }
  return { horizon: Math.round(between(0.3, 0.6) * height), truths, found };
}

/** Corners in pixels, x and y in turn, within the image. */
function polygonOf({ category, x, y, half }: Thing): number[] {
  const most = [DETECTION_SAMPLE.width, DETECTION_SAMPLE.height];
  return (OUTLINES[category] as readonly number[]).map((corner, i) => {
    const value = (i % 2 === 0 ? x : y) + Math.round((corner * half) / 100);
    return Math.min(Math.max(value, 0), most[i % 2] as number);
  });
}

function boxOf(polygon: readonly number[]): [number, number, number, number] {
  const xs = polygon.filter((_, i) => i % 2 === 0);
  const ys = polygon.filter((_, i) => i % 2 === 1);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

const nameOf = (seed: number): string => `meadow-${seed}.png`;

/** The truth of all scenes: COCO's annotations, masks as polygons. */
export function detectionTruth(): object {
  const annotations = DETECTION_SAMPLE.seeds.flatMap((seed) =>
    drawScene(seed).truths.map((thing) => ({ seed, thing, polygon: polygonOf(thing) })),
  );
  const { width, height, seeds } = DETECTION_SAMPLE;
  return {
    images: seeds.map((seed) => ({ id: seed, width, height, file_name: nameOf(seed) })),
    categories: DETECTION_CATEGORIES,
    annotations: annotations.map(({ seed, thing, polygon }, i) => ({
      id: i + 1,
      image_id: seed,
      category_id: DETECTION_CATEGORIES[thing.category]?.id,
      bbox: boxOf(polygon),
      segmentation: [polygon],
      area: runsFromPolygons([polygon], { width, height }).counts.reduce(
        (sum, count, run) => sum + (run % 2 === 1 ? count : 0),
        0,
      ),
      iscrowd: 0,
    })),
  };
}

/** What the model finds: COCO's results, masks as runs. */
export function detectionResults(): object[] {
  const { width, height, seeds } = DETECTION_SAMPLE;
  return seeds.flatMap((seed) =>
    drawScene(seed).found.map((thing) => {
      const polygon = polygonOf(thing);
      return {
        image_id: seed,
        category_id: DETECTION_CATEGORIES[thing.category]?.id,
        bbox: boxOf(polygon),
        score: thing.score,
        segmentation: {
          size: [height, width],
          counts: runsToString(runsFromPolygons([polygon], { width, height })),
        },
      };
    }),
  );
}

/** A scene as it looks: RGB, row-major. */
export function detectionPhoto(seed: number): { readonly name: string; readonly data: Uint8Array } {
  const { width, height } = DETECTION_SAMPLE;
  const { horizon, truths } = drawScene(seed);
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.set(pixel < horizon * width ? SKY : GRASS, 3 * pixel);
  }
  for (const thing of truths) {
    let at = 0;
    runsFromPolygons([polygonOf(thing)], { width, height }).counts.forEach((count, run) => {
      for (let i = at; run % 2 === 1 && i < at + count; i++) {
        // Runs go down column by column.
        const pixel = (i % height) * width + Math.floor(i / height);
        data.set(COLOURS[thing.category] as readonly number[], 3 * pixel);
      }
      at += count;
    });
  }
  return { name: nameOf(seed), data };
}
