import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareModels } from "../../src/index.js";
import { type DetectedObjects, DetectionScorer, type GroundTruthObjects } from "../../src/instances/index.js";
import { detectionMeasure } from "../../src/measures/instances/detectionMeasure.js";
import { type CocoSet, optionsOf, readCocoSets, scoreSet } from "../helpers/cocoSets.js";

const SETS = readCocoSets("coco_more");
const SET = SETS.find(({ name }) => name === "many categories") as CocoSet;
const TIES = SETS.find(({ name }) => name.startsWith("ties in score")) as CocoSet;
const OPTIONS = optionsOf(SET, "boxes", {});

describe("a DetectionScorer", () => {
  it.each([
    ["boxes", SET],
    ["masks", SET],
    ["boxes", TIES],
  ] as const)("has the same bits however its images are split and merged: %s", (task, set) => {
    const options = optionsOf(set, task, {});
    const whole = scoreSet(set, options);
    const [bytes, scores] = [whole.toBytes(), whole.compute()];
    const { images } = set.groundTruth;
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: images.length, maxLength: images.length }), (shares) => {
        const parts = [2, 0, 1].map((share) =>
          scoreSet(
            set,
            options,
            images.filter((_, i) => shares[i] === share),
          ),
        );
        const merged = parts.reduce((a, b) => a.merge(b));
        expect(merged.toBytes()).toEqual(bytes);
        expect(merged.compute()).toEqual(scores);
        expect(merged.digest()).toBe(whole.digest());
      }),
      { seed: 1, numRuns: 6 },
    );
  });

  it.each([true, false])("comes back from bytes and JSON, perCategory %s", (perCategory) => {
    const scorer = scoreSet(SET, { ...OPTIONS, perCategory, corrections: ["zeroId", "ties"] });
    for (const back of [
      DetectionScorer.fromBytes(scorer.toBytes()),
      DetectionScorer.fromJSON(JSON.stringify(scorer)),
      DetectionScorer.fromJSON(scorer.toJSON(), scorer.settings),
    ]) {
      expect(back.toBytes()).toEqual(scorer.toBytes());
      expect(back.toJSON()).toEqual(scorer.toJSON());
      expect(back.compute()).toEqual(scorer.compute());
      expect(back.errors()).toEqual(scorer.errors());
    }
    expect(() => DetectionScorer.fromBytes(scorer.toBytes(), { ...OPTIONS, task: "masks" })).toThrow(
      /other settings/,
    );
  });

  it("counts an image of weight 2 as the image twice", () => {
    const [first, second] = SET.groundTruth.images;
    const objects = (id: number | undefined): [GroundTruthObjects, DetectedObjects] => [
      SET.groundTruth.annotations.filter(({ image_id }) => image_id === id),
      SET.detections.filter(({ image_id }) => image_id === id),
    ];
    const twice = new DetectionScorer(OPTIONS)
      .update(...objects(first?.id), { id: 1 })
      .update(...objects(first?.id), { id: 2 })
      .update(...objects(second?.id), { id: 3 });
    const weighted = new DetectionScorer(OPTIONS)
      .update(...objects(first?.id), { id: 1, weight: 2 })
      .update(...objects(second?.id), { id: 3 });
    const [a, b] = [twice.compute(), weighted.compute()];
    for (const name of ["ap", "ap50", "ar1", "ar100"] as const) expect(b[name]).toBeCloseTo(a[name], 14);
  });

  it("takes columns, typed or not, as it takes COCO's objects", () => {
    const rows = new DetectionScorer(OPTIONS);
    const columns = new DetectionScorer(OPTIONS);
    for (const { id, width, height } of SET.groundTruth.images) {
      const truths = SET.groundTruth.annotations.filter(({ image_id }) => image_id === id);
      const found = SET.detections.filter(({ image_id }) => image_id === id);
      rows.update(truths, found, { id, width, height });
      columns.update(
        {
          categoryIds: Int32Array.from(truths, ({ category_id }) => category_id),
          boxes: Float64Array.from(truths.flatMap(({ bbox }) => Array.from(bbox ?? []))),
          areas: truths.map(({ area }) => area ?? NaN),
          crowds: truths.map(({ iscrowd }) => iscrowd === 1),
          ids: truths.map(({ id }) => id ?? -1),
        },
        {
          categoryIds: found.map(({ category_id }) => category_id),
          scores: Float64Array.from(found, ({ score }) => score),
          boxes: found.map(({ bbox }) => bbox ?? []),
        },
        { id, width, height },
      );
    }
    expect(columns.toBytes()).toEqual(rows.toBytes());
  });

  it.each(["masks", "boundaries"] as const)("takes columns of %s as it takes COCO's objects", (task) => {
    const [rows, columns] = [0, 0].map(() => new DetectionScorer({ ...OPTIONS, task })) as [
      DetectionScorer,
      DetectionScorer,
    ];
    for (const { id, width, height } of SET.groundTruth.images) {
      const truths = SET.groundTruth.annotations.filter(({ image_id }) => image_id === id);
      const found = SET.detections.filter(({ image_id }) => image_id === id);
      rows.update(truths, found, { id, width, height });
      columns.update(
        {
          categoryIds: truths.map(({ category_id }) => category_id),
          masks: truths.map(({ segmentation }) => segmentation ?? []),
          areas: truths.map(({ area }) => area ?? NaN),
          crowds: Uint8Array.from(truths, ({ iscrowd }) => Number(iscrowd)),
        },
        {
          categoryIds: found.map(({ category_id }) => category_id),
          scores: found.map(({ score }) => score),
          masks: found.map(({ segmentation }) => segmentation ?? []),
        },
        { id, width, height },
      );
    }
    expect(columns.toBytes()).toEqual(rows.toBytes());
    expect(columns.compute().ap).toBeGreaterThan(0);
  });

  it("refuses an id that is there, unless it is to be replaced", () => {
    const scorer = new DetectionScorer(OPTIONS).update([], [], { id: 7 });
    expect(() => scorer.update([], [], { id: "7" })).toThrow(/already/);
    expect(scorer.update([], [], { id: 7, replace: true }).imageCount).toBe(1);
  });

  it("bounds average precision, names images that hold it down, and compares models", () => {
    const scorer = scoreSet(SET, OPTIONS);
    const { ap, ap50, categories } = scorer.compute();
    const intervals = scorer.confidenceIntervals({ resamples: 200 });
    expect(intervals.mean.estimate).toBeCloseTo(ap, 14);
    expect(intervals.mean.percentile.low).toBeLessThan(ap);
    expect(intervals.mean.percentile.high).toBeGreaterThan(ap);
    intervals.categories.forEach(({ categoryId, estimate }, c) => {
      expect(categoryId).toBe(categories[c]?.categoryId);
      if (Number.isNaN(estimate)) expect(categories[c]?.ap).toBeNaN();
      else expect(estimate).toBeCloseTo(categories[c]?.ap as number, 14);
    });
    const { mean, images } = scorer.contributions({ metric: "ap50" });
    expect(mean).toBeCloseTo(ap50, 14);
    for (const { id, changeWithout, score } of images) {
      const without = scoreSet(
        SET,
        OPTIONS,
        SET.groundTruth.images.filter((image) => String(image.id) !== id),
      );
      expect(changeWithout).toBeCloseTo(without.compute().ap50 - ap50, 13);
      const alone = scoreSet(
        SET,
        OPTIONS,
        SET.groundTruth.images.filter((image) => String(image.id) === id),
      );
      const own = alone.compute().ap50;
      if (Number.isNaN(own)) expect(score).toBeNaN();
      else expect(score).toBeCloseTo(own, 13);
    }
    const worse = scoreSet({ ...SET, detections: SET.detections.filter((_, i) => i % 2 === 0) }, OPTIONS);
    const comparison = compareModels(scorer, worse, { resamples: 100 });
    expect(comparison.mean.first).toBeCloseTo(ap, 14);
    expect(comparison.mean.second).toBeCloseTo(worse.compute().ap, 14);
    expect(compareModels(scorer, scorer, { resamples: 50 }).mean).toMatchObject({ difference: 0, pValue: 1 });
    expect(() =>
      compareModels(
        scorer,
        scoreSet(
          { ...SET, groundTruth: { ...SET.groundTruth, annotations: SET.groundTruth.annotations.slice(1) } },
          OPTIONS,
        ),
      ),
    ).toThrow(/same ground truth/);
  });

  it("resamples as a data set in which drawn images stand as often as drawn", () => {
    const scorer = scoreSet(SET, OPTIONS);
    const { set } = scorer.comparedImages({});
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), {
          minLength: SET.groundTruth.images.length,
          maxLength: SET.groundTruth.images.length,
        }),
        (times) => {
          const combination = set.combination();
          combination.addEach(Float64Array.from(times));
          const out = new Float64Array(set.values.length);
          combination.scoreInto(out);
          // In the order of the set: by id, as texts.
          const images = [...SET.groundTruth.images].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
          const copies = new DetectionScorer(OPTIONS);
          images.forEach((image, i) => {
            for (let copy = 0; copy < (times[i] as number); copy++) {
              copies.update(
                SET.groundTruth.annotations.filter(({ image_id }) => image_id === image.id),
                SET.detections.filter(({ image_id }) => image_id === image.id),
                { id: 100 * image.id + copy },
              );
            }
          });
          const { ap } = copies.compute();
          if (Number.isNaN(ap)) expect(out[0]).toBeNaN();
          else expect(out[0]).toBeCloseTo(ap, 13);
        },
      ),
      { seed: 2, numRuns: 15 },
    );
  });
});

