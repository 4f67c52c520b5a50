import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classPairOf } from "../../../app/job/classPair.js";
import { readSettings } from "../../../src/measures/confusion/settings.js";
import { flatGrid } from "../../../src/reading/raster.js";

const RULES = [
  { options: { numClasses: 3 }, labels: [0, 1, 2], background: 0 },
  {
    options: { numClasses: 3, ignoreIndex: 255, voidPredictions: "miss" },
    labels: [0, 1, 2, 255],
    background: 0,
  },
  { options: { numClasses: 3, ignoreIndex: 1, voidPredictions: "miss" }, labels: [0, 1, 2], background: 2 },
  {
    options: {
      numClasses: 2,
      labelMapping: { groundTruth: { 0: 1, 7: 0, 9: 1 }, prediction: { 0: 1, 7: 0, 9: 1 } },
    },
    labels: [0, 7, 9],
    background: 0,
  },
  { options: { numClasses: 256 }, labels: [0, 200, 255], background: 0 },
];

type Labels = Uint8Array | Uint16Array;

function classesOf(truth: Labels, predicted: Labels, { options, background }: (typeof RULES)[number]) {
  const job = {
    settings: readSettings(options),
    decode: {},
    placement: "check",
    nodata: undefined,
    unknownLabel: undefined,
  } as const;
  const side = (data: Labels, name: string) => ({
    name,
    mask: { kind: "labels", data, nodata: undefined, ...flatGrid(data.length, 1) } as const,
    undecidedBits: undefined,
  });
  const pair = { groundTruth: side(truth, "truth"), prediction: side(predicted, "prediction") };
  return classPairOf(job, pair, background);
}

describe("classPairOf", () => {
  it.each(RULES)("makes of bytes what it makes of wider labels: $options", (rule) => {
    const ofRule = fc.array(fc.constantFrom(...rule.labels), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(ofRule, fc.nat(40), (truth, shift) => {
        const predicted = truth.map((_, i) => truth[(i + shift) % truth.length] as number);
        const before = [Uint8Array.from(truth), Uint8Array.from(predicted)] as const;
        const bytes = classesOf(...before, rule);
        const wide = classesOf(Uint16Array.from(truth), Uint16Array.from(predicted), rule);
        expect([...bytes.groundTruth]).toEqual([...wide.groundTruth]);
        expect([...bytes.prediction]).toEqual([...wide.prediction]);
        expect(bytes.counted.counts).toEqual(wide.counted.counts);
        // Files are read once for all measures: their labels stay as they are.
        expect(before).toEqual([Uint8Array.from(truth), Uint8Array.from(predicted)]);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it("makes what is void in the truth background on both sides, whatever was predicted there", () => {
    const rule = {
      options: { numClasses: 3, ignoreIndex: 255, voidPredictions: "miss" },
      labels: [],
      background: 0,
    };
    const { groundTruth, prediction } = classesOf(
      Uint8Array.of(1, 255, 255, 2),
      Uint8Array.of(1, 77, 2, 255),
      rule,
    );
    expect([...groundTruth]).toEqual([1, 0, 0, 2]);
    expect([...prediction]).toEqual([1, 0, 0, 0]);
  });
});
