import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareModels, SegmentationScorer } from "../../src/index.js";
import { boundaryIou, BoundaryScorer, type BoundaryScorerOptions } from "../../src/surfaces/index.js";
import { boundaryMeasure } from "../../src/measures/boundary/boundaryMeasure.js";
import { seededRandom } from "../../app/samples/seededRandom.js";

interface Pair {
  readonly id: string;
  readonly weight: number;
  readonly width: number;
  readonly height: number;
  readonly truth: Uint8Array;
  readonly predicted: Uint8Array;
}

/** Blocks of three classes and some ignored pixels; the higher `noise`, the worse the prediction. */
function pairs(count: number, noise: number, seed: number): Pair[] {
  const random = seededRandom(seed);
  const truths = seededRandom(7);
  return Array.from({ length: count }, (_, i) => {
    const [width, height] = [14 + (i % 5), 11 + 6 * (i % 3)];
    const blocks = Array.from({ length: 99 }, () => (truths() < 0.1 ? 9 : Math.floor(truths() * 3)));
    const truth = Uint8Array.from(
      { length: width * height },
      (__, p) => blocks[Math.floor((p % width) / 4) + 9 * Math.floor(p / width / 4)] as number,
    );
    const predicted = truth.map((label) =>
      random() < noise ? Math.floor(random() * 3) : label === 9 ? 0 : label,
    );
    return { id: `image ${i}`, weight: [1, 2, 0.5][i % 3] as number, width, height, truth, predicted };
  });
}

const OPTIONS = { numClasses: 3, ignoreIndex: 9, ratio: 0.06 } as const;

function scored(images: readonly Pair[], options: BoundaryScorerOptions = OPTIONS): BoundaryScorer {
  const scorer = new BoundaryScorer(options);
  for (const { truth, predicted, ...image } of images) scorer.update(truth, predicted, image);
  return scorer;
}

const IMAGES = pairs(12, 0.05, 1);
const METRICS = ["iou", "dice"] as const;

