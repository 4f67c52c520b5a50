import { describe, expect, it } from "vitest";
import { type CocoFile, CocoReader } from "../../../app/detections/cocoFile.js";
import { imagePairs, requireTruth } from "../../../app/detections/imagePairs.js";
import { inspectDetections } from "../../../app/detections/inspectDetections.js";
import { DatasetError } from "../../../app/errors/problem.js";

const TRUTH = {
  info: { year: 2026 },
  // Annotations may come before what they name.
  annotations: [
    {
      id: 7,
      image_id: 2,
      category_id: 1,
      bbox: [1, 2, 3, 4],
      area: 10.5,
      iscrowd: 1,
      segmentation: [[0, 0, 2, 0, 2, 2]],
    },
    { image_id: 1, category_id: 3, bbox: [0.1, 0.2, 30, 40], segmentation: { size: [4, 4], counts: "04L4" } },
    {
      id: 9,
      image_id: 2,
      category_id: 3,
      bbox: [5, 6, 7, 8],
      area: 56,
      iscrowd: 0,
      ignore: 1,
      segmentation: { size: [4, 4], counts: [0, 16] },
    },
  ],
  images: [
    { id: 1, width: 40, height: 30, file_name: "one.jpg" },
    { id: 2, width: 20, height: 10, neg_category_ids: [5], not_exhaustive_category_ids: [] },
    { id: "three" },
  ],
  categories: [
    { id: 1, name: "cat" },
    { id: 3, name: "dog", frequency: "r" },
  ],
};

const RESULTS = [
  {
    image_id: 2,
    category_id: 1,
    bbox: [1, 2, 3, 4],
    score: 0.25,
    segmentation: { size: [4, 4], counts: "04L4" },
  },
  { image_id: "three", category_id: 3, bbox: [0, 0, 1, 1], score: 1e-3, extra: { deep: [1] } },
  { image_id: 2, category_id: 3, bbox: [9, 9, 1, 1], score: 0.75, segmentation: [[0, 0, 2, 0, 2, 2]] },
];

function read(content: unknown, masks = false, pieceBytes = 7): CocoFile {
  const reader = new CocoReader("file.json", { masks });
  const bytes = new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.slice(at, at + pieceBytes));
  return reader.finish();
}

function refusalOf(use: () => unknown): string {
  try {
    use();
  } catch (error) {
    if (error instanceof DatasetError) return (error.problem as { got: string }).got;
    throw error;
  }
  return "nothing: it was taken";
}

