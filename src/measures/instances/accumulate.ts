import { allThresholds } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import type { CategoryTable } from "./detectionTable.js";

/** Which part of a category's detections is looked at. */
export interface Selection {
  /** Place of the area range. */
  readonly range: number;
  /** So many detections an image. */
  readonly limit: number;
}

/** What comes of one category: undefined where it has no object that counts. */
export interface Accumulated {
  /** Average precision at each IoU threshold. */
  readonly ap: Float64Array;
  /** Highest recall at each. */
  readonly recall: Float64Array;
  /** Precision at each IoU threshold and recall threshold: [threshold * recallThresholds + recall]. */
  readonly precision: Float64Array;
  /** The score at which that recall is reached; 0 where it is not. */
  readonly scores: Float64Array;
}

/** NumPy's spacing(1): what pycocotools adds so as not to divide by 0. */
const EPSILON = 2 ** -52;

/**
 * One point a detection that takes an object: between them recall stays, and precision only falls. Reused from call to call.
 */
export class Accumulator {
  readonly #settings: DetectionSettings;
  readonly #recalls: Float64Array;
  readonly #precisions: Float64Array;
  readonly #places: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #right: Float64Array;
  readonly #wrong: Float64Array;
  readonly #stride: number;
  readonly #isArea: boolean;
  readonly #isTied: boolean;

  /** @param most so many detections of one category, at most */
  constructor(settings: DetectionSettings, most: number) {
    const thresholds = settings.iouThresholds.length;
    this.#settings = settings;
    this.#stride = most;
    this.#recalls = new Float64Array(thresholds * most);
    this.#precisions = new Float64Array(thresholds * most);
    this.#places = new Uint32Array(thresholds * most);
    this.#counts = new Uint32Array(thresholds);
    this.#right = new Float64Array(thresholds);
    this.#wrong = new Float64Array(thresholds);
    this.#isArea = settings.convention === "voc2010" || settings.corrections.includes("recall");
    this.#isTied = settings.corrections.includes("ties");
  }

  /** Objects that count, each image as often as its weight says. */
  truthCount(table: CategoryTable, range: number, weights: Float64Array): number {
    const ranges = this.#settings.areaRanges.length;
    let sum = 0;
    for (let i = 0; i < table.truthImages.length; i++) {
      const count = table.truths[i * ranges + range] as number;
      if (count !== 0) sum += count * (weights[table.truthImages[i] as number] as number);
    }
    return sum;
  }

  /** Recall at each IoU threshold only, which is soon told. */
  recall(table: CategoryTable, selection: Selection, weights: Float64Array): Float64Array | undefined {
    const truths = this.truthCount(table, selection.range, weights);
    if (!(truths > 0)) return undefined;
    const { range, limit } = selection;
    const ranges = this.#settings.areaRanges.length;
    const thresholds = this.#settings.iouThresholds.length;
    const recall = new Float64Array(thresholds);
    for (let i = 0, cell = range; i < table.scores.length; i++, cell += ranges) {
      const matched = table.matched[cell] as number;
      if (matched === 0 || (table.ranks[i] as number) >= limit) continue;
      const right = matched & ~(table.ignored[cell] as number);
      const weight = weights[table.images[i] as number] as number;
      for (let t = 0; t < thresholds; t++) {
        if (((right >>> t) & 1) === 1) recall[t] = (recall[t] as number) + weight;
      }
    }
    for (let t = 0; t < thresholds; t++) recall[t] = (recall[t] as number) / truths;
    return recall;
  }

  /** Curves of one category. */
  accumulate(table: CategoryTable, selection: Selection, weights: Float64Array): Accumulated | undefined {
    const truths = this.truthCount(table, selection.range, weights);
    if (!(truths > 0)) return undefined;
    const first = this.#walk(table, selection, weights, truths);
    return this.#read(table, first);
  }

  /** Average precision at each IoU threshold, written into `out`; false where the category has no object. */
  averagePrecision(
    table: CategoryTable,
    selection: Selection,
    weights: Float64Array,
    out: Float64Array,
  ): boolean {
    const truths = this.truthCount(table, selection.range, weights);
    if (!(truths > 0)) return false;
    this.#walk(table, selection, weights, truths);
    for (let t = 0; t < out.length; t++) {
      this.#raise(t);
      out[t] = this.#isArea ? this.#area(t) : this.#meanAtRecalls(t);
    }
    return true;
  }

