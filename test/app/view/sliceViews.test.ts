import { expect, it } from "vitest";
import { PLANES, sliceCount, sliceShape, sliceSteps } from "../../../app/view/sliceViews.js";
import type { RasterSize } from "../../../src/reading/raster.js";

const SIZE: RasterSize = [3, 4, 5];
const voxel = (x: number, y: number, z: number): number => (z * 4 + y) * 5 + x;

it("every plane's slices have each voxel once", () => {
  for (const [plane] of PLANES) {
    const seen = new Set<number>();
    for (let at = 0; at < sliceCount(SIZE, plane); at++) {
      const { width, height } = sliceShape(SIZE, undefined, { plane, at });
      const { first, across, down } = sliceSteps(SIZE, { plane, at });
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) seen.add(first + x * across + y * down);
    }
    expect(
      [...seen].sort((a, b) => a - b),
      plane,
    ).toEqual(Array.from({ length: 60 }, (_, i) => i));
  }
});

it("z runs upwards across the slices", () => {
  const coronal = sliceSteps(SIZE, { plane: "coronal", at: 1 });
  expect(coronal.first + 2 * coronal.across).toBe(voxel(2, 1, 2));
  expect(coronal.first + 2 * coronal.across + 2 * coronal.down).toBe(voxel(2, 1, 0));
  const sagittal = sliceSteps(SIZE, { plane: "sagittal", at: 4 });
  expect(sagittal.first + 3 * sagittal.across).toBe(voxel(4, 3, 2));
});

it("voxels keep their proportions", () => {
  const lengths = [3, 0.5, 0.75] as const;
  const aspects = PLANES.map(([plane]) => sliceShape(SIZE, lengths, { plane, at: 0 }).aspect);
  expect(aspects).toEqual([0.5 / 0.75, 3 / 0.75, 3 / 0.5]);
  expect(sliceShape(SIZE, undefined, { plane: "coronal", at: 0 })).toEqual({
    width: 5,
    height: 3,
    aspect: 1,
  });
  expect(sliceShape([1, 4, 5], lengths, undefined)).toEqual({ width: 5, height: 4, aspect: 0.5 / 0.75 });
});
