import { describe, expect, it } from "vitest";
import { comparisonVerdict, movedCounts, movedText } from "../../../app/view/comparisonWords.js";
import { worseGate } from "../../../app/view/gates.js";
import type { Difference, ModelComparison } from "../../../src/scorers/compareModels.js";

/** Models a and b, of means and an interval of their difference. */
function compared(
  first: number,
  second: number,
  [low, high] = [NaN, NaN],
  isLowerBetter = false,
): Parameters<typeof comparisonVerdict>[0] {
  const bounds = { low, high };
  const mean: Difference = {
    ...{ first, second, difference: second - first, bounds, percentile: bounds, bca: bounds },
    ...{ method: "jackknife-t", movedBy: 20, note: undefined, pValue: 0.01 },
  };
  const result: ModelComparison<string> = {
    ...{ metric: "iou", level: 0.95, resamples: 100, seed: 0, imageCount: 20, mean, classes: [], images: [] },
  };
  return { first: "a", second: "b", result, isLowerBetter };
}

describe("the verdict of a comparison", () => {
  it.each([
    [compared(0.5, 0.75, [0.2, 0.3]), "b is 0.250 above a [0.200, 0.300], p = 0.010."],
    [compared(0.75, 0.5, [-0.3, -0.2]), "b is 0.250 below a [0.200, 0.300], p = 0.010."],
    [compared(3, 1, [-2.5, -1.5], true), "b is 2.000 below a [1.500, 2.500], p = 0.010; lower is better."],
    [compared(0.5, 0.5, [0, 0]), "b and a score the same, p = 0.010."],
    [compared(3, Infinity, undefined, true), "b is inf, a 3.0000; lower is better."],
    [compared(Infinity, 3, undefined, true), "b is 3.0000, a inf; lower is better."],
    [compared(Infinity, Infinity, undefined, true), "b and a are both infinite: nothing tells them apart."],
    [compared(NaN, 0.5), "a and b cannot be compared: one of the models has no score."],
  ])("says which is better, by how much, and how sure that is: %#", (pair, words) => {
    expect(comparisonVerdict(pair)).toBe(words);
  });

  it("counts images by what is better of the score", () => {
    const images = [
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [Infinity, Infinity],
      [Infinity, 1],
      [NaN, 1],
    ].map(([first = 0, second = 0], i) => ({ id: `${i}`, first, second, difference: second - first }));
    expect(movedCounts(images)).toEqual({ better: 2, worse: 2, equal: 2, unscored: 1 });
    expect(movedCounts(images.slice(0, 2), true)).toEqual({ better: 0, worse: 2, equal: 0, unscored: 0 });
    expect(movedText(images, "b", true)).toBe(
      "b is better on 2 of 7 images, worse on 2, equal on 2, without a score on 1",
    );
  });
});

describe("the gate of --fail-worse", () => {
  it.each([
    ["a loss beyond the interval", compared(0.75, 0.5, [-0.3, -0.2]), -0.2],
    ["a loss within it", compared(0.75, 0.7, [-0.11, 0.01]), 0.01],
    ["a gain", compared(0.5, 0.75, [0.2, 0.3]), 0.3],
    ["a longer distance", compared(1, 3, [1.5, 2.5], true), -1.5],
    ["a shorter one", compared(3, 1, [-2.5, -1.5], true), 2.5],
    ["an infinite one", compared(3, Infinity, undefined, true), -Infinity],
    ["one that is infinite no more", compared(Infinity, 3, undefined, true), Infinity],
    ["two infinite ones", compared(Infinity, Infinity, undefined, true), NaN],
    ["a gain without an interval", compared(0.5, 0.75), 0.25],
    ["a loss without one", compared(0.75, 0.5), NaN],
    ["a score that is lost", compared(0.5, NaN), NaN],
  ])("of %s", (_, pair, score) => {
    const gate = worseGate(pair, "mean IoU");
    expect(gate).toMatchObject({ model: "b", key: "worse", threshold: 0, score, isMet: score >= 0 });
  });

  it("says what is subtracted from what", () => {
    expect(worseGate(compared(1, 2), "mean IoU").label).toBe(
      "upper end of the 95 % interval of mean IoU minus that of a",
    );
    expect(worseGate(compared(1, 2, undefined, true), "mean ASSD").label).toBe(
      "upper end of the 95 % interval of mean ASSD of a minus its own",
    );
  });
});
