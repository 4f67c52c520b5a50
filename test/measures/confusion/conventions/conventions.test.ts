import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cityscapes } from "../../../../src/measures/confusion/conventions/cityscapes.js";
import type {
  Convention,
  ConventionName,
  Figure,
} from "../../../../src/measures/confusion/conventions/convention.js";
import { fineGrained } from "../../../../src/measures/confusion/conventions/fineGrained.js";
import { keras } from "../../../../src/measures/confusion/conventions/keras.js";
import { metricsNp } from "../../../../src/measures/confusion/conventions/metricsNp.js";
import { mmsegmentation } from "../../../../src/measures/confusion/conventions/mmsegmentation.js";
import { monai } from "../../../../src/measures/confusion/conventions/monai.js";
import {
  CONVENTIONS,
  explainConvention,
  readConvention,
} from "../../../../src/measures/confusion/conventions/registry.js";
import { torchmetrics } from "../../../../src/measures/confusion/conventions/torchmetrics.js";
import { worstQuantileMeans } from "../../../../src/measures/confusion/conventions/worstQuantile.js";
import type { CountedRun } from "../../../../src/measures/confusion/countedRun.js";
import { metrics_np } from "../../../../src/measures/tutorial/tutorialFunctions.js";
import { runOf, type RunImage, type RunOptions } from "../../../helpers/runs.js";

const ALL = [...CONVENTIONS.values()];

/** Figures with one entry an image; the rest must not care for the order or the number of images. */
const PER_IMAGE = /reduction=(none|mean_channel)|functional\.|per image/;

/** "0011 0111": ground truth and prediction of one image, a digit a pixel. */
function image(text: string, weight = 1): RunImage {
  const [groundTruth, prediction] = text.split(" ").map((labels) => Uint8Array.from(labels, Number)) as [
    Uint8Array,
    Uint8Array,
  ];
  return { groundTruth, prediction, weight };
}

function run(images: readonly string[], options: RunOptions): CountedRun {
  return runOf(
    images.map((text) => image(text)),
    options,
  );
}

function figure(convention: Convention, counted: CountedRun, name: string): Figure {
  const value = convention.score(counted).figures[name];
  if (value === undefined) throw new Error(`${convention.name} has no figure ${name}`);
  return value;
}

/** Every number of a figure. */
function numbersIn(value: Figure | undefined): number[] {
  return typeof value === "number" ? [value] : (value ?? []).flat();
}

const arbitraryRun = fc.integer({ min: 2, max: 5 }).chain((numClasses) => {
  const label = fc.integer({ min: 0, max: numClasses - 1 });
  return fc.record({
    numClasses: fc.constant(numClasses),
    images: fc.array(
      fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 20 }).map((pixels) => ({
        groundTruth: Uint8Array.from(pixels, ([truth]) => truth),
        prediction: Uint8Array.from(pixels, ([, predicted]) => predicted),
      })),
      { minLength: 1, maxLength: 5 },
    ),
  });
});

function expectSameFigures(convention: Convention, a: CountedRun, b: CountedRun): void {
  const [first, second] = [convention.score(a), convention.score(b)];
  const names = Object.keys(first.figures).filter((name) => !PER_IMAGE.test(name));
  for (const name of names.filter((known) => known in second.figures)) {
    const [x, y] = [first.figures[name], second.figures[name]].map((value) => numbersIn(value));
    expect(x?.length, name).toBe(y?.length);
    x?.forEach((value, i) => {
      const other = (y as number[])[i] as number;
      expect(Number.isNaN(value), name).toBe(Number.isNaN(other));
      if (!Number.isNaN(value)) expect(Math.abs(value - other), name).toBeLessThan(1e-9);
    });
  }
}

