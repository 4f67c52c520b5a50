import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holm } from "../../src/statistics/compareSets.js";
import { compareModels, SegmentationScorer, type StateJson } from "../../src/index.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { PROJECT } from "../helpers/project.js";

/** A mask pair of 2 classes with so many pixels hit, in truth and predicted of each. */
function addImage(
  scorer: SegmentationScorer,
  id: string,
  hit: readonly number[],
  truth: readonly number[],
  predicted: readonly number[],
): void {
  const cells: [number, number, number][] = [];
  hit.forEach((count, c) => {
    cells.push([c, c, count], [c, 2, (truth[c] as number) - count], [2, c, (predicted[c] as number) - count]);
  });
  const side = (of: 0 | 1): Uint8Array =>
    Uint8Array.from(cells.flatMap((cell) => Array<number>(cell[2]).fill(cell[of])));
  scorer.update(side(0), side(1), { id });
}

/** Images of one class against background; `quality` is the chance that a pixel is right. */
function simulated(images: number, quality: number, seed: number, truthSeed = seed): SegmentationScorer {
  const random = seededRandom(seed);
  const truthRandom = seededRandom(truthSeed + 1000);
  const scorer = new SegmentationScorer({ numClasses: 2, excludeClasses: [0] });
  for (let i = 0; i < images; i++) {
    const truth = Uint8Array.from({ length: 60 }, () => Number(truthRandom() < 0.5));
    const own = Math.min(1, Math.max(0, quality + (random() - 0.5) * 0.4));
    scorer.update(
      truth,
      truth.map((label) => (random() < own ? label : 1 - label)),
      { id: `image ${i}` },
    );
  }
  return scorer;
}

