import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMaskscoreError } from "../../src/index.js";
import { panopticMeasure } from "../../src/measures/panoptic/panopticMeasure.js";
import {
  compareModels,
  type PanopticConventionName,
  type PanopticImage,
  panopticQuality,
  PanopticScorer,
  type PanopticScorerOptions,
  type PanopticStateJson,
} from "../../src/panoptic/index.js";
import { ByteReader, ByteWriter } from "../../src/run/byteStream.js";
import { stateFromBytes } from "../../src/run/stateBytes.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import { RANDOM_CATEGORIES, randomPair, type RandomPair } from "../helpers/randomPanoptic.js";

const IMAGES = Array.from({ length: 12 }, (_, i) => randomPair(i));
const OTHERS = Array.from({ length: 12 }, (_, i) => randomPair(i, i + 50));
const CONVENTIONS = ["panopticapi", "torchmetrics", "torchmetrics-standard", "cityscapes"] as const;

function idOf(image: number): string {
  return `image ${String(image).padStart(2, "0")}`;
}

function scored(
  images: readonly RandomPair[],
  numbers: readonly number[] = images.map((_, i) => i),
  options: Partial<PanopticScorerOptions> = {},
): PanopticScorer {
  const scorer = new PanopticScorer({ categories: RANDOM_CATEGORIES, ...options });
  for (const number of numbers) {
    const { groundTruth, prediction } = images[number] as RandomPair;
    scorer.update(groundTruth, prediction, { id: idOf(number) });
  }
  return scorer;
}

