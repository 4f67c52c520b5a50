import { describe, expect, it } from "vitest";
import { SegmentationScorer } from "../../../src/index.js";

// Truth in rows, prediction in columns; 25 pixels.
//        cat dog bird
//  cat    10   2    0
//  dog     1   5    2
//  bird    0   1    4
const scorer = new SegmentationScorer({
  numClasses: 5,
  ignoreIndex: 255,
  classNames: ["cat", "dog", "bird", "fish", "newt"],
  groups: { mammal: ["cat", "dog"], other: ["bird", "fish"] },
});
const cells: [number, number, number][] = [
  [0, 0, 10],
  [0, 1, 2],
  [1, 0, 1],
  [1, 1, 5],
  [1, 2, 2],
  [2, 1, 1],
  [2, 2, 4],
  [255, 3, 6],
];
const pixels = cells.flatMap(([t, p, count]) => Array<[number, number]>(count).fill([t, p]));
scorer.update(
  Uint8Array.from(pixels, ([t]) => t),
  Uint8Array.from(pixels, ([, p]) => p),
);

describe("the scores of a matrix", () => {
  const scores = scorer.compute({ beta: 2 });
  const [cat, dog, bird, fish] = scores.classes;

  it("of each class", () => {
    expect(cat).toMatchObject({
      name: "cat",
      intersection: 10,
      union: 13,
      groundTruthArea: 12,
      predictionArea: 11,
    });
    expect(cat?.iou).toBe(10 / 13);
    expect(cat?.dice).toBe(20 / 23);
    expect(dog?.precision).toBe(5 / 8);
    expect(dog?.recall).toBe(5 / 8);
    expect(bird?.specificity).toBe(18 / 20);
    expect(bird?.balancedAccuracy).toBe((4 / 5 + 18 / 20) / 2);
    expect(bird?.fBeta).toBe((5 * 4) / (4 * 5 + 6));
    expect(fish?.iou).toBeNaN();
    expect(fish?.undefinedBecause).toEqual({
      iou: "absent in both",
      dice: "absent in both",
      precision: "absent in both",
      recall: "absent in both",
      fBeta: "absent in both",
      balancedAccuracy: "absent in both",
    });
    expect(cat?.undefinedBecause).toEqual({});
    expect(JSON.parse(JSON.stringify(fish))).toMatchObject({ iou: null, specificity: 1 });
  });

  it("of all together, as scikit-learn gives them", () => {
    // scikit-learn 1.2.1: accuracy_score, balanced_accuracy_score, cohen_kappa_score, matthews_corrcoef
    expect(scores.pixelCount).toBe(25);
    expect(scores.ignoredCount).toBe(6);
    expect(scores.pixelAccuracy).toBe(19 / 25);
    expect(scores.meanAccuracy).toBeCloseTo((10 / 12 + 5 / 8 + 4 / 5) / 3, 15);
    expect(scores.cohensKappa).toBeCloseTo((0.76 - 226 / 625) / (1 - 226 / 625), 15);
    expect(scores.matthewsCorrelation).toBeCloseTo(0.6256992451351524, 14);
    expect(scores.frequencyWeightedIou).toBeCloseTo((12 * (10 / 13) + 8 * (5 / 11) + 5 * (4 / 7)) / 25, 15);
  });

  it("by every average", () => {
    const mean = (average: "macro" | "micro" | "weighted"): number => scorer.compute({ average }).meanIou;
    expect(mean("macro")).toBeCloseTo((10 / 13 + 5 / 11 + 4 / 7) / 3, 15);
    expect(mean("micro")).toBe(19 / 31);
    expect(mean("weighted")).toBe(scores.frequencyWeightedIou);
    expect(scorer.compute({ average: "none" }).mean).toBeUndefined();
  });

  it("of generalized Dice, by every weight", () => {
    const dices = [2 * 10, 2 * 5, 2 * 4];
    const areas = [23, 16, 11];
    const by = (weights: number[]): number =>
      dices.reduce((sum, d, i) => sum + d * (weights[i] as number), 0) /
      areas.reduce((sum, a, i) => sum + a * (weights[i] as number), 0);
    expect(scores.generalizedDice.uniform).toBeCloseTo(by([1, 1, 1]), 15);
    expect(scores.generalizedDice.simple).toBeCloseTo(by([1 / 12, 1 / 8, 1 / 5]), 15);
    expect(scores.generalizedDice.square).toBeCloseTo(by([1 / 144, 1 / 64, 1 / 25]), 15);
  });

  it("of categories: a dog taken for a cat is a mammal all the same", () => {
    expect(scores.groups.map(({ name, iou }) => [name, iou])).toEqual([
      ["mammal", 18 / 21],
      ["other", 4 / 7],
    ]);
  });

  it("leaves excluded classes out of means, and counts them still", () => {
    const without = SegmentationScorer.fromJSON(JSON.stringify(scorer)).settings;
    const other = new SegmentationScorer({ numClasses: 5, ignoreIndex: 255, excludeClasses: [1] });
    other.update(
      Uint8Array.from(pixels, ([t]) => t),
      Uint8Array.from(pixels, ([, p]) => p),
    );
    expect(without.excludeClasses).toEqual([]);
    const got = other.compute();
    expect(got.meanIou).toBe((10 / 13 + 4 / 7) / 2);
    expect(got.classes[1]).toMatchObject({ isExcluded: true, iou: 5 / 11 });
    expect(got.pixelAccuracy).toBe(19 / 25);
  });

  it("says that an ignored class has no score", () => {
    const ignored = new SegmentationScorer({ numClasses: 3, ignoreIndex: 0 });
    ignored.update(Uint8Array.of(0, 1, 1, 2), Uint8Array.of(1, 0, 1, 2));
    const got = ignored.compute();
    expect(got.classes[0]?.undefinedBecause.iou).toBe("ignored");
    expect(got.classes.map(({ iou }) => iou)).toEqual([NaN, 1 / 2, 1]);
    expect(got.meanIou).toBe(3 / 4);
  });

  it("as shares of rows, columns and everything", () => {
    const row = (by: "groundTruth" | "prediction" | "all", t: number): number[] => [
      ...scorer.normalizedConfusionMatrix(by).values.subarray(t * 5, t * 5 + 3),
    ];
    expect(row("groundTruth", 0)).toEqual([10 / 12, 2 / 12, 0]);
    expect(row("groundTruth", 3)).toEqual([NaN, NaN, NaN]);
    expect(row("prediction", 1)).toEqual([1 / 11, 5 / 8, 2 / 6]);
    expect(row("all", 2)).toEqual([0, 1 / 25, 4 / 25]);
    expect(() => scorer.normalizedConfusionMatrix("rows" as never)).toThrow('"by" expected "groundTruth"');
  });

  it("of each image", () => {
    const two = new SegmentationScorer({ numClasses: 3, ignoreIndex: 9 })
      .update(Uint8Array.of(0, 1, 9), Uint8Array.of(0, 0, 0), { id: "b", weight: 2 })
      .update(Uint8Array.of(1, 1), Uint8Array.of(1, 1), { id: "a" });
    const [a, b] = two.imageScores();
    expect(a).toMatchObject({ id: "a", meanIou: 1, meanDice: 1, pixelAccuracy: 1, pixelCount: 2 });
    expect(b).toMatchObject({ id: "b", weight: 2, ignoredCount: 1, meanIou: 0.25, pixelAccuracy: 0.5 });
    expect([...(b?.iou ?? [])]).toEqual([0.5, 0, NaN]);
  });

  it("of nothing is undefined, not 0", () => {
    const empty = new SegmentationScorer({ numClasses: 2, ignoreIndex: 255 });
    empty.update(Uint8Array.of(255), Uint8Array.of(0));
    const got = empty.compute();
    expect([got.meanIou, got.pixelAccuracy, got.cohensKappa, got.generalizedDice.square]).toEqual([
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
    expect(new SegmentationScorer({ numClasses: 2 }).compute().meanIou).toBeNaN();
  });
});