describe("COCO's files", () => {
  it("become images, categories and records, wherever the pieces end", () => {
    for (const pieceBytes of [1, 7, 10_000]) {
      const file = read(TRUTH, false, pieceBytes);
      expect(file).toMatchObject({ isResults: false, categories: TRUTH.categories });
      expect(file.images.map(({ id, width, fileName }) => [id, width, fileName])).toEqual([
        [1, 40, "one.jpg"],
        [2, 20, undefined],
        ["three", undefined, undefined],
      ]);
      expect(file.images[1]).toMatchObject({ negativeCategoryIds: [5], notExhaustiveCategoryIds: [] });
      expect([...file.records.boxes.values().subarray(4, 8)]).toEqual([0.1, 0.2, 30, 40]);
      expect(file.records.segmentations).toHaveLength(0);
    }
  });

  it("are paired image by image, each side in the order of its file", () => {
    const pairs = [...imagePairs(read(TRUTH), read(RESULTS), "boxes")];
    expect(pairs.map(({ image }) => image.id)).toEqual([1, 2, "three"]);
    expect(pairs[0]?.groundTruths).toEqual({
      categoryIds: Float64Array.of(3),
      boxes: Float64Array.of(0.1, 0.2, 30, 40),
      // Of the box, where the file has none.
      areas: Float64Array.of(1200),
      crowds: Uint8Array.of(0),
      ignores: Uint8Array.of(0),
      ids: Float64Array.of(2),
    });
    expect(pairs[1]?.groundTruths).toEqual({
      categoryIds: Float64Array.of(1, 3),
      boxes: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      areas: Float64Array.of(10.5, 56),
      crowds: Uint8Array.of(1, 0),
      ignores: Uint8Array.of(0, 1),
      ids: Float64Array.of(7, 9),
    });
    expect(pairs[1]?.detections).toEqual({
      categoryIds: Float64Array.of(1, 3),
      scores: Float64Array.of(0.25, 0.75),
      boxes: Float64Array.of(1, 2, 3, 4, 9, 9, 1, 1),
    });
    expect(pairs[0]?.detections.scores).toEqual(new Float64Array(0));
  });

  it("keep masks where they are asked for", () => {
    const masked = { ...TRUTH, annotations: TRUTH.annotations.filter(({ image_id }) => image_id === 2) };
    const found = RESULTS.filter(({ image_id }) => image_id === 2);
    const [, pair] = [...imagePairs(read(masked, true), read(found, true), "masks")];
    expect(pair?.groundTruths.masks).toEqual([[[0, 0, 2, 0, 2, 2]], { size: [4, 4], counts: [0, 16] }]);
    expect(pair?.detections.masks).toEqual([{ size: [4, 4], counts: "04L4" }, [[0, 0, 2, 0, 2, 2]]]);
  });

  it("may be an annotation file of detections", () => {
    const file = read({ ...TRUTH, annotations: RESULTS });
    const pairs = [...imagePairs(read(TRUTH), file, "boxes")];
    expect(pairs[1]?.detections.scores).toEqual(Float64Array.of(0.25, 0.75));
  });

  it.each([
    [{ images: [] }, "no JSON of instances"],
    [[{ category_id: 1 }], "an image_id in [0]"],
    [[{ image_id: 1 }], "a category_id in [0]"],
    [[{ image_id: 1.5, category_id: 1 }], "a whole number"],
    [[{ image_id: 1, category_id: "cat" }], "a number"],
    [[{ image_id: 1, category_id: 1, bbox: [1, 2, 3] }], "a bbox of 4 numbers"],
    [[{ image_id: 1, category_id: 1, bbox: [1, 2, 3, 4, 5] }], "a bbox of 4 numbers"],
    [[{ image_id: 1, category_id: 1, bbox: "1 2 3 4" }], "a list"],
    [[{ image_id: 1, category_id: 1, iscrowd: 2 }], "true, false, 1 or 0"],
    [[7], "an object"],
    [{ ...TRUTH, images: [{ id: 1 }, { id: 1 }] }, "images has the id 1 twice"],
    [{ ...TRUTH, categories: [{ id: 1 }, { id: 1 }] }, "categories has the id 1 twice"],
    [{ ...TRUTH, images: [{ id: 1, width: 0 }] }, "a size in pixels"],
    [{ ...TRUTH, images: [{ width: 3 }] }, "an id in images[0]"],
    [{ ...TRUTH, categories: [{ id: 1, frequency: "x" }] }, "a frequency"],
    ['[{"image_id": 1, "category_id": 1, "score": NaN}]', "JSON has no NaN"],
    ['[{"image_id": 9007199254740993, "category_id": 1}]', "a whole number"],
  ])("are refused where something is wrong: %j", (content, reason) => {
    expect(refusalOf(() => read(content))).toContain(reason);
  });

  it.each([
    [{ ...TRUTH, annotations: [{ image_id: 1, category_id: 1, segmentation: { counts: "0" } }] }],
    [{ ...TRUTH, annotations: [{ image_id: 1, category_id: 1, segmentation: { size: [4], counts: "0" } }] }],
  ])("are refused where a mask is none: %j", (content) => {
    expect(refusalOf(() => read(content, true))).toContain("a segmentation");
  });

  it("are refused where the two do not fit", () => {
    const pairsOf = (truth: unknown, found: unknown, shape: "boxes" | "masks"): (() => unknown) => {
      return () => [...imagePairs(read(truth, true), read(found, true), shape)];
    };
    const first = RESULTS.slice(0, 1);
    const asTruth = (content: unknown): (() => unknown) => {
      return () => {
        requireTruth(read(content));
      };
    };
    expect(refusalOf(asTruth(RESULTS))).toContain("is a list of results");
    expect(refusalOf(asTruth({ ...TRUTH, categories: [] }))).toContain("has no categories");
    expect(refusalOf(asTruth({ ...TRUTH, images: [] }))).toContain("has no images");
    expect(refusalOf(asTruth(TRUTH))).toContain("nothing");
    expect(refusalOf(pairsOf(TRUTH, [{ ...RESULTS[0], image_id: 77 }], "boxes"))).toContain("image_id 77");
    expect(refusalOf(pairsOf(TRUTH, [{ ...RESULTS[0], bbox: null }], "boxes"))).toContain("record 0");
    expect(refusalOf(pairsOf(TRUTH, TRUTH, "boxes"))).toContain("no score");
    const [one, ...others] = TRUTH.annotations;
    const twice = { ...TRUTH, annotations: [one, ...others, { ...one, bbox: [1, 2, 3, 4] }] };
    expect(refusalOf(pairsOf(twice, first, "boxes"))).toMatch(
      /the id \d+ twice, at 0 and \d+ .* an id of its own/,
    );
    expect(refusalOf(pairsOf(TRUTH, [{ ...RESULTS[0], segmentation: [] }], "masks"))).toContain(
      "no segmentation",
    );
    expect(refusalOf(pairsOf(TRUTH, first, "boxes"))).toContain("nothing");
  });
});

