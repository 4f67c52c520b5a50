import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareGrids, placementText, type Reorientation } from "../../src/reading/placement.js";
import type { LabelRaster, Placement, Raster, RasterSize, ScoreRaster } from "../../src/reading/raster.js";
import { pixelBefore, reorient } from "../../src/reading/reorient.js";

type Vector = readonly [number, number, number];

/** The world's place of voxel (x, y, z), written out. */
function worldOf(affine: readonly number[], [x, y, z]: Vector): Vector {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0] = affine;
  return [a * x + b * y + c * z + d, e * x + f * y + g * z + h, i * x + j * y + k * z + l];
}

/** Voxels in the order of memory: x fastest. */
function voxelsOf([depth, height, width]: RasterSize): Vector[] {
  const voxels: Vector[] = [];
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) voxels.push([x, y, z]);
  }
  return voxels;
}

const distanceOf = (a: Vector, b: Vector): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Rotation by three angles, times lengths, and an offset. */
function affineOf(angles: Vector, lengths: Vector, offset: Vector): number[] {
  const [cx, cy, cz] = angles.map(Math.cos) as unknown as Vector;
  const [sx, sy, sz] = angles.map(Math.sin) as unknown as Vector;
  const rotation: readonly Vector[] = [
    [cy * cz, sx * sy * cz - cx * sz, cx * sy * cz + sx * sz],
    [cy * sz, sx * sy * sz + cx * cz, cx * sy * sz - sx * cz],
    [-sy, sx * cy, cx * cy],
  ];
  return rotation.flatMap((row, i) => [
    row[0] * lengths[0],
    row[1] * lengths[1],
    row[2] * lengths[2],
    offset[i] as number,
  ]);
}

const placed = (affine: readonly number[], more: Partial<Placement> = {}): Placement => ({
  affine,
  unit: "mm",
  coordinateSystem: undefined,
  ...more,
});

function labels(size: RasterSize, placement: Placement | undefined, data: readonly number[]): LabelRaster {
  return {
    kind: "labels",
    size,
    placement,
    spacing: undefined,
    nodata: undefined,
    data: Uint16Array.from(data),
  };
}

/** All ways to store one volume: which axis of the truth each stored axis runs along (x, y, z), and which way. */
const STORED = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
].flatMap((axes) =>
  Array.from(
    { length: 8 },
    (_, bits) => [axes as unknown as Vector, [bits & 1, bits & 2, bits & 4] as Vector] as const,
  ),
);

/** The same volume, stored in another orientation: each voxel looked up one by one, and the affine made from three of them. */
function storedAs(truth: LabelRaster, [axes, flips]: (typeof STORED)[number]): LabelRaster {
  const [depth, height, width] = truth.size;
  const lengths: Vector = [width, height, depth];
  const truthVoxel = (stored: Vector): Vector => {
    const voxel: [number, number, number] = [0, 0, 0];
    axes.forEach((axis, i) => {
      const at = stored[i] as number;
      voxel[axis] = flips[i] === 0 ? at : (lengths[axis] as number) - 1 - at;
    });
    return voxel;
  };
  const size = [lengths[axes[2]], lengths[axes[1]], lengths[axes[0]]] as unknown as RasterSize;
  const { affine } = truth.placement as Placement;
  const origin = worldOf(affine, truthVoxel([0, 0, 0]));
  const columns = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((step) => {
    const place = worldOf(affine, truthVoxel(step));
    return place.map((c, row) => c - (origin[row] as number));
  });
  const rows = [0, 1, 2].flatMap((row) => [
    ...columns.map((column) => column[row] as number),
    origin[row] as number,
  ]);
  const data = voxelsOf(size).map((stored) => {
    const [x, y, z] = truthVoxel(stored);
    return truth.data[(z * height + y) * width + x] as number;
  });
  return labels(size, placed(rows), data);
}

