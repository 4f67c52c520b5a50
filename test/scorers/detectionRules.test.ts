import { describe, expect, it } from "vitest";
import {
  type CocoAnnotation,
  type CocoResult,
  type DetectionCorrection,
  DetectionScorer,
  type DetectionScorerOptions,
} from "../../src/instances/index.js";

type Box = readonly [number, number, number, number];

function truth(category: number, bbox: Box, more: Partial<CocoAnnotation> = {}): CocoAnnotation {
  return { id: 1, category_id: category, bbox, area: bbox[2] * bbox[3], iscrowd: 0, ...more };
}

function found(category: number, bbox: Box, score: number): CocoResult {
  return { category_id: category, bbox, score };
}

const A: Box = [0, 0, 10, 10];
const B: Box = [50, 0, 10, 10];
const C: Box = [100, 0, 10, 10];
const D: Box = [150, 0, 10, 10];
const NOWHERE: Box = [300, 300, 10, 10];

function boxes(options: Partial<DetectionScorerOptions> = {}): DetectionScorer {
  return new DetectionScorer({ task: "boxes", categories: [1, 2], ...options });
}

/** The same with a quirk of pycocotools, and with it corrected. */
function bothWays(
  name: DetectionCorrection,
  fill: (scorer: DetectionScorer) => DetectionScorer,
  options: Partial<DetectionScorerOptions> = {},
): ReturnType<DetectionScorer["compute"]>[] {
  return [[], [name]].map((corrections) => fill(boxes({ ...options, corrections })).compute());
}

describe("pycocotools' quirks, as they are and corrected", () => {
  it("ignore: what the file says of it is overwritten by iscrowd", () => {
    const [asIs, corrected] = bothWays("ignore", (scorer) =>
      scorer.update([truth(1, A), truth(1, B, { ignore: 1 })], [found(1, A, 0.9)]),
    );
    expect(asIs?.ap50).toBeCloseTo(51 / 101, 12);
    expect(corrected?.ap50).toBeCloseTo(1, 12);
  });

  it("area: sizes are told by the annotation's area", () => {
    const [asIs, corrected] = bothWays("area", (scorer) =>
      scorer.update([truth(1, [0, 0, 40, 40], { area: 100 })], [found(1, [0, 0, 40, 40], 0.9)]),
    );
    expect([asIs?.arSmall, asIs?.arMedium]).toEqual([1, NaN]);
    expect([corrected?.arSmall, corrected?.arMedium]).toEqual([NaN, 1]);
  });

  it.each([
    [1, 2, 1],
    [2, 1, 0.5],
  ])("ties: of equal scores the image of the lower id comes first, %i and %i", (right, wrong, ap) => {
    const [asIs, corrected] = bothWays("ties", (scorer) =>
      scorer
        .update([truth(1, A)], [found(1, A, 0.5)], { id: right })
        .update([], [found(1, A, 0.5)], { id: wrong }),
    );
    expect(asIs?.ap50).toBeCloseTo(ap, 12);
    expect(corrected?.ap50).toBeCloseTo(0.5, 12);
  });

  it("ties: ids that are numbers are ordered as numbers", () => {
    const scorer = boxes()
      .update([], [found(1, A, 0.5)], { id: 10 })
      .update([truth(1, A)], [found(1, A, 0.5)], { id: 9 });
    expect(scorer.compute().ap50).toBeCloseTo(1, 12);
  });

  it("threshold: an IoU threshold of 1 is one of 1 - 1e-10", () => {
    const [asIs, corrected] = bothWays(
      "threshold",
      (scorer) => scorer.update([truth(1, [0, 0, 1, 1])], [found(1, [0, 0, 1 - 5e-11, 1], 0.9)]),
      { iouThresholds: [1] },
    );
    expect([asIs?.ar100, corrected?.ar100]).toEqual([1, 0]);
  });

  it("recall: precision is read at 101 points", () => {
    const [asIs, corrected] = bothWays("recall", (scorer) =>
      scorer.update([truth(1, A), truth(1, B), truth(1, C)], [found(1, A, 0.9)]),
    );
    expect(asIs?.ap50).toBeCloseTo(34 / 101, 12);
    expect(corrected?.ap50).toBeCloseTo(1 / 3, 12);
  });

  it("zeroId: who finds an object of the id 0 is wrong", () => {
    const [asIs, corrected] = bothWays("zeroId", (scorer) =>
      scorer.update([truth(1, A, { id: 0 })], [found(1, A, 0.9)]),
    );
    expect([asIs?.ap50, corrected?.ap50]).toEqual([0, expect.closeTo(1, 12)]);
    expect(asIs?.notes[0]).toMatch(/^1 objects have the id 0/);
    expect(corrected?.notes).toEqual([]);
  });

  it("hundredDetections: AP is read at 100 detections whatever is set", () => {
    const [asIs, corrected] = bothWays(
      "hundredDetections",
      (scorer) => scorer.update([truth(1, A)], [found(1, A, 0.9)]),
      { maxDetections: [1, 3, 20] },
    );
    expect(asIs?.ap).toBeNaN();
    expect(asIs?.reasons.ap).toMatch(/reads AP at 100 detections, and maxDetections is 1, 3, 20/);
    expect(asIs?.ap50).toBeCloseTo(1, 12);
    expect(corrected?.ap).toBeCloseTo(1, 12);
  });

  it("detections of categories that are not listed are left out, and noted", () => {
    const scores = boxes()
      .update([truth(1, A), truth(7, B)], [found(1, A, 0.9), found(8, A, 0.9), found(8, B, 0.9)])
      .compute();
    expect(scores.ap50).toBeCloseTo(1, 12);
    expect(scores.notes).toEqual([
      "1 objects are of categories that are not listed, and were left out",
      "2 detections are of categories that are not listed, and were left out",
    ]);
  });
});

