import { describe, expect, it } from "vitest";
import { changeOf } from "../../../app/view/changes.js";
import { type MovedMasks, movedMasks } from "../../../app/view/movedMasks.js";
import { movedPicture } from "../../../app/view/movedPicture.js";
import type { PairsView } from "../../../app/view/runView.js";
import { behindBest } from "../../../app/view/toBest.js";
import { VOID } from "../../../src/labels/labelKinds.js";
import { rulesOf } from "../../../src/labels/labelRules.js";
import type { Raster } from "../../../src/reading/raster.js";

const RULES = rulesOf({ numClasses: 3, ignoreIndex: 255 } as Parameters<typeof rulesOf>[0]);

/** Slices as lines of labels: "." is 255. */
function raster(...slices: readonly string[]): Raster {
  const data = Uint8Array.from(slices.join(""), (label) => (label === "." ? 255 : Number(label)));
  return {
    kind: "labels",
    data,
    size: [slices.length, 1, (slices[0] as string).length],
    spacing: undefined,
    placement: undefined,
  } as unknown as Raster;
}

const moved = (truth: Raster, first: Raster, second: Raster): MovedMasks =>
  movedMasks(truth, RULES.groundTruth, [
    { mask: first, rules: RULES.prediction },
    { mask: second, rules: RULES.prediction },
  ]);

describe("what changed between two models", () => {
  it.each([
    [1, 1, 1, "kept"],
    [1, 0, 1, "mended"],
    [1, 1, 0, "broken"],
    [1, 0, 2, "stillWrong"],
    [1, 0, 0, "stillWrong"],
  ] as const)("of truth %i, first %i, second %i: %s", (truth, first, second, change) => {
    expect(changeOf(truth, first, second)).toBe(change);
  });

  it("is counted of scored pixels alone", () => {
    const masks = moved(raster("0011.2"), raster("0101.0"), raster("0110.1"));
    expect(masks.counts).toEqual({ kept: 1, mended: 1, broken: 1, stillWrong: 2 });
    expect([...masks.groundTruth]).toEqual([0, 0, 1, 1, VOID, 2]);
    expect(masks.detail).toBeUndefined();
  });

  it("is of a volume that of the slice in which most has changed", () => {
    const masks = moved(raster("00", "11", "22"), raster("11", "01", "00"), raster("00", "10", "00"));
    expect(masks.detail).toBe("slice 1 of 3");
    expect(masks.counts.mended).toBe(2);
  });

  it("is drawn beside truth, old and new, with the share of each", () => {
    const change = {
      metric: "IoU",
      first: { name: "old", score: 0.25 },
      second: { name: "new", score: 0.5 },
      difference: 0.25,
    };
    const masks = moved(raster("0011"), raster("0100"), raster("0110"));
    const picture = movedPicture(
      "a",
      masks,
      change,
      ["sky", "road", "car"],
      ["#ff0000", "#00ff00", "#0000ff"],
    );
    expect(picture.about).toBe("mean IoU +0.2500: 0.2500 by old, 0.5000 by new");
    expect(picture.panels.map(({ name }) => name)).toEqual(["Ground truth", "old", "new", "What changed"]);
    expect(picture.changes.map(({ word, share }) => `${word} ${share}`)).toEqual([
      "mended 25.0 %",
      "broken 0.0 %",
      "still wrong 50.0 %",
      "right by both 25.0 %",
    ]);
    expect(picture.classes.map(({ name }) => name)).toEqual(["sky", "road"]);
    expect(picture.hasVoid).toBe(false);
  });
});

describe("behindBest", () => {
  const mean = { difference: 0.2, bounds: { low: 0.1, high: 0.4 } };
  const pairs = [{ first: "a", second: "b", mean, pValueHolm: 0.01, isSignificant: true }];
  const view = { pairs } as unknown as Pick<PairsView, "pairs">;

  it("is the model's minus the best one's, whichever came first", () => {
    expect(behindBest(view, "b", "a")).toEqual({
      difference: -0.2,
      bounds: { low: -0.4, high: -0.1 },
      pValueHolm: 0.01,
      isSignificant: true,
    });
    expect(behindBest(view, "a", "b")?.difference).toBe(0.2);
    expect(behindBest(view, "a", "a")).toBeUndefined();
  });
});
