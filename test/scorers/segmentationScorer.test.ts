import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusionMatrix, SegmentationScorer, type ScorerOptions, setBackend } from "../../src/index.js";
import { toPlanes } from "../helpers/scores.js";
import { BACKENDS } from "../helpers/backends.js";

const N = 4;

interface Image {
  readonly id: string;
  readonly truth: Uint8Array;
  readonly prediction: Uint8Array;
  readonly weight: number;
}

/** Images of a few pixels, with ids that differ; labels 0..3 and 9, which is ignored. */
const imagesArb: fc.Arbitrary<Image[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.string({ maxLength: 6, unit: "grapheme" }),
      pixels: fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 3, 9), fc.nat(3)), { minLength: 1, maxLength: 20 }),
      weight: fc.constantFrom(1, 2, 0.1),
    }),
    { minLength: 1, maxLength: 8, selector: ({ id }) => id },
  )
  .map((images) =>
    images.map(({ id, pixels, weight }) => ({
      id,
      truth: Uint8Array.from(pixels, ([t]) => t),
      prediction: Uint8Array.from(pixels, ([, p]) => p),
      weight,
    })),
  );

const OPTIONS: ScorerOptions = { numClasses: N, ignoreIndex: 9 };

function scored(images: readonly Image[], options = OPTIONS): SegmentationScorer {
  const scorer = new SegmentationScorer(options);
  for (const { id, truth, prediction, weight } of images) scorer.update(truth, prediction, { id, weight });
  return scorer;
}

function expectSame(got: SegmentationScorer, wanted: SegmentationScorer): void {
  expect(got.digest()).toBe(wanted.digest());
  expect(got.toBytes()).toEqual(wanted.toBytes());
  expect(got.imageCount).toBe(wanted.imageCount);
  for (const options of [{}, { per: "image" as const }, { average: "weighted" as const }]) {
    // Bit for bit: toEqual tells NaN from numbers and -0 from 0.
    expect(got.compute(options)).toEqual(wanted.compute(options));
  }
}

