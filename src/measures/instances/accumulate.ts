import { allThresholds } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import {
  EPSILON,
  meanWithout,
  meanWithoutWrong,
  type PointTable,
  type Removed,
  removedOf,
} from "./leaveOut.js";
import { type SelectedDetections, truthCountOf } from "./selectDetections.js";

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

/** Below this part of a number rounding does not lead up to it. */
const NEARLY = 1 - 1e-9;

/**
 * One point a detection that takes an object: between them recall stays, and precision only falls. Reused from call to call.
 */
export class Accumulator {
  readonly #settings: DetectionSettings;
  readonly #rights: Float64Array;
  readonly #precisions: Float64Array;
  readonly #places: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #right: Float64Array;
  readonly #ignored: Float64Array;
  readonly #stride: number;
  readonly #wanted: Float64Array;
  /** Precision at each recall threshold. */
  readonly #atRecalls: Float64Array;
  readonly #isArea: boolean;
  readonly #isTied: boolean;

  /** @param most so many detections of one category, at most */
  constructor(settings: DetectionSettings, most: number) {
    const thresholds = settings.iouThresholds.length;
    this.#settings = settings;
    this.#stride = most;
    this.#wanted = Float64Array.from(settings.recallThresholds);
    this.#atRecalls = new Float64Array(settings.recallThresholds.length);
    this.#rights = new Float64Array(thresholds * most);
    this.#precisions = new Float64Array(thresholds * most);
    this.#places = new Uint32Array(thresholds * most);
    this.#counts = new Uint32Array(thresholds);
    this.#right = new Float64Array(thresholds);
    this.#ignored = new Float64Array(thresholds);
    this.#isArea = settings.convention === "voc2010" || settings.corrections.includes("recall");
    this.#isTied = settings.corrections.includes("ties");
  }

