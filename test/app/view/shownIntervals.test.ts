import { describe, expect, it } from "vitest";
import { shownIntervals } from "../../../app/view/shownIntervals.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";

function scorerOf(images: number): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: 2 });
  for (let image = 0; image < images; image++) {
    const truth = Uint8Array.from({ length: 20 }, (_, pixel) => Number(pixel < 10));
    const prediction = truth.map((label, pixel) => (pixel % (image + 2) === 0 ? 1 - label : label));
    scorer.update(truth, prediction, { id: `image ${image}` });
  }
  return scorer;
}

describe("shownIntervals", () => {
  const drawn = ["percentile", "bca", "definedResamples"];

  it("leave out what nobody asked to draw, at any depth", () => {
    const intervals = scorerOf(12).confidenceIntervals();
    const shown = shownIntervals(intervals, undefined);
    const { estimate, bounds, method, movedBy, note } = intervals.mean;
    expect(shown.mean).toEqual({ estimate, bounds, method, movedBy, note });
    expect(shown.classes.map(({ name, bounds: own }) => [name, own])).toEqual(
      intervals.classes.map(({ name, bounds: own }) => [name, own]),
    );
    for (const key of drawn) {
      expect(shown.mean).not.toHaveProperty(key);
      expect(shown.classes[0]).not.toHaveProperty(key);
    }
    expect(JSON.parse(JSON.stringify(shown))).toMatchObject({ imageCount: 12, mean: { estimate, bounds } });
  });

  it("have all of it where resamples were asked for", () => {
    const intervals = scorerOf(12).confidenceIntervals({ resamples: 50 });
    const { mean } = JSON.parse(JSON.stringify(shownIntervals(intervals, 50))) as typeof intervals;
    expect(mean).toMatchObject({ percentile: intervals.mean.percentile, bca: intervals.mean.bca });
    expect(mean.definedResamples).toBe(50);
  });
});