describe("a BoundaryScorer", () => {
  it("says of one image what boundaryIou says, of maps and of masks, by ratio and by distance", () => {
    for (const { truth, predicted, width, height } of IMAGES) {
      for (const options of [OPTIONS, { numClasses: 3, ignoreIndex: [9], distance: 2 }, { ratio: 0.1 }]) {
        const own = [boundaryIou(truth, predicted, { ...options, width, height })].flat();
        const scorer = new BoundaryScorer(options).update(truth, predicted, { width, height });
        for (const per of ["dataset", "image"] as const) {
          const { classes, distance } = scorer.compute({ per });
          expect(
            classes.map(({ intersection, union, iou }) => ({
              intersection,
              union,
              iou,
              distance: distance.least,
            })),
          ).toEqual(own);
          expect(distance.most).toBe(distance.least);
          expect(classes.map(({ label }) => label)).toEqual(own.length === 1 ? [1] : [0, 1, 2]);
        }
      }
    }
  });

  it("sums pixels of all images, or takes the mean of the images' scores, with weights", () => {
    const own = IMAGES.map(({ truth, predicted, width, height, weight }) => ({
      weight,
      classes: boundaryIou(truth, predicted, { ...OPTIONS, width, height }),
    }));
    const scorer = scored(IMAGES);
    const { classes, mean, distance, imageCount } = scorer.compute();
    classes.forEach(({ iou, intersection, union, dice, groundTruth, prediction }, c) => {
      const sum = (key: "intersection" | "union"): number =>
        own.reduce((total, one) => total + one.weight * (one.classes[c]?.[key] as number), 0);
      expect([intersection, union]).toEqual([sum("intersection"), sum("union")]);
      expect(iou).toBe(intersection / union);
      expect(groundTruth + prediction).toBe(intersection + union);
      expect(dice).toBeCloseTo((2 * iou) / (1 + iou), 12);
    });
    expect(mean.iou).toBeCloseTo(classes.reduce((sum, { iou }) => sum + iou, 0) / 3, 12);
    expect([imageCount, distance]).toEqual([12, { least: 1, most: 2 }]);
    scorer.compute({ per: "image" }).classes.forEach(({ iou }, c) => {
      const defined = own.filter((one) => !Number.isNaN(one.classes[c]?.iou));
      const weights = defined.reduce((sum, { weight }) => sum + weight, 0);
      const total = defined.reduce((sum, one) => sum + one.weight * (one.classes[c]?.iou as number), 0);
      expect(iou).toBeCloseTo(total / weights, 12);
    });
  });

  it("leaves background out where it is told", () => {
    const { classes, mean } = scored(IMAGES, { ...OPTIONS, background: 0 }).compute();
    const all = scored(IMAGES).compute().classes;
    expect(classes).toEqual(all.slice(1));
    expect(mean.iou).toBeCloseTo(((all[1]?.iou as number) + (all[2]?.iou as number)) / 2, 12);
  });

  it("adds up the same whatever the split and the order, kept image by image or not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: IMAGES.length, maxLength: IMAGES.length }),
        fc.boolean(),
        (parts, perImage) => {
          const images = IMAGES.map((image) => (perImage ? image : { ...image, weight: 1 }));
          const options = { ...OPTIONS, perImage };
          const whole = scored(images, options);
          const shards = [0, 1, 2].map((part) =>
            scored(
              images.filter((_, i) => parts[i] === part),
              options,
            ),
          );
          const merged = shards.reduceRight((sum, shard) => sum.merge(shard));
          expect(merged.toBytes()).toEqual(whole.toBytes());
          expect(merged.compute()).toEqual(whole.compute());
          if (!perImage) expect(whole.compute()).toEqual(scored(images).compute());
        },
      ),
      { seed: 31, numRuns: 20 },
    );
  });

  it("is what it was after it was saved, in bytes and in JSON", () => {
    const all: BoundaryScorerOptions[] = [
      OPTIONS,
      { numClasses: 3, background: 1, distance: 3, ignoreIndex: [9, 7] },
      { perImage: false, ratio: 0 },
    ];
    for (const options of all) {
      const images = options.perImage === false ? IMAGES.map((one) => ({ ...one, weight: 1 })) : IMAGES;
      for (const scorer of [scored(images, options), new BoundaryScorer(options)]) {
        for (const read of [
          BoundaryScorer.fromBytes(scorer.toBytes()),
          BoundaryScorer.fromJSON(JSON.stringify(scorer)),
          BoundaryScorer.fromJSON(scorer.toJSON(), options),
        ]) {
          expect(read.settings).toEqual(scorer.settings);
          expect(read.toBytes()).toEqual(scorer.toBytes());
          expect(read.compute()).toEqual(scorer.compute());
        }
      }
    }
  });

  it("tells how sure it is, what holds it down, and whether another model is better", () => {
    const [good, bad] = [scored(pairs(20, 0.02, 2)), scored(pairs(20, 0.2, 3))];
    for (const metric of METRICS) {
      const { mean, classes } = good.confidenceIntervals({ metric, resamples: 200, seed: 3 });
      expect(mean.estimate).toBeCloseTo(good.compute().mean[metric], 12);
      expect(classes.map(({ classIndex }) => classIndex)).toEqual([0, 1, 2]);
      expect(mean.percentile.low).toBeLessThanOrEqual(mean.estimate);
      expect(mean.bca.high).toBeGreaterThanOrEqual(mean.estimate);
      const { mean: total, images } = good.contributions({ metric });
      const [worst] = images as [(typeof images)[0]];
      const without = scored(pairs(20, 0.02, 2).filter(({ id }) => id !== worst.id));
      expect(worst.changeWithout).toBeCloseTo(without.compute().mean[metric] - total, 12);
    }
    const compared = compareModels(bad, good, { resamples: 200, seed: 1 });
    expect(compared.metric).toBe("iou");
    expect(compared.mean.difference).toBeGreaterThan(0);
    expect(compared.mean.pValue).toBeLessThan(0.05);
  });

  const own = scored(IMAGES);
  const [first] = IMAGES as [Pair];
  const { width, height, truth } = first;

  it("adds nothing where it throws", () => {
    const before = own.digest();
    expect(() => own.update(truth, truth, { width, height, id: first.id })).toThrow(
      "there is an image of this id already: image 0",
    );
    expect(() => own.update(truth, truth.map(() => 3), { width, height, id: "x" })).toThrow('"prediction" label 3'); // prettier-ignore
    expect(own.digest()).toBe(before);
    own.update(truth, first.predicted, { width, height, id: first.id, replace: true });
    expect(own.digest()).toBe(before);
  });

  it.each<[string, () => unknown, typeof Error, string]>([
    ["no width", () => own.update(truth, truth, { height } as never), TypeError, '"width" expected'],
    [
      "a ratio and a distance",
      () => new BoundaryScorer({ ratio: 0.02, distance: 1 }),
      RangeError,
      '"ratio" expected a ratio or a distance',
    ],
    ["a ratio below 0", () => new BoundaryScorer({ ratio: -1 }), RangeError, '"ratio" expected'],
    ["a distance of 0", () => new BoundaryScorer({ distance: 0 }), RangeError, '"distance" expected'],
    ["half a class", () => new BoundaryScorer({ numClasses: 1.5 }), RangeError, '"numClasses" expected'],
    ["a background of masks", () => new BoundaryScorer({ background: 0 }), RangeError, "pass numClasses: 2"],
    [
      "a background that is the only class",
      () => new BoundaryScorer({ numClasses: 1, background: 0 }),
      RangeError,
      "no class is left",
    ],
    ["another option", () => new BoundaryScorer({ edges: 4 } as never), RangeError, 'unknown option "edges"'],
    ["another metric", () => own.contributions({ metric: "pq" as never }), RangeError, '"metric" expected'],
    [
      "other settings",
      () => own.merge(scored([], { ...OPTIONS, ratio: 0.02 })),
      Error,
      "these scorers cannot be merged: ratio is 0.06 here and 0.02 there",
    ],
    [
      "another truth",
      () => compareModels(own, scored(IMAGES.map((image) => ({ ...image, truth: image.predicted })))),
      Error,
      "not scored on the same ground truth",
    ],
    [
      "images of a sum",
      () => scored([], { ...OPTIONS, perImage: false }).compute({ per: "image" }),
      Error,
      'per: "image" needs each image\'s own counts',
    ],
    [
      "a state of another measure",
      () => BoundaryScorer.fromBytes(new SegmentationScorer({ numClasses: 2 }).toBytes()),
      Error,
      '"state.measure.name" expected "boundary", got "confusion"',
    ],
  ])("refuses %s", (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
  });
});

