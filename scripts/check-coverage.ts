// How often intervals hold the truth: data sets of n images are drawn from a population, many times, and their 95 % intervals are
// looked at by the library's own statistics. Populations: CamVid's 233 images by two models and their difference
// (../shared/data/camvid; left out where it is not there, but a failure where CI=true), and two that are made here.
// npm run check:coverage [-- DATASETS [RESAMPLES]]: 600 data sets each; percentile and BCa of 200 resamples.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LinearSet } from "../src/measures/linearSet.js";
import { meanAndClasses } from "../src/measures/scoredValues.js";
import { compareSets } from "../src/statistics/compareSets.js";
import { confidenceIntervals, FEWEST_IMAGES } from "../src/statistics/confidenceIntervals.js";
import { RandomStream } from "../src/statistics/random.js";
import type { Bounds } from "../src/statistics/resampling.js";
import { camvid, heavyTailed, type Population, zeroInflated } from "./intervals/populations.js";

const CAMVID = join(fileURLToPath(new URL("../", import.meta.url)), "..", "shared", "data", "camvid");
const SIZES = [15, 20, 30, 50, 100, 233];
const METHODS = ["bounds", "bca", "percentile"] as const;
/** What intervals by the default are to cover, give or take four standard errors of the simulation. */
const [LEAST, MOST] = [0.94, 0.96];
/** The heavy-tailed population's classes, at up to 20 images: short of what is aimed at, and told of in docs/statistics.md. */
const [LEAST_OF_TAILS, MOST_OF_ALL] = [0.92, 0.975];

const [dataSets = 600, resamples = 200] = process.argv.slice(2).map(Number);

/** A population's images, each as often as it was drawn, scored by IoU: the mean of the classes, then each. */
function setOf({ rows, classCount }: Population, drawn: Int32Array): LinearSet {
  const width = 3 * classCount;
  const own = new Float64Array(drawn.length * width);
  drawn.forEach((image, i) => {
    own.set(rows.subarray(image * width, (image + 1) * width), i * width);
  });
  return new LinearSet(
    { rows: own, rowCount: drawn.length, width },
    meanAndClasses("iou", classCount),
    (sums, out) => {
      let [sum, defined] = [0, 0];
      for (let c = 0; c < classCount; c++) {
        const hit = sums[c] as number;
        const iou = hit / ((sums[classCount + c] as number) + (sums[2 * classCount + c] as number) - hit);
        out[1 + c] = iou;
        if (Number.isNaN(iou)) continue;
        sum += iou;
        defined++;
      }
      out[0] = sum / defined;
    },
  );
}

type Covering = Record<(typeof METHODS)[number], { held: number; of: number }>;

const nothing = (): Covering => ({
  bounds: { held: 0, of: 0 },
  bca: { held: 0, of: 0 },
  percentile: { held: 0, of: 0 },
});

type Intervals = readonly Readonly<Record<(typeof METHODS)[number], Bounds>>[];

/** How often intervals of data sets of `size` images hold the population's own score: of the mean, and of classes that are in ten. */
function coverageOf(
  first: Population,
  second: Population | undefined,
  size: number,
): readonly [mean: Covering, classes: Covering] {
  const { classCount, imageCount, rows } = first;
  const random = new RandomStream(size);
  const scoresOf = (drawn: Int32Array, count: number): Intervals => {
    const choice = { level: 0.95, resamples: count, seed: 1 };
    if (second === undefined) return confidenceIntervals(setOf(first, drawn), choice);
    return compareSets(setOf(first, drawn), setOf(second, drawn), choice).values;
  };
  const all = Int32Array.from({ length: imageCount }, (_, i) => i);
  const truth = [first, ...(second === undefined ? [] : [second])].map((one) => {
    const out = new Float64Array(1 + classCount);
    const set = setOf(one, all);
    const total = set.combination();
    for (const image of all) total.add(image, 1);
    total.scoreInto(out);
    return out;
  });
  const trueScore = (i: number): number =>
    second === undefined ? (truth[0]?.[i] as number) : (truth[1]?.[i] as number) - (truth[0]?.[i] as number);
  const [mean, classes] = [nothing(), nothing()];
  for (let dataSet = 0; dataSet < dataSets; dataSet++) {
    const drawn = Int32Array.from({ length: size }, () => random.below(imageCount));
    scoresOf(drawn, resamples).forEach((interval, i) => {
      const isIn = (image: number): boolean =>
        (rows[image * 3 * classCount + classCount + i - 1] as number) > 0;
      if (i > 0 && drawn.filter(isIn).length < FEWEST_IMAGES) return;
      for (const method of METHODS) {
        const { low, high } = interval[method];
        const found = (i === 0 ? mean : classes)[method];
        found.of++;
        if (low <= trueScore(i) && trueScore(i) <= high) found.held++;
      }
    });
  }
  return [mean, classes];
}

const models = ["unet-22ep", "unet-5ep"].map((model) => camvid(CAMVID, model));
const [better, worse] = models;
if (better === undefined && process.env.CI === "true") {
  console.error(`check:coverage: CamVid is not at ${CAMVID}`);
  process.exit(1);
}
const populations: (readonly [string, Population, Population | undefined])[] = [];
if (better !== undefined && worse !== undefined) {
  populations.push([better.name, better, undefined], [worse.name, worse, undefined]);
  populations.push(["CamVid, difference", better, worse]);
} else console.log(`CamVid is not at ${CAMVID}: left out`);
for (const one of [heavyTailed(), zeroInflated()]) populations.push([one.name, one, undefined]);

let failed = 0;
const percent = ({ held, of }: { readonly held: number; readonly of: number }): string =>
  of === 0 ? "-" : ((100 * held) / of).toFixed(1);
console.log(
  `Coverage of 95 % intervals in %, ${dataSets} data sets each: of the mean / of classes in ten images or more\n`,
);
console.log("| population | n | default | BCa | percentile |\n| --- | --- | --- | --- | --- |");
for (const [name, first, second] of populations) {
  for (const size of SIZES) {
    const both = coverageOf(first, second, size);
    const cells = METHODS.map((method) => both.map((one) => percent(one[method])).join(" / "));
    console.log(`| ${name} | ${size} | ${cells.join(" | ")} |`);
    both.forEach(({ bounds: { held, of } }, i) => {
      if (of === 0) return;
      const share = held / of;
      // Classes of one data set go together: their number says no more than the data sets'.
      const error = 4 * Math.sqrt((0.95 * 0.05) / Math.min(of, dataSets));
      const least = i === 1 && name === "heavy-tailed" ? LEAST_OF_TAILS : LEAST - error;
      if (share >= least && share <= Math.max(MOST + error, MOST_OF_ALL)) return;
      failed++;
      console.log(
        `FAILED: ${i === 0 ? "the mean" : "classes"} of ${name} at ${size}: ${percent({ held, of })} %`,
      );
    });
  }
}
process.exitCode = failed === 0 ? 0 : 1;
