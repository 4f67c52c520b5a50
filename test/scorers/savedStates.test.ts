import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareModels, type RunPartOptions, SegmentationScorer, ThresholdScorer } from "../../src/index.js";
import { ByteWriter } from "../../src/run/byteStream.js";
import { PROJECT } from "../helpers/project.js";
import { forgedBytes, type ForgedImage, type ForgedJson, sealed } from "../helpers/forgedState.js";

const GOLDEN = `${PROJECT}test/golden/states/`;

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(`${GOLDEN}${name}.v1.state`));

interface Expected {
  readonly digest: string;
  readonly imageCount: number;
  readonly scores: Record<string, number | null>;
  readonly perImage?: number;
  readonly interval?: number[];
  readonly contributions?: number[];
}

describe("states of version 1", () => {
  const expected = JSON.parse(readFileSync(`${GOLDEN}expected.json`, "utf8")) as Record<string, Expected>;

  it("are all there", () => {
    const states = readdirSync(GOLDEN).filter((name) => name.endsWith(".v1.state"));
    expect(states.length).toBe(Object.keys(expected).length + 2);
  });

  it.each(Object.entries(expected))(
    "%s is read, as bytes and as JSON, and scores what it scored",
    (name, was) => {
      const byBytes = SegmentationScorer.fromBytes(bytesOf(name));
      const byJson = SegmentationScorer.fromJSON(readFileSync(`${GOLDEN}${name}.v1.json`, "utf8"));
      expect(byJson.toBytes()).toEqual(byBytes.toBytes());
      for (const scorer of [byBytes, SegmentationScorer.fromBytes(byBytes.toBytes())]) {
        expect(scorer.digest()).toBe(was.digest);
        expect(scorer.imageCount).toBe(was.imageCount);
        expect(scorer.provenance).toEqual([]);
        const scores = scorer.compute() as unknown as Record<string, number>;
        for (const [key, value] of Object.entries(was.scores)) expect(scores[key], key).toBe(value ?? NaN);
        if (was.perImage !== undefined) expect(scorer.compute({ per: "image" }).meanIou).toBe(was.perImage);
        if (was.interval !== undefined) {
          const { percentile, bca } = scorer.confidenceIntervals({ resamples: 200, seed: 5 }).mean;
          expect([percentile.low, percentile.high, bca.low, bca.high]).toEqual(was.interval);
          const { images } = scorer.contributions();
          expect(images.map(({ changeWithout }) => changeWithout)).toEqual(was.contributions);
        }
      }
    },
  );

  it("compare as they compared, to the last bit", () => {
    const was = JSON.parse(readFileSync(`${GOLDEN}comparison.json`, "utf8")) as object;
    const [first, second] = ["first", "second"].map((name) => SegmentationScorer.fromBytes(bytesOf(name)));
    const { mean, classes, images } = compareModels(
      first as SegmentationScorer,
      second as SegmentationScorer,
      { resamples: 500, seed: 9 },
    );
    // What is told today besides is no part of it.
    expect({ mean, classes, images }).toMatchObject(was);
  });

  it("are told from other measures", () => {
    expect(() => ThresholdScorer.fromBytes(bytesOf("named"))).toThrow(Error);
  });
});

