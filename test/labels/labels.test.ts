import { encode } from "fast-png";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countPair } from "../../app/job/countPair.js";
import { DatasetError } from "../../app/errors/problem.js";
import { saidOf } from "../helpers/said.js";
import { decodeMask } from "../../app/formats/decodeMask.js";
import { FormatError } from "../../app/formats/formatError.js";
import { pairRules } from "../../app/job/pairLabels.js";
import { smallMasks } from "../../app/view/smallMasks.js";
import { VOID } from "../../src/labels/labelKinds.js";
import { entriesOf } from "../../src/counting/entries.js";
import { readSettings, type ScorerOptions } from "../../src/measures/confusion/settings.js";
import { flatGrid, type LabelRaster, type Raster } from "../../src/reading/raster.js";
import {
  ConfusionCounter,
  confusionMatrix,
  type ConfusionMatrix,
  dice,
  iou,
  SegmentationScorer,
} from "../../src/index.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import {
  type Coloured,
  type Counted,
  meanIou,
  oracle,
  type Rgb,
  type Said,
  saidArb,
  type SaidInColours,
  saidInColoursArb,
  withoutColours,
} from "./pairs.js";

/** The labels in the narrowest array that holds them, or one of 64 bits. */
function arrayOf(labels: readonly number[], isBig: boolean): LabelRaster["data"] {
  if (isBig) return BigInt64Array.from(labels, BigInt);
  const [least, most] = [Math.min(...labels), Math.max(...labels)];
  if (least < -32768 || most > 65535 || (least < 0 && most > 32767)) return Int32Array.from(labels);
  if (least < 0) return Int16Array.from(labels);
  return most > 255 ? Uint16Array.from(labels) : Uint8Array.from(labels);
}

function optionsOf(said: Said): ScorerOptions {
  const { numClasses, ignoreIndex, truthMapping, predictionMapping, voidPredictions } = said;
  return {
    numClasses,
    ignoreIndex,
    labelMapping:
      truthMapping === undefined && predictionMapping === undefined
        ? undefined
        : { groundTruth: truthMapping, prediction: predictionMapping },
    voidPredictions,
  };
}

function rasterOf(labels: readonly number[], nodata: number | undefined, isBig: boolean): Raster {
  return { kind: "labels", data: arrayOf(labels, isBig), nodata, ...flatGrid(labels.length, 1) };
}

const named = (name: string, mask: Raster): { name: string; mask: Raster } => ({ name, mask });

const hexOf = (rgb: Rgb): number => Number.parseInt(Buffer.from(rgb).toString("hex"), 16);

/** A PNG of the colours. */
function encoded({ pixels, hasAlpha }: Coloured): Uint8Array {
  const data = Uint8Array.from(pixels.flatMap((rgb) => (hasAlpha ? [...rgb, 255] : rgb)));
  return encode({ width: pixels.length, height: 1, data, depth: 8, channels: hasAlpha ? 4 : 3 });
}

/** Decoded of a file where the side is one of colours. */
function sideOf(
  labels: readonly number[],
  nodata: number | undefined,
  coloured: Coloured | undefined,
  isBig = false,
): Raster {
  if (coloured === undefined) return rasterOf(labels, nodata, isBig);
  const { colours } = coloured;
  return decodeMask(encoded(coloured), {
    colours: colours === "ids" ? colours : new Map(colours.map(([rgb, label]) => [hexOf(rgb), label])),
  }).raster;
}

/** A matrix as the oracle writes it. */
function plain(matrix: ConfusionMatrix): Omit<Counted, "shown"> {
  return {
    cells: [...entriesOf(matrix)].map(([cell, pixels]) => [
      Math.floor(cell / matrix.numClasses),
      cell % matrix.numClasses,
      pixels,
    ]),
    ignoredCount: matrix.ignoredCount,
    voids: [...(matrix.voidPredictions ?? [])].flatMap((pixels, c) =>
      pixels > 0 ? [[c, pixels] as const] : [],
    ),
  };
}

const withoutShown = ({ cells, ignoredCount, voids }: Counted): Omit<Counted, "shown"> => ({
  cells,
  ignoredCount,
  voids,
});

/** The counts of one image, and their mean. */
function expectScored(
  scorer: SegmentationScorer,
  matrix: ConfusionMatrix,
  wanted: Counted,
  said: SaidInColours,
): void {
  expect(plain(matrix)).toEqual(withoutShown(wanted));
  // Counts are exact; a mean may be summed in another order.
  const mean = meanIou(wanted, said, said.excludeClasses);
  const { meanIou: scored } = scorer.addCounts(matrix).compute();
  if (Number.isNaN(mean)) expect(scored).toBeNaN();
  else expect(scored).toBeCloseTo(mean, 12);
}

