import type { Combination, Exchange, MeasuredImage, ScoredSet, ScoredValue } from "../measure.js";
import { type Accumulator, accumulatorFor } from "./accumulate.js";
import { type SelectedDetections, selectDetections } from "./selectDetections.js";
import type { DetectionRow } from "./detectionRow.js";
import { type PointTable, pointTable } from "./leaveOut.js";
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
  /** Made when asked for: all combinations share what they are sorted into. */
  #own: Scoring | undefined;

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
    this.#own ??= this.#scoring(this.images);
    return new DetectionCombination(this.images, this.#own);
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
  /** The same of all images of a combination but one, to the last bit; undefined where it has to be scored as any other. */
  readonly scoreWithout: (category: number, whole: DetectionCombination, image: number) => number | undefined;
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
  const scoreOfEach = (): number => {
    if (place >= 0) return each[place] as number;
    let sum = 0;
    for (let t = 0; t < each.length; t++) sum += each[t] as number;
    return sum / each.length;
  };
  const isTied = settings.corrections.includes("ties");
  // Of the combination that was asked for last, as it was then.
  let known:
    | {
        readonly whole: DetectionCombination;
        readonly changes: number;
        readonly tables: PointTable[] | undefined;
      }
    | undefined;
  return {
    categoryCount: parts.length,
    score: (category, weights) =>
      accumulator.averagePrecision(parts[category] as SelectedDetections, weights, each)
        ? scoreOfEach()
        : NaN,
    scoreWithout: (category, whole, image) => {
      if (isTied) return undefined;
      if (known?.whole !== whole || known.changes !== whole.changes) {
        // Sums of whole numbers are the same in any order.
        const isExact = whole.weights.every((weight) => Number.isSafeInteger(weight));
        known = { whole, changes: whole.changes, tables: isExact ? [] : undefined };
      }
      const { tables } = known;
      if (tables === undefined) return undefined;
      const part = parts[category] as SelectedDetections;
      const table = (tables[category] ??= pointTable(part, whole.weights, settings));
      return accumulator.averagePrecisionWithout(table, image, each) ? scoreOfEach() : NaN;
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
  /** Goes up with each change. */
  changes = 0;
  /** The combination that this one was set to, as it was then, and the image that was taken from it since. */
  #whole: { readonly of: DetectionCombination; readonly changes: number } | undefined;
  #missing: number | undefined;

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
    this.#changed(undefined);
  }

  set(other: DetectionCombination): void {
    this.weights.set(other.weights);
    this.scores.set(other.scores);
    this.isOld.set(other.isOld);
    this.#changed({ of: other, changes: other.changes });
  }

  add(image: number, times: number): void {
    const { weight, row } = this.#images[image] as Images[number];
    this.weights[image] = (this.weights[image] as number) + times * weight;
    for (let g = 0; g < row.groups.length; g++) this.isOld[row.groups[g] as number] = 1;
    const isTaken = times < 0 && this.weights[image] === 0 && this.#missing === undefined;
    this.#changed(isTaken ? this.#whole : undefined);
    if (isTaken) this.#missing = image;
  }

  addEach(times: Float64Array): void {
    for (let image = 0; image < times.length; image++) {
      const { weight } = this.#images[image] as Images[number];
      this.weights[image] = (this.weights[image] as number) + (times[image] as number) * weight;
    }
    this.isOld.fill(1);
    this.#changed(undefined);
  }

  scoreInto(out: Float64Array): void {
    for (let category = 0; category < this.scores.length; category++) {
      if (this.isOld[category] === 0) continue;
      this.scores[category] = this.#scoreOf(category);
      this.isOld[category] = 0;
    }
    writeScores(this.scores, out);
  }

  #scoreOf(category: number): number {
    const [whole, missing] = [this.#whole, this.#missing];
    const score =
      whole !== undefined && missing !== undefined && whole.changes === whole.of.changes
        ? this.#scoring.scoreWithout(category, whole.of, missing)
        : undefined;
    return score ?? this.#scoring.score(category, this.weights);
  }

  #changed(whole: { readonly of: DetectionCombination; readonly changes: number } | undefined): void {
    this.changes++;
    this.#whole = whole;
    this.#missing = undefined;
  }
}
