import { describe, expect, it } from "vitest";
import { type RunPart, type RunPartOptions, SegmentationScorer } from "../../src/index.js";
import { MAX_LISTED_FAILURES } from "../../src/run/provenance.js";

const mask = Uint8Array.of(0, 1);

/** A scorer of the images of these ids that says of itself what is told. */
function scorer(ids: readonly string[], ...parts: readonly RunPartOptions[]): SegmentationScorer {
  const made = new SegmentationScorer({ numClasses: 2 });
  for (const id of ids) made.update(mask, mask, { id });
  made.provenance = parts;
  return made;
}

const merged = (...scorers: readonly SegmentationScorer[]): readonly RunPart[] =>
  scorers.reduce((all, one) => all.merge(one), new SegmentationScorer({ numClasses: 2 })).provenance;

const shard = (index: number, count: number, more: RunPartOptions = {}): RunPartOptions => ({
  model: "m",
  shard: { index, count },
  expected: 1,
  isComplete: true,
  ...more,
});

const WHOLE = { model: "m", shard: null, isComplete: true, failureCount: 0, failures: [] };

describe("provenance", () => {
  it("is not known until it is told, and cannot be changed where it is read", () => {
    expect(scorer(["a"]).provenance).toEqual([]);
    const { provenance } = scorer(["a"], { model: "m" });
    expect(provenance).toEqual([{ ...WHOLE, expected: null, isComplete: null }]);
    expect(() => ((provenance[0] as { model: string }).model = "x")).toThrow(TypeError);
  });

  it("is of one run where all its shards are there and came to their end", () => {
    const shards = [2, 0, 1].map((index) => scorer([`${index}`], shard(index, 3)));
    expect(merged(...shards)).toEqual([{ ...WHOLE, expected: 3 }]);
    expect(merged(scorer(["a"], shard(0, 1)))).toEqual([{ ...WHOLE, expected: 1 }]);
  });

  it("keeps shards apart while one is missing, not complete, of another model or of unknown size", () => {
    const first = scorer(["a"], shard(0, 2));
    for (const second of [
      shard(1, 3),
      shard(1, 2, { isComplete: false }),
      shard(1, 2, { isComplete: null }),
      shard(1, 2, { model: "n" }),
      shard(1, 2, { expected: null }),
    ]) {
      const parts = merged(scorer(["b"], second), first);
      expect(parts).toHaveLength(2);
      expect(parts[0]).toMatchObject({ model: "m", shard: { index: 0, count: 2 } });
      expect(parts[1]).toMatchObject(second);
    }
    // Twice the same shard is no whole, whatever else there is.
    const twice = merged(first, scorer(["b"], shard(0, 2)), scorer(["c"], shard(1, 2)));
    expect(twice.map((part) => part.shard?.index)).toEqual([0, 0, 1]);
  });

  it("keeps every failure, and lists so many", () => {
    const failures = (from: number, count: number): RunPart["failures"] =>
      Array.from({ length: count }, (_, i) => {
        const image = String(from + i).padStart(5, "0");
        return { image, file: `${image}.png`, code: "unscored" };
      });
    const [part] = merged(
      scorer(["a"], shard(0, 2, { failures: failures(600, 600) })),
      scorer(["b"], shard(1, 2, { failures: failures(0, 600) })),
    );
    expect(part?.failureCount).toBe(1200);
    expect(part?.failures).toEqual(failures(0, MAX_LISTED_FAILURES));
  });

  it("says where images came without a word of it, once", () => {
    const told = scorer(["a"], shard(0, 2));
    const untold = [scorer(["b"]), scorer(["c"])];
    const unknown = { ...WHOLE, model: null, expected: null, isComplete: null };
    for (const order of [
      [told, ...untold],
      [...untold, told],
    ]) {
      expect(merged(...order)).toEqual([unknown, told.provenance[0]]);
    }
    expect(merged(...untold)).toEqual([]);
    // Without images there is nothing to be said.
    expect(merged(scorer([]), told)).toEqual(told.provenance);
  });

  it("is not doubled where images replace themselves, and not merged where images are refused", () => {
    const one = scorer(["a"], { model: "m" });
    const same = SegmentationScorer.fromBytes(one.toBytes());
    expect(() => one.merge(same)).toThrow("already");
    expect(one.provenance).toHaveLength(1);
    expect(one.merge(same, { duplicates: "replace" }).provenance).toHaveLength(1);
    expect(one.toBytes()).toEqual(same.toBytes());
    expect(merged(scorer(["b"], { model: "m" }), same)).toHaveLength(2);
    expect(one.reset().provenance).toEqual([]);
  });

  it("is in the state, and not in the digest", () => {
    const [told, untold] = [scorer(["a"], shard(0, 2)), scorer(["a"])];
    expect(told.digest()).toBe(untold.digest());
    expect(told.toBytes()).not.toEqual(untold.toBytes());
    for (const copy of [
      SegmentationScorer.fromBytes(told.toBytes()),
      SegmentationScorer.fromJSON(JSON.stringify(told)),
    ]) {
      expect(copy.provenance).toEqual(told.provenance);
    }
  });

  it.each<[unknown, string]>([
    ["m", '"provenance" expected an array'],
    [[{ shard: { index: 1, count: 1 } }], '"provenance[0].shard.index" expected a whole number from 0 to 0'],
    [[{ shard: { index: 0 } }], '"provenance[0].shard.count" expected a whole number'],
    [[{ expected: -1 }], '"provenance[0].expected" expected a whole number from 0'],
    [[{ isComplete: 1 }], '"provenance[0].isComplete" expected true or false'],
    [[{ failures: [{ image: "a" }] }], '"provenance[0].failures[0].file" expected a string'],
    [[{ host: "a" }], 'an unknown option "host"'],
  ])("refuses %j", (parts, message) => {
    expect(() => (scorer(["a"]).provenance = parts as never)).toThrow(message);
  });
});
