import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectedComponents, type ComponentOptions } from "../../src/volumes/connectedComponents.js";
import { CONNECTIVITIES, type Connectivity } from "../../src/volumes/connectivity.js";
import { floodComponents } from "../../src/volumes/floodComponents.js";
import { readGrid } from "../../src/volumes/grid.js";
import { runComponents } from "../../src/volumes/runComponents.js";
import { isMaskscoreError } from "../../src/index.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import type { LabelArray, Labels } from "../../src/types.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import { BUILDS, loadVolumesBuild } from "../helpers/builds.js";

const STEPS: Readonly<Record<Connectivity, number>> = { 4: 1, 8: 2, 6: 1, 18: 2, 26: 3 };

/** A label map drawn as text, one digit a pixel; slices are parted by an empty line. */
function drawn(text: string): { labels: Uint8Array; shape: number[] } {
  const slices = text
    .trim()
    .split(/\n\s*\n/)
    .map((slice) => slice.trim().split(/\s+/));
  const [height, width] = [(slices[0] as string[]).length, (slices[0]?.[0] as string).length];
  const labels = Uint8Array.from(slices.flat().join(""), Number);
  return { labels, shape: slices.length === 1 ? [height, width] : [slices.length, height, width] };
}

describe.each(BACKENDS)("connectedComponents, %s", (backend) => {
  const components = (labels: Labels, options: ComponentOptions): ReturnType<typeof connectedComponents> =>
    withBackend(backend, () => connectedComponents(labels, options));

  it("numbers what hangs together by its first pixel", () => {
    const { labels, shape } = drawn(`
      0110
      2001
      2211
    `);
    const four = components(labels, { shape, connectivity: 4 });
    expect([...four.componentIds]).toEqual([0, 1, 1, 0, 2, 0, 0, 3, 2, 2, 3, 3]);
    expect(four).toMatchObject({
      count: 3,
      areas: Float64Array.of(2, 3, 3),
      labels: Float64Array.of(1, 2, 1),
    });
    const eight = components(labels, { shape });
    expect([...eight.componentIds]).toEqual([0, 1, 1, 0, 2, 0, 0, 1, 2, 2, 1, 1]);
    expect(eight).toEqual(components(labels, { shape, connectivity: 8 }));
  });

  it("takes faces, edges and corners of a volume", () => {
    const { labels, shape } = drawn(`
      100
      000
      000

      000
      010
      100

      000
      000
      001
    `);
    const counts = ([6, 18, 26] as const).map(
      (connectivity) => components(labels, { shape, connectivity }).count,
    );
    // The middle pixel meets its neighbour in the slice by an edge, and the others by corners.
    expect(counts).toEqual([4, 3, 1]);
    expect(components(labels, { shape }).count).toBe(1);
  });

  it("joins the arms of shapes that only meet at their ends", () => {
    const { labels, shape } = drawn(`
      10101
      10101
      11101
      00001
      11111
      10000
      11111
    `);
    expect(components(labels, { shape, connectivity: 4 }).count).toBe(2);
    const spiral = drawn(`
      1111111
      0000001
      1111101
      1000101
      1011101
      1000001
      1111111
    `);
    expect(components(spiral.labels, { shape: spiral.shape, connectivity: 4 })).toMatchObject({
      count: 1,
      areas: Float64Array.of(31),
    });
  });

  it("has nothing of a map that is all background, and one of a map that is none", () => {
    for (const shape of [
      [1, 1],
      [7, 131],
      [3, 5, 33],
    ]) {
      const pixels = shape.reduce((product, size) => product * size, 1);
      expect(components(new Uint8Array(pixels), { shape })).toEqual({
        count: 0,
        componentIds: new Uint32Array(pixels),
        areas: new Float64Array(0),
        labels: new Float64Array(0),
      });
      expect(components(new Uint8Array(pixels), { shape, background: 9 })).toEqual({
        count: 1,
        componentIds: new Uint32Array(pixels).fill(1),
        areas: Float64Array.of(pixels),
        labels: Float64Array.of(0),
      });
    }
  });

  it("takes every array of labels, and gives them as they are", () => {
    const read = (labels: Labels, background?: number): number[] => [
      ...components(labels, { shape: [1, labels.length], background }).labels,
    ];
    expect(read(Uint8Array.of(255, 0, 3), 0)).toEqual([255, 3]);
    expect(read(Uint8ClampedArray.of(255, 0, 3), 255)).toEqual([0, 3]);
    expect(read(Int8Array.of(-1, -1, 0, 3))).toEqual([-1, 3]);
    expect(read(Int8Array.of(-1, 0, 3), -1)).toEqual([0, 3]);
    expect(read(Int8Array.of(-1, 0, 3), 255)).toEqual([-1, 0, 3]);
    expect(read(Uint16Array.of(65535, 0, 256))).toEqual([65535, 256]);
    expect(read(Int16Array.of(-32768, 0, 256))).toEqual([-32768, 256]);
    expect(read(Int32Array.of(-1, 0, 2 ** 31 - 1))).toEqual([-1, 2 ** 31 - 1]);
    expect(read(Uint32Array.of(2 ** 32 - 1, 0, 2 ** 31))).toEqual([2 ** 32 - 1, 2 ** 31]);
    expect(read(Uint32Array.of(2 ** 32 - 1, 0), -1)).toEqual([2 ** 32 - 1, 0]);
    expect(read(BigInt64Array.of(-1n, 0n, 7n), 7)).toEqual([-1, 0]);
    expect(read(BigInt64Array.of(2n ** 32n - 1n, 0n, 7n))).toEqual([2 ** 32 - 1, 7]);
    expect(read(BigInt64Array.of(2n ** 32n - 1n, 0n, 7n), 2 ** 32 - 1)).toEqual([0, 7]);
  });

  it("looks at a part of a buffer only, and leaves it as it was", () => {
    const whole = Uint16Array.of(9, 1, 1, 0, 1, 9);
    const before = whole.slice();
    expect([...components(whole.subarray(1, 5), { shape: [2, 2] }).componentIds]).toEqual([1, 1, 0, 1]);
    expect(whole).toEqual(before);
  });
});