describe("what looks wrong with COCO's files", () => {
  const square = { size: [10, 20], counts: [0, 20, 180] };
  const good = { image_id: 1, category_id: 1, bbox: [0, 0, 2, 10], area: 20, segmentation: square };
  const truthOf = (...annotations: object[]): CocoFile =>
    read(
      {
        images: [{ id: 1, width: 20, height: 10 }],
        categories: [{ id: 1, name: "cat" }],
        annotations: annotations.map((one, i) => ({ id: i + 1, ...one })),
      },
      true,
    );
  const codesOf = (file: CocoFile, truth = file): readonly string[] =>
    inspectDetections(file, truth).findings.map(
      ({ code, count, first }) => `${code} ${count} ${first ?? "-"}`,
    );

  it("is nothing of a sound file", () => {
    expect(codesOf(truthOf(good, { ...good, bbox: [18, 0, 2, 10] }))).toEqual([]);
  });

  it.each([
    [{ id: 1 }, "duplicate-id 1 1"],
    [{ id: 0 }, "zero-id 1 1"],
    [{}, "repeated 1 1"],
    [{ bbox: [0, 0, 0, 10] }, "degenerate-box 1 1"],
    [{ bbox: [0, 0, 2, -1] }, "degenerate-box 1 1"],
    [{ bbox: [-2, 0, 2, 10] }, "box-outside 1 1"],
    [{ bbox: [19, 0, 3, 10] }, "box-outside 1 1"],
    [{ segmentation: [[0, 0, 25, 0, 25, 5]], area: 50 }, "mask-outside 1 1"],
    [{ segmentation: { size: [20, 10], counts: [0, 20, 180] } }, "wrong-mask 1 1"],
    [{ segmentation: { size: [10, 20], counts: [0, 20] } }, "wrong-mask 1 1"],
    [{ segmentation: { size: [10, 20], counts: [200] }, area: 0 }, "empty-mask 1 1"],
    [{ area: 90 }, "other-area 1 1"],
    [{ category_id: 5 }, "unknown-category 1 1"],
    [{ image_id: 7 }, "unknown-image 1 1"],
  ])("is found: %j", (changed, code) => {
    expect(codesOf(truthOf(good, { ...good, ...changed }))).toContain(code);
  });

  it("is found of results by their truth", () => {
    const truth = truthOf(good, { ...good, bbox: [5, 0, 2, 10] });
    const results = Array.from({ length: 101 }, (_, i) => ({ ...good, score: i / 50 }));
    expect(codesOf(read(results, true), truth)).toEqual(["score-range 50 51", "over-100 1 -"]);
    expect(codesOf(read([], true), truth)).toEqual(["image-without-results 1 -"]);
    const stranger = read([{ ...good, image_id: 5, score: 1 }], true);
    expect(codesOf(stranger, truth)).toContain("unknown-image 1 0");
    expect(inspectDetections(truth, truth).categories).toEqual([
      { categoryId: 1, name: "cat", records: 2, images: 1 },
    ]);
  });
});
