import { assert, array, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { isMaskscoreError } from "../../../src/index.js";
import { boundaryIou, surfaceDistances } from "../../../src/surfaces/index.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";

const SEED = 20260102;

/** The code and argument of what a call throws. */
function thrown(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    return `${error.code} ${"argument" in error.problem ? (error.problem.argument ?? "") : ""}`.trim();
  }
  return "nothing";
}

const truth = Uint8Array.of(1, 1, 0, 0, 0, 0);
const prediction = Uint8Array.of(0, 0, 0, 0, 1, 1);
const shape = [2, 3];

describe("surfaceDistances", () => {
  const call = (options: object, a: unknown = truth, b: unknown = prediction): unknown =>
    surfaceDistances(a as Uint8Array, b as Uint8Array, { shape, ...options });

  it.each([
    [{ shape: undefined }, "wrong-type shape"],
    [{ shape: 6 }, "wrong-type shape"],
    [{ shape: [6] }, "wrong-shape shape"],
    [{ shape: [1, 1, 2, 3] }, "wrong-shape shape"],
    [{ shape: [] }, "wrong-shape shape"],
    [{ shape: [0, 6] }, "wrong-value shape[0]"],
    [{ shape: [2, -3] }, "wrong-value shape[1]"],
    [{ shape: [1.5, 4] }, "wrong-value shape[0]"],
    [{ shape: [NaN, 6] }, "wrong-value shape[0]"],
    [{ shape: ["2", 3] }, "wrong-type shape[0]"],
    [{ shape: [2, 4] }, "wrong-length groundTruth"],
    [{ shape: [2 ** 40, 2 ** 40] }, "wrong-length groundTruth"],
    [{ spacing: 1 }, "wrong-type spacing"],
    [{ spacing: [1] }, "wrong-value spacing"],
    [{ spacing: [1, 1, 1] }, "wrong-value spacing"],
    [{ spacing: [0, 1] }, "wrong-value spacing[0]"],
    [{ spacing: [1, -1] }, "wrong-value spacing[1]"],
    [{ spacing: [NaN, 1] }, "wrong-value spacing[0]"],
    [{ spacing: [Infinity, 1] }, "wrong-value spacing[0]"],
    [{ spacing: [1e-200, 1] }, "wrong-value spacing[0]"],
    [{ spacing: [1e200, 1] }, "wrong-value spacing[0]"],
    [{ spacing: [1n, 1] }, "wrong-type spacing[0]"],
    [{ tolerances: 2 }, "wrong-type tolerances"],
    [{ tolerances: [-1] }, "wrong-value tolerances[0]"],
    [{ tolerances: [1, NaN] }, "wrong-value tolerances[1]"],
    [{ tolerances: ["1"] }, "wrong-type tolerances[0]"],
    [{ percentile: -1 }, "wrong-value percentile"],
    [{ percentile: 100.5 }, "wrong-value percentile"],
    [{ percentile: NaN }, "wrong-value percentile"],
    [{ percentile: "95" }, "wrong-type percentile"],
    [{ edges: "voxels" }, "wrong-value edges"],
    [{ edges: 1 }, "wrong-type edges"],
    [{ emptySide: "zero" }, "wrong-value emptySide"],
    [{ bothEmpty: "infinite" }, "wrong-value bothEmpty"],
    [{ numClasses: 0 }, "wrong-value numClasses"],
    [{ numClasses: 1.5 }, "wrong-value numClasses"],
    [{ numClasses: 2 ** 17 }, "wrong-value numClasses"],
    [{ numClasses: 1 }, "label-out-of-range"],
    [{ ignoreIndex: 0.5 }, "wrong-value ignoreIndex"],
    [{ spacings: [1, 1] }, "unknown-option options"],
  ])("refuses %o", (options, wanted) => {
    for (const backend of BACKENDS)
      expect(withBackend(backend, () => thrown(() => call(options)))).toBe(wanted);
  });

  it.each([
    [[0, 1], "wrong-type groundTruth"],
    [null, "wrong-type groundTruth"],
    [new Float32Array(6), "wrong-type groundTruth"],
    [new Uint8Array(0), "wrong-value groundTruth"],
    [new Uint8Array(5), "wrong-length groundTruth"],
    [{ data: new Uint8Array(6), shape: [3, 2] }, "sizes-differ groundTruth"],
    [{ data: new Uint8Array(6), width: 2, height: 3 }, "sizes-differ groundTruth"],
    [{ data: new Float32Array(6), shape: [2, 3] }, "wrong-type groundTruth.data"],
  ])("refuses a side %#", (side, wanted) => {
    expect(thrown(() => call({}, side))).toBe(wanted);
  });

  it("refuses an array whose memory is gone, and no options", () => {
    const gone = new Uint8Array(6);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expect(thrown(() => call({}, truth, gone))).toBe("unreadable prediction");
    expect(thrown(() => surfaceDistances(truth, prediction, undefined as never))).toBe("wrong-type options");
  });

  it("takes tensors, images and every array of integers", () => {
    const wanted = call({});
    for (const side of [
      { data: truth, shape: [1, 2, 3] },
      { data: truth, width: 3, height: 2 },
      BigInt64Array.from(Array.from(truth, (bit) => BigInt(-bit))),
      Int16Array.from(truth, (bit) => -2 * bit),
      new Uint8ClampedArray(truth),
      Uint32Array.from(truth, (bit) => bit * (2 ** 32 - 1)),
    ]) {
      for (const backend of BACKENDS) expect(withBackend(backend, () => call({}, side))).toEqual(wanted);
    }
  });

  it("gives a percentile under its number", () => {
    const scores = surfaceDistances(truth, prediction, { shape, percentile: 97.5 });
    expect([scores["hausdorff97.5"], scores["hausdorff97.5Pooled"]].every(Number.isFinite)).toBe(true);
    for (const edges of ["erosion", "surfels"] as const) {
      const most = surfaceDistances(truth, prediction, { shape, percentile: 100, edges });
      expect([most.hausdorff100, most.hausdorff100Pooled]).toEqual([most.hausdorff, most.hausdorff]);
      const least = surfaceDistances(truth, prediction, { shape, percentile: 0, edges });
      expect(least.hausdorff0).toBeLessThan(most.hausdorff);
    }
  });

  it("takes what is beyond the image for background, and a slice for a volume", () => {
    const full = new Uint8Array(12).fill(1);
    expect(surfaceDistances(full, full, { shape: [3, 4] }).edgeSize).toEqual({
      groundTruth: 10,
      prediction: 10,
    });
    expect(surfaceDistances(full, full, { shape: [1, 3, 4] }).edgeSize).toEqual({
      groundTruth: 12,
      prediction: 12,
    });
    expect(
      surfaceDistances(full, full, { shape: [3, 4], edges: "surfels" }).edgeSize.groundTruth,
    ).toBeCloseTo(2 * (3 - 1) + 2 * (4 - 1) + 4 * Math.SQRT1_2, 12);
  });

  it.each([
    [{}, "groundTruth", Infinity, 0],
    [{ emptySide: "worst", spacing: [2, 4 / 3] }, "groundTruth", Math.sqrt(32), 0],
    [{ emptySide: "leaveOut" }, "groundTruth", NaN, NaN],
    [{ emptySide: "worst", edges: "surfels", spacing: [2, 4 / 3] }, "groundTruth", Math.sqrt(32), 0],
  ])("says that a side is empty: %o", (options, empty, distance, share) => {
    const scores = call({ tolerances: [1], ...options }, new Uint8Array(6)) as Record<string, unknown>;
    expect(scores).toMatchObject({
      hausdorff: distance,
      hausdorff95: distance,
      hausdorff95Pooled: distance,
      meanDistance: { groundTruthToPrediction: distance, predictionToGroundTruth: distance },
      assd: distance,
      masd: distance,
      nsd: [share],
      volumetricDice: 0,
      empty,
    });
  });

  it("says that both are", () => {
    const none = new Uint8Array(6);
    expect(call({ tolerances: [0] }, none, none)).toMatchObject({
      hausdorff: NaN,
      nsd: [NaN],
      volumetricDice: NaN,
      empty: "both",
    });
    expect(call({ tolerances: [0], bothEmpty: "perfect" }, none, none)).toMatchObject({
      hausdorff: 0,
      assd: 0,
      nsd: [1],
      volumetricDice: 1,
      empty: "both",
    });
  });

  it("scores each class, and leaves ignored voxels out on both sides", () => {
    const maps = [Uint8Array.of(0, 1, 2, 2, 9, 9), Uint8Array.of(0, 1, 1, 2, 2, 200)] as const;
    for (const backend of BACKENDS) {
      const classes = withBackend(backend, () =>
        surfaceDistances(...maps, { shape: [1, 6], numClasses: 4, ignoreIndex: 9 }),
      );
      expect(classes.map(({ hausdorff, empty }) => [hausdorff, empty])).toEqual([
        [0, undefined],
        [1, undefined],
        [1, undefined],
        [NaN, "both"],
      ]);
    }
  });

  const pairs = record({ rows: integer({ min: 1, max: 8 }), columns: integer({ min: 1, max: 8 }) }).chain(
    (size) => {
      const length = size.rows * size.columns;
      const bits = array(constantFrom(0, 0, 1), { minLength: length, maxLength: length }).map((labels) =>
        Uint8Array.from(labels),
      );
      return record({ a: bits, b: bits }).map((sides) => ({ ...sides, size: [size.rows, size.columns] }));
    },
  );

  it("is symmetric, and 0 of equal masks", () => {
    assert(
      property(pairs, constantFrom("erosion", "surfels"), ({ a, b, size }, edges) => {
        const options = { shape: size, tolerances: [1], edges } as const;
        const [there, back] = [surfaceDistances(a, b, options), surfaceDistances(b, a, options)];
        expect([back.hausdorff, back.hausdorff95, back.hausdorff95Pooled]).toEqual([
          there.hausdorff,
          there.hausdorff95,
          there.hausdorff95Pooled,
        ]);
        expect(back.meanDistance.groundTruthToPrediction).toBe(there.meanDistance.predictionToGroundTruth);
        const same = surfaceDistances(a, a, options);
        if (same.empty === undefined) expect([same.hausdorff, same.assd, same.nsd[0]]).toEqual([0, 0, 1]);
        expect(there.hausdorff95 <= there.hausdorff || there.empty !== undefined).toBe(true);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });
});

describe("boundaryIou", () => {
  const call = (options: object, a: unknown = truth): unknown =>
    boundaryIou(a as Uint8Array, prediction, { width: 3, height: 2, ...options });

  it.each([
    [{ width: 0 }, "wrong-value width"],
    [{ width: undefined }, "wrong-type width"],
    [{ height: 1.5 }, "wrong-value height"],
    [{ height: 3 }, "wrong-length groundTruth"],
    [{ ratio: NaN }, "wrong-value ratio"],
    [{ ratio: -0.1 }, "wrong-value ratio"],
    [{ ratio: Infinity }, "wrong-value ratio"],
    [{ ratio: "0.02" }, "wrong-type ratio"],
    [{ distance: 0 }, "wrong-value distance"],
    [{ distance: 1.5 }, "wrong-value distance"],
    [{ distance: 2, ratio: 0.02 }, "options-contradict ratio"],
    [{ numClasses: -1 }, "wrong-value numClasses"],
    [{ numClasses: 1 }, "label-out-of-range"],
    [{ shape: [2, 3] }, "unknown-option options"],
  ])("refuses %o", (options, wanted) => {
    for (const backend of BACKENDS)
      expect(withBackend(backend, () => thrown(() => call(options)))).toBe(wanted);
  });

  it("takes any foreground for one, and a distance beyond the image", () => {
    const full = new Uint8Array(100).fill(255);
    const mixed = Uint8Array.from({ length: 100 }, (_, i) => 1 + (i % 3));
    for (const backend of BACKENDS) {
      const at = (distance: number): unknown =>
        withBackend(backend, () => boundaryIou(full, mixed, { width: 10, height: 10, distance }));
      expect(at(1)).toEqual({ intersection: 36, union: 36, iou: 1, distance: 1 });
      expect(at(4)).toEqual({ intersection: 96, union: 96, iou: 1, distance: 4 });
      expect(at(5)).toEqual({ intersection: 100, union: 100, iou: 1, distance: 5 });
      expect(at(2 ** 40)).toEqual({ intersection: 100, union: 100, iou: 1, distance: 2 ** 40 });
    }
  });

  it("scores each class, and leaves ignored pixels out", () => {
    const maps = [Uint8Array.of(0, 0, 1, 1, 255, 255), Uint8Array.of(0, 1, 1, 1, 7, 1)] as const;
    for (const backend of BACKENDS) {
      const classes = withBackend(backend, () =>
        boundaryIou(...maps, { width: 6, height: 1, numClasses: 3, ignoreIndex: 255 }),
      );
      expect(classes.map(({ intersection, union }) => [intersection, union])).toEqual([
        [1, 2],
        [2, 3],
        [0, 0],
      ]);
      expect(classes[2]?.iou).toBeNaN();
    }
  });
});