describe("a PanopticScorer", () => {
  it.each(CONVENTIONS)("of one image says what panopticQuality says, %s", (convention) => {
    const { groundTruth, prediction } = IMAGES[3] as RandomPair;
    expect(scored(IMAGES, [3]).compute({ convention })).toEqual(
      panopticQuality(groundTruth, prediction, { categories: RANDOM_CATEGORIES, convention }),
    );
  });

  it("says something of its images", () => {
    const { all, things, stuff } = scored(IMAGES).compute();
    for (const group of [all, things, stuff]) {
      expect(group?.pq).toBeGreaterThan(0.2);
      expect(group?.pq).toBeLessThan(0.9);
    }
  });

  it("has the same bits on every backend", () => {
    const [first, ...others] = BACKENDS.map((backend) =>
      withBackend(backend, () => scored(IMAGES).toBytes()),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("has the same bits however its images are split and merged", () => {
    const whole = scored(IMAGES);
    const scores = CONVENTIONS.map((convention) => whole.compute({ convention }));
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        (shares, isReverse) => {
          const parts = [0, 1, 2].map((share) => {
            const numbers = shares.flatMap((own, i) => (own === share ? [i] : []));
            return scored(IMAGES, isReverse ? numbers.reverse() : numbers);
          });
          if (isReverse) parts.reverse();
          const merged = scored(IMAGES, []);
          for (const part of parts) merged.merge(part);
          expect(merged.toBytes()).toEqual(whole.toBytes());
          expect(CONVENTIONS.map((convention) => merged.compute({ convention }))).toEqual(scores);
        },
      ),
      { seed: 1, numRuns: 15 },
    );
  });

  it("has the same bits without images, too, and the same scores but for the last digit", () => {
    const whole = scored(IMAGES, undefined, { perImage: false });
    const parts = [[7, 2, 11, 0], [], [9, 3, 4, 8, 1], [5, 10, 6]].map((numbers) =>
      scored(IMAGES, numbers, { perImage: false }),
    );
    const merged = parts.reduce((a, b) => a.merge(b));
    expect(merged.toBytes()).toEqual(whole.toBytes());
    for (const convention of CONVENTIONS) {
      const [sum, each] = [merged.compute({ convention }), scored(IMAGES).compute({ convention })];
      expect(sum.notes).toEqual(each.notes);
      sum.categories.forEach(({ categoryId, pq, tp, fp, fn, iouSum }, c) => {
        expect(each.categories[c]).toMatchObject({ categoryId, tp, fp, fn });
        expect(iouSum).toBeCloseTo(each.categories[c]?.iouSum as number, 13);
        expect(pq).toBeCloseTo(each.categories[c]?.pq as number, 13);
      });
    }
  });

  it("counts an image of weight 2 as twice the image", () => {
    const { groundTruth, prediction } = IMAGES[0] as RandomPair;
    const twice = scored(IMAGES, [0]).update(groundTruth, prediction, { id: "again" });
    const weighted = scored(IMAGES, []).update(groundTruth, prediction, { id: "a", weight: 2 });
    expect(weighted.compute().all?.pq).toBeCloseTo(twice.compute().all?.pq as number, 14);
    expect(weighted.compute().categories[0]?.tp).toBe(twice.compute().categories[0]?.tp);
  });

  it("refuses an id that is there, unless it is to be replaced, and adds nothing where it throws", () => {
    const scorer = scored(IMAGES, [0, 1]);
    const before = scorer.toBytes();
    const { groundTruth, prediction } = IMAGES[2] as RandomPair;
    expect(() => scorer.update(groundTruth, prediction, { id: idOf(0) })).toThrow(/already/);
    expect(() => scorer.update(groundTruth, { ...prediction, segments: [] }, { id: "new" })).toThrow(
      RangeError,
    );
    expect(() => scorer.update(groundTruth, prediction, { ids: "x" } as never)).toThrow(/unknown option/);
    expect(() => scorer.update(groundTruth, prediction, { weight: NaN })).toThrow(/"weight"/);
    expect(scorer.toBytes()).toEqual(before);
    scorer.update(groundTruth, prediction, { id: idOf(0), replace: true });
    const replaced = new PanopticScorer({ categories: RANDOM_CATEGORIES });
    replaced.update(groundTruth, prediction, { id: idOf(0) }).merge(scored(IMAGES, [1]));
    expect(scorer.digest()).toBe(replaced.digest());
  });

  it("refuses to merge with other categories", () => {
    const other = new PanopticScorer({ categories: [{ id: 1, isThing: true }] });
    expect(() => scored(IMAGES, []).merge(other)).toThrow(
      /^these scorers cannot be merged: categories is \[/,
    );
  });
});

describe("its state", () => {
  it.each([true, false])("comes back from bytes and JSON, perImage %s", (perImage) => {
    const scorer = scored(IMAGES, undefined, { perImage });
    const fromBytes = PanopticScorer.fromBytes(scorer.toBytes());
    const fromJson = PanopticScorer.fromJSON(JSON.stringify(scorer));
    for (const back of [fromBytes, fromJson]) {
      expect(back.toBytes()).toEqual(scorer.toBytes());
      expect(back.toJSON()).toEqual(scorer.toJSON());
      expect(back.compute()).toEqual(scorer.compute());
    }
    expect(() =>
      PanopticScorer.fromBytes(scorer.toBytes(), { categories: [{ id: 1, isThing: true }] }),
    ).toThrow(/the state has other settings/);
  });

  it("has what COCO's spelling of categories says", () => {
    const categories = RANDOM_CATEGORIES.map(
      ({ id, isThing, name }) => ({ id, name, isthing: isThing === true ? 1 : 0 }) as const,
    );
    expect(new PanopticScorer({ categories }).digest()).toBe(scored(IMAGES, []).digest());
  });

  it.each<readonly [string, (image: Record<string, unknown>) => void]>([
    ["an overlap without a true positive", (image) => (image.overlaps = [[0, 5, 5], []])],
    ["an overlap of no category", (image) => (image.overlaps = [[9, 5, 5], []])],
    ["an overlap of half a pixel", (image) => (image.overlaps = [[0, 0.5, 5], []])],
    ["an overlap cut short", (image) => (image.overlaps = [[0, 5], []])],
    ["one list of overlaps", (image) => (image.overlaps = [[]])],
    ["sums of an image", (image) => (image.sums = { cells: [], values: [] })],
    ["more void than pixels", (image) => (image.voidCount = 1e6)],
    ["a cell beyond", (image) => (image.cells = [1e6])],
    [
      "a true positive without an overlap",
      (image) => Object.assign(image, { cells: [0], counts: [1], overlaps: [[], []] }),
    ],
    [
      "an overlap below one half",
      (image) => Object.assign(image, { cells: [0], counts: [1], overlaps: [[0, 1, 2], []] }),
    ],
  ])("with %s is refused", (_, forge) => {
    const state = structuredClone<PanopticStateJson>(scored(IMAGES, [0]).toJSON());
    forge(state.images[0] as unknown as Record<string, unknown>);
    let thrown: unknown;
    try {
      PanopticScorer.fromJSON(state);
    } catch (error) {
      thrown = error;
    }
    expect(isMaskscoreError(thrown)).toBe(true);
    // Not only because it was changed: before digests are looked at.
    expect((thrown as Error).message).not.toMatch(/changed/);
  });

  it.each<readonly [string, unknown]>([
    ["no sums", { cells: [0], values: ["0"] }],
    ["a sum that is no number", { cells: [0], values: ["1e9"] }],
    ["sums twice", { cells: [0, 0], values: ["1", "1"] }],
    ["sums of no category", { cells: [99], values: ["1"] }],
    ["sums without true positives", { cells: [], values: [] }],
    ["sums that are none", 7],
  ])("of a stream with %s is refused", (_, sums) => {
    const state = structuredClone<PanopticStateJson>(scored(IMAGES, undefined, { perImage: false }).toJSON());
    Object.assign(state.images[0] as object, { sums });
    expect(() => PanopticScorer.fromJSON(state)).toThrow(/sums|counts/);
  });
});

describe("its statistics", () => {
  it("have the scores as estimates, and hold them between bounds", () => {
    const scorer = scored(IMAGES);
    const scores = scorer.compute({ convention: "torchmetrics" });
    const told = scorer.confidenceIntervals({ convention: "torchmetrics", resamples: 200, seed: 3 });
    expect(told.all.estimate).toBeCloseTo(scores.all?.pq as number, 12);
    expect(told.things.estimate).toBeCloseTo(scores.things?.pq as number, 12);
    expect(told.stuff.estimate).toBeCloseTo(scores.stuff?.pq as number, 12);
    told.categories.forEach(({ categoryId, estimate }, c) => {
      expect(categoryId).toBe(RANDOM_CATEGORIES[c]?.id);
      expect(estimate).toBeCloseTo(scores.categories[c]?.pq as number, 12);
    });
    expect(told.all.percentile.low).toBeLessThan(told.all.estimate);
    expect(told.all.percentile.high).toBeGreaterThan(told.all.estimate);
  });

  it.each<readonly ["pq" | "sq" | "rq", PanopticConventionName]>([
    ["pq", "panopticapi"],
    ["sq", "torchmetrics"],
    ["rq", "torchmetrics-standard"],
  ])("tell exactly what each image does to %s, %s", (metric, convention) => {
    const { mean, images } = scored(IMAGES).contributions({ metric, convention });
    expect(mean).toBeCloseTo(scored(IMAGES).compute({ convention }).all?.[metric] as number, 12);
    for (const { id, changeWithout } of images) {
      const left = IMAGES.flatMap((_, i) => (idOf(i) === id ? [] : [i]));
      const without = scored(IMAGES, left).compute({ convention }).all?.[metric] as number;
      expect(changeWithout).toBeCloseTo(without - mean, 12);
    }
    expect(images[0]?.changeWithout).toBeGreaterThanOrEqual(images[1]?.changeWithout as number);
  });

  it("compare two models", () => {
    const comparison = compareModels(scored(IMAGES), scored(OTHERS), { resamples: 200 });
    const [first, second] = [scored(IMAGES), scored(OTHERS)].map(
      (scorer) => scorer.compute().all?.pq as number,
    );
    expect(comparison.metric).toBe("pq");
    expect(comparison.mean.first).toBeCloseTo(first as number, 12);
    expect(comparison.mean.second).toBeCloseTo(second as number, 12);
    expect(comparison.classes.map(({ name }) => name)).toEqual(RANDOM_CATEGORIES.map(({ name }) => name));
    expect(comparison.mean.pValue).toBeGreaterThan(0);
  });

  it("compare no models of another ground truth", () => {
    const others = IMAGES.map(({ groundTruth, prediction }, i) =>
      i === 5 ? { groundTruth: prediction, prediction } : { groundTruth, prediction },
    );
    expect(() => compareModels(scored(IMAGES), scored(others))).toThrow(/image 05/);
  });

  it("need images", () => {
    const stream = scored(IMAGES, undefined, { perImage: false });
    expect(() => stream.confidenceIntervals()).toThrow(/perImage is false/);
    expect(() => stream.contributions()).toThrow(/perImage is false/);
  });
});

describe("properties", () => {
  const seeds = fc.nat(10_000);
  const tellAll = ({ groundTruth, prediction }: RandomPair, convention: PanopticConventionName): unknown => {
    const { all, things, stuff, categories } = panopticQuality(groundTruth, prediction, {
      ...{ categories: RANDOM_CATEGORIES, convention },
    });
    return { all, things, stuff, categories };
  };

  it("new ids, or another order of segments, change nothing but last digits", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const pair = randomPair(seed);
        const renamed = (image: PanopticImage): PanopticImage => ({
          ...image,
          map: (image.map as Uint32Array).map((id) => (id === 0 ? 0 : ~id >>> 0)),
          // Of several crowds the last one counts.
          segments: image.segments.map((segment) => ({ ...segment, id: ~segment.id >>> 0 })),
        });
        const other = { groundTruth: renamed(pair.groundTruth), prediction: renamed(pair.prediction) };
        for (const convention of CONVENTIONS) {
          const [before, after] = [tellAll(pair, convention), tellAll(other, convention)];
          expect(rounded(after)).toEqual(rounded(before));
        }
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it("a map scores 1 against itself, and void on both sides changes torchmetrics' score on neither", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { groundTruth } = randomPair(seed);
        const plain = {
          ...groundTruth,
          segments: groundTruth.segments.map(({ id, categoryId }) => ({ id, categoryId })),
        };
        for (const convention of CONVENTIONS) {
          const { all } = panopticQuality(plain, plain, { categories: RANDOM_CATEGORIES, convention });
          if (all !== undefined) expect(all).toMatchObject({ pq: 1, sq: 1, rq: 1 });
        }
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it("swapped sides swap false positives and false negatives of torchmetrics", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { groundTruth, prediction } = randomPair(seed);
        const options = { categories: RANDOM_CATEGORIES, convention: "torchmetrics-standard" } as const;
        const there = panopticQuality(groundTruth, prediction, options);
        const back = panopticQuality(prediction, groundTruth, options);
        expect(back.categories.map(({ tp, fp, fn }) => [tp, fp, fn])).toEqual(
          there.categories.map(({ tp, fp, fn }) => [tp, fn, fp]),
        );
      }),
      { seed: 4, numRuns: 30 },
    );
  });
});

function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === "number" ? Number(one.toPrecision(12)) : one)),
  );
}

it("a row of changed bytes is one that could have been, or is refused", () => {
  const { settings } = scored([], []);
  const record = new ByteWriter();
  const { images } = stateFromBytes(panopticMeasure, scored(IMAGES, [0]).toBytes());
  panopticMeasure.write((images[0] as (typeof images)[number]).row, record);
  const bytes = record.written.slice();
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(1), (at, value, layout) => {
      const changed = bytes.slice();
      changed[at] = value;
      try {
        const json = panopticMeasure.read(new ByteReader(changed), layout);
        const row = panopticMeasure.rowFromJson({ ...json }, "row", settings);
        expect(panopticMeasure.rowToJson(row)).toEqual(json);
      } catch (error) {
        expect(error instanceof RangeError || isMaskscoreError(error), String(error)).toBe(true);
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});
