// npm run bench:detections [-- --rounds N]
// How the time of average precision grows with images, detections and categories: whole processes, from JSON to table.
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { formatMachine, thisMachine } from "../machine.js";
import { runMeasured } from "./measuredProcess.js";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

interface DetectionSetSize {
  readonly images: number;
  readonly categories: number;
  /** Of an image. */
  readonly detections: number;
}

const USUAL: DetectionSetSize = { images: 1250, categories: 80, detections: 100 };

/** Each of the three by itself, fourfold and sixteenfold. */
const SIZES: readonly DetectionSetSize[] = [
  USUAL,
  ...[4, 16].map((times) => ({ ...USUAL, images: USUAL.images * times })),
  ...[4, 16].map((times) => ({ ...USUAL, detections: USUAL.detections * times })),
  ...[4, 16].map((times) => ({ ...USUAL, categories: USUAL.categories * times })),
];

const OBJECTS = 7;

/** Objects anywhere, and detections that are objects moved a little, or anywhere. Gives how many bytes results take. */
function writeSet(
  { images, categories, detections }: DetectionSetSize,
  truth: string,
  results: string,
): number {
  const random = seededRandom(16);
  const tenths = (most: number): number => Math.round(random() * most * 10) / 10;
  const annotations: object[] = [];
  const file = openSync(results, "w");
  for (let image = 1; image <= images; image++) {
    const objects = Array.from({ length: OBJECTS }, () => ({
      image_id: image,
      category_id: 1 + Math.floor(random() * categories),
      bbox: [tenths(400), tenths(300), 10 + tenths(200), 10 + tenths(150)] as const,
    }));
    for (const { bbox, ...object } of objects) {
      annotations.push({ id: annotations.length + 1, ...object, bbox, area: bbox[2] * bbox[3], iscrowd: 0 });
    }
    const found = Array.from({ length: detections }, () => {
      const { category_id, bbox } = objects[Math.floor(random() * OBJECTS)] as (typeof objects)[number];
      const isNear = random() < 0.2;
      return {
        image_id: image,
        category_id: isNear ? category_id : 1 + Math.floor(random() * categories),
        score: Math.round(random() * 1e5) / 1e5,
        bbox: isNear
          ? [bbox[0] + tenths(20), bbox[1] + tenths(20), bbox[2], bbox[3]]
          : [tenths(400), tenths(300), 50, 50],
      };
    });
    const text = JSON.stringify(found).slice(1, -1);
    writeSync(file, `${image === 1 ? "[" : ","}${text}${image === images ? "]" : ""}`);
  }
  closeSync(file);
  writeFileSync(
    truth,
    JSON.stringify({
      images: Array.from({ length: images }, (_, i) => ({ id: i + 1, width: 640, height: 480 })),
      annotations,
      categories: Array.from({ length: categories }, (_, i) => ({ id: i + 1, name: `class ${i + 1}` })),
    }),
  );
  return statSync(results).size;
}

const { values } = parseArgs({ options: { rounds: { type: "string", default: "3" } } });
const folder = mkdtempSync(join(tmpdir(), "maskscore-detections-"));
try {
  console.log(formatMachine(thisMachine()));
  console.log("images  categories  detections  results (MB)  seconds  microseconds a detection  peak (MiB)");
  for (const size of SIZES) {
    const [truth, results] = [join(folder, "gt.json"), join(folder, "dt.json")];
    const bytes = writeSet(size, truth, results);
    const command = [process.execPath, MAIN, "score", truth, results, "--task", "boxes", "--quiet"];
    const runs = Array.from({ length: Number(values.rounds) }, () => runMeasured(command));
    const seconds = Math.min(...runs.map((run) => run.seconds));
    const count = size.images * size.detections;
    const cells = [
      size.images,
      size.categories,
      count,
      (bytes / 1e6).toFixed(0),
      seconds.toFixed(2),
      ((seconds / count) * 1e6).toFixed(2),
      (Math.max(...runs.map((run) => run.maxRssBytes)) / 2 ** 20).toFixed(0),
    ];
    console.log(cells.join("  "));
  }
} finally {
  rmSync(folder, { recursive: true });
}
