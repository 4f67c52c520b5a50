import { describe, expect, it } from "vitest";
import { lesionVolume, VOLUME_SAMPLE } from "../../../../app/samples/lesionVolume.js";
import {
  PANOPTIC_CATEGORIES,
  PANOPTIC_SAMPLE,
  panopticScene,
  type SampleSide,
} from "../../../../app/samples/panopticScene.js";
import { componentMaps } from "../../../../app/view/tasks/componentPicture.js";
import { panopticMaps } from "../../../../app/view/tasks/panopticPicture.js";
import { segmentOutcomes } from "../../../../app/view/tasks/segmentOutcomes.js";
import { type SegmentMaps, segmentPicture } from "../../../../app/view/tasks/segmentPicture.js";
import { ComponentScorer } from "../../../../src/scorers/componentScorer.js";
import { PanopticScorer } from "../../../../src/scorers/panopticScorer.js";

/** One class: "." is background. */
function drawn(text: string): { readonly labels: Uint8Array; readonly shape: readonly number[] } {
  const rows = text.trim().split(/\s+/);
  return {
    labels: Uint8Array.from(rows.join(""), (letter) => (letter === "." ? 0 : 1)),
    shape: [rows.length, rows[0]?.length ?? 0],
  };
}

function componentsOf(truth: string, prediction: string, options: object = {}): SegmentMaps {
  const { settings } = new ComponentScorer({ connectivity: 4, ...options });
  const [ours, theirs] = [drawn(truth), drawn(prediction)];
  return componentMaps(
    settings,
    { groundTruth: ours.labels, prediction: theirs.labels, shape: ours.shape },
    () => "lesion",
  );
}

const told = ({ segments }: SegmentMaps): string[] =>
  segments.map(
    ({ outcome, truthArea, predictedArea }) => `${outcome} ${truthArea ?? "-"} ${predictedArea ?? "-"}`,
  );

describe("what became of segments", () => {
  it("is matched, missed or false where nothing else is near", () => {
    const maps = componentsOf("####..##.....", "###.......##.");
    expect(told(maps)).toEqual(["missed 2 -", "false - 2", "matched 4 3"]);
    expect(maps.segments.map(({ iou }) => iou)).toEqual([undefined, undefined, 0.75]);
    expect(Array.from(maps.truth)).toEqual([2, 2, 2, 2, -1, -1, 0, 0, -1, -1, -1, -1, -1]);
    expect(Array.from(maps.prediction)).toEqual([2, 2, 2, -1, -1, -1, -1, -1, -1, -1, 1, 1, -1]);
  });

  it("is split where one is predicted in pieces of which none matches", () => {
    expect(told(componentsOf("#######", "###.###"))).toEqual(["split 7 -", "split - 3", "split - 3"]);
  });

  it("is matched where a piece does, and the other pieces are split off", () => {
    expect(told(componentsOf("########", "######.#"))).toEqual(["split - 1", "matched 8 6"]);
  });

  it("is merged where one covers several", () => {
    expect(told(componentsOf("###.###", "#######"))).toEqual(["merged - 7", "merged 3 -", "merged 3 -"]);
    expect(told(componentsOf("######.#", "########"))).toEqual(["merged 1 -", "matched 6 8"]);
  });

  it("is one missed and one false where half of neither is the other's", () => {
    expect(told(componentsOf("####....", "..####.."))).toEqual(["missed 4 -", "false - 4"]);
  });

  it("is ignored where it is too small to count", () => {
    expect(told(componentsOf("#..####", "#..###.", { minPixels: 2 }))).toEqual([
      "matched 4 3",
      "ignored 1 -",
      "ignored - 1",
    ]);
  });

  it("keeps to categories", () => {
    const one = (category: number, area: number) => ({ category, area, isIgnored: false });
    const shared = [
      { truth: 0, predicted: 0, pixels: 3 },
      { truth: 0, predicted: 1, pixels: 3 },
    ];
    expect(segmentOutcomes([one(1, 6)], [one(1, 3), one(2, 3)], shared, [])).toEqual({
      truth: ["missed"],
      predicted: ["false", "false"],
    });
  });
});

