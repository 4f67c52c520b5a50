import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareModels, isMaskscoreError, SegmentationScorer } from "../../src/index.js";
import {
  componentQuality,
  ComponentScorer,
  type ComponentScorerOptions,
  type ComponentStateJson,
} from "../../src/components/index.js";
import { componentMeasure } from "../../src/measures/components/componentMeasure.js";
import { seededRandom } from "../../app/samples/seededRandom.js";

interface Pair {
  readonly id: string;
  readonly weight: number;
  readonly shape: number[];
  readonly truth: Uint8Array;
  readonly predicted: Uint8Array;
}

/** Images and volumes of two classes and background; the higher `noise`, the worse the prediction. */
function pairs(count: number, noise: number, seed: number): Pair[] {
  const random = seededRandom(seed);
  const truths = seededRandom(5);
  return Array.from({ length: count }, (_, i) => {
    const shape = i % 3 === 0 ? [3, 6, 7] : [8, 12 + (i % 4)];
    const size = shape.reduce((product, one) => product * one, 1);
    const truth = Uint8Array.from({ length: size }, () =>
      truths() < 0.7 ? 0 : truths() < 0.1 ? 9 : 1 + Number(truths() < 0.3),
    );
    const predicted = truth.map((label) =>
      random() < noise ? Math.floor(random() * 3) : label === 9 ? 0 : label,
    );
    return { id: `image ${i}`, weight: [1, 2, 0.5][i % 3] as number, shape, truth, predicted };
  });
}

const OPTIONS = { numClasses: 3, ignoreIndex: 9, minPixels: 2 } as const;

function scored(images: readonly Pair[], options: ComponentScorerOptions = {}): ComponentScorer {
  const scorer = new ComponentScorer({ ...OPTIONS, ...options });
  for (const { id, weight, truth, predicted, shape } of images) {
    scorer.update(truth, predicted, { id, weight, shape });
  }
  return scorer;
}

const IMAGES = pairs(12, 0.15, 1);
const METRICS = ["panopticQuality", "f1", "segmentationQuality", "dice", "lesionWiseDice"] as const;

