import { describe, expect, it } from "vitest";
import { detectionOutcomes } from "../../../../app/view/tasks/detectionOutcomes.js";
import { detectionPicture } from "../../../../app/view/tasks/detectionPicture.js";
import { DetectionScorer } from "../../../../src/scorers/detectionScorer.js";

const { settings } = new DetectionScorer({ task: "boxes", categories: [{ id: 5, name: "owl" }, 7] });

/** Objects and detections in mixed order: a match, a miss, a crowd, a false one, and one that is not sure. */
const pair = {
  image: {
    id: 1,
    width: 100,
    height: 50,
    fileName: undefined,
    negativeCategoryIds: undefined,
    notExhaustiveCategoryIds: undefined,
  },
  groundTruths: {
    categoryIds: [7, 5, 5],
    boxes: Float64Array.of(60, 5, 20, 20, 0, 0, 20, 20, 30, 0, 20, 20),
    crowds: [0, 1, 0],
    ids: [1, 2, 3],
  },
  detections: {
    categoryIds: [5, 7, 5, 5],
    scores: [0.6, 0.2, 0.9, 0.7],
    boxes: Float64Array.of(1, 1, 10, 10, 60, 5, 20, 20, 30, 0, 20, 16, 70, 30, 9, 9),
  },
};

describe("what became of objects and detections", () => {
  it("is told by their places in the file", () => {
    const { truths, detections } = detectionOutcomes(settings, pair, 0.5);
    const told = (list: typeof truths): unknown[] =>
      list.map(({ place, outcome, partner }) => [place, outcome, partner]);
    expect(told(truths)).toEqual([
      [1, "ignored", -1],
      [2, "matched", 2],
      [0, "missed", -1],
    ]);
    expect(told(detections)).toEqual([
      [2, "matched", 2],
      [3, "false", -1],
      [0, "ignored", -1],
    ]);
    expect(detections[0]?.iou).toBeCloseTo(0.8, 12);
  });

  it("is counted, listed and framed in a picture", () => {
    const about = "";
    const picture = detectionPicture({
      id: "1",
      about,
      settings,
      pair,
      scoreThreshold: 0.5,
      photo: undefined,
    });
    expect(picture?.legend.map(({ text }) => text)).toEqual([
      "matched: 1",
      "missed: 1",
      "false: 1",
      "ignored: 2",
    ]);
    expect(picture?.segments.map(({ name }) => name).slice(0, 3)).toEqual([
      "category 7",
      "owl, score 70.0 %",
      "owl, score 90.0 %",
    ]);
    const [truth, found] = picture?.slices[0]?.panels ?? [];
    expect(truth?.boxes).toContainEqual({ segment: 0, x: 60, y: 5, width: 20, height: 20 });
    expect(found?.boxes).toHaveLength(3);
  });
});
