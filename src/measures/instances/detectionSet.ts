import type { Combination, Exchange, MeasuredImage, ScoredSet, ScoredValue } from "../measure.js";
import { type Accumulator, accumulatorFor, type SelectedDetections, selectDetections } from "./accumulate.js";
import type { DetectionRow } from "./detectionRow.js";
import { ALL_AREAS, type DetectionSettings } from "./detectionSettings.js";
import { detectionTable } from "./detectionTable.js";

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
    this.values = [
      { name: metric, classIndex: undefined },
      ...Array.from({ length: categoryCount }, (_, classIndex) => ({ name: metric, classIndex })),
    ];
    const threshold = METRIC_THRESHOLDS[metric];
    this.#place = threshold === undefined ? -1 : settings.iouThresholds.indexOf(threshold);
  }

  combination(): DetectionCombination {
    return new DetectionCombination(this.images, this.#scoring(this.images));
  }

  exchangeWith(other: DetectionSet): Exchange {
    const count = this.imageCount;
    const score = this.#scoring([...this.images, ...other.images]);
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
      scoreInto: (ours, theirs) => {
        for (let image = 0; image < count; image++) {
          const isSwapped = swapped[image] === 1;
          const [a, b] = [own[image] as number, own[count + image] as number];
          first[image] = isSwapped ? 0 : a;
          first[count + image] = isSwapped ? b : 0;
          second[image] = isSwapped ? a : 0;
          second[count + image] = isSwapped ? 0 : b;
        }
        score(first, ours);
        score(second, theirs);
      },
    };
  }

  #scoring(images: Images): ScoreWeights {
    return scoring(this.settings, images, this.#place);
  }
}

/** Writes the mean and each category's score, each image as often as its weight says. */
type ScoreWeights = (weights: Float64Array, out: Float64Array) => void;

/** @param place of one IoU threshold; below 0: the mean of all */
function scoring(settings: DetectionSettings, images: Images, place: number): ScoreWeights {
  const range = settings.areaRanges.findIndex(({ name }) => name === ALL_AREAS);
  const limit = settings.maxDetections[settings.maxDetections.length - 1] as number;
  const parts: SelectedDetections[] = detectionTable(settings, images).categories.map((table) =>
    selectDetections(settings, table, { range, limit }),
  );
  const accumulator: Accumulator = accumulatorFor(settings, parts);
  const each = new Float64Array(settings.iouThresholds.length);
  return (weights, out) => {
    let [sum, count] = [0, 0];
    parts.forEach((part, category) => {
      if (!accumulator.averagePrecision(part, weights, each)) {
        out[1 + category] = NaN;
        return;
      }
      let score = 0;
      if (place >= 0) score = each[place] as number;
      else {
        for (const value of each) score += value;
        score /= each.length;
      }
      out[1 + category] = score;
      sum += score;
      count++;
    });
    out[0] = sum / count;
  };
}

class DetectionCombination implements Combination {
  readonly weights: Float64Array;
  readonly #own: Float64Array;
  readonly #score: ScoreWeights;

  constructor(images: Images, score: ScoreWeights) {
    this.weights = new Float64Array(images.length);
    this.#own = Float64Array.from(images, ({ weight }) => weight);
    this.#score = score;
  }

  clear(): void {
    this.weights.fill(0);
  }

  set(other: DetectionCombination): void {
    this.weights.set(other.weights);
  }

  add(image: number, times: number): void {
    this.weights[image] = (this.weights[image] as number) + times * (this.#own[image] as number);
  }

  addEach(times: Float64Array): void {
    for (let image = 0; image < times.length; image++) this.add(image, times[image] as number);
  }

  scoreInto(out: Float64Array): void {
    this.#score(this.weights, out);
  }
}
