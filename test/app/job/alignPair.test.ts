import { describe, expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import { alignPair } from "../../../app/job/alignPair.js";
import { countPair } from "../../../app/job/countPair.js";
import type { MaskPair, NamedMask } from "../../../app/job/maskPair.js";
import type { PairNote } from "../../../app/job/pairNotes.js";
import { entriesOf } from "../../../src/counting/entries.js";
import { readSettings } from "../../../src/measures/confusion/settings.js";
import { geoTiff, type MadeGeo, nifti } from "../formats/makeFiles.js";
import { saidOf } from "../../helpers/said.js";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
/** 3 x 2 x 2 voxels, stored with x turned around. */
const MIRRORED = [-1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 1, 0];
/** The same voxels, stored with x along the slowest axis and z along the fastest. */
const TURNED = [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0];

const TRUTH = Uint8Array.of(0, 1, 2, 1, 1, 2, 0, 0, 1, 2, 2, 1);
const FLIPPED = Uint8Array.of(2, 1, 0, 2, 1, 1, 1, 0, 0, 1, 2, 2);

function volume(
  name: string,
  sizes: readonly number[],
  voxels: Uint8Array<ArrayBuffer>,
  sform: readonly number[] = [],
): NamedMask {
  return { name, mask: decodeMask(nifti([3, ...sizes], 2, voxels, { sform })).raster };
}

const settings = readSettings({ numClasses: 3 });
const truth = volume("t.nii", [3, 2, 2], TRUTH, IDENTITY);

function counted(
  pair: MaskPair,
  placement: "check" | "ignore" = "check",
): { hits: number; notes: PairNote[] } {
  const notes: PairNote[] = [];
  const counts = countPair(settings, pair, { placement, onNote: (note) => notes.push(note) });
  const hits = [...entriesOf(counts)].reduce((sum, [cell, count]) => sum + (cell % 4 === 0 ? count : 0), 0);
  return { hits, notes };
}

describe("a prediction that is stored mirrored or turned", () => {
  it("is counted on the truth's grid, and noted", () => {
    const notes = [{ code: "reoriented", file: "p.nii" }];
    const mirrored = volume("p.nii", [3, 2, 2], FLIPPED, MIRRORED);
    expect(counted({ groundTruth: truth, prediction: mirrored })).toEqual({ hits: 12, notes });
    const voxels = new Uint8Array(12);
    for (let x = 0; x < 3; x++) {
      for (let y = 0; y < 2; y++) {
        for (let z = 0; z < 2; z++) voxels[(x * 2 + y) * 2 + z] = TRUTH[(z * 2 + y) * 3 + x] as number;
      }
    }
    const turned = volume("p.nii", [2, 2, 3], voxels, TURNED);
    expect(counted({ groundTruth: truth, prediction: turned })).toEqual({ hits: 12, notes });
  });

  it("is counted as it lies where placements are ignored, or a side has none", () => {
    const mirrored = volume("p.nii", [3, 2, 2], FLIPPED, MIRRORED);
    const hits = TRUTH.filter((label, i) => label === FLIPPED[i]).length;
    expect(hits).toBeLessThan(12);
    expect(counted({ groundTruth: truth, prediction: mirrored }, "ignore")).toEqual({ hits, notes: [] });
    const nowhere = volume("p.nii", [3, 2, 2], FLIPPED);
    expect(counted({ groundTruth: truth, prediction: nowhere })).toEqual({ hits, notes: [] });
    expect(counted({ groundTruth: nowhere, prediction: truth })).toEqual({ hits, notes: [] });
  });

  it("has a label that is out of range named by its place in its own file", () => {
    const wrong = FLIPPED.slice();
    wrong[7] = 9;
    const prediction = volume("p.nii", [3, 2, 2], wrong, MIRRORED);
    expect(saidOf(() => countPair(settings, { groundTruth: truth, prediction }))).toContain(
      "pixel 7 (x 1, y 0, z 1)",
    );
    const shifted = FLIPPED.slice();
    shifted[6] = 9;
    const other = volume("p.nii", [3, 2, 2], shifted, MIRRORED);
    // In the truth's grid it is the last of its row, in its file the first.
    expect(saidOf(() => countPair(settings, { groundTruth: truth, prediction: other }))).toContain(
      "pixel 6 (x 0, y 0, z 1)",
    );
  });

  it("is the very same object where nothing is to be done", () => {
    const prediction = volume("p.nii", [3, 2, 2], FLIPPED, IDENTITY);
    expect(alignPair({ groundTruth: truth, prediction }, "check", undefined).prediction).toBe(prediction);
  });
});

describe("a prediction that lies elsewhere", () => {
  const data = Uint8Array.of(0, 1, 2, 1, 1, 2);
  const tile = (name: string, made: Partial<MadeGeo>): NamedMask => ({
    name,
    mask: decodeMask(geoTiff({ width: 3, height: 2, data, ...made })).raster,
  });
  const utm = (zone: number): Record<number, number> => ({
    1024: 1,
    1025: 1,
    3072: 32600 + zone,
    3076: 9001,
  });
  const tied = (scale: number, x: number): Record<number, readonly number[]> => ({
    33550: [scale, scale, 0],
    33922: [0, 0, 0, x, 4_000_000, 0],
  });
  const groundTruth = tile("t.tif", { doubles: tied(1, 500_000), keys: utm(33) });

  it.each([
    ["of another coordinate system", { doubles: tied(1, 500_000), keys: utm(34) }, "EPSG:32634"],
    ["of another origin", { doubles: tied(1, 500_003), keys: utm(33) }, "by 3 pixels"],
    ["of another pixel size", { doubles: tied(2, 500_000), keys: utm(33) }, "steps x (2, 0), y (0, -2) m"],
  ])("is refused: %s", (_, made, said) => {
    const pair = { groundTruth, prediction: tile("p.tif", made) };
    expect(saidOf(() => countPair(settings, pair))).toContain("p.tif does not lie where t.tif does");
    expect(saidOf(() => countPair(settings, pair))).toContain(said);
    expect(saidOf(() => countPair(settings, pair))).toContain(
      "; the truth: EPSG:32633, first pixel at (500000.5, 3999999.5), steps x (1, 0), y (0, -1) m; pass --placement ignore",
    );
    expect(counted(pair, "ignore")).toEqual({ hits: 6, notes: [] });
  });

  it("is told of its size first, which no option mends", () => {
    const other = decodeMask(
      geoTiff({ width: 2, height: 3, data, doubles: tied(1, 0), keys: utm(33) }),
    ).raster;
    expect(
      saidOf(() => countPair(settings, { groundTruth, prediction: { name: "p.tif", mask: other } })),
    ).toContain("p.tif is 2 x 3 pixels, but t.tif is 3 x 2; a pair must have one size");
  });

  it("is taken where it is the same map, stored from south to north", () => {
    const matrix = [1, 0, 0, 500_000, 0, 1, 0, 3_999_998, 0, 0, 0, 0, 0, 0, 0, 1];
    const prediction = tile("p.tif", {
      data: Uint8Array.of(1, 1, 2, 0, 1, 2),
      doubles: { 34264: matrix },
      keys: utm(33),
    });
    expect(counted({ groundTruth, prediction })).toEqual({
      hits: 6,
      notes: [{ code: "reoriented", file: "p.tif" }],
    });
  });
});
