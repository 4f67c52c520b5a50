import { describe, expect, it } from "vitest";
import { DETECTION_FIGURES, type DetectionScores } from "../../src/measures/instances/detectionScores.js";
import {
  type CategoryExpected,
  type CocoParams,
  optionsOf,
  readCocoSets,
  scoreSet,
} from "../helpers/cocoSets.js";

const SETS = [...readCocoSets("coco_eval"), ...readCocoSets("coco_more")];
const CASES = SETS.flatMap((set) =>
  set.expected.map((expected) => {
    const params: CocoParams = { useCats: expected.useCats, ...expected.params };
    return [`${set.name}, ${expected.type} ${JSON.stringify(params)}`, set, expected, params] as const;
  }),
);

/** To 1e-12; -1 and null are NaN. */
function expectClose(actual: number | undefined, expected: number | null | undefined, what: string): void {
  if (expected === undefined) return;
  if (expected === null || expected === -1) expect(actual, what).toBeNaN();
  else expect(Math.abs((actual as number) - expected), `${what}: ${actual} ${expected}`).toBeLessThan(1e-12);
}

function expectCategories(scores: DetectionScores, expected: readonly CategoryExpected[]): void {
  expect(scores.categories.map(({ categoryId }) => categoryId)).toEqual(
    expected.map(({ category_id }) => category_id),
  );
  expected.forEach((category, c) => {
    const own = scores.categories[c];
    for (const name of ["ap", "ap50", "ap75", "ar"] as const) {
      expectClose(own?.[name], category[name], `${category.category_id} ${name}`);
    }
  });
}

describe("pycocotools' scores", () => {
  it.each(CASES)("%s", (_, set, expected, params) => {
    const images = set.groundTruth.images.filter(({ id }) => params.imgIds?.includes(id) ?? true);
    const task = expected.type === "bbox" ? "boxes" : "masks";
    const scores = scoreSet(set, optionsOf(set, task, params), images).compute();
    if (expected.stats !== null) {
      DETECTION_FIGURES.forEach((name, i) => {
        expectClose(scores[name], expected.stats?.[i], name);
        expect(name in scores.reasons, name).toBe(expected.stats?.[i] === -1);
      });
    }
    expectCategories(scores, expected.per_category);
  });
});
