import { describe, expect, it } from "vitest";
import { thresholdOfGreys } from "../../../app/job/greyPairs.js";
import { recogniseLabels } from "../../../app/presets/recognise.js";

const counts = (labels: Readonly<Record<number, number>>): Map<number, number> =>
  new Map(Object.entries(labels).map(([label, count]) => [Number(label), count]));

const SMOOTHED = counts({ 0: 500, 40: 3, 128: 4, 200: 3, 255: 400 });
const SPREAD = counts({ 0: 10, 17: 30, 90: 30, 140: 30, 201: 30, 250: 30 });
const CLASSES = counts({ 0: 500, 1: 30, 2: 30, 18: 30, 255: 400 });
const MANY = counts({ 0: 10, 3: 20, 100: 20, 140: 20, 150: 20 });

describe("masks of two classes in greys", () => {
  it("are told by their edges on both sides", () => {
    expect(thresholdOfGreys(SMOOTHED, SMOOTHED)).toBe(127);
  });

  it("have thresholds of their own where one side is of 0 and 1, and one where it is of 0 and 255", () => {
    expect(thresholdOfGreys(counts({ 0: 5, 1: 5 }), SPREAD)).toEqual({ groundTruth: 0, prediction: 127 });
    expect(thresholdOfGreys(counts({ 0: 5, 255: 5 }), SPREAD)).toBe(127);
    expect(thresholdOfGreys(SMOOTHED, counts({ 0: 5, 255: 5 }))).toBe(127);
  });

  it.each([
    ["both sides of two values", counts({ 0: 5, 255: 5 }), counts({ 0: 5, 255: 5 })],
    ["classes and void", CLASSES, CLASSES],
    ["150 classes", MANY, MANY],
    ["classes that a model without certainty predicts", CLASSES, SPREAD],
  ])("are not %s", (_, truth, prediction) => {
    expect(thresholdOfGreys(truth, prediction)).toBeUndefined();
  });
});

describe("a known data set", () => {
  const upTo = (last: number, ...more: readonly number[]): Set<number> =>
    new Set([...Array.from({ length: last + 1 }, (_, label) => label), ...more]);

  it("is told by its labels and its void, which nobody predicts", () => {
    expect(recogniseLabels(upTo(11), upTo(10))).toMatchObject({
      name: "camvid",
      because: "label 11, never predicted, taken as void",
    });
    expect(recogniseLabels(upTo(20, 255), upTo(20))?.name).toBe("voc");
    expect(recogniseLabels(new Set([0, 15, 255]), new Set([0, 20]))?.name).toBe("voc");
  });

  it.each([
    ["12 classes, all predicted", upTo(11), upTo(11)],
    ["11 classes without void", upTo(10), upTo(10)],
    ["22 classes and 255", upTo(21, 255), upTo(20)],
    ["void that is predicted", upTo(20, 255), upTo(20, 255)],
    ["no class of the last label", upTo(9, 11), upTo(9)],
  ])("is not told of %s", (_, truth, predicted) => {
    expect(recogniseLabels(truth, predicted)).toBeUndefined();
  });
});
