import { describe, expect, it } from "vitest";
import type { Convention } from "../../../../src/measures/confusion/conventions/convention.js";
import { CONVENTIONS } from "../../../../src/measures/confusion/conventions/registry.js";
import { spread } from "../../../../src/measures/confusion/conventions/spread.js";
import { TOOL_SETTINGS } from "../../../../src/measures/confusion/conventions/toolSettings.js";
import type { CountedRun } from "../../../../src/measures/confusion/countedRun.js";
import { readOracle } from "../../../helpers/oracle.js";
import { runOf, type RunOptions } from "../../../helpers/runs.js";

/** The tools; the library's own convention is not one of them. */
const TOOLS = [...CONVENTIONS.values()].filter(({ name }) => name !== "dataset");
const ORACLE = readOracle();
const RUN = runOf(
  ORACLE.target.map((truth, image) => ({
    groundTruth: Uint8Array.from(truth.flat()),
    prediction: Uint8Array.from((ORACLE.pred[image] as number[][]).flat()),
  })),
  { numClasses: 5 },
);

function named(...names: readonly string[]): Convention[] {
  return TOOLS.filter(({ name }) => names.includes(name));
}

function run(truth: string, prediction: string, options: RunOptions): CountedRun {
  return runOf(
    [{ groundTruth: Uint8Array.from(truth, Number), prediction: Uint8Array.from(prediction, Number) }],
    options,
  );
}

describe("spread", () => {
  it("puts every tool's mean IoU side by side", () => {
    const { rows, lowest, highest, leftOut } = spread(TOOLS, RUN, "iou");
    const byLabel = Object.fromEntries(rows.map(({ label, value }) => [label, Number(value.toFixed(4))]));
    expect(byLabel).toEqual({
      "metrics_np (standard, last class left out)": 0.5026,
      "metrics_np (standard, last class kept)": 0.4023,
      "metrics_np (naive, last class left out)": 0.5761,
      "metrics_np (naive, last class kept)": 0.5943,
      "Keras (MeanIoU)": 0.4877,
      "torchmetrics (MeanIoU)": 0.4926,
      "torchmetrics (JaccardIndex macro)": 0.4877,
      "torchmetrics (JaccardIndex micro)": 0.7368,
      "torchmetrics (JaccardIndex weighted)": 0.756,
      "MONAI (ignore_empty=True)": 0.7647,
      "MONAI (ignore_empty=False)": 0.594,
      "MMSegmentation (mIoU)": 0.4877,
      "Cityscapes (averageScoreClasses)": 0.4877,
      "fine-grained (mIoUD)": 0.4877,
      "fine-grained (mIoUI)": 0.7647,
      "fine-grained (mIoUC)": 0.6856,
    });
    expect(lowest?.label).toBe("metrics_np (standard, last class kept)");
    expect(highest?.label).toMatch(/^MONAI|^fine-grained/);
    expect(leftOut).toEqual([]);
  });

  it("says why the lowest and the highest differ", () => {
    const { sentence } = spread(named("metrics_np", "monai"), RUN, "iou");
    expect(sentence).toBe(
      "This run's mean IoU is 0.402 by metrics_np (standard, last class kept) and 0.765 by MONAI (ignore_empty=True). " +
        "The first takes one ratio per image and class, averaged over the images of each class, then over classes, " +
        "the second takes one ratio per image and class, averaged over the classes of each image, then over images. " +
        "Where a class is predicted but not in the ground truth, the first counts it 0, the second leaves it out. " +
        "The first adds 0.001 to both sides of every ratio, the second adds nothing.",
    );
  });

  it("gives every row a rule in one line", () => {
    for (const metric of ["iou", "dice"] as const) {
      for (const { rule } of spread(TOOLS, RUN, metric).rows)
        expect(rule).toMatch(/^one ratio per?[^\n]+$|^one ratio of[^\n]+$/);
    }
    expect(spread(named("keras"), RUN, "iou").rows[0]?.rule).toBe(
      "one ratio per class of the whole run, averaged over classes; a class absent from the run is left out; one that is only predicted counts 0; adds 0.0000001 to every denominator",
    );
  });

  it("puts every tool's mean Dice side by side", () => {
    const { rows, sentence } = spread(TOOLS, RUN, "dice");
    expect(rows.map(({ value }) => value).every((value) => value > 0.4 && value < 0.9)).toBe(true);
    expect(new Set(rows.map(({ convention }) => convention))).toEqual(
      new Set(["metrics_np", "torchmetrics", "monai", "mmsegmentation", "fine-grained"]),
    );
    expect(sentence).toContain("mean Dice is 0.448 by metrics_np (standard, last class kept)");
  });

  it("names only differences that matter on the run", () => {
    // Every class is in every image: no rule for absent classes has anything to do.
    const counted = run("000111", "000101", { numClasses: 2 });
    const { sentence } = spread(named("metrics_np", "monai"), counted, "iou");
    expect(sentence).toContain("last class");
    expect(sentence).not.toContain("neither map");
    expect(sentence).not.toContain("not in the ground truth");
  });

  it("names the ignored class where it decides", () => {
    const counted = run("0111222", "0110220", { numClasses: 3, ignoreIndex: 0 });
    const { sentence, lowest, highest } = spread(named("keras", "cityscapes"), counted, "iou");
    expect([lowest?.convention, highest?.convention]).toEqual(["keras", "cityscapes"]);
    expect(sentence).toContain(
      "Of the ignored class, which is predicted, the first counts it 0, the second leaves it out.",
    );
  });

  it("says where all agree, where one is alone, and where none has a number", () => {
    expect(spread(TOOLS, run("0011", "0011", { numClasses: 2 }), "iou").sentence).toBe(
      "This run's mean IoU is 1.000 by all 16 rules.",
    );
    expect(spread(named("keras"), RUN, "iou").sentence).toBe(
      "This run's mean IoU is 0.488 by Keras (MeanIoU).",
    );
    expect(spread(named("cityscapes"), RUN, "dice").sentence).toBe("No rule gives this run a mean Dice.");
    const nothing = run("99", "00", { numClasses: 2, ignoreIndex: 9 });
    expect(spread(named("cityscapes"), nothing, "iou").sentence).toBe("No rule gives this run a mean IoU.");
    // Keras and MONAI print 0 where there is no image.
    const none = runOf([], { numClasses: 2 });
    expect(spread(named("keras", "monai", "cityscapes"), none, "iou").sentence).toBe(
      "This run's mean IoU is 0.000 by 3 rules, and undefined by 1.",
    );
  });

  it("leaves out what needs images where there are none, and says what", () => {
    const { rows, leftOut } = spread(TOOLS, { ...RUN, images: undefined }, "iou");
    expect(rows.map(({ convention }) => convention)).toEqual(["keras", "mmsegmentation", "cityscapes"]);
    expect(leftOut).toEqual(["metrics_np", "torchmetrics", "monai", "fine-grained"]);
  });

  it("has settings whose figures exist and are numbers", () => {
    for (const convention of TOOLS) {
      const { figures } = convention.score(RUN);
      const { iou, dice } = TOOL_SETTINGS[convention.name];
      for (const { figure } of [...iou, ...dice]) expect(typeof figures[figure], figure).toBe("number");
    }
  });
});
