import { describe, expect, it } from "vitest";
import { confusionMatrix } from "../../../src/counting/confusionMatrix.js";
import { CONVENTIONS } from "../../../src/measures/confusion/conventions/registry.js";
import { iou } from "../../../src/measures/confusion/overlapScores.js";
import { type ScorerOptions } from "../../../src/measures/confusion/settings.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";

const truth = Uint8Array.of(0, 1, 2, 3, 255, 1, 2, 3, 0, 1, 1, 254);
const prediction = Uint8Array.of(1, 1, 2, 0, 2, 2, 2, 3, 3, 0, 1, 1);

/** The same truth with one void label for all. */
function withOneVoid(ignored: readonly number[]): Uint8Array {
  return truth.map((label) => (ignored.includes(label) ? 200 : label));
}

function scorerOf(options: Partial<ScorerOptions>, ofTruth: Uint8Array = truth): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: 4, ...options });
  scorer.update(ofTruth, prediction, { id: "a" });
  return scorer;
}

describe("several ignored labels", () => {
  const ignored = [0, 254, 255];

  it("are counted as one label that stands for all", () => {
    const several = confusionMatrix(truth, prediction, { numClasses: 4, ignoreIndex: ignored });
    const one = confusionMatrix(withOneVoid(ignored), prediction, { numClasses: 4, ignoreIndex: 200 });
    expect(several).toEqual(one);
    expect(several.ignoredCount).toBe(4);
    expect(scorerOf({ ignoreIndex: ignored }).confusionMatrix()).toEqual(
      scorerOf({ ignoreIndex: 200 }, withOneVoid(ignored)).confusionMatrix(),
    );
  });

  it("have no score where they are classes", () => {
    const scores = iou(truth, prediction, { numClasses: 4, ignoreIndex: ignored, average: "none" });
    // Class 1 is hit in 2 of 4 pixels, 2 in 2 of 3, 3 in 1 of 2.
    expect(scores).toEqual(Float64Array.of(NaN, 2 / 4, 2 / 3, 1 / 2));
    expect(iou(truth, prediction, { numClasses: 4, ignoreIndex: ignored })).toBeCloseTo(5 / 9, 12);
    const { classes, meanIou } = scorerOf({ ignoreIndex: ignored }).compute();
    expect(classes.map(({ undefinedBecause }) => undefinedBecause.iou)).toEqual([
      "ignored",
      undefined,
      undefined,
      undefined,
    ]);
    expect(meanIou).toBeCloseTo(5 / 9, 12);
  });

  it("are missed where they are predicted, if that was said", () => {
    const scorer = scorerOf({ ignoreIndex: ignored, voidPredictions: "miss" });
    // Of class 1 and of class 3 a pixel each is predicted 0.
    expect(scorer.confusionMatrix().voidPredictions).toEqual(Float64Array.of(0, 1, 0, 1));
  });

  it("are labels of the files beside a mapping", () => {
    const labelMapping = { groundTruth: { 1: 1, 2: 2, 3: 3 } };
    const mapped = scorerOf({ ignoreIndex: [250, 254, 255, 0], labelMapping });
    expect(mapped.confusionMatrix().ignoredCount).toBe(4);
  });

  it("mean to every convention what one label means", () => {
    const several = scorerOf({ ignoreIndex: ignored });
    // As a class, 0 is ignored in both.
    const one = new SegmentationScorer({ numClasses: 4, ignoreIndex: 0 });
    one.update(
      truth.map((label) => (ignored.includes(label) ? 0 : label)),
      prediction,
      { id: "a" },
    );
    for (const convention of CONVENTIONS.keys()) {
      expect(several.compute({ convention }), convention).toEqual(one.compute({ convention }));
    }
  });

  it("are saved, and one in a list is one", () => {
    const scorer = scorerOf({ ignoreIndex: [255, 0, 254, 0] });
    expect(scorer.settings.ignoreIndex).toEqual([0, 254, 255]);
    expect(SegmentationScorer.fromBytes(scorer.toBytes()).compute()).toEqual(scorer.compute());
    expect(SegmentationScorer.fromJSON(scorer.toJSON()).settings).toEqual(scorer.settings);
    expect(new SegmentationScorer({ numClasses: 2, ignoreIndex: [255] }).settings.ignoreIndex).toBe(255);
    expect(new SegmentationScorer({ numClasses: 2, ignoreIndex: [] }).settings.ignoreIndex).toBe(null);
    expect(() =>
      scorer.merge(
        scorerOf(
          { ignoreIndex: 0 },
          truth.map(() => 0),
        ),
      ),
    ).toThrow(/ignoreIndex/);
  });

  it.each([[[0.5]], [["0"]], [[[0]]], [[null]], ["255"], [null]])("refuses %j", (ignoreIndex) => {
    const options = { numClasses: 4, ignoreIndex: ignoreIndex as never };
    expect(() => confusionMatrix(truth, prediction, options)).toThrow(
      /"ignoreIndex" expected a whole number/,
    );
    expect(() => new SegmentationScorer(options)).toThrow(/"ignoreIndex" expected a whole number/);
  });
});

describe("groups that overlap", () => {
  const groups = { whole: [1, 2, 3], core: [2, 3], rest: ["class 0"] };
  const scorer = scorerOf({
    groups,
    ignoreIndex: [254, 255],
    classNames: ["class 0", "a", "b", "c"],
  });

  it("are scored each by itself", () => {
    const kept = [...truth.keys()].filter((pixel) => (truth[pixel] as number) < 4);
    const iouOf = (own: readonly number[]): number => {
      const inTruth = (pixel: number): boolean => own.includes(truth[pixel] as number);
      const isPredicted = (pixel: number): boolean => own.includes(prediction[pixel] as number);
      const both = kept.filter((pixel) => inTruth(pixel) && isPredicted(pixel)).length;
      return both / kept.filter((pixel) => inTruth(pixel) || isPredicted(pixel)).length;
    };
    const { groups: scores, pixelCount } = scorer.compute();
    expect(scores.map(({ name, iou: score }) => [name, score])).toEqual([
      ["whole", iouOf([1, 2, 3])],
      ["core", iouOf([2, 3])],
      ["rest", iouOf([0])],
    ]);
    expect(scores.map(({ classIndex }) => classIndex)).toEqual([0, 1, 2]);
    expect(pixelCount).toBe(10);
  });

  it("are no categories of Cityscapes' script, which are disjoint", () => {
    const { figures, notes } = scorer.compute({ convention: "cityscapes" });
    expect(figures).not.toHaveProperty("categoryScores");
    expect(notes.join()).toContain("Groups that overlap are no categories of the script.");
  });

  it("are saved", () => {
    expect(SegmentationScorer.fromBytes(scorer.toBytes()).compute().groups).toEqual(scorer.compute().groups);
  });
});
