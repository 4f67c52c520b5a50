import { describe, expect, it } from "vitest";
import { codesOf } from "../../scripts/write-error-codes.js";
import {
  allocate,
  compareModels,
  confusionMatrix,
  type ErrorCode,
  isMaskscoreError,
  labelMap,
  type MaskscoreError,
  segmentsToLabelMap,
  SegmentationScorer,
  ThresholdCounter,
} from "../../src/index.js";
import { createScoringPool } from "../../src/pool/index.js";
import { errorOf, thrown } from "../../src/workers/requests.js";
import { scoringCallback } from "../../src/tfjs/index.js";

const PAIR = Uint8Array.of(0, 1);
const BYTES = Uint8Array.of(0, 1, 1, 0);

function scorerOf(ids: readonly (string | undefined)[], options = {}): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: 2, ...options });
  for (const id of ids) scorer.update(BYTES, BYTES, { id });
  return scorer;
}

function image(...rgba: number[]): { data: Uint8ClampedArray; width: number; height: number } {
  return { data: Uint8ClampedArray.from(rgba), width: 1, height: 1 };
}

const mask = (...data: number[]): object => ({ data: Uint8Array.from(data), width: data.length, height: 1 });
const segments = (...masks: object[]): unknown =>
  segmentsToLabelMap(masks.map((one, i) => ({ label: "ab"[i], mask: one })) as never, {
    classNames: ["a", "b"],
  });

/** What a caller does wrong, by the code that says so. */
const CAUSES: Readonly<Partial<Record<ErrorCode, () => unknown>>> = {
  "wrong-type": () => confusionMatrix("mask" as never, BYTES),
  unreadable: () => {
    const lost = Uint8Array.of(1, 2);
    structuredClone(lost, { transfer: [lost.buffer] });
    return confusionMatrix(lost, BYTES);
  },
  "wrong-value": () => confusionMatrix(BYTES, BYTES, { numClasses: 0 }),
  "unknown-option": () => confusionMatrix(BYTES, BYTES, { numClass: 2 } as never),
  "options-contradict": () => scorerOf([]).compute({ convention: "monai", beta: 2 }),
  "wrong-shape": () => confusionMatrix({ data: new Float32Array(4), shape: [2, 2] }, BYTES),
  "threshold-missing": () => confusionMatrix(PAIR, { data: Float32Array.of(0.5, 1), shape: [1, 2, 1] }),
  "threshold-misfit": () => confusionMatrix(PAIR, Uint8Array.of(0, 200), { threshold: 127 }),
  "not-a-number": () => confusionMatrix(PAIR, Float32Array.of(0.5, NaN), { threshold: 0.5 }),
  "wrong-length": () => confusionMatrix({ data: new Float32Array(4), shape: [1, 2, 3] }, BYTES),
  "sizes-differ": () => confusionMatrix(BYTES, BYTES.subarray(1), { numClasses: 2 }),
  ambiguous: () => {
    const integers = { data: new Int32Array(8), shape: [2, 2, 2] };
    return confusionMatrix(integers, integers);
  },
  "not-grey": () => confusionMatrix(image(1, 2, 3, 255), BYTES),
  "not-opaque": () => confusionMatrix(image(1, 1, 1, 9), BYTES),
  "unknown-colour": () => labelMap(image(1, 2, 3, 255), { palette: ["#000000"] }),
  "grey-segment": () => segments(mask(7)),
  "segments-overlap": () => segments(mask(255), mask(255)),
  "pixel-unlabelled": () => segments(mask(255, 0)),
  "label-out-of-range": () => confusionMatrix(Uint8Array.of(0, 9), Uint8Array.of(0, 1), { numClasses: 2 }),
  "label-unmapped": () =>
    new SegmentationScorer({ numClasses: 2, labelMapping: { groundTruth: { 7: 0 } } }).update(
      Uint8Array.of(7, 8),
      Uint8Array.of(0, 1),
    ),
  "settings-differ": () => scorerOf([]).merge(scorerOf([], { numClasses: 3 })),
  "duplicate-id": () => scorerOf(["a", "a"]),
  "too-many-images": () => scorerOf([]).addMeasured(Object.assign([], { length: 2 ** 24 })),
  "too-few-images": () => scorerOf(["a"]).confidenceIntervals(),
  "needs-images": () => scorerOf(["a"], { perImage: false }).imageScores(),
  "images-unnamed": () => compareModels(scorerOf(["a", undefined]), scorerOf(["a", undefined])),
  "images-differ": () => compareModels(scorerOf(["a", "b"]), scorerOf(["a", "c"])),
  "truth-differs": () =>
    compareModels(
      scorerOf(["a"]).update(Uint8Array.of(1, 1), Uint8Array.of(1, 1), { id: "b" }),
      scorerOf(["a"]).update(Uint8Array.of(0, 1), Uint8Array.of(1, 1), { id: "b" }),
    ),
  "no-batch": () =>
    scoringCallback({ model: { predict: () => [] }, dataset: [], numClasses: 2 }).onEpochEnd(0, {}),
  "not-a-state": () => SegmentationScorer.fromBytes(Uint8Array.of(1, 2, 3)),
  "state-version": () => SegmentationScorer.fromJSON({ ...scorerOf(["a"]).toJSON(), version: 99 }),
  "state-damaged": () => SegmentationScorer.fromJSON({ ...scorerOf(["a"]).toJSON(), digest: "00" }),
  "memory-freed": () => {
    const array = allocate(Uint8Array, 4);
    array.free();
    return array.data;
  },
  "out-of-memory": () => {
    const held: { free(): void }[] = [];
    try {
      // Memory that is taken is zeroed: of the first, nothing is touched where it does not fit.
      held.push(allocate(Uint8Array, 2 ** 32 - 1));
    } finally {
      for (const array of held) array.free();
    }
  },
  "pool-closed": async () => {
    const pool = createScoringPool({ threads: 1 });
    await pool.close();
    return pool.confusionMatrix(BYTES, BYTES, { numClasses: 2 });
  },
};

