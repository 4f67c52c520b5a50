import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareModels, SegmentationScorer } from "../../src/index.js";
import {
  surfaceDistances,
  type SurfaceMetric,
  SurfaceScorer,
  type SurfaceScorerOptions,
} from "../../src/surfaces/index.js";
import { surfaceMeasure } from "../../src/measures/surfaces/surfaceMeasure.js";
import { seededRandom } from "../../app/samples/seededRandom.js";

interface Pair {
  readonly id: string;
  readonly weight: number;
  readonly shape: number[];
  readonly spacing: number[];
  readonly truth: Uint8Array;
  readonly predicted: Uint8Array;
}

/** Images and volumes with up to two organs, some of them missing on one side or both; the higher `noise`, the worse. */
function pairs(count: number, noise: number, seed: number): Pair[] {
  const random = seededRandom(seed);
  const truths = seededRandom(11);
  return Array.from({ length: count }, (_, i) => {
    const shape = i % 3 === 0 ? [3, 5, 7] : [8, 9 + (i % 4)];
    const spacing = shape.map((__, axis) => [2, 1, 0.75][axis] as number);
    const width = shape.at(-1);
    const size = shape.reduce((product, one) => product * one, 1);
    const has = [true, truths() < 0.7, truths() < 0.7];
    const truth = Uint8Array.from({ length: size }, (__, p) => {
      const label = p % width < 3 ? 1 : p % width > width - 3 ? 2 : 0;
      return truths() < 0.05 ? 9 : has[label] === true ? label : 0;
    });
    const predicted = truth.map((label) =>
      random() < noise ? Math.floor(random() * 3) : label === 9 ? 0 : label,
    );
    return { id: `image ${i}`, weight: [1, 2, 0.5][i % 3] as number, shape, spacing, truth, predicted };
  });
}

const OPTIONS = { numClasses: 3, ignoreIndex: 9, tolerances: [1, 0.5], unit: "mm" } as const;

function scored(images: readonly Pair[], options: SurfaceScorerOptions = OPTIONS): SurfaceScorer {
  const scorer = new SurfaceScorer(options);
  for (const { truth, predicted, ...image } of images) scorer.update(truth, predicted, image);
  return scorer;
}

const NOTHING = new Uint8Array(105);
const IMAGES: Pair[] = [
  ...pairs(12, 0.1, 1),
  // What is found of nothing, and what is missed.
  { id: "missed", weight: 1, shape: [3, 5, 7], spacing: [1, 1, 1], truth: NOTHING.map((_, i) => i % 3), predicted: NOTHING },
  { id: "nothing", weight: 1, shape: [15, 7], spacing: [1, 2], truth: NOTHING, predicted: NOTHING },
  { id: "made up", weight: 2, shape: [15, 7], spacing: [1, 2], truth: NOTHING, predicted: NOTHING.map((_, i) => Number(i > 90)) },
]; // prettier-ignore

const RULES = (["infinite", "worst", "leaveOut"] as const).flatMap((emptySide) =>
  (["leaveOut", "perfect"] as const).map((bothEmpty) => ({ emptySide, bothEmpty })),
);

const METRICS: readonly SurfaceMetric[] = [
  "hausdorff",
  "hausdorff95",
  "hausdorff95Pooled",
  "groundTruthToPrediction",
  "predictionToGroundTruth",
  "assd",
  "masd",
  "nsd",
  "volumetricDice",
  "volumetricIou",
  "overallDice",
  "overallIou",
  "overallNsd",
];