it("the cases that are drawn are scored about as often as they are refused", () => {
  const drawn = fc.sample(saidArb, { numRuns: 1000, seed: 7 });
  for (const files of [true, false]) {
    const counted = drawn.map((said) => oracle(said, files)).filter((found) => found !== "error");
    expect(counted.length).toBeGreaterThan(300);
    expect(counted.length).toBeLessThan(800);
    expect(counted.filter(({ voids }) => voids.length > 0).length).toBeGreaterThan(60);
    expect(counted.filter(({ ignoredCount }) => ignoredCount > 0).length).toBeGreaterThan(100);
  }
});

it("so are those in colours, which one side or both have, and classes that are left out", () => {
  const drawn = fc.sample(saidInColoursArb, { numRuns: 1000, seed: 7 });
  const counted = drawn.filter((said) => {
    const labels = withoutColours(said);
    return labels !== "error" && oracle(labels, true) !== "error";
  });
  const sides = (said: SaidInColours): (Coloured | undefined)[] => [
    said.truthColours,
    said.predictionColours,
  ];
  for (const kind of [
    ...[0, 1].flatMap((side) => [
      (said: SaidInColours) => sides(said)[side]?.colours === "ids",
      (said: SaidInColours) => Array.isArray(sides(said)[side]?.colours),
    ]),
    (said: SaidInColours) => !sides(said).includes(undefined),
    (said: SaidInColours) => said.excludeClasses.length > 0,
  ]) {
    expect(counted.filter(kind).length).toBeGreaterThan(60);
    expect(counted.filter(kind).length).toBeLessThan(drawn.filter(kind).length - 30);
  }
});

describe.each(BACKENDS)("labels by %s", (backend) => {
  it("are counted and shown as a look at each pixel says, of files", () => {
    fc.assert(
      fc.property(saidArb, fc.boolean(), (said, isBig) => {
        const wanted = oracle(said, true);
        const settings = readSettings(optionsOf(said));
        const pair = {
          groundTruth: named("t.tif", rasterOf(said.truth, said.truthNodata, isBig)),
          prediction: named("p.tif", rasterOf(said.prediction, said.predictionNodata, isBig)),
        };
        const count = (): ConfusionMatrix =>
          withBackend(backend, () => countPair(settings, pair, { nodata: said.nodata }));
        if (wanted === "error") {
          expect(count).toThrow(DatasetError);
          return;
        }
        expect(plain(count())).toEqual(withoutShown(wanted));
        const picture = smallMasks(
          pair.groundTruth.mask,
          pair.prediction.mask,
          pairRules(settings, pair, said.nodata),
        );
        wanted.shown.forEach(([t, p], pixel) => {
          expect(picture.groundTruth[pixel]).toBe(t);
          // Under the truth's void anything may stand.
          if (p !== undefined) expect(picture.prediction[pixel]).toBe(p);
        });
      }),
      { numRuns: 400 },
    );
  });

  it("are read from colours, and score without the classes that are left out, as a look at each pixel says", () => {
    fc.assert(
      fc.property(saidInColoursArb, fc.boolean(), (said, isBig) => {
        const labels = withoutColours(said);
        const wanted = labels === "error" ? "error" : oracle(labels, true);
        const { excludeClasses } = said;
        const scorer = new SegmentationScorer({ ...optionsOf(said), excludeClasses });
        const count = (): ConfusionMatrix => {
          const pair = {
            groundTruth: named("t.png", sideOf(said.truth, said.truthNodata, said.truthColours, isBig)),
            prediction: named(
              "p.png",
              sideOf(said.prediction, said.predictionNodata, said.predictionColours, isBig),
            ),
          };
          return withBackend(backend, () => countPair(scorer.settings, pair, { nodata: said.nodata }));
        };
        if (labels === "error") expect(count).toThrow(FormatError);
        else if (wanted === "error") expect(count).toThrow(DatasetError);
        if (wanted === "error") return;
        expectScored(scorer, count(), wanted, said);
      }),
      { numRuns: 150 },
    );
  });

  it("are counted as a look at each pixel says, by the scorer", () => {
    fc.assert(
      fc.property(saidArb, fc.boolean(), (said, isBig) => {
        const wanted = oracle(said, false);
        const scorer = new SegmentationScorer(optionsOf(said));
        const update = (): SegmentationScorer =>
          withBackend(backend, () =>
            scorer.update(arrayOf(said.truth, isBig), arrayOf(said.prediction, isBig)),
          );
        if (wanted === "error") {
          expect(update).toThrow(RangeError);
          return;
        }
        expect(plain(update().confusionMatrix())).toEqual(withoutShown(wanted));
        for (const copy of [
          SegmentationScorer.fromJSON(JSON.stringify(scorer)),
          SegmentationScorer.fromBytes(scorer.toBytes()),
        ]) {
          expect(plain(copy.confusionMatrix())).toEqual(withoutShown(wanted));
          expect(copy.settings).toEqual(scorer.settings);
          expect(copy.digest()).toBe(scorer.digest());
        }
      }),
      { numRuns: 400 },
    );
  });

  it("count the same in confusionMatrix, in strips, and in what is scored of them", () => {
    fc.assert(
      fc.property(saidArb, fc.nat(), (drawn, cut) => {
        const said = { ...drawn, truthMapping: undefined, predictionMapping: undefined };
        const { numClasses, ignoreIndex, voidPredictions } = said;
        const options = { numClasses, ignoreIndex, voidPredictions };
        const [truth, prediction] = [arrayOf(said.truth, false), arrayOf(said.prediction, false)];
        const wanted = oracle(said, false);
        const count = (): ConfusionMatrix =>
          withBackend(backend, () => confusionMatrix(truth, prediction, options));
        if (wanted === "error") {
          expect(count).toThrow(RangeError);
          return;
        }
        expect(plain(count())).toEqual(withoutShown(wanted));
        const at = cut % (truth.length + 1);
        const counter = new ConfusionCounter(options);
        for (const [from, to] of [
          [0, at],
          [at, truth.length],
        ] as const) {
          if (to > from) counter.update(truth.subarray(from, to), prediction.subarray(from, to));
        }
        expect(plain(counter.result())).toEqual(withoutShown(wanted));
        expect(counter.pixelCount).toBe(truth.length);
        const scores = new SegmentationScorer(options).update(truth, prediction).compute();
        expect(iou(truth, prediction, options)).toBe(scores.meanIou);
        expect(dice(truth, prediction, options)).toBe(scores.meanDice);
      }),
      { numRuns: 200 },
    );
  });

  it("given by scores are those of the highest score", () => {
    fc.assert(
      fc.property(saidInColoursArb, (drawn) => {
        const prediction = drawn.prediction.map((label) => Math.abs(label) % 2);
        const said = { ...drawn, prediction, predictionNodata: undefined, predictionColours: undefined };
        const { numClasses, truthColours, nodata, excludeClasses } = said;
        const labels = withoutColours(said);
        fc.pre(numClasses === 2 && labels !== "error");
        const wanted = oracle(labels, true);
        const data = Float32Array.from({ length: prediction.length * 2 }, (_, i) =>
          Number(prediction[Math.floor(i / 2)] === i % 2),
        );
        const scores: Raster = {
          kind: "scores",
          scores: {
            data,
            isFloat16: false,
            layout: "channelsLast",
            batchSize: 1,
            pixelCount: prediction.length,
            numClasses: 2,
            planeStride: prediction.length,
          },
          ...flatGrid(prediction.length, 1),
        };
        const pair = {
          groundTruth: named("t.tif", sideOf(said.truth, said.truthNodata, truthColours)),
          prediction: named("p.npy", scores),
        };
        const scorer = new SegmentationScorer({ ...optionsOf(said), excludeClasses });
        const count = (): ConfusionMatrix =>
          withBackend(backend, () => countPair(scorer.settings, pair, { nodata }));
        if (wanted === "error") expect(count).toThrow(DatasetError);
        else expectScored(scorer, count(), wanted, said);
      }),
      { numRuns: 300 },
    );
  });
});

