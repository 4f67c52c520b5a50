import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { STREET_CLASS_NAMES, STREET_IGNORE_INDEX, streetScene } from "../../app/samples/streetScene.js";
import type { Sides } from "../inputs.js";

/** The share of the counted pixels that is predicted wrong. */
const WRONG_FRACTION = 0.02;
/** How far an edge strays from a straight line, in widths of the image: 3 pixels of 2048, as an annotator's hand does. */
const REACH = 3 / 2048;
/** The distance between two bends of an edge, in widths of the image. */
const BEND = 12 / 2048;

/** One colour a label, as annotation tools write. */
const PALETTE = Array.from({ length: 256 }, (_, label) => [
  (label * 67 + 40) % 256,
  (label * 131 + 90) % 256,
  (label * 29 + 140) % 256,
]);

/** A folder of truth and one of predictions, with what is in them. */
export interface WrittenPairs extends Sides<string> {
  /** The mean size of a mask's file. */
  readonly meanFileBytes: number;
  /** The share of the counted pixels that is predicted wrong. */
  readonly wrongFraction: number;
}

/**
 * A street whose edges bend as those of real masks do, and which is predicted as a good model would: edges elsewhere by
 * a few pixels, and patches of a wrong class, until 2 % of the pixels are wrong.
 */
export function scenePair(width: number, height: number, seed: number): Sides<Uint8Array> {
  const random = seededRandom(seed);
  const scene = streetScene({ width, height, seed });
  const groundTruth = bent(scene.groundTruth, width, height, random);
  const prediction = bent(groundTruth, width, height, random);
  // A model gives the void pixels a class, too.
  prediction.forEach((label, pixel) => {
    if (label === STREET_IGNORE_INDEX) prediction[pixel] = scene.prediction[pixel] as number;
  });
  const counted = groundTruth.reduce((sum, label) => sum + Number(label !== STREET_IGNORE_INDEX), 0);
  let wrong = wrongPixels(groundTruth, prediction);
  while (wrong < WRONG_FRACTION * counted) {
    wrong += mistake(groundTruth, prediction, width, height, random);
  }
  return { groundTruth, prediction };
}

/** @param folder must be there; the two sides' folders are made in it */
export function writeScenePairs(
  folder: string,
  pairCount: number,
  width: number,
  height: number,
): WrittenPairs {
  const sides: Sides<string> = { groundTruth: join(folder, "truth"), prediction: join(folder, "prediction") };
  for (const side of Object.values(sides) as string[]) mkdirSync(side);
  let [bytes, wrong, counted] = [0, 0, 0];
  for (let pair = 0; pair < pairCount; pair++) {
    const labels = scenePair(width, height, pair + 1);
    for (const side of ["groundTruth", "prediction"] as const) {
      const png = encode(
        { width, height, data: labels[side], channels: 1, depth: 8, palette: PALETTE },
        // As Pillow has it: files of its size, which are decoded in its time.
        { zlib: { level: 6 } },
      );
      writeFileSync(join(sides[side], `street_${String(pair).padStart(6, "0")}.png`), png);
      bytes += png.length;
    }
    wrong += wrongPixels(labels.groundTruth, labels.prediction);
    for (const label of labels.groundTruth) counted += Number(label !== STREET_IGNORE_INDEX);
  }
  return { ...sides, meanFileBytes: bytes / (2 * pairCount), wrongFraction: wrong / counted };
}

function wrongPixels(groundTruth: Uint8Array, prediction: Uint8Array): number {
  let wrong = 0;
  for (let pixel = 0; pixel < groundTruth.length; pixel++) {
    wrong += Number(groundTruth[pixel] !== STREET_IGNORE_INDEX && groundTruth[pixel] !== prediction[pixel]);
  }
  return wrong;
}

/** Each pixel takes the label of one nearby; how far away and where to changes smoothly, so that only edges change. */
function bent(labels: Uint8Array, width: number, height: number, random: () => number): Uint8Array {
  const cell = Math.max(4, Math.round(BEND * width));
  const columns = Math.ceil(width / cell) + 1;
  const rows = Math.ceil(height / cell) + 1;
  const reach = Math.max(1, REACH * width);
  const offsets = (): Float32Array =>
    Float32Array.from({ length: columns * rows }, () => (2 * random() - 1) * reach);
  const [acrossAt, downAt] = [offsets(), offsets()];
  const [across, down] = [new Float32Array(columns), new Float32Array(columns)];
  const result = new Uint8Array(labels.length);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell) * columns;
    const below = (y % cell) / cell;
    for (let i = 0; i < columns; i++) {
      across[i] = between(acrossAt[row + i] as number, acrossAt[row + columns + i] as number, below);
      down[i] = between(downAt[row + i] as number, downAt[row + columns + i] as number, below);
    }
    for (let x = 0; x < width; x++) {
      const i = Math.floor(x / cell);
      const right = (x % cell) / cell;
      const fromX = Math.round(x + between(across[i] as number, across[i + 1] as number, right));
      const fromY = Math.round(y + between(down[i] as number, down[i + 1] as number, right));
      const inside =
        Math.min(height - 1, Math.max(0, fromY)) * width + Math.min(width - 1, Math.max(0, fromX));
      result[y * width + x] = labels[inside] as number;
    }
  }
  return result;
}

function between(from: number, to: number, fraction: number): number {
  return from + (to - from) * fraction;
}

/** Paints a patch with uneven edges in a random class over the prediction; returns how many pixels more are wrong. */
function mistake(
  groundTruth: Uint8Array,
  prediction: Uint8Array,
  width: number,
  height: number,
  random: () => number,
): number {
  const label = Math.floor(random() * STREET_CLASS_NAMES.length);
  const [centreX, centreY] = [random() * width, random() * height];
  const radius = (0.003 + 0.012 * random()) * width;
  let more = 0;
  for (let y = Math.max(0, Math.ceil(centreY - radius)); y < Math.min(height, centreY + radius); y++) {
    const half = Math.sqrt(Math.max(0, radius ** 2 - (y - centreY) ** 2));
    const left = Math.max(0, Math.round(centreX - half * (0.8 + 0.2 * random())));
    const right = Math.min(width, Math.round(centreX + half * (0.8 + 0.2 * random())));
    for (let pixel = y * width + left; pixel < y * width + right; pixel++) {
      const truth = groundTruth[pixel];
      if (truth !== STREET_IGNORE_INDEX) {
        more += Number(label !== truth) - Number(prediction[pixel] !== truth);
      }
      prediction[pixel] = label;
    }
  }
  return more;
}