describe("a row that no image could have left", () => {
  const { settings } = scoreSet(SET, OPTIONS);
  const { images } = scoreSet(SET, OPTIONS).toJSON();
  const whole = images.find(({ matched }) => matched[0] !== 0) as unknown as Record<string, number[]>;

  it("is told from one that an image has left", () => {
    const row = detectionMeasure.rowFromJson(whole, "row", settings);
    expect(detectionMeasure.rowToJson(row)).toEqual(
      Object.fromEntries(Object.entries(whole).filter(([key]) => key !== "id" && key !== "weight")),
    );
  });

  it.each([
    ["scores", 0, -1e9],
    ["scores", 0, null],
    ["groups", 0, 1e6],
    ["matched", 0, 2 ** 10],
    ["ignored", 1, -1],
    ["taken", 0, 99],
    ["taken", 0, 0],
    ["nearestIous", 0, 2],
    ["nearest", 0, 0],
    ["truthCounts", 0, 50],
    ["detectionCounts", 0, 0.5],
    ["detectionCounts", 0, 50],
    ["truthRanges", 0, 16],
    ["truthRanges", 0, 0],
  ] as const)("is refused: %s[%i] %d", (column, i, value) => {
    const forged = structuredClone(whole) as Record<string, (number | null)[]>;
    (forged[column] as (number | null)[])[i] = value;
    expect(() => detectionMeasure.rowFromJson(forged, "row", settings)).toThrow(/^"row\./);
  });

  it.each(["groups", "scores", "matched", "others"])("is refused: %s of another length", (column) => {
    const forged = { ...whole, [column]: [...(whole[column] as number[]), 0] };
    expect(() => detectionMeasure.rowFromJson(forged, "row", settings)).toThrow(/^"row\./);
    expect(() => detectionMeasure.rowFromJson({ ...whole, [column]: undefined }, "row", settings)).toThrow(
      TypeError,
    );
  });
});

describe("hostile input", () => {
  const good = { category_id: 4, bbox: [0, 0, 4, 4], iscrowd: 0, area: 16 } as const;
  const found = { category_id: 4, bbox: [0, 0, 4, 4], score: 0.5 } as const;
  const boxes = (): DetectionScorer => new DetectionScorer({ task: "boxes", categories: [4] });
  it.each([
    ["bbox", { ...good, bbox: [0, 0, NaN, 4] }, found, '"groundTruths[0].bbox[2]"'],
    ["bbox", { ...good, bbox: [0, 0, 4] }, found, '"groundTruths[0].bbox"'],
    ["bbox", { ...good, bbox: [0, 0, -4, 4] }, found, "two corners"],
    ["bbox", { ...good, bbox: undefined }, found, '"groundTruths[0].bbox"'],
    ["area", { ...good, area: -1 }, found, '"groundTruths[0].area"'],
    ["iscrowd", { ...good, iscrowd: 2 }, found, '"groundTruths[0].iscrowd"'],
    ["category", { ...good, category_id: 1.5 }, found, '"groundTruths[0].category_id"'],
    ["category", { ...good, category_id: "4" }, found, '"groundTruths[0].category_id"'],
    ["score", good, { ...found, score: NaN }, '"detections[0].score"'],
    ["score", good, { ...found, score: Infinity }, '"detections[0].score"'],
    ["score", good, { ...found, score: "0.5" }, '"detections[0].score"'],
    ["no object", null, found, '"groundTruths[0]"'],
    ["images", { ...good, image_id: 1 }, { ...found, image_id: 2 }, "one image at a time"],
  ])("%s is refused", (_, truth, detection, message) => {
    const scorer = boxes();
    expect(() => scorer.update([truth] as never, [detection] as never)).toThrow(message);
    expect(scorer.imageCount).toBe(0);
  });

  it("refuses columns of other lengths, and memory that is gone", () => {
    const truths = { categoryIds: [4], boxes: [0, 0, 4, 4] };
    const scores = Float64Array.of(0.5);
    structuredClone(scores, { transfer: [scores.buffer] });
    for (const [detections, message] of [
      [{ categoryIds: [4], scores: [], boxes: [0, 0, 4, 4] }, '"detections.scores"'],
      [{ categoryIds: [4], scores: [0.5], boxes: [0, 0, 4] }, '"detections.boxes"'],
      [{ categoryIds: [4], scores, boxes: [0, 0, 4, 4] }, "detached"],
      [{ categoryIds: [4], scores: [0.5], bbox: [0, 0, 4, 4] }, "unknown option"],
    ] as const) {
      expect(() => boxes().update(truths, detections as never)).toThrow(message);
    }
  });

  it("refuses masks of another size, and masks without an image's size", () => {
    const masks = new DetectionScorer({ task: "masks", categories: [4] });
    const truth = { category_id: 4, segmentation: [[0, 0, 4, 0, 4, 4]] };
    const other = { category_id: 4, score: 1, segmentation: { size: [3, 3], counts: [9] } } as const;
    expect(() => masks.update([truth], [])).toThrow('"width"');
    expect(() => masks.update([truth], [other], { width: 8, height: 8 })).toThrow(
      '"detections[0].segmentation.size"',
    );
    expect(() =>
      masks.update([{ ...truth, segmentation: [[0, 0, NaN, 0, 4, 4]] }], [], { width: 8, height: 8 }),
    ).toThrow('"groundTruths[0].segmentation[0]"');
  });

  it.each([
    [{ task: "box" }, '"task"'],
    [{ categories: [] }, '"categories"'],
    [{ categories: [1, 1] }, '"categories[1].id"'],
    [{ iouThresholds: [] }, '"iouThresholds"'],
    [{ iouThresholds: [1.5] }, '"iouThresholds[0]"'],
    [{ iouThresholds: Array<number>(33).fill(0.5) }, '"iouThresholds"'],
    [{ maxDetections: [0] }, '"maxDetections[0]"'],
    [{ maxDetections: [1, 2, 3, 4] }, '"maxDetections"'],
    [{ areaRanges: { small: [0, 1] } }, '"areaRanges"'],
    [{ areaRanges: { all: [2, 1] } }, '"areaRanges.all"'],
    [{ recallThresholds: [0.5, 0.5] }, '"recallThresholds[1]"'],
    [{ corrections: ["none"] }, '"corrections[0]"'],
    [{ convention: "pascal" }, '"convention"'],
    [{ dilationRatio: 0 }, '"dilationRatio"'],
    [{ perCategory: 1 }, '"perCategory"'],
    [{ threshold: 1 }, "unknown option"],
  ])("refuses the option %j", (option, message) => {
    expect(() => new DetectionScorer({ task: "boxes", categories: [1], ...option } as never)).toThrow(
      message,
    );
  });
});