/** At every place of the truth's grid what the other raster has there, found by looking at all of its voxels. */
function byPlace(truth: LabelRaster, other: LabelRaster): number[] {
  const places = voxelsOf(other.size).map((voxel) => worldOf((other.placement as Placement).affine, voxel));
  return voxelsOf(truth.size).map((voxel) => {
    const place = worldOf((truth.placement as Placement).affine, voxel);
    const found = places.flatMap((one, i) => (distanceOf(one, place) < 1e-6 ? [i] : []));
    expect(found.length).toBe(1);
    return other.data[found[0] as number] as number;
  });
}

function reorientationOf(truth: Raster, prediction: Raster): Reorientation | undefined {
  const relation = compareGrids(truth, prediction);
  if (relation.kind === "elsewhere") throw new Error("elsewhere");
  return relation.kind === "same" ? undefined : relation.reorientation;
}

const vectorArb = (min: number, max: number): fc.Arbitrary<Vector> =>
  fc.tuple(
    ...([0, 1, 2].map(() => fc.double({ min, max, noNaN: true })) as [
      fc.Arbitrary<number>,
      fc.Arbitrary<number>,
      fc.Arbitrary<number>,
    ]),
  );
const sizeArb = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
);
const affineArb = fc
  .tuple(fc.oneof(fc.constant<Vector>([0, 0, 0]), vectorArb(-3, 3)), vectorArb(0.3, 4), vectorArb(-200, 200))
  .map(([angles, lengths, offset]) => affineOf(angles, lengths, offset));
const truthArb = fc.tuple(sizeArb, affineArb).map(([size, affine]) =>
  labels(
    size,
    placed(affine),
    voxelsOf(size).map((_, i) => 7 * i + 1),
  ),
);

describe("a volume stored in another orientation", () => {
  it("is brought to the truth's grid in all 48, as a search by place has it", () => {
    expect(STORED.length).toBe(48);
    fc.assert(
      fc.property(truthArb, (truth) => {
        for (const way of STORED) {
          const stored = storedAs(truth, way);
          const reorientation = reorientationOf(truth, stored);
          if (reorientation === undefined) {
            expect(stored.size).toEqual(truth.size);
            expect(byPlace(truth, stored)).toEqual([...stored.data]);
            continue;
          }
          const back = reorient(stored, reorientation, truth.placement) as LabelRaster;
          expect(back).toMatchObject({ size: truth.size, placement: truth.placement });
          expect([...back.data]).toEqual(byPlace(truth, stored));
          expect([...back.data]).toEqual([...truth.data]);
          back.data.forEach((label, pixel) => {
            expect(stored.data[pixelBefore(pixel, stored.size, reorientation)]).toBe(label);
          });
        }
      }),
      { seed: 12, numRuns: 40 },
    );
  });

  it("has its scores brought along, class by class, in either layout, and out of a larger array", () => {
    const way = fc.constantFrom(...STORED);
    fc.assert(
      fc.property(
        truthArb,
        way,
        fc.boolean(),
        fc.integer({ min: 2, max: 4 }),
        fc.nat(3),
        (truth, stored, isLast, numClasses, gap) => {
          const turned = storedAs(truth, stored);
          const pixelCount = turned.data.length;
          const planeStride = isLast ? pixelCount : pixelCount + gap;
          const data = new Float32Array(isLast ? pixelCount * numClasses : planeStride * numClasses);
          const at = (pixel: number, c: number, stride: number): number =>
            isLast ? pixel * numClasses + c : c * stride + pixel;
          turned.data.forEach((label, pixel) => {
            for (let c = 0; c < numClasses; c++) data[at(pixel, c, planeStride)] = Number(label) + 1000 * c;
          });
          const { size, placement } = turned;
          const raster: ScoreRaster = {
            kind: "scores",
            size,
            placement,
            spacing: { lengths: [3, 2, 1], unit: "mm" },
            scores: {
              data,
              isFloat16: false,
              layout: isLast ? "channelsLast" : "channelsFirst",
              batchSize: 1,
              pixelCount,
              numClasses,
              planeStride,
            },
          };
          const reorientation = reorientationOf(truth, raster);
          if (reorientation === undefined) return;
          const back = reorient(raster, reorientation, truth.placement) as ScoreRaster;
          expect(back.size).toEqual(truth.size);
          expect(back.spacing?.lengths).toEqual(reorientation.axes.map((axis) => 3 - axis));
          expect(back.scores.data.length).toBe(pixelCount * numClasses);
          truth.data.forEach((label, pixel) => {
            for (let c = 0; c < numClasses; c++) {
              expect(back.scores.data[at(pixel, c, pixelCount)]).toBe(Number(label) + 1000 * c);
            }
          });
        },
      ),
      { seed: 12, numRuns: 200 },
    );
  });
});