describe("rows that no image has are refused, whatever their digest", () => {
  const scorer = new BoundaryScorer({ numClasses: 2, background: 0, distance: 1 });
  scorer.update(Uint8Array.of(1, 1, 0, 0), Uint8Array.of(1, 0, 0, 1), { width: 2, height: 2 });
  const row = { pixelCount: 4, distances: [1, 1], cells: [3, 4, 5], counts: [1, 2, 2] };
  const read = (changed: object): unknown =>
    boundaryMeasure.rowFromJson({ ...row, ...changed }, "row", scorer.settings);

  it("reads what was written", () => {
    const { id, weight, ...written } = scorer.toJSON().images[0] as unknown as Record<string, unknown>;
    expect([id, weight]).toEqual([null, 1]);
    expect(written).toEqual(row);
    expect(boundaryMeasure.rowToJson(read({}) as never)).toEqual(row);
  });

  it.each<[string, object, string]>([
    ["fewer pixels than boundaries have", { pixelCount: 1 }, '"row.pixelCount" expected at least 2 pixels'],
    ["more on both than on one", { counts: [3, 2, 2] }, "no more on both sides than on either"],
    ["a boundary of background", { cells: [1, 4, 5] }, "boundaries of classes that are scored"],
    ["another distance than was set", { distances: [2, 2] }, '"row.distances" expected the distances'],
    ["several distances of an image", { distances: [1, 2] }, '"row.distances" expected the distances'],
    ["an image of no pixel", { pixelCount: 0, cells: [], counts: [] }, '"row.distances" expected'],
    ["one distance", { distances: [1] }, '"row.distances" expected two numbers'],
    ["a class too many", { cells: [3, 4, 6] }, "a whole number from 0 to 5"],
    ["fractions", { counts: [1, 2, 1.5] }, "a whole number"],
    ["something unknown", { more: 1 }, 'an unknown option "more"'],
  ])("%s", (_, changed, message) => {
    expect(() => read(changed)).toThrow(message);
  });
});
