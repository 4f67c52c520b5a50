import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { countPair } from "../../../app/job/countPair.js";
import { notNumbersIn } from "../../../app/job/notNumbers.js";
import { flatGrid, type Raster } from "../../../src/reading/raster.js";
import { getCounter } from "../../../src/counting/backend.js";
import { entriesOf } from "../../../src/counting/entries.js";
import { readSettings, type ScorerOptions } from "../../../src/measures/confusion/settings.js";
import type { ScoreArray, ScoreLayout } from "../../../src/types.js";
import { seededRandom } from "../../../app/samples/seededRandom.js";
import { saidOf } from "../../helpers/said.js";

type Element = "float32" | "float64" | "float16";

/** Halves of small whole numbers, by their bits. */
const HALVES = [0x0000, 0x3c00, 0x4000, 0x4200, 0x4400];

function scoresMask(
  width: number,
  height: number,
  numClasses: number,
  layout: ScoreLayout,
  element: Element,
  scoreAt: (pixel: number, c: number) => number,
): Raster {
  const pixelCount = width * height;
  const length = pixelCount * numClasses;
  const data: ScoreArray =
    element === "float32"
      ? new Float32Array(length)
      : element === "float64"
        ? new Float64Array(length)
        : new Uint16Array(length);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    for (let c = 0; c < numClasses; c++) {
      const score = scoreAt(pixel, c);
      const at = layout === "channelsLast" ? pixel * numClasses + c : c * pixelCount + pixel;
      data[at] = element === "float16" ? (Number.isNaN(score) ? 0x7e01 : (HALVES[score] as number)) : score;
    }
  }
  const isFloat16 = element === "float16";
  const scores = { data, isFloat16, layout, batchSize: 1, pixelCount, numClasses, planeStride: pixelCount };
  return { kind: "scores", scores, ...flatGrid(width, height) };
}

function labelsMask(width: number, height: number, labelAt: (pixel: number) => number): Raster {
  const data = Uint8Array.from({ length: width * height }, (_, pixel) => labelAt(pixel));
  return { kind: "labels", data, nodata: undefined, ...flatGrid(width, height) };
}

const named = (name: string, mask: Raster): { name: string; mask: Raster } => ({ name, mask });
const layoutArb = fc.constantFrom<ScoreLayout>("channelsLast", "channelsFirst");
const elementArb = fc.constantFrom<Element>("float32", "float64", "float16");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("scores in a pair", () => {
  const optionsArb = fc.constantFrom<Omit<ScorerOptions, "numClasses">>(
    {},
    { ignoreIndex: 2 },
    {
      labelMapping: {
        groundTruth: new Map([
          [0, 1],
          [1, 0],
          [2, 3],
          [3, 2],
        ]),
        prediction: new Map([
          [0, 3],
          [1, 2],
          [2, 1],
          [3, 0],
        ]),
      },
    },
  );

  it("count as the classes with the highest scores do, and no label map is written", () => {
    const argmax = vi.spyOn(getCounter(), "argmaxLabels");
    fc.assert(
      fc.property(
        fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) }),
        layoutArb,
        elementArb,
        optionsArb,
        fc.constantFrom("prediction", "groundTruth", "both"),
        fc.integer(),
        ({ width, height }, layout, element, options, ofScores, seed) => {
          const random = seededRandom(seed);
          const side = (isOfScores: boolean): { given: Raster; written: Raster } => {
            const scores = Array.from({ length: width * height * 4 }, () => Math.floor(random() * 5));
            const scoreAt = (pixel: number, c: number): number => scores[pixel * 4 + c] as number;
            const winner = (pixel: number): number => {
              const own = [0, 1, 2, 3].map((c) => scoreAt(pixel, c));
              return own.indexOf(Math.max(...own));
            };
            const written = labelsMask(width, height, winner);
            const given = isOfScores ? scoresMask(width, height, 4, layout, element, scoreAt) : written;
            return { given, written };
          };
          const [truth, prediction] = [side(ofScores !== "prediction"), side(ofScores !== "groundTruth")];
          const settings = readSettings({ numClasses: 4, ...options });
          const count = (key: "given" | "written"): unknown => {
            const counts = countPair(settings, {
              groundTruth: named("t", truth[key]),
              prediction: named("p", prediction[key]),
            });
            return [counts.ignoredCount, ...entriesOf(counts)];
          };
          expect(count("given")).toEqual(count("written"));
        },
      ),
      { numRuns: 200 },
    );
    expect(argmax).not.toHaveBeenCalled();
  });

  it("name the pixel of a class that a mapping lacks", () => {
    const settings = readSettings({
      numClasses: 2,
      labelMapping: { groundTruth: new Map([[0, 0]]), prediction: new Map([[0, 0]]) },
    });
    const pair = {
      groundTruth: named(
        "t.png",
        labelsMask(3, 2, () => 0),
      ),
      prediction: named(
        "p.npy",
        scoresMask(3, 2, 2, "channelsLast", "float32", (pixel, c) => (pixel === 4 && c === 1 ? 2 : 1 - c)),
      ),
    };
    expect(saidOf(() => countPair(settings, pair))).toMatch(/^p\.npy: label 1 at pixel 4 /);
  });
});

describe("scores that are NaN", () => {
  it("are counted in small masks, pixel by pixel", () => {
    fc.assert(
      fc.property(
        layoutArb,
        elementArb,
        fc.uniqueArray(fc.integer({ min: 0, max: 119 })),
        (layout, element, pixels) => {
          const isWrong = new Set(pixels);
          const mask = scoresMask(12, 10, 3, layout, element, (pixel, c) =>
            isWrong.has(pixel) && c !== pixel % 3 ? NaN : c,
          );
          expect(notNumbersIn(mask)).toBe(pixels.length);
        },
      ),
    );
  });

  it("are found in large masks, be it one", () => {
    const [width, height] = [416, 208];
    fc.assert(
      fc.property(
        layoutArb,
        elementArb,
        fc.integer({ min: 0, max: width * height - 1 }),
        fc.integer({ min: 0, max: 1 }),
        (layout, element, wrong, wrongClass) => {
          const mask = scoresMask(width, height, 2, layout, element, (pixel, c) =>
            pixel === wrong && c === wrongClass ? NaN : c,
          );
          expect(notNumbersIn(mask)).toBe(1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("are not taken for infinities that cancel", () => {
    const mask = scoresMask(416, 208, 2, "channelsLast", "float32", (_, c) =>
      c === 0 ? Infinity : -Infinity,
    );
    expect(notNumbersIn(mask)).toBe(0);
  });
});
