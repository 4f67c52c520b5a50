import { describe, expect, it } from "vitest";
import {
  compareModels,
  SegmentationScorer,
  ThresholdCounter,
  ThresholdScorer,
  type ThresholdScorerOptions,
} from "../../src/index.js";
import { seededRandom } from "../../app/samples/seededRandom.js";

const BINS = 10;

interface Pair {
  readonly id: string;
  readonly weight: number;
  readonly truth: Uint8Array;
  readonly probabilities: Float64Array;
}

/** Images of one class; the higher `sharpness`, the better probabilities tell it from the rest. */
function pairs(count: number, sharpness: number, seed: number): Pair[] {
  const random = seededRandom(seed);
  const truths = seededRandom(5);
  return Array.from({ length: count }, (_, i) => {
    const truth = Uint8Array.from({ length: 50 }, () => (truths() < 0.1 ? 9 : Number(truths() < 0.4)));
    return {
      id: `image ${i}`,
      weight: [1, 2, 0.5][i % 3] as number,
      truth,
      probabilities: Float64Array.from(truth, (label) => {
        const towards = label === 1 ? 1 : 0;
        return Math.min(1, Math.max(0, random() * (1 - sharpness) + towards * sharpness));
      }),
    };
  });
}

function scored(images: readonly Pair[], options: ThresholdScorerOptions = {}): ThresholdScorer {
  const scorer = new ThresholdScorer({ bins: BINS, ignoreIndex: 9, ...options });
  for (const { id, weight, truth, probabilities } of images) {
    scorer.update(truth, probabilities, { id, weight });
  }
  return scorer;
}

/** The same images cut at one threshold, as a scorer of label maps counts them. */
function cutAt(images: readonly Pair[], threshold: number): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: 2, ignoreIndex: 9, excludeClasses: [0] });
  for (const { id, weight, truth, probabilities } of images) {
    const prediction = Uint8Array.from(probabilities, (p) => Number(p >= threshold));
    scorer.update(truth, prediction, { id, weight });
  }
  return scorer;
}

const IMAGES = pairs(14, 0.35, 1);
const OTHERS = pairs(14, 0.3, 2);

