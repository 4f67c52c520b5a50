import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ComponentScorer } from "../../src/components/index.js";
import { isMaskscoreError, SegmentationScorer, ThresholdScorer } from "../../src/index.js";
import { DetectionScorer } from "../../src/instances/index.js";
import { type PanopticImage, PanopticScorer } from "../../src/panoptic/index.js";
import { BoundaryScorer, SurfaceScorer } from "../../src/surfaces/index.js";
import { sha256 } from "../../src/run/sha256.js";
import { forgedBytes, type ForgedJson, forgedJson } from "../helpers/forgedState.js";

// Whoever can compute a digest can write any state. What is read is a state that could have been saved, to the byte, and
// what is not read is refused by an error of the library, whatever was changed.

type Scorer =
  | SegmentationScorer
  | ThresholdScorer
  | ComponentScorer
  | PanopticScorer
  | BoundaryScorer
  | SurfaceScorer
  | DetectionScorer;

/** What a state is read as; undefined where it is refused as it should be. */
function readOrRefused<S extends Scorer>(read: () => S): S | undefined {
  try {
    return read();
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    expect(error.message.length).toBeLessThan(1000);
    expect(error.message).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
    return undefined;
  }
}

const TRUTH = Uint8Array.of(0, 1, 1, 0, 2, 2, 0, 1, 1, 9, 0, 1);
const PREDICTION = Uint8Array.of(0, 1, 1, 1, 0, 2, 2, 0, 1, 0, 0, 0);