describe("a SurfaceScorer", () => {
  it("says of each case what surfaceDistances says, to the last bit, whatever an empty side means", () => {
    const all: SurfaceScorerOptions[] = [
      { ...OPTIONS, background: null },
      { ...OPTIONS, edges: "surfels", percentile: 90 },
      { tolerances: [0], percentile: 100 },
    ];
    for (const { unit, background, ...options } of all) {
      const scorer = scored(IMAGES, { ...options, background, ...(unit === undefined ? {} : { unit }) });
      for (const rules of RULES) {
        const cases = scorer.cases(rules);
        const wanted = [...IMAGES]
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .flatMap((image) => {
            const { truth, predicted, shape, spacing, id } = image;
            const own = surfaceDistances(truth, predicted, { ...options, ...rules, shape, spacing });
            if (!Array.isArray(own)) return [{ id, label: 1, scores: own }];
            const scores = own as readonly (typeof own)[0][];
            return scores
              .map((one, label) => ({ id, label, scores: one }))
              .slice(background === null ? 0 : 1);
          });
        expect(
          cases.map(({ id, label, scores: { volumetricIou, ...scores } }) => {
            const dice = scores.volumetricDice;
            if (Number.isNaN(dice)) expect(volumetricIou).toBeNaN();
            else expect(volumetricIou).toBeCloseTo(dice / (2 - dice), 12);
            return { id, label, scores };
          }),
        ).toEqual(wanted);
      }
    }
  });

  it("gives the numbers of one image as they are, and says how many cases they are of", () => {
    const [{ truth, predicted, shape, spacing }] = IMAGES as [Pair];
    const { classes, imageCount, unit } = new SurfaceScorer(OPTIONS)
      .update(truth, predicted, { shape, spacing })
      .compute();
    const own = surfaceDistances(truth, predicted, { numClasses: 3, ignoreIndex: 9, tolerances: [1, 0.5], shape, spacing }); // prettier-ignore
    expect([imageCount, unit, classes.length]).toEqual([1, "mm", 2]);
    const [first] = classes as [(typeof classes)[0]];
    const wanted = own[1] as (typeof own)[0];
    const one = { cases: 1, infinite: 0, leftOut: 0 };
    expect(first.hausdorff95).toEqual({ mean: wanted.hausdorff95, ...one });
    expect(first.assd).toEqual({ mean: wanted.assd, ...one });
    expect(first.meanDistance.predictionToGroundTruth.mean).toBe(wanted.meanDistance.predictionToGroundTruth);
    expect(first.nsd).toEqual(wanted.nsd.map((mean) => ({ mean, ...one })));
    expect(first.overall.nsd).toEqual(wanted.nsd);
    expect(first.overall.dice).toBe(wanted.volumetricDice);
  });

  it("takes weighted means over cases, of those that have a score, and counts the others", () => {
    for (const rules of RULES) {
      const scorer = scored(IMAGES);
      const cases = scorer.cases(rules);
      const { classes, mean } = scorer.compute(rules);
      for (const { label, hausdorff, nsd, empty } of classes) {
        const own = cases.filter((one) => one.label === label);
        expect(empty).toEqual({
          groundTruth: own.filter(({ scores }) => scores.empty === "groundTruth").length,
          prediction: own.filter(({ scores }) => scores.empty === "prediction").length,
          both: own.filter(({ scores }) => scores.empty === "both").length,
        });
        expect(empty.groundTruth + empty.prediction).toBeGreaterThan(0);
        expect(empty.both).toBeGreaterThan(0);
        const of = { hausdorff, nsd: nsd[1] as typeof hausdorff };
        for (const [name, got] of Object.entries(of)) {
          const values = own.map(({ weight, scores }) => [weight, name === "nsd" ? (scores.nsd[1] as number) : scores.hausdorff] as const); // prettier-ignore
          const defined = values.filter(([, value]) => !Number.isNaN(value));
          const weights = defined.reduce((sum, [weight]) => sum + weight, 0);
          expect(got.cases).toBe(defined.length);
          expect(got.leftOut).toBe(own.length - defined.length);
          expect(got.infinite).toBe(defined.filter(([, value]) => value === Infinity).length);
          const wanted = defined.reduce((sum, [weight, value]) => sum + weight * value, 0) / weights;
          if (got.infinite > 0) expect(got.mean).toBe(Infinity);
          else expect(got.mean).toBeCloseTo(wanted, 12);
        }
      }
      expect(mean.hausdorff.cases + mean.hausdorff.leftOut).toBe(2 * IMAGES.length);
    }
  });

  it("does not let a worse model win by what it misses without a word", () => {
    const { truth, shape, spacing } = pairs(1, 0, 1)[0] as Pair;
    const missing = new SurfaceScorer({ unit: "mm" })
      .update(truth, truth, { shape, spacing, id: "a" })
      .update(truth, truth.map(() => 0), { shape, spacing, id: "b" }); // prettier-ignore
    expect(missing.compute().mean.hausdorff).toEqual({ mean: Infinity, cases: 2, infinite: 1, leftOut: 0 });
    expect(missing.compute({ emptySide: "leaveOut" }).mean.hausdorff).toEqual({ mean: 0, cases: 1, infinite: 0, leftOut: 1 }); // prettier-ignore
    expect(missing.compute({ emptySide: "worst" }).mean.hausdorff.mean).toBeGreaterThan(3);
    expect(missing.compute().mean.overall.dice).toBeCloseTo(2 / 3, 12);
    expect(missing.compute().mean.volumetricDice.mean).toBe(0.5);
  });

  it("adds up the same whatever the split and the order", () => {
    const whole = scored(IMAGES);
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: IMAGES.length, maxLength: IMAGES.length }), (parts) => {
        const shards = [0, 1, 2].map((part) => scored(IMAGES.filter((_, i) => parts[i] === part).reverse()));
        const merged = shards.reduceRight((sum, shard) => sum.merge(shard));
        expect(merged.toBytes()).toEqual(whole.toBytes());
        expect(merged.compute()).toEqual(whole.compute());
      }),
      { seed: 31, numRuns: 10 },
    );
    const rows = whole.toJSON().images.map((row, i) => {
      const { id, weight, ...rest } = row as unknown as Record<string, unknown>;
      expect([typeof id, typeof weight]).toEqual(["string", "number"]);
      return surfaceMeasure.rowFromJson(rest, `rows[${i}]`, whole.settings);
    });
    const add = (a: (typeof rows)[0], b: (typeof rows)[0]): (typeof rows)[0] =>
      surfaceMeasure.add(a, b, whole.settings);
    const sum = rows.reduce(add, surfaceMeasure.empty(whole.settings));
    expect(surfaceMeasure.compare(sum, [...rows].reverse().reduce(add))).toBe(0);
  });

  it("is what it was after it was saved, in bytes and in JSON", () => {
    const all: SurfaceScorerOptions[] = [
      OPTIONS,
      { numClasses: 3, background: null, ignoreIndex: [9, 7], percentile: 99.5 },
      { numClasses: 1, ignoreIndex: [1, 2, 9], edges: "surfels", tolerances: [0, 3] },
      { edges: "surfels", percentile: 100, tolerances: [2] },
    ];
    for (const options of all) {
      const images = options.numClasses === 1 ? IMAGES.filter((one) => one.predicted === NOTHING) : IMAGES;
      for (const scorer of [scored(images, options), new SurfaceScorer(options)]) {
        for (const read of [
          SurfaceScorer.fromBytes(scorer.toBytes()),
          SurfaceScorer.fromJSON(JSON.stringify(scorer)),
          SurfaceScorer.fromJSON(scorer.toJSON(), options),
        ]) {
          expect(read.settings).toEqual(scorer.settings);
          expect(read.toBytes()).toEqual(scorer.toBytes());
          expect(read.compute()).toEqual(scorer.compute());
        }
      }
    }
  });

  it("tells how sure it is of every score, and what makes it worse", () => {
    const images = IMAGES.map((image) => ({ ...image, weight: 1 }));
    const scorer = scored(images);
    for (const metric of METRICS) {
      for (const emptySide of ["worst", "leaveOut"] as const) {
        const { mean, classes } = scorer.confidenceIntervals({ metric, emptySide, resamples: 200, seed: 3 });
        const meanOf = (of: SurfaceScorer): number => {
          const { meanDistance, nsd, overall, ...rest } = of.compute({ emptySide }).mean;
          if (metric.startsWith("overall")) {
            return [overall.dice, overall.iou, overall.nsd[0] as number][
              ["overallDice", "overallIou", "overallNsd"].indexOf(metric)
            ] as number;
          }
          if (metric === "nsd") return nsd[0]?.mean as number;
          if (metric.includes("To")) return meanDistance[metric as "groundTruthToPrediction"].mean;
          return rest[metric as "hausdorff"].mean;
        };
        expect(mean.estimate).toBeCloseTo(meanOf(scorer), 12);
        expect(classes.map(({ classIndex }) => classIndex)).toEqual([1, 2]);
        expect(Number.isFinite(mean.bca.low) && Number.isFinite(mean.bca.high)).toBe(true);
        const { mean: total, images: found } = scorer.contributions({ metric, emptySide });
        const [worst] = found as [(typeof found)[0]];
        const without = scored(images.filter(({ id }) => id !== worst.id));
        expect(worst.changeWithout).toBeCloseTo(meanOf(without) - total, 12);
        const isLength = METRICS.indexOf(metric) < 7;
        expect(Math.sign(worst.changeWithout)).toBe(isLength ? -1 : 1);
      }
    }
  });

  it("knows infinite means, and means without what is infinite", () => {
    const scorer = scored(IMAGES);
    const { mean, classes } = scorer.confidenceIntervals({ resamples: 300, seed: 1 });
    expect(mean.estimate).toBe(Infinity);
    expect(mean.percentile.high).toBe(Infinity);
    expect(mean.bca).toEqual(mean.percentile);
    expect(classes.every(({ percentile }) => !Number.isNaN(percentile.low))).toBe(true);
    const { truth, shape, spacing } = pairs(1, 0, 1)[0] as Pair;
    const two = new SurfaceScorer({ unit: "mm" })
      .update(truth, truth, { shape, spacing, id: "a", weight: 0.1 })
      .update(truth, truth.map(() => 0), { shape, spacing, id: "b", weight: 0.7 }); // prettier-ignore
    expect(two.contributions({ metric: "hausdorff" })).toEqual({
      metric: "hausdorff",
      mean: Infinity,
      images: [
        { id: "b", score: Infinity, changeWithout: -Infinity },
        { id: "a", score: 0, changeWithout: NaN },
      ],
    });
  });

  it("compares two models, whatever is missed", () => {
    const of = (noise: number, seed: number): SurfaceScorer => scored(pairs(20, noise, seed));
    const compared = compareModels(of(0.3, 3), of(0.02, 2), {
      metric: "nsd",
      tolerance: 0.5,
      resamples: 200,
    });
    expect(compared.mean.difference).toBeGreaterThan(0);
    expect(compared.mean.pValue).toBeLessThan(0.05);
    const infinite = compareModels(of(0.3, 3), of(0.02, 2), { resamples: 100 });
    expect(infinite.metric).toBe("hausdorff95");
    expect(infinite.mean.first).toBe(Infinity);
  });

  const own = scored(IMAGES);
  const [first] = IMAGES as [Pair];
  const { truth, shape, spacing } = first;

  it("does not mix lengths in pixels with others, in updates, merging, comparing and states", () => {
    const [pixels, lengths] = [new SurfaceScorer(), new SurfaceScorer()];
    pixels.update(truth, truth, { shape, id: "a" });
    lengths.update(truth, truth, { shape, spacing, id: "b" });
    expect(() => pixels.update(truth, truth, { shape, spacing })).toThrow(
      '"spacing" expected nothing, as of',
    );
    expect(() => lengths.update(truth, truth, { shape })).toThrow('"spacing" expected lengths, as of the');
    expect(() => pixels.merge(lengths)).toThrow("spacing is not told here and told there");
    expect(() => SurfaceScorer.fromBytes(lengths.toBytes()).merge(pixels)).toThrow("spacing is told here");
    expect(() => new SurfaceScorer().merge(lengths).merge(pixels)).toThrow("spacing is told here");
    expect(new SurfaceScorer().merge(pixels).compute().unit).toBe("pixels");
    expect(lengths.compute().unit).toBeUndefined();
    expect(() => lengths.reset().update(truth, truth, { shape })).not.toThrow();
    expect(() => own.merge(scored([], { ...OPTIONS, unit: "cm" }))).toThrow(
      'unit is "mm" here and "cm" there',
    );
    const said = new SurfaceScorer({ unit: "pixels" });
    expect(() => said.update(truth, truth, { shape, spacing })).toThrow("make the scorer with the unit of");
    said.update(truth, truth, { shape, spacing: shape.map(() => 1), unit: "pixels", id: "c" });
    expect(said.merge(new SurfaceScorer({ unit: "pixels" }).update(truth, truth, { shape })).imageCount).toBe(
      2,
    );
    expect(() => own.update(truth, truth, { shape })).toThrow(
      '"spacing" expected lengths in mm, got nothing',
    );
    expect(() => own.update(truth, truth, { shape, spacing, unit: "cm" })).toThrow('"unit" expected "mm"');
    expect(() => lengths.update(truth, truth, { shape, spacing, unit: "mm" })).toThrow('with unit: "mm"');
    expect(own.imageCount).toBe(IMAGES.length);
  });

  it("adds nothing where it throws", () => {
    const before = own.digest();
    expect(() => own.update(truth, truth, { shape, spacing, id: first.id })).toThrow("of this id already");
    expect(() => own.update(truth, truth.map(() => 3), { shape, spacing })).toThrow('"prediction" label 3'); // prettier-ignore
    own.update(truth, first.predicted, { shape, spacing, id: first.id, replace: true });
    expect(own.digest()).toBe(before);
  });

  it.each<[string, () => unknown, typeof Error, string]>([
    ["no shape", () => own.update(truth, truth, {} as never), TypeError, '"shape" expected'],
    ["a unit of two words", () => new SurfaceScorer({ unit: "m m" }), RangeError, '"unit" expected a word'],
    ["an infinite tolerance", () => new SurfaceScorer({ tolerances: [1, Infinity] }), RangeError, '"tolerances[1]"'],
    ["a percentile beyond", () => new SurfaceScorer({ percentile: 101 }), RangeError, '"percentile" expected'],
    ["a background of masks", () => new SurfaceScorer({ background: 0 }), RangeError, "pass numClasses: 2"],
    ["another option", () => new SurfaceScorer({ perImage: true } as never), RangeError, 'option "perImage"'],
    ["another percentile's metric", () => own.contributions({ metric: "hausdorff90" }), RangeError, '"metric"'],
    ["no such tolerance", () => own.contributions({ metric: "nsd", tolerance: 2 }), RangeError, "one of 1, 0.5"],
    ["an idle tolerance", () => own.contributions({ tolerance: 1 }), RangeError, 'nothing with metric "hausdorff95"'],
    ["nsd at none", () => new SurfaceScorer().contributions({ metric: "nsd" }), RangeError, "with tolerances"],
    ["another meaning", () => own.compute({ emptySide: "zero" as never }), RangeError, '"emptySide" expected'],
    ["too few images", () => scored([first]).confidenceIntervals(), Error, "intervals take at least 2 images"],
    [
      "another truth",
      () => compareModels(own, scored(IMAGES.map((image) => ({ ...image, truth: image.predicted })))),
      Error,
      "not scored on the same ground truth",
    ],
    [
      "a state of another measure",
      () => SurfaceScorer.fromBytes(new SegmentationScorer({ numClasses: 2 }).toBytes()),
      Error,
      '"state.measure.name" expected "surfaces", got "confusion"',
    ],
  ])("refuses %s", (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
  }); // prettier-ignore
});

