import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { dice, iou, SegmentationScorer, setBackend } from "../../../src/index.js";
import { BACKENDS } from "../../helpers/backends.js";

const NUM_CLASSES = 4;
const pixelsArb = fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 3, 7), fc.nat(3)), {
  minLength: 1,
  maxLength: 60,
});

describe.each(BACKENDS)("iou and dice, by %s", (name) => {
  afterEach(() => {
    setBackend("simd");
  });

  it("are what the scorer says of one image", () => {
    setBackend(name);
    fc.assert(
      fc.property(pixelsArb, fc.constantFrom(7, 2), (pixels, ignoreIndex) => {
        const kept = pixels.filter(([t]) => t !== 7 || ignoreIndex === 7);
        fc.pre(kept.length > 0);
        const truth = Uint8Array.from(kept, ([t]) => t);
        const prediction = Int16Array.from(kept, ([, p]) => p);
        const options = { numClasses: NUM_CLASSES, ignoreIndex };
        const scorer = new SegmentationScorer(options).update(truth, prediction);
        for (const average of ["macro", "micro", "weighted"] as const) {
          const { mean } = scorer.compute({ average });
          expect(iou(truth, prediction, { ...options, average })).toBe(mean?.iou);
          expect(dice(truth, prediction, { ...options, average })).toBe(mean?.dice);
        }
        const { classes } = scorer.compute({ average: "none" });
        const none = { ...options, average: "none" as const };
        expect([...iou(truth, prediction, none)]).toEqual(classes.map((score) => score.iou));
        expect([...dice(truth, prediction, none)]).toEqual(classes.map((score) => score.dice));
      }),
    );
  });
});

describe("iou and dice", () => {
  it("of a drawing, by eye", () => {
    // truth    0 0 1 1    prediction  0 1 1 1
    //          0 0 1 2                0 0 2 2
    const truth = Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 2);
    const prediction = Uint8Array.of(0, 1, 1, 1, 0, 0, 2, 2);
    const options = { numClasses: 4 };
    expect([...iou(truth, prediction, { ...options, average: "none" })]).toEqual([3 / 4, 2 / 4, 1 / 2, NaN]);
    expect([...dice(truth, prediction, { ...options, average: "none" })]).toEqual([6 / 7, 4 / 6, 2 / 3, NaN]);
    expect(iou(truth, prediction, options)).toBe((3 / 4 + 2 / 4 + 1 / 2) / 3);
    expect(iou(truth, prediction, { ...options, average: "micro" })).toBe(6 / 10);
    expect(iou(truth, prediction, { ...options, average: "weighted" })).toBe((4 * 0.75 + 3 * 0.5 + 0.5) / 8);
  });

  it("refuses what confusionMatrix refuses, and averages that it does not know", () => {
    const mask = Uint8Array.of(0, 1);
    expect(() => iou(mask, mask)).toThrow('"numClasses" expected a whole number, got undefined');
    expect(() => dice(mask, mask, { numClasses: 2, average: "mean" } as never)).toThrow(
      '"average" expected "macro"',
    );
    expect(() => dice(mask, mask, { numClasses: 2, averages: "none" } as never)).toThrow("unknown option");
    expect(() => iou(mask, mask, { numClasses: 1 })).toThrow("label 1 at pixel 1 is outside 0..0");
  });
});
