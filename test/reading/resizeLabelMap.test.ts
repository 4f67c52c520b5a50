import { describe, expect, it } from "vitest";
import { resizeLabelMap } from "../../src/index.js";
import { pixelBeforeResize, resizeRaster } from "../../src/reading/resizeNearest.js";
import { flatGrid, type RasterSize, type ScoreRaster } from "../../src/reading/raster.js";

function row(labels: readonly number[], width: number): number[] {
  const from = { width: labels.length, height: 1 };
  return [...resizeLabelMap(Uint8Array.from(labels), from, { width, height: 1 })];
}

describe("resizeLabelMap", () => {
  // The middle of each new pixel, in old pixels, rounded down: ((i + 1/2) old / new).
  it.each([
    [[1, 2], 4, [1, 1, 2, 2]],
    [[1, 2, 3], 3, [1, 2, 3]],
    [[1, 2, 3, 4], 2, [2, 4]],
    [[1, 2, 3], 2, [1, 3]],
    [[1, 2], 3, [1, 2, 2]],
    [[1, 2, 3, 4, 5], 3, [1, 3, 5]],
    [[1, 2, 3, 4, 5, 6, 7], 1, [4]],
  ])("shows of %j in %i pixels %j", (labels, width, expected) => {
    expect(row(labels, width)).toEqual(expected);
  });

  it("resizes along every axis, and keeps the type", () => {
    const labels = Int32Array.of(1, 2, 3, -4);
    const flat = resizeLabelMap(labels, { width: 2, height: 2 }, { width: 2, height: 4 });
    expect(flat).toEqual(Int32Array.of(1, 2, 1, 2, 3, -4, 3, -4));
    const deep = resizeLabelMap(labels, { width: 2, height: 1, depth: 2 }, { width: 1, height: 1, depth: 4 });
    expect(deep).toEqual(Int32Array.of(2, 2, -4, -4));
  });

  it("gives the labels back that were enlarged by a whole number", () => {
    const labels = Uint16Array.from({ length: 35 }, (_, i) => (i * 7919) % 65_521);
    for (const factor of [1, 2, 3, 5]) {
      const [small, large] = [
        { width: 7, height: 5 },
        { width: 7 * factor, height: 5 * factor },
      ];
      expect(resizeLabelMap(resizeLabelMap(labels, small, large), large, small)).toEqual(labels);
    }
  });

  it.each([
    [[[1], { width: 1, height: 1 }, { width: 1, height: 1 }], TypeError, '"labels" expected'],
    [
      [Uint8Array.of(1), { width: 2, height: 1 }, { width: 1, height: 1 }],
      RangeError,
      "2 labels (2 x 1), got 1",
    ],
    [[Uint8Array.of(1), { width: 1, height: 1 }, { width: 0, height: 1 }], RangeError, '"to.width" expected'],
    [[Uint8Array.of(1), undefined, { width: 1, height: 1 }], TypeError, '"size" expected a size'],
  ] as const)("refuses %j", (given, kind, words) => {
    const call = (): unknown => (resizeLabelMap as (...all: unknown[]) => unknown)(...given);
    expect(call).toThrow(kind);
    expect(call).toThrow(words);
  });
});

describe("a raster in another size", () => {
  it.each(["channelsLast", "channelsFirst"] as const)("moves scores with their pixels (%s)", (layout) => {
    const of = (pixels: readonly number[]): Float32Array =>
      Float32Array.from(
        layout === "channelsLast"
          ? pixels.flatMap((label) => [label, -label])
          : [...pixels, ...pixels.map((label) => -label)],
      );
    const raster = {
      kind: "scores",
      ...flatGrid(2, 1),
      scores: {
        data: of([1, 2]),
        isFloat16: false,
        layout,
        batchSize: 1,
        pixelCount: 2,
        numClasses: 2,
        planeStride: 2,
      },
    } as ScoreRaster;
    const resized = resizeRaster(raster, flatGrid(4, 1)) as ScoreRaster;
    expect(resized.size).toEqual([1, 1, 4]);
    expect(resized.scores.data).toEqual(of([1, 1, 2, 2]));
    expect(resized.scores).toMatchObject({ pixelCount: 4, planeStride: 4 });
  });

  it("knows where in the old one each pixel is", () => {
    const [from, to]: readonly RasterSize[] = [
      [2, 3, 5],
      [3, 4, 7],
    ] as const;
    const places = Uint32Array.from({ length: 30 }, (_, pixel) => pixel);
    const sizeOf = ([depth, height, width]: RasterSize) => ({ depth, height, width });
    const moved = resizeLabelMap(places as never, sizeOf(from), sizeOf(to));
    for (const [pixel, old] of [...(moved as Uint32Array)].entries()) {
      expect(pixelBeforeResize(pixel, from, to)).toBe(old);
    }
  });
});
