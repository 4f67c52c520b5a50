import { describe, expect, it } from "vitest";
import { panopticQuality, type PanopticQuality, PanopticScorer } from "../../../src/panoptic/index.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";
import {
  type ExpectedQuality,
  type GoldenPanoptic,
  readPanopticGolden,
} from "../../helpers/panopticGolden.js";

const SETS = readPanopticGolden("sets.json");
const CASES = readPanopticGolden("cases.json");
const SCORED = CASES.filter(({ error }) => error === undefined);
const REFUSED = CASES.filter(({ error }) => error !== undefined);

/** In panopticapi's own terms, so that a difference reads as one. */
function inItsTerms({ all, things, stuff, categories }: PanopticQuality): ExpectedQuality {
  return {
    All: all ?? null,
    Things: things ?? null,
    Stuff: stuff ?? null,
    per_class: categories
      .filter(({ tp, fp, fn }) => tp + fp + fn > 0)
      .map(({ categoryId, pq, sq, rq, tp, fp, fn, iouSum }) => ({
        ...{ category_id: categoryId, pq, sq, rq, tp, fp, fn },
        iou_sum: iouSum,
      })),
  };
}

function scorerOf({ categories, images }: GoldenPanoptic): PanopticScorer {
  const scorer = new PanopticScorer({ categories });
  for (const { id, groundTruth, prediction } of images) scorer.update(groundTruth, prediction, { id });
  return scorer;
}

describe.each(BACKENDS)("panopticapi's numbers, %s", (backend) => {
  it.each(SETS)("of the data set of $name, to the bit", (golden) => {
    const scores = withBackend(backend, () => scorerOf(golden).compute());
    expect(inItsTerms(scores)).toEqual(golden.expected);
  });

  it.each(SCORED)("$name", (golden) => {
    const scorer = withBackend(backend, () => scorerOf(golden));
    expect(inItsTerms(scorer.compute())).toEqual(golden.expected);
    expect(inItsTerms(scorer.compute({ convention: "cityscapes" }))).toEqual(golden.expected);
    const { images, categories } = golden;
    const [{ groundTruth, prediction }] = images as [(typeof images)[number]];
    if (images.length > 1) return;
    expect(inItsTerms(panopticQuality(groundTruth, prediction, { categories }))).toEqual(golden.expected);
  });

  it.each(SCORED)("$name, with boundaries", ({ categories, images, boundary }) => {
    const ratios = Object.entries(boundary ?? {});
    expect(ratios.map(([ratio]) => ratio)).toEqual(["0.02", "0.1"]);
    for (const [ratio, expected] of ratios) {
      const scorer = new PanopticScorer({ categories, boundaryRatio: Number(ratio) });
      for (const { id, groundTruth, prediction } of images) {
        withBackend(backend, () => scorer.update(groundTruth, prediction, { id }));
      }
      expect(inItsTerms(PanopticScorer.fromBytes(scorer.toBytes()).compute())).toEqual(expected);
      expect(() => scorer.compute({ convention: "torchmetrics" })).toThrow(/boundaryRatio/);
    }
  });

  it.each(REFUSED)("$name", ({ images, categories }) => {
    const [{ groundTruth, prediction }] = images as [(typeof images)[number]];
    expect(() =>
      withBackend(backend, () => panopticQuality(groundTruth, prediction, { categories })),
    ).toThrow(RangeError);
  });
});

it("has cases of both kinds", () => {
  expect([SETS.length, SCORED.length, REFUSED.length]).toEqual([8, 31, 3]);
});