describe("no data that is a class", () => {
  const settings = readSettings({ numClasses: 2, classNames: ["ground", "house"] });
  const pair = {
    groundTruth: named("t.tif", rasterOf([1, 0, 0, 1], 0, false)),
    prediction: named("p.png", rasterOf([1, 0, 1, 1], undefined, false)),
  };

  it("is refused by its file, its label, its class and its pixel, until somebody decides", () => {
    expect(saidOf(() => countPair(settings, pair))).toBe(
      't.tif: label 0 at pixel 1 (x 1, y 0) is no data by the file, and "ground" by the classes; pass --nodata label to count it as that, or --nodata ignore to leave such pixels out',
    );
    expect(plain(countPair(settings, pair, { nodata: "label" })).ignoredCount).toBe(0);
    expect(plain(countPair(settings, pair, { nodata: "ignore" })).ignoredCount).toBe(2);
  });

  it("is no matter where no pixel has it, or where it is void anyway", () => {
    const without = { ...pair, groundTruth: named("t.tif", rasterOf([1, 1, 1, 1], 0, false)) };
    expect(plain(countPair(settings, without)).ignoredCount).toBe(0);
    const ignoring = readSettings({ numClasses: 2, ignoreIndex: 0 });
    expect(plain(countPair(ignoring, pair)).ignoredCount).toBe(2);
  });

  it("of a prediction is the class, unless no data is to be ignored", () => {
    const sides = { groundTruth: pair.prediction, prediction: pair.groundTruth };
    expect(plain(countPair(settings, sides)).cells).toHaveLength(3);
    expect(() => countPair(settings, sides, { nodata: "ignore" })).toThrow(DatasetError);
    const missing = readSettings({ numClasses: 2, voidPredictions: "miss" });
    expect(plain(countPair(missing, sides, { nodata: "ignore" })).voids).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(VOID).toBeLessThan(0);
  });
});
