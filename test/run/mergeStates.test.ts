import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SegmentationScorer } from "../../src/index.js";
import { confusionMeasure } from "../../src/measures/confusion/confusionMeasure.js";
import { TotalOfRows } from "../../src/measures/confusion/countedRows.js";
import { ByteReader, ByteWriter } from "../../src/run/byteStream.js";
import { mergeStates } from "../../src/run/mergeStates.js";
import { type ByteSource, SourceReader } from "../../src/run/sourceReader.js";
import {
  bodyPieces,
  DIGEST_BYTES,
  openBody,
  type OpenedState,
  readVersion,
} from "../../src/run/stateBytes.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { ConfusionMatrix } from "../../src/types.js";
import { forgedBytes, type ForgedJson } from "../helpers/forgedState.js";

const OPTIONS = { numClasses: 3 } as const;

type Opened = OpenedState<ScorerSettings, ConfusionMatrix>;

/** As a file is read, a few bytes at a time. */
function opened(bytes: Uint8Array, pieceBytes: number): Opened {
  const source: ByteSource = {
    length: bytes.length - DIGEST_BYTES,
    read: (start, end) => bytes.slice(start, end),
  };
  const reader = new SourceReader(source, pieceBytes);
  return openBody(confusionMeasure, reader, readVersion(reader));
}

function merged(shards: readonly Uint8Array[], pieceBytes = 7): Opened {
  return mergeStates(
    confusionMeasure,
    shards.map((bytes) => opened(bytes, pieceBytes)),
    (id, index) => new Error(`${id} is in ${index} again`),
  );
}

function bytesOf(state: Opened): Uint8Array {
  const count = state.settings.perImage ? state.imageCount : 1;
  const writer = new ByteWriter();
  for (const piece of bodyPieces(confusionMeasure, state, count, state.images)) writer.raw(piece);
  return writer.bytes();
}

const bodyOf = (scorer: SegmentationScorer): Uint8Array => scorer.toBytes().slice(0, -DIGEST_BYTES);

const masks = fc.uint8Array({ min: 0, max: 2, minLength: 6, maxLength: 6 });
const image = fc.record({
  id: fc.option(fc.string({ unit: "grapheme", maxLength: 5 }), { nil: undefined }),
  weight: fc.constantFrom(1, 2, 0.5),
  cluster: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
  truth: masks,
  prediction: masks,
  shard: fc.nat(4),
});