describe("the convention", () => {
  it("lvis leaves out what an image does not tell of", () => {
    const scorer = boxes({
      convention: "lvis",
      categories: [
        { id: 1, frequency: "f" },
        { id: 2, frequency: "r" },
        { id: 3, frequency: "c" },
      ],
    })
      .update([truth(1, A)], [found(1, A, 0.9), found(2, B, 0.8), found(3, C, 0.8)], {
        id: "a",
        negativeCategories: [2],
      })
      .update([truth(2, B)], [found(2, B, 0.7), found(1, C, 0.95)], {
        id: "b",
        negativeCategories: [1],
        notExhaustiveCategories: [1],
      });
    const scores = scorer.compute();
    expect(scores.apFrequent).toBeCloseTo(1, 12);
    expect(scores.apRare).toBeCloseTo(0.5, 12);
    expect(scores.apCommon).toBeNaN();
    expect(scores.reasons.apCommon).toBe("no category has an object that counts here");
    expect(scores.ap).toBeCloseTo(0.75, 12);
    expect(scores.origin.comparableWith).toBe("LVIS's leaderboard, boxes");
    expect(() => boxes().update([], [], { negativeCategories: [1] })).toThrow(/"negativeCategories"/);
  });

  it("lvis takes the surest 300 of the whole image", () => {
    const many = Array.from({ length: 300 }, () => found(2, NOWHERE, 0.9));
    const scores = boxes({ convention: "lvis" })
      .update([truth(1, A), truth(2, B)], [found(1, A, 0.5), ...many], { id: "a" })
      .compute();
    expect(scores.categories[0]?.ap).toBe(0);
  });

  it.each([
    ["voc2007", (6 + 5 * 0.5) / 11],
    ["voc2010", 0.75],
  ] as const)("%s counts a second detection as wrong, and none of a difficult object", (convention, ap) => {
    const scores = boxes({ convention })
      .update(
        [truth(1, A), truth(1, B, { difficult: 1 }), truth(1, C)],
        [
          found(1, A, 0.9),
          found(1, [0, 0, 10, 9], 0.8),
          found(1, B, 0.7),
          found(1, NOWHERE, 0.6),
          found(1, C, 0.5),
        ],
      )
      .compute();
    expect(scores.ap).toBeCloseTo(ap, 12);
    expect(scores.ap50).toBeCloseTo(ap, 12);
    expect(scores.origin.comparableWith).toMatch(/^PASCAL VOC/);
  });

  it("says what numbers may be compared with", () => {
    expect(boxes().compute().origin.comparableWith).toBe("COCO's leaderboard, boxes");
    expect(boxes({ corrections: ["ties"] }).compute().origin).toEqual({
      comparableWith: undefined,
      because: "corrections is not what COCO's leaderboard uses",
    });
    expect(boxes().errors().origin.because).toMatch(/^an extension of maskscore/);
  });
});

