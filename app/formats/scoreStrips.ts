import { getCounter } from "../../src/counting/backend.js";
import { float16ToFloat32 } from "../../src/reading/float16.js";
import type { ScoreSummary } from "../../src/reading/raster.js";
import type { ScoreArray, ScoreLayout } from "../../src/types.js";

// Scores that are too many to be held are argmaxed as they come, by the rule of argmaxLabels: the first of the highest, a NaN
// above all.

/** In which order the scores of an image come. */
export interface ScoreOrder {
  readonly width: number;
  readonly height: number;
  readonly numClasses: number;
  /** What the axes are called. */
  readonly layout: ScoreLayout;
  /** All scores of a pixel one after the other, or all pixels of a class. */
  readonly isPixelMajor: boolean;
  /** Pixels come column by column. */
  readonly isColumnMajor: boolean;
  readonly isFloat16: boolean;
}

export interface ArgmaxedScores {
  /** One a pixel, row-major. */
  readonly labels: Uint8Array | Uint16Array;
  readonly summary: ScoreSummary;
}

/** @param pieces all scores of the image, in its order */
export function argmaxPieces(pieces: Iterable<ScoreArray>, order: ScoreOrder): ArgmaxedScores {
  const { height, isColumnMajor, isPixelMajor, numClasses, width } = order;
  const pixelCount = width * height;
  const labels = numClasses <= 256 ? new Uint8Array(pixelCount) : new Uint16Array(pixelCount);
  const seen = new SeenScores(order, pixelCount);
  if (isPixelMajor) argmaxPixels(pieces, order, labels, seen);
  else argmaxPlanes(pieces, order, labels, seen);
  return { labels: isColumnMajor ? rowMajor(labels, width, height) : labels, summary: seen.summary() };
}

/** What is told of scores beside their argmax. */
class SeenScores {
  #lowest = Infinity;
  #highest = -Infinity;
  #scoreCount = 0;
  #notNumbers = 0;
  /** Pixels with a score that is none. */
  readonly #marked: Uint8Array;

  constructor(
    readonly order: ScoreOrder,
    pixelCount: number,
  ) {
    this.#marked = new Uint8Array(pixelCount);
  }

  /** Looks at the scores that follow those seen before. */
  see(scores: Float32Array | Float64Array): void {
    const { isPixelMajor, numClasses } = this.order;
    const pixelCount = this.#marked.length;
    let lowest = this.#lowest;
    let highest = this.#highest;
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] as number;
      if (score < lowest) lowest = score;
      if (score > highest) highest = score;
      if (score !== score) {
        const at = this.#scoreCount + i;
        this.#notNumbers++;
        this.#marked[isPixelMajor ? Math.floor(at / numClasses) : at % pixelCount] = 1;
      }
    }
    this.#lowest = lowest;
    this.#highest = highest;
    this.#scoreCount += scores.length;
  }

  summary(): ScoreSummary {
    return {
      numClasses: this.order.numClasses,
      layout: this.order.layout,
      scoreCount: this.#scoreCount,
      lowest: this.#lowest,
      highest: this.#highest,
      notNumbers: this.#notNumbers,
      pixelsOfNotNumbers: this.#marked.reduce((sum, mark) => sum + mark, 0),
    };
  }
}

function numbersOf(scores: ScoreArray, isFloat16: boolean): Float32Array | Float64Array {
  return isFloat16 ? float16ToFloat32(scores) : (scores as Float32Array | Float64Array);
}

function argmaxPixels(
  pieces: Iterable<ScoreArray>,
  { isFloat16, numClasses }: ScoreOrder,
  labels: Uint8Array | Uint16Array,
  seen: SeenScores,
): void {
  let rest: Float32Array | Float64Array = new Float32Array(0);
  let pixel = 0;
  for (const piece of pieces) {
    const scores = numbersOf(piece, isFloat16);
    seen.see(scores);
    let whole = scores;
    if (rest.length > 0) {
      whole =
        scores instanceof Float32Array
          ? new Float32Array(rest.length + scores.length)
          : new Float64Array(rest.length + scores.length);
      whole.set(rest);
      whole.set(scores, rest.length);
    }
    const pixelCount = Math.floor(whole.length / numClasses);
    if (pixelCount > 0) {
      labels.set(
        getCounter().argmaxLabels({
          data: whole.subarray(0, pixelCount * numClasses),
          isFloat16: false,
          layout: "channelsLast",
          batchSize: 1,
          pixelCount,
          numClasses,
          planeStride: pixelCount,
        }),
        pixel,
      );
    }
    pixel += pixelCount;
    rest = whole.slice(pixelCount * numClasses);
  }
}

function argmaxPlanes(
  pieces: Iterable<ScoreArray>,
  { isFloat16 }: ScoreOrder,
  labels: Uint8Array | Uint16Array,
  seen: SeenScores,
): void {
  const pixelCount = labels.length;
  let best: Float32Array | Float64Array | undefined;
  let plane = 0;
  let pixel = 0;
  for (const piece of pieces) {
    const scores = numbersOf(piece, isFloat16);
    seen.see(scores);
    best ??= scores instanceof Float32Array ? new Float32Array(pixelCount) : new Float64Array(pixelCount);
    for (let at = 0; at < scores.length;) {
      const end = Math.min(scores.length, at + pixelCount - pixel);
      if (plane === 0) best.set(scores.subarray(at, end), pixel);
      else {
        for (let i = at, p = pixel; i < end; i++, p++) {
          const score = scores[i] as number;
          const highest = best[p] as number;
          if (score > highest || (score !== score && highest === highest)) {
            best[p] = score;
            labels[p] = plane;
          }
        }
      }
      pixel += end - at;
      at = end;
      if (pixel === pixelCount) {
        pixel = 0;
        plane++;
      }
    }
  }
}

function rowMajor<T extends Uint8Array | Uint16Array>(columns: T, width: number, height: number): T {
  const rows = columns.slice() as T;
  for (let x = 0, from = 0; x < width; x++) {
    for (let y = 0; y < height; y++, from++) rows[y * width + x] = columns[from] as number;
  }
  return rows;
}
