import { describe, expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import type { Placement } from "../../../src/reading/raster.js";
import { geoTiff, type MadeGeo } from "./makeFiles.js";

const PIXELS = { width: 3, height: 2, data: Uint8Array.of(0, 1, 2, 3, 4, 5) };

function placeOf(made: Partial<MadeGeo>): ReturnType<typeof readPlace> {
  return readPlace({ ...PIXELS, ...made });
}

function readPlace(made: MadeGeo): Pick<ReturnType<typeof decodeMask>["raster"], "placement" | "spacing"> {
  const { placement, spacing } = decodeMask(geoTiff(made)).raster;
  return { placement, spacing };
}

/** Scale and tie point of column 1, row 1. */
const TIED = { 33550: [2, 0.5, 0], 33922: [1, 1, 0, 1000, 2000, 0] };
const UTM = { 1024: 1, 1025: 1, 3072: 32633, 3076: 9001 };

/** The same grid by its matrix. */
const MATRIX = { 34264: [2, 0, 0, 998, 0, -0.5, 0, 2000.5, 0, 0, 0, 0, 0, 0, 0, 1] };
const AFFINE = [2, 0, 0, 999, 0, -0.5, 0, 2000.25, 0, 0, 1, 0];

describe("a GeoTIFF lies where GDAL would say", () => {
  it("by its scale and tie point, or by its matrix, at the middles of its pixels", () => {
    const expected: Placement = {
      affine: AFFINE,
      unit: "m",
      coordinateSystem: { epsg: 32633, citation: "WGS 84 / UTM zone 33N" },
    };
    for (const doubles of [TIED, MATRIX, { ...TIED, 33550: [2, -0.5, 0] }]) {
      const { placement, spacing } = placeOf({ doubles, keys: UTM, citation: "WGS 84 / UTM zone 33N" });
      expect(placement).toEqual(expected);
      expect(spacing).toEqual({ lengths: [1, 0.5, 2], unit: "m" });
    }
  });

  it("half a pixel further where its coordinates are of the middles already", () => {
    const { placement } = placeOf({ doubles: TIED, keys: { ...UTM, 1025: 2 } });
    expect(placement?.affine).toEqual([2, 0, 0, 998, 0, -0.5, 0, 2000.5, 0, 0, 1, 0]);
  });

  it("turned, by its matrix, whose columns are as long as pixels are", () => {
    const doubles = { 34264: [3, 4, 0, 10, 4, -3, 0, 20, 0, 0, 0, 0, 0, 0, 0, 1] };
    const { placement, spacing } = placeOf({ doubles, keys: { 1024: 2, 2048: 4326, 2054: 9102 } });
    expect(placement).toEqual({
      affine: [3, 4, 0, 13.5, 4, -3, 0, 20.5, 0, 0, 1, 0],
      unit: "degree",
      coordinateSystem: { epsg: 4326, citation: undefined },
    });
    expect(spacing).toEqual({ lengths: [1, 5, 5], unit: "degree" });
  });

  it("in a system without a code by its name, or in none", () => {
    const described = placeOf({ doubles: TIED, keys: { 1024: 1, 3072: 32767 }, citation: "a local grid" });
    expect(described.placement?.coordinateSystem).toEqual({ epsg: undefined, citation: "a local grid" });
    expect(described.spacing?.unit).toBeUndefined();
    expect(placeOf({ doubles: TIED }).placement).toMatchObject({
      affine: AFFINE,
      coordinateSystem: undefined,
    });
  });

  it("nowhere, where it is tied at several points, has no scale, or its matrix has no extent", () => {
    for (const doubles of [
      { 33922: [0, 0, 0, 1, 2, 0, 3, 2, 0, 4, 5, 0] },
      { 33550: [2, 0.5, 0] },
      { 33550: [0, 0, 0], 33922: [0, 0, 0, 1, 2, 0] },
      { 34264: [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
      { 34264: [1, 0, 0, 0] },
    ]) {
      expect(placeOf({ doubles, keys: UTM })).toEqual({ placement: undefined, spacing: undefined });
    }
  });
});

describe("a TIFF's resolution is its spacing", () => {
  const close = (length: number): number => expect.closeTo(length, 12) as number;

  it("of an inch or a centimetre, in millimetres", () => {
    expect(placeOf({ resolution: { x: 254, y: 127, unit: 2 } }).spacing).toEqual({
      lengths: [1, close(0.2), close(0.1)],
      unit: "mm",
    });
    expect(placeOf({ resolution: { x: 100, y: 200, unit: 3 } }).spacing).toEqual({
      lengths: [1, close(0.05), close(0.1)],
      unit: "mm",
    });
  });

  it("and none without a unit, or of 0", () => {
    expect(placeOf({ resolution: { x: 2, y: 1, unit: 1 } }).spacing).toBeUndefined();
    expect(placeOf({ resolution: { x: 0, y: 1, unit: 2 } }).spacing).toBeUndefined();
    expect(placeOf({})).toEqual({ placement: undefined, spacing: undefined });
  });
});
