import { describe, expect, it } from "vitest";
import type { DetectionRow } from "../../src/measures/instances/detectionRow.js";
import { DetectionScorer, type DetectionScorerOptions } from "../../src/instances/index.js";
import { type CocoExpected, type CocoSet, optionsOf, readCocoSets, scoreSet } from "../helpers/cocoSets.js";

/** What pycocotools says of one image, category and range of sizes: a list an IoU threshold, a number a detection by falling score. */
interface ImageExpected {
  readonly image_id: number;
  readonly category_id: number;
  /** Place of the range. */
  readonly area: number;
  /** Places in the list of results, from 1 on. */
  readonly dtIds: readonly number[];
  readonly gtIds: readonly number[];
  readonly gtIgnore: readonly number[];
  /** The object that each detection takes; 0: none. */
  readonly "dtMatches[iou]": readonly (readonly number[])[];
  readonly "dtIgnore[iou]": readonly (readonly number[])[];
}

const CASES = readCocoSets("coco_more").flatMap((set) =>
  set.expected.flatMap((expected) => {
    const images = expected.images as readonly ImageExpected[] | undefined;
    return images === undefined ? [] : [[`${set.name}, ${expected.type}`, set, expected, images] as const];
  }),
);

/** A category's part of an image's row. */
interface Part {
  readonly row: DetectionRow;
  readonly truths: readonly [first: number, end: number];
  readonly detections: readonly [first: number, end: number];
}

function partOf(scorer: DetectionScorer, imageId: number, categoryId: number): Part {
  const { row } = scorer.measuredImages.find(({ id }) => id === String(imageId)) as { row: DetectionRow };
  const group = scorer.settings.perCategory
    ? scorer.settings.categories.findIndex(({ id }) => id === categoryId)
    : 0;
  const at = row.groups.indexOf(group);
  const span = (counts: Uint32Array): readonly [number, number] => {
    const first = counts.subarray(0, at).reduce((sum, count) => sum + count, 0);
    return [first, first + (counts[at] as number)];
  };
  return { row, truths: span(row.truthCounts), detections: span(row.detectionCounts) };
}

/** Of a category's objects in the order of the file, as a row has them. */
function objectIds(set: CocoSet, { image_id, category_id, gtIds }: ImageExpected): number[] {
  const ids = set.groundTruth.annotations
    .filter((object) => object.image_id === image_id && object.category_id === category_id)
    .map(({ id }) => id as number);
  expect([...ids].sort()).toEqual([...gtIds].sort());
  return ids;
}

function scorerOf(
  set: CocoSet,
  { type, params = {} }: CocoExpected,
  more: Partial<DetectionScorerOptions> = {},
): DetectionScorer {
  return scoreSet(set, { ...optionsOf(set, type === "bbox" ? "boxes" : "masks", params), ...more });
}

const bits = (number: number, count: number): number[] =>
  Array.from({ length: count }, (_, t) => (number >>> t) & 1);

describe("pycocotools' matches", () => {
  it("are there to be compared with", () => {
    expect(CASES.length).toBeGreaterThan(10);
  });

  it.each(CASES)("%s: what each image's row has", (_, set, expected, images) => {
    const scorer = scorerOf(set, expected);
    const { areaRanges, iouThresholds } = scorer.settings;
    for (const image of images) {
      const place = `image ${image.image_id}, category ${image.category_id}, area ${image.area}`;
      const { row, truths, detections } = partOf(scorer, image.image_id, image.category_id);
      const [first, end] = detections;
      expect(end - first, place).toBe(image.dtIds.length);
      const scores = image.dtIds.map((id) => set.detections[id - 1]?.score);
      expect([...row.scores.subarray(first, end)], place).toEqual(scores);
      const ids = objectIds(set, image);
      const counts = [...row.truthRanges.subarray(...truths)].map((ranges) => (ranges >>> image.area) & 1);
      expect(
        image.gtIds.map((id) => 1 - (counts[ids.indexOf(id)] as number)),
        place,
      ).toEqual(image.gtIgnore);
      for (let d = first; d < end; d++) {
        const cell = d * areaRanges.length + image.area;
        const matched = image["dtMatches[iou]"].map((matches) => Number(matches[d - first] !== 0));
        expect(bits(row.matched[cell] as number, iouThresholds.length), place).toEqual(matched);
        const ignored = image["dtIgnore[iou]"].map((flags) => flags[d - first]);
        expect(bits(row.ignored[cell] as number, iouThresholds.length), place).toEqual(ignored);
      }
    }
  });

  // A row names the object at one threshold, among all sizes: here each threshold and range is that one in turn.
  it.each(CASES)("%s: which object each detection takes", (_, set, expected, images) => {
    const { areaRanges, iouThresholds } = scorerOf(set, expected).settings;
    const areas = new Set(images.map(({ area }) => area));
    for (const area of areas) {
      iouThresholds.forEach((threshold, t) => {
        const all = areaRanges[area]?.range as readonly [number, number];
        const scorer = scorerOf(set, expected, { iouThresholds: [threshold], areaRanges: { all } });
        for (const image of images.filter((one) => one.area === area)) {
          const { row, truths, detections } = partOf(scorer, image.image_id, image.category_id);
          const ids = [0, ...objectIds(set, image)];
          const taken = Array.from(row.taken.subarray(...detections), (object) =>
            object === 0 ? 0 : ids[object - truths[0]],
          );
          expect(taken, `image ${image.image_id}, area ${area}, IoU ${threshold}`).toEqual(
            image["dtMatches[iou]"][t],
          );
        }
      });
    }
  });
});