describe("states that are merged in a stream", () => {
  it("give the bytes and the sum that merging them in memory gives, whatever they hold", () => {
    const images = fc.uniqueArray(image, {
      maxLength: 25,
      comparator: (a, b) => a.id !== undefined && a.id === b.id,
    });
    fc.assert(
      fc.property(images, (all) => {
        const shards = Array.from({ length: 5 }, () => new SegmentationScorer(OPTIONS));
        for (const { truth, prediction, shard, ...options } of all) {
          (shards[shard] as SegmentationScorer).update(truth, prediction, options);
        }
        const whole = new SegmentationScorer(OPTIONS);
        for (const shard of shards) whole.merge(shard);
        const streamed = merged(shards.map((shard) => shard.toBytes()));
        expect(bytesOf(streamed)).toEqual(bodyOf(whole));
        const total = new TotalOfRows(OPTIONS.numClasses);
        for (const one of merged(shards.map((shard) => shard.toBytes())).images) total.add(one);
        expect(total.matrix()).toEqual(whole.confusionMatrix());
      }),
    );
  });

  it("keep where they come from, and say what nobody told", () => {
    const shards = [0, 1, 2].map((index) => {
      const shard = new SegmentationScorer(OPTIONS).update(Uint8Array.of(0, 1), Uint8Array.of(0, 2), {
        id: `${index}`,
      });
      if (index < 2)
        shard.provenance = [{ model: "m", shard: { index, count: 2 }, expected: 1, isComplete: true }];
      return shard;
    });
    const whole = new SegmentationScorer(OPTIONS);
    for (const shard of shards) whole.merge(shard);
    const { provenance, imageCount } = merged(shards.map((shard) => shard.toBytes()));
    expect(provenance).toEqual(whole.provenance);
    expect(provenance).toHaveLength(2);
    expect(imageCount).toBe(3);
  });

  it("are added up where only their sums are kept", () => {
    const options = { ...OPTIONS, perImage: false };
    const shards = [1, 2].map((label) =>
      new SegmentationScorer(options).update(Uint8Array.of(0, label), Uint8Array.of(0, 2)),
    );
    const whole = new SegmentationScorer(options);
    for (const shard of shards) whole.merge(shard);
    expect(bytesOf(merged(shards.map((shard) => shard.toBytes())))).toEqual(bodyOf(whole));
  });

  it("of version 1 are read, too", () => {
    const scorer = new SegmentationScorer(OPTIONS).update(Uint8Array.of(0, 1), Uint8Array.of(0, 2), {
      id: "a",
    });
    const first = forgedBytes({ ...(JSON.parse(JSON.stringify(scorer)) as ForgedJson), version: 1 });
    expect(bytesOf(merged([first]))).toEqual(bodyOf(scorer));
  });

  it("are refused where an image is in two, by which", () => {
    const shard = (...ids: readonly string[]): Uint8Array => {
      const scorer = new SegmentationScorer(OPTIONS);
      for (const id of ids) scorer.update(Uint8Array.of(0), Uint8Array.of(0), { id });
      return scorer.toBytes();
    };
    expect(() => bytesOf(merged([shard("a"), shard("b", "c"), shard("a", "d")]))).toThrow("a is in 2 again");
    expect(() => bytesOf(merged([shard("c"), shard("b", "c"), shard("a", "d")]))).toThrow("c is in 1 again");
  });

  it("are refused where no sum of theirs is exact", () => {
    const shards = ["a", "b"].map((id) => {
      const matrix = { ...new SegmentationScorer(OPTIONS).confusionMatrix(), ignoredCount: 2 ** 53 - 2 };
      return new SegmentationScorer(OPTIONS).addCounts(matrix, { id }).toBytes();
    });
    expect(() => bytesOf(merged(shards))).toThrow("at most 2^53 - 1 pixels");
  });
});

it("a source is read to its end, and no further, beyond what an array holds", () => {
  const [piece, pieces] = [2 ** 20, 5000];
  const zeros = new Uint8Array(piece);
  let asked = 0;
  const source: ByteSource = {
    length: piece * pieces + 9,
    read(start, end) {
      expect([start, end]).toEqual([asked, Math.min(asked + piece, source.length)]);
      asked = end;
      return end < source.length ? zeros : Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 42);
    },
  };
  const reader = new SourceReader(source, piece);
  for (let i = 0; i < pieces; i++) reader.raw(piece);
  expect(reader.bytesLeft).toBe(9);
  expect(reader.float()).toBe(0);
  expect(reader.integer()).toBe(42);
  reader.end();
  expect(() => reader.integer()).toThrow("it ends too early");
  expect(() => new ByteReader(Uint8Array.of(5, 1)).block()).toThrow("it ends too early");
});

it("more images than a scorer keeps are refused, with what to do", () => {
  const many = Object.assign([], { length: 2 ** 24 }) as [];
  expect(() => new SegmentationScorer(OPTIONS).addMeasured(many)).toThrow(
    "a scorer keeps at most 16777215 images; with perImage: false it keeps the sum of any number",
  );
  const json = JSON.parse(JSON.stringify(new SegmentationScorer(OPTIONS))) as ForgedJson;
  expect(() => SegmentationScorer.fromBytes(forgedBytes({ ...json, imageCount: 2 ** 24 }))).toThrow(
    "a scorer keeps at most 16777215 images",
  );
});