/** These take a machine without workers or WebAssembly: test/pool and test/counting/backend have them. */
const ELSEWHERE: readonly ErrorCode[] = ["backend-unavailable", "worker-died", "workers-unavailable"];

const KINDS = [
  ["WrongKinds", TypeError],
  ["WrongValues", RangeError],
  ["WrongMoments", Error],
] as const;

async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("every code of the library", () => {
  for (const [name, Kind] of KINDS) {
    for (const { code } of codesOf("src/errors/problem.ts", name)) {
      if ((ELSEWHERE as readonly string[]).includes(code)) continue;
      it(`${code}: is thrown, as a ${Kind.name} with data`, async () => {
        const cause = CAUSES[code as ErrorCode];
        expect(cause, "what provokes it").toBeDefined();
        const error = (await thrownBy(cause as () => unknown)) as MaskscoreError;
        expect(isMaskscoreError(error, code as ErrorCode), String(error)).toBe(true);
        expect(error.name).toBe(Kind.name);
        expect(error).toBeInstanceOf(Kind);
        expect(error.code).toBe(code);
        expect(error.problem.code).toBe(code);
        expect(structuredClone(error.problem)).toEqual(error.problem);
        expect(JSON.parse(JSON.stringify(error.problem))).toEqual(error.problem);
        const { argument, expected, got, cure } = error.problem;
        for (const text of [argument, expected, got]) if (text !== undefined) expect(text).not.toBe("");
        if (typeof cure === "string") expect(error.message).toContain(cure);
      });
    }
  }

  it("names no code that there is not", () => {
    const known = KINDS.flatMap(([name]) => codesOf("src/errors/problem.ts", name).map(({ code }) => code));
    expect(known.length).toBeGreaterThan(20);
    expect([...Object.keys(CAUSES), ...ELSEWHERE].filter((code) => !known.includes(code))).toEqual([]);
  });
});

describe("a label without a class", () => {
  it("says whose it is, where it stands and what mends it", async () => {
    const error = await thrownBy(CAUSES["label-out-of-range"] as () => unknown);
    expect(isMaskscoreError(error) && error.problem).toEqual({
      code: "label-out-of-range",
      side: "groundTruth",
      label: 9,
      pixel: 1,
      numClasses: 2,
      cure: [
        { do: "set-class-count", numClasses: 10 },
        { do: "ignore-label", label: 9 },
        { do: "remap-label" },
      ],
    });
  });

  it("says of a batch which image it is in", async () => {
    const batch = {
      data: Int32Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 9]),
      shape: [2, 3, 3],
    };
    const error = await thrownBy(() => new SegmentationScorer({ numClasses: 2 }).update(batch, batch));
    expect(isMaskscoreError(error) && error.problem).toMatchObject({ label: 9, pixel: 8, image: 1 });
  });
});

describe("isMaskscoreError", () => {
  it("takes no error of anyone else", () => {
    for (const other of [new RangeError("x"), { problem: { code: "wrong-type" } }, undefined, null, "x"]) {
      expect(isMaskscoreError(other)).toBe(false);
    }
    expect(isMaskscoreError(Object.assign(new Error("x"), { code: "ENOENT" }))).toBe(false);
  });

  it("tells one code from another", async () => {
    const error = await thrownBy(CAUSES["wrong-type"] as () => unknown);
    expect(isMaskscoreError(error, "wrong-type")).toBe(true);
    expect(isMaskscoreError(error, "wrong-value")).toBe(false);
  });
});

it("an error that a worker posts keeps its data", async () => {
  const error = (await thrownBy(CAUSES["wrong-value"] as () => unknown)) as MaskscoreError;
  const arrived = errorOf(structuredClone(thrown(error)));
  expect(isMaskscoreError(arrived, "wrong-value") && arrived.problem).toEqual(error.problem);
  expect(arrived).toBeInstanceOf(RangeError);
  expect(arrived.message).toBe(error.message);
  expect(isMaskscoreError(errorOf(structuredClone(thrown(new Error("ours")))))).toBe(false);
});

it("counters say in which setting they differ", () => {
  expect(() => new ThresholdCounter({ bins: 10 }).merge(new ThresholdCounter({ bins: 20 }))).toThrow(
    expect.objectContaining({
      problem: { code: "settings-differ", what: "counters", setting: "bins", ours: "10", theirs: "20" },
    }),
  );
});
