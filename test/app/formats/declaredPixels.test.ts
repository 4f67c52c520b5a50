import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DECLARED_VOID as VOID } from "../../../app/formats/declaredColours.js";
import { decodeMask, type DecodeOptions } from "../../../app/formats/decodeMask.js";
import type { DeclaredPixels } from "../../../src/reading/raster.js";
import { tiff } from "./makeFiles.js";
import { filteredRows, png } from "./makePng.js";

const PALETTE = new Map([
  [0x000000, 0],
  [0xff0000, 1],
  [0x00ff00, 2],
]);

function read(
  bytes: Uint8Array,
  options: DecodeOptions,
): { labels: number[]; declared: DeclaredPixels | undefined } {
  const { raster } = decodeMask(bytes, options);
  if (raster.kind !== "labels") throw new Error(raster.kind);
  expect(raster.voidLabel).toBe(raster.declared === undefined ? undefined : VOID);
  return { labels: Array.from(raster.data, Number), declared: raster.declared };
}

function made(
  colourType: number,
  depth: number,
  channels: number,
  numbers: readonly number[],
  transparency?: readonly number[],
): Uint8Array {
  const width = numbers.length / channels / 2;
  const rows = filteredRows(numbers, { depth, channels, filters: [1, 4] });
  const chunk = transparency === undefined ? undefined : Uint8Array.from(transparency);
  return png({ width, height: 2, depth, colourType, data: deflateSync(rows), transparency: chunk });
}

describe("alpha 0 is void where that is declared", () => {
  it.each([8, 16])("in a grey PNG with alpha, of %i bits", (depth) => {
    const opaque = 2 ** depth - 1;
    const bytes = made(4, depth, 2, [3, opaque, 9, 0, 0, 0, 255, opaque]);
    expect(read(bytes, { alpha: "void" })).toEqual({
      labels: [3, VOID, VOID, 255],
      declared: { transparent: 2, unlisted: 0, moved: 0, farthest: 0 },
    });
    const shining = made(4, depth, 2, [3, opaque, 9, 7, 0, 0, 255, opaque]);
    expect(() => decodeMask(shining, { alpha: "void" })).toThrow(
      `the pixel at x 1, y 0 has alpha 7, neither 0 nor ${opaque}`,
    );
  });

  it("in RGBA, whatever colour such a pixel has", () => {
    const bytes = made(6, 8, 4, [255, 0, 0, 255, 1, 2, 3, 0, 0, 255, 0, 255, 0, 0, 0, 0]);
    expect(read(bytes, { alpha: "void", colours: PALETTE }).labels).toEqual([1, VOID, 2, VOID]);
    expect(read(bytes, { alpha: "void", colours: "ids" }).labels).toEqual([255, VOID, 65280, VOID]);
    expect(() => decodeMask(bytes, { colours: PALETTE })).toThrow("has alpha 0");
    const half = made(6, 8, 4, [255, 0, 0, 255, 0, 0, 0, 128, 0, 255, 0, 255, 0, 0, 0, 0]);
    expect(() => decodeMask(half, { alpha: "void", colours: PALETTE })).toThrow("x 1, y 0 has alpha 128");
  });

  it("in an indexed PNG, of the indices whose alpha is 0; without a word the indices are labels", () => {
    const bytes = made(3, 8, 1, [0, 1, 2, 3], [255, 0, 128]);
    expect(read(bytes, { alpha: "void" }).labels).toEqual([0, VOID, 2, 3]);
    expect(read(bytes, {}).labels).toEqual([0, 1, 2, 3]);
    const opaque = made(3, 8, 1, [0, 1, 2, 3]);
    expect(read(opaque, { alpha: "void" })).toEqual({ labels: [0, 1, 2, 3], declared: undefined });
  });

  it("in a grey or RGB PNG, of its transparent value", () => {
    expect(read(made(0, 8, 1, [0, 1, 2, 3], [0, 2]), { alpha: "void" }).labels).toEqual([0, 1, VOID, 3]);
    const rgb = made(2, 8, 3, [255, 0, 0, 1, 2, 3, 0, 255, 0, 0, 0, 0], [0, 1, 0, 2, 0, 3]);
    expect(read(rgb, { alpha: "void", colours: PALETTE }).labels).toEqual([1, VOID, 2, 0]);
    expect(() => decodeMask(made(0, 8, 1, [0, 1], [2]), { alpha: "void" })).toThrow(
      "damaged PNG: its transparency has a wrong length",
    );
  });

  it("in a TIFF of one band with alpha, and in an RGBA one", () => {
    const fields = { 256: [4], 257: [1], 258: [8], 262: [1], 273: [8], 277: [2], 279: [8] } as const;
    // Its bytes are 0, 1, 2, ...: alpha 1, 3, 5, 7.
    expect(() => decodeMask(tiff({ ...fields, 338: [2] }), { alpha: "void" })).toThrow(
      "has alpha 1, neither 0 nor 255",
    );
    expect(() => decodeMask(tiff({ ...fields, 338: [2] }))).toThrow("TIFF of one band with alpha");
    expect(() => decodeMask(tiff(fields), { alpha: "void" })).toThrow("TIFF of 2 bands");
    const bytes = tiff({ ...fields, 338: [2] });
    bytes.set([5, 255, 9, 0, 7, 255, 0, 0], 8);
    expect(read(bytes, { alpha: "void" }).labels).toEqual([5, VOID, 7, VOID]);
    const wide = tiff({ ...fields, 256: [2], 258: [16], 284: [2], 273: [8], 338: [2] });
    expect(() => decodeMask(wide, { alpha: "void" })).toThrow("its image takes 2 strips");
    const rgba = tiff({ ...fields, 256: [2], 262: [2], 277: [4], 338: [2] });
    rgba.set([255, 0, 0, 255, 9, 9, 9, 0], 8);
    expect(read(rgba, { alpha: "void", colours: PALETTE }).labels).toEqual([1, VOID]);
  });
});