describe("confidenceIntervals", () => {
  interface Golden {
    hit: number[][];
    truth: number[][];
    predicted: number[][];
    estimate: number;
    intervals: { level: number; method: "percentile" | "BCa"; low: number; high: number }[];
  }
  const golden = JSON.parse(readFileSync(`${PROJECT}test/golden/bootstrap/scipy.json`, "utf8")) as Golden;
  const scorer = new SegmentationScorer({ numClasses: 3, excludeClasses: [2] });
  golden.hit.forEach((hit, i) => {
    addImage(scorer, `image ${i}`, hit, golden.truth[i] as number[], golden.predicted[i] as number[]);
  });

  it.each(golden.intervals)("agree with SciPy's: $method at $level", ({ level, method, low, high }) => {
    const { mean } = scorer.confidenceIntervals({ level, resamples: 100_000, seed: 3 });
    expect(mean.estimate).toBeCloseTo(golden.estimate, 14);
    const got = method === "BCa" ? mean.bca : mean.percentile;
    // The bounds of 100,000 resamples scatter by about 0.0002 here.
    expect(Math.abs(got.low - low)).toBeLessThan(0.0008);
    expect(Math.abs(got.high - high)).toBeLessThan(0.0008);
  });

  it("are the same to the last bit for a seed, whatever the order, and others for another", () => {
    const again = new SegmentationScorer({ numClasses: 3, excludeClasses: [2] });
    [...golden.hit.keys()].reverse().forEach((i) => {
      addImage(
        again,
        `image ${i}`,
        golden.hit[i] as number[],
        golden.truth[i] as number[],
        golden.predicted[i] as number[],
      );
    });
    const options = { resamples: 200, seed: 11 };
    expect(again.confidenceIntervals(options)).toEqual(scorer.confidenceIntervals(options));
    expect(scorer.confidenceIntervals({ ...options, seed: 12 }).mean.percentile).not.toEqual(
      scorer.confidenceIntervals(options).mean.percentile,
    );
  });

  it("hold what the scorer computes, for every metric", () => {
    const scores = scorer.compute({ beta: 2 });
    const mean = scores.mean as NonNullable<typeof scores.mean>;
    for (const metric of [
      "iou",
      "dice",
      "precision",
      "recall",
      "specificity",
      "fBeta",
      "balancedAccuracy",
    ] as const) {
      const intervals = scorer.confidenceIntervals({ metric, beta: 2, resamples: 50 });
      expect(intervals.mean.estimate, metric).toBeCloseTo(mean[metric], 15);
      intervals.classes.forEach(({ estimate, name, percentile, bca }, c) => {
        expect(estimate, name).toBe(scores.classes[c]?.[metric]);
        for (const { low, high } of [percentile, bca]) {
          expect(low).toBeLessThanOrEqual(high);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
        }
      });
    }
    for (const metric of ["pixelAccuracy", "frequencyWeightedIou"] as const) {
      const intervals = scorer.confidenceIntervals({ metric, resamples: 50 });
      expect(intervals.mean.estimate).toBeCloseTo(scores[metric], 15);
      expect(intervals.classes).toEqual([]);
    }
  });

  it("hold the truth about as often as they say", () => {
    const truth = simulated(20_000, 0.8, 99).compute().meanIou;
    const held = { percentile: 0, bca: 0 };
    const RUNS = 300;
    for (let run = 0; run < RUNS; run++) {
      const { mean } = simulated(40, 0.8, run + 1).confidenceIntervals({
        level: 0.9,
        resamples: 400,
        seed: run,
      });
      for (const kind of ["percentile", "bca"] as const) {
        if (mean[kind].low <= truth && truth <= mean[kind].high) held[kind]++;
      }
    }
    // 270 of 300 are asked for; the bootstrap of 40 images falls a little short, and chance moves it by about 5.
    for (const count of [held.percentile, held.bca]) {
      expect(count).toBeGreaterThan(245);
      expect(count).toBeLessThan(290);
    }
  });

  it("of images that are all alike are points; of a class that comes and goes, say how often it came", () => {
    const alike = new SegmentationScorer({ numClasses: 2 });
    for (const id of ["a", "b", "c"]) alike.update(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { id });
    const { mean } = alike.confidenceIntervals({ resamples: 100 });
    expect(mean).toEqual({
      estimate: 0.5,
      bounds: { low: 0.5, high: 0.5 },
      method: "bca",
      movedBy: 0,
      note: "no image changes it: nothing tells how far it spreads",
      percentile: { low: 0.5, high: 0.5 },
      bca: { low: 0.5, high: 0.5 },
      definedResamples: 100,
    });
    const rare = new SegmentationScorer({ numClasses: 3 })
      .update(Uint8Array.of(0, 1), Uint8Array.of(0, 1), { id: "a" })
      .update(Uint8Array.of(0, 0), Uint8Array.of(0, 0), { id: "b" });
    const [, one, none] = rare.confidenceIntervals({ resamples: 1000 }).classes;
    // Both draws miss image a in a quarter of the resamples.
    expect(one?.definedResamples).toBeGreaterThan(700);
    expect(one?.definedResamples).toBeLessThan(800);
    expect(one?.bca).toEqual({ low: 1, high: 1 });
    expect(one?.bounds).toEqual({ low: NaN, high: NaN });
    expect(one?.note).toBe("one image alone defines it: nothing tells how far it spreads");
    expect(none).toMatchObject({ estimate: NaN, definedResamples: 0 });
  });

  it.each([
    [{ level: 1 }, RangeError, '"level" expected a number between 0 and 1, got 1; 95 % is 0.95'],
    [{ level: 95 }, RangeError, '"level" expected a number between 0 and 1'],
    [{ resamples: 0 }, RangeError, '"resamples" expected a whole number from 1'],
    [{ seed: -1 }, RangeError, '"seed" expected a whole number from 0'],
    [{ metric: "miou" }, RangeError, '"metric" expected "iou" or'],
    [{ beta: 0 }, RangeError, '"beta" expected a number above 0'],
    [{ samples: 5 }, RangeError, 'an unknown option "samples"'],
  ])("refuse %j", (options, kind, message) => {
    expect(() => scorer.confidenceIntervals(options as never)).toThrow(kind);
    expect(() => scorer.confidenceIntervals(options as never)).toThrow(message);
  });

  it("need two images, and images at all", () => {
    const mask = Uint8Array.of(0, 1);
    const one = new SegmentationScorer({ numClasses: 2 }).update(mask, mask);
    expect(() => one.confidenceIntervals()).toThrow("intervals take at least 2 images, and there are 1");
    const stream = new SegmentationScorer({ numClasses: 2, perImage: false })
      .update(mask, mask)
      .update(mask, mask);
    expect(() => stream.confidenceIntervals()).toThrow(
      "needs each image's own counts, and perImage is false",
    );
  });
});

