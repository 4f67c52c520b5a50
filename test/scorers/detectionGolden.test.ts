import { readFileSync } from "node:fs";
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

/** [value, count] pairs, one behind the other. */
function unrolled(runs: readonly (readonly [number, number])[]): number[] {
  return runs.flatMap(([value, count]) => Array<number>(count).fill(value));
}

type Runs = readonly (readonly (readonly (readonly (readonly [number, number])[])[])[])[];

const CURVES = "precision_runs[category][area][iou]=[[value,count],...] at the last maxDets";
const SCORES = "scores_runs[category][area][iou]=[[value,count],...] at the last maxDets";
const WITH_CURVES = CASES.filter(([, , expected]) => CURVES in expected);

describe("pycocotools' curves", () => {
  it.each(WITH_CURVES)("%s", (_, set, expected, params) => {
    const images = set.groundTruth.images.filter(({ id }) => params.imgIds?.includes(id) ?? true);
    const task = expected.type === "bbox" ? "boxes" : "masks";
    const scorer = scoreSet(set, optionsOf(set, task, params), images);
    const [precisions, scores] = [expected[CURVES] as Runs, expected[SCORES] as Runs];
    const recalls = expected["recall[category][area][maxDets][iou]"] as number[][][][];
    scorer.settings.areaRanges.forEach(({ name }, area) => {
      scorer.settings.maxDetections.forEach((maxDetections, limit) => {
        const found = scorer.curves({ areaRange: name, maxDetections });
        found.categories.forEach(({ curves }, c) => {
          const isThere = recalls[c]?.[area]?.[limit]?.[0] !== -1;
          expect(curves.length > 0).toBe(isThere);
          curves.forEach((curve, t) => {
            expectClose(curve.recall, recalls[c]?.[area]?.[limit]?.[t], "recall");
            if (limit !== scorer.settings.maxDetections.length - 1) return;
            const wanted = unrolled(precisions[c]?.[area]?.[t] ?? []);
            expect(curve.precision).toHaveLength(wanted.length);
            wanted.forEach((value, r) => {
              expectClose(curve.precision[r], value, `precision ${r}`);
            });
            expect(Array.from(curve.scores)).toEqual(unrolled(scores[c]?.[area]?.[t] ?? []));
          });
        });
      });
    });
  });
});

interface BoundarySet {
  readonly set: string;
  readonly expected: readonly {
    readonly dilationRatio: number;
    readonly useCats: 0 | 1;
    readonly stats: readonly number[];
    readonly per_category: readonly CategoryExpected[];
  }[];
}

describe("boundary-iou-api's scores", () => {
  const path = new URL("../golden/instances/boundary_ap.json", import.meta.url);
  const all = JSON.parse(readFileSync(path, "utf8")) as BoundarySet[];
  const cases = all.flatMap(({ set: name, expected }) =>
    readCocoSets("coco_more")
      .filter((set) => set.name === name)
      .flatMap((set) =>
        expected.map((one) => [`${name}, ${one.dilationRatio}, useCats ${one.useCats}`, set, one] as const),
      ),
  );

  it.each(cases)("%s", (_, set, { dilationRatio, useCats, stats, per_category }) => {
    const options = { ...optionsOf(set, "boundaries", { useCats }), dilationRatio };
    const scores = scoreSet(set, options).compute();
    DETECTION_FIGURES.forEach((name, i) => {
      expectClose(scores[name], stats[i], name);
    });
    expectCategories(scores, per_category);
  });
});
