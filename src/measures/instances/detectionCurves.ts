import type { MeasuredImage } from "../measure.js";
import { accumulatorFor } from "./accumulate.js";
import { selectDetections } from "./selectDetections.js";
import type { DetectionRow } from "./detectionRow.js";
import { NO_CATEGORY } from "./detectionScores.js";
import { ALL_AREAS, type DetectionSettings } from "./detectionSettings.js";
import { detectionTable } from "./detectionTable.js";
import { rowGroups, standings } from "./rowGroups.js";
import { EXTENSION, originOf, type ScoreOrigin } from "./scoreOrigin.js";
import { stableOrder } from "./stableOrder.js";

type Images = readonly MeasuredImage<DetectionRow>[];

/** Precision against recall of one category at one IoU threshold. */
export interface DetectionCurve {
  readonly iouThreshold: number;
  readonly ap: number;
  /** The highest recall that is reached. */
  readonly recall: number;
  /** At each of recallThresholds: the highest precision at that recall or above; 0 where it is not reached. */
  readonly precision: Float64Array;
  /** The score of the detection that reaches that recall; 0 where none does. */
  readonly scores: Float64Array;
}

export interface DetectionCurves {
  readonly areaRange: string;
  readonly maxDetections: number;
  readonly recallThresholds: readonly number[];
  /** A category without objects has no curve. */
  readonly categories: readonly {
    readonly categoryId: number;
    readonly curves: readonly DetectionCurve[];
  }[];
  readonly origin: ScoreOrigin;
}

/** Curves among one range of sizes. */
export function detectionCurves(
  settings: DetectionSettings,
  images: Images,
  range: number,
  limit: number,
): DetectionCurves {
  const table = detectionTable(settings, images);
  const parts = table.categories.map((category) => selectDetections(settings, category, { range, limit }));
  const accumulator = accumulatorFor(settings, parts);
  const width = settings.recallThresholds.length;
  return {
    areaRange: settings.areaRanges[range]?.name ?? ALL_AREAS,
    maxDetections: limit,
    recallThresholds: settings.recallThresholds,
    categories: parts.map((part, c) => {
      const found = accumulator.accumulate(part, table.weights);
      return {
        categoryId: categoryIdOf(settings, c),
        curves:
          found === undefined
            ? []
            : settings.iouThresholds.map((iouThreshold, t) => ({
                iouThreshold,
                ap: found.ap[t] as number,
                recall: found.recall[t] as number,
                precision: found.precision.slice(t * width, (t + 1) * width),
                scores: found.scores.slice(t * width, (t + 1) * width),
              })),
      };
    }),
    origin: originOf(settings),
  };
}

/** The id of a category by its place. */
export function categoryIdOf({ perCategory, categories }: DetectionSettings, place: number): number {
  return perCategory ? (categories[place]?.id as number) : NO_CATEGORY;
}

/** Where detections are cut off by score, and what is left of them. */
export interface ScoreCut {
  /** Detections of this score and above are kept; NaN where none would be right. */
  readonly scoreThreshold: number;
  readonly precision: number;
  readonly recall: number;
  /** NaN where there is no object and no detection. */
  readonly f1: number;
}

export interface BestThresholds {
  readonly iouThreshold: number;
  /** One threshold for all categories, their detections counted together. */
  readonly all: ScoreCut;
  /** Each category's own. */
  readonly categories: readonly (ScoreCut & { readonly categoryId: number })[];
  readonly origin: ScoreOrigin;
}

/** The score thresholds of the highest F1, at one IoU threshold. Of equal F1 the highest threshold. */
export function bestThresholds(
  settings: DetectionSettings,
  images: Images,
  iouPlace: number,
): BestThresholds {
  const standing = standings(settings, iouPlace);
  const groupCount = settings.perCategory ? settings.categories.length : 1;
  const cuts = Array.from({ length: groupCount }, () => new Cuts());
  const all = new Cuts();
  for (const { row, weight } of images) {
    const { isCounted, isRight, isObject } = standing(row);
    for (const { category, truth, truthEnd, detection, detectionEnd } of rowGroups(row)) {
      for (const cut of [cuts[category] as Cuts, all]) {
        for (let t = truth; t < truthEnd; t++) if (isObject(t)) cut.objects += weight;
        for (let d = detection; d < detectionEnd; d++) {
          if (isCounted(d)) cut.add(row.scores[d] as number, isRight(d) ? weight : -weight);
        }
      }
    }
  }
  return {
    iouThreshold: settings.iouThresholds[iouPlace] as number,
    all: all.best(),
    categories: cuts.map((cut, c) => ({ categoryId: categoryIdOf(settings, c), ...cut.best() })),
    origin: EXTENSION,
  };
}

/** Detections by score, those that are right with a weight above 0. */
class Cuts {
  objects = 0;
  readonly #scores: number[] = [];
  readonly #weights: number[] = [];

  add(score: number, weight: number): void {
    this.#scores.push(score);
    this.#weights.push(weight);
  }

  best(): ScoreCut {
    const scores = Float64Array.from(this.#scores);
    const order = stableOrder(scores);
    let [right, wrong] = [0, 0];
    let best = { scoreThreshold: NaN, precision: NaN, recall: NaN, f1: NaN };
    if (this.objects > 0) best = { scoreThreshold: NaN, precision: NaN, recall: 0, f1: 0 };
    order.forEach((place, i) => {
      const weight = this.#weights[place] as number;
      if (weight > 0) right += weight;
      else wrong -= weight;
      const score = scores[place] as number;
      // Detections of one score are kept or cut together.
      if (i + 1 < order.length && scores[order[i + 1] as number] === score) return;
      const f1 = (2 * right) / (right + wrong + this.objects);
      if (right === 0 || f1 <= best.f1) return;
      best = {
        scoreThreshold: score,
        precision: right / (right + wrong),
        recall: right / this.objects,
        f1,
      };
    });
    return best;
  }
}
