import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import { type OneHotAxes, readOneHot } from "../../../app/formats/oneHot.js";
import { npy } from "./makeFiles.js";

const axesOf = (
  layout: OneHotAxes["layout"],
  width: number,
  height: number,
  numClasses: number,
): OneHotAxes => ({
  layout,
  width,
  height,
  numClasses,
});

/** Numbers of so many classes by these labels. */
function oneHot(labels: readonly number[], numClasses: number, layout: OneHotAxes["layout"]): Uint8Array {
  const numbers = new Uint8Array(labels.length * numClasses);
  labels.forEach((label, pixel) => {
    numbers[layout === "channelsLast" ? pixel * numClasses + label : label * labels.length + pixel] = 1;
  });
  return numbers;
}

it("is read alike however its numbers are cut into pieces", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("channelsLast" as const, "channelsFirst" as const),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 2, max: 300 }),
      fc.array(fc.nat(), { minLength: 25, maxLength: 25 }),
      fc.integer({ min: 1, max: 40 }),
      (layout, width, height, numClasses, seeds, step) => {
        const labels = seeds.slice(0, width * height).map((seed) => seed % numClasses);
        const numbers = oneHot(labels, numClasses, layout);
        const pieces = Array.from({ length: Math.ceil(numbers.length / step) }, (_, i) =>
          numbers.subarray(i * step, (i + 1) * step),
        );
        const { found } = readOneHot(pieces, [axesOf(layout, width, height, numClasses)]);
        expect([...(found[0]?.labels ?? [])]).toEqual(labels);
      },
    ),
    { seed: 14 },
  );
});

it.each([
  [[1, 0, 0, 0], 1, "has no 1"],
  [[1, 0, 1, 1], 1, "has more than one 1"],
  [[1, 0, 2, 0], 1, "holds 2"],
  [[1, 0, 255, 0], 1, "holds 255"],
  [[255, 0, 0, 1], 1, "holds 1"],
  [[0, 0, 0, 1], 0, "has no 1"],
])("%j is none", (numbers, pixel, what) => {
  const { found, faults } = readOneHot([Uint8Array.from(numbers)], [axesOf("channelsLast", 2, 1, 2)]);
  expect(found).toEqual([]);
  expect(faults).toMatchObject([{ pixel, what }]);
});

it("no more is read than tells that it is none", () => {
  let read = 0;
  const pieces = (function* () {
    for (; read < 1000; read++) yield Uint8Array.of(7, 7);
  })();
  readOneHot(pieces, [axesOf("channelsLast", 500, 2, 2), axesOf("channelsFirst", 500, 2, 2)]);
  expect(read).toBe(0);
});

it("that is one by both axes asks for the axis, and is read by it", () => {
  const bytes = npy("|u1", "(2, 2, 2)", Uint8Array.of(1, 0, 0, 1, 0, 1, 1, 0));
  expect(() => decodeMask(bytes)).toThrow("one-hot by their first axis and by their last");
  const labels = (layout: OneHotAxes["layout"]): unknown => {
    const { raster } = decodeMask(bytes, { layout });
    return raster.kind === "labels" && [...raster.data];
  };
  expect(labels("channelsLast")).toEqual([0, 1, 1, 0]);
  expect(labels("channelsFirst")).toEqual([0, 1, 1, 0]);
});

it("takes no memory for more pixels than are taken", () => {
  const bytes = npy("|u1", "(2, 3, 5)", new Uint8Array(30));
  expect(() => decodeMask(bytes, { maxPixels: 5 })).toThrow(
    "a stack of 2 label maps, and no one-hot (no axis",
  );
  expect(() => decodeMask(bytes, { maxPixels: 5, slice: 1 })).toThrow(
    "3 x 5 pixels, but a mask has at most 5",
  );
});