const countOf = ({ segments }: SegmentMaps, ...wanted: string[]): number =>
  segments.filter(({ outcome }) => wanted.includes(outcome)).length;

describe("of the samples", () => {
  const panoptic = PANOPTIC_SAMPLE.seeds.map((seed) => panopticScene({ ...PANOPTIC_SAMPLE, seed }));
  const imageOf = (map: SampleSide) => ({
    ...PANOPTIC_SAMPLE,
    map: map.map,
    segments: map.segments.map(({ id, category_id, area }) => ({ id, categoryId: category_id, area })),
  });

  it.each(panoptic.map((scene, i) => [i, scene] as const))("scene %i is told as it is scored", (_, scene) => {
    const scorer = new PanopticScorer({ categories: PANOPTIC_CATEGORIES });
    const [truth, predicted] = [imageOf(scene.groundTruth), imageOf(scene.prediction)];
    const maps = panopticMaps(scorer.settings, truth, predicted);
    const { categories } = scorer.update(truth, predicted).compute();
    const sum = (key: "tp" | "fp" | "fn" | "iouSum"): number =>
      categories.reduce((total, one) => total + one[key], 0);
    expect(countOf(maps, "matched")).toBe(sum("tp"));
    const wrong = maps.segments.filter(({ outcome }) => outcome !== "matched");
    expect(wrong.filter(({ truthArea }) => truthArea !== undefined)).toHaveLength(sum("fn"));
    expect(wrong.filter(({ predictedArea }) => predictedArea !== undefined)).toHaveLength(sum("fp"));
    expect(maps.segments.reduce((total, { iou = 0 }) => total + iou, 0)).toBeCloseTo(sum("iouSum"), 12);
    // As the generator meant it: one thing in two halves, and two in one.
    expect([countOf(maps, "split"), countOf(maps, "merged")]).toEqual([3, 3]);
  });

  const { groundTruth, prediction } = lesionVolume(VOLUME_SAMPLE.seed);
  const image = { groundTruth, prediction, shape: VOLUME_SAMPLE.size };

  it("the volume is told as it is scored", () => {
    const scorer = new ComponentScorer();
    const maps = componentMaps(scorer.settings, image, () => "lesion");
    const [scores] = scorer.update(groundTruth, prediction, { shape: VOLUME_SAMPLE.size }).compute().classes;
    expect(countOf(maps, "matched")).toBe(scores?.truePositives);
    expect(countOf(maps, "split", "merged")).toBeGreaterThan(3);
  });

  it("the volume is painted in slices of which the first shows most", () => {
    const { settings } = new ComponentScorer();
    const maps = componentMaps(settings, image, () => "lesion");
    const picture = segmentPicture("lesions", "", maps, 5);
    expect(picture.slices).toHaveLength(5);
    const wrongOf = ({ detail }: { readonly detail: string | undefined }): number => {
      const slice = Number(/slice (\d+) of 24/.exec(detail ?? "")?.[1]) - 1;
      const pixels = 48 * 64;
      return [maps.truth, maps.prediction]
        .flatMap((map) => Array.from(map.subarray(slice * pixels, (slice + 1) * pixels)))
        .filter((place) => place >= 0 && maps.segments[place]?.outcome !== "matched").length;
    };
    const wrong = picture.slices.map(wrongOf);
    expect(wrong[picture.first]).toBe(Math.max(...wrong));
    expect(segmentPicture("lesions", "", maps, 64).slices).toHaveLength(24);
  });

  it("boxes hold their segments", () => {
    const { settings } = new ComponentScorer({ connectivity: 4 });
    const maps = componentMaps(
      settings,
      { groundTruth: Uint8Array.of(0, 1, 1, 0, 0, 1), prediction: new Uint8Array(6), shape: [2, 3] },
      () => "lesion",
    );
    const [slice] = segmentPicture("a", "", maps, 5).slices;
    expect(slice?.panels.map(({ boxes }) => boxes)).toEqual([
      [{ segment: 0, x: 1, y: 0, width: 2, height: 2 }],
      [],
    ]);
  });
});