describe("a ComponentScorer", () => {
  it("says of one image what componentQuality says, to the last bit", () => {
    for (const { truth, predicted, shape } of IMAGES) {
      for (const match of ["iou", "overlap"] as const) {
        const { classes, mean } = componentQuality(truth, predicted, { ...OPTIONS, match, shape });
        for (const per of ["dataset", "image"] as const) {
          const scorer = new ComponentScorer({ ...OPTIONS, match }).update(truth, predicted, { shape });
          expect(scorer.compute({ per })).toEqual({ imageCount: 1, classes, mean });
        }
      }
    }
  });

  it("sums components of all images, or takes the mean of the images' scores", () => {
    const scorer = scored(IMAGES);
    const own = IMAGES.map(({ truth, predicted, shape, weight }) => ({
      weight,
      classes: componentQuality(truth, predicted, { ...OPTIONS, shape }).classes,
    }));
    scorer.compute().classes.forEach((one, c) => {
      const sum = (of: (classes: (typeof own)[0]["classes"][0]) => number): number =>
        own.reduce((total, { weight, classes }) => total + weight * of(classes[c] as (typeof classes)[0]), 0);
      const tp = sum(({ truePositives }) => truePositives);
      expect(one.truePositives).toBe(tp);
      expect(one.falseNegatives).toBe(sum(({ falseNegatives }) => falseNegatives));
      expect(one.leftOut.prediction).toBe(sum(({ leftOut }) => leftOut.prediction));
      const ious = sum(
        ({ truePositives, segmentationQuality }) => truePositives && truePositives * segmentationQuality,
      );
      expect(one.segmentationQuality).toBeCloseTo(ious / tp, 12);
    });
    scorer.compute({ per: "image" }).classes.forEach((one, c) => {
      for (const metric of METRICS) {
        const defined = own
          .map(({ weight, classes }) => [weight, (classes[c] as (typeof classes)[0])[metric]] as const)
          .filter(([, score]) => !Number.isNaN(score));
        const weights = defined.reduce((sum, [weight]) => sum + weight, 0);
        const wanted = defined.reduce((sum, [weight, score]) => sum + weight * score, 0) / weights;
        expect(one[metric]).toBeCloseTo(wanted, 12);
      }
    });
  });

  it("adds up the same whatever the split and the order, kept image by image or not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: IMAGES.length, maxLength: IMAGES.length }),
        fc.boolean(),
        (parts, perImage) => {
          const images = IMAGES.map((image) => (perImage ? image : { ...image, weight: 1 }));
          const whole = scored(images, { perImage });
          const shards = [0, 1, 2].map((part) =>
            scored(
              images.filter((_, i) => parts[i] === part),
              { perImage },
            ),
          );
          const merged = shards.reduceRight((sum, shard) => sum.merge(shard));
          expect(merged.toBytes()).toEqual(whole.toBytes());
          expect(merged.compute()).toEqual(whole.compute());
        },
      ),
      { seed: 31, numRuns: 20 },
    );
  });

  it("has the scores of its images where it keeps their sum only", () => {
    const images = IMAGES.map((image) => ({ ...image, weight: 1 }));
    const [kept, stream] = [scored(images), scored(images, { perImage: false })];
    stream.compute().classes.forEach((one, c) => {
      const other = kept.compute().classes[c] as typeof one;
      expect(one.truePositives).toBe(other.truePositives);
      for (const metric of METRICS) expect(one[metric]).toBeCloseTo(other[metric], 12);
    });
    expect(() => stream.compute({ per: "image" })).toThrow('per: "image" needs each image\'s own counts');
  });

  it("is what it was after it was saved, in bytes and in JSON", () => {
    for (const options of [
      {},
      { match: "overlap", connectivity: 8, perImage: true, minPixels: undefined },
      { iouThreshold: 0.25, background: 1, minPixels: undefined, minVolume: 0 },
    ] as const) {
      const images = (options as { connectivity?: number }).connectivity === 8 ? IMAGES.filter(({ shape }) => shape.length === 2) : IMAGES; // prettier-ignore
      const scorer = new ComponentScorer({ ...OPTIONS, ...options });
      for (const { id, truth, predicted, shape } of images) {
        scorer.update(truth, predicted, { id, shape, spacing: shape.map(() => 2) });
      }
      for (const read of [
        ComponentScorer.fromBytes(scorer.toBytes()),
        ComponentScorer.fromJSON(JSON.stringify(scorer)),
        ComponentScorer.fromJSON(scorer.toJSON(), { ...OPTIONS, ...options }),
      ]) {
        expect(read.settings).toEqual(scorer.settings);
        expect(read.digest()).toBe(scorer.digest());
        expect(read.toBytes()).toEqual(scorer.toBytes());
        expect(read.compute()).toEqual(scorer.compute());
      }
    }
  });

  it("tells how sure it is, what holds it down, and whether another model is better", () => {
    const [good, bad] = [scored(pairs(20, 0.05, 2)), scored(pairs(20, 0.3, 3))];
    for (const metric of METRICS) {
      const { mean, classes } = good.confidenceIntervals({ metric, resamples: 200, seed: 3 });
      expect(mean.estimate).toBeCloseTo(good.compute().mean[metric], 12);
      expect(classes.map(({ classIndex }) => classIndex)).toEqual([1, 2]);
      expect(mean.percentile.low).toBeLessThanOrEqual(mean.estimate);
      expect(mean.percentile.high).toBeGreaterThanOrEqual(mean.estimate);
      expect(Number.isFinite(mean.bca.high)).toBe(true);
      const { mean: total, images } = good.contributions({ metric });
      expect(total).toBeCloseTo(mean.estimate, 12);
      const [worst] = images as [(typeof images)[0]];
      const without = scored(pairs(20, 0.05, 2).filter(({ id }) => id !== worst.id));
      expect(worst.changeWithout).toBeCloseTo(without.compute().mean[metric] - total, 12);
    }
    const compared = compareModels(bad, good, { metric: "f1", resamples: 200, seed: 1 });
    expect(compared.metric).toBe("f1");
    expect(compared.mean.difference).toBeGreaterThan(0);
    expect(compared.mean.pValue).toBeLessThan(0.05);
    expect(compared.classes.map(({ name }) => name)).toEqual(["class 0", "class 1", "class 2"]);
    expect(compared.classes[0]?.difference).toBeNaN();
  });

  it("never scores what its only image took away, however it rounds", () => {
    const scorer = new ComponentScorer();
    const lesion = Uint8Array.of(1, 1, 1, 0, 0, 0, 1);
    scorer.update(lesion, Uint8Array.of(0, 1, 1, 0, 0, 0, 1), { shape: [1, 7], id: "a" });
    scorer.update(lesion, Uint8Array.of(0, 0, 0, 0, 1, 0, 0), { shape: [1, 7], id: "b" });
    const { images } = scorer.contributions({ metric: "segmentationQuality" });
    expect(images.find(({ id }) => id === "a")?.changeWithout).toBeNaN();
    expect(images.find(({ id }) => id === "b")?.score).toBeNaN();
  });

  const own = scored(IMAGES);
  const [first] = IMAGES as [Pair];

  it("adds nothing where it throws", () => {
    const before = own.digest();
    expect(() => own.update(first.truth, first.predicted, { shape: first.shape, id: first.id })).toThrow(
      "there is an image of this id already: image 0",
    );
    expect(() => own.update(first.truth, first.predicted, { shape: [1, 1], id: "x" })).toThrow(
      "expected 1 labels",
    );
    expect(own.digest()).toBe(before);
    own.update(first.truth, first.predicted, { shape: first.shape, id: first.id, replace: true });
    expect(own.digest()).toBe(before);
  });

  it.each<[string, () => unknown, typeof Error, string]>([
    ["no shape", () => own.update(first.truth, first.predicted, {} as never), TypeError, '"shape" expected'],
    [
      "two ids",
      () => own.update(first.truth, first.predicted, { shape: first.shape, id: ["a", "b"] }),
      RangeError,
      '"id" expected 1 values',
    ],
    [
      "another option",
      () => new ComponentScorer({ bins: 4 } as never),
      RangeError,
      'an unknown option "bins"',
    ],
    ["half a class", () => new ComponentScorer({ numClasses: 1.5 }), RangeError, '"numClasses" expected'],
    [
      "a connectivity of none",
      () => new ComponentScorer({ connectivity: 5 as never }),
      RangeError,
      '"connectivity" expected 4 or 8 of images',
    ],
    ["another metric", () => own.contributions({ metric: "iou" as never }), RangeError, '"metric" expected'],
    ["another way to sum", () => own.compute({ per: "class" as never }), RangeError, '"per" expected'],
    [
      "other settings",
      () => own.merge(scored([], { iouThreshold: 0.75 })),
      Error,
      "these scorers cannot be merged: iouThreshold is 0.5 here and 0.75 there",
    ],
    [
      "another kind to merge",
      () => own.merge(new SegmentationScorer({ numClasses: 3 }) as never),
      TypeError,
      '"other" expected a ComponentScorer',
    ],
    [
      "another truth",
      () => compareModels(own, scored(IMAGES.map((image) => ({ ...image, truth: image.predicted })))),
      Error,
      "not scored on the same ground truth",
    ],
    [
      "too few images",
      () => scored([first]).confidenceIntervals(),
      Error,
      "intervals take at least 2 images",
    ],
    [
      "contributions of a sum",
      () => scored([], { perImage: false }).contributions(),
      Error,
      "contributions() needs each image's own counts",
    ],
    [
      "a state of other settings",
      () => ComponentScorer.fromBytes(own.toBytes(), { ...OPTIONS, match: "overlap" }),
      Error,
      "the state has other settings",
    ],
    [
      "a state of another measure",
      () => ComponentScorer.fromBytes(new SegmentationScorer({ numClasses: 2 }).toBytes()),
      Error,
      '"state.measure.name" expected "components", got "confusion"',
    ],
  ])("refuses %s", (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
  });
});

