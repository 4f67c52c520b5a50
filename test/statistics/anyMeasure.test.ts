import { describe, expect, it } from "vitest";
import type { Combination, Exchange, ScoredSet } from "../../src/measures/measure.js";
import { compareSets } from "../../src/statistics/compareSets.js";
import { confidenceIntervals } from "../../src/statistics/confidenceIntervals.js";
import { imageContributions } from "../../src/statistics/imageContributions.js";
import { RandomStream } from "../../src/statistics/random.js";
import { resample, scoresOf } from "../../src/statistics/resampling.js";

/** The value below which half of the images lie, each as often as it counts: no sum of rows tells it. */
function medianOf(values: readonly number[], times: ArrayLike<number>): number {
  const sorted = values.map((value, i) => [value, times[i] as number] as const).sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (count > 0 && seen >= half) return value;
  }
  return NaN;
}

/** Images of one value each, scored by their median: a measure that is not linear in its rows. */
class MedianSet implements ScoredSet {
  readonly imageCount: number;
  readonly values = [{ name: "median", classIndex: undefined }];

  constructor(readonly of: readonly number[]) {
    this.imageCount = of.length;
  }

  combination(): MedianCombination {
    return new MedianCombination(this.of);
  }

  exchangeWith(other: MedianSet): Exchange {
    const [mine, theirs] = [[...this.of], [...other.of]];
    const once = this.of.map(() => 1);
    return {
      clear: () => {
        this.of.forEach((value, i) => {
          mine[i] = value;
          theirs[i] = other.of[i] as number;
        });
      },
      swap: (image) => {
        [mine[image], theirs[image]] = [theirs[image] as number, mine[image] as number];
      },
      scoreInto: (first, second) => {
        first[0] = medianOf(mine, once);
        second[0] = medianOf(theirs, once);
      },
    };
  }
}

class MedianCombination implements Combination {
  readonly #of: readonly number[];
  #times: number[];

  constructor(of: readonly number[]) {
    this.#of = of;
    this.#times = of.map(() => 0);
  }

  clear(): void {
    this.#times.fill(0);
  }

  set(other: MedianCombination): void {
    this.#times = [...other.#times];
  }

  add(image: number, times: number): void {
    this.#times[image] = (this.#times[image] as number) + times;
  }

  addEach(times: Float64Array): void {
    times.forEach((count, image) => {
      this.add(image, count);
    });
  }

  scoreInto(out: Float64Array): void {
    out[0] = medianOf(this.#of, this.#times);
  }
}

const A = [0.5, 0.1, 0.9, 0.3, 0.7, 0.2];
const B = [0.6, 0.15, 0.85, 0.45, 0.8, 0.4];

describe("statistics of a measure that is no sum of rows", () => {
  it("draw what drawing images one by one gives", () => {
    const { estimates, resamples, leftOut } = resample(scoresOf(new MedianSet(A)), 50, 7);
    expect(estimates[0]).toBe(0.3);
    const random = new RandomStream(7);
    for (const drawn of resamples[0] as Float64Array) {
      const images = A.map(() => A[random.below(A.length)] as number);
      expect(drawn).toBe(
        medianOf(
          images,
          images.map(() => 1),
        ),
      );
    }
    A.forEach((_, i) => {
      const others = A.filter((__, j) => j !== i);
      expect(leftOut[0]?.[i]).toBe(
        medianOf(
          others,
          others.map(() => 1),
        ),
      );
    });
    const [interval] = confidenceIntervals(new MedianSet(A), { level: 0.9, resamples: 200, seed: 1 });
    expect(interval).toMatchObject({ estimate: 0.3, definedResamples: 200 });
    expect(interval?.percentile.low).toBeLessThan(interval?.percentile.high as number);
  });

  it("compare by all shuffles", () => {
    const { values, images } = compareSets(new MedianSet(A), new MedianSet(B), {
      level: 0.9,
      resamples: 64,
      seed: 1,
    });
    const difference = (mask: number): number => {
      const once = A.map(() => 1);
      const pick = (flip: number): number[] =>
        A.map((a, i) => (((mask >> i) & 1) === flip ? a : (B[i] as number)));
      return medianOf(pick(1), once) - medianOf(pick(0), once);
    };
    const found = Math.abs(difference(0));
    const hits = Array.from({ length: 64 }, (_, mask) => Math.abs(difference(mask))).filter(
      (d) => d >= found - 1e-12,
    );
    expect(values[0]).toMatchObject({ first: 0.3, second: 0.45, pValue: hits.length / 64 });
    // 0.2 -> 0.4 moved most, then 0.3 -> 0.45.
    expect(images.slice(0, 2).map(({ image }) => image)).toEqual([5, 3]);
    const moves = images.map((moved) => Math.abs(moved.difference));
    expect(moves).toEqual([...moves].sort((a, b) => b - a));
  });

  it("tell what each image does", () => {
    const { mean, images } = imageContributions(new MedianSet(A));
    expect(mean).toBe(0.3);
    images.forEach(({ image, score, changeWithout }) => {
      expect(score).toBe(A[image]);
      const others = A.filter((_, j) => j !== image);
      expect(changeWithout).toBe(
        medianOf(
          others,
          others.map(() => 1),
        ) - 0.3,
      );
    });
  });
});
