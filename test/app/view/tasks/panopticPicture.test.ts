import { describe, expect, it } from "vitest";
import { panopticMaps } from "../../../../app/view/tasks/panopticPicture.js";
import type { SegmentMaps } from "../../../../app/view/tasks/segmentPicture.js";
import type { PanopticConventionName, PanopticImage } from "../../../../src/panoptic/index.js";
import { PanopticScorer } from "../../../../src/scorers/panopticScorer.js";
import { RANDOM_CATEGORIES, randomPair } from "../../../helpers/randomPanoptic.js";

/** What a picture shows, as scorers count it. */
function counted({ segments }: SegmentMaps): readonly number[] {
  const wrong = segments.filter(({ outcome }) => outcome !== "matched" && outcome !== "ignored");
  return [
    segments.filter(({ outcome }) => outcome === "matched").length,
    wrong.filter(({ predictedArea }) => predictedArea !== undefined).length,
    wrong.filter(({ truthArea }) => truthArea !== undefined).length,
    segments.reduce((total, { iou = 0 }) => total + iou, 0),
  ];
}

function scored(
  categories: typeof RANDOM_CATEGORIES,
  groundTruth: PanopticImage,
  prediction: PanopticImage,
  convention: PanopticConventionName,
): { readonly shown: readonly number[]; readonly told: readonly number[]; readonly maps: SegmentMaps } {
  const scorer = new PanopticScorer({ categories });
  const maps = panopticMaps(scorer.settings, groundTruth, prediction, convention);
  const found = scorer.update(groundTruth, prediction).compute({ convention });
  const sum = (key: "tp" | "fp" | "fn" | "iouSum"): number =>
    found.categories.reduce((total, one) => total + one[key], 0);
  return { maps, shown: counted(maps), told: [sum("tp"), sum("fp"), sum("fn"), sum("iouSum")] };
}

const CONVENTIONS = ["panopticapi", "torchmetrics", "torchmetrics-standard", "cityscapes"] as const;

describe.each(CONVENTIONS)("the picture of panoptic segments by %s", (convention) => {
  it("shows as many matched, false and missed segments as are scored", () => {
    const totals = [0, 0, 0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const { groundTruth, prediction } = randomPair(seed);
      const { shown, told } = scored(RANDOM_CATEGORIES, groundTruth, prediction, convention);
      expect(shown.slice(0, 3), `seed ${seed}`).toEqual(told.slice(0, 3));
      expect(shown[3]).toBeCloseTo(told[3] as number, 10);
      told.forEach((count, i) => (totals[i] = (totals[i] as number) + count));
    }
    expect(Math.min(...totals)).toBeGreaterThan(30);
  });
});

describe("the picture of panoptic segments", () => {
  const image = (text: string, segments: PanopticImage["segments"]): PanopticImage => ({
    map: Uint32Array.from(text, Number),
    width: text.length,
    height: 1,
    segments,
  });
  const stuff = (id: number): PanopticImage["segments"][number] => ({ id, categoryId: 10 });

  it("takes all stuff of a category for one segment where the rules do", () => {
    const pair = [image("1122", [stuff(1), stuff(2)]), image("3444", [stuff(3), stuff(4)])] as const;
    const texts = (convention: PanopticConventionName): string[] =>
      scored(RANDOM_CATEGORIES, ...pair, convention).maps.segments.map(
        ({ outcome, truthArea, predictedArea, iou }) =>
          `${outcome} ${truthArea ?? "-"} ${predictedArea ?? "-"} ${iou?.toFixed(2) ?? ""}`,
      );
    expect(texts("torchmetrics-standard")).toEqual(["matched 4 4 1.00"]);
    expect(texts("torchmetrics")).toEqual(["matched 4 4 1.00"]);
    expect(texts("panopticapi")).toEqual(["missed 2 - ", "false - 1 ", "matched 2 3 0.67"]);
  });

  it("counts stuff by its IoU by the modified rules, also where nothing of it was predicted", () => {
    const truth = image("1112", [stuff(1), { id: 2, categoryId: 11 }]);
    const prediction = image("3444", [stuff(3), { id: 4, categoryId: 1 }]);
    const { maps, shown, told } = scored(RANDOM_CATEGORIES, truth, prediction, "torchmetrics");
    expect(shown).toEqual(told);
    expect(maps.segments.map(({ name, outcome, iou }) => [name, outcome, iou])).toEqual([
      ["category 1", "false", undefined],
      ["category 10", "matched", 1 / 3],
      ["category 11", "matched", 0],
    ]);
    const standard = scored(RANDOM_CATEGORIES, truth, prediction, "torchmetrics-standard");
    expect(standard.shown).toEqual([0, 2, 2, 0]);
    expect(standard.told).toEqual([0, 2, 2, 0]);
  });

  it("lists a missed segment without a pixel where it is counted", () => {
    const truth = image("11", [
      { id: 1, categoryId: 1 },
      { id: 7, categoryId: 2 },
    ]);
    const prediction = image("33", [{ id: 3, categoryId: 1 }]);
    for (const convention of CONVENTIONS) {
      const { shown, told } = scored(RANDOM_CATEGORIES, truth, prediction, convention);
      expect(shown).toEqual(told);
      expect(shown[2]).toBe(convention.startsWith("torchmetrics") ? 0 : 1);
    }
  });
});