/** Both kinds of scorer, each with a way to add an image made of a few numbers. */
const KINDS = [
  {
    name: "SegmentationScorer",
    make: (): SegmentationScorer => new SegmentationScorer({ numClasses: 3, ignoreIndex: 9 }),
    add: (scorer: SegmentationScorer, pixels: readonly number[], options: object): void => {
      scorer.update(
        Uint8Array.from(pixels, (p) => (p % 7 === 6 ? 9 : p % 3)),
        Uint8Array.from(pixels, (p) => (p >> 3) % 3),
        options,
      );
    },
    read: [
      (bytes: Uint8Array): SegmentationScorer => SegmentationScorer.fromBytes(bytes),
      (_: Uint8Array, text: string): SegmentationScorer => SegmentationScorer.fromJSON(text),
    ],
  },
  {
    name: "ThresholdScorer",
    make: (): ThresholdScorer => new ThresholdScorer({ bins: 6, ignoreIndex: 9 }),
    add: (scorer: ThresholdScorer, pixels: readonly number[], options: object): void => {
      scorer.update(
        Uint8Array.from(pixels, (p) => (p % 7 === 6 ? 9 : p % 2)),
        Float64Array.from(pixels, (p) => (p % 23) / 22),
        options,
      );
    },
    read: [
      (bytes: Uint8Array): ThresholdScorer => ThresholdScorer.fromBytes(bytes),
      (_: Uint8Array, text: string): ThresholdScorer => ThresholdScorer.fromJSON(text),
    ],
  },
] as const;

interface Image {
  readonly id: string;
  readonly pixels: readonly number[];
  readonly weight: number;
}

const imagesArb: fc.Arbitrary<Image[]> = fc.uniqueArray(
  fc.record({
    id: fc.string({ maxLength: 6, unit: "grapheme" }),
    pixels: fc.array(fc.nat(255), { minLength: 1, maxLength: 12 }),
    weight: fc.constantFrom(1, 2, 0.1),
  }),
  { minLength: 1, maxLength: 8, selector: ({ id }) => id },
);

const SHARDS = 3;

/** The images, shuffled, which shard has which, whether they have names, and whether shards travel as text. */
const splitArb = imagesArb.chain((images) =>
  fc.record({
    images: fc.constant(images),
    shuffled: fc.shuffledSubarray(images, { minLength: images.length }),
    shardOf: fc.array(fc.nat(SHARDS - 1), { minLength: images.length, maxLength: images.length }),
    order: fc.shuffledSubarray([0, 1, 2], { minLength: SHARDS }),
    isNamed: fc.boolean(),
    viaText: fc.boolean(),
  }),
);

