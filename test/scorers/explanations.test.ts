import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SegmentationScorer } from "../../src/index.js";
import { streetScene } from "../../app/samples/streetScene.js";

const N = 4;
const NAMES = ["road", "car", "tree", "sky"];
type Pixels = readonly (readonly [number, number])[];

function scored(images: readonly Pixels[], options = {}): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: N, ignoreIndex: 9, classNames: NAMES, ...options });
  images.forEach((pixels, i) => {
    scorer.update(
      Uint8Array.from(pixels, ([t]) => t),
      Uint8Array.from(pixels, ([, p]) => p),
      { id: `image ${i}`, weight: i === 1 ? 2 : 1 },
    );
  });
  return scorer;
}

const imagesArb = fc.array(
  fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 3, 9), fc.nat(3)), { minLength: 1, maxLength: 15 }),
  { minLength: 1, maxLength: 6 },
);

/** Equal, or both undefined. */
function expectClose(got: number, wanted: number): void {
  if (Number.isNaN(wanted)) expect(got).toBeNaN();
  else expect(got).toBeCloseTo(wanted, 12);
}

describe("contributions", () => {
  it("are what scoring without the image, or with the confusion put right, changes", () => {
    fc.assert(
      fc.property(
        imagesArb,
        fc.constantFrom("iou" as const, "dice" as const),
        fc.constantFrom([], [2]),
        (images, metric, excludeClasses) => {
          const options = { excludeClasses };
          const scorer = scored(images, options);
          const meanOf = (one: SegmentationScorer): number => one.compute().mean?.[metric] as number;
          const { mean, images: own, confusions } = scorer.contributions(metric);
          expectClose(mean, meanOf(scorer));
          for (const { id, score, changeWithout, pixelCount } of own) {
            const json = scorer.toJSON();
            const without = new SegmentationScorer({
              numClasses: N,
              ignoreIndex: 9,
              classNames: NAMES,
              ...options,
            });
            images.forEach((pixels, i) => {
              if (`image ${i}` === id) return;
              without.update(
                Uint8Array.from(pixels, ([t]) => t),
                Uint8Array.from(pixels, ([, p]) => p),
                { weight: i === 1 ? 2 : 1 },
              );
            });
            expect(json.images.length).toBe(images.length);
            expectClose(changeWithout, meanOf(without) - mean);
            const alone = scorer.imageScores().find((image) => image.id === id);
            expectClose(score, metric === "iou" ? (alone?.meanIou as number) : (alone?.meanDice as number));
            expect(pixelCount).toBe(alone?.pixelCount);
          }
          for (const { groundTruth, prediction, pixels, cost } of confusions) {
            const right = images.map((image) =>
              image.map(
                ([t, p]) => (t === groundTruth && p === prediction ? [t, t] : [t, p]) as [number, number],
              ),
            );
            expectClose(cost, meanOf(scored(right, options)) - mean);
            expect(pixels).toBe(scorer.confusionMatrix().counts[groundTruth * N + (prediction as number)]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("put the worst first, in words", () => {
    const scorer = scored([
      [...Array<[number, number]>(10).fill([0, 0]), [1, 1]],
      [...Array<[number, number]>(4).fill([0, 1]), [1, 1], [0, 0]],
    ]);
    const { images, confusions } = scorer.contributions();
    expect(images[0]?.id).toBe("image 1");
    expect(images[0]?.changeWithout).toBeGreaterThan(0);
    expect(images.at(-1)?.changeWithout).toBeLessThan(0);
    expect(confusions).toHaveLength(1);
    // IoU of road 12 / 20, of car 3 / 11: a mean of 0.436, and 1 without the confusion.
    expect(confusions[0]).toMatchObject({
      groundTruth: 0,
      prediction: 1,
      pixels: 8,
      text: "road → car costs 0.56",
    });
    expect(() => scorer.contributions("precision" as never)).toThrow('"metric" expected "iou" or "dice"');
    expect(() => scored([], { perImage: false }).contributions()).toThrow("needs each image's own counts");
  });
});

describe("audit", () => {
  const codes = (scorer: SegmentationScorer): string[] => scorer.audit().map(({ code }) => code);
  /** A street scene of 19 classes, its labels changed on their way into the scorer. */
  const street = (relabel: (label: number) => number, numClasses = 19): SegmentationScorer => {
    const { groundTruth, prediction } = streetScene({ width: 256, height: 128, seed: 1 });
    return new SegmentationScorer({ numClasses, ignoreIndex: 255 }).update(
      groundTruth,
      prediction.map(relabel),
    );
  };

  it("finds nothing in a run that is as it should be", () => {
    const findings = street((label) => label).audit();
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const clean = [0, 1, 2, 3].flatMap((c) => [
      ...Array<[number, number]>(9).fill([c, c]),
      [c, (c + 1) % 4] as [number, number],
    ]);
    expect(scored([clean, clean]).audit()).toEqual([]);
  });

  it("finds labels that are shifted", () => {
    const [finding] = street((label) => label + 1, 20)
      .audit()
      .filter(({ severity }) => severity === "error");
    expect(finding).toMatchObject({ code: "label-shift" });
    expect(finding?.message).toMatch(
      /^predicted labels seem to be 1 too high: subtracting 1 takes the mean IoU from 0\.0\d+ to 0\.\d+$/,
    );
    expect(codes(street((label) => Math.max(0, label - 1)))).toContain("label-shift");
  });

  it("finds labels in another order, and says which", () => {
    const swapped = scored([
      [0, 1, 2, 3].flatMap((c) => Array<[number, number]>(9).fill([c, [1, 0, 3, 2][c] as number])),
    ]);
    const [finding] = swapped.audit();
    expect(finding).toMatchObject({ code: "label-permutation", severity: "error", classes: [0, 1, 2, 3] });
    expect(finding?.message).toBe(
      "predicted labels seem to be in another order: 1 -> 0, 0 -> 1, 3 -> 2, 2 -> 3 takes the mean IoU from 0.000 to 1.000",
    );
  });

  it.each<[string, Pixels[], string, string]>([
    ["no update", [], "nothing-counted", "nothing was counted: call update first"],
    [
      "all ignored",
      [
        [
          [9, 0],
          [9, 1],
        ],
      ],
      "nothing-counted",
      "every one of the 2 pixels is ignored: is ignoreIndex 9 right?",
    ],
    [
      "an image all ignored",
      [
        [
          [0, 0],
          [1, 1],
        ],
        [[9, 0]],
      ],
      "images-ignored",
      "every pixel is ignored in 1 of 2 images: image 1",
    ],
    [
      "most ignored",
      [
        [
          [0, 0],
          [1, 1],
          [9, 0],
          [9, 0],
          [9, 0],
        ],
      ],
      "mostly-ignored",
      "60 % of the pixels are ignored",
    ],
    [
      "a class never predicted",
      [
        [
          [0, 0],
          [1, 0],
          [1, 2],
        ],
      ],
      "never-predicted",
      "car: in the ground truth, but never predicted",
    ],
    [
      "a class only predicted",
      [
        [
          [0, 0],
          [1, 1],
          [1, 2],
        ],
      ],
      "never-in-ground-truth",
      "tree: predicted, but never in the ground truth: such a class scores 0",
    ],
    [
      "classes unused",
      [
        [
          [0, 0],
          [1, 1],
        ],
      ],
      "unused-classes",
      "tree, sky: in neither ground truth nor prediction: left out of the mean, if numClasses is right",
    ],
    [
      "probabilities cut off",
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
      ],
      "one-class-predicted",
      "the prediction is road everywhere",
    ],
    [
      "truth of one class",
      [
        [
          [0, 0],
          [0, 1],
        ],
      ],
      "one-class-in-ground-truth",
      "the ground truth is road everywhere: are these the right masks?",
    ],
    [
      "binary predictions",
      [
        [
          [0, 0],
          [1, 1],
          [2, 1],
          [3, 1],
        ],
      ],
      "two-labels-predicted",
      "of 4 classes only labels 0 and 1 are predicted",
    ],
  ])("finds %s", (_, images, code, message) => {
    const found = scored(images)
      .audit()
      .find((finding) => finding.code === code);
    expect(found?.message).toContain(message);
  });

  it("says what it did not look for", () => {
    const labels = Uint16Array.from({ length: 600 }, (_, i) => i);
    const scorer = new SegmentationScorer({ numClasses: 600 }).update(labels, labels);
    expect(codes(scorer)).toEqual(["permutation-not-looked-for"]);
  });

  it("needs no images", () => {
    const stream = new SegmentationScorer({ numClasses: 2, perImage: false }).update(
      Uint8Array.of(0, 1),
      Uint8Array.of(0, 1),
    );
    expect(stream.audit()).toEqual([]);
  });
});
