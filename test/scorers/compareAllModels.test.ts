import { describe, expect, it } from "vitest";
import { compareAllModels } from "../../src/scorers/compareAllModels.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import { holm } from "../../src/statistics/compareSets.js";
import { RandomStream } from "../../src/statistics/random.js";

const DRAWS = { resamples: 400, seed: 3 };

/** Images of 200 pixels, of which a share is wrong that differs from image to image. */
function model(wrong: number, spread: number, seed: number, imageCount = 30): SegmentationScorer {
  const random = new RandomStream(seed);
  const scorer = new SegmentationScorer({ numClasses: 2 });
  for (let image = 0; image < imageCount; image++) {
    const truth = Uint8Array.from({ length: 200 }, (_, pixel) => Number(pixel < 100));
    const count = wrong + random.below(spread);
    const prediction = truth.map((label, pixel) => (pixel % 100 < count ? 1 - label : label));
    scorer.update(truth, prediction, { id: String(image) });
  }
  return scorer;
}

describe("compareAllModels", () => {
  const models = [model(10, 20, 1), model(11, 20, 2), model(40, 20, 3)] as const;

  it("compares each pair as compareModels does, and corrects over all pairs", () => {
    const { pairs, imageCount, metric } = compareAllModels(models, DRAWS);
    expect([imageCount, metric]).toEqual([30, "iou"]);
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    const own = pairs.map(({ first, second }) =>
      compareModels(models[first] as SegmentationScorer, models[second] as SegmentationScorer, DRAWS),
    );
    expect(pairs.map(({ mean }) => mean)).toEqual(own.map(({ mean }) => mean));
    expect(pairs.map(({ pValueHolm }) => pValueHolm)).toEqual(holm(own.map(({ mean }) => mean.pValue)));
    expect(pairs.map(({ isSignificant }) => isSignificant)).toEqual([false, true, true]);
  });

  it("says how many images it takes to tell two apart: as many as do", () => {
    const { pairs } = compareAllModels(models, DRAWS);
    const [near, far] = pairs.map(({ imagesNeeded }) => imagesNeeded) as [number, number];
    expect(far).toBeGreaterThanOrEqual(2);
    expect(far).toBeLessThan(8);
    // A small difference takes more images than there are.
    expect(near).toBeGreaterThan(50);
    // Of so many images four of five data sets tell two models apart.
    const [a, b] = [model(10, 20, 5, 400), model(14, 20, 6, 400)];
    const needed = compareAllModels([a, b], DRAWS).pairs[0]?.imagesNeeded as number;
    let told = 0;
    for (let seed = 0; seed < 60; seed++) {
      const pair = [model(10, 20, 100 + seed, needed), model(14, 20, 900 + seed, needed)] as const;
      if (compareModels(...pair, { resamples: 300 }).mean.pValue <= 0.05) told++;
    }
    expect(told / 60).toBeGreaterThan(0.6);
    expect(told / 60).toBeLessThan(0.97);
  });

  it("never tells equal models apart", () => {
    const [pair] = compareAllModels([models[0], models[0]], DRAWS).pairs;
    expect(pair).toMatchObject({ isSignificant: false, pValueHolm: 1, imagesNeeded: Infinity });
  });

  it("counts clusters where images are in some", () => {
    const [a, b] = [model(10, 20, 1), model(14, 20, 2)].map((one) =>
      one.assignClusters((id) => String(Number(id) % 10)),
    ) as [SegmentationScorer, SegmentationScorer];
    expect(compareAllModels([a, b], DRAWS)).toMatchObject({ imageCount: 30, clusterCount: 10 });
  });

  it("refuses what are no models of one data set", () => {
    expect(() => compareAllModels([models[0]])).toThrow('"models" expected at least 2 scorers, got 1');
    expect(() => compareAllModels(models[0] as never)).toThrow('"models" expected an array of scorers');
    expect(() => compareAllModels([models[0], model(1, 2, 3, 29)], DRAWS)).toThrow(/only.*first|29/);
  });
});