describe.each(ALL.map((convention) => [convention.name, convention] as const))("%s", (_, convention) => {
  it("does not care for the order of images", () => {
    fc.assert(
      fc.property(arbitraryRun, fc.nat(), ({ numClasses, images }, turn) => {
        const turned = images.map((_image, i) => images[(i + turn) % images.length] as RunImage);
        expectSameFigures(convention, runOf(images, { numClasses }), runOf(turned, { numClasses }));
      }),
    );
  });

  it("counts an image of weight 3 as three images", () => {
    fc.assert(
      fc.property(
        arbitraryRun,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
        ({ numClasses, images }, weights) => {
          const weighted = images.map((one, i) => ({ ...one, weight: weights[i] as number }));
          const repeated = images.flatMap((one, i) => Array<RunImage>(weights[i] as number).fill(one));
          expectSameFigures(convention, runOf(weighted, { numClasses }), runOf(repeated, { numClasses }));
        },
      ),
    );
  });

  it("takes fractional weights", () => {
    const counted = runOf([image("0011 0111", 0.5), image("0101 0101", 1.5)], { numClasses: 2 });
    const { meanIou } = convention.score(counted);
    expect(meanIou).toBeGreaterThan(0.5);
    expect(meanIou).toBeLessThan(1);
  });

  it("gives 1 to a perfect prediction", () => {
    fc.assert(
      fc.property(arbitraryRun, ({ numClasses, images }) => {
        const perfect = images.map(({ groundTruth }) => ({ groundTruth, prediction: groundTruth }));
        const { meanIou, meanDice = 1 } = convention.score(runOf(perfect, { numClasses }));
        // The last class alone: nothing is left for the tutorial.
        if (convention.name === "metrics_np" && Number.isNaN(meanIou)) return;
        expect(meanIou).toBeGreaterThan(1 - 2e-7);
        expect(meanIou).toBeLessThanOrEqual(1);
        expect(meanDice).toBeCloseTo(1, 12);
      }),
    );
  });

  it("stays between 0 and 1, but for the tools' own quirks", () => {
    fc.assert(
      fc.property(arbitraryRun, ({ numClasses, images }) => {
        const { figures } = convention.score(runOf(images, { numClasses }));
        for (const [name, value] of Object.entries(figures)) {
          // Pixels; the gist's quirk; agreement beyond chance, which goes down to -1.
          if (/^area_|^gist|^cohensKappa$|^matthewsCorrelation$/.test(name)) continue;
          for (const number of numbersIn(value)) {
            if (Number.isNaN(number)) continue;
            if (number === -1) expect(name).toMatch(/per_class=True/);
            else expect(number, name).toBeGreaterThanOrEqual(0);
            expect(number, name).toBeLessThanOrEqual((name.endsWith("%") ? 100 : 1) + 1e-9);
          }
        }
      }),
    );
  });

  it("leaves excluded classes out of its mean", () => {
    // Class 0 is never found, class 1 always, class 2 is there for metrics_np to drop.
    const options = { numClasses: 3 };
    const pixels = ["00112 11112", "0112 2112"];
    const all = convention.score(run(pixels, options)).meanIou;
    const some = convention.score(run(pixels, { ...options, excludeClasses: [0] })).meanIou;
    expect(some).toBeGreaterThan(all);
    const none = convention.score(run(pixels, { ...options, excludeClasses: [0, 1, 2] })).meanIou;
    // What the tool gives where it averages nothing.
    if (convention.name === "keras" || convention.name === "monai") expect(none).toBe(0);
    else expect(none).toBeNaN();
  });

  it("scores thousands of classes from sparse counts", () => {
    const numClasses = 5000;
    const counted = runOf(
      [{ groundTruth: Uint16Array.of(7, 4998, 4998), prediction: Uint16Array.of(7, 4998, 7) }],
      { numClasses },
    );
    expect(counted.total.cells).toBeDefined();
    expect(convention.score(counted).meanIou).toBeCloseTo(0.5, 3);
  });

  it("explains itself in whole sentences", () => {
    const { source, formula, absentClass, ignoreRule, whenToUse } = convention;
    for (const text of [source, formula, absentClass, ignoreRule, whenToUse]) {
      expect(text).toMatch(/^[A-Z"a-z].*\.$/);
      expect(text.length).toBeGreaterThan(20);
      expect(explainConvention(convention.name)).toContain(text);
    }
  });

  it("asks for images where it needs them", () => {
    const counted = { ...run(["01 01"], { numClasses: 2 }), images: undefined };
    if (convention.needsImages) {
      expect(() => convention.score(counted)).toThrow(
        `convention "${convention.name}" needs the counts of every image, and this run keeps none`,
      );
    } else {
      expect(convention.score(counted).meanIou).toBeCloseTo(1, 6);
    }
  });
});

describe("metrics_np", () => {
  it("is the library's metrics_np, to the bit", () => {
    fc.assert(
      fc.property(
        arbitraryRun.filter(({ images }) => images.every((one) => one.groundTruth.length >= 4)),
        ({ numClasses, images }) => {
          const pixelCount = 4;
          const same = images.map(({ groundTruth, prediction }) => ({
            groundTruth: groundTruth.slice(0, pixelCount),
            prediction: prediction.slice(0, pixelCount),
          }));
          const shape = [same.length, 2, 2, numClasses];
          const oneHot = (labels: readonly ArrayLike<unknown>[]): { data: Float32Array; shape: number[] } => {
            const data = new Float32Array(same.length * pixelCount * numClasses);
            labels.forEach((map, i) => {
              for (let pixel = 0; pixel < pixelCount; pixel++) {
                data[(i * pixelCount + pixel) * numClasses + Number(map[pixel])] = 1;
              }
            });
            return { data, shape };
          };
          const truth = oneHot(same.map(({ groundTruth }) => groundTruth));
          const predicted = oneHot(same.map(({ prediction }) => prediction));
          const { figures } = metricsNp.score(runOf(same, { numClasses }));
          for (const metric of ["iou", "dice"] as const) {
            for (const type of ["standard", "naive"] as const) {
              for (const dropLast of [true, false]) {
                const name = `${metric} ${type} drop_last=${dropLast ? "True" : "False"}`;
                expect(figures[name]).toBe(metrics_np(truth, predicted, metric, type, dropLast));
                expect(figures[`${name} mean_per_class=True`]).toEqual([
                  ...metrics_np(truth, predicted, metric, type, dropLast, true),
                ]);
              }
            }
          }
        },
      ),
    );
  });

  it("says which class it drops, and what an absent class counts", () => {
    const { notes } = metricsNp.score(run(["00 00"], { numClasses: 3, classNames: ["a", "b", "c"] }));
    expect(notes).toEqual([
      'drop_last=True, the default, leaves class "c" out as background.',
      'naive counts what is nowhere as 1 in every image (the gist\'s Dice as 2), and mean_per_class=True prints 1 for it: classes "b" and "c".',
    ]);
  });

  it("keeps the only class there is", () => {
    expect(metricsNp.score(run(["000 000"], { numClasses: 1 })).meanIou).toBe(1);
  });

  it("has the gist's doubled smoothing", () => {
    const counted = run(["10 10"], { numClasses: 3 });
    expect(figure(metricsNp, counted, "gist dice naive drop_last=False mean_per_class=True")).toEqual([
      (2 * 1.001) / 2.001,
      (2 * 1.001) / 2.001,
      2,
    ]);
  });
});

describe("keras", () => {
  it("adds its epsilon", () => {
    const perfect = keras.score(run(["0101 0101"], { numClasses: 2 })).meanIou;
    expect(perfect).toBe((2 * (2 / (2 + 1e-7))) / (2 + 1e-7));
    expect(perfect).toBeLessThan(1);
  });

  it("prints 0 where nothing is seen, and says so", () => {
    const { meanIou, notes } = keras.score(run(["00 01"], { numClasses: 2, ignoreIndex: 0 }));
    expect(meanIou).toBe(0);
    expect(notes).toEqual(["No class was seen at all; Keras prints 0.0 for this, not NaN."]);
  });

  it("counts the ignored class where it is predicted, as torchmetrics and Cityscapes do not", () => {
    const counted = run(["0111222 0110220"], { numClasses: 3, ignoreIndex: 0 });
    expect(keras.score(counted).meanIou).toBeCloseTo(4 / 9, 6);
    expect(mmsegmentation.score(counted).meanIou).toBeCloseTo(4 / 9, 12);
    expect(figure(torchmetrics, counted, "JaccardIndex(average=macro)")).toBeCloseTo(2 / 3, 12);
    expect(cityscapes.score(counted).meanIou).toBeCloseTo(2 / 3, 12);
    expect(figure(cityscapes, counted, "classScores")).toEqual([NaN, 2 / 3, 2 / 3]);
    expect(keras.score(counted).notes.join()).toContain('The ignored class "c0" is predicted');
    expect(cityscapes.score(counted).notes.join()).toContain('predicted as the ignored class "c0"');
  });

  it("is IoU(target_class_ids) of the classes that are not excluded", () => {
    const counted = run(["00112 01112"], { numClasses: 3, excludeClasses: [0, 2] });
    const ious = figure(keras, counted, "IoU(target_class_ids=[class])") as number[];
    expect(keras.score(counted).meanIou).toBe(ious[1]);
    expect(ious).toHaveLength(3);
  });

  it("warns of fractional weights", () => {
    const counted = runOf([image("01 01", 0.5)], { numClasses: 2 });
    expect(keras.score(counted).notes.join()).toContain('dtype="float32"');
  });
});

describe("torchmetrics", () => {
  it("prints -1 for an absent class under its own names only, and says so", () => {
    const counted = run(["0011 0011", "0000 0002"], { numClasses: 4, classNames: ["a", "b", "c", "d"] });
    expect(figure(torchmetrics, counted, "MeanIoU(per_class=True)")).toEqual([0.875, 1, 0, -1]);
    expect(figure(torchmetrics, counted, "functional.mean_iou(per_class=True)")).toEqual([
      [1, 1, -1, -1],
      [0.75, -1, 0, -1],
    ]);
    expect(figure(torchmetrics, counted, "DiceScore(average=none, aggregation_level=global)")).toEqual([
      10 / 11,
      1,
      0,
      NaN,
    ]);
    expect(figure(torchmetrics, counted, "MeanIoU(per_class=False)")).toBe(2.75 / 4);
    expect(torchmetrics.score(counted).notes[0]).toBe(
      'Absent from ground truth and prediction: class "d". MeanIoU(per_class=True) prints -1 there, JaccardIndex(average=none) 0.',
    );
  });

  it("lets an image's generalized Dice depend on its batch mates", () => {
    const name = "functional.generalized_dice_score(weight_type=square)";
    const first = "0011 0012";
    const alone = figure(torchmetrics, run([first], { numClasses: 3 }), name) as number[];
    const counted = run([first, "2000 2000"], { numClasses: 3 });
    const together = figure(torchmetrics, counted, name) as number[];
    // Alone, class 2 takes its own largest weight, which is 0; in a batch of two, cell 2 takes class 1's, 1 / 4.
    expect(alone[0]).toBeCloseTo((2 * (2 / 4 + 1 / 4)) / (4 / 4 + 3 / 4), 12);
    expect(together[0]).toBeCloseTo((2 * (2 / 4 + 1 / 4)) / (4 / 4 + 3 / 4 + 1 / 4), 12);
    expect(torchmetrics.score(counted).notes.join()).toContain("depends on the batch (here all 2 images)");
  });

  it("leaves generalized Dice out where images are weighted", () => {
    const { figures, notes } = torchmetrics.score(runOf([image("01 01", 2)], { numClasses: 2 }));
    expect(Object.keys(figures).filter((name) => name.includes("generalized"))).toEqual([]);
    expect(notes.join()).toContain("functional.generalized_dice_score is left out");
  });

  it("counts 0 for the weighted Dice of an image without ground truth", () => {
    const counted = run(["00 00", "11 11"], { numClasses: 2, excludeClasses: [0] });
    expect(figure(torchmetrics, counted, "DiceScore(average=weighted, aggregation_level=samplewise)")).toBe(
      0.5,
    );
  });
});

describe("monai", () => {
  it("charges nothing for false positives with ignore_empty=True, and says how many", () => {
    const counted = run(["0000 0011"], { numClasses: 3 });
    expect(monai.score(counted).meanIou).toBe(0.5);
    expect(figure(monai, counted, "MeanIoU(ignore_empty=False, reduction=none)")).toEqual([[0.5, 0, 1]]);
    expect(monai.score(counted).notes[0]).toContain("2 predicted pixels cost nothing");
  });

  it("gives generalized Dice 1 to an empty image, 0 where something is predicted", () => {
    const counted = run(["00 00", "00 01"], { numClasses: 2, excludeClasses: [0] });
    expect(figure(monai, counted, "GeneralizedDiceScore(weight_type=square, reduction=none)")).toEqual([
      1, 0,
    ]);
  });
});

describe("mmsegmentation", () => {
  it("has no F-score where precision and recall are 0, and says that mDice differs", () => {
    const { figures, notes } = mmsegmentation.score(run(["0011 0000"], { numClasses: 2 }));
    expect(figures.Dice).toEqual([2 / 3, 0]);
    expect(figures.mDice).toBeCloseTo(1 / 3, 12);
    // Never predicted: no precision either.
    expect(figures.Fscore).toEqual([2 / 3, NaN]);
    expect(notes).toEqual([]);
    const swapped = mmsegmentation.score(run(["012 021"], { numClasses: 3 }));
    expect(swapped.figures.Fscore).toEqual([1, NaN, NaN]);
    expect(swapped.figures.mFscore).toBe(1);
    expect(swapped.figures.mDice).toBeCloseTo(1 / 3, 12);
    expect(swapped.notes[0]).toContain('mFscore leaves out classes "c1" and "c2"');
  });
});

describe("fine-grained", () => {
  it("takes the worst images, and each class's worst", () => {
    // IoU of class 0 and 1: 1 and 1; 1/2 and 2/3; 0 and 2/4.
    const counted = run(["0011 0011", "0011 0111", "0011 1111"], { numClasses: 2 });
    expect(figure(fineGrained, counted, "mIoUI per image %")).toEqual([
      100,
      expect.closeTo(700 / 12, 10),
      25,
    ]);
    expect(figure(fineGrained, counted, "mIoUI1 %")).toBe(25);
    const byQuantile = figure(fineGrained, counted, "mIoUIq (q=10, 20, ..., 100) %") as number[];
    // floor(q% of 3) images, at least one: one up to q = 60, then two, then all.
    expect(byQuantile.slice(0, 6)).toEqual(Array(6).fill(25));
    expect(byQuantile[6]).toBeCloseTo((25 + 700 / 12) / 2, 10);
    expect(byQuantile[9]).toBeCloseTo((125 + 700 / 12) / 3, 10);
    expect(figure(fineGrained, counted, "mIoUC1 %")).toBeCloseTo(25, 10);
    expect(figure(fineGrained, counted, "mIoUC per class %")).toEqual([50, expect.closeTo(650 / 9, 10)]);
  });

  it("leaves an image out whose pixels are all ignored", () => {
    const counted = run(["0011 0111", "9999 0000"], { numClasses: 2, ignoreIndex: 9 });
    expect(fineGrained.score(counted).meanIou).toBeCloseTo(7 / 12, 12);
    expect(figure(fineGrained, counted, "mIoUI per image %")).toEqual([expect.closeTo(700 / 12, 10), NaN]);
  });

  it("says what JDTLosses prints where a class is nowhere", () => {
    const { figures, notes } = fineGrained.score(run(["00 00"], { numClasses: 2 }));
    expect(figures["mIoUD %"]).toBe(100);
    expect(figures["mIoUCQ %"]).toBe(100);
    expect(notes[0]).toContain("prints NaN for mAccD, mIoUD, mDiceD, mAccC, mIoUC and mDiceC");
    expect(notes[1]).toContain("50000050 for mIoUCQ");
  });

  it("leaves worst quantiles out where images have fractional weights", () => {
    const { figures, notes } = fineGrained.score(runOf([image("01 01", 0.5)], { numClasses: 2 }));
    expect(figures["mIoUI %"]).toBe(100);
    expect(Object.keys(figures).filter((name) => /[IC](Q|q|1)/.test(name))).toEqual([]);
    expect(notes).toEqual([
      "The worst-quantile figures are left out: they count whole images, and an image has weight 0.5.",
    ]);
  });
});

describe("worstQuantileMeans", () => {
  it("counts at least one score, and rounds down", () => {
    const weights = new Float64Array(4).fill(1);
    expect(worstQuantileMeans([0.4, NaN, 0.1, 0.7], weights, [1, 33, 67, 100])).toEqual([
      0.1,
      0.1,
      0.25,
      expect.closeTo(0.4, 12),
    ]);
    expect(worstQuantileMeans([NaN], weights, [10])).toEqual([NaN]);
  });

  it("refuses a weight that is not whole", () => {
    expect(() => worstQuantileMeans([1, 1], Float64Array.of(1, 0.5), [10])).toThrow(
      "worst quantiles count whole images, and image 1 has weight 0.5",
    );
  });
});

describe("the registry", () => {
  it("finds each convention by its name", () => {
    for (const [name, convention] of CONVENTIONS) expect(readConvention(name, "convention")).toBe(convention);
  });

  it("refuses a name that it does not know", () => {
    expect(() => explainConvention("pytorch" as ConventionName)).toThrow(RangeError);
    expect(() => explainConvention("pytorch" as ConventionName)).toThrow(
      /^"name" expected .*"keras" or .*, got "pytorch"$/,
    );
    expect(() => explainConvention(7 as unknown as ConventionName)).toThrow(TypeError);
  });
});
