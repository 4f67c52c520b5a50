import { describe, expect, it } from "vitest";
import { SegmentationScorer } from "../../../src/index.js";

// 0 is hit twice and predicted void once, 1 is hit once, taken for 0 once and predicted void once; one pixel is ignored.
const TRUTH = Uint8Array.of(0, 0, 0, 1, 1, 1, 255);
const PREDICTION = Uint8Array.of(0, 0, 255, 1, 0, 255, 255);
const OPTIONS = {
  numClasses: 2,
  ignoreIndex: 255,
  voidPredictions: "miss",
  groups: { all: [0, 1] },
} as const;

function scored(): SegmentationScorer {
  return new SegmentationScorer(OPTIONS).update(TRUTH, PREDICTION, { id: "a" });
}

describe("void predictions", () => {
  it("are of their class's area in the truth, and of no predicted one", () => {
    const scores = scored().compute();
    expect(
      scores.classes.map(({ groundTruthArea, predictionArea }) => [groundTruthArea, predictionArea]),
    ).toEqual([
      [3, 3],
      [3, 1],
    ]);
    expect(scores).toMatchObject({ pixelCount: 6, ignoredCount: 1, pixelAccuracy: 0.5 });
    expect(scores.meanIou).toBeCloseTo((2 / 4 + 1 / 3) / 2, 15);
    // As a third class that is only predicted: kappa (6 * 3 - 12) / (36 - 12).
    expect(scores.cohensKappa).toBeCloseTo(6 / 24, 15);
    expect(scores.matthewsCorrelation).toBeCloseTo(6 / Math.sqrt((36 - 18) * (36 - 9 - 1 - 4)), 15);
    expect(scores.groups[0]).toMatchObject({ groundTruthArea: 6, predictionArea: 4, intersection: 4 });
  });

  it("are misses by every convention but Keras', which drops them", () => {
    const scorer = scored();
    const mean = (2 / 4 + 1 / 3) / 2;
    for (const convention of [
      "dataset",
      "torchmetrics",
      "monai",
      "mmsegmentation",
      "cityscapes",
      "fine-grained",
    ] as const) {
      expect([convention, scorer.compute({ convention }).meanIou.toFixed(12)]).toEqual([
        convention,
        mean.toFixed(12),
      ]);
    }
    const keras = scorer.compute({ convention: "keras" });
    expect(keras.meanIou).toBeCloseTo((2 / 3 + 1 / 2) / 2, 6);
    expect(keras.notes.join()).toContain("drops 2 pixels");
    expect(scorer.compute({ convention: "mmsegmentation" }).figures.aAcc).toBe(0.5);
    expect(scorer.spread().sentence).toContain("predicted void");
  });

  it("have a share, a cost and a finding of their own", () => {
    const scorer = scored();
    const third = 1 / 3;
    expect(scorer.normalizedConfusionMatrix()).toMatchObject({
      values: Float64Array.of(2 / 3, 0, third, third),
      voidPredictions: Float64Array.of(third, third),
    });
    expect([...(scorer.normalizedConfusionMatrix("prediction").voidPredictions ?? [])]).toEqual([0.5, 0.5]);
    expect(scorer.audit().map(({ code }) => code)).toContain("predicted-void");
    const costs = scorer.contributions().confusions.filter(({ prediction }) => prediction === null);
    expect(costs.map(({ groundTruth, pixels }) => [groundTruth, pixels])).toEqual(
      expect.arrayContaining([
        [0, 1],
        [1, 1],
      ]),
    );
    // Put right, class 1 has 2 of 3: the mean gains (2/3 - 1/3) / 2.
    expect(costs.find(({ groundTruth }) => groundTruth === 1)?.cost).toBeCloseTo(third / 2, 12);
    expect(scorer.imageScores()[0]).toMatchObject({ pixelCount: 6, pixelAccuracy: 0.5 });
  });

  it("add up, are merged, weighted and replaced", () => {
    const merged = scored().merge(
      new SegmentationScorer(OPTIONS).update(TRUTH, PREDICTION, { id: "b", weight: 3 }),
    );
    expect([...(merged.confusionMatrix().voidPredictions ?? [])]).toEqual([4, 4]);
    const stream = new SegmentationScorer({ ...OPTIONS, perImage: false })
      .update(TRUTH, PREDICTION)
      .update(TRUTH, TRUTH);
    expect([...(stream.confusionMatrix().voidPredictions ?? [])]).toEqual([1, 1]);
    expect(SegmentationScorer.fromBytes(stream.toBytes(), { ...OPTIONS, perImage: false }).digest()).toBe(
      stream.digest(),
    );
    const counts = scored().confusionMatrix();
    expect(new SegmentationScorer(OPTIONS).addCounts(counts, { id: "a" }).digest()).toBe(scored().digest());
    expect(() =>
      new SegmentationScorer(OPTIONS).addCounts({ ...counts, voidPredictions: Float64Array.of(1) }),
    ).toThrow('"matrix.voidPredictions" expected 2 counts, one of each class, got 1');
    expect(() => scored().merge(new SegmentationScorer({ ...OPTIONS, voidPredictions: "error" }))).toThrow(
      'voidPredictions is "miss" here and "error" there',
    );
  });

  it("are an error by default, which names the choice", () => {
    const scorer = new SegmentationScorer({ numClasses: 2, ignoreIndex: 255 });
    expect(scorer.settings.voidPredictions).toBe("error");
    expect(() => scorer.update(TRUTH, PREDICTION)).toThrow(
      '"prediction" label 255 at pixel 2 is outside 0..1; pass numClasses: 256, or pass voidPredictions: "miss"',
    );
  });
});

describe("a table of predictions", () => {
  const mapping = { 7: 0, 8: 1, 9: null };
  const scored = (more: object): SegmentationScorer =>
    new SegmentationScorer({ numClasses: 2, labelMapping: { prediction: mapping }, ...more }).update(
      Uint8Array.of(0, 1),
      Uint8Array.of(9, 8),
    );

  it("that maps a label to null says that it is a miss", () => {
    const scorer = scored({});
    expect(scorer.settings.voidPredictions).toBe("miss");
    expect(scorer.confusionMatrix().voidPredictions).toEqual(Float64Array.of(1, 0));
    expect(scorer.toJSON().settings).toHaveProperty("voidPredictions", "miss");
    expect(SegmentationScorer.fromBytes(scorer.toBytes()).settings).toEqual(scorer.settings);
    expect(() => scored({ voidPredictions: "error" })).toThrow(
      '"prediction" label 9 at pixel 0 is no class of labelMapping.prediction; pass voidPredictions: "miss" to count the pixel as missed',
    );
  });

  it("that goes by a name does not, and its states say what they said before there was a choice", () => {
    const scorer = new SegmentationScorer({
      numClasses: 19,
      labelMapping: { groundTruth: "cityscapes", prediction: "cityscapes" },
    });
    expect(scorer.settings.voidPredictions).toBe("error");
    expect(() => scorer.update(Uint8Array.of(7), Uint8Array.of(0))).toThrow(
      '"prediction" label 0 at pixel 0',
    );
    const saved = scorer.update(Uint8Array.of(7), Uint8Array.of(8)).toJSON();
    expect(saved.settings).not.toHaveProperty("voidPredictions");
    expect(SegmentationScorer.fromJSON(saved).settings).toEqual(scorer.settings);
  });
});