describe("a ThresholdScorer", () => {
  it("has the curves of a ThresholdCounter", () => {
    const counter = new ThresholdCounter({ bins: BINS, ignoreIndex: 9 });
    const unweighted = new ThresholdScorer({ bins: BINS, ignoreIndex: 9 });
    const stream = new ThresholdScorer({ bins: BINS, ignoreIndex: 9, perImage: false });
    for (const { truth, probabilities } of IMAGES) {
      for (const one of [counter, unweighted, stream]) one.update(truth, probabilities);
    }
    expect(unweighted.curves()).toEqual(counter.curves());
    expect(stream.curves()).toEqual(counter.curves());
    expect(stream.imageCount).toBe(IMAGES.length);
    expect(ThresholdScorer.fromBytes(stream.toBytes()).curves()).toEqual(counter.curves());
  });

  it("counts an image as often as it weighs", () => {
    const [{ truth, probabilities }, other] = IMAGES as [Pair, Pair];
    const weighed = new ThresholdScorer({ bins: BINS })
      .update(truth, probabilities, { weight: 3 })
      .update(other.truth, other.probabilities);
    const repeated = new ThresholdScorer({ bins: BINS });
    for (let i = 0; i < 3; i++) repeated.update(truth, probabilities);
    repeated.update(other.truth, other.probabilities);
    expect(weighed.curves()).toEqual(repeated.curves());
  });

  it("takes a batch as so many images, of several classes, in both layouts", () => {
    // Two images of two pixels and two classes.
    const truth = Uint8Array.of(1, 0, 0, 1, 1, 1, 0, 0);
    const probabilities = Float32Array.of(0.9, 0.2, 0.4, 0.6, 0.5, 0.5, 0.1, 0.3);
    const planes = (data: Uint8Array | Float32Array): number[] =>
      [0, 2, 1, 3, 4, 6, 5, 7].map((i) => data[i] as number);
    const options = { bins: 10, numClasses: 2 };
    const last = new ThresholdScorer(options).update(
      { data: truth, shape: [2, 1, 2, 2] },
      { data: probabilities, shape: [2, 1, 2, 2] },
      { id: ["a", "b"], weight: [1, 2] },
    );
    const first = new ThresholdScorer(options).update(
      { data: Uint8Array.from(planes(truth)), shape: [2, 2, 1, 2] },
      { data: Float32Array.from(planes(probabilities)), shape: [2, 2, 1, 2] },
      { id: ["a", "b"], weight: [1, 2], layout: "channelsFirst" },
    );
    expect(last.imageCount).toBe(2);
    expect(first.toBytes()).toEqual(last.toBytes());
    const half = (from: number, id: string, weight: number): ThresholdScorer =>
      new ThresholdScorer(options).update(
        { data: truth.slice(from, from + 4), shape: [1, 2, 2] },
        { data: probabilities.slice(from, from + 4), shape: [1, 2, 2] },
        { id, weight },
      );
    expect(
      half(4, "b", 2)
        .merge(half(0, "a", 1))
        .toBytes(),
    ).toEqual(last.toBytes());
  });

  it.each([0.3, 0.5, 0.6])(
    "says at threshold %f what the masks cut there say, to the last bit",
    (threshold) => {
      const [scorer, other] = [scored(IMAGES), scored(OTHERS)];
      const [masks, otherMasks] = [cutAt(IMAGES, threshold), cutAt(OTHERS, threshold)];
      for (const metric of ["iou", "dice"] as const) {
        const draw = { metric, resamples: 300, seed: 4 };
        const { mean, classes } = scorer.confidenceIntervals({ ...draw, threshold });
        const wanted = masks.confidenceIntervals(draw);
        expect(mean).toEqual(wanted.mean);
        expect(classes).toEqual([{ ...wanted.mean, classIndex: 0, threshold: point(threshold, 300) }]);

        const compared = compareModels(scorer, other, { ...draw, threshold });
        const wantedComparison = compareModels(masks, otherMasks, draw);
        expect(compared.mean).toEqual(wantedComparison.mean);
        expect(compared.images).toEqual(wantedComparison.images);
        expect(compared.classes).toEqual([
          { ...compared.mean, classIndex: 0, name: "class 0", pValueHolm: compared.mean.pValue },
        ]);

        const { images, thresholds } = scorer.contributions({ metric, threshold });
        expect(thresholds).toEqual([threshold]);
        expect(images).toEqual(
          masks
            .contributions(metric)
            .images.map(({ id, score, changeWithout }) => ({ id, score, changeWithout })),
        );
      }
    },
  );

  it("finds the best threshold anew in each resample", () => {
    const scorer = scored(IMAGES);
    const [curve] = scorer.curves();
    for (const metric of ["iou", "dice"] as const) {
      const best = metric === "iou" ? curve?.bestIou : curve?.bestDice;
      const { classes, mean } = scorer.confidenceIntervals({ metric, resamples: 400 });
      expect(mean.estimate).toBe(best?.score);
      expect(classes[0]?.threshold.estimate).toBe(best?.threshold);
      const fixed = scorer.confidenceIntervals({ metric, resamples: 400, threshold: best?.threshold });
      // Each resample's best is at least its score at the threshold that is best for all.
      expect(mean.percentile.low).toBeGreaterThanOrEqual(fixed.mean.percentile.low);
      expect(mean.percentile.high).toBeGreaterThanOrEqual(fixed.mean.percentile.high);
      const { low, high } = (classes[0] as (typeof classes)[0]).threshold.percentile;
      expect(low).toBeLessThan(high);
      expect(low).toBeGreaterThan(0);
      expect(high).toBeLessThan(1);
    }
    expect(scorer.contributions().thresholds).toEqual([curve?.bestIou.threshold]);
    expect(scorer.contributions().mean).toBe(curve?.bestIou.score);
  });

  it("has the lowest of equally good thresholds, and none where nothing has a score", () => {
    const scorer = new ThresholdScorer({ bins: 4, numClasses: 2 });
    for (const id of ["a", "b"]) {
      scorer.update(
        { data: Uint8Array.of(1, 0), shape: [1, 1, 2] },
        { data: Float32Array.of(0.9, 0), shape: [1, 1, 2] },
        { id },
      );
    }
    const { mean, classes } = scorer.confidenceIntervals({ resamples: 50 });
    // Of class 1 nothing is there: whoever predicts it everywhere scores 0, above that nobody has a score.
    expect(classes.map(({ estimate, threshold }) => [estimate, threshold.estimate])).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(mean.estimate).toBe(0.5);
    const at = scorer.confidenceIntervals({ resamples: 50, threshold: 0.5 });
    expect(at.classes[1]).toMatchObject({ estimate: NaN, definedResamples: 0 });
    expect(at.mean.estimate).toBe(1);
  });

  it("tells a better model from a worse one", () => {
    const { mean, metric } = compareModels(scored(pairs(40, 0.2, 3)), scored(pairs(40, 0.5, 4)), { seed: 1 });
    expect(metric).toBe("iou");
    expect(mean.difference).toBeGreaterThan(0.1);
    expect(mean.bca.low).toBeGreaterThan(0);
    expect(mean.pValue).toBeLessThan(0.01);
  });

  it("replaces and refuses images of one id, and adds nothing where it throws", () => {
    const scorer = scored(IMAGES);
    const before = scorer.digest();
    const { truth, probabilities } = IMAGES[3] as Pair;
    expect(() => scorer.update(truth, probabilities, { id: "image 3" })).toThrow(
      "there is an image of this id already: image 3",
    );
    expect(() =>
      scorer.update(
        truth,
        probabilities.map(() => 2),
        { id: "x" },
      ),
    ).toThrow('"probabilities" expected numbers from 0 to 1');
    expect(scorer.digest()).toBe(before);
    scorer.update(truth, probabilities, { id: "image 3", replace: true, weight: 1 });
    expect(scorer.digest()).toBe(before);
    expect(scorer.reset().imageCount).toBe(0);
  });

  const own = scored(IMAGES);

  it.each<[string, () => unknown, typeof Error, string]>([
    [
      "a threshold between bins",
      () => own.confidenceIntervals({ threshold: 0.55 }),
      RangeError,
      '"threshold" expected "best", or k / 10 with k from 0 to 10, got 0.55',
    ],
    [
      "a threshold above 1",
      () => own.contributions({ threshold: 1.1 }),
      RangeError,
      '"threshold" expected "best"',
    ],
    [
      "another metric",
      () => own.confidenceIntervals({ metric: "recall" as never }),
      RangeError,
      '"metric" expected "iou" or "dice"',
    ],
    [
      "another option",
      () => own.contributions({ level: 0.9 } as never),
      RangeError,
      'an unknown option "level"',
    ],
    [
      "another option of its own",
      () => new ThresholdScorer({ layout: "channelsLast" } as never),
      RangeError,
      'an unknown option "layout"',
    ],
    [
      "more bins than memory",
      () => new ThresholdScorer({ bins: 65_536, numClasses: 65_536 }),
      RangeError,
      '"bins" expected at most 134217728 of all classes together',
    ],
    [
      "other settings",
      () => own.merge(new ThresholdScorer({ bins: 5 })),
      Error,
      "these scorers cannot be merged: bins is 10 here and 5 there",
    ],
    [
      "another kind to merge",
      () => own.merge(new SegmentationScorer({ numClasses: 2 }) as never),
      TypeError,
      '"other" expected a ThresholdScorer',
    ],
    [
      "another kind to compare",
      () => compareModels(own, cutAt(IMAGES, 0.5) as never),
      TypeError,
      '"second" expected a ThresholdScorer, as "first" is',
    ],
    [
      "something else to compare",
      () => compareModels({} as never, own),
      TypeError,
      '"first" expected a scorer, as SegmentationScorer is',
    ],
    [
      "another truth",
      () =>
        compareModels(
          own,
          scored(IMAGES.map((image) => ({ ...image, truth: image.truth.map((l) => (l === 9 ? 0 : l)) }))),
        ),
      Error,
      "not scored on the same ground truth",
    ],
    [
      "intervals without images",
      () => scored([], { perImage: false }).confidenceIntervals(),
      Error,
      "intervals take at least 2 images, and there are 0",
    ],
    [
      "contributions without images",
      () => new ThresholdScorer({ perImage: false }).contributions(),
      Error,
      "contributions() needs each image's own counts",
    ],
    [
      "a state of another measure",
      () => ThresholdScorer.fromBytes(cutAt(IMAGES, 0.5).toBytes()),
      Error,
      '"state.measure.name" expected "thresholds", got "confusion"',
    ],
    [
      "a state of other settings",
      () => ThresholdScorer.fromBytes(own.toBytes(), { bins: 100 }),
      Error,
      "the state has other settings: bins is 100 here and 10 there",
    ],
  ])("refuses %s", (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
  });
});

/** An interval of a number that never moves. */
function point(value: number, definedResamples: number): object {
  const bounds = { low: value, high: value };
  const chosen = { bounds, method: "bca", movedBy: 0, note: undefined };
  return { estimate: value, ...chosen, percentile: bounds, bca: bounds, definedResamples };
}