describe("merging and saving", () => {
  it("gives the same to the last bit, however images are split and ordered", () => {
    fc.assert(
      fc.property(
        imagesArb.chain((images) =>
          fc.tuple(
            fc.constant(images),
            fc.shuffledSubarray(images, { minLength: images.length }),
            fc.array(fc.nat(2), { minLength: images.length, maxLength: images.length }),
            fc.boolean(),
          ),
        ),
        ([images, shuffled, parts, viaText]) => {
          const shards = [0, 1, 2].map((part) => scored(shuffled.filter((_, i) => parts[i] === part)));
          const merged = new SegmentationScorer(OPTIONS);
          for (const shard of shards) {
            merged.merge(
              viaText
                ? SegmentationScorer.fromJSON(JSON.stringify(shard))
                : SegmentationScorer.fromBytes(shard.toBytes()),
            );
          }
          expectSame(merged, scored(images));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("needs no ids: unnamed images are told apart by nothing but their counts", () => {
    fc.assert(
      fc.property(
        imagesArb.chain((images) =>
          fc.tuple(fc.constant(images), fc.shuffledSubarray(images, { minLength: images.length })),
        ),
        ([images, shuffled]) => {
          const unnamed = (list: readonly Image[]): SegmentationScorer => {
            const scorer = new SegmentationScorer(OPTIONS);
            for (const { truth, prediction, weight } of list) scorer.update(truth, prediction, { weight });
            return scorer;
          };
          const half = Math.floor(shuffled.length / 2);
          expectSame(unnamed(shuffled.slice(half)).merge(unnamed(shuffled.slice(0, half))), unnamed(images));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("a digest tells states apart", () => {
    const image = { id: "a", truth: Uint8Array.of(0, 1), prediction: Uint8Array.of(0, 1), weight: 1 };
    const digests = [
      scored([image]),
      scored([{ ...image, id: "b" }]),
      scored([{ ...image, weight: 2 }]),
      scored([{ ...image, prediction: Uint8Array.of(0, 2) }]),
      scored([image], { ...OPTIONS, classNames: ["a", "b", "c", "d"] }),
      scored([image], { ...OPTIONS, excludeClasses: [0] }),
    ].map((scorer) => scorer.digest());
    expect(new Set(digests).size).toBe(digests.length);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  const state = scored([
    { id: "a", truth: Uint8Array.of(0, 1, 9), prediction: Uint8Array.of(0, 2, 9), weight: 1 },
    { id: "b", truth: Uint8Array.of(3, 1), prediction: Uint8Array.of(3, 1), weight: 1 },
  ]);

  it("refuses bytes with any bit changed, and any part of them", () => {
    const bytes = state.toBytes();
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i] = (changed[i] as number) ^ (1 << (i % 8));
      expect(() => SegmentationScorer.fromBytes(changed), `byte ${i}`).toThrow(Error);
      expect(() => SegmentationScorer.fromBytes(bytes.subarray(0, i)), `${i} bytes`).toThrow(Error);
    }
    expect(() => SegmentationScorer.fromBytes(Uint8Array.of(...bytes, 0))).toThrow(
      "does not match its digest",
    );
    expect(() => SegmentationScorer.fromBytes(new Uint8Array(100))).toThrow("expected the state of a scorer");
    expect(() => SegmentationScorer.fromBytes("state" as never)).toThrow(TypeError);
  });

  it.each([
    [
      "a count",
      (json: Json) => ((json.images[0] as Json["images"][0]).counts[0] = 7),
      "does not match its digest",
    ],
    ["a setting", (json: Json) => (json.settings.ignoreIndex = 8), "does not match its digest"],
    ["an image left out", (json: Json) => json.images.pop(), "does not match its digest"],
    [
      "a cell that is none",
      (json: Json) => ((json.images[0] as Json["images"][0]).cells[0] = 99),
      "from 0 to 15, got 99",
    ],
    ["a count of 0", (json: Json) => ((json.images[0] as Json["images"][0]).counts[0] = 0), "counts above 0"],
    [
      "a count of 1.5",
      (json: Json) => ((json.images[0] as Json["images"][0]).counts[0] = 1.5),
      "a whole number",
    ],
    ["a weight of 0", (json: Json) => ((json.images[0] as Json["images"][0]).weight = 0), "a number above 0"],
    ["no images", (json: Json) => delete (json as Partial<Json>).images, '"state.images" expected an array'],
    ["a later version", (json: Json) => (json.version = 3), '"state.version" expected 1 or 2, got 3'],
    ["another format", (json: Json) => (json.format = "coco"), '"state.format" expected "maskscore-state"'],
  ])("refuses JSON with %s", (_, change, message) => {
    const json = JSON.parse(JSON.stringify(state)) as Json;
    change(json);
    expect(() => SegmentationScorer.fromJSON(json as never)).toThrow(message);
  });

  it("refuses text that is cut off, states of other settings, and duplicates", () => {
    const text = JSON.stringify(state);
    expect(() => SegmentationScorer.fromJSON(text.slice(0, -5))).toThrow("it may be truncated");
    expect(() => SegmentationScorer.fromJSON(text, { numClasses: 5, ignoreIndex: 9 })).toThrow(
      "the state has other settings: numClasses is 5 here and 4 there",
    );
    expect(SegmentationScorer.fromJSON(text, OPTIONS).digest()).toBe(state.digest());
    const before = state.digest();
    expect(() => state.merge(SegmentationScorer.fromJSON(text))).toThrow(
      "there is an image of this id already: a, b; give each image its own",
    );
    expect(() => state.merge(new SegmentationScorer({ numClasses: N }))).toThrow(
      "these scorers cannot be merged: ignoreIndex is 9 here and null there",
    );
    expect(() => state.merge({} as never)).toThrow(TypeError);
    expect(state.digest()).toBe(before);
    expect(state.merge(SegmentationScorer.fromJSON(text), { duplicates: "replace" }).digest()).toBe(before);
  });

  it("keeps its settings from those who read them", () => {
    const scorer = new SegmentationScorer({ numClasses: 2, groups: { a: [0] }, excludeClasses: [1] });
    const before = scorer.digest();
    for (const { settings } of [scorer, scorer.toJSON()]) {
      expect(() => ((settings as { numClasses: number }).numClasses = 3)).toThrow(TypeError);
      expect(() => (settings.groups[0]?.classes as number[]).push(1)).toThrow(TypeError);
      expect(() => (settings.excludeClasses as number[]).push(0)).toThrow(TypeError);
    }
    expect(scorer.digest()).toBe(before);
  });

  it("keeps a state's settings whole", () => {
    const options: ScorerOptions = {
      numClasses: 3,
      ignoreIndex: -1,
      classNames: ["road", "car", "<script>"],
      excludeClasses: ["car"],
      labelMapping: { groundTruth: { 7: 0, 26: 1, 3: null }, prediction: new Map([[2, 2]]) },
      groups: { 2: ["road"], vehicle: [1] },
    };
    const scorer = new SegmentationScorer(options);
    for (const copy of [
      SegmentationScorer.fromJSON(JSON.stringify(scorer), options),
      SegmentationScorer.fromBytes(scorer.toBytes(), options),
    ]) {
      expect(copy.digest()).toBe(scorer.digest());
      expect(JSON.stringify(copy.settings)).toBe(JSON.stringify(scorer.settings));
    }
  });
});

/** A state as anyone may have changed it. */
interface Json {
  format: unknown;
  version: unknown;
  settings: Record<string, unknown>;
  images: { id: unknown; weight: unknown; cells: unknown[]; counts: unknown[] }[];
}

describe.each(BACKENDS)("update, by %s", (name) => {
  it("counts what confusionMatrix counts, in every form", () => {
    setBackend(name);
    const truth = Uint8Array.of(0, 1, 2, 3, 0, 1, 2, 3, 1, 1, 1, 1);
    const oneHot = (labels: Uint8Array): Float32Array =>
      Float32Array.from({ length: labels.length * N }, (_, i) => Number(labels[Math.floor(i / N)] === i % N));
    const predicted = Uint8Array.of(0, 1, 2, 2, 0, 1, 3, 3, 1, 0, 1, 1);
    const wanted = confusionMatrix(truth, predicted, { numClasses: N });
    const shape = [2, 2, 3, N];
    const last = { data: oneHot(predicted), shape };
    const first = { data: toPlanes(last.data, 6, N), shape: [2, N, 2, 3] };
    const truthFirst = { data: toPlanes(oneHot(truth), 6, N), shape: [2, N, 2, 3] };
    const forms: SegmentationScorer[] = [
      new SegmentationScorer({ numClasses: N }).update(truth, predicted),
      new SegmentationScorer({ numClasses: N }).update(
        BigInt64Array.from(truth, BigInt),
        Int16Array.from(predicted),
      ),
      new SegmentationScorer({ numClasses: N }).update(truth, last, { id: ["a", "b"] }),
      new SegmentationScorer({ numClasses: N }).update(truthFirst, first, { layout: "channelsFirst" }),
    ];
    for (const scorer of forms) {
      const { counts, ignoredCount } = scorer.confusionMatrix();
      expect({ numClasses: N, counts, ignoredCount }).toEqual(wanted);
    }
    expect(forms.map(({ imageCount }) => imageCount)).toEqual([1, 1, 2, 2]);
    expect((JSON.parse(JSON.stringify(forms[2])) as Json).images.map(({ id }) => id)).toEqual(["a", "b"]);
    setBackend("simd");
  });

  it("counts binary masks, of bytes and of bits", () => {
    setBackend(name);
    const byBytes = new SegmentationScorer({ numClasses: 2 }).update(
      Uint8Array.of(0, 255, 7, 0, 1),
      Uint8Array.of(0, 1, 0, 3, 255),
      { binary: true },
    );
    expect([...byBytes.confusionMatrix().counts]).toEqual([1, 1, 1, 2]);
    const byBits = new SegmentationScorer({ numClasses: 2 }).update(
      Uint8Array.of(0b01101111),
      Uint8Array.of(0b01011111),
      { binary: { bitPacked: true, width: 5, height: 1 } },
    );
    expect([...byBits.confusionMatrix().counts]).toEqual([1, 1, 1, 2]);
    expect(() =>
      new SegmentationScorer({ numClasses: 3 }).update(Uint8Array.of(1), Uint8Array.of(1), { binary: true }),
    ).toThrow('"binary" expected a scorer of 2 classes');
    setBackend("simd");
  });
});

describe("update", () => {
  const scorer = (): SegmentationScorer => new SegmentationScorer({ numClasses: N });
  const mask = Uint8Array.of(0, 1);

  it("adds nothing where it throws", () => {
    const one = scorer().update(mask, mask, { id: "a" });
    const before = one.digest();
    expect(() => one.update(Uint8Array.of(0, 4), mask, { id: "b" })).toThrow(
      '"groundTruth" label 4 at pixel 1',
    );
    expect(() => one.update(mask, mask, { id: "a" })).toThrow("there is an image of this id already: a;");
    const scores = { data: new Float32Array(2 * 1 * 1 * N), shape: [2, 1, 1, N] };
    expect(() => one.update(Uint8Array.of(0, 4), scores)).toThrow(
      '"groundTruth" label 4 at pixel 0 of image 1 of the batch',
    );
    expect(() => one.update(Uint8Array.of(0, 1), scores, { id: ["b", "b"] })).toThrow("already: b;");
    expect(() => one.update(Uint8Array.of(0, 1), scores, { id: "b" })).toThrow('"id" expected 2 values');
    expect(one.digest()).toBe(before);
    expect(one.update(mask, mask, { id: "a", replace: true }).digest()).toBe(before);
    expect(one.reset().imageCount).toBe(0);
    expect(one.digest()).toBe(scorer().digest());
  });

  it("takes counts from elsewhere, and checks them", () => {
    const [a, b] = [Uint8Array.of(0, 1, 2, 2, 9), Uint8Array.of(0, 1, 1, 2, 0)];
    const options = { numClasses: N, ignoreIndex: 9 };
    const matrix = confusionMatrix(a, b, options);
    const added = new SegmentationScorer(options).addCounts(matrix, { id: "a", weight: 2 });
    expect(added.digest()).toBe(
      new SegmentationScorer(options).update(a, b, { id: "a", weight: 2 }).digest(),
    );
    matrix.counts.fill(7);
    expect(added.compute().pixelCount).toBe(8);
    const sparse = {
      numClasses: N,
      counts: Float64Array.of(3, 4),
      cells: Uint32Array.of(0, 5),
      ignoredCount: 0,
    };
    expect([...scorer().addCounts(sparse).confusionMatrix().counts.subarray(0, 6)]).toEqual([
      3, 0, 0, 0, 0, 4,
    ]);
    for (const [change, message] of [
      [{ numClasses: 3 }, '"matrix.numClasses" expected 4, as the scorer has, got 3'],
      [{ counts: [3, 4] }, '"matrix.counts" expected a Float64Array'],
      [{ cells: undefined }, '"matrix.counts" expected 16 counts, got 2'],
      [{ counts: Float64Array.of(1.5, 1) }, '"matrix.counts[0]" expected whole pixels'],
      [{ counts: Float64Array.of(1, -1) }, '"matrix.counts[1]" expected whole pixels'],
      [{ cells: Uint32Array.of(5, 0) }, '"matrix.cells[1]" expected ascending cells below 16, got 0'],
      [{ cells: Uint32Array.of(5, 16) }, '"matrix.cells[1]" expected ascending cells below 16, got 16'],
      [{ ignoredCount: NaN }, '"matrix.ignoredCount" expected whole pixels'],
    ] as const) {
      expect(() => scorer().addCounts({ ...sparse, ...change } as never)).toThrow(message);
    }
    expect(() => scorer().addCounts(5 as never)).toThrow(
      '"matrix" expected what confusionMatrix returns, got 5',
    );
  });

  it("tells probabilities from labels", () => {
    expect(() => scorer().update(mask, Float32Array.of(0.2, 0.8) as never)).toThrow(
      "probabilities and logits are no labels: pass { data, shape } with the class axis, or their argmax",
    );
  });

  it.each([
    [{ id: 5 }, TypeError, '"id" expected a string, or an array'],
    [{ id: "\ud800" }, RangeError, "text that can be written as UTF-8"],
    [{ weight: 0 }, RangeError, '"weight" expected a number above 0'],
    [{ weight: NaN }, RangeError, '"weight" expected a number above 0'],
    [{ name: "a" }, RangeError, 'an unknown option "name"'],
    [{ layout: "NCHW" }, RangeError, '"layout" expected "channelsLast" or "channelsFirst"'],
    [{ binary: "yes" }, TypeError, '"binary"'],
  ])("refuses %j", (options, kind, message) => {
    expect(() => scorer().update(mask, mask, options as never)).toThrow(kind);
    expect(() => scorer().update(mask, mask, options as never)).toThrow(message);
  });

  it("an image of weight 3 counts as three images", () => {
    const [a, b] = [Uint8Array.of(0, 1, 1, 2), Uint8Array.of(0, 1, 2, 2)];
    const weighted = scorer().update(a, b, { weight: 3 }).update(mask, mask);
    const repeated = scorer().update(a, b).update(a, b).update(a, b).update(mask, mask);
    for (const per of ["dataset", "image"] as const) {
      const [got, wanted] = [weighted.compute({ per }), repeated.compute({ per })];
      expect(got.meanIou).toBeCloseTo(wanted.meanIou, 14);
      expect(got.cohensKappa).toBeCloseTo(wanted.cohensKappa, 14);
      expect(got.pixelCount).toBe(wanted.pixelCount);
    }
  });

  it("without images keeps the sum, and says what it cannot do", () => {
    const stream = new SegmentationScorer({ numClasses: N, perImage: false });
    const kept = scorer();
    for (let i = 0; i < 10; i++) {
      for (const one of [stream, kept]) one.update(Uint8Array.of(0, 1, i % 4), Uint8Array.of(0, 2, 1));
    }
    expect(stream.imageCount).toBe(10);
    expect(stream.confusionMatrix()).toEqual(kept.confusionMatrix());
    expect({ ...stream.compute(), imageCount: 10 }).toEqual(kept.compute());
    expect(() => stream.compute({ per: "image" })).toThrow(
      `per: "image" needs each image's own counts, and perImage is false`,
    );
    expect(() => stream.update(mask, mask, { weight: 2 })).toThrow("weights need the images' own counts");
    const copy = SegmentationScorer.fromBytes(stream.toBytes());
    expect(copy.imageCount).toBe(10);
    expect(copy.digest()).toBe(stream.digest());
    expect(copy.merge(stream).imageCount).toBe(20);
  });
});

describe("labelMapping", () => {
  it("counts raw labels as the classes that they stand for", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1, 7, 26, 255), fc.constantFrom(0, 1, 2)), { minLength: 1 }),
        (pixels) => {
          const truth = Uint8Array.from(pixels, ([raw]) => raw);
          const prediction = Uint8Array.from(pixels, ([, p]) => p);
          const scorer = new SegmentationScorer({
            numClasses: 3,
            labelMapping: { groundTruth: { 0: null, 1: 1, 7: 0, 26: 2, 255: null } },
          }).update(truth, prediction);
          const classes: Record<number, number> = { 0: 99, 1: 1, 7: 0, 26: 2, 255: 99 };
          const mapped = truth.map((raw) => classes[raw] as number);
          const wanted = confusionMatrix(mapped, prediction, { numClasses: 3, ignoreIndex: 99 });
          expect(scorer.confusionMatrix().counts).toEqual(wanted.counts);
          expect(scorer.confusionMatrix().ignoredCount).toBe(wanted.ignoredCount);
        },
      ),
    );
  });

  it("nonzero: 0 and any other label, of any type, with void of the truth kept", () => {
    const labelMapping = { groundTruth: "nonzero", prediction: "nonzero" } as const;
    const matrixOf = (
      groundTruth: Uint16Array | BigInt64Array,
      prediction: Int32Array | BigInt64Array,
      ignoreIndex?: number,
    ): [number[], number] => {
      const scorer = new SegmentationScorer({ numClasses: 2, labelMapping, ignoreIndex });
      scorer.update(groundTruth, prediction);
      const { counts, ignoredCount } = scorer.confusionMatrix();
      return [[...counts], ignoredCount];
    };
    const truth = Uint16Array.of(0, 0, 9, 65535);
    expect(matrixOf(truth, Int32Array.of(0, -1, 1_000_000, 9))).toEqual([[1, 1, 0, 2], 0]);
    expect(matrixOf(truth, Int32Array.of(0, -1, 9, 9), 9)).toEqual([[1, 1, 0, 1], 1]);
    const big = BigInt64Array.of(0n, 0n, 9n, -5n);
    expect(matrixOf(big, big, 9)).toEqual([[2, 0, 0, 1], 1]);
    expect(matrixOf(big, big, 0)).toEqual([[0, 0, 0, 2], 2]);
    expect(() => new SegmentationScorer({ numClasses: 3, labelMapping })).toThrow(
      '"labelMapping.groundTruth" expected numClasses: 2 with "nonzero", got numClasses: 3',
    );
    const scorer = new SegmentationScorer({ numClasses: 2, labelMapping });
    scorer.update(truth, truth);
    expect(SegmentationScorer.fromJSON(scorer.toJSON()).settings).toEqual(scorer.settings);
    expect(() => scorer.update(Float32Array.of(1) as never, truth)).toThrow(TypeError);
  });

  it("knows reduce_zero_label and Cityscapes", () => {
    const ade = new SegmentationScorer({
      numClasses: 150,
      labelMapping: { groundTruth: "reduce_zero_label" },
    });
    ade.update(Uint8Array.of(0, 1, 150, 255), Uint8Array.of(3, 0, 149, 7));
    const classes = ade.compute().classes;
    expect(classes[0]?.intersection).toBe(1);
    expect(classes[149]?.intersection).toBe(1);
    expect(ade.compute().ignoredCount).toBe(2);
    expect(() => ade.update(Uint8Array.of(151), Uint8Array.of(0))).toThrow(
      '"groundTruth" label 151 at pixel 0 is no class of labelMapping.groundTruth; add it, as null where it marks void',
    );
    const cityscapes = new SegmentationScorer({
      numClasses: 19,
      labelMapping: { groundTruth: "cityscapes", prediction: "cityscapes" },
    });
    // road, sidewalk, person, bicycle, and the ego vehicle, which is void
    cityscapes.update(Uint8Array.of(7, 8, 24, 33, 1), Uint8Array.of(7, 8, 24, 33, 7));
    const scores = cityscapes.compute();
    expect(scores.classes.filter(({ iou }) => iou === 1).map(({ classIndex }) => classIndex)).toEqual([
      0, 1, 11, 18,
    ]);
    expect(scores.ignoredCount).toBe(1);
    expect(() => cityscapes.update(Uint8Array.of(7, 7), Uint8Array.of(7, 0))).toThrow(
      '"prediction" label 0 at pixel 1 is no class of labelMapping.prediction',
    );
  });

  it("takes ignoreIndex as raw label where the mapping has none, and as class where it has", () => {
    const raw = new SegmentationScorer({
      numClasses: 2,
      ignoreIndex: -1,
      labelMapping: { groundTruth: { 5: 0, 6: 1 } },
    }).update(Int8Array.of(-1, 5, 6), Uint8Array.of(0, 0, 1));
    expect(raw.compute()).toMatchObject({ ignoredCount: 1, meanIou: 1 });
    const mapped = new SegmentationScorer({
      numClasses: 3,
      ignoreIndex: 2,
      labelMapping: { groundTruth: { 1: 2, 2: 0, 3: 1 } },
    }).update(Uint8Array.of(1, 2, 3), Uint8Array.of(0, 0, 1));
    expect(mapped.compute()).toMatchObject({ ignoredCount: 1, meanIou: 1 });
  });
});

describe("options", () => {
  it.each([
    [{}, TypeError, '"numClasses" expected a whole number, got undefined'],
    [{ numClasses: 2, classNames: ["a"] }, RangeError, '"classNames" expected 2 names'],
    [{ numClasses: 2, excludeClasses: ["a"] }, RangeError, "an index, or a name of classNames"],
    [
      { numClasses: 2, excludeClasses: [2] },
      RangeError,
      '"excludeClasses" expected a whole number from 0 to 1',
    ],
    [{ numClasses: 2, classNames: ["a", "a"], excludeClasses: ["a"] }, RangeError, "which several have"],
    [{ numClasses: 2, groups: { a: [] } }, RangeError, "at least 1 class"],
    [{ numClasses: 2, groups: [[0]] }, TypeError, '"groups" expected an object'],
    [{ numClasses: 2, labelMapping: { 7: 0 } }, RangeError, "say whose labels are raw"],
    [{ numClasses: 2, labelMapping: { groundTruth: { 7: 2 } } }, RangeError, "the class of label 7"],
    [{ numClasses: 2, labelMapping: { groundTruth: { a: 1 } } }, TypeError, "a raw label"],
    [
      { numClasses: 2, labelMapping: { groundTruth: "coco" } },
      RangeError,
      '"reduce_zero_label", "cityscapes" or "nonzero"',
    ],
    [{ numClasses: 2, labelMapping: { groundTruth: "cityscapes" } }, RangeError, "numClasses: 19"],
    [{ numClasses: 2, perImage: 1 }, TypeError, '"perImage" expected true or false'],
  ])("refuses %j", (options, kind, message) => {
    expect(() => new SegmentationScorer(options as never)).toThrow(kind);
    expect(() => new SegmentationScorer(options as never)).toThrow(message);
  });
});
