import { describe, expect, it } from "vitest";
import { cityscapes } from "../../../../src/measures/confusion/conventions/cityscapes.js";
import type { Convention, Figure } from "../../../../src/measures/confusion/conventions/convention.js";
import { fineGrained } from "../../../../src/measures/confusion/conventions/fineGrained.js";
import { keras } from "../../../../src/measures/confusion/conventions/keras.js";
import { gistDice, metricsNp } from "../../../../src/measures/confusion/conventions/metricsNp.js";
import { mmsegmentation } from "../../../../src/measures/confusion/conventions/mmsegmentation.js";
import { monai } from "../../../../src/measures/confusion/conventions/monai.js";
import { torchmetrics } from "../../../../src/measures/confusion/conventions/torchmetrics.js";
import { classScore, pixelsOfClass } from "../../../../src/measures/confusion/classScores.js";
import type { CountedRun } from "../../../../src/measures/confusion/countedRun.js";
import { presenceMask } from "../../../../src/measures/tutorial/tutorialScores.js";
import { mean_class, metrics_np, one_hot } from "../../../../src/measures/tutorial/tutorialFunctions.js";
import { referenceCounter } from "../../../../src/counting/reference/referenceCounter.js";
import { boundaryIou, surfaceDistances } from "../../../../src/surfaces/index.js";
import { numbersOf, oracleFigures, type OracleValue, readOracle } from "../../../helpers/oracle.js";
import { runOf, type RunOptions } from "../../../helpers/runs.js";
import { scoreTensor } from "../../../helpers/scores.js";

const ORACLE = readOracle();
const FIGURES = oracleFigures();

/** The tools compute in float32. */
const TOLERANCE = 1e-6;

type Maps = readonly number[][][];

function countMaps(truth: Maps, prediction: Maps, options: RunOptions): CountedRun {
  return runOf(
    truth.map((image, i) => ({
      groundTruth: Uint8Array.from(image.flat()),
      prediction: Uint8Array.from((prediction[i] as number[][]).flat()),
    })),
    options,
  );
}

const PLAIN = countMaps(ORACLE.target, ORACLE.pred, { numClasses: 5 });
const IGNORE_255 = countMaps(ORACLE.target_ignore255, ORACLE.pred, { numClasses: 5, ignoreIndex: 255 });
const IGNORE_0 = countMaps(ORACLE.target, ORACLE.pred, { numClasses: 5, ignoreIndex: 0 });
/** JDTLosses was also run on four classes, what was predicted as class 4 being class 0. */
const PREDICTION_OF_4 = ORACLE.pred.map((image) => image.map((row) => row.map((label) => label % 4)));
const FOUR = countMaps(ORACLE.target, PREDICTION_OF_4, { numClasses: 4 });
const FOUR_IGNORE_255 = countMaps(ORACLE.target_ignore255, PREDICTION_OF_4, {
  numClasses: 4,
  ignoreIndex: 255,
});

function figureOf(convention: Convention, run: CountedRun, name: string): Figure {
  const figure = convention.score(run).figures[name];
  if (figure === undefined) throw new Error(`${convention.name} has no figure ${name}`);
  return figure;
}

/** What we compute for a path of the oracle file. Percent become fractions, so that one tolerance fits all. */
const computed = new Map<string, unknown>();
/** Figures that JDTLosses gets wrong: ours, and where they are checked instead. */
const broken = new Set<string>();

computed.set("confusion_rows_target", matrixRows(PLAIN));

for (const metric of ["iou", "dice"] as const) {
  for (const type of ["standard", "naive", "soft"] as const) {
    for (const dropLast of [true, false]) {
      for (const perClass of [true, false]) {
        const python = (flag: boolean): string => (flag ? "True" : "False");
        const path = `seed_metrics_np(y_true=onehot,y_pred=soft) / ${metric}|${type}|drop_last=${python(dropLast)}|per_class=${python(perClass)}`;
        // The file's Dice is the gist's, which adds the smoothing twice.
        const name = `${metric === "dice" ? "gist dice" : "iou"} ${type} drop_last=${python(dropLast)}`;
        computed.set(
          path,
          type === "soft"
            ? softFigure(metric, dropLast, perClass)
            : figureOf(metricsNp, PLAIN, perClass ? `${name} mean_per_class=True` : name),
        );
      }
    }
  }
}