describe("two grids", () => {
  const moved = (affine: readonly number[], by: Vector): number[] =>
    affine.map((number, i) => (i % 4 === 3 ? number + (by[Math.floor(i / 4)] as number) : number));

  it("are one within 1e-4 of a pixel at every corner, whichever way one is stored, and else lie elsewhere", () => {
    fc.assert(
      fc.property(
        truthArb,
        fc.constantFrom(...STORED),
        vectorArb(-1, 1),
        fc.boolean(),
        (truth, way, direction, isSmall) => {
          const length = Math.hypot(...direction);
          fc.pre(length > 1e-3);
          const stored = storedAs(truth, way);
          // A move of so many pixels of the truth's: its affine's columns say how long one is in the world.
          const pixels = isSmall ? 0.9e-4 : 1.2e-4;
          const { affine } = truth.placement as Placement;
          const by = worldOf(affine, direction.map((c) => (c / length) * pixels) as unknown as Vector).map(
            (c, row) => c - (affine[4 * row + 3] as number),
          ) as unknown as Vector;
          const placement = placed(moved((stored.placement as Placement).affine, by));
          const relation = compareGrids(truth, { ...stored, placement });
          expect(relation.kind === "elsewhere").toBe(!isSmall);
          if (relation.kind === "elsewhere") expect(relation.distance).toBeCloseTo(pixels, 6);
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });

  it("lie elsewhere when they are a whole pixel apart, turned by a little, or of other lengths", () => {
    const size: RasterSize = [4, 5, 6];
    const affine = affineOf([0.2, 0, 0.1], [1, 0.8, 3], [5, 6, 7]);
    const truth = labels(
      size,
      placed(affine),
      voxelsOf(size).map(() => 0),
    );
    const step = [0, 4, 8].map((row) => affine[row] as number) as unknown as Vector;
    const others: readonly (readonly [readonly number[], number])[] = [
      [moved(affine, step), 1],
      [moved(affine, step.map((c) => -2 * c) as unknown as Vector), 2],
    ];
    for (const [other, distance] of others) {
      const relation = compareGrids(truth, { ...truth, placement: placed(other) });
      expect(relation).toMatchObject({ kind: "elsewhere", distance: expect.closeTo(distance, 9) as number });
    }
    for (const other of [
      affineOf([0.2, 0, 0.11], [1, 0.8, 3], [5, 6, 7]),
      affineOf([0.2, 0, 0.1], [1, 0.81, 3], [5, 6, 7]),
    ]) {
      expect(compareGrids(truth, { ...truth, placement: placed(other) }).kind).toBe("elsewhere");
    }
    // By a quarter, about an axis whose neighbours are of other lengths.
    expect(
      compareGrids(truth, {
        ...truth,
        placement: placed(affineOf([0.2, 0, 0.1 + Math.PI / 2], [1, 0.8, 3], [5, 6, 7])),
      }).kind,
    ).toBe("elsewhere");
  });

  it("are the same where a side has no placement, whatever the other says", () => {
    const size: RasterSize = [1, 2, 3];
    const here = labels(size, placed(affineOf([0, 0, 0], [1, 1, 1], [0, 0, 0])), [0, 0, 0, 0, 0, 0]);
    const anywhere = { ...here, placement: undefined };
    expect([
      compareGrids(here, anywhere),
      compareGrids(anywhere, here),
      compareGrids(anywhere, anywhere),
    ]).toEqual([{ kind: "same" }, { kind: "same" }, { kind: "same" }]);
  });

  it("are compared in one unit where both sides say theirs", () => {
    const size: RasterSize = [2, 2, 2];
    const grid = (scale: number, unit: Placement["unit"]): LabelRaster =>
      labels(
        size,
        placed([scale, 0, 0, 5 * scale, 0, scale, 0, 0, 0, 0, scale, 0], { unit }),
        Array<number>(8).fill(0),
      );
    expect(compareGrids(grid(2, "mm"), grid(0.002, "m")).kind).toBe("same");
    expect(compareGrids(grid(2, "mm"), grid(2000, "um")).kind).toBe("same");
    expect(compareGrids(grid(2, "mm"), grid(2, "m")).kind).toBe("elsewhere");
    expect(compareGrids(grid(2, "mm"), grid(2, undefined)).kind).toBe("same");
  });

  it("are of one coordinate system by their codes, and by their names where a side has no code", () => {
    const size: RasterSize = [1, 2, 2];
    const grid = (epsg: number | undefined, citation?: string): LabelRaster =>
      labels(
        size,
        placed([1, 0, 0, 5, 0, -1, 0, 9, 0, 0, 1, 0], { coordinateSystem: { epsg, citation } }),
        [0, 0, 0, 0],
      );
    const kindOf = (a: LabelRaster, b: LabelRaster): string => compareGrids(a, b).kind;
    expect(kindOf(grid(32633, "a"), grid(32633, "b"))).toBe("same");
    expect(kindOf(grid(32633, "a"), grid(32634, "a"))).toBe("elsewhere");
    expect(kindOf(grid(undefined, "UTM zone 33N"), grid(32633, "UTM_Zone_33N"))).toBe("same");
    expect(kindOf(grid(undefined, "UTM zone 33N"), grid(undefined, "UTM zone 34N"))).toBe("elsewhere");
    expect(kindOf(grid(undefined, "UTM zone 33N"), grid(32633))).toBe("same");
    expect(compareGrids(grid(1), grid(2))).toEqual({ kind: "elsewhere", distance: undefined });
  });

  it("whose sizes no orientation makes one have no distance", () => {
    const affine = placed(affineOf([0, 0, 0], [1, 1, 1], [0, 0, 0]));
    const a = labels([1, 2, 3], affine, Array<number>(6).fill(0));
    const b = labels([1, 2, 4], affine, Array<number>(8).fill(0));
    expect(compareGrids(a, b)).toEqual({ kind: "elsewhere", distance: undefined });
  });
});

it("a placement is told in words", () => {
  const volume = placed([-1, 0, 0, 33, 0, -1, 0, 23, 0, 0, 2.5, 0]);
  expect(placementText(volume, [3, 24, 34])).toBe(
    "first pixel at (33, 23, 0), steps x (-1, 0, 0), y (0, -1, 0), z (0, 0, 2.5) mm",
  );
  const map: Placement = {
    affine: [0.5, 0, 0, 500000.25, 0, -0.5, 0, 4000023.75, 0, 0, 1, 0],
    unit: "m",
    coordinateSystem: { epsg: 32633, citation: "WGS 84 / UTM zone 33N" },
  };
  expect(placementText(map, [1, 24, 34])).toBe(
    "EPSG:32633 (WGS 84 / UTM zone 33N), first pixel at (500000.25, 4000023.75), steps x (0.5, 0), y (0, -0.5) m",
  );
});
