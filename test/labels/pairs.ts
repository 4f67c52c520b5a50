import fc from "fast-check";
import type { NodataChoice } from "../../app/job/pairLabels.js";
import type { LabelTable } from "../../src/labels/labelMapping.js";

// What can be said of labels, drawn at random, and an oracle that goes through the pixels one by one. It knows nothing of
// the library but the words of its options.

export interface Said {
  readonly numClasses: number;
  readonly ignoreIndex: number | undefined;
  readonly truthMapping: LabelTable | "nonzero" | undefined;
  readonly predictionMapping: LabelTable | "nonzero" | undefined;
  readonly voidPredictions: "error" | "miss";
  readonly truthNodata: number | undefined;
  readonly predictionNodata: number | undefined;
  readonly nodata: NodataChoice | undefined;
  readonly truth: readonly number[];
  readonly prediction: readonly number[];
}

/** Labels that are classes, near them, bytes, beyond them, and what cannot be a class. */
const LABELS = [0, 1, 2, 3, 7, 254, 255, 300, 65535, 70000, -1, -9999];

const labelArb = fc.constantFrom(...LABELS);

/** Pixels of few labels: mostly classes and what was said to be void, for of a label without a class nothing is counted. */
function pixelsArb(length: number, voids: readonly (number | undefined)[]): fc.Arbitrary<number[]> {
  const likely = [0, 1, ...voids.filter((label) => label !== undefined)];
  return fc
    .tuple(fc.subarray(likely, { minLength: 1 }), fc.option(labelArb, { nil: undefined, freq: 2 }))
    .chain(([some, stray]) =>
      fc.array(fc.constantFrom(...some, ...(stray === undefined ? [] : [stray])), {
        minLength: length,
        maxLength: length,
      }),
    );
}

export const saidArb: fc.Arbitrary<Said> = fc
  .record({
    numClasses: fc.constantFrom(2, 3, 300),
    binary: fc.constantFrom(false, false, true),
  })
  .chain(({ numClasses, binary }) => {
    const tableArb = fc
      .dictionary(
        fc.constantFrom("0", "1", "2", "3", "7", "254", "255", "300"),
        fc.option(fc.nat(Math.min(numClasses, 3) - 1), { nil: null }),
        { minKeys: 1 },
      )
      .map((table): LabelTable => ({ 0: 0, 1: 1, ...table }));
    const mappingArb: fc.Arbitrary<LabelTable | "nonzero" | undefined> =
      binary && numClasses === 2
        ? fc.constant("nonzero" as const)
        : fc.option(tableArb, { nil: undefined, freq: 2 });
    const optional = fc.option(labelArb, { nil: undefined, freq: 2 });
    return fc.record({
      numClasses: fc.constant(numClasses),
      ignoreIndex: optional,
      truthMapping: mappingArb,
      predictionMapping: mappingArb,
      voidPredictions: fc.constantFrom("error" as const, "miss" as const),
      truthNodata: optional,
      predictionNodata: optional,
      nodata: fc.constantFrom(undefined, "ignore" as const, "label" as const),
      length: fc.integer({ min: 1, max: 80 }),
    });
  })
  .chain(({ length, ...said }) => {
    const keysOf = (mapping: Said["truthMapping"]): number[] =>
      typeof mapping === "object" ? Object.keys(mapping).map(Number) : [];
    return fc
      .record({
        truth: pixelsArb(length, [said.ignoreIndex, said.truthNodata, ...keysOf(said.truthMapping)]),
        prediction: pixelsArb(length, [
          said.ignoreIndex,
          said.predictionNodata,
          ...keysOf(said.predictionMapping),
        ]),
      })
      .map((pixels) => ({ ...said, ...pixels }));
  });

/** A class, void, or an error. */
type Meaning = number | "void" | "error";

function meaningOf(
  raw: number,
  mapping: Said["truthMapping"],
  ignored: number | undefined,
  numClasses: number,
): Meaning {
  let c: number | null | undefined;
  if (mapping === "nonzero") c = raw === ignored ? null : raw === 0 ? 0 : 1;
  else if (mapping !== undefined) {
    const table = mapping as Readonly<Record<number, number | null>>;
    c = raw in table ? table[raw] : raw === ignored ? null : undefined;
  } else c = raw === ignored ? null : raw >= 0 && raw < numClasses ? raw : undefined;
  if (c === undefined) return "error";
  return c === null || c === ignored ? "void" : c;
}

export interface Counted {
  /** [true class, predicted class, pixels], by class. */
  readonly cells: readonly (readonly [number, number, number])[];
  readonly ignoredCount: number;
  /** [true class, pixels] */
  readonly voids: readonly (readonly [number, number])[];
  /** What a picture shows of each pixel that counts or is void: [truth, prediction], -1 for void. */
  readonly shown: readonly (readonly [number, number | undefined])[];
}

/** What the pixels count; "error" where they cannot be scored. `files`: whether the sides' own no data is heard. */
export function oracle(said: Said, files: boolean): Counted | "error" {
  const { numClasses, ignoreIndex, voidPredictions, nodata } = said;
  const byCell = new Map<string, number>();
  const voids = new Map<number, number>();
  const shown: (readonly [number, number | undefined])[] = [];
  let ignoredCount = 0;
  const isHeard = files && nodata !== "label";
  for (const [pixel, rawTruth] of said.truth.entries()) {
    const rawPrediction = said.prediction[pixel] as number;
    let t = meaningOf(rawTruth, said.truthMapping, ignoreIndex, numClasses);
    if (isHeard && rawTruth === said.truthNodata) {
      if (typeof t === "number" && nodata === undefined) return "error";
      t = "void";
    }
    if (t === "void") {
      ignoredCount++;
      shown.push([-1, undefined]);
      continue;
    }
    const ignoredHere = voidPredictions === "miss" ? ignoreIndex : undefined;
    let p = meaningOf(rawPrediction, said.predictionMapping, ignoredHere, numClasses);
    if (
      isHeard &&
      rawPrediction === said.predictionNodata &&
      !(nodata === undefined && typeof p === "number")
    ) {
      p = voidPredictions === "miss" ? "void" : "error";
    }
    // Void by its table.
    if (p === "void" && voidPredictions === "error") p = "error";
    if (t === "error" || p === "error") return "error";
    shown.push([t, p === "void" ? -1 : p]);
    if (p === "void") voids.set(t, (voids.get(t) ?? 0) + 1);
    else byCell.set(`${t} ${p}`, (byCell.get(`${t} ${p}`) ?? 0) + 1);
  }
  const cells = [...byCell].map(([key, pixels]) => {
    const [t, p] = key.split(" ").map(Number) as [number, number];
    return [t, p, pixels] as const;
  });
  return {
    cells: cells.sort(([a, b], [c, d]) => a - c || b - d),
    ignoredCount,
    voids: [...voids].sort(([a], [b]) => a - b),
    shown,
  };
}