  /** Finds the points of all curves; the place of the surest detection, or -1. */
  #walk(table: CategoryTable, { range, limit }: Selection, weights: Float64Array, truths: number): number {
    const { scores, ranks, images, matched, ignored } = table;
    const ranges = this.#settings.areaRanges.length;
    const thresholds = this.#settings.iouThresholds.length;
    const all = allThresholds(thresholds) | 0;
    const [right, wrong, counts] = [this.#right, this.#wrong, this.#counts];
    counts.fill(0);
    right.fill(0);
    wrong.fill(0);
    // Of detections that are wrong at every threshold, which most are.
    let alwaysWrong = 0;
    let first = -1;
    let open = 0;
    let openPlace = 0;
    for (let i = 0, cell = range; i < scores.length; i++, cell += ranges) {
      if ((ranks[i] as number) >= limit) continue;
      const weight = weights[images[i] as number] as number;
      if (weight === 0) continue;
      if (first < 0) first = i;
      if (open !== 0 && scores[i] !== scores[openPlace]) {
        this.#addTied(open, openPlace, alwaysWrong, truths);
        open = 0;
      }
      const taken = matched[cell] as number;
      const left = ignored[cell] as number;
      if ((taken | left) === 0) {
        alwaysWrong += weight;
        continue;
      }
      if ((left | 0) === all) continue;
      for (let t = 0; t < thresholds; t++) {
        if (((left >>> t) & 1) === 1) continue;
        if (((taken >>> t) & 1) === 0) {
          wrong[t] = (wrong[t] as number) + weight;
          continue;
        }
        right[t] = (right[t] as number) + weight;
        if (this.#isTied) {
          open = (open | (1 << t)) >>> 0;
          openPlace = i;
        } else this.#add(t, i, alwaysWrong, truths);
      }
    }
    if (open !== 0) this.#addTied(open, openPlace, alwaysWrong, truths);
    return first;
  }

  #addTied(open: number, place: number, alwaysWrong: number, truths: number): void {
    for (let t = 0; t < this.#counts.length; t++) {
      if (((open >>> t) & 1) === 1) this.#add(t, place, alwaysWrong, truths);
    }
  }

  #add(t: number, place: number, alwaysWrong: number, truths: number): void {
    const point = t * this.#stride + (this.#counts[t] as number);
    const right = this.#right[t] as number;
    this.#recalls[point] = right / truths;
    this.#precisions[point] = right / (alwaysWrong + (this.#wrong[t] as number) + right + EPSILON);
    this.#places[point] = place;
    this.#counts[t] = (this.#counts[t] as number) + 1;
  }

  /** Makes precision what it is at this recall or at any higher one. */
  #raise(t: number): void {
    const start = t * this.#stride;
    let highest = 0;
    for (let point = start + (this.#counts[t] as number) - 1; point >= start; point--) {
      const precision = this.#precisions[point] as number;
      if (precision > highest) highest = precision;
      else this.#precisions[point] = highest;
    }
  }

  #meanAtRecalls(t: number): number {
    const { recallThresholds } = this.#settings;
    const start = t * this.#stride;
    const end = start + (this.#counts[t] as number);
    let point = start;
    let sum = 0;
    for (let r = 0; r < recallThresholds.length; r++) {
      const wanted = recallThresholds[r] as number;
      while (point < end && (this.#recalls[point] as number) < wanted) point++;
      if (point === end) break;
      sum += this.#precisions[point] as number;
    }
    return sum / recallThresholds.length;
  }

  #area(t: number): number {
    const start = t * this.#stride;
    let [sum, before] = [0, 0];
    for (let point = start; point < start + (this.#counts[t] as number); point++) {
      const recall = this.#recalls[point] as number;
      sum += (recall - before) * (this.#precisions[point] as number);
      before = recall;
    }
    return sum;
  }

  #read({ scores }: CategoryTable, first: number): Accumulated {
    const { recallThresholds, iouThresholds } = this.#settings;
    const width = recallThresholds.length;
    const result: Accumulated = {
      ap: new Float64Array(iouThresholds.length),
      recall: new Float64Array(iouThresholds.length),
      precision: new Float64Array(iouThresholds.length * width),
      scores: new Float64Array(iouThresholds.length * width),
    };
    iouThresholds.forEach((_, t) => {
      this.#raise(t);
      result.ap[t] = this.#isArea ? this.#area(t) : this.#meanAtRecalls(t);
      const start = t * this.#stride;
      const end = start + (this.#counts[t] as number);
      result.recall[t] = end > start ? (this.#recalls[end - 1] as number) : 0;
      let point = start;
      recallThresholds.forEach((wanted, r) => {
        // Recall 0 is reached by the surest detection, whatever that is.
        if (wanted === 0 && first >= 0) result.scores[t * width + r] = scores[first] as number;
        while (point < end && (this.#recalls[point] as number) < wanted) point++;
        if (point === end) return;
        result.precision[t * width + r] = this.#precisions[point] as number;
        if (wanted > 0) result.scores[t * width + r] = scores[this.#places[point] as number] as number;
      });
    });
    return result;
  }
}

/** An accumulator that is large enough for any category of a table. */
export function accumulatorFor(settings: DetectionSettings, tables: readonly CategoryTable[]): Accumulator {
  const ranges = settings.areaRanges.length;
  const hits = tables.map(({ matched, scores }) => {
    let count = 0;
    for (let i = 0; i < scores.length; i++) {
      for (let r = 0; r < ranges; r++) {
        if (matched[i * ranges + r] === 0) continue;
        count++;
        break;
      }
    }
    return count;
  });
  return new Accumulator(
    settings,
    hits.reduce((most, count) => Math.max(most, count), 0),
  );
}