const TORCHMETRICS: readonly (readonly [key: string, figure: string, run?: CountedRun])[] = [
  ["fn mean_iou", "functional.mean_iou(per_class=False)"],
  ["fn mean_iou per_class", "functional.mean_iou(per_class=True)"],
  ["MeanIoU per_class=False", "MeanIoU(per_class=False)"],
  ["MeanIoU per_class=True", "MeanIoU(per_class=True)"],
  ...["micro", "macro", "weighted", "none"].flatMap((average) => [
    ...["samplewise", "global"].map(
      (level) =>
        [
          `DiceScore ${average} ${level}`,
          `DiceScore(average=${average}, aggregation_level=${level})`,
        ] as const,
    ),
    [`jaccard ${average}`, `JaccardIndex(average=${average})`] as const,
    [`jaccard ${average} ignore_index=255`, `JaccardIndex(average=${average})`, IGNORE_255] as const,
    [`jaccard ${average} ignore_index=0`, `JaccardIndex(average=${average})`, IGNORE_0] as const,
  ]),
  ...["square", "simple", "linear"].map(
    (type) =>
      [`fn generalized_dice ${type}`, `functional.generalized_dice_score(weight_type=${type})`] as const,
  ),
];
for (const [key, figure, run = PLAIN] of TORCHMETRICS) {
  computed.set(`torchmetrics / ${key}`, figureOf(torchmetrics, run, figure));
}

for (const [metric, name] of [
  ["iou", "MeanIoU"],
  ["dice", "DiceMetric"],
] as const) {
  for (const empty of ["True", "False"]) {
    for (const reduction of ["none", "mean", "mean_batch", "mean_channel"]) {
      const figure = figureOf(monai, PLAIN, `${name}(ignore_empty=${empty}, reduction=${reduction})`);
      // MONAI returns one number in a list of one.
      computed.set(
        `monai / ${metric} ignore_empty=${empty} ${reduction}`,
        reduction === "mean" ? [figure] : figure,
      );
    }
  }
}
for (const type of ["square", "simple", "uniform"]) {
  const figure = figureOf(monai, PLAIN, `GeneralizedDiceScore(weight_type=${type}, reduction=none)`);
  computed.set(
    `monai / generalized_dice ${type} per image`,
    (figure as number[]).map((score) => [score]),
  );
}

computed.set("keras / MeanIoU", figureOf(keras, PLAIN, "MeanIoU"));
computed.set("keras / MeanIoU ignore_class=255", figureOf(keras, IGNORE_255, "MeanIoU"));
computed.set("keras / MeanIoU ignore_class=0", figureOf(keras, IGNORE_0, "MeanIoU"));
computed.set("keras / cm ignore255", matrixRows(IGNORE_255));
computed.set(
  "keras / IoU target 1",
  (figureOf(keras, PLAIN, "IoU(target_class_ids=[class])") as number[])[1],
);

for (const [setting, run] of [
  ["C=5 (class 4 absent from GT)", PLAIN],
  ["C=4 (pred 4->0)", FOUR],
  ["C=4, target_ignore255", FOUR_IGNORE_255],
] as const) {
  const path = (name: string): string => `JDTLosses AccuracyMetric (percent) / ${setting} / ${name}`;
  computed.set(path("Acc"), (figureOf(fineGrained, run, "Acc %") as number) / 100);
  for (const metric of ["Acc", "IoU", "Dice"]) {
    for (const suffix of ["D", "I", "IQ", "I1", "C", "CQ", "C1"]) {
      const name = `m${metric}${suffix}`;
      if (run === PLAIN && (suffix.startsWith("C") || name === "mAccD")) broken.add(path(name));
      else computed.set(path(name), (figureOf(fineGrained, run, `${name} %`) as number) / 100);
    }
  }
}

const MMSEG = "formula mmseg/HF ignore255";
computed.set(`${MMSEG} / intersect`, figureOf(mmsegmentation, IGNORE_255, "area_intersect"));
computed.set(`${MMSEG} / union`, figureOf(mmsegmentation, IGNORE_255, "area_union"));
computed.set(`${MMSEG} / iou`, figureOf(mmsegmentation, IGNORE_255, "IoU"));
computed.set(`${MMSEG} / nanmean`, figureOf(mmsegmentation, IGNORE_255, "mIoU"));