describe("runs and flood fill find the same", () => {
  const volume = fc
    .record({
      depth: fc.integer({ min: 1, max: 5 }),
      height: fc.integer({ min: 1, max: 6 }),
      width: fc.constantFrom(1, 2, 3, 5, 8, 15, 16, 17, 31, 33),
      labels: fc.integer({ min: 1, max: 4 }),
      density: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      seed: fc.nat(),
      connectivity: fc.constantFrom(...CONNECTIVITIES),
      slab: fc.constantFrom(1, 20, 1000),
    })
    .map(({ depth, height, width, labels, density, seed, connectivity, slab }) => {
      const isFlat = connectivity === 4 || connectivity === 8;
      const shape = isFlat ? [height, width] : [depth, height, width];
      const random = seededRandom(seed);
      const size = shape.reduce((product, one) => product * one, 1);
      const data = Array.from({ length: size }, () =>
        random() < density ? 1 + Math.floor(random() * labels) : 0,
      );
      return { shape, data, connectivity, slab };
    });

  it.each(BUILDS)("%s build, of 8, 16 and 32 bits", (build) => {
    const kernels = loadVolumesBuild(build);
    fc.assert(
      fc.property(volume, ({ shape, data, connectivity, slab }) => {
        const grid = readGrid(shape);
        const steps = STEPS[connectivity];
        const found = floodComponents(Uint8Array.from(data), grid, 0, steps);
        for (const make of [Uint8Array, Uint16Array, Int32Array, Int8Array]) {
          const labels: LabelArray = make.from(data);
          expect(runComponents(kernels, labels, grid, 0, steps, slab)).toEqual(found);
        }
      }),
      { seed: 11, numRuns: build === "debug" ? 150 : 300 },
    );
  });

  it("whichever way the axes are turned, there are as many", () => {
    fc.assert(
      fc.property(volume, fc.nat(5), fc.nat(7), ({ shape, data, connectivity }, turn, flips) => {
        const labels = Uint8Array.from(data);
        const { count, areas } = connectedComponents(labels, { shape, connectivity });
        const turned = turnedVolume(data, shape, turn, flips);
        const other = connectedComponents(turned.labels, { shape: turned.shape, connectivity });
        expect(other.count).toBe(count);
        expect(other.areas.slice().sort()).toEqual(areas.slice().sort());
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  it("areas add up, and each component has one label", () => {
    fc.assert(
      fc.property(volume, ({ shape, data, connectivity }) => {
        const labels = Uint8Array.from(data);
        const found = connectedComponents(labels, { shape, connectivity });
        const areas = new Float64Array(found.count + 1);
        found.componentIds.forEach((id, pixel) => {
          areas[id] = (areas[id] as number) + 1;
          expect(id === 0 ? 0 : found.labels[id - 1]).toBe(labels[pixel]);
        });
        expect(areas.slice(1)).toEqual(found.areas);
      }),
      { seed: 13, numRuns: 100 },
    );
  });
});

/** The same volume with its axes in another order, and some of them reversed. */
function turnedVolume(
  data: readonly number[],
  shape: readonly number[],
  turn: number,
  flips: number,
): { labels: Uint8Array; shape: number[] } {
  const axes = shape.map((_, axis) => axis);
  const orders = axes.length === 2 ? [[0, 1], [1, 0]] : [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]; // prettier-ignore
  const order = orders[turn % orders.length] as number[];
  const turned = order.map((axis) => shape[axis] as number);
  const labels = new Uint8Array(data.length);
  data.forEach((label, pixel) => {
    const place: number[] = [];
    let rest = pixel;
    for (const axis of [...axes].reverse()) {
      const size = shape[axis] as number;
      const at = rest % size;
      place[axis] = (flips >> axis) & 1 ? size - 1 - at : at;
      rest = Math.floor(rest / size);
    }
    const target = order.reduce(
      (index, axis) => index * (shape[axis] as number) + (place[axis] as number),
      0,
    );
    labels[target] = label;
  });
  return { labels, shape: turned };
}

describe("connectedComponents refuses", () => {
  const good = Uint8Array.of(1, 0, 1, 1);
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });

  it.each<[string, unknown, unknown, typeof Error, string]>([
    ["no map", undefined, { shape: [2, 2] }, TypeError, '"labelMap" expected labels in a Uint8Array'],
    ["floats", new Float32Array(4), { shape: [2, 2] }, TypeError, '"labelMap" expected labels'],
    ["a plain array", [1, 0, 1, 1], { shape: [2, 2] }, TypeError, '"labelMap" expected labels'],
    ["detached memory", detached, { shape: [2, 2] }, TypeError, "detached"],
    ["no options", good, undefined, TypeError, '"options" expected an object'],
    ["no shape", good, {}, TypeError, '"shape" expected [height, width] or [depth, height, width]'],
    ["one axis", good, { shape: [4] }, RangeError, '"shape" expected [height, width] or'],
    ["four axes", good, { shape: [1, 1, 2, 2] }, RangeError, "got 4 axes"],
    ["a size of 0", good, { shape: [0, 4] }, RangeError, '"shape[0]" expected a whole number of at least 1'],
    ["half a size", good, { shape: [1.5, 2] }, RangeError, '"shape[0]" expected a whole number'],
    ["NaN", good, { shape: [NaN, 2] }, RangeError, '"shape[0]" expected a whole number'],
    ["infinity", good, { shape: [2, Infinity] }, RangeError, '"shape[1]" expected a whole number'],
    ["a negative size", good, { shape: [-2, -2] }, RangeError, '"shape[0]" expected a whole number'],
    ["text", good, { shape: ["2", "2"] }, TypeError, '"shape[0]" expected a number'],
    ["a hole", good, { shape: [2, , 2] }, TypeError, '"shape[1]" expected a number'], // eslint-disable-line no-sparse-arrays
    [
      "more pixels than 32 bits",
      good,
      { shape: [2 ** 16, 2 ** 15] },
      RangeError,
      "at most 2147483647 pixels",
    ],
    ["another length", good, { shape: [2, 3] }, RangeError, '"labelMap" expected 6 labels (2 x 3), got 4'],
    [
      "4 of a volume",
      good,
      { shape: [1, 2, 2], connectivity: 4 },
      RangeError,
      "6, 18 or 26 with shape [depth",
    ],
    ["26 of an image", good, { shape: [2, 2], connectivity: 26 }, RangeError, "4 or 8 with shape [height"],
    ["5 neighbours", good, { shape: [2, 2], connectivity: 5 }, RangeError, "got 5"],
    ["neighbours in words", good, { shape: [2, 2], connectivity: "8" }, TypeError, 'got "8"'],
    ["no neighbours", good, { shape: [2, 2], connectivity: null }, TypeError, "got null"],
    ["half a background", good, { shape: [2, 2], background: 0.5 }, RangeError, '"background" expected'],
    [
      "a background that is NaN",
      good,
      { shape: [2, 2], background: NaN },
      RangeError,
      '"background" expected',
    ],
    [
      "another option",
      good,
      { shape: [2, 2], conectivity: 8 },
      RangeError,
      'an unknown option "conectivity"',
    ],
    [
      "64 bits beyond 32",
      BigInt64Array.of(0n, 1n, 2n ** 40n, 0n),
      { shape: [2, 2] },
      RangeError,
      "got 1099511627776 at pixel 2; number the labels anew",
    ],
    [
      "64 bits of both kinds",
      BigInt64Array.of(0n, 2n ** 32n - 1n, -1n, 0n),
      { shape: [2, 2] },
      RangeError,
      "got -1 at pixel 2",
    ],
  ])("%s", (_, labels, options, kind, message) => {
    const run = (): unknown => connectedComponents(labels as Labels, options as ComponentOptions);
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
    try {
      run();
    } catch (error) {
      expect(isMaskscoreError(error)).toBe(true);
    }
  });
});