const KINDS = [
  {
    name: "SegmentationScorer",
    fromBytes: (bytes: Uint8Array): Scorer => SegmentationScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => SegmentationScorer.fromJSON(json),
    saved: () => {
      const scorer = new SegmentationScorer({
        numClasses: 3,
        ignoreIndex: 255,
        classNames: ["a", "b", "c"],
        excludeClasses: [2],
        groups: { all: [0, 1] },
        labelMapping: { prediction: new Map([[5, 1]]) },
        voidPredictions: "miss",
      });
      const counts = { numClasses: 3, counts: Float64Array.of(300, 0, 1, 0, 2, 0, 0, 0, 9), ignoredCount: 4 };
      scorer.addCounts({ ...counts, voidPredictions: Float64Array.of(0, 1, 0) }, { id: "x", weight: 2 });
      scorer.addCounts(counts, { id: "ä" }).addCounts(counts).addCounts(counts, { weight: 0.5 });
      const failures = [{ image: "z", file: "z.png", code: "file-damaged" }];
      scorer.provenance = [
        { model: "m", shard: { index: 1, count: 4 }, expected: 5, isComplete: false, failures },
      ];
      return scorer;
    },
  },
  {
    name: "ThresholdScorer",
    fromBytes: (bytes: Uint8Array): Scorer => ThresholdScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => ThresholdScorer.fromJSON(json),
    saved: () =>
      new ThresholdScorer({ bins: 4, ignoreIndex: 9 })
        .update(Uint8Array.of(0, 1, 9, 1), Float64Array.of(0, 0.5, 1, 0.3), { id: "x" })
        .update(Uint8Array.of(1), Float64Array.of(0.9), { weight: 3 }),
  },
  {
    name: "ComponentScorer",
    fromBytes: (bytes: Uint8Array): Scorer => ComponentScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => ComponentScorer.fromJSON(json),
    saved: () =>
      new ComponentScorer({ numClasses: 3, ignoreIndex: 9, minPixels: 2 })
        .update(TRUTH, PREDICTION, { shape: [2, 6], id: "x" })
        .update(
          PREDICTION,
          TRUTH.map((label) => label % 9),
          { shape: [3, 4], weight: 3 },
        ),
  },
  {
    name: "ComponentScorer with surfaces",
    fromBytes: (bytes: Uint8Array): Scorer => ComponentScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => ComponentScorer.fromJSON(json),
    saved: () =>
      new ComponentScorer({ match: "overlap", surfaces: { tolerances: [0.5] } }).update(
        TRUTH.map(Boolean as never),
        Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1),
        { shape: [2, 6] },
      ),
  },
  {
    name: "PanopticScorer",
    fromBytes: (bytes: Uint8Array): Scorer => PanopticScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => PanopticScorer.fromJSON(json),
    saved: () => {
      const segments = [
        { id: 1, categoryId: 7 },
        { id: 2, categoryId: 3 },
      ];
      const side = (labels: Uint8Array): PanopticImage => ({
        map: labels.map((label) => label % 9),
        width: 4,
        height: 3,
        segments,
      });
      return new PanopticScorer({
        categories: [
          { id: 7, isThing: true },
          { id: 3, isThing: false, name: "sky" },
        ],
      })
        .update(side(TRUTH), side(PREDICTION), { id: "x" })
        .update(side(PREDICTION), side(TRUTH), { weight: 3 });
    },
  },
  {
    name: "BoundaryScorer",
    fromBytes: (bytes: Uint8Array): Scorer => BoundaryScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => BoundaryScorer.fromJSON(json),
    saved: () =>
      new BoundaryScorer({ numClasses: 3, ignoreIndex: [9, -1], ratio: 0.125 })
        .update(TRUTH, PREDICTION, { width: 4, height: 3, id: "x" })
        .update(
          PREDICTION,
          TRUTH.map((label) => label % 9),
          { width: 3, height: 4, weight: 3 },
        ),
  },
  {
    name: "SurfaceScorer",
    fromBytes: (bytes: Uint8Array): Scorer => SurfaceScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => SurfaceScorer.fromJSON(json),
    saved: () =>
      new SurfaceScorer({ numClasses: 3, ignoreIndex: 9, tolerances: [1, 0.5], unit: "mm" })
        .update(TRUTH, PREDICTION, { shape: [2, 2, 3], spacing: [1, 0.3, 2], id: "x" })
        .update(
          PREDICTION,
          TRUTH.map((label) => label % 9),
          { shape: [3, 4], spacing: [1, 2], weight: 3 },
        ),
  },
  {
    name: "DetectionScorer",
    fromBytes: (bytes: Uint8Array): Scorer => DetectionScorer.fromBytes(bytes),
    fromJSON: (json: string): Scorer => DetectionScorer.fromJSON(json),
    saved: () => {
      const truths = {
        categoryIds: [7, 3, 3],
        boxes: [0, 0, 9, 9, 5, 5, 4, 8, 0, 0, 40, 40],
        crowds: [0, 0, 1],
      };
      const found = {
        categoryIds: [3, 7, 7],
        scores: [0.5, 0.25, 0.75],
        boxes: [5, 5, 4, 7, 0, 0, 9, 9, 9, 9, 1, 1],
      };
      return new DetectionScorer({
        task: "boxes",
        categories: [{ id: 7, name: "cat" }, 3],
        iouThresholds: [0.5, 0.75],
      })
        .update(truths, found, { id: "x" })
        .update({ categoryIds: [0], boxes: [1, 1, 2, 2] }, found, { weight: 3 });
    },
  },
] as const;

describe.each(KINDS)("a $name's state with its digest made right again", ({ fromBytes, fromJSON, saved }) => {
  const expectRoundTrips = (scorer: Scorer): void => {
    const bytes = scorer.toBytes();
    expect(fromBytes(bytes).toBytes()).toEqual(bytes);
    expect(fromJSON(JSON.stringify(scorer)).toBytes()).toEqual(bytes);
  };
  const honest = saved().toBytes();
  const body = honest.subarray(0, -32);

  const forged = (changed: Uint8Array): Uint8Array => Uint8Array.from([...changed, ...sha256(changed)]);

  it("is read as it stands, or refused, with any byte changed", () => {
    expect(fromBytes(honest).toBytes()).toEqual(honest);
    for (let at = 0; at < body.length; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff, (body[at] as number) ^ 1, (body[at] as number) ^ 2]) {
        const changed = body.slice();
        changed[at] = value;
        const bytes = forged(changed);
        const scorer = readOrRefused(() => fromBytes(bytes));
        // Of version 1 the same is written otherwise.
        if (scorer !== undefined && bytes[16] === 2) expect(scorer.toBytes(), `byte ${at}`).toEqual(bytes);
      }
    }
  });

  it("is read as it stands, or refused, with bytes changed, put in or left out", () => {
    const edit = fc.record({
      at: fc.nat(body.length),
      remove: fc.nat(9),
      insert: fc.uint8Array({ maxLength: 9 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let changed = [...body];
        for (const { at, remove, insert } of edits) {
          changed = [...changed.slice(0, at), ...insert, ...changed.slice(at + remove)];
        }
        const bytes = forged(Uint8Array.from(changed));
        const scorer = readOrRefused(() => fromBytes(bytes));
        if (scorer === undefined) return;
        if (bytes[16] === 2) expect(scorer.toBytes()).toEqual(bytes);
        expectRoundTrips(scorer);
      }),
      { numRuns: 1000 },
    );
  });
});

