import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { STREET_CLASS_NAMES, STREET_IGNORE_INDEX } from "../../app/samples/streetScene.js";
import type { Sides } from "../inputs.js";
import { writeScenePairs } from "./scenePairs.js";

/** Not part of the project: where it is missing, pairs of its size are drawn. */
const CAMVID = fileURLToPath(new URL("../../../shared/data/camvid/", import.meta.url));
const CAMVID_PAIRS = 233;
const CAMVID_WIDTH = 480;
const CAMVID_HEIGHT = 360;

/** Two folders of masks, and what both commands must be told about them. */
export interface ScoredFolders extends Sides<string> {
  /** What our command reads: a JSON file. */
  readonly classesFile: string;
  readonly numClasses: number;
  readonly ignoreIndex: number;
  /** Where the masks come from, how many there are and of what size: one line. */
  readonly description: string;
}

export interface CliCase {
  readonly name: string;
  /** Our time over the script's: at most this. */
  readonly target: number;
  /** @param folder empty; for what has to be made */
  readonly makeFolders: (folder: string) => ScoredFolders;
}

export const CLI_CASES: readonly CliCase[] = [
  { name: "CamVid", target: 0.7, makeFolders: camvidFolders },
  {
    name: "2048 x 1024",
    target: 0.4,
    makeFolders: (folder) => sceneFolders(folder, 100, 2048, 1024),
  },
];

export const MEMORY_PAIRS = 2000;

function camvidFolders(folder: string): ScoredFolders {
  const classesFile = join(CAMVID, "classes.json");
  if (!existsSync(classesFile)) {
    const drawn = sceneFolders(folder, CAMVID_PAIRS, CAMVID_WIDTH, CAMVID_HEIGHT);
    return { ...drawn, description: `CamVid is not here; in its place ${drawn.description}` };
  }
  const { numClasses, ignoreIndex } = JSON.parse(readFileSync(classesFile, "utf8")) as ScoredFolders;
  const groundTruth = join(CAMVID, "truth");
  return {
    groundTruth,
    prediction: join(CAMVID, "unet-22ep"),
    classesFile,
    numClasses,
    ignoreIndex,
    description: `${readdirSync(groundTruth).length} pairs of ${CAMVID_WIDTH} x ${CAMVID_HEIGHT}, ${numClasses} classes; a U-Net's predictions`,
  };
}

function sceneFolders(folder: string, pairCount: number, width: number, height: number): ScoredFolders {
  const { meanFileBytes, wrongFraction, ...sides } = writeScenePairs(folder, pairCount, width, height);
  const classesFile = join(folder, "classes.json");
  const settings = { numClasses: STREET_CLASS_NAMES.length, ignoreIndex: STREET_IGNORE_INDEX };
  writeFileSync(classesFile, JSON.stringify({ ...settings, classNames: STREET_CLASS_NAMES }));
  return {
    ...sides,
    ...settings,
    classesFile,
    description:
      `${pairCount} pairs of ${width} x ${height}, ${settings.numClasses} classes, drawn; ` +
      `${(meanFileBytes / 1000).toFixed(1)} kB a file, ${(100 * wrongFraction).toFixed(1)} % of the pixels wrong`,
  };
}

/** The same masks under other names, over and over, until there are so many pairs. */
export function manyPairs(folders: ScoredFolders, folder: string, pairCount: number): ScoredFolders {
  const sides: Sides<string> = { groundTruth: join(folder, "truth"), prediction: join(folder, "prediction") };
  const names = readdirSync(folders.groundTruth);
  for (const side of ["groundTruth", "prediction"] as const) {
    mkdirSync(sides[side]);
    for (let pair = 0; pair < pairCount; pair++) {
      const source = join(folders[side], names[pair % names.length] as string);
      symlinkSync(source, join(sides[side], `pair_${String(pair).padStart(6, "0")}.png`));
    }
  }
  return { ...folders, ...sides };
}
