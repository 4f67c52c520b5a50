import { describe, expect, it } from "vitest";
import { countPair } from "../../app/job/countPair.js";
import { DatasetError } from "../../app/errors/problem.js";
import { wordsOf } from "../../app/errors/words.js";
import { decodeMask } from "../../app/formats/decodeMask.js";
import { thresholdOf } from "../../page/src/score/choices.js";
import { conclude } from "../../page/src/score/detectClasses.js";
import { PAGE } from "../../page/src/score/pageWords.js";
import { pairImages, type SideFiles } from "../../page/src/score/pairs.js";
import { readSettings } from "../../src/measures/confusion/settings.js";
import { npy } from "../app/formats/makeFiles.js";

const folder = (name: string, paths: readonly string[]): SideFiles => ({
  name,
  isFolder: true,
  files: paths.map((path) => ({ path, file: new File([], path) })),
});

/** What the page says of an error. */
function said(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof DatasetError) return wordsOf(error.problem, PAGE);
    throw error;
  }
  throw new Error("no error");
}

describe("the page's threshold", () => {
  it("is of both sides, unless the prediction has its own; a truth without one is a mask of 0 and another", () => {
    expect(thresholdOf({ threshold: undefined, predictionThreshold: undefined })).toBeUndefined();
    expect(thresholdOf({ threshold: 0, predictionThreshold: undefined })).toBe(0);
    expect(thresholdOf({ threshold: 0.5, predictionThreshold: 127 })).toEqual({
      groundTruth: 0.5,
      prediction: 127,
    });
    expect(thresholdOf({ threshold: undefined, predictionThreshold: 0.5 })).toEqual({
      groundTruth: 0,
      prediction: 0.5,
    });
  });

  it("lets folders of JPEG be masks, and is asked for where there is nothing else", () => {
    const sides = [folder("t", ["a.jpg", "b.jpg"]), folder("p", ["a.jpeg", "b.JPG"])] as const;
    expect(said(() => pairImages(...sides, undefined))).toMatch(
      /holds JPEG files \(2\) and no other masks; set "Threshold" to 127/,
    );
    const { images } = pairImages(...sides, undefined, { match: [], strip: [] }, true);
    expect(images.map(({ id }) => id)).toEqual(["a", "b"]);
    const beside = pairImages(
      folder("t", ["a.jpg", "a.png"]),
      folder("p", ["a.npy"]),
      undefined,
      { match: [], strip: [] },
      true,
    );
    expect(beside.images.map(({ groundTruth }) => groundTruth.shown)).toEqual(["t/a.png"]);
  });

  it("is offered where labels look like greys, and not where they are classes and void", () => {
    const greys = new Set([0, 1, 2, 4, 250, 251, 254]);
    expect(conclude(greys, new Set([0, 255]), undefined).text).toContain(
      'if these are greys of two classes, set "Threshold" to 127',
    );
    for (const labels of [[0, 1, 2, 255], [0, 255], Array.from({ length: 200 }, (_, label) => label)]) {
      expect(conclude(new Set(labels), new Set([0, 1]), undefined).text).not.toContain("Threshold");
    }
  });

  it("is asked for where both sides are floats of 1 x H x W and nobody said how many classes there are", () => {
    const file = npy("<f4", "(1, 2, 3)", new Uint8Array(Float32Array.of(0, 0.9, 0.2, 0.7, 0, 1).buffer));
    const mask = decodeMask(file).raster;
    const pair = { groundTruth: { name: "t.npy", mask }, prediction: { name: "p.npy", mask } };
    const settings = readSettings({ numClasses: 3 });
    expect(said(() => countPair(settings, pair, { areClassesGuessed: true }))).toBe(
      '1 x 2 x 3 floats are either one value a pixel or 3 scores each of a row of pixels; set "Threshold" to 0.5 to take what is greater for foreground, or set "Classes" to 3 if they are scores',
    );
    expect(() => countPair(settings, pair)).not.toThrow();
  });
});
