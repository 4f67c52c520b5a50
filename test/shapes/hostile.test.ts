import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boxIou,
  decodeRuns,
  encodeRuns,
  mergeRuns,
  rotatedBoxIou,
  runsArea,
  runsBox,
  runsFromBox,
  runsFromPolygons,
  runsFromString,
  runsIou,
  runsToPolygons,
  runsToString,
} from "../../src/instances/index.js";
import { isMaskscoreError } from "../../src/index.js";
import { BACKENDS, onBackend } from "../helpers/backends.js";
import { SETTINGS, sizes } from "./masks.js";

function detached<T extends Uint8Array | Uint32Array | Float64Array>(array: T): T {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

/** Every refusal says which argument, what was expected and what came. */
function expectRefused(work: () => unknown, argument: string): void {
  let error: unknown;
  try {
    work();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(Error);
  if (!isMaskscoreError(error)) throw error as Error;
  const { expected, got } = error.problem;
  expect(error.problem.argument).toBe(argument);
  expect([expected, got].every((words) => typeof words === "string" && words !== "")).toBe(true);
  expect(error.message).not.toMatch(/\[object/);
}

const HOSTILE_RUNS: readonly (readonly [string, unknown, string])[] = [
  ["null", null, "runs"],
  ["text", "0T1", "runs"],
  ["no size", { counts: [4] }, "runs.size"],
  ["a size of one", { size: [4], counts: [4] }, "runs.size"],
  ["a size of nothing", { size: [0, 4], counts: [] }, "runs.size[0]"],
  ["a negative size", { size: [2, -2], counts: [4] }, "runs.size[1]"],
  ["half a size", { size: [2.5, 2], counts: [5] }, "runs.size[0]"],
  ["a size that is NaN", { size: [NaN, 2], counts: [5] }, "runs.size[0]"],
  ["2^32 pixels", { size: [65_536, 65_536], counts: [2 ** 32] }, "runs.size"],
  ["a size beyond any mask", { size: [2 ** 32, 1], counts: [2 ** 32] }, "runs.size[0]"],
  ["no counts", { size: [2, 2] }, "runs.counts"],
  ["empty counts", { size: [2, 2], counts: [] }, "runs.counts"],
  ["counts that are too few", { size: [2, 2], counts: [1, 2] }, "runs.counts"],
  ["counts that are too many", { size: [2, 2], counts: [1, 2, 2] }, "runs.counts"],
  [
    "counts beyond the image in an array",
    { size: [2, 2], counts: Uint32Array.of(1, 2 ** 32 - 1) },
    "runs.counts",
  ],
  [
    "counts whose sum is right only in 32 bits",
    { size: [2, 2], counts: [4, 2 ** 31, 2 ** 31] },
    "runs.counts",
  ],
  ["a negative count", { size: [2, 2], counts: [5, -1] }, "runs.counts[1]"],
  ["half a count", { size: [2, 2], counts: [1.5, 2.5] }, "runs.counts[0]"],
  ["a count that is NaN", { size: [2, 2], counts: [NaN, 4] }, "runs.counts[0]"],
  ["a count that is text", { size: [2, 2], counts: ["4"] }, "runs.counts[0]"],
  ["a hole in the counts", { size: [2, 2], counts: Object.assign([], { length: 1 }) }, "runs.counts[0]"],
  ["64-bit counts", { size: [2, 2], counts: BigInt64Array.of(4n) }, "runs.counts"],
  ["a detached array", { size: [2, 2], counts: detached(Uint32Array.of(4)) }, "runs.counts"],
  ["an empty string", { size: [2, 2], counts: "" }, "runs.counts"],
  ["a string cut within a number", { size: [2, 2], counts: "T" }, "runs.counts"],
  ["a string of other characters", { size: [2, 2], counts: "0~" }, "runs.counts"],
  ["a string of wide characters", { size: [2, 2], counts: "0\u4e00" }, "runs.counts"],
  ["a string of a long number", { size: [2, 2], counts: "PPPPPPPPPPP0" }, "runs.counts"],
  ["a string of a negative run", { size: [2, 2], counts: "O" }, "runs.counts"],
  ["a string whose runs go beyond", { size: [2, 2], counts: "05" }, "runs.counts"],
];

describe("runs are refused that have", () => {
  it.each(HOSTILE_RUNS)("%s", (_, runs, argument) => {
    const given = runs as never;
    for (const call of [runsArea, runsBox, runsToString, runsToPolygons, decodeRuns]) {
      expectRefused(() => call(given), argument);
    }
    const good = { size: [2, 2], counts: [4] } as const;
    expectRefused(() => mergeRuns([good, given]), argument.replace("runs", "list[1]"));
    expectRefused(() => runsIou([good], [given]), argument.replace("runs", "prediction[0]"));
    expectRefused(() => runsIou([given], [good]), argument.replace("runs", "groundTruth[0]"));
  });

  it("a getter that throws", () => {
    const thrower = Object.defineProperty({ size: [2, 2] }, "counts", {
      get: () => {
        throw new Error("gone");
      },
    });
    expectRefused(() => runsArea(thrower as never), "runs");
  });
});

const SIZE = { width: 4, height: 3 };

const HOSTILE_CALLS: readonly (readonly [string, () => unknown, string])[] = [
  ["a string that is none", () => runsFromString(5 as never, [2, 2]), "text"],
  ["an option of strings", () => runsFromString("4", [2, 2], { short: true } as never), "options"],
  [
    "a choice that there is not",
    () => runsFromString("4", [2, 2], { incomplete: "zeros" } as never),
    "incomplete",
  ],
  ["no mask", () => encodeRuns(undefined as never, SIZE), "mask"],
  ["a short mask", () => encodeRuns(new Uint8Array(11), SIZE), "mask"],
  ["a mask of floats", () => encodeRuns(new Float32Array(12) as never, SIZE), "mask"],
  ["a mask with a word", () => encodeRuns(["1"] as never, { width: 1, height: 1 }), "mask"],
  ["a mask with half a pixel", () => encodeRuns([0.5], { width: 1, height: 1 }), "mask"],
  ["a detached mask", () => encodeRuns(detached(new Uint8Array(12)), SIZE), "mask"],
  ["no size", () => encodeRuns(new Uint8Array(12), undefined as never), "options"],
  ["no height", () => encodeRuns(new Uint8Array(12), { width: 4 } as never), "height"],
  ["a width of 0", () => encodeRuns(new Uint8Array(0), { width: 0, height: 3 }), "width"],
  ["an unknown order", () => encodeRuns(new Uint8Array(12), { ...SIZE, order: "C" as never }), "order"],
  ["too little room", () => decodeRuns({ size: [3, 4], counts: [12] }, { into: new Uint8Array(11) }), "into"],
  ["room of another kind", () => decodeRuns({ size: [3, 4], counts: [12] }, { into: [] as never }), "into"],
  [
    "room that is gone",
    () => decodeRuns({ size: [3, 4], counts: [12] }, { into: detached(new Uint8Array(12)) }),
    "into",
  ],
  ["no polygon", () => runsFromPolygons([], SIZE), "polygons"],
  ["a polygon that is in no list", () => runsFromPolygons([0, 0, 1, 0, 1, 1] as never, SIZE), "polygons"],
  ["a box for a polygon", () => runsFromPolygons([[0, 0, 1, 1]], SIZE), "polygons[0]"],
  ["half a corner", () => runsFromPolygons([[0, 0, 1, 1, 2, 2, 3]], SIZE), "polygons[0]"],
  ["a corner that is NaN", () => runsFromPolygons([[0, 0, 1, NaN, 2, 2]], SIZE), "polygons[0]"],
  ["a corner at infinity", () => runsFromPolygons([[0, 0, 1, Infinity, 2, 2]], SIZE), "polygons[0]"],
  ["a corner beyond all", () => runsFromPolygons([[0, 0, 1, 1e300, 2, 2]], SIZE), "polygons[0]"],
  ["a corner that is text", () => runsFromPolygons([[0, 0, "1", 1, 2, 2]] as never, SIZE), "polygons[0]"],
  [
    "an image of 2^32 pixels",
    () => runsFromPolygons([[0, 0, 1, 1, 2, 2]], { width: 65_536, height: 65_536 }),
    "width",
  ],
  ["a box of three", () => runsFromBox([0, 0, 1], SIZE), "box"],
  ["a box with NaN", () => runsFromBox([0, 0, NaN, 1], SIZE), "box"],
  ["no masks to merge", () => mergeRuns([]), "list"],
  ["a mask in no list", () => mergeRuns({ size: [2, 2], counts: [4] } as never), "list"],
  [
    "an option of words",
    () => mergeRuns([{ size: [1, 1], counts: [1] }], { intersect: "yes" } as never),
    "intersect",
  ],
  [
    "masks of two sizes",
    () =>
      mergeRuns([
        { size: [1, 4], counts: [4] },
        { size: [4, 1], counts: [4] },
      ]),
    "list[1].size",
  ],
  ["crowds of another number", () => runsIou([], [], { crowd: [true] }), "crowd"],
  ["crowds that are no flags", () => boxIou([[0, 0, 1, 1]], [], { crowd: [2] }), "crowd"],
  ["boxes of three numbers", () => boxIou([[0, 0, 1]], []), "groundTruth[0]"],
  ["five numbers for boxes", () => boxIou(new Float64Array(5), []), "groundTruth"],
  ["a box turned inside out", () => boxIou([[5, 5, 1, 1]], []), "groundTruth"],
  ["a side below 0", () => boxIou([[5, 5, -1, 1]], [], { format: "xywh" }), "groundTruth"],
  ["a box at NaN", () => boxIou([], [[0, NaN, 1, 1]]), "prediction[0][1]"],
  ["a box at infinity", () => boxIou([], Float64Array.of(0, 0, Infinity, 1)), "prediction[2]"],
  ["a box beyond all", () => boxIou([], [[-1e300, -1e300, 1e300, 1e300]]), "prediction[0][0]"],
  [
    "a turned box beyond all",
    () => rotatedBoxIou([], [{ cx: 1e300, cy: 0, w: 1, h: 1, angle: 0 }]),
    "prediction[0].cx",
  ],
  ["a turned box", () => boxIou([], [{ cx: 0, cy: 0, w: 1, h: 1, angle: 0 }] as never), "prediction[0]"],
  ["64-bit boxes", () => boxIou(new BigInt64Array(4) as never, []), "groundTruth"],
  ["detached boxes", () => boxIou(detached(new Float64Array(4)), []), "groundTruth"],
  ["an unknown kind", () => boxIou([], [], { kind: "eiou" as never }), "kind"],
  ["a crowd with another kind", () => boxIou([], [], { kind: "giou", crowd: [] }), "crowd"],
  ["an epsilon that does nothing", () => boxIou([], [], { epsilon: 1e-7 }), "epsilon"],
  ["an epsilon below 0", () => boxIou([], [], { kind: "diou", epsilon: -1 }), "epsilon"],
  ["a misspelt option", () => boxIou([], [], { fromat: "xywh" } as never), "options"],
  ["no turned boxes", () => rotatedBoxIou({} as never, []), "groundTruth"],
  ["lists for turned boxes", () => rotatedBoxIou([[0, 0, 1, 1, 0]] as never, []), "groundTruth[0]"],
  [
    "a turned box without angle",
    () => rotatedBoxIou([], [{ cx: 0, cy: 0, w: 1, h: 1 }] as never),
    "prediction[0].angle",
  ],
  [
    "a turned box with a side below 0",
    () => rotatedBoxIou([], [{ cx: 0, cy: 0, w: -1, h: 1, angle: 0 }]),
    "prediction[0].w",
  ],
  ["another unit", () => rotatedBoxIou([], [], { angleUnit: "turns" as never }), "angleUnit"],
];

it.each(HOSTILE_CALLS)("refuses %s", (_, call, argument) => {
  expectRefused(call, argument);
});

describe.each(BACKENDS)("whatever comes is refused, or is a mask, %s", (backend) => {
  onBackend(backend);

  const texts = fc.oneof(
    fc.string({
      unit: fc.integer({ min: 46, max: 114 }).map((code) => String.fromCharCode(code)),
      maxLength: 20,
    }),
    fc.string({ unit: fc.constantFrom("0", "1", "2", "3", "4", "5", "N", "O"), maxLength: 12 }),
  );
  const counts = fc.array(
    fc.oneof(fc.integer({ min: -2, max: 40 }), fc.constantFrom(2 ** 31, 2 ** 32 - 1, 2 ** 32)),
    {
      maxLength: 8,
    },
  );

  it("as text or as counts", () => {
    let read = 0;
    fc.assert(
      fc.property(sizes(6), fc.oneof(texts, counts), ({ width, height }, given) => {
        const runs = { size: [height, width] as const, counts: given };
        let pixels: Uint8Array;
        try {
          pixels = decodeRuns(runs, { incomplete: "background" });
        } catch (error) {
          if (!isMaskscoreError(error)) throw error;
          for (const call of [runsArea, runsBox, runsToString]) expect(() => call(runs)).toThrow(RangeError);
          return;
        }
        read++;
        expect(pixels).toHaveLength(width * height);
        const again = encodeRuns(pixels, { width, height });
        expect(decodeRuns(again)).toEqual(pixels);
        expect(runsArea(again)).toBe(pixels.reduce((sum, pixel) => sum + pixel, 0));
      }),
      { ...SETTINGS, numRuns: 1500 },
    );
    expect(read).toBeGreaterThan(50);
  });
});

describe("what is rare, and right", () => {
  it("nothing at all to compare", () => {
    for (const matrix of [runsIou([], []), boxIou([], new Float64Array(0)), rotatedBoxIou([], [])]) {
      expect(matrix).toEqual({ data: new Float64Array(0), shape: [0, 0] });
    }
    expect(boxIou([[0, 0, 1, 1]], []).shape).toEqual([1, 0]);
    expect(runsIou([{ size: [1, 1], counts: [1] }], []).shape).toEqual([1, 0]);
  });

  it("masks of almost 2^32 pixels", () => {
    const size = [65_535, 65_537] as const;
    const runs = { size, counts: [10, 2 ** 32 - 11] };
    expect(runsArea(runs)).toBe(2 ** 32 - 11);
    expect(runsBox(runs)).toEqual([0, 0, 65_537, 65_535]);
    expect(runsFromString(runsToString(runs), size)).toEqual({ size, counts: Uint32Array.from(runs.counts) });
    expect(runsIou([runs], [{ size, counts: [0, 2 ** 32 - 1] }]).data[0]).toBe(
      (2 ** 32 - 11) / (2 ** 32 - 1),
    );
    expect(runsArea(runsFromBox([0, 0, 65_537, 65_535], { height: 65_535, width: 65_537 }))).toBe(
      2 ** 32 - 1,
    );
  });

  it("boxes without area", () => {
    const [point, box] = [
      [3, 3, 3, 3],
      [0, 0, 10, 10],
    ];
    expect(boxIou([point], [point]).data[0]).toBeNaN();
    expect(boxIou([point], [point], { bothEmpty: "zero" }).data[0]).toBe(0);
    expect(boxIou([point], [point], { crowd: [0] }).data[0]).toBe(0);
    expect(boxIou([point], [point], { crowd: [0], bothEmpty: "nan" }).data[0]).toBeNaN();
    expect(boxIou([box], [point], { crowd: [1] }).data[0]).toBe(0);
    expect(boxIou([box], [point]).data[0]).toBe(0);
    expect(
      rotatedBoxIou([{ cx: 0, cy: 0, w: 0, h: 1, angle: 5 }], [{ cx: 0, cy: 0, w: 0, h: 0, angle: 0 }]).data,
    ).toEqual(Float64Array.of(NaN));
    // Equal boxes have no difference of shape to take off; an explicit 0 divides 0 by 0.
    expect(boxIou([box], [box], { kind: "ciou" }).data[0]).toBe(1);
    expect(boxIou([box], [box], { kind: "ciou", epsilon: 0 }).data[0]).toBeNaN();
  });

  it("an array written to before", () => {
    const into = new Uint8Array(12).fill(7);
    const runs = encodeRuns(new Uint8Array(12).fill(1, 5, 9), { width: 4, height: 3 });
    expect(decodeRuns(runs, { into })).toBe(into);
    expect(into).toEqual(decodeRuns(runs));
  });
});
