import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { componentQuality, ComponentScorer, connectedComponents } from "../../src/components/index.js";
import { componentMeasure } from "../../src/measures/components/componentMeasure.js";
import { compareModels } from "../../src/index.js";
import { surfaceDistances } from "../../src/surfaces/index.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";

interface Pair {
  readonly id: string;
  readonly weight: number;
  readonly shape: number[];
  readonly spacing: number[];
  readonly truth: Uint8Array;
  readonly predicted: Uint8Array;
}

/** Boxes of two classes, and the same moved and frayed. */
function pairs(count: number): Pair[] {
  const random = seededRandom(11);
  return Array.from({ length: count }, (_, i) => {
    const shape = i % 3 === 0 ? [4, 9, 11] : [14, 12 + (i % 4)];
    const [depth, height, width] = [1, ...shape].slice(-3) as [number, number, number];
    const truth = new Uint8Array(depth * height * width);
    for (let box = 0; box < 4; box++) {
      const [y, x, label] = [random() * (height - 4), random() * (width - 4), 1 + (box % 2)];
      for (let pixel = 0; pixel < truth.length; pixel++) {
        const [row, column] = [Math.floor(pixel / width) % height, pixel % width];
        if (row >= y && row < y + 4 && column >= x && column < x + 4) truth[pixel] = label;
      }
    }
    const predicted = truth.map((label) => (random() < 0.15 ? 0 : random() < 0.04 ? 1 : label));
    const spacing = shape.length === 3 ? [2, 0.7, 0.5] : [0.7, 0.5];
    return { id: `image ${i}`, weight: [1, 2, 0.5][i % 3] as number, shape, spacing, truth, predicted };
  });
}

const IMAGES = pairs(9);
const SURFACES = { tolerances: [0.5, 1.5], percentile: 90, edges: "surfels" } as const;
const OPTIONS = { numClasses: 3, match: "overlap" } as const;

function scored(images: readonly Pair[], perImage = true): ComponentScorer {
  const scorer = new ComponentScorer({ ...OPTIONS, perImage, surfaces: SURFACES });
  for (const { id, weight, truth, predicted, shape, spacing } of images) {
    scorer.update(truth, predicted, { id, weight: perImage ? weight : 1, shape, spacing });
  }
  return scorer;
}

/** surfaceDistances of each matched pair as masks of the whole image. */
function byHand(
  { truth, predicted, shape, spacing }: Pair,
  options: object,
): { label: number; distances: Record<string, number> }[] {
  const [ours, theirs] = [truth, predicted].map((side) => connectedComponents(side, { shape }).componentIds);
  return componentQuality(truth, predicted, { ...OPTIONS, shape }).instances.flatMap(
    ({ label, groundTruth, prediction }) => {
      if (groundTruth === undefined || prediction === undefined) return [];
      const masks = [
        Uint8Array.from(ours as Uint32Array, (id) => Number(id === groundTruth)),
        Uint8Array.from(theirs as Uint32Array, (id) => Number(id === prediction)),
      ] as const;
      const distances = surfaceDistances(...masks, { shape, spacing, ...options });
      return [{ label, distances: distances as unknown as Record<string, number> }];
    },
  );
}

const meanOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe.each(BACKENDS)("surfaces of matched instances, %s", (backend) => {
  it("are what surfaceDistances says of each pair by itself", () => {
    withBackend(backend, () => {
      let count = 0;
      for (const image of IMAGES) {
        for (const surfaces of [{}, SURFACES]) {
          const { truth, predicted, shape, spacing } = image;
          const { instances, classes } = componentQuality(truth, predicted, {
            ...OPTIONS,
            shape,
            spacing,
            surfaces,
          });
          const wanted = byHand(image, surfaces);
          const measured = instances.filter((one) => one.surfaces !== undefined);
          expect(measured.map((one) => one.surfaces)).toEqual(wanted.map(({ distances }) => distances));
          expect(measured.length).toBe(instances.filter(({ iou }) => iou > 0).length);
          for (const { label, surfaces: means, truePositives } of classes) {
            const own = wanted.filter((one) => one.label === label).map(({ distances }) => distances);
            expect(means?.instances).toBe(truePositives);
            expect(own.length).toBe(truePositives);
            const robust = surfaces === SURFACES ? "hausdorff90" : "hausdorff95";
            for (const name of ["hausdorff", robust, "assd", "masd"] as const) {
              expect(means?.[name as "hausdorff"]).toBeCloseTo(
                meanOf(own.map((one) => one[name] as number)),
                10,
              );
            }
            means?.nsd.forEach((share, i) => {
              expect(share).toBeCloseTo(
                meanOf(own.map((one) => (one.nsd as unknown as number[])[i] as number)),
                10,
              );
            });
            count += own.length;
          }
        }
      }
      expect(count).toBeGreaterThan(20);
    });
  });
});