describe("rows that no image has are refused, whatever their digest", () => {
  const scorer = new SurfaceScorer({ numClasses: 3, tolerances: [1, 9] });
  scorer.update(Uint8Array.of(1, 1, 0, 0, 2, 0), Uint8Array.of(1, 0, 1, 0, 0, 0), { shape: [1, 6] });
  const classes = [
    [1, 2, 2, 1, 2, 2, 1, 0.95, 1, 1, 1, 2, 2, 2, 2],
    [2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ];
  const row = { shape: [1, 6], spacing: null, classes };
  const read = (changed: object): unknown =>
    surfaceMeasure.rowFromJson({ cases: [{ ...row, ...changed }] }, "row", scorer.settings);
  /** The first class with one of its numbers changed. */
  const withNumber = (place: number, value: unknown): object => ({
    classes: [classes[0]?.map((number, i) => (i === place ? value : number))],
  });

  it("reads what was written", () => {
    const [image] = scorer.toJSON().images as unknown as [{ cases: unknown }];
    expect(image.cases).toEqual([row]);
    expect(surfaceMeasure.rowToJson(read({}) as never)).toEqual({ cases: [row] });
  });

  it.each<[string, object, string]>([
    ["less room than its classes take", { shape: [1, 2] }, "at least 3 voxels"],
    ["a shape of one axis", { shape: [6] }, '"shape" expected [height, width] or'],
    ["a spacing of 0", { spacing: [0, 1] }, '"spacing[0]" expected'],
    ["distances beyond the image", { spacing: [0.01, 0.1] }, "distances within the image"],
    ["a background", withNumber(0, 0), "a class that is scored"],
    ["a class too many", withNumber(0, 3), "a class that is scored"],
    ["more in both than in one", withNumber(3, 3), "numbers that two surfaces have"],
    ["nothing on either side", { classes: [[1, ...Array<number>(14).fill(0)]] }, "numbers that two surfaces"],
    ["an edge beyond the mask", withNumber(4, 3), "numbers that two surfaces have"],
    ["no edge of a mask", withNumber(5, 0), "numbers that two surfaces have"],
    ["half a voxel of an edge", withNumber(4, 1.5), "numbers that two surfaces have"],
    ["a percentile beyond the greatest", withNumber(7, 1.5), "numbers that two surfaces have"],
    ["sums beyond the greatest", withNumber(9, 2.5), "numbers that two surfaces have"],
    ["no distance between masks that differ not", withNumber(3, 2), "numbers that two surfaces have"],
    ["fewer within more", withNumber(12, 1), "numbers that two surfaces have"],
    ["fewer than all within the greatest", withNumber(11, 1), "numbers that two surfaces have"],
    [
      "distances to nothing",
      { classes: [[2, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]] },
      "numbers that two",
    ],
    ["an infinite distance", withNumber(6, Infinity), "a finite number from 0 on"],
    ["a negative zero", withNumber(8, -0), "a finite number from 0 on"],
    ["a number too few", { classes: [classes[0]?.slice(1)] }, "an array of 15 numbers"],
    ["classes out of order", { classes: [...classes].reverse() }, "classes by ascending label"],
    ["something unknown", { more: 1 }, 'an unknown option "more"'],
  ])("%s", (_, changed, message) => {
    expect(() => read(changed)).toThrow(message);
  });

  it("and so are rows of several cases, or of lengths that the unit has not", () => {
    expect(() => surfaceMeasure.rowFromJson({ cases: [row, row] }, "row", scorer.settings)).toThrow(
      "one case",
    );
    for (const [unit, given, wanted] of [
      ["mm", null, "what lengths in mm have"],
      ["pixels", [1, 1], "what lengths in pixels have"],
    ] as const) {
      const { settings } = new SurfaceScorer({ numClasses: 3, tolerances: [1, 9], unit });
      expect(() => surfaceMeasure.rowFromJson({ cases: [{ ...row, spacing: given }] }, "row", settings)).toThrow(wanted); // prettier-ignore
    }
  });
});
