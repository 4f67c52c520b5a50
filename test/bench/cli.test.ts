import { describe, expect, it } from "vitest";
import { requireAgreement, type ScoredFolder } from "../../bench/cli/agreement.js";
import { scenePair } from "../../bench/cli/scenePairs.js";
import { formatComparison, formatMemory, pairedRatio, type SideRounds } from "../../bench/cli/summary.js";

// The commands themselves are not run here: what is tested is the code around them.

describe("the ratio of two commands", () => {
  it("is the median of the rounds' ratios, not the ratio of medians", () => {
    // The machine is three times as slow in the last rounds, for both sides.
    expect(pairedRatio([1, 2, 3], [2, 4, 3])).toBe(0.5);
    expect(pairedRatio([1, 1, 3, 3, 3], [2, 2, 6, 6, 60])).toBe(0.5);
  });

  it.each([
    [[], []],
    [[1, 2], [1]],
  ])("needs rounds, as many of each side: %j and %j", (ours, theirs) => {
    expect(() => pairedRatio(ours, theirs)).toThrow(RangeError);
  });
});

describe("what is printed", () => {
  const side = (name: string, seconds: readonly number[], mebibytes: number): SideRounds => ({
    name,
    seconds,
    maxRssBytes: mebibytes * 2 ** 20,
  });
  const ours = side("ours", [1, 1.5, 1.25], 80);
  const theirs = side("theirs", [12, 10, 10], 120.4);

  it("has low, median and high of both, their memory, the ratio and its target", () => {
    expect(formatComparison(ours, theirs, 0.4)).toBe(
      [
        "          [low median high] s  peak RSS",
        "  ours       [1.00 1.25 1.50]    80 MiB",
        "  theirs  [10.00 10.00 12.00]   120 MiB",
        "  ours / theirs: 0.13, the median of 3 paired ratios; target 0.4: met",
      ].join("\n"),
    );
  });

  it("says so where a target is not met", () => {
    expect(formatComparison(theirs, ours, 0.7)).toMatch(/8\.00, .* target 0\.7: not met$/);
    expect(formatMemory(251 * 2 ** 20, 250 * 2 ** 20)).toBe("peak RSS 251 MiB, limit 250 MiB: not met");
    expect(formatMemory(250 * 2 ** 20, 250 * 2 ** 20)).toBe("peak RSS 250 MiB, limit 250 MiB: met");
  });
});

describe("agreement", () => {
  const result: ScoredFolder = {
    images: 2,
    meanIou: 0.5,
    confusionMatrix: [
      [3, 1],
      [0, 2],
    ],
  };

  it("allows means that were added up in another order", () => {
    expect(() => {
      requireAgreement(result, { ...result, meanIou: 0.5 + 1e-13 });
    }).not.toThrow();
  });

  it.each<[string, Partial<ScoredFolder>]>([
    ["images: maskscore gives 2, the script 3", { images: 3 }],
    ["mean IoU: maskscore gives 0.5, the script 0.500000001", { meanIou: 0.500000001 }],
    ["mean IoU: maskscore gives 0.5, the script NaN", { meanIou: NaN }],
    ["classes: maskscore gives 2, the script 1", { confusionMatrix: [[6]] }],
    [
      "pixels of class 0 taken for class 1: maskscore gives 1, the script 2",
      {
        confusionMatrix: [
          [3, 2],
          [0, 1],
        ],
      },
    ],
  ])("%s", (message, difference) => {
    expect(() => {
      requireAgreement(result, { ...result, ...difference });
    }).toThrow(message);
  });
});

describe("a drawn pair", () => {
  const [width, height] = [512, 256];
  const { groundTruth, prediction } = scenePair(width, height, 5);

  it("is the same for the same seed, and another one for another", () => {
    expect(scenePair(width, height, 5)).toEqual({ groundTruth, prediction });
    expect(scenePair(width, height, 6).groundTruth).not.toEqual(groundTruth);
  });

  it("holds 19 classes and void, and no void in the prediction", () => {
    expect(new Set(groundTruth)).toContain(255);
    expect([...new Set(groundTruth)].every((label) => label < 19 || label === 255)).toBe(true);
    expect(prediction.every((label) => label < 19)).toBe(true);
  });

  it("is predicted wrong for about one pixel in fifty", () => {
    const counted = [...groundTruth.keys()].filter((pixel) => groundTruth[pixel] !== 255);
    const wrong = counted.filter((pixel) => groundTruth[pixel] !== prediction[pixel]).length / counted.length;
    expect(wrong).toBeGreaterThanOrEqual(0.02);
    expect(wrong).toBeLessThan(0.03);
  });
});
