import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JobError } from "../../app/errors/problem.js";
import { DataError, UsageError } from "../../cli/exitCodes.js";
import { readPairsFile } from "../../cli/inputs/pairsFile.js";
import { readPaletteFile } from "../../cli/inputs/paletteFile.js";
import { readScoredClasses } from "../../cli/inputs/readScoredClasses.js";
import { isMaskscoreError, SegmentationScorer } from "../../src/index.js";
import { finding, type FuzzTarget } from "./fuzzTarget.js";
import { requireGoodOutput } from "./goodText.js";
import { mutateBytes } from "./mutateBytes.js";
import { mutateJson } from "./mutateJson.js";

/** One of each kind that is read. */
const SEEDS: readonly unknown[] = [
  {
    numClasses: 3,
    ignoreIndex: 255,
    classNames: ["road", "car", "sky"],
    palette: ["#804080", "#00008e", "#4682b4"],
    excludeClasses: ["sky"],
    groups: { vehicles: ["car"] },
    labelMapping: { 7: "road", 26: 1, 255: null },
    nodata: "ignore",
    voidPredictions: "miss",
  },
  { numClasses: 2, labelMapping: { groundTruth: { 1: 0, 2: 1 }, prediction: "identity" } },
  { classNames: ["a", "b"], excludeClasses: [0] },
  [{ truth: "t/a.png", prediction: "p/a.png", id: "a" }, ["t/b.png", "p/b.png"]],
  ["#000000", "#ff0000", "#00ff00"],
  { "#000000": 0, "#ffffff": 1 },
  { palette: ["#123456", "#654321"] },
];

const LINES = "0 0 0 background\n255 0 0 road\n0 255 0\tcar\n";

const FILE = join(mkdtempSync(join(tmpdir(), "maskscore-fuzz-")), "file.json");

/** Any text given as a classes file, a palette or a list of pairs is read, or refused with a sentence that names the file. */
export const jsonFiles: FuzzTarget = {
  name: "json",
  make(random) {
    if (random.chance(0.15)) return mutateBytes(new TextEncoder().encode(LINES), random);
    const text = new TextEncoder().encode(JSON.stringify(mutateJson(random.pick(SEEDS), random)));
    return random.chance(0.2) ? mutateBytes(text, random) : text;
  },
  async check(input) {
    writeFileSync(FILE, input);
    await attempt(async () => {
      const { scorer } = await readScoredClasses({ classes: FILE });
      const { numClasses } = scorer;
      if (numClasses !== undefined) new SegmentationScorer({ ...scorer, numClasses }).compute();
    });
    await attempt(() => readPaletteFile(FILE));
    await attempt(() => readPairsFile(FILE));
  },
};

async function attempt(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    const isOwn =
      error instanceof DataError ||
      error instanceof UsageError ||
      error instanceof JobError ||
      isMaskscoreError(error);
    if (!isOwn) throw finding(`no error of the command: ${String(error)}`, error);
    requireGoodOutput((error as Error).message.replaceAll(FILE, "FILE"));
  }
}
