// npm run bench:merge [-- --images N --shards N --rounds N]
// How long shards of a run take to be merged, and how much memory: whole processes, from their states to the merged one.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { createHash, type Hash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { confusionMeasure } from "../../src/measures/confusion/confusionMeasure.js";
import { readSettings } from "../../src/measures/confusion/settings.js";
import type { MeasuredImage } from "../../src/measures/measure.js";
import { lineOfId } from "../../src/run/imageSet.js";
import { readParts } from "../../src/run/provenance.js";
import { bodyPieces } from "../../src/run/stateBytes.js";
import type { ConfusionMatrix } from "../../src/types.js";
import { formatMachine, thisMachine } from "../machine.js";
import { runMeasured } from "./measuredProcess.js";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const CLASSES = 19;
/** Cells of an image that are not 0: few, as of images of which each shows some of the classes. */
const MOST_CELLS = 12;

const { values } = parseArgs({
  options: {
    images: { type: "string", default: "1000000" },
    shards: { type: "string", default: "8" },
    rounds: { type: "string", default: "3" },
  },
});
const [imageCount, shardCount] = [Number(values.images), Number(values.shards)];

const idOf = (image: number): string => `city_${String(image).padStart(9, "0")}`;

/** Every n-th image from the i-th on, as --shard takes them; of a seed of its own each, so that a whole run has the same. */
function* imagesOf(first: number, step: number): Generator<MeasuredImage<ConfusionMatrix>, void> {
  for (let image = first; image < imageCount; image += step) {
    const random = seededRandom(image);
    const cells = new Set(
      Array.from({ length: 1 + Math.floor(random() * MOST_CELLS) }, () =>
        Math.floor(random() * CLASSES * CLASSES),
      ),
    );
    const row = {
      numClasses: CLASSES,
      cells: Uint32Array.from(cells).sort(),
      counts: Float64Array.from(cells, () => 1 + Math.floor(random() * 100_000)),
      ignoredCount: Math.floor(random() * 5000),
    };
    yield { id: idOf(image), weight: 1, row };
  }
}

function writeState(path: string, shard: { index: number; count: number } | null, digest: string): void {
  const [first, step] = shard === null ? [0, 1] : [shard.index, shard.count];
  const count = Math.ceil((imageCount - first) / step);
  const dataset = { images: imageCount, digest };
  const part = { model: "model", shard, expected: count, isComplete: true, dataset };
  const head = {
    settings: readSettings({ numClasses: CLASSES }),
    provenance: readParts([part], "provenance"),
    imageCount: count,
  };
  const file = openSync(path, "w");
  const hash = createHash("sha256");
  for (const piece of bodyPieces(confusionMeasure, head, count, imagesOf(first, step))) {
    hash.update(piece);
    writeSync(file, piece);
  }
  writeSync(file, hash.digest());
  closeSync(file);
}

function digestOfIds(): string {
  const hash: Hash = createHash("sha256");
  for (let image = 0; image < imageCount; image++) hash.update(lineOfId(idOf(image)));
  return hash.digest("hex");
}

const folder = mkdtempSync(join(tmpdir(), "maskscore-merge-"));
try {
  console.log(formatMachine(thisMachine()));
  const digest = digestOfIds();
  const shards = Array.from({ length: shardCount }, (_, index) => {
    const path = join(folder, `${index}.state`);
    writeState(path, { index, count: shardCount }, digest);
    return path;
  });
  const [whole, merged] = [join(folder, "whole.state"), join(folder, "merged.state")];
  writeState(whole, null, digest);
  console.log("images  shards  state (MB)  seconds  peak (MiB)  bytes");
  for (let round = 0; round < Number(values.rounds); round++) {
    rmSync(merged, { force: true });
    const { seconds, maxRssBytes } = runMeasured([
      process.execPath,
      MAIN,
      "merge",
      ...shards,
      "--state",
      merged,
    ]);
    const isSame = readFileSync(merged).equals(readFileSync(whole));
    const cells = [
      imageCount,
      shardCount,
      (statSync(merged).size / 1e6).toFixed(0),
      seconds.toFixed(2),
      (maxRssBytes / 2 ** 20).toFixed(0),
      isSame ? "those of one run" : "OTHERS",
    ];
    console.log(cells.join("  "));
    if (!isSame) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