describe("a ComponentScorer with surfaces", () => {
  it("says of one image what componentQuality says, to the last bit", () => {
    for (const { truth, predicted, shape, spacing } of IMAGES) {
      const options = { ...OPTIONS, surfaces: SURFACES };
      const { classes, mean } = componentQuality(truth, predicted, { ...options, shape, spacing });
      for (const per of ["dataset", "image"] as const) {
        const scorer = new ComponentScorer(options).update(truth, predicted, { shape, spacing });
        expect(scorer.compute({ per })).toEqual({ imageCount: 1, classes, mean });
      }
    }
  });

  it("takes means over all instances, or over the images' means, with weights", () => {
    const own = IMAGES.map((image) => ({ weight: image.weight, pairs: byHand(image, SURFACES) }));
    const scorer = scored(IMAGES);
    for (const per of ["dataset", "image"] as const) {
      const { classes, mean } = scorer.compute({ per });
      for (const { label, surfaces } of classes) {
        let [sum, weights, count] = [0, 0, 0];
        for (const { weight, pairs: all } of own) {
          const found = all
            .filter((one) => one.label === label)
            .map(({ distances }) => distances.hausdorff as number);
          if (found.length === 0) continue;
          count += found.length;
          const times = per === "dataset" ? weight * found.length : weight;
          sum += times * meanOf(found);
          weights += times;
        }
        expect(surfaces?.instances).toBe(count);
        expect(surfaces?.hausdorff).toBeCloseTo(sum / weights, 10);
      }
      expect(mean.surfaces?.assd).toBeCloseTo(
        meanOf(classes.map(({ surfaces }) => surfaces?.assd as number)),
        10,
      );
      expect(mean.surfaces?.instances).toBe(own.flatMap((one) => one.pairs).length);
    }
  });

  it("adds up the same whatever the split and the order, and is what it was when it was saved", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: IMAGES.length, maxLength: IMAGES.length }),
        fc.boolean(),
        (parts, perImage) => {
          const whole = scored(IMAGES, perImage);
          const shards = [0, 1, 2].map((part) =>
            scored(
              IMAGES.filter((_, i) => parts[i] === part),
              perImage,
            ),
          );
          const merged = shards.reduceRight((sum, shard) => sum.merge(shard));
          expect(merged.toBytes()).toEqual(whole.toBytes());
          expect(merged.compute()).toEqual(whole.compute());
          for (const read of [
            ComponentScorer.fromBytes(whole.toBytes()),
            ComponentScorer.fromJSON(JSON.stringify(whole), { ...OPTIONS, perImage, surfaces: SURFACES }),
          ]) {
            expect(read.digest()).toBe(whole.digest());
            expect(read.toBytes()).toEqual(whole.toBytes());
            expect(read.settings).toEqual(whole.settings);
            expect(read.compute()).toEqual(whole.compute());
          }
        },
      ),
      { seed: 7, numRuns: 10 },
    );
  });

  const METRICS = ["hausdorff", "hausdorff90", "assd", "masd", "nsd"] as const;

  it.each(METRICS)("resamples, takes out and compares %s as compute() means it", (metric) => {
    const scorer = scored(IMAGES);
    const choice = { metric, ...(metric === "nsd" ? { tolerance: 0.5 } : {}) };
    const of = ({ surfaces }: { readonly surfaces?: object }): number => {
      const own = surfaces as Record<string, number> & { nsd: number[] };
      return metric === "nsd" ? (own.nsd[0] as number) : (own[metric] as number);
    };
    const computed = scorer.compute();
    const intervals = scorer.confidenceIntervals({ ...choice, resamples: 200 });
    expect(intervals.metric).toBe(metric);
    expect(intervals.mean.estimate).toBeCloseTo(of(computed.mean), 10);
    expect(intervals.classes.map(({ classIndex }) => classIndex)).toEqual([1, 2]);
    intervals.classes.forEach((one, i) => {
      expect(one.estimate).toBeCloseTo(of(computed.classes[i] as (typeof computed.classes)[0]), 10);
      expect(one.percentile.low).toBeLessThan(one.estimate);
      expect(one.percentile.high).toBeGreaterThan(one.estimate);
    });

    if (metric === "nsd") {
      const wide = scorer.contributions({ metric, tolerance: 1.5 }).mean;
      expect(wide).toBeCloseTo(computed.mean.surfaces?.nsd[1] as number, 10);
      expect(wide).toBeGreaterThan(intervals.mean.estimate);
    }
    const { mean, images } = scorer.contributions(choice);
    expect(mean).toBeCloseTo(of(computed.mean), 10);
    for (const { id, score, changeWithout } of images) {
      const rest = scored(IMAGES.filter((image) => image.id !== id)).compute();
      expect(changeWithout).toBeCloseTo(of(rest.mean) - of(computed.mean), 10);
      const alone = scored(IMAGES.filter((image) => image.id === id)).compute();
      expect(score).toBeCloseTo(of(alone.mean), 10);
    }
    // What makes the mean worse comes first: of a distance what raises it.
    const sign = metric === "nsd" ? 1 : -1;
    const changes = images.map(({ changeWithout }) => sign * changeWithout);
    expect(changes).toEqual([...changes].sort((a, b) => b - a));

    const same = IMAGES.map((image) => ({ ...image, predicted: image.truth }));
    const compared = compareModels(scorer, scored(same), { ...choice, resamples: 200 });
    const best = metric === "nsd" ? 1 : 0;
    expect(compared.mean.first).toBeCloseTo(of(computed.mean), 10);
    expect(compared.mean.second).toBe(best);
    expect(compared.mean.difference).toBeCloseTo(best - of(computed.mean), 10);
  });

  it("has no interval of a class of which nothing was matched", () => {
    const scorer = new ComponentScorer({ numClasses: 3, surfaces: {} });
    for (const id of ["a", "b"]) {
      scorer.update(Uint8Array.of(1, 0, 2), Uint8Array.of(1, 0, 0), { shape: [1, 3], id });
    }
    const { mean, classes } = scorer.confidenceIntervals({ metric: "assd", resamples: 20 });
    expect([mean.estimate, ...classes.map(({ estimate }) => estimate)]).toEqual([0, 0, NaN]);
  });

  it("does not mix lengths in pixels with others, in updates, merging, comparing, rows and states", () => {
    const [shape, spacing, truth] = [[1, 3], [1, 2], Uint8Array.of(1, 1, 0)] as const;
    const made = (
      options: { surfaces?: object; unit?: string; perImage?: boolean; minVolume?: number } = {},
    ) => new ComponentScorer({ surfaces: {}, ...options });
    const [pixels, lengths] = [made(), made()];
    pixels.update(truth, truth, { shape, id: "a" });
    lengths.update(truth, truth, { shape, spacing, id: "b" });
    expect(() => pixels.update(truth, truth, { shape, spacing })).toThrow(
      '"spacing" expected nothing, as of the images before, got [1, 2]',
    );
    expect(() => lengths.update(truth, truth, { shape })).toThrow('"spacing" expected lengths, as of the');
    expect(() => pixels.merge(lengths)).toThrow("spacing is not told here and told there");
    expect(() => pixels.addMeasured(lengths.measuredImages)).toThrow('"spacing" expected nothing, as of');
    expect(pixels.imageCount).toBe(1);
    expect(() => compareModels(pixels, lengths)).toThrow("spacing is");
    expect(() => made().addMeasured(lengths.measuredImages).merge(pixels)).toThrow("spacing is told here");
    for (const [perImage, read] of [
      [true, (scorer: ComponentScorer) => ComponentScorer.fromBytes(scorer.toBytes())],
      [false, (scorer: ComponentScorer) => ComponentScorer.fromJSON(JSON.stringify(scorer))],
    ] as const) {
      const [ours, theirs] = [undefined, [...spacing]].map((one) =>
        read(made({ perImage }).update(truth, truth, { shape, spacing: one })),
      ) as [ComponentScorer, ComponentScorer];
      expect(() => theirs.merge(ours)).toThrow("spacing is told here and not told there");
      expect(() => ours.update(truth, truth, { shape, spacing })).toThrow('"spacing" expected nothing');
      expect(
        made({ perImage })
          .merge(read(made({ perImage })))
          .merge(ours).imageCount,
      ).toBe(1);
      expect(() => theirs.reset().merge(ours)).not.toThrow();
    }
    const forged = pixels.toJSON() as unknown as { images: object[]; digest?: string };
    expect(() =>
      componentMeasure.rowFromJson({ ...forged.images[0], isSpaced: 1 }, "row", pixels.settings),
    ).toThrow('"row.isSpaced" expected true or false');
    expect(() =>
      componentMeasure.rowFromJson({ ...forged.images[0] }, "row", made({ unit: "mm" }).settings),
    ).toThrow('"row.isSpaced" expected what lengths in mm have, got false');

    const own = made({ unit: "mm" }).update(truth, truth, { shape, spacing, unit: "mm", id: "c" });
    expect(() => own.update(truth, truth, { shape })).toThrow(
      '"spacing" expected lengths in mm, got nothing',
    );
    expect(() => own.update(truth, truth, { shape, spacing, unit: "cm" })).toThrow('"unit" expected "mm"');
    expect(() => own.merge(made({ unit: "cm" }))).toThrow('unit is "mm" here and "cm" there');
    expect(() => own.merge(made())).toThrow('unit is "mm" here and null there');
    expect(ComponentScorer.fromBytes(own.toBytes()).settings.unit).toBe("mm");
    expect(() => ComponentScorer.fromBytes(own.toBytes(), { surfaces: {} })).toThrow("unit is");
    const said = made({ unit: "pixels" });
    expect(() => said.update(truth, truth, { shape, spacing })).toThrow("make the scorer with the unit of");
    said.update(truth, truth, { shape, spacing: [1, 1], id: "d" });
    expect(said.merge(made({ unit: "pixels" }).update(truth, truth, { shape })).imageCount).toBe(2);

    // Volumes are lengths, too, and nothing else is.
    const sized = new ComponentScorer({ minVolume: 3, unit: "mm" });
    sized.update(truth, truth, { shape, spacing, unit: "mm" });
    expect(() => sized.merge(new ComponentScorer({ minVolume: 3, unit: "um" }))).toThrow('unit is "mm" here');
    const plain = new ComponentScorer().update(truth, truth, { shape });
    expect(() => plain.update(truth, truth, { shape, spacing })).not.toThrow();
  });

  it("has nothing of surfaces where nobody asked", () => {
    const scorer = new ComponentScorer().update(Uint8Array.of(1, 1, 0), Uint8Array.of(1, 1, 0), {
      shape: [1, 3],
    });
    expect(JSON.stringify(scorer)).not.toContain("surfaces");
    expect(JSON.stringify(scorer.compute())).not.toContain("surfaces");
    // The state as it was before there were surfaces.
    expect(scorer.digest()).toBe("4637453df47426d8abb8d7ce858a78d4e0ac95e5c788975a708be9af91686a6d");
  });

  it("has NaN where nothing was matched", () => {
    const { classes, mean } = componentQuality(Uint8Array.of(1, 0), Uint8Array.of(0, 0), {
      shape: [1, 2],
      surfaces: { tolerances: [1] },
    });
    const none = { instances: 0, hausdorff: NaN, hausdorff95: NaN, assd: NaN, masd: NaN, nsd: [NaN] };
    expect(classes[0]?.surfaces).toEqual(none);
    expect(mean.surfaces).toEqual(none);
  });

  const one = { shape: [1, 2] };
  const side = Uint8Array.of(1, 0);
  it.each<[string, () => unknown, string]>([
    ["no options", () => new ComponentScorer({ surfaces: true as never }), '"surfaces" expected'],
    ["an unknown one", () => new ComponentScorer({ surfaces: { tolerance: 1 } as never }), '"tolerance"'],
    [
      "a tolerance below 0",
      () => new ComponentScorer({ surfaces: { tolerances: [-1] } }),
      '"tolerances[0]" expected',
    ],
    [
      "an endless one",
      () => new ComponentScorer({ surfaces: { tolerances: [Infinity] } }),
      '"tolerances[0]" expected',
    ],
    [
      "a percentile of none",
      () => new ComponentScorer({ surfaces: { percentile: 101 } }),
      '"percentile" expected',
    ],
    ["a metric of none", () => new ComponentScorer().contributions({ metric: "assd" }), '"metric" expected'],
    [
      "another percentile",
      () => new ComponentScorer({ surfaces: SURFACES }).contributions({ metric: "hausdorff95" }),
      '"hausdorff90"',
    ],
    [
      "nsd without tolerances",
      () => new ComponentScorer({ surfaces: {} }).contributions({ metric: "nsd" }),
      "make the scorer with tolerances",
    ],
    [
      "an idle tolerance",
      () => new ComponentScorer({ surfaces: SURFACES }).contributions({ metric: "f1", tolerance: 0.5 }),
      'nothing with metric "f1"',
    ],
    [
      "no such tolerance",
      () => new ComponentScorer({ surfaces: SURFACES }).contributions({ metric: "nsd", tolerance: 2 }),
      "one of 0.5, 1.5",
    ],
    ["a unit of two words", () => new ComponentScorer({ unit: "m m" }), '"unit" expected a word'],
    ["other edges", () => new ComponentScorer({ surfaces: { edges: "sobel" as never } }), '"edges" expected'],
    [
      "a spacing whose squares are none",
      () => componentQuality(side, side, { ...one, spacing: [1e-200, 1], surfaces: {} }),
      '"spacing[0]" expected',
    ],
    [
      "other settings",
      () => scored([]).merge(new ComponentScorer({ ...OPTIONS, surfaces: {} })),
      "these scorers cannot be merged: surfaces is",
    ],
    ["a scorer without", () => scored([]).merge(new ComponentScorer(OPTIONS)), "and null there"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });

  const saved = new ComponentScorer({ match: "overlap", surfaces: { tolerances: [1] } });
  saved.update(Uint8Array.of(1, 1, 0, 0, 1), Uint8Array.of(1, 1, 1, 0, 1), { shape: [1, 5] });
  const { matches, surfaces, ...rest } = saved.toJSON().images[0] as unknown as {
    matches: number[];
    surfaces: number[];
  };
  const read = (changed: object): unknown =>
    componentMeasure.rowFromJson({ matches, surfaces, ...rest, ...changed }, "row", saved.settings);

  it("reads what was written", () => {
    // Edges, the greatest distance and both percentiles, sums of distances, and what is within 1.
    expect(surfaces).toEqual([
      1,
      1,
      0,
      0,
      0,
      0,
      0,
      1,
      1,
      2,
      3,
      1,
      expect.any(Number),
      expect.any(Number),
      0,
      1,
      2,
      3,
    ]);
    expect(read({})).toMatchObject({ surfaces: Float64Array.from(surfaces) });
  });

  const changedAt = (place: number, value: number): number[] =>
    surfaces.map((number, i) => (i === place ? value : number));
  it.each<[string, object, string]>([
    ["none", { surfaces: undefined }, '"row.surfaces" expected an array of 9 numbers a pair'],
    ["too few", { surfaces: surfaces.slice(1) }, '"row.surfaces" expected an array of 9 numbers a pair'],
    ["an edge of more than there is", { surfaces: changedAt(0, 2) }, "numbers that two surfaces have"],
    ["a percentile above the greatest", { surfaces: changedAt(3, 1) }, "numbers that two surfaces have"],
    ["a sum beyond all distances", { surfaces: changedAt(5, 1) }, "numbers that two surfaces have"],
    ["fewer within than there are", { surfaces: changedAt(7, 0) }, "numbers that two surfaces have"],
    ["a negative one", { surfaces: changedAt(4, -1) }, "a finite number from 0 on"],
    ["-0", { surfaces: changedAt(4, -0) }, "a finite number from 0 on"],
    ["what is no number", { surfaces: changedAt(4, NaN) }, "a finite number from 0 on"],
  ])("refuses a row with %s", (_, changed, message) => {
    expect(() => read(changed)).toThrow(message);
  });

  it("refuses surfaces where the settings have none", () => {
    const { settings } = new ComponentScorer({ match: "overlap" });
    expect(() => componentMeasure.rowFromJson({ matches, surfaces, ...rest }, "row", settings)).toThrow(
      '"row.surfaces" expected nothing',
    );
  });
});