describe("of one image with an error of each kind", () => {
  const scorer = boxes().update(
    [truth(1, A), truth(2, B), truth(1, C), truth(1, D)],
    [
      found(1, A, 0.95),
      found(1, [0, 0, 10, 9], 0.9),
      found(1, B, 0.85),
      found(1, [106, 0, 10, 10], 0.8),
      found(2, NOWHERE, 0.7),
      found(2, [94, 0, 10, 10], 0.6),
    ],
    { id: 7 },
  );

  it("errors are told by kind, each with what it costs", () => {
    const { ap, kinds } = scorer.errors();
    expect(ap).toBeCloseTo(17 / 101, 12);
    expect(Object.values(kinds).map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(kinds.class.apLost).toBeCloseTo(0.5, 12);
    expect(kinds.location.apLost).toBeCloseTo(16.5 / 202, 12);
    expect(kinds.missed.apLost).toBeCloseTo(17 / 202, 12);
    for (const kind of ["both", "duplicate", "background"] as const) {
      expect(kinds[kind].apLost).toBeCloseTo(0, 12);
    }
  });

  it("confusion has the background in its last row and column", () => {
    const { matrix, categoryIds } = scorer.confusion({ scoreThreshold: 0.5 });
    expect(categoryIds).toEqual([1, 2]);
    expect(Array.from(matrix)).toEqual([1, 0, 2, 1, 0, 0, 2, 2, 0]);
  });

  it("F1 is highest at the surest detection", () => {
    const { all, categories } = scorer.bestThresholds();
    expect(all).toEqual({ scoreThreshold: 0.95, precision: 1, recall: 0.25, f1: 0.4 });
    expect(categories[1]).toEqual({ categoryId: 2, scoreThreshold: NaN, precision: NaN, recall: 0, f1: 0 });
    expect(scorer.imageScores()).toEqual([
      { id: "7", tp: 1, fp: 0, fn: 3, precision: 1, recall: 0.25, f1: 0.4 },
    ]);
    expect(scorer.imageScores({ scoreThreshold: 0.5 })).toMatchObject([{ tp: 1, fp: 5, fn: 3 }]);
  });

  it("calibration compares scores with how often they are right", () => {
    const { ece, mce, bins } = scorer.calibration();
    expect(ece).toBeCloseTo(3.8 / 6, 12);
    expect(mce).toBeCloseTo(0.825, 12);
    expect(bins[9]).toMatchObject({
      count: 2,
      accuracy: 0.5,
      confidence: expect.closeTo(0.925, 12) as number,
    });
    expect(bins[0]?.accuracy).toBeNaN();
    expect(() =>
      boxes()
        .update([], [found(1, A, 2)], { id: "b" })
        .calibration(),
    ).toThrow('"scores" expected probabilities from 0 to 1, got 2 in image "b"');
  });

  it("annotations that detections disagree with are named", () => {
    expect(scorer.suspects()).toEqual([
      { id: "7", kind: "category", categoryId: 2, object: 0, detectedId: 1, score: 0.85, votes: 1 },
      { id: "7", kind: "location", categoryId: 1, object: 1, detectedId: 1, score: 0.8, votes: 1 },
      {
        id: "7",
        kind: "missing",
        categoryId: undefined,
        object: undefined,
        detectedId: 2,
        score: 0.7,
        votes: 1,
      },
      { id: "7", kind: "unseen", categoryId: 1, object: 2, detectedId: undefined, score: NaN, votes: 1 },
    ]);
    expect(scorer.suspects({ others: [scorer] }).map(({ votes }) => votes)).toEqual([2, 2, 2, 2]);
    expect(() => scorer.suspects({ others: [boxes({ corrections: ["ties"] })] })).toThrow(/corrections/);
  });

  it("slices are scored as their images by themselves", () => {
    const more = boxes()
      .merge(scorer)
      .update([truth(1, A)], [found(1, A, 0.5)], { id: "easy" });
    const slices = more.slices({ hard: [7], easy: new Set(["easy"]), both: [7, "easy"] });
    expect(slices.hard).toEqual(scorer.compute());
    expect(slices.easy?.ap50).toBeCloseTo(1, 12);
    expect(slices.both).toEqual(more.compute());
    expect(() => more.slices({ other: ["nobody"] })).toThrow('"slices.other" expected ids of images');
  });

  it.each([
    [() => scorer.curves({ areaRange: "huge" }), '"areaRange"'],
    [() => scorer.curves({ maxDetections: 7 }), '"maxDetections"'],
    [() => scorer.bestThresholds({ iouThreshold: 0.51 }), '"iouThreshold"'],
    [() => scorer.confusion({ scoreThreshold: NaN }), '"scoreThreshold"'],
    [() => scorer.calibration({ bins: 0 }), '"bins"'],
    [() => scorer.suspects({ minScore: "0" } as never), '"minScore"'],
    [() => scorer.confidenceIntervals(), "at least 2 images"],
    [() => scorer.contributions({ metric: "ap60" } as never), '"metric"'],
  ])("an option that cannot be is refused, %#", (call, message) => {
    expect(call).toThrow(message);
  });
});

describe("polygons of an annotation", () => {
  const square = [2, 2, 12, 2, 12, 12, 2, 12];
  const size = { width: 20, height: 16 };
  const scoreOf = (segmentation: readonly (readonly number[])[]): number =>
    new DetectionScorer({ task: "masks", categories: [1] })
      .update(
        [{ category_id: 1, segmentation }],
        [{ category_id: 1, score: 1, segmentation: [square] }],
        size,
      )
      .compute().ap;

  it("may have parts of one or two corners, which have no pixel, behind a first part with some", () => {
    const whole = scoreOf([square]);
    expect(scoreOf([square, [3, 3], [1.5, 1, 19, 15]])).toBe(whole);
    expect(whole).toBeCloseTo(1, 12);
  });

  it.each([
    [[[3, 3], square], "groundTruths[0].segmentation[0]"],
    [[[3, 3, 9, 9], square], "groundTruths[0].segmentation[0]"],
    [[square, [3, 3, 9]], "groundTruths[0].segmentation[1]"],
    [[square, []], "groundTruths[0].segmentation[1]"],
    [[square, [3, NaN]], "groundTruths[0].segmentation[1]"],
  ])("are refused otherwise, as pycocotools does or should: %j", (segmentation, place) => {
    expect(() => scoreOf(segmentation)).toThrow(place);
  });
});
