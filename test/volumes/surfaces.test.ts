import { assert, array, boolean, constantFrom, double, integer, property, record, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { boundaryCounts } from "../../src/volumes/boundaryCounts.js";
import { labelBoxes } from "../../src/volumes/labelBoxes.js";
import type { GridSize, LabelPair } from "../../src/volumes/labelPair.js";
import { surfacesOf } from "../../src/volumes/surfacePoints.js";
import type { EdgeKind, Surfaces } from "../../src/volumes/surfaceRequest.js";
import { BUILDS, loadVolumesBuild } from "../helpers/builds.js";

const SEED = 20260101;
const SPACING = [2.5, 0.8, 0.7] as const;

/** Labels that come in lumps, the same for a seed. */
function lumps(size: GridSize, numClasses: number, seed: number): Uint8Array {
  let state = seed * 7919 + 1;
  const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  const [planes, rows, columns] = size;
  const labels = new Uint8Array(planes * rows * columns);
  for (let lump = 0; lump < 6; lump++) {
    const centre = size.map((length) => random() * length);
    const reach = size.map((length) => 0.5 + random() * 0.4 * length);
    const label = Math.floor(random() * numClasses);
    let place = 0;
    for (let i = 0; i < planes; i++) {
      for (let j = 0; j < rows; j++) {
        for (let k = 0; k < columns; k++, place++) {
          const far = [i, j, k].reduce(
            (sum, at, axis) => sum + ((at - (centre[axis] as number)) / (reach[axis] as number)) ** 2,
            0,
          );
          if (far <= 1) labels[place] = label;
        }
      }
    }
  }
  return labels;
}

function pairOf(size: GridSize, numClasses: number | undefined, seed: number): LabelPair {
  return {
    groundTruth: lumps(size, numClasses ?? 2, seed),
    prediction: lumps(size, numClasses ?? 2, seed + 1),
    size,
    isFlat: false,
    numClasses,
    ignored: [],
  };
}

/** Surfaces of each class, by a build or, without one, in plain TypeScript. */
function allSurfaces(
  pair: LabelPair,
  edges: EdgeKind,
  spacing: readonly [number, number, number],
  build?: (typeof BUILDS)[number],
): Surfaces[] {
  const kernels = build === undefined ? undefined : loadVolumesBuild(build);
  return labelBoxes(pair, kernels).map((box, c) =>
    surfacesOf({ pair, label: pair.numClasses === undefined ? 1 : c, box, edges, spacing }, kernels),
  );
}

/** One size around each edge of a block, and the smallest there are. */
const SIZES: readonly GridSize[] = [
  [1, 1, 1],
  [1, 1, 40],
  [3, 2, 15],
  [2, 5, 16],
  [4, 3, 17],
  [2, 3, 62],
  [3, 4, 63],
  [5, 3, 64],
  [3, 5, 65],
  [2, 2, 127],
  [2, 3, 128],
  [9, 8, 7],
  [12, 1, 5],
];

describe.each(BUILDS)("the %s build", (build) => {
  it.each(SIZES.map((size) => [size.join(" x "), size] as const))(
    "finds what the reference does: %s",
    (_, size) => {
      for (const edges of ["erosion", "surfels"] as const) {
        for (const numClasses of [undefined, 3]) {
          const pair = pairOf(size, numClasses, size[2]);
          expect(allSurfaces(pair, edges, SPACING, build)).toEqual(allSurfaces(pair, edges, SPACING));
          const flat: LabelPair = { ...pair, size: [1, size[0] * size[1], size[2]], isFlat: true };
          expect(allSurfaces(flat, edges, SPACING, build)).toEqual(allSurfaces(flat, edges, SPACING));
        }
      }
    },
  );

  it("reads every kind of array, and leaves ignored labels out", () => {
    const pair = pairOf([4, 6, 20], 4, 3);
    const wanted = allSurfaces({ ...pair, ignored: [2] }, "erosion", SPACING);
    expect(wanted[2]?.groundTruthVolume).toBe(0);
    const copies = [
      Uint8Array.from(pair.groundTruth as Uint8Array),
      Int8Array.from(pair.groundTruth as Uint8Array),
      Uint16Array.from(pair.groundTruth as Uint8Array),
      Int32Array.from(pair.groundTruth as Uint8Array),
      Uint32Array.from(pair.groundTruth as Uint8Array),
      BigInt64Array.from(Array.from(pair.groundTruth as Uint8Array, BigInt)),
    ];
    for (const groundTruth of copies) {
      expect(allSurfaces({ ...pair, groundTruth, ignored: [2] }, "erosion", SPACING, build)).toEqual(wanted);
      const masks = { ...pair, groundTruth, numClasses: undefined, ignored: [2, 7] };
      expect(allSurfaces(masks, "surfels", SPACING, build)).toEqual(allSurfaces(masks, "surfels", SPACING));
    }
  });

  it("refuses the same label", () => {
    const pair = pairOf([3, 4, 30], 3, 5);
    const wrong = Int32Array.from(pair.prediction as Uint8Array);
    for (const label of [3, -1, -2, 2 ** 31 - 1]) {
      wrong[77] = label;
      const run = (kind?: typeof build) => () =>
        allSurfaces({ ...pair, prediction: wrong }, "erosion", SPACING, kind);
      expect(run(build)).toThrow(new RegExp(`"prediction" label ${label} at pixel 77`));
      expect(run()).toThrow(new RegExp(`"prediction" label ${label} at pixel 77`));
    }
  });

  it("counts boundaries as the reference does", () => {
    for (const [rows, columns, width] of [
      [1, 1, 1],
      [9, 9, 1],
      [20, 33, 2],
      [40, 31, 5],
      [16, 64, 40],
      [30, 70, 10 ** 9],
    ] as const) {
      for (const [numClasses, ignored] of [
        [undefined, []],
        [4, []],
        [4, [1]],
      ] as const) {
        const pair = { ...pairOf([1, rows, columns], numClasses, rows), isFlat: true, ignored };
        expect(boundaryCounts(pair, width, loadVolumesBuild(build))).toEqual(
          boundaryCounts(pair, width, undefined),
        );
      }
    }
  });
});

/** Every pair of points, one by one. */
function bruteDistances(
  from: readonly number[][],
  to: readonly number[][],
  spacing: readonly number[],
): number[] {
  return from.map((a) =>
    Math.sqrt(
      Math.min(
        ...to.map((b) =>
          a.reduce((sum, at, axis) => sum + ((at - (b[axis] as number)) * (spacing[axis] as number)) ** 2, 0),
        ),
      ),
    ),
  );
}

/** Voxels of a mask with a neighbour outside. */
function edgeOf(mask: readonly number[], [planes, rows, columns]: GridSize): number[][] {
  const at = (i: number, j: number, k: number): number =>
    i < 0 || j < 0 || k < 0 || i >= planes || j >= rows || k >= columns
      ? 0
      : (mask[(i * rows + j) * columns + k] as number);
  return mask.flatMap((bit, place) => {
    const [i, j, k] = [
      Math.floor(place / (rows * columns)),
      Math.floor(place / columns) % rows,
      place % columns,
    ];
    const isInside =
      at(i - 1, j, k) &&
      at(i + 1, j, k) &&
      at(i, j - 1, k) &&
      at(i, j + 1, k) &&
      at(i, j, k - 1) &&
      at(i, j, k + 1);
    return bit !== 0 && isInside === 0 ? [[i, j, k]] : [];
  });
}

const masks = tuple(
  integer({ min: 1, max: 5 }),
  integer({ min: 1, max: 6 }),
  integer({ min: 1, max: 7 }),
).chain((size) => {
  const length = size[0] * size[1] * size[2];
  const bits = array(constantFrom(0, 1, 1), { minLength: length, maxLength: length });
  return record({ truth: bits, predicted: bits }).map(({ truth, predicted }) => ({ size, truth, predicted }));
});

describe("distances", () => {
  const check = (spacing: readonly [number, number, number], isExact: boolean): void => {
    assert(
      property(masks, ({ size, truth, predicted }) => {
        const pair: LabelPair = {
          groundTruth: Uint8Array.from(truth),
          prediction: Uint8Array.from(predicted),
          size,
          isFlat: false,
          numClasses: undefined,
          ignored: [],
        };
        const [surfaces] = allSurfaces(pair, "erosion", spacing);
        const [a, b] = [edgeOf(truth, size), edgeOf(predicted, size)];
        const wanted = bruteDistances(a, b, spacing);
        const got = Array.from(surfaces?.groundTruth.distances ?? []);
        if (isExact) expect(got).toEqual(wanted);
        expect(got.length).toBe(wanted.length);
        got.forEach((distance, i) => {
          if (wanted[i] !== distance) expect(distance / (wanted[i] as number)).toBeCloseTo(1, 12);
        });
      }),
      { seed: SEED, numRuns: 150 },
    );
  };

  it("are those of all pairs of points, to the last bit of whole spacings", () => {
    check([1, 1, 1], true);
    check([3, 1, 2], true);
    check([100000, 7, 1], true);
  });

  it("are those of all pairs of points of any spacing", () => {
    check([2.5, 0.7, 0.7], false);
    check([0.3, 1e-3, 40], false);
  });
});

it("boundaries are what is near another class or the outside", () => {
  const images = tuple(
    integer({ min: 1, max: 9 }),
    integer({ min: 1, max: 9 }),
    integer({ min: 1, max: 4 }),
    boolean(),
  ).chain(([rows, columns, width, isEasy]) => {
    const labels = array(constantFrom(0, 1, ...(isEasy ? [1, 1, 1, 1, 1, 1] : [2])), {
      minLength: rows * columns,
      maxLength: rows * columns,
    });
    return record({ truth: labels, predicted: labels }).map((sides) => ({ ...sides, rows, columns, width }));
  });
  assert(
    property(images, ({ truth, predicted, rows, columns, width }) => {
      const isBoundary = (labels: readonly number[], pixel: number): boolean => {
        const [row, column] = [Math.floor(pixel / columns), pixel % columns];
        for (let r = row - width; r <= row + width; r++) {
          for (let c = column - width; c <= column + width; c++) {
            const isWithin = r >= 0 && c >= 0 && r < rows && c < columns;
            if (!isWithin || labels[r * columns + c] !== labels[pixel]) return true;
          }
        }
        return false;
      };
      const count = (isCounted: (pixel: number) => boolean): number =>
        truth.filter((_, pixel) => isCounted(pixel)).length;
      const wanted = [0, 1, 2].map((c) => {
        const inTruth = (pixel: number): boolean => truth[pixel] === c && isBoundary(truth, pixel);
        const inPrediction = (pixel: number): boolean =>
          predicted[pixel] === c && isBoundary(predicted, pixel);
        return {
          intersection: count((pixel) => inTruth(pixel) && inPrediction(pixel)),
          groundTruth: count(inTruth),
          prediction: count(inPrediction),
        };
      });
      const pair: LabelPair = {
        groundTruth: Uint8Array.from(truth),
        prediction: Uint8Array.from(predicted),
        size: [1, rows, columns],
        isFlat: true,
        numClasses: 3,
        ignored: [],
      };
      expect(boundaryCounts(pair, width, undefined)).toEqual(wanted);
    }),
    { seed: SEED, numRuns: 200 },
  );
});

it("the squares of steps are those of a number of any size", () => {
  assert(
    property(double({ min: 1e-60, max: 1e60, noNaN: true }), (spacing) => {
      const pair: LabelPair = {
        groundTruth: Uint8Array.of(1, 0),
        prediction: Uint8Array.of(0, 1),
        size: [1, 1, 2],
        isFlat: false,
        numClasses: undefined,
        ignored: [],
      };
      const [surfaces] = allSurfaces(pair, "erosion", [1, 1, spacing], "simd");
      expect(Array.from(surfaces?.groundTruth.distances ?? [])).toEqual([spacing]);
    }),
    { seed: SEED, numRuns: 50 },
  );
});