describe.each(KINDS)("a $name", ({ name, make, add, read }) => {
  // The kinds differ in types only: each element goes with its own.
  type Scorer = SegmentationScorer;
  const addTo = add as (scorer: Scorer, pixels: readonly number[], options: object) => void;
  const [fromBytes, fromText] = read as unknown as readonly [
    (bytes: Uint8Array) => Scorer,
    (bytes: Uint8Array, text: string) => Scorer,
  ];
  const scored = (images: readonly Image[], isNamed: boolean, part: RunPartOptions): Scorer => {
    const scorer = make() as Scorer;
    for (const { id, pixels, weight } of images) {
      addTo(scorer, pixels, isNamed ? { id, weight } : { weight });
    }
    scorer.provenance = [part];
    return scorer;
  };

  it("is the same to the byte, however its images are split, ordered and saved between", () => {
    fc.assert(
      fc.property(splitArb, ({ images, shuffled, shardOf, order, isNamed, viaText }) => {
        const failures = [{ image: "gone", file: "gone.png", code: "unscored" }];
        const whole = { model: "m", expected: images.length + 1, isComplete: true };
        const one = scored(images, isNamed, { ...whole, failures });
        const merged = make() as Scorer;
        for (const index of order) {
          const share = shuffled.filter((_, i) => shardOf[i] === index);
          const shard = scored(share, isNamed, {
            model: "m",
            shard: { index, count: SHARDS },
            expected: share.length + (index === 1 ? 1 : 0),
            isComplete: true,
            failures: index === 1 ? failures : [],
          });
          const text = JSON.stringify(shard);
          merged.merge((viaText ? fromText : fromBytes)(shard.toBytes(), text));
        }
        expect(merged.toBytes()).toEqual(one.toBytes());
        expect(JSON.stringify(merged)).toBe(JSON.stringify(one));
        expect(merged.digest()).toBe(one.digest());
      }),
      { numRuns: 150 },
    );
  });

  const state = scored(
    [
      { id: "a", pixels: [0, 9, 18, 3, 6], weight: 1 },
      { id: "b", pixels: [200, 1, 77], weight: 0.1 },
    ],
    true,
    { model: "m", shard: { index: 1, count: 4 }, expected: 5, isComplete: false },
  );

  it("is refused with any bit of its bytes changed, and any part of them left out", () => {
    const bytes = state.toBytes();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => fromBytes(changed), `bit ${bit}`).toThrow(Error);
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(() => fromBytes(bytes.subarray(0, length)), `${length} bytes`).toThrow(Error);
    }
  });

  it("is refused with any value of its JSON changed, left out or put in", () => {
    const text = JSON.stringify(state);
    const places = placesOf(JSON.parse(text));
    expect(places.length).toBeGreaterThan(30);
    for (const place of places) {
      for (const change of [
        (value: unknown) =>
          typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${String(value)}x`,
        () => undefined,
        () => ({}),
      ]) {
        const json = JSON.parse(text) as object;
        type Values = Record<string | number, unknown>;
        const parent = place
          .slice(0, -1)
          .reduce<Values>((at, step) => at[step] as Values, json as unknown as Values);
        const key = place[place.length - 1] as string | number;
        const changed = change(parent[key]);
        if (Array.isArray(parent) && changed === undefined) parent.splice(Number(key), 1);
        else Object.assign(parent, { [key]: changed });
        const defaults = [...DEFAULTS, ...(name === "ThresholdScorer" ? [["settings", "numClasses"]] : [])];
        if (changed === undefined && defaults.some((path) => path.join() === place.join())) {
          // As in a state from before the setting was there: the same state.
          expect(JSON.stringify(fromText(new Uint8Array(0), JSON.stringify(json)))).toBe(text);
          continue;
        }
        expect(() => fromText(new Uint8Array(0), JSON.stringify(json)), place.join(".")).toThrow(Error);
      }
    }
  });
});

/** Settings that have their default in the states above, and what a part may leave unsaid. */
const DEFAULTS = [
  ["settings", "classNames"],
  ["settings", "excludeClasses"],
  ["settings", "perImage"],
  ["provenance", 0, "failureCount"],
  ["provenance", 0, "failures"],
];

/** The path of every value in some JSON, lists and objects included. */
function placesOf(json: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof json !== "object" || json === null) return [path];
  const below = Object.entries(json).flatMap(([key, value]) =>
    placesOf(value, [...path, Array.isArray(json) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

/** Without what version 1 did not have. */
function ofVersion1(json: ForgedJson): object {
  const later = ["measure", "provenance", "seal"];
  return Object.fromEntries(Object.entries(json).filter(([key]) => !later.includes(key)));
}

describe("a forged state with a right digest", () => {
  const honest = (): ForgedJson =>
    JSON.parse(
      JSON.stringify(
        new SegmentationScorer({ numClasses: 3 })
          .update(Uint8Array.of(0, 1, 2), Uint8Array.of(0, 1, 1), { id: "a" })
          .update(Uint8Array.of(0, 1), Uint8Array.of(0, 2), { id: "b" }),
      ),
    ) as ForgedJson;
  const row = (json: ForgedJson): ForgedImage => json.images[0] as ForgedImage;
  const swap = (json: ForgedJson): unknown => json.images.reverse();

  it("is read where it was not changed", () => {
    const json = honest();
    for (const version of [1, 2]) {
      const scorer = SegmentationScorer.fromBytes(forgedBytes({ ...json, version }));
      expect(JSON.stringify(scorer)).toBe(JSON.stringify(json));
    }
  });

  it.each<[string, (json: ForgedJson) => unknown, string]>([
    [
      "a cell out of range",
      (json) => row(json).cells.splice(2, 1, 100),
      '"state.images[0].cells[2]" expected a whole number from 0 to 8, got 100',
    ],
    [
      "twice the same cell",
      (json) => row(json).cells.splice(1, 1, 0),
      '"state.images[0].cells" expected ascending cells, got 0 at 1',
    ],
    [
      "a count of 0",
      (json) => row(json).counts.splice(0, 1, 0),
      '"state.images[0].counts" expected counts above 0',
    ],
    [
      "a weight of 0",
      (json) => (row(json).weight = 0),
      '"state.images[0].weight" expected a number above 0, from 1e-100 to 1e+100, got 0',
    ],
    [
      "a weight below 0",
      (json) => (row(json).weight = -1),
      '"state.images[0].weight" expected a number above 0, from 1e-100 to 1e+100, got -1',
    ],
    [
      "a weight of NaN",
      (json) => (row(json).weight = NaN),
      '"state.images[0].weight" expected a number above 0, from 1e-100 to 1e+100, got NaN',
    ],
    [
      "a weight of Infinity",
      (json) => (row(json).weight = Infinity),
      '"state.images[0].weight" expected a number above 0, from 1e-100 to 1e+100, got Infinity',
    ],
    [
      "an image twice",
      (json) => ((json.images[1] as ForgedImage).id = "a"),
      '"state.images[1].id" expected ids in ascending order, each once, got "a"',
    ],
    ["images out of order", swap, '"state.images[1].id" expected ids in ascending order'],
    [
      "an image without id before others",
      (json) => (row(json).id = null),
      '"state.images[1].id" expected ids in ascending order',
    ],
    [
      "void predictions of no class",
      (json) => (row(json).voidPredictions = { cells: [], counts: [] }),
      '"state.images[0].voidPredictions" expected at least 1 class',
    ],
    [
      "void predictions out of range",
      (json) => (row(json).voidPredictions = { cells: [3], counts: [1] }),
      '"state.images[0].voidPredictions.cells[0]" expected a whole number from 0 to 2',
    ],
    ["no settings", (json) => (json.settings = null), '"state.settings" expected an object, got null'],
    [
      "settings of no class",
      (json) => (json.settings = { ...(json.settings as object), numClasses: 0 }),
      '"numClasses" expected a whole number from 1',
    ],
    [
      "class names that are too few",
      (json) => (json.settings = { ...(json.settings as object), classNames: ["a"] }),
      '"classNames" expected 3 names',
    ],
    [
      "groups that are none",
      (json) => (json.settings = { ...(json.settings as object), groups: [null] }),
      '"state.settings.groups" expected an array of groups',
    ],
    [
      "a label mapping that is none",
      (json) => (json.settings = { ...(json.settings as object), labelMapping: { groundTruth: [5] } }),
      '"state.settings.labelMapping" expected',
    ],
    [
      "settings that would be read otherwise",
      (json) => (json.settings = { ...(json.settings as object), excludeClasses: [1, 0] }),
      '"state.settings.excludeClasses" expected [0,1]',
    ],
    [
      "an unknown setting",
      (json) => (json.settings = { ...(json.settings as object), more: 1 }),
      'an unknown option "more"',
    ],
  ])("is refused with %s, as bytes of both versions and as JSON", (_, change, message) => {
    for (const version of [1, 2]) {
      const json = { ...honest(), version };
      change(json);
      expect(() => SegmentationScorer.fromBytes(forgedBytes(json)), `bytes of ${version}`).toThrow(message);
      const saved = version === 1 ? ofVersion1(json) : json;
      expect(() => SegmentationScorer.fromJSON(saved as never), `JSON of ${version}`).toThrow(message);
    }
  });

  it.each<[string, (json: ForgedJson) => unknown, string]>([
    [
      "another measure",
      (json) => (json.measure = { name: "thresholds", version: 1 }),
      '"state.measure.name" expected "confusion", got "thresholds"; read it with the scorer',
    ],
    [
      "no measure",
      (json) => (json.measure = undefined),
      '"state.measure.name" expected "confusion", got undefined',
    ],
    [
      "a later version of it",
      (json) => (json.measure = { name: "confusion", version: 2 }),
      '"state.measure.version" expected 1, got 2',
    ],
    [
      "no provenance",
      (json) => (json.provenance = undefined),
      '"state.provenance" expected an array, got undefined',
    ],
    [
      "a shard beyond their number",
      (json) => (json.provenance = [{ shard: { index: 3, count: 3 } }]),
      '"state.provenance[0].shard.index" expected a whole number from 0 to 2, got 3',
    ],
    [
      "fewer failures than are listed",
      (json) => (json.provenance = [{ failureCount: 0, failures: [{ image: "a", file: "a", code: "a" }] }]),
      '"state.provenance[0].failureCount" expected a whole number from 1',
    ],
    ["something else in a part", (json) => (json.provenance = [{ host: "a" }]), 'an unknown option "host"'],
    [
      "half a surrogate pair",
      (json) => (json.provenance = [{ model: "\ud800" }]),
      '"state.provenance[0].model" expected text that can be written as UTF-8',
    ],
  ])("of version 2 is refused with %s", (_, change, message) => {
    const json = honest();
    change(json);
    expect(() => SegmentationScorer.fromBytes(forgedBytes(json))).toThrow(message);
    expect(() => SegmentationScorer.fromJSON(json as never)).toThrow(message);
  });

  it.each<[string, (json: ForgedJson) => unknown, string]>([
    ["beside its parts", (json) => Object.assign(json, { more: 1 }), '"state" expected only format, version'],
    [
      "in an image",
      (json) => Object.assign(row(json), { more: 1 }),
      '"state.images[0]" expected only id, weight',
    ],
    [
      "in its void predictions",
      (json) => (row(json).voidPredictions = { cells: [1], counts: [1], more: 1 } as never),
      '"state.images[0].voidPredictions" expected only cells, counts',
    ],
    [
      "in its measure",
      (json) => (json.measure = { name: "confusion", version: 1, more: 1 }),
      '"state.measure" expected only name, version',
    ],
    [
      "in a group",
      (json) =>
        (json.settings = {
          ...(json.settings as object),
          groups: [
            { name: "a", classes: [0], more: JSON.parse("[".repeat(1e5) + "]".repeat(1e5)) as unknown },
          ],
        }),
      '"state.settings.groups" expected [{"name":"a","classes":[0]}]',
    ],
  ])("is refused as JSON with something unknown %s", (_, change, message) => {
    const json = honest();
    change(json);
    expect(() => SegmentationScorer.fromJSON(json as never)).toThrow(message);
  });

  it("is refused as bytes whose header says the same otherwise, or more", () => {
    const { measure, settings, provenance, ...others } = honest();
    for (const header of [
      { settings, measure, provenance },
      { measure, settings, provenance, more: 1 },
      { measure, settings: { ...(settings as object), voidPredictions: "error" }, provenance },
      { measure, settings, provenance: [{ model: "m" }] },
    ]) {
      const forged = forgedBytes(
        { ...others, measure, settings, provenance },
        new Uint8Array(0),
        JSON.stringify(header),
      );
      expect(() => SegmentationScorer.fromBytes(forged), JSON.stringify(header)).toThrow(
        "got a header that says the same otherwise, or more",
      );
    }
  });

  it("is refused with more pixels than a sum is exact of", () => {
    const full = { numClasses: 2, counts: Float64Array.of(2 ** 53 - 1, 0, 0, 0), ignoredCount: 0 };
    const one = { numClasses: 2, counts: Float64Array.of(1, 0, 0, 0), ignoredCount: 0 };
    for (const perImage of [true, false]) {
      const scorer = new SegmentationScorer({ numClasses: 2, perImage }).addCounts(full);
      const bytes = scorer.toBytes();
      expect(() => scorer.addCounts(one)).toThrow('"images" expected at most 2^53 - 1 pixels in all of them');
      expect(() => SegmentationScorer.fromBytes(bytes).merge(scorer)).toThrow("at most 2^53 - 1 pixels");
      expect(scorer.toBytes()).toEqual(bytes);
      expect(scorer.reset().addCounts(one).imageCount).toBe(1);
    }
    const named = new SegmentationScorer({ numClasses: 2 }).addCounts(full, { id: "a" });
    expect(named.addCounts(one, { id: "a", replace: true }).addCounts(one, { id: "b" }).imageCount).toBe(2);
    const json = honest();
    for (const image of json.images) image.counts.fill(2 ** 52);
    expect(() => SegmentationScorer.fromBytes(forgedBytes(json))).toThrow("at most 2^53 - 1 pixels");
  });

  it("is refused with a number of images that is not theirs", () => {
    for (const version of [1, 2]) {
      expect(() =>
        SegmentationScorer.fromBytes(forgedBytes({ ...honest(), version, imageCount: 99 })),
      ).toThrow('"state.imageCount" expected 2, as there are, got 99');
    }
    const stream = JSON.parse(
      JSON.stringify(
        new SegmentationScorer({ numClasses: 3, perImage: false }).update(Uint8Array.of(0), Uint8Array.of(0)),
      ),
    ) as ForgedJson;
    for (const images of [[], [...stream.images, ...stream.images], [{ ...row(stream), weight: 2 }]]) {
      expect(() => SegmentationScorer.fromBytes(forgedBytes({ ...stream, images }))).toThrow(
        '"state.images" expected the sum of all images, and nothing else',
      );
    }
  });

  it("is refused where bytes follow its end, or it ends before", () => {
    for (const version of [1, 2]) {
      const json = { ...honest(), version };
      expect(() =>
        SegmentationScorer.fromBytes(forgedBytes(json, new TextEncoder().encode("trailing"))),
      ).toThrow('"bytes" expected a state as toBytes() writes it, got 8 bytes follow its end');
    }
  });

  /** A header, then what `write` writes. */
  const begun = (write: (writer: ByteWriter) => void, header?: string): Uint8Array => {
    const { measure, settings, provenance } = honest();
    const writer = new ByteWriter();
    writer.text("maskscore-state");
    writer.integer(2);
    writer.text(header ?? JSON.stringify({ measure, settings, provenance }));
    write(writer);
    return sealed(writer);
  };

  it.each<[string, Uint8Array, string]>([
    [
      "more images than it has bytes",
      begun((w) => {
        [1, 2 ** 40].forEach((n) => {
          w.integer(n);
        });
      }),
      "it ends too early",
    ],
    [
      "more cells than it has bytes",
      begun((w) => {
        [1, 1, 12, 0].forEach((n) => {
          w.integer(n);
        });
        w.float(1);
        [0, 2 ** 30].forEach((n) => {
          w.integer(n);
        });
      }),
      "it ends too early",
    ],
    [
      "an image that is shorter than it says",
      begun((w) => {
        [1, 1, 12, 0].forEach((n) => {
          w.integer(n);
        });
        w.float(1);
        [0, 0, 0].forEach((n) => {
          w.integer(n);
        });
      }),
      "1 bytes follow its end",
    ],
    [
      "a row of an unknown layout",
      begun((w) => {
        [1, 1, 11, 4].forEach((n) => {
          w.integer(n);
        });
        w.float(1);
        [0, 0].forEach((n) => {
          w.integer(n);
        });
      }),
      "a row of an unknown layout, 2",
    ],
    [
      "a number in more bytes than it takes",
      begun((w) => {
        w.raw(Uint8Array.of(0x80, 0));
      }),
      "more bytes than it takes",
    ],
    [
      "a number beyond 2^53",
      begun((w) => {
        w.raw(new Uint8Array(9).fill(0xff));
      }),
      "a number is beyond 2^53",
    ],
    [
      "a header that is no JSON",
      begun((w) => {
        w.integer(0);
      }, "{"),
      "a header that is no JSON",
    ],
    [
      "an id that is not UTF-8",
      begun((w) => {
        [1, 1, 13, 1, 1].forEach((n) => {
          w.integer(n);
        });
        w.raw(Uint8Array.of(0xff));
        w.float(1);
        [0, 0].forEach((n) => {
          w.integer(n);
        });
      }),
      "a text is not UTF-8",
    ],
  ])("is refused with %s", (_, bytes, message) => {
    expect(() => SegmentationScorer.fromBytes(bytes)).toThrow(RangeError);
    expect(() => SegmentationScorer.fromBytes(bytes)).toThrow(message);
  });
});

describe("void predictions", () => {
  const matrix = (voids: readonly number[] | undefined): Parameters<SegmentationScorer["addCounts"]>[0] => ({
    numClasses: 3,
    counts: Float64Array.of(4, 1, 0, 0, 5, 0, 2, 0, 6),
    ignoredCount: 3,
    voidPredictions: voids && Float64Array.from(voids),
  });

  it("are kept, weighed, added and told apart", () => {
    const scorer = new SegmentationScorer({ numClasses: 3 })
      .addCounts(matrix([0, 7, 1]), { id: "a", weight: 2 })
      .addCounts(matrix([1, 0, 0]), { id: "b" })
      .addCounts(matrix([0, 0, 0]), { id: "c" });
    const plain = new SegmentationScorer({ numClasses: 3 }).addCounts(matrix(undefined), { id: "c" });
    expect(scorer.confusionMatrix().voidPredictions).toEqual(Float64Array.of(1, 14, 2));
    expect(plain.confusionMatrix().voidPredictions).toBeUndefined();
    for (const copy of [
      SegmentationScorer.fromBytes(scorer.toBytes()),
      SegmentationScorer.fromJSON(JSON.stringify(scorer)),
    ]) {
      expect(copy.toBytes()).toEqual(scorer.toBytes());
      expect(copy.confusionMatrix()).toEqual(scorer.confusionMatrix());
    }
    // None is none, whether it was written as zeros or left out.
    const zeros = new SegmentationScorer({ numClasses: 3 }).addCounts(matrix([0, 0, 0]), { id: "c" });
    expect(zeros.toBytes()).toEqual(plain.toBytes());
    const one = new SegmentationScorer({ numClasses: 3 }).addCounts(matrix([0, 1, 0]), { id: "c" });
    expect(one.digest()).not.toBe(plain.digest());
    const stream = new SegmentationScorer({ numClasses: 3, perImage: false })
      .addCounts(matrix([0, 7, 1]))
      .addCounts(matrix(undefined));
    expect(SegmentationScorer.fromBytes(stream.toBytes()).confusionMatrix().voidPredictions).toEqual(
      Float64Array.of(0, 7, 1),
    );
  });

  it("order images without ids", () => {
    const [a, b] = [
      [matrix([0, 1, 0]), matrix(undefined), matrix([1, 0, 0])],
      [matrix([1, 0, 0]), matrix([0, 1, 0]), matrix(undefined)],
    ].map((matrices) => {
      const scorer = new SegmentationScorer({ numClasses: 3 });
      for (const one of matrices) scorer.addCounts(one);
      return scorer;
    });
    expect(a?.toBytes()).toEqual(b?.toBytes());
  });

  it.each([
    [[1, 2], "3 counts"],
    [[1, 2, -1], "whole pixels"],
    [[1, 2, 0.5], "whole pixels"],
  ])("of %j are refused", (voids, message) => {
    expect(() => new SegmentationScorer({ numClasses: 3 }).addCounts(matrix(voids))).toThrow(message);
  });
});
