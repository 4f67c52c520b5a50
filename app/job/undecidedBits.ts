import { NO_CLASS, type RawLabel, VOID } from "../../src/labels/labelKinds.js";
import { labelReader, type LabelRules, type PairRules } from "../../src/labels/labelRules.js";
import type { Side } from "../../src/errors/problem.js";
import { fitsBits, LOW_BITS, type LowBits, lowBitsOf, type SideLowBits, stepOf } from "../formats/lowBits.js";
import { DatasetError, type JobProblem } from "../errors/problem.js";
import type { MaskPair, NamedMask } from "./maskPair.js";

// Greys of 1, 2 or 4 bits of which nobody said what they are, and which would score otherwise if they were scaled to 0..255: a
// lossless recompression makes such files of greys of 8 bits, and must not change a score without a word.

/** What the greys of a file would be, by either reading. */
export interface BitReadings {
  readonly bits: number;
  /** Whether all its numbers are classes or void as they are stored, and scaled. */
  readonly raw: boolean;
  readonly scaled: boolean;
  /** A void label of the set that so few bits cannot hold; undefined where they hold all. */
  readonly lostVoid: number | undefined;
  /** The first pixel whose meaning depends on the reading, with its number. */
  readonly pixel: number;
  readonly value: number;
}

/** Undefined where nothing is to be decided: all pixels mean the same by both readings. */
export function readingsOf(
  { mask, undecidedBits: bits }: Pick<NamedMask, "mask" | "undecidedBits">,
  rules: LabelRules,
): BitReadings | undefined {
  if (bits === undefined || mask.kind !== "labels") return undefined;
  const step = stepOf(bits);
  const readRaw = labelReader(rules);
  const readScaled = labelReader(scaledRules(rules, bits));
  const data = mask.data as Uint8Array;
  let raw = true;
  let scaled = true;
  let pixel: number | undefined;
  for (let value = 1; fitsBits(value, bits); value++) {
    const first = data.indexOf(value);
    if (first < 0) continue;
    const own = readRaw(value as RawLabel);
    const other = readScaled((value * step) as RawLabel);
    raw &&= own !== NO_CLASS;
    scaled &&= other !== NO_CLASS;
    if (own !== other) pixel = Math.min(pixel ?? first, first);
  }
  if (pixel === undefined) return undefined;
  const lostVoid = voidLabels(rules).find((label) => !fitsBits(label, bits));
  return { bits, raw, scaled, lostVoid, pixel, value: data[pixel] as number };
}

/** A file names its no data in its own numbers. */
function scaledRules(rules: LabelRules, bits: number): LabelRules {
  const { nodata } = rules;
  if (nodata === undefined || !fitsBits(nodata.label, bits)) return rules;
  return { ...rules, nodata: { ...nodata, label: (nodata.label * stepOf(bits)) as RawLabel } };
}

/** Raw labels that are void by the set or by the file. */
function voidLabels({ ignored, mapping, nodata }: LabelRules): number[] {
  const table = mapping === undefined || mapping === "nonzero" || "above" in mapping ? [] : mapping;
  const mapped = table
    .filter(([, target]) => target === null || ignored.includes(target))
    .map(([label]) => label);
  return [...ignored, ...mapped, ...(nodata?.meaning === VOID ? [nodata.label] : [])];
}

/**
 * Whether the stored numbers can be taken for the labels without a question.
 *
 * @param isTruth void labels are the truth's
 */
export function isAsStored({ lostVoid, raw, scaled }: BitReadings, isTruth: boolean): boolean {
  return raw && !scaled && !(isTruth && lostVoid !== undefined);
}

/**
 * @returns the sides whose stored numbers are taken for labels, with their bits: which is right unless other files store greys
 * in other numbers of bits
 * @throws {DatasetError} a side can be read both ways, or only as scaled, or cannot hold the void label of its set
 */
export function requireKnownBits(pair: MaskPair, rules: PairRules): readonly JobProblem<"bits-unclear">[] {
  const readings = {
    groundTruth: readingsOf(pair.groundTruth, rules.groundTruth),
    prediction: readingsOf(pair.prediction, rules.prediction),
  };
  const problems: JobProblem<"bits-unclear">[] = [];
  for (const side of ["groundTruth", "prediction"] as const) {
    const found = readings[side];
    // What is wrong by both readings is said without a word of them.
    if (found === undefined || !(found.raw || found.scaled)) continue;
    const { name, mask } = pair[side];
    const { bits, pixel, value, lostVoid } = found;
    const isLost = side === "groundTruth" && lostVoid !== undefined;
    const problem: JobProblem<"bits-unclear"> = {
      code: "bits-unclear",
      file: name,
      side,
      bits,
      pixel,
      value,
      scaled: value * stepOf(bits),
      lostVoid: isLost ? lostVoid : undefined,
      otherBits: undefined,
      size: mask.size,
      cure: likeliestFirst(choicesFor(readings), isLost ? side : undefined).map((choice) => ({
        do: "set-low-bits",
        choice,
      })),
    };
    if (!isAsStored(found, side === "groundTruth")) throw new DatasetError(problem);
    problems.push(problem);
  }
  return problems;
}

/** Those choices by which the pair can be scored; one for both sides where that does, as it is likelier. */
function choicesFor(
  readings: Readonly<Record<Side, BitReadings | undefined>>,
): readonly (LowBits | SideLowBits)[] {
  const suits = (side: Side, choice: LowBits): boolean => readings[side]?.[choice] ?? true;
  const ofBoth = LOW_BITS.filter((choice) => suits("groundTruth", choice) && suits("prediction", choice));
  if (readings.groundTruth === undefined || readings.prediction === undefined) return ofBoth;
  const ofEach = LOW_BITS.flatMap((groundTruth) =>
    LOW_BITS.filter((prediction) => prediction !== groundTruth)
      .filter((prediction) => suits("groundTruth", groundTruth) && suits("prediction", prediction))
      .map((prediction) => ({ groundTruth, prediction })),
  );
  return [...ofBoth, ...ofEach];
}

/** @param lostVoid the side whose void label is lost as it is stored: then it was likelier stored anew */
function likeliestFirst(
  choices: readonly (LowBits | SideLowBits)[],
  lostVoid: Side | undefined,
): readonly (LowBits | SideLowBits)[] {
  if (lostVoid === undefined) return choices;
  const isScaled = (choice: LowBits | SideLowBits): boolean => lowBitsOf(choice, lostVoid) === "scaled";
  return [...choices.filter(isScaled), ...choices.filter((choice) => !isScaled(choice))];
}

/** A file of a run, and in how many bits its greys are stored. */
export interface GreyFile {
  readonly file: string;
  readonly bits: number;
}

/**
 * What is wrong with greys that were taken as they are stored, where other files of the run have other numbers of bits: these
 * were of 8 bits, and a program that stores what it can in fewer has written some anew.
 *
 * @param greys of each number of bits that files of the run have, one
 */
export function mixedBits(
  asStored: readonly JobProblem<"bits-unclear">[],
  greys: readonly GreyFile[],
): JobProblem<"bits-unclear"> | undefined {
  for (const problem of asStored) {
    const otherBits = greys.find(({ bits }) => bits !== problem.bits);
    if (otherBits !== undefined) return { ...problem, otherBits };
  }
  return undefined;
}

/** Adds a file to those of each number of bits; two of different ones are enough to tell any that differs. */
export function hasMixedBits(greys: GreyFile[], file: string, bits: number | undefined): boolean {
  if (bits !== undefined && greys.every((grey) => grey.bits !== bits)) greys.push({ file, bits });
  return greys.length > 1;
}