describe("compareModels", () => {
  it("finds no difference between a model and itself", () => {
    const model = simulated(25, 0.7, 4);
    for (const metric of ["iou", "pixelAccuracy"] as const) {
      const { mean, classes, images } = compareModels(model, model, { metric, resamples: 300 });
      for (const one of [mean, ...classes]) {
        expect(one).toMatchObject({
          difference: 0,
          pValue: 1,
          percentile: { low: 0, high: 0 },
          bca: { low: 0, high: 0 },
        });
      }
      for (const one of classes) expect(one.pValueHolm).toBe(1);
      expect(images.every(({ difference }) => difference === 0)).toBe(true);
    }
  });

  it("tells a better model from a worse one, in either direction", () => {
    const [worse, better] = [simulated(40, 0.7, 1, 5), simulated(40, 0.8, 2, 5)];
    const there = compareModels(worse, better, { resamples: 2000 });
    const back = compareModels(better, worse, { resamples: 2000 });
    expect(there.mean.difference).toBeGreaterThan(0.05);
    expect(there.mean.bca.low).toBeGreaterThan(0);
    expect(there.mean.pValue).toBeLessThan(0.005);
    expect(back.mean.difference).toBe(-there.mean.difference);
    expect(back.mean.pValue).toBe(there.mean.pValue);
    expect(back.mean.percentile.low).toBeCloseTo(-there.mean.percentile.high, 15);
    expect(there.mean.first).toBe(worse.compute().meanIou);
    expect(there.mean.second).toBe(better.compute().meanIou);
    const moves = there.images.map(({ difference }) => Math.abs(difference));
    expect(moves).toEqual([...moves].sort((a, b) => b - a));
    const [most] = there.images;
    const own = (scorer: SegmentationScorer): number | undefined =>
      scorer.imageScores().find(({ id }) => id === most?.id)?.meanIou;
    expect(most?.difference).toBe((own(better) as number) - (own(worse) as number));
  });

  it("gives p-values that are honest where there is nothing to find", () => {
    // Equal models: p below 0.1 in about a tenth of the runs.
    let low = 0;
    for (let run = 0; run < 200; run++) {
      const { mean } = compareModels(
        simulated(15, 0.75, run * 2 + 1, run),
        simulated(15, 0.75, run * 2 + 2, run),
        {
          resamples: 200,
          seed: run,
        },
      );
      if (mean.pValue <= 0.1) low++;
    }
    expect(low).toBeGreaterThan(8);
    expect(low).toBeLessThan(34);
  });

  it("has the p-value that all shuffles give, but for chance where there are too many", () => {
    // Six images: 64 ways to change hands, counted one by one.
    const [a, b] = [simulated(6, 0.7, 21, 8), simulated(6, 0.78, 22, 8)];
    const [rowsA, rowsB] = [a.toJSON().images, b.toJSON().images];
    const foregroundIou = (rows: StateJson["images"]): number => {
      const count = (cell: number): number =>
        rows.reduce((sum, { cells, counts }) => sum + (counts[cells.indexOf(cell)] ?? 0), 0);
      return count(3) / (count(1) + count(2) + count(3));
    };
    const distance = (mask: number): number => {
      const pick = (flip: number): StateJson["images"] =>
        rowsA.map((row, i) => (((mask >> i) & 1) === flip ? row : (rowsB[i] as typeof row)));
      return Math.abs(foregroundIou(pick(1)) - foregroundIou(pick(0)));
    };
    const found = distance(0);
    const hits = Array.from({ length: 64 }, (_, mask) => distance(mask)).filter(
      (d) => d >= found - 1e-12,
    ).length;
    expect(compareModels(a, b, { resamples: 64 }).mean.pValue).toBe(hits / 64);
    // 63 are too few for all of them: they are drawn.
    const drawn = Array.from(
      { length: 100 },
      (_, seed) => compareModels(a, b, { resamples: 63, seed }).mean.pValue,
    );
    expect(Math.abs(drawn.reduce((sum, p) => sum + p, 0) / 100 - hits / 64)).toBeLessThan(0.03);
  });

  it("corrects by Holm's method", () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02
    const corrected = holm([0.01, 0.04, 0.03, NaN, 0.005]);
    [0.03, 0.06, 0.06, NaN, 0.02].forEach((p, i) => {
      if (Number.isNaN(p)) expect(corrected[i]).toBeNaN();
      else expect(corrected[i]).toBeCloseTo(p, 15);
    });
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (ps) => {
        holm(ps).forEach((p, i) => {
          expect(p).toBeGreaterThanOrEqual(ps[i] as number);
          expect(p).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it("refuses what does not pair up, and lists it", () => {
    const mask = Uint8Array.of(0, 1);
    const scorer = (ids: readonly (string | undefined)[], options = {}): SegmentationScorer => {
      const made = new SegmentationScorer({ numClasses: 2, ...options });
      for (const id of ids) made.update(mask, mask, { id });
      return made;
    };
    const ab = scorer(["a", "b"]);
    expect(() => compareModels(ab, scorer(["b", "c"]))).toThrow(
      `every image needs both models' predictions; only in "first": a; only in "second": c`,
    );
    expect(() => compareModels(ab, scorer(["a", undefined]))).toThrow(
      '1 of "second" have none; pass { id } to update',
    );
    expect(() => compareModels(ab, scorer(["a", "b"], { ignoreIndex: 1 }))).toThrow(
      "these models cannot be compared: ignoreIndex is null here and 1 there",
    );
    expect(() => compareModels(scorer(["a"]), scorer(["a"]))).toThrow("comparing takes at least 2 images");
    const other = scorer(["a"]).update(Uint8Array.of(1, 1), mask, { id: "b" });
    expect(() => compareModels(ab, other)).toThrow(
      "not scored on the same ground truth or with the same weights: b",
    );
    expect(() => compareModels(ab, {} as never)).toThrow('"second" expected a SegmentationScorer');
    expect(() => compareModels(ab, scorer([], { perImage: false }))).toThrow(
      "compareModels needs each image's own counts",
    );
  });
});
