import type { Combination, Exchange, MeasuredImage, ScoredSet, ScoredValue } from "../measure.js";
import { type Accumulator, accumulatorFor } from "./accumulate.js";
import { type SelectedDetections, selectDetections } from "./selectDetections.js";
import type { DetectionRow } from "./detectionRow.js";
import { ALL_AREAS, type DetectionSettings } from "./detectionSettings.js";
import { detectionTable } from "./detectionTable.js";
import { meanAndClasses } from "../scoredValues.js";

/** What is scored of detections: at all IoU thresholds, or at one. */
export type DetectionMetric = "ap" | "ap50" | "ap75";

export const DETECTION_METRICS: readonly DetectionMetric[] = ["ap", "ap50", "ap75"];

/** The IoU threshold of a metric; undefined: all. */
export const METRIC_THRESHOLDS = { ap: undefined, ap50: 0.5, ap75: 0.75 } as const;

type Images = readonly MeasuredImage<DetectionRow>[];

/**
 * Images, to be scored in any combination: the mean over categories first, then each category; all sizes, at the last limit of
 * detections. Detections are sorted once: how often an image is drawn is a weight on each of its detections.
 */
export class DetectionSet implements ScoredSet {
  readonly imageCount: number;
  readonly values: readonly ScoredValue[];
  readonly #place: number;

  constructor(
    readonly settings: DetectionSettings,
    readonly images: Images,
    readonly metric: DetectionMetric,
  ) {
    this.imageCount = images.length;
    const categoryCount = settings.perCategory ? settings.categories.length : 1;
    this.values = meanAndClasses(metric, categoryCount);
    const threshold = METRIC_THRESHOLDS[metric];
    this.#place = threshold === undefined ? -1 : settings.iouThresholds.indexOf(threshold);
  }

  combination(): DetectionCombination {
    return new DetectionCombination(this.images, this.#scoring(this.images));
  }

  exchangeWith(other: DetectionSet): Exchange {
    const count = this.imageCount;
    const { score, categoryCount } = this.#scoring([...this.images, ...other.images]);
    const [ours, theirs] = [0, 0].map(() => new Float64Array(categoryCount)) as [Float64Array, Float64Array];
    const own = Float64Array.from([...this.images, ...other.images], ({ weight }) => weight);
    const [first, second] = [new Float64Array(2 * count), new Float64Array(2 * count)];
    const swapped = new Uint8Array(count);
    return {
      clear: () => {
        swapped.fill(0);
      },
      swap: (image) => {
        swapped[image] = 1 - (swapped[image] as number);
      },
      scoreInto: (outFirst, outSecond) => {
        for (let image = 0; image < count; image++) {
          const isSwapped = swapped[image] === 1;
          const [a, b] = [own[image] as number, own[count + image] as number];
          first[image] = isSwapped ? 0 : a;
          first[count + image] = isSwapped ? b : 0;
          second[image] = isSwapped ? a : 0;
          second[count + image] = isSwapped ? 0 : b;
        }
        for (let category = 0; category < categoryCount; category++) {
          ours[category] = score(category, first);
          theirs[category] = score(category, second);
        }
        writeScores(ours, outFirst);
        writeScores(theirs, outSecond);
      },
    };
  }

  #scoring(images: Images): Scoring {
    return scoring(this.settings, images, this.#place);
  }
}

/** Scores one category, each image as often as its weight says; NaN where it has no object. */
interface Scoring {
  readonly categoryCount: number;
  readonly score: (category: number, weights: Float64Array) => number;
}

/** @param place of one IoU threshold; below 0: the mean of all */
function scoring(settings: DetectionSettings, images: Images, place: number): Scoring {
  const range = settings.areaRanges.findIndex(({ name }) => name === ALL_AREAS);
  const limit = settings.maxDetections[settings.maxDetections.length - 1] as number;
  const parts: SelectedDetections[] = detectionTable(settings, images).categories.map((table) =>
    selectDetections(settings, table, { range, limit }),
  );
  const accumulator: Accumulator = accumulatorFor(settings, parts);
  const each = new Float64Array(settings.iouThresholds.length);
  return {
    categoryCount: parts.length,
    score: (category, weights) => {
      if (!accumulator.averagePrecision(parts[category] as SelectedDetections, weights, each)) return NaN;
      if (place >= 0) return each[place] as number;
      let sum = 0;
      for (let t = 0; t < each.length; t++) sum += each[t] as number;
      return sum / each.length;
    },
  };
}

/** The mean of those that there are, then each. */
function writeScores(scores: Float64Array, out: Float64Array): void {
  let [sum, count] = [0, 0];
  for (let category = 0; category < scores.length; category++) {
    const score = scores[category] as number;
    out[1 + category] = score;
    if (Number.isNaN(score)) continue;
    sum += score;
    count++;
  }
  out[0] = sum / count;
}

class DetectionCombination implements Combination {
  readonly weights: Float64Array;
  /** Each category's score, and whether an image with detections or objects of it has come or gone since. */
  readonly scores: Float64Array;
  readonly isOld: Uint8Array;
  readonly #images: Images;
  readonly #scoring: Scoring;

  constructor(images: Images, scoring: Scoring) {
    this.weights = new Float64Array(images.length);
    this.scores = new Float64Array(scoring.categoryCount);
    this.isOld = new Uint8Array(scoring.categoryCount).fill(1);
    this.#images = images;
    this.#scoring = scoring;
  }

  clear(): void {
    this.weights.fill(0);
    this.isOld.fill(1);
  }

  set(other: DetectionCombination): void {
    this.weights.set(other.weights);
    this.scores.set(other.scores);
    this.isOld.set(other.isOld);
  }

  add(image: number, times: number): void {
    const { weight, row } = this.#images[image] as Images[number];
    this.weights[image] = (this.weights[image] as number) + times * weight;
    for (let g = 0; g < row.groups.length; g++) this.isOld[row.groups[g] as number] = 1;
  }

  addEach(times: Float64Array): void {
    for (let image = 0; image < times.length; image++) {
      const { weight } = this.#images[image] as Images[number];
      this.weights[image] = (this.weights[image] as number) + (times[image] as number) * weight;
    }
    this.isOld.fill(1);
  }

  scoreInto(out: Float64Array): void {
    for (let category = 0; category < this.scores.length; category++) {
      if (this.isOld[category] === 0) continue;
      this.scores[category] = this.#scoring.score(category, this.weights);
      this.isOld[category] = 0;
    }
    writeScores(this.scores, out);
  }
}