  /** Highest recall at each IoU threshold only, which is soon told. */
  recall(selected: SelectedDetections, weights: Float64Array): Float64Array | undefined {
    const truths = truthCountOf(selected, weights);
    if (!(truths > 0)) return undefined;
    const { hits, images, taken, left } = selected;
    const recall = new Float64Array(this.#settings.iouThresholds.length);
    for (let hit = 0; hit < hits.length; hit++) {
      const weight = weights[images[hits[hit] as number] as number] as number;
      let bits = (taken[hit] as number) & ~(left[hit] as number);
      for (; bits !== 0; bits &= bits - 1) {
        const t = 31 - Math.clz32(bits & -bits);
        recall[t] = (recall[t] as number) + weight;
      }
    }
    for (let t = 0; t < recall.length; t++) recall[t] = (recall[t] as number) / truths;
    return recall;
  }

  /** Curves of one category. */
  accumulate(selected: SelectedDetections, weights: Float64Array): Accumulated | undefined {
    const truths = truthCountOf(selected, weights);
    if (!(truths > 0)) return undefined;
    this.#walk(selected, weights);
    return this.#read(selected, truths);
  }

  /** Average precision at each IoU threshold, written into `out`; false where the category has no object. */
  averagePrecision(selected: SelectedDetections, weights: Float64Array, out: Float64Array): boolean {
    const truths = truthCountOf(selected, weights);
    if (!(truths > 0)) return false;
    this.#walk(selected, weights);
    for (let t = 0; t < out.length; t++) {
      this.#raise(t);
      out[t] = this.#isArea ? this.#area(t, truths) : this.#meanAtRecalls(t, truths);
    }
    return true;
  }

  /** The same without an image; not where equal scores are one point. */
  averagePrecisionWithout(table: PointTable, image: number, out: Float64Array): boolean {
    const weight = table.weights[image] as number;
    const truths = table.truths - (table.truthsOf.get(image) ?? 0) * weight;
    if (!(truths > 0)) return false;
    const removed = removedOf(table, image);
    const right = removed.right.reduce((bits, own) => bits | own, 0);
    const isRecallKept = !this.#isArea && truths === table.truths;
    for (let t = 0; t < out.length; t++) {
      if (isRecallKept && ((right >>> t) & 1) === 0) {
        out[t] = meanWithoutWrong(table, t, removed, weight, this.#atRecalls);
      } else if (this.#isArea) {
        this.#takeWithout(t, table, removed, weight);
        this.#raise(t);
        out[t] = this.#area(t, truths);
      } else {
        out[t] = meanWithout(table, t, removed, weight, truths, this.#wanted, this.#atRecalls);
      }
    }
    return true;
  }

  /** The points of one curve, but those of an image, and less what that put before each. */
  #takeWithout(
    t: number,
    { starts, rights, counted, places, images }: PointTable,
    removed: Removed,
    weight: number,
  ): void {
    const start = t * this.#stride;
    const end = starts[t + 1] as number;
    let point = start;
    let [next, lessRight, lessCounted] = [0, 0, 0];
    let stop = removed.places[0] ?? Infinity;
    for (let k = starts[t] as number; k < end; k++) {
      while (stop <= (places[k] as number)) {
        if ((((removed.right[next] as number) >>> t) & 1) === 1) lessRight += weight;
        if ((((removed.ignored[next] as number) >>> t) & 1) === 0) lessCounted += weight;
        stop = removed.places[++next] ?? Infinity;
      }
      if (images[k] === removed.image) continue;
      const right = (rights[k] as number) - lessRight;
      this.#rights[point] = right;
      this.#precisions[point++] = right / ((counted[k] as number) - lessCounted + EPSILON);
    }
    this.#counts[t] = point - start;
  }

  /** Finds the points of all curves. */
  #walk(selected: SelectedDetections, weights: Float64Array): void {
    const { places, images, hits, taken, left, scores } = selected;
    const all = allThresholds(this.#settings.iouThresholds.length) | 0;
    const [right, ignoredHere, counts, isTied, stride] = [
      this.#right,
      this.#ignored,
      this.#counts,
      this.#isTied,
      this.#stride,
    ];
    const [rights, precisions, pointPlaces] = [this.#rights, this.#precisions, this.#places];
    counts.fill(0);
    right.fill(0);
    ignoredHere.fill(0);
    // All detections so far: what is wrong at a threshold is what is left of them, so that none is counted as wrong by itself.
    let seen = 0;
    let next = 0;
    // Thresholds with points of equal score that are not written yet, and one of their detections.
    let [open, openPlace] = [0, 0];
    for (let hit = 0; hit < hits.length; hit++) {
      const i = hits[hit] as number;
      const place = places[i] as number;
      if (open === 0) {
        for (; next < i; next++) seen += weights[images[next] as number] as number;
      }
      for (; next < i; next++) {
        if (open !== 0 && scores[places[next] as number] !== scores[openPlace]) {
          this.#addTied(open, openPlace, seen);
          open = 0;
        }
        seen += weights[images[next] as number] as number;
      }
      next = i + 1;
      if (open !== 0 && scores[place] !== scores[openPlace]) {
        this.#addTied(open, openPlace, seen);
        open = 0;
      }
      const weight = weights[images[i] as number] as number;
      if (weight === 0) continue;
      const counted = ~(left[hit] as number) & all;
      const found = counted & (taken[hit] as number);
      seen += weight;
      for (let bits = ~counted & all; bits !== 0; bits &= bits - 1) {
        const t = 31 - Math.clz32(bits & -bits);
        ignoredHere[t] = (ignoredHere[t] as number) + weight;
      }
      for (let bits = found; bits !== 0; bits &= bits - 1) {
        const t = 31 - Math.clz32(bits & -bits);
        const rightHere = (right[t] as number) + weight;
        right[t] = rightHere;
        if (isTied) continue;
        const count = counts[t] as number;
        const point = t * stride + count;
        rights[point] = rightHere;
        precisions[point] = rightHere / (seen - (ignoredHere[t] as number) + EPSILON);
        pointPlaces[point] = place;
        counts[t] = count + 1;
      }
      if (!isTied) continue;
      open |= found;
      openPlace = place;
    }
    if (open === 0) return;
    for (; next < places.length && scores[places[next] as number] === scores[openPlace]; next++) {
      seen += weights[images[next] as number] as number;
    }
    this.#addTied(open, openPlace, seen);
  }

  #addTied(open: number, place: number, seen: number): void {
    for (let t = 0; t < this.#counts.length; t++) {
      if (((open >>> t) & 1) === 1) this.#add(t, place, seen);
    }
  }

  #add(t: number, place: number, seen: number): void {
    const point = t * this.#stride + (this.#counts[t] as number);
    const right = this.#right[t] as number;
    this.#rights[point] = right;
    this.#precisions[point] = right / (seen - (this.#ignored[t] as number) + EPSILON);
    this.#places[point] = place;
    this.#counts[t] = (this.#counts[t] as number) + 1;
  }

  /** Makes precision what it is at this recall or at any higher one. */
  #raise(t: number): void {
    const start = t * this.#stride;
    const precisions = this.#precisions;
    let highest = 0;
    for (let point = start + (this.#counts[t] as number) - 1; point >= start; point--) {
      const precision = precisions[point] as number;
      if (precision > highest) highest = precision;
      else precisions[point] = highest;
    }
  }

  #meanAtRecalls(t: number, truths: number): number {
    const [recallThresholds, rights, precisions] = [this.#wanted, this.#rights, this.#precisions];
    const start = t * this.#stride;
    const end = start + (this.#counts[t] as number);
    let point = start;
    let sum = 0;
    for (let r = 0; r < recallThresholds.length; r++) {
      const wanted = recallThresholds[r] as number;
      // Far below, no division is needed to tell.
      const near = wanted * truths * NEARLY;
      while (point < end && (rights[point] as number) < near) point++;
      while (point < end && (rights[point] as number) / truths < wanted) point++;
      if (point === end) break;
      sum += precisions[point] as number;
    }
    return sum / recallThresholds.length;
  }

  #area(t: number, truths: number): number {
    const start = t * this.#stride;
    let [sum, before] = [0, 0];
    for (let point = start; point < start + (this.#counts[t] as number); point++) {
      const recall = (this.#rights[point] as number) / truths;
      sum += (recall - before) * (this.#precisions[point] as number);
      before = recall;
    }
    return sum;
  }

  #read({ scores, firstScore }: SelectedDetections, truths: number): Accumulated {
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
      result.ap[t] = this.#isArea ? this.#area(t, truths) : this.#meanAtRecalls(t, truths);
      const start = t * this.#stride;
      const end = start + (this.#counts[t] as number);
      result.recall[t] = end > start ? (this.#rights[end - 1] as number) / truths : 0;
      let point = start;
      recallThresholds.forEach((wanted, r) => {
        // Recall 0 is reached by the surest detection, whatever that is.
        if (wanted === 0) result.scores[t * width + r] = firstScore;
        while (point < end && (this.#rights[point] as number) / truths < wanted) point++;
        if (point === end) return;
        result.precision[t * width + r] = this.#precisions[point] as number;
        if (wanted > 0) result.scores[t * width + r] = scores[this.#places[point] as number] as number;
      });
    });
    return result;
  }
}

/** An accumulator that is large enough for any of these. */
export function accumulatorFor(
  settings: DetectionSettings,
  parts: readonly { readonly hits: Uint32Array }[],
): Accumulator {
  return new Accumulator(
    settings,
    parts.reduce((most, { hits }) => Math.max(most, hits.length), 0),
  );
}