type Place = readonly (string | number)[];

function placesOf(json: unknown, path: Place = []): Place[] {
  if (typeof json !== "object" || json === null) return [path];
  const below = Object.entries(json).flatMap(([key, value]) =>
    placesOf(value, [...path, Array.isArray(json) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

const DEEP = JSON.parse("[".repeat(20_000) + "]".repeat(20_000)) as unknown;

const VALUES: readonly unknown[] = [
  null, true, false, 0, -0, 1, 2, 3, -1, 0.5, 1e308, 1e-300, 2 ** 53 - 1, 2 ** 53, 2 ** 32, 65_536,
  "", "a", "b", "error", "nonzero", "__proto__", "\ud800", "\u202e\u001b[31m\n", "x".repeat(10_000),
  [], {}, [0], [1, 0], [[0, 1]], [null], [{}], ["a", "b", "c"], [0, 0], { name: "a", classes: [0] },
  { toString: 5, valueOf: 5 }, { length: 2 ** 32 }, JSON.parse('{"__proto__":{"numClasses":3}}'), DEEP, [DEEP], { a: DEEP },
]; // prettier-ignore

const KEYS = ["more", "__proto__", "constructor", "toString", "length", "0", "version", "weight"];

describe("a SegmentationScorer's JSON, any of it changed", () => {
  const text = JSON.stringify(KINDS[0].saved());
  const places = placesOf(JSON.parse(text));
  const change = fc.record({
    place: fc.constantFrom(...places),
    what: fc.constantFrom("set", "set", "set", "delete", "add"),
    value: fc.oneof(fc.constantFrom(...VALUES), fc.jsonValue()),
    key: fc.constantFrom(...KEYS),
  });

  function changed(
    changes: readonly { place: Place; what: string; value: unknown; key: string }[],
  ): ForgedJson {
    const json = JSON.parse(text) as ForgedJson;
    for (const { place, what, value, key } of changes) {
      let parent: unknown = json;
      for (const step of place.slice(0, -1)) parent = (parent as Record<string, unknown> | undefined)?.[step];
      if (typeof parent !== "object" || parent === null) continue;
      if (Array.isArray(parent) && what === "add") {
        parent.push(value);
        continue;
      }
      const last = what === "add" ? key : (place.at(-1) as string | number);
      if (what === "delete") Reflect.deleteProperty(parent, last);
      else
        Object.defineProperty(parent, last, { value, enumerable: true, writable: true, configurable: true });
    }
    return json;
  }

  it("is refused, or a state that could have been saved, with digests that are right wherever there can be one", () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(1, 2),
        (changes, version) => {
          const json = changed(changes);
          readOrRefused(() => SegmentationScorer.fromJSON(json as never));
          let bytes: Uint8Array | undefined;
          let sealed: object | undefined;
          try {
            bytes = forgedBytes({ ...json, version });
            sealed = forgedJson(json);
          } catch {
            // What no writer can write.
          }
          const byBytes = bytes && readOrRefused(() => SegmentationScorer.fromBytes(bytes));
          const byJson = sealed && readOrRefused(() => SegmentationScorer.fromJSON(sealed as never));
          for (const scorer of [byBytes, byJson]) {
            if (scorer === undefined) continue;
            read++;
            expect(SegmentationScorer.fromBytes(scorer.toBytes()).toBytes()).toEqual(scorer.toBytes());
            expect(SegmentationScorer.fromJSON(JSON.stringify(scorer)).toBytes()).toEqual(scorer.toBytes());
            expect(() => scorer.compute()).not.toThrow();
          }
          if (byBytes !== undefined && version === 2) expect(byBytes.toBytes()).toEqual(bytes);
        },
      ),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(10);
  });
});
