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

export type Rgb = readonly [red: number, green: number, blue: number];

/** A side as an image of colours. */
export interface Coloured {
  /** What its colours mean; a colour that is not in a palette has no label. */
  readonly colours: "ids" | readonly (readonly [Rgb, number])[];
  readonly pixels: readonly Rgb[];
  readonly hasAlpha: boolean;
}

/** What is said of labels, of which a side or both are read from colours, and some classes count for no mean. */
export interface SaidInColours extends Said {
  readonly truthColours: Coloured | undefined;
  readonly predictionColours: Coloured | undefined;
  readonly excludeClasses: readonly number[];
}

const rgbOf = (colour: number): Rgb => [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];

/** An image whose colours say the labels; of ids, of those that colours can say. */
function colouredArb(labels: readonly number[]): fc.Arbitrary<Coloured> {
  // Red is the lowest byte of an id.
  const idArb = fc.boolean().map((hasAlpha): Coloured => {
    const pixels = labels.map((label): Rgb => [label & 255, (label >> 8) & 255, (label >> 16) & 255]);
    return { colours: "ids", pixels, hasAlpha };
  });
  const known = [...new Set(labels)];
  // Two colours a label, and one that means nothing.
  const count = 2 * known.length + 1;
  const paletteArb = fc
    .record({
      hues: fc.uniqueArray(fc.nat(0xffffff), { minLength: count, maxLength: count }),
      seconds: fc.array(fc.boolean(), { minLength: labels.length, maxLength: labels.length }),
      unknownAt: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 7 },
        { arbitrary: fc.nat(labels.length - 1), weight: 1 },
      ),
      hasAlpha: fc.boolean(),
    })
    .map(({ hues, seconds, unknownAt, ...more }): Coloured => {
      const colours = hues.slice(1).map((hue, i) => [rgbOf(hue), known[i >> 1] as number] as const);
      const pixels = labels.map((label, pixel) =>
        rgbOf(
          hues[pixel === unknownAt ? 0 : 1 + 2 * known.indexOf(label) + Number(seconds[pixel])] as number,
        ),
      );
      return { colours, pixels, ...more };
    });
  return fc.oneof(idArb, paletteArb);
}

/** Of small images: what is said of labels at random, and colours and classes that are left out beside it. */
export const saidInColoursArb: fc.Arbitrary<SaidInColours> = saidArb.chain((drawn) => {
  const said = { ...drawn, truth: drawn.truth.slice(0, 30), prediction: drawn.prediction.slice(0, 30) };
  return fc.record({
    ...(Object.fromEntries(Object.entries(said).map(([key, value]) => [key, fc.constant(value)])) as {
      [K in keyof Said]: fc.Arbitrary<Said[K]>;
    }),
    truthColours: fc.option(colouredArb(said.truth), { nil: undefined, freq: 2 }),
    predictionColours: fc.option(colouredArb(said.prediction), { nil: undefined, freq: 2 }),
    excludeClasses: fc.subarray([0, 1, 2].slice(0, said.numClasses)),
  });
});

/** The labels that colours stand for; "error" where one stands for none. */
function labelsOf({ colours, pixels }: Coloured): number[] | "error" {
  const labels = pixels.map(([red, green, blue]) =>
    colours === "ids"
      ? red + 256 * green + 65536 * blue
      : colours.find(([[r, g, b]]) => r === red && g === green && b === blue)?.[1],
  );
  return labels.includes(undefined) ? "error" : (labels as number[]);
}

/** The same said in labels, as no file of colours says anything of no data; "error" where a colour has no label. */
export function withoutColours(said: SaidInColours): Said | "error" {
  const { truthColours, predictionColours } = said;
  const truth = truthColours === undefined ? said.truth : labelsOf(truthColours);
  const prediction = predictionColours === undefined ? said.prediction : labelsOf(predictionColours);
  if (truth === "error" || prediction === "error") return "error";
  return {
    ...said,
    truth,
    prediction,
    truthNodata: truthColours === undefined ? said.truthNodata : undefined,
    predictionNodata: predictionColours === undefined ? said.predictionNodata : undefined,
  };
}

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

/** The mean IoU of the classes that are neither left out nor ignored, and that any pixel has; NaN where there is none. */
export function meanIou(
  { cells, voids }: Counted,
  { numClasses, ignoreIndex }: Said,
  excludeClasses: readonly number[],
): number {
  const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
  const ious = Array.from({ length: numClasses }, (_, c) => {
    if (c === ignoreIndex || excludeClasses.includes(c)) return NaN;
    const hit = sum(cells.map(([t, p, pixels]) => (t === c && p === c ? pixels : 0)));
    const either = sum(cells.map(([t, p, pixels]) => (t === c || p === c ? pixels : 0)));
    return hit / (either + sum(voids.map(([t, pixels]) => (t === c ? pixels : 0))));
  }).filter((iou) => !Number.isNaN(iou));
  return sum(ious) / ious.length;
}
