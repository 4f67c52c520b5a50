import { describe, expect, it } from "vitest";
import { isMaskscoreError } from "../../../src/index.js";
import {
  explainPanopticConvention,
  type PanopticConventionName,
  type PanopticImage,
  panopticQuality,
} from "../../../src/panoptic/index.js";
import { drawn } from "../../helpers/drawnPanoptic.js";
import { readPanopticGolden } from "../../helpers/panopticGolden.js";

const [PERSON, SKY] = [1, 7];
const CATEGORIES = [
  { id: PERSON, isThing: true, name: "person" },
  { id: SKY, isThing: false, name: "sky" },
];

function caseOf(name: string): { readonly groundTruth: PanopticImage; readonly prediction: PanopticImage } {
  const found = readPanopticGolden("cases.json").find((golden) => golden.name === name)?.images[0];
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

/** The categories of the golden cases. */
const ITS_CATEGORIES = readPanopticGolden("cases.json")[0]?.categories ?? [];

describe("groups without a segment", () => {
  const nothing = drawn(["..", ".."], {});

  it("have no score, and a reason", () => {
    const scores = panopticQuality(nothing, nothing, { categories: CATEGORIES });
    expect([scores.all, scores.things, scores.stuff]).toEqual([undefined, undefined, undefined]);
    expect(scores.reasons).toEqual({
      all: "no category has a segment that counts, on either side",
      things: "no thing category has a segment that counts, on either side",
      stuff: "no stuff category has a segment that counts, on either side",
    });
    expect(scores.categories.map(({ pq, tp, iouSum }) => [pq, tp, iouSum])).toEqual([
      [NaN, 0, 0],
      [NaN, 0, 0],
    ]);
  });

  it("are told from kinds that no category is of", () => {
    const person = drawn(["aa"], { a: PERSON });
    const { all, things, stuff, reasons } = panopticQuality(person, person, {
      categories: [{ id: PERSON, isThing: true }],
    });
    const whole = { pq: 1, sq: 1, rq: 1, n: 1 };
    expect({ all, things, stuff }).toEqual({ all: whole, things: whole, stuff: undefined });
    expect(reasons).toEqual({ stuff: "there is no stuff category among categories" });
  });
});

describe("what panopticapi believes", () => {
  it("is a listed area, and a note says so", () => {
    const { groundTruth, prediction } = caseOf("quirk: area of the ground truth as listed");
    const { notes } = panopticQuality(groundTruth, prediction, { categories: ITS_CATEGORIES });
    expect(notes).toEqual([
      "Segments of the ground truth whose listed area is not their area in the map, 1: the IoU is taken of the listed one, as panopticapi does; leave area out to have the map's",
    ]);
    const options = { categories: ITS_CATEGORIES, areas: "checked" } as const;
    expect(() => panopticQuality(groundTruth, prediction, options)).toThrow(
      '"groundTruth.segments[0].area" expected 100, the pixels of segment 6944267 in the map, got 150; leave area out, or mend the list',
    );
    const painted = {
      ...groundTruth,
      segments: groundTruth.segments.map((one) => ({ ...one, area: undefined })),
    };
    expect(panopticQuality(painted, prediction, options).all).toEqual({ pq: 1, sq: 1, rq: 1, n: 1 });
  });

  it("is the last of several crowds, and a note says so", () => {
    const { groundTruth, prediction } = caseOf("two crowds of one category");
    const { notes } = panopticQuality(groundTruth, prediction, { categories: ITS_CATEGORIES });
    expect(notes.join()).toMatch(/^Crowds that forgive nothing, 1: of several/);
  });

  it.each([
    [
      "ground truth id painted but not listed",
      /^Ids in the ground truth's map that are not listed, \d+: they are neither/,
    ],
    [
      "ground truth segment listed but not painted",
      /^Segments of the ground truth without a pixel, 1: missed/,
    ],
    [
      "area of the prediction as painted",
      /^Predicted segments whose listed area is not their area in the map, 1: /,
    ],
    ["iscrowd on a prediction", /^Predicted crowds, \d+: /],
  ])("in %s is noted", (name, expected) => {
    const { groundTruth, prediction } = caseOf(name);
    const { notes } = panopticQuality(groundTruth, prediction, { categories: ITS_CATEGORIES });
    expect(
      notes.some((note) => expected.test(note)),
      notes.join("\n"),
    ).toBe(true);
  });

  it("is never an area that leaves no union", () => {
    const truth = drawn(["aa.."], { a: PERSON }, { a: { area: 0 } });
    const prediction = drawn(["bb.."], { b: PERSON });
    expect(() => panopticQuality(truth, prediction, { categories: CATEGORIES })).toThrow(
      '"groundTruth.segments[0].area" expected 2, the segment\'s pixels in the map, got 0, which leaves no union to divide by',
    );
  });
});

describe("conventions", () => {
  /** PQ of all; the person's tp, fp, fn; the sky's. */
  function told(
    truth: PanopticImage,
    prediction: PanopticImage,
    convention: PanopticConventionName,
  ): readonly unknown[] {
    const { all, categories } = panopticQuality(truth, prediction, { categories: CATEGORIES, convention });
    return [all?.pq, ...categories.map(({ tp, fp, fn }) => [tp, fp, fn])];
  }

  it("differ in void of the prediction", () => {
    // a: 4 pixels of which 2 are predicted void. b: 2 pixels.
    const truth = drawn(["aaaa"], { a: PERSON });
    const prediction = drawn(["bb.."], { b: PERSON });
    // IoU 2 / 4, no match.
    expect(told(truth, prediction, "panopticapi")).toEqual([0, [0, 1, 1], [0, 0, 0]]);
    // IoU 2 / (4 - 2).
    expect(told(truth, prediction, "torchmetrics")).toEqual([1, [1, 0, 0], [0, 0, 0]]);
  });

  it("differ in what is missed on void", () => {
    const truth = drawn(["aaaaa"], { a: PERSON });
    const prediction = drawn(["s...."], { s: SKY });
    expect(told(truth, prediction, "panopticapi")).toEqual([0, [0, 0, 1], [0, 1, 0]]);
    // More than half of a is predicted void.
    expect(told(truth, prediction, "torchmetrics-standard")).toEqual([0, [0, 0, 0], [0, 1, 0]]);
    // The sky is only predicted: the modified quality has nothing to divide by.
    expect(told(truth, prediction, "torchmetrics")).toEqual([undefined, [0, 0, 0], [0, 0, 0]]);
  });

  it("differ in stuff of several segments, and in what overlaps by half or less", () => {
    const truth = drawn(["sstt...."], { s: SKY, t: SKY });
    const prediction = drawn(["uuuuuuuu"], { u: SKY });
    // u has 4 pixels beside void: IoU 2 / (4 + 2 - 2) with s and with t.
    expect(told(truth, prediction, "panopticapi")).toEqual([0, [0, 0, 0], [0, 1, 2]]);
    // All sky is one segment: 4 / 4.
    expect(told(truth, prediction, "torchmetrics-standard")).toEqual([1, [0, 0, 0], [1, 0, 0]]);
    const less = drawn(["uaaaaaaa"], { u: SKY, a: PERSON });
    expect(told(truth, less, "torchmetrics-standard")).toEqual([0, [0, 0, 0], [0, 1, 1]]);
    // The IoU 1 / 4 counts though it matches nothing; the person is ignored, with 4 of 7 pixels on void.
    expect(told(truth, less, "torchmetrics")).toEqual([0.25, [0, 0, 0], [1, 0, 0]]);
  });

  it("differ in crowds", () => {
    const truth = drawn(["aaaa"], { a: PERSON }, { a: { isCrowd: true } });
    const prediction = drawn(["bbcc"], { b: PERSON, c: PERSON });
    expect(told(truth, prediction, "panopticapi")).toEqual([undefined, [0, 0, 0], [0, 0, 0]]);
    expect(told(truth, prediction, "torchmetrics")).toEqual([0, [0, 2, 1], [0, 0, 0]]);
    const { notes } = panopticQuality(truth, prediction, {
      categories: CATEGORIES,
      convention: "torchmetrics",
    });
    expect(notes).toEqual([
      "Crowds of the ground truth, 1: they count like any other segment, for torchmetrics knows no crowds",
    ]);
  });

  it("differ in ids that are not listed", () => {
    const truth = drawn(["aaxx"], { a: PERSON });
    const prediction = drawn(["bbbb"], { b: PERSON });
    expect(told(truth, prediction, "panopticapi")).toEqual([0, [0, 1, 1], [0, 0, 0]]);
    expect(told(truth, prediction, "torchmetrics")).toEqual([1, [1, 0, 0], [0, 0, 0]]);
  });

  it("are explained by name", () => {
    for (const name of ["panopticapi", "torchmetrics", "torchmetrics-standard", "cityscapes"] as const) {
      expect(explainPanopticConvention(name)).toMatch(new RegExp(`^${name}\\nSource: `));
    }
    expect(() => explainPanopticConvention("coco" as never)).toThrow('"name" expected "panopticapi" or');
  });
});

describe("maps", () => {
  const segments = [{ id: 3, categoryId: PERSON }];
  const of = (map: unknown): PanopticImage => ({ map: map as Uint32Array, width: 2, height: 2, segments });
  const ids = [3, 3, 0, 0];

  it.each([
    ["Uint8Array", Uint8Array.from(ids)],
    ["Uint8ClampedArray", Uint8ClampedArray.from(ids)],
    ["Int8Array", Int8Array.from(ids)],
    ["Uint16Array", Uint16Array.from(ids)],
    ["Int16Array", Int16Array.from(ids)],
    ["Int32Array", Int32Array.from(ids)],
    ["Uint32Array", Uint32Array.from(ids)],
    ["Uint32Array somewhere in its buffer", new Uint32Array([9, ...ids, 9].map(Number)).subarray(1, 5)],
    ["BigInt64Array", BigInt64Array.from(ids, BigInt)],
    ["BigUint64Array", BigUint64Array.from(ids, BigInt)],
    ["plain array", ids],
  ])("of a %s are read", (_, map) => {
    expect(panopticQuality(of(map), of(Uint32Array.from(ids)), { categories: CATEGORIES }).all?.pq).toBe(1);
  });

  it("have ids up to 2^32 - 1", () => {
    const [a, b] = [2 ** 32 - 1, 2 ** 24 + 1];
    const image = {
      ...{ map: Uint32Array.of(a, b, 2 ** 24, 0), width: 4, height: 1 },
      segments: [a, b, 2 ** 24].map((id) => ({ id, categoryId: PERSON })),
    };
    expect(panopticQuality(image, image, { categories: CATEGORIES }).categories[0]?.tp).toBe(3);
  });

  it("of detached memory are refused", () => {
    const map = Uint32Array.from(ids);
    structuredClone(map, { transfer: [map.buffer] });
    expect(() => panopticQuality(of(map), of(ids), { categories: CATEGORIES })).toThrow(/detached/);
  });
});

describe("what cannot be", () => {
  const good = drawn(["aa", "s."], { a: PERSON, s: SKY });
  const [a] = good.segments as [{ id: number; categoryId: number }];
  const options = { categories: CATEGORIES };
  const withMap = (map: unknown): unknown => ({ ...good, map });
  const withSegments = (...segments: unknown[]): unknown => ({ ...good, segments });

  it.each<readonly [what: string, truth: unknown, prediction: unknown, given: unknown, message: string]>([
    [
      "no side",
      undefined,
      good,
      options,
      '"groundTruth" expected { map, width, height, segments }, got undefined',
    ],
    ["a bare map", good, good.map, options, '"prediction" expected { map, width, height, segments }'],
    ["a width of 1.5", { ...good, width: 1.5 }, good, options, '"groundTruth.width" expected a whole number'],
    [
      "a height of NaN",
      { ...good, height: NaN },
      good,
      options,
      '"groundTruth.height" expected a whole number',
    ],
    [
      "no height",
      { ...good, height: undefined },
      good,
      options,
      '"groundTruth.height" expected a whole number',
    ],
    ["another size", good, { ...good, width: 4, height: 1 }, options, '"prediction" expected 2 x 2 pixels'],
    [
      "a short map",
      good,
      withMap(Uint32Array.of(97)),
      options,
      '"prediction.map" expected 4 ids, width x height, got 1',
    ],
    [
      "floats",
      good,
      withMap(new Float32Array(4)),
      options,
      '"prediction.map" expected whole numbers in a Uint32Array',
    ],
    [
      "an id of 2^32",
      withMap([97, 97, 115, 2 ** 32]),
      good,
      options,
      '"groundTruth.map" expected ids from 0 to 4294967295, got 4294967296 at pixel 3',
    ],
    [
      "a big id",
      withMap(BigUint64Array.of(97n, 97n, 115n, 2n ** 63n)),
      good,
      options,
      "got 9223372036854775808n at pixel 3",
    ],
    ["an id of -1", good, withMap(Int32Array.of(97, -1, 115, 0)), options, "got -1 at pixel 1"],
    ["an id of 1.5", good, withMap([97, 97, 1.5, 0]), options, "got 1.5 at pixel 2"],
    ["an id of NaN", good, withMap([97, 97, NaN, 0]), options, "got NaN at pixel 2"],
    ["a hole", good, withMap(Array(4)), options, "got undefined at pixel 0"],
    [
      "segments that are none",
      { ...good, segments: {} },
      good,
      options,
      '"groundTruth.segments" expected an array',
    ],
    ["a segment that is none", withSegments(null), good, options, '"groundTruth.segments[0]" expected {'],
    [
      "a segment of void",
      withSegments({ ...a, id: 0 }),
      good,
      options,
      '"groundTruth.segments[0].id" expected a whole number from 1 to 4294967295, got 0',
    ],
    ["a segment of id 2^32", withSegments({ ...a, id: 2 ** 32 }), good, options, "got 4294967296"],
    [
      "a segment twice",
      withSegments(a, a),
      good,
      options,
      '"groundTruth.segments[1].id" expected an id unlike every other segment\'s, got 97 again',
    ],
    [
      "no category",
      withSegments({ id: 97 }),
      good,
      options,
      '"groundTruth.segments[0].categoryId" expected the id of a category, got nothing',
    ],
    [
      "a category of 1.5",
      withSegments({ ...a, categoryId: 1.5 }),
      good,
      options,
      '"groundTruth.segments[0].categoryId" expected a whole number',
    ],
    [
      "an unknown category of the truth",
      withSegments({ ...a, categoryId: 9 }),
      good,
      options,
      '"groundTruth.segments[0].categoryId" expected the id of one of categories, got 9',
    ],
    [
      "an unknown category",
      good,
      withSegments({ ...a, category_id: 9, categoryId: undefined }),
      options,
      '"prediction.segments[0].categoryId" expected the id of one of categories, got 9; add it to categories',
    ],
    [
      "two categories",
      withSegments({ ...a, category_id: SKY }),
      good,
      options,
      '"groundTruth.segments[0].categoryId" expected the same as its category_id, got 1',
    ],
    [
      "a crowd of 2",
      withSegments({ ...a, isCrowd: 2 }),
      good,
      options,
      '"groundTruth.segments[0].isCrowd" expected a whole number from 0 to 1, got 2',
    ],
    [
      "two crowds",
      withSegments({ ...a, isCrowd: true, iscrowd: 0 }),
      good,
      options,
      "expected the same as its iscrowd",
    ],
    [
      "an area of -1",
      withSegments({ ...a, area: -1 }),
      good,
      options,
      '"groundTruth.segments[0].area" expected a whole number',
    ],
    [
      "an area of NaN",
      withSegments({ ...a, area: NaN }),
      good,
      options,
      '"groundTruth.segments[0].area" expected a whole number',
    ],
    [
      "an id that is not listed",
      good,
      withSegments(a),
      options,
      '"prediction.map" expected ids that its segments list, and 0 for void, got 115, first at pixel 2',
    ],
    [
      "a segment that is not painted",
      good,
      { ...good, segments: [...good.segments, { id: 5, categoryId: SKY }] },
      options,
      '"prediction.segments" expected segments that have pixels in its map, got 5, which has none',
    ],
    ["no options", good, good, undefined, '"options" expected an object with categories, convention, areas'],
    [
      "no categories",
      good,
      good,
      {},
      '"categories" expected an array of { id, isThing, name? }, got undefined',
    ],
    [
      "empty categories",
      good,
      good,
      { categories: [] },
      '"categories" expected at least 1 category, got none',
    ],
    [
      "a category that is none",
      good,
      good,
      { categories: [1] },
      '"categories[0]" expected { id, isThing, name? }, got 1',
    ],
    [
      "an id of a category of 1.5",
      good,
      good,
      { categories: [{ id: 1.5, isThing: true }] },
      '"categories[0].id" expected a whole number',
    ],
    [
      "a category without isThing",
      good,
      good,
      { categories: [{ id: 1 }] },
      '"categories[0].isThing" expected true or false (COCO: isthing 1 or 0), got nothing; say whether',
    ],
    [
      "isthing of 2",
      good,
      good,
      { categories: [{ id: 1, isthing: 2 }] },
      '"categories[0].isthing" expected a whole number from 0 to 1, got 2',
    ],
    [
      "isThing beside isthing",
      good,
      good,
      { categories: [{ id: 1, isThing: true, isthing: 0 }] },
      '"categories[0].isThing" expected the same as its isthing, got true',
    ],
    [
      "a category twice",
      good,
      good,
      { categories: [...CATEGORIES, { id: 7, isThing: true }] },
      '"categories[2].id" expected an id unlike every other category\'s, got 7 again',
    ],
    [
      "a name that is none",
      good,
      good,
      { categories: [{ id: 1, isThing: true, name: 1 }] },
      '"categories[0].name" expected a string, got 1',
    ],
    [
      "an unknown option",
      good,
      good,
      { ...options, void: 0 },
      '"options" expected only categories, convention, areas',
    ],
    [
      "an unknown convention",
      good,
      good,
      { ...options, convention: "coco" },
      '"convention" expected "panopticapi" or "torchmetrics"',
    ],
    ["unknown areas", good, good, { ...options, areas: "painted" }, '"areas" expected "listed" or "checked"'],
  ])("%s is refused", (_, truth, prediction, given, message) => {
    let thrown: unknown;
    try {
      panopticQuality(truth as PanopticImage, prediction as PanopticImage, given as typeof options);
    } catch (error) {
      thrown = error;
    }
    expect((thrown as Error | undefined)?.message).toContain(message);
    expect(isMaskscoreError(thrown)).toBe(true);
  });
});

it("takes fifty thousand segments, each of a pixel, in its stride", () => {
  const pixelCount = 50_000;
  const image = {
    ...{
      width: 100,
      height: 500,
      map: Uint32Array.from({ length: pixelCount }, (_, i) => (i + 1) * 40_503),
    },
    segments: Array.from({ length: pixelCount }, (_, i) => ({ id: (i + 1) * 40_503, categoryId: PERSON })),
  };
  expect(panopticQuality(image, image, { categories: CATEGORIES }).categories[0]).toMatchObject({
    ...{ pq: 1, tp: pixelCount, fp: 0, fn: 0, iouSum: pixelCount },
  });
});

describe("boundaryRatio", () => {
  const person = drawn(["aaaa", "aaaa", "aaaa", "aaaa"], { a: PERSON });
  const part = drawn(["aaa.", "aaa.", "aaa.", "...."], { a: PERSON });
  const scored = (options: object): number | undefined =>
    panopticQuality(person, part, { categories: CATEGORIES, ...options }).all?.sq;

  it("takes the smaller IoU of segments and boundaries", () => {
    // 9 of 16 pixels; of the boundaries, 12 and 8 pixels, 5 are both's: 5 of 15, no match.
    expect(scored({})).toBe(9 / 16);
    expect(scored({ boundaryRatio: 0.02 })).toBe(0);
    // As wide as the image, boundaries are all there is.
    expect(scored({ boundaryRatio: 1 })).toBe(9 / 16);
  });

  it.each([0, -1, 1.5, NaN, Infinity, "0.02", null])("is refused as %j", (boundaryRatio) => {
    expect(() => scored({ boundaryRatio })).toThrow(/boundaryRatio/);
  });

  it("goes with no rules of torchmetrics", () => {
    expect(() => scored({ boundaryRatio: 0.02, convention: "torchmetrics" })).toThrow(
      /"convention" expected/,
    );
  });
});
