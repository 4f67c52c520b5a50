import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import type { DetectionSet } from "../../src/measures/instances/detectionSet.js";
import { DetectionScorer } from "../../src/scorers/detectionScorer.js";
import { boundarySteps, maskBoundary } from "../../src/measures/instances/maskBoundary.js";
import { stableOrder } from "../../src/measures/instances/stableOrder.js";
import { decodeRuns, encodeRuns } from "../../src/instances/index.js";

describe("stableOrder", () => {
  it("sorts as a stable sort does", () => {
    const scores = fc.array(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(0, 0.5, -0.5, 1, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -1e-310),
      ),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(scores, (list) => {
        const sorted = Float64Array.from(list, (score) => score + 0);
        const wanted = Array.from(sorted.keys()).sort(
          (a, b) => (sorted[b] as number) - (sorted[a] as number),
        );
        const order = Array.from(stableOrder(sorted));
        // Differences of the largest numbers overflow; they still tell which is larger.
        expect(order).toEqual(wanted);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe("a set of detections without an image", () => {
  it("scores to the last bit as the others do, whatever images lack or have", () => {
    for (const [trial, options] of [{}, { convention: "voc2010" }, { corrections: ["ties"] }, {}].entries()) {
      const random = seededRandom(trial + 1);
      const below = (count: number): number => Math.floor(random() * count);
      const scorer = new DetectionScorer({
        task: "boxes",
        categories: [{ id: 1 }, { id: 2 }],
        ...(options as object),
      });
      for (let image = 0; image < 20; image++) {
        const box = (): number[] => [below(20), below(20), 5 + below(10), 5 + below(10)];
        const truths = Array.from({ length: below(4) }, (_, i) => ({
          id: i + 1,
          category_id: 1 + below(2),
          bbox: box(),
          iscrowd: below(6) === 0 ? (1 as const) : (0 as const),
        }));
        const found = [...truths, ...truths, ...truths.map((truth) => ({ ...truth, bbox: box() }))].map(
          ({ category_id, bbox }) => ({
            category_id,
            bbox: bbox.map((side, k) => (k === 0 ? side + below(3) : side)),
            score: below(8) / 8,
          }),
        );
        // Of the last trial weights are no whole numbers.
        scorer.update(truths, found, { id: image, weight: trial === 3 ? 0.1 + random() : 1 + below(2) });
      }
      const { set, images } = scorer.comparedImages({}) as unknown as {
        readonly set: DetectionSet;
        readonly images: readonly unknown[];
      };
      const total = set.combination();
      total.addEach(new Float64Array(images.length).fill(1));
      const [left, wanted] = [new Float64Array(3), new Float64Array(3)];
      total.scoreInto(left);
      images.forEach((_, image) => {
        const without = set.combination();
        without.set(total);
        without.add(image, -1);
        without.scoreInto(left);
        const afresh = set.combination();
        afresh.addEach(Float64Array.from(images, (__, i) => (i === image ? 0 : 1)));
        afresh.scoreInto(wanted);
        if (trial < 3) expect(left).toEqual(wanted);
        else for (const [i, score] of left.entries()) expect(score).toBeCloseTo(wanted[i] as number, 12);
      });
    }
  });
});

describe("maskBoundary", () => {
  it("is what erosions of the whole image take away", () => {
    const masks = fc.record({
      width: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 9 }),
      steps: fc.integer({ min: 1, max: 3 }),
      seed: fc.array(fc.boolean(), { minLength: 81, maxLength: 81 }),
      fill: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(masks, ({ width, height, steps, seed, fill }) => {
        // Mostly full, so that something is left inside.
        const mask = Uint8Array.from({ length: width * height }, (_, i) =>
          seed[i] === true || ((i * 37) % 81) / 81 < fill ? 1 : 0,
        );
        const isIn = (x: number, y: number): boolean =>
          x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === 1;
        const expected = mask.map((value, i) => {
          if (value === 0) return 0;
          for (let y = -steps; y <= steps; y++) {
            for (let x = -steps; x <= steps; x++) {
              if (!isIn((i % width) + x, Math.floor(i / width) + y)) return 1;
            }
          }
          return 0;
        });
        const runs = encodeRuns(mask, { width, height });
        const edge = maskBoundary({ size: [height, width], counts: Uint32Array.from(runs.counts) }, steps);
        expect(Array.from(decodeRuns(edge))).toEqual(Array.from(expected));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it.each([
    [[3, 4], 0.02, 1],
    [[30, 40], 0.03, 2],
    [[30, 40], 0.05, 2],
    [[30, 40], 0.07, 4],
    [[480, 640], 0.02, 16],
  ] as const)("of %j at %d takes %i steps", (size, ratio, steps) => {
    expect(boundarySteps(size, ratio)).toBe(steps);
  });
});