// Tools that score one pair of binary masks: their overlap figures are the class scores of one image.
for (const image of [0, 1, 2]) {
  const sums = (PLAIN.images as NonNullable<CountedRun["images"]>).sums;
  const pixels = pixelsOfClass(sums, 5, image, 1, 77);
  const name = `image ${image} class 1`;
  const reloaded = `MetricsReloaded (tolerance 1, hd 95, connectivity 1, boundary_dist 1) / ${name}`;
  computed.set(`${reloaded} / dsc`, classScore("dice", pixels));
  computed.set(`${reloaded} / intersection_over_union`, classScore("iou", pixels));
  for (const spacing of ["(1, 1)", "(2, 1)"]) {
    computed.set(`surface-distance / ${name} spacing ${spacing} / vol_dice`, classScore("dice", pixels));
  }
  const masks = [ORACLE.target, ORACLE.pred].map((maps) =>
    Uint8Array.from((maps[image] as number[][]).flat(), (label) => Number(label === 1)),
  ) as [Uint8Array, Uint8Array];
  const edges = surfaceDistances(...masks, { shape: [7, 11], tolerances: [1] });
  computed.set(`${reloaded} / normalised_surface_distance`, edges.nsd[0]);
  computed.set(`${reloaded} / measured_hausdorff_distance`, edges.hausdorff);
  computed.set(`${reloaded} / measured_hausdorff_distance_perc`, edges.hausdorff95);
  computed.set(`${reloaded} / measured_average_distance`, edges.assd);
  computed.set(`${reloaded} / measured_masd`, edges.masd);
  for (const spacing of [
    [1, 1],
    [2, 1],
  ]) {
    const place = `surface-distance / ${name} spacing (${spacing.join(", ")})`;
    const options = { shape: [7, 11], spacing, tolerances: [1], edges: "surfels" } as const;
    const { hausdorff, hausdorff95, meanDistance, nsd, surfaceOverlap } = surfaceDistances(...masks, options);
    computed.set(`${place} / asd_gt2pred,pred2gt`, [
      meanDistance.groundTruthToPrediction,
      meanDistance.predictionToGroundTruth,
    ]);
    computed.set(`${place} / hd100`, hausdorff);
    computed.set(`${place} / hd95`, hausdorff95);
    computed.set(`${place} / surface_dice@1`, nsd[0]);
    computed.set(`${place} / overlap@1`, [surfaceOverlap.groundTruth[0], surfaceOverlap.prediction[0]]);
  }
  const coco = `pycocotools 2.0.11 / boundary-iou-api / ${name}`;
  computed.set(`${coco} / boundary_iou ratio .02 (d=1)`, boundaryIou(...masks, { width: 11, height: 7 }).iou);
  computed.set(`${coco} / areas`, [pixels.groundTruthArea, pixels.predictionArea]);
  computed.set(`${coco} / iou`, [[classScore("iou", pixels)]]);
  // A crowd's union is the prediction alone: I / P, which is the precision.
  computed.set(`${coco} / iou_crowd`, [[classScore("precision", pixels)]]);
}

/** Figures of other kinds: run lengths, boxes and polygons, and a boundary by another rule (distance to the border below 1). */
const NOT_OVERLAP: readonly RegExp[] = [
  /^MetricsReloaded .* \/ boundary_iou$/,
  /^pycocotools .* \/ image \d class 1 \/ (gt_rle|pred_rle|size|bboxes)$/,
  /^pycocotools .* \/ polygon \/ (xy|h,w|rle|area|mask)$/,
];

it("the oracle file holds every figure that it should", () => {
  expect(FIGURES.size).toBe(235);
});

it("every figure of the oracle file is reproduced, or listed as another kind or as broken", () => {
  const unknown = [...FIGURES.keys()].filter(
    (path) => !computed.has(path) && !broken.has(path) && !NOT_OVERLAP.some((kind) => kind.test(path)),
  );
  expect(unknown).toEqual([]);
  expect([...computed.keys(), ...broken].filter((path) => !FIGURES.has(path))).toEqual([]);
  expect(
    [...computed.keys(), ...broken].filter((path) => NOT_OVERLAP.some((kind) => kind.test(path))),
  ).toEqual([]);
});

it.each([...computed.keys()])("reproduces %s", (path) => {
  const isPercent = path.includes("(percent)");
  expectClose(computed.get(path), numbersOf(FIGURES.get(path)), isPercent ? 100 : 1, path);
});