describe("rows that no image has are refused, whatever their digest", () => {
  const scorer = new ComponentScorer({ numClasses: 3, minPixels: 2 });
  scorer.update(Uint8Array.of(1, 1, 1, 0, 2, 2, 0, 1), Uint8Array.of(0, 1, 1, 0, 0, 0, 0, 1), {
    shape: [1, 8],
    id: "x",
  });
  const row = (): Record<string, unknown> => {
    const { id, weight, ...rest } = scorer.toJSON().images[0] as unknown as Record<string, unknown>;
    expect([id, weight]).toEqual(["x", 1]);
    return rest;
  };
  const read = (changed: Record<string, unknown>): unknown =>
    componentMeasure.rowFromJson({ ...row(), ...changed }, "row", scorer.settings);

  it("reads what was written", () => {
    expect(row()).toEqual({
      pixelCount: 8,
      ignoredCount: 0,
      cells: [12, 13, 14, 15, 16, 17],
      counts: [1, 1, 1, 1, 1, 2],
      matches: [1, 2, 3, 2],
    });
    expect(componentMeasure.rowToJson(read({}) as never)).toEqual(row());
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["fewer pixels than components have", { pixelCount: 5 }, '"row.pixelCount" expected at least 6 pixels'],
    ["more ignored than there is room for", { ignoredCount: 3 }, '"row.pixelCount" expected at least'],
    [
      "components without pixels",
      { cells: [12, 13, 14, 15, 16], counts: [1, 1, 1, 1, 1] },
      "components with their pixels",
    ],
    ["pixels without components", { cells: [17], counts: [2] }, "components with their pixels"],
    ["components below the least size", { cells: [16, 17], counts: [1, 1] }, "components with their pixels"],
    ["components of background", { cells: [0, 1], counts: [1, 2] }, "components with their pixels"],
    ["a match below the threshold", { matches: [1, 1, 3, 2] }, "pairs that are matched with these settings"],
    ["a match of background", { matches: [0, 2, 3, 2] }, "pairs that are matched"],
    ["a match of no class", { matches: [3, 2, 3, 2] }, "pairs that are matched"],
    ["an intersection larger than both", { matches: [1, 3, 3, 2] }, "pairs that are matched"],
    ["half a match", { matches: [1, 2, 3] }, "an array of 4 numbers a pair"],
    [
      "matches out of order",
      { matches: [2, 2, 2, 2, 1, 2, 2, 2], pixelCount: 99 },
      "pairs in ascending order",
    ],
    ["fractions", { matches: [1, 2, 3.5, 2] }, '"row.matches[2]" expected a whole number'],
    ["something unknown", { more: 1 }, 'an unknown option "more"'],
  ])("%s", (_, changed, message) => {
    expect(() => read(changed)).toThrow(message);
  });

  it("and so are states that were cut or changed", () => {
    const bytes = scorer.toBytes();
    for (let i = 0; i < bytes.length; i++) {
      for (const bad of [bytes.slice(0, i), bytes.map((byte, at) => (at === i ? byte ^ 1 : byte))]) {
        let refused: unknown;
        try {
          ComponentScorer.fromBytes(bad);
        } catch (error) {
          refused = error;
        }
        expect(isMaskscoreError(refused), `byte ${i}`).toBe(true);
      }
    }
    const json = scorer.toJSON() as ComponentStateJson & { settings: object };
    expect(() =>
      ComponentScorer.fromJSON({ ...json, settings: { ...json.settings, minPixels: 0 } }),
    ).toThrow();
  });
});