describe("colours that the palette lacks", () => {
  const near = made(2, 8, 3, [250, 3, 4, 0, 0, 0, 10, 250, 10, 0, 255, 0]);

  it("are the nearest within the distance, and are counted", () => {
    const { labels, declared } = read(near, { colours: PALETTE, nearestColour: 20 });
    expect(labels).toEqual([1, 0, 2, 2]);
    expect(declared).toEqual({ transparent: 0, unlisted: 0, moved: 2, farthest: Math.sqrt(100 + 25 + 100) });
    // 15 exactly is within 15.
    expect(read(near, { colours: PALETTE, nearestColour: 15 }).labels).toEqual([1, 0, 2, 2]);
    expect(() => decodeMask(near, { colours: PALETTE, nearestColour: 14.9 })).toThrow(
      "the colour #0afa0a at x 0, y 1 is not in the palette",
    );
  });

  it("are void where that is declared, beyond the distance only", () => {
    expect(read(near, { colours: PALETTE, unlistedColours: "void" }).labels).toEqual([VOID, 0, VOID, 2]);
    const both = read(near, { colours: PALETTE, nearestColour: 10, unlistedColours: "void" });
    expect(both.labels).toEqual([1, 0, VOID, 2]);
    expect(both.declared).toMatchObject({ unlisted: 1, moved: 1 });
  });

  it("that are as near to two labels are of neither; to two colours of one label they are of that", () => {
    const tied = made(2, 8, 3, [128, 128, 0, 0, 0, 0]);
    const twins = new Map([
      [0x800000, 1],
      [0x008000, 2],
      [0x000000, 0],
    ]);
    expect(() => decodeMask(tied, { colours: twins, nearestColour: 200 })).toThrow(
      "the colour #808000 at x 0, y 0 is not in the palette, and is as near to #800000 as to #008000",
    );
    expect(read(tied, { colours: twins, nearestColour: 200, unlistedColours: "void" }).labels).toEqual([
      VOID,
      0,
    ]);
    const same = new Map([...twins, [0x008000, 1] as const]);
    expect(read(tied, { colours: same, nearestColour: 200 }).labels).toEqual([1, 0]);
    // Nearer than both.
    const nearer = new Map([...twins, [0x707000, 3] as const]);
    expect(read(tied, { colours: nearer, nearestColour: 200 }).labels).toEqual([3, 0]);
  });

  it("of a photo are refused before the search becomes long", () => {
    const numbers = Array.from({ length: 2 * 40_000 }, (_, i) => [i & 255, (i >> 8) & 255, i >> 16]).flat();
    const options = { colours: PALETTE, nearestColour: 400, unlistedColours: "void" } as const;
    expect(() => decodeMask(made(2, 8, 3, numbers), options)).toThrow(
      "more than 65,536 colours that the palette lacks",
    );
  });
});