describe("where JDTLosses breaks because a class is in no ground truth", () => {
  const { figures, notes } = fineGrained.score(PLAIN);
  /** Scores of the classes in the images that have them, as MONAI says them. */
  const monaiMeans = (metric: string): number[] =>
    (numbersOf(FIGURES.get(`monai / ${metric} ignore_empty=True mean_batch`)) as number[]).slice(0, 4);

  it("gives the mean of the classes that are there", () => {
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(figures["mIoUC %"]).toBeCloseTo(100 * mean(monaiMeans("iou")), 4);
    expect(figures["mDiceC %"]).toBeCloseTo(100 * mean(monaiMeans("dice")), 4);
    // Recall of classes 0 to 3 over the run, from the confusion matrix that the file holds.
    expect(figures["mAccD %"]).toBeCloseTo(100 * mean([135 / 153, 45 / 56, 4 / 10, 12 / 12]), 10);
  });

  it.each([...broken])("says what is printed for %s", (path) => {
    const name = path.split(" / ").at(-1);
    const printed = numbersOf(FIGURES.get(path)) as number;
    const ours = figures[`${name} %`] as number;
    expect(ours).toBeGreaterThanOrEqual(0);
    expect(ours).toBeLessThanOrEqual(100);
    if (Number.isNaN(printed)) {
      expect(notes.join(" ")).toMatch(new RegExp(`prints NaN for [^;.]*\\b${name}\\b`));
    } else {
      const said = new RegExp(`(\\d+) for ${name}\\b`).exec(notes.join(" "));
      // Ten float32 numbers of this size are added up.
      expect(Number(said?.[1]) / printed).toBeCloseTo(1, 6);
    }
  });
});

it("agrees with itself where tools agree", () => {
  const meanOf = (convention: Convention): number => convention.score(IGNORE_255).meanIou;
  expect(meanOf(cityscapes)).toBe(meanOf(mmsegmentation));
  expect(meanOf(keras)).toBeCloseTo(meanOf(mmsegmentation), 6);
  expect(fineGrained.score(PLAIN).meanIou).toBeCloseTo(monai.score(PLAIN).meanIou, 12);
  expect(fineGrained.score(PLAIN).meanDice).toBeCloseTo(monai.score(PLAIN).meanDice as number, 12);
});

function matrixRows({ numClasses, total }: CountedRun): number[][] {
  return Array.from({ length: numClasses }, (_, t) => [
    ...total.counts.subarray(t * numClasses, (t + 1) * numClasses),
  ]);
}

/**
 * IoU is metrics_np's own. The gist's Dice is not: it is put together here from the counter's soft sums and the
 * tutorial's means, so that this holds the sums and the means, and gistDice, but no public function.
 */
function softFigure(metric: "iou" | "dice", drop_last: boolean, mean_per_class: boolean): OracleValue {
  const shape = [3, 7, 11, 5];
  const prediction = Float32Array.from(ORACLE.soft_pred_float32.flat(3));
  const oneHot = new Float32Array(prediction.length);
  ORACLE.target.flat(2).forEach((label, pixel) => {
    oneHot[pixel * 5 + label] = 1;
  });
  if (metric === "iou") {
    const truth = { data: oneHot, shape };
    const score = metrics_np(truth, { data: prediction, shape }, "iou", "soft", drop_last, mean_per_class);
    return typeof score === "number" ? score : [...score];
  }
  const sums = referenceCounter.sumOverlap(scoreTensor(oneHot, 3, 77, 5), scoreTensor(prediction, 3, 77, 5));
  const mean: number | Float64Array = mean_class(
    { data: presenceMask(sums), shape: [3, 5] },
    { data: gistDice(sums), shape: [3, 5] },
    mean_per_class ? { drop_last, mean_per_class } : { drop_last },
  );
  return typeof mean === "number" ? mean : [...mean];
}

it("the soft scores' labels are the predicted label maps", () => {
  const prediction = Float32Array.from(ORACLE.soft_pred_float32.flat(3));
  const { data } = one_hot({ data: prediction, shape: [3, 7, 11, 5] });
  ORACLE.pred.flat(2).forEach((label, pixel) => {
    expect(data[pixel * 5 + label]).toBe(1);
  });
});

function expectClose(got: unknown, wanted: OracleValue, unit: number, path: string): void {
  if (typeof wanted === "number") {
    expect(typeof got, path).toBe("number");
    if (Number.isNaN(wanted)) expect(got, path).toBeNaN();
    else expect(Math.abs((got as number) - wanted / unit), path).toBeLessThanOrEqual(TOLERANCE);
    return;
  }
  expect(Array.isArray(got), path).toBe(true);
  expect((got as unknown[]).length, path).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expectClose((got as unknown[])[i], value, unit, `${path} [${i}]`);
  });
}
