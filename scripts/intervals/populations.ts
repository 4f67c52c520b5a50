import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ScorerOptions, SegmentationScorer } from "maskscore";
import { decodeMask } from "../../app/formats/decodeMask.js";
import { RandomStream } from "../../src/statistics/random.js";

/** Images to draw data sets from: of each class its intersection, its truth and its prediction, in pixels. */
export interface Population {
  readonly name: string;
  readonly classCount: number;
  readonly imageCount: number;
  /** imageCount x 3 classCount: intersections, truths, predictions. */
  readonly rows: Float64Array;
}

/** CamVid's 233 images, by a model; undefined where the data is not there. */
export function camvid(folder: string, model: string): Population | undefined {
  if (!existsSync(join(folder, "classes.json"))) return undefined;
  const { numClasses, ignoreIndex } = JSON.parse(
    readFileSync(join(folder, "classes.json"), "utf8"),
  ) as ScorerOptions;
  const scorer = new SegmentationScorer({ numClasses, ignoreIndex });
  for (const file of readdirSync(join(folder, "truth"))) {
    const [truth, prediction] = ["truth", model].map(
      (side) => decodeMask(readFileSync(join(folder, side, file))).raster,
    );
    if (truth?.kind !== "labels" || prediction?.kind !== "labels") throw new Error(`${file}: no labels`);
    scorer.update(truth.data, prediction.data, { id: file });
  }
  const { sums, ids } = scorer.countedImages("the simulation").images;
  const rows = new Float64Array(ids.length * numClasses * 3);
  [sums.intersection, sums.groundTruthArea, sums.predictionArea].forEach((areas, part) => {
    areas.forEach((area, i) => {
      rows[(3 * Math.floor(i / numClasses) + part) * numClasses + (i % numClasses)] = area;
    });
  });
  return { name: `CamVid, ${model}`, classCount: numClasses, imageCount: ids.length, rows };
}

const IMAGE = 1e6;
const MADE = 2000;

/**
 * Areas spread over two orders of magnitude (log-normal, sigma 1.4), larger objects are found better, and images differ: few
 * images make up most of a class.
 */
export function heavyTailed(): Population {
  const random = new Gaussian(1);
  return made(
    "heavy-tailed",
    4,
    (c, image) => {
      const size = random.next();
      const area = Math.min(IMAGE / 4, Math.exp(7.5 + 1.4 * size));
      const share = logistic(0.4 + 0.6 * size + 0.7 * image + 0.8 * random.next() + (c - 2) * 0.5);
      const hit = area * share;
      return [hit, area, hit + area * (1 - share) * Math.exp(0.6 * random.next())];
    },
    random,
  );
}

/** Classes in 80, 50 and 25 % of the images, missed altogether in 12 % of these, and seen in 10 % of the others. */
export function zeroInflated(): Population {
  const random = new Gaussian(2);
  return made(
    "zero-inflated",
    4,
    (c, image) => {
      const isThere = random.uniform() < ([1, 0.8, 0.5, 0.25][c] as number);
      const size = random.next();
      if (!isThere) return [0, 0, random.uniform() < 0.1 ? Math.exp(6.5 + 0.8 * size) : 0];
      const area = Math.exp(8 + 0.8 * size);
      if (random.uniform() < 0.12) return [0, area, 0];
      const share = logistic(1 + 0.3 * size + 0.5 * image + 0.6 * random.next());
      return [area * share, area, area * share + area * (1 - share) * Math.exp(0.5 * random.next())];
    },
    random,
  );
}

/** Background is what the other classes leave. */
function made(
  name: string,
  classCount: number,
  drawClass: (c: number, image: number) => readonly [hit: number, truth: number, prediction: number],
  random: Gaussian,
): Population {
  const rows = new Float64Array(MADE * 3 * classCount);
  for (let i = 0; i < MADE; i++) {
    const row = rows.subarray(i * 3 * classCount, (i + 1) * 3 * classCount);
    const image = random.next();
    let [objects, found, wrong] = [0, 0, 0];
    for (let c = 1; c < classCount; c++) {
      const [hit, truth, prediction] = drawClass(c, image).map(Math.round) as [number, number, number];
      row.set([hit], c);
      row.set([truth], classCount + c);
      row.set([prediction], 2 * classCount + c);
      objects += truth;
      found += prediction;
      wrong += prediction - hit;
    }
    row.set([IMAGE - objects - wrong], 0);
    row.set([IMAGE - objects], classCount);
    row.set([IMAGE - found], 2 * classCount);
  }
  return { name, classCount, imageCount: MADE, rows };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

class Gaussian {
  readonly #random: RandomStream;

  constructor(seed: number) {
    this.#random = new RandomStream(seed);
  }

  uniform(): number {
    return (this.#random.next() + 0.5) / 2 ** 32;
  }

  /** Box and Muller. */
  next(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }
}
