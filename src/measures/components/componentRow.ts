import { compactCounts } from "../counts.js";
import { compareNumbers } from "../numberLists.js";
import { type Counts, entriesOf } from "../../counting/entries.js";
import type { ComponentImage } from "./componentImage.js";
import { type ComponentSums, diceOf, iouOf } from "./componentScores.js";
import type { ComponentSettings } from "./componentSettings.js";
import { type PairAreas, surfaceMeasurer } from "./instanceSurfaces.js";
import type { MatchedComponent } from "./matchComponents.js";

/**
 * What is kept of an image, all of it whole numbers, so that rows add up exactly.
 *
 * The counts are of what was not matched: a cell is class * TALLIES + tally. What was matched is kept pair by pair, since a sum
 * of their IoUs would depend on its order.
 */
export interface ComponentRow extends Counts {
  /** All of the image, ignored ones included. */
  readonly pixelCount: number;
  readonly ignoredCount: number;
  /** Class, intersection, ground-truth area and predicted area of each matched pair, ascending in this order of numbers. */
  readonly matches: Float64Array;
  /** Of each of these pairs, in their order, what its surfaces' scores follow from; undefined where they are not measured. */
  readonly surfaces?: Float64Array | undefined;
  /** Whether their lengths are by a spacing that was told; undefined where there are none. */
  readonly isSpaced?: boolean | undefined;
}

/** What is counted of a class: components, and at the next place their pixels. */
export const MISSED = 0;
export const FALSE = 2;
export const LEFT_OUT_GROUND_TRUTH = 4;
export const LEFT_OUT_PREDICTION = 6;
export const TALLIES = 8;

/** Numbers of a matched pair. */
export const MATCH_LENGTH = 4;

/** @param isSpaced whether the image's spacing was told, and is more than a pixel each */
export function rowOf(
  image: ComponentImage,
  { numClasses, surfaces }: Pick<ComponentSettings, "numClasses" | "surfaces">,
  isSpaced = image.spacing !== undefined,
): ComponentRow {
  const counts = new Float64Array(numClasses * TALLIES);
  const count = (label: number, tally: number, pixels: number): void => {
    const cell = label * TALLIES + tally;
    counts[cell] = (counts[cell] as number) + 1;
    counts[cell + 1] = (counts[cell + 1] as number) + pixels;
  };
  const matched: MatchedComponent[] = [];
  for (const component of image.components) {
    const { label, groundTruth, prediction, groundTruthArea, predictionArea } = component;
    if (groundTruth === undefined) count(label, FALSE, predictionArea);
    else if (prediction === undefined) count(label, MISSED, groundTruthArea);
    else matched.push(component);
  }
  for (const { side, label, area } of image.leftOut) {
    count(label, side === "groundTruth" ? LEFT_OUT_GROUND_TRUTH : LEFT_OUT_PREDICTION, area);
  }
  const measure = surfaces && surfaceMeasurer(image, surfaces);
  const pairs = matched
    .map((pair) => [...matchNumbers(pair), ...(measure?.(pair) ?? [])])
    .sort(compareNumbers);
  return {
    ...compactCounts({ counts }, counts.length),
    pixelCount: image.grid.pixelCount,
    ignoredCount: image.ignoredCount,
    matches: Float64Array.from(pairs.flatMap((numbers) => numbers.slice(0, MATCH_LENGTH))),
    ...(surfaces && {
      surfaces: Float64Array.from(pairs.flatMap((numbers) => numbers.slice(MATCH_LENGTH))),
      isSpaced,
    }),
  };
}

/** A matched pair as a row keeps it. */
export function matchNumbers({
  label,
  intersection,
  groundTruthArea,
  predictionArea,
}: MatchedComponent): number[] {
  return [label, intersection, groundTruthArea, predictionArea];
}

/** The pairs of a row. */
type Pairs = Pick<ComponentRow, "matches" | "surfaces">;

/** Both lists of pairs as one, in order. */
export function mergePairs(a: Pairs, b: Pairs): Pairs {
  const matches = new Float64Array(a.matches.length + b.matches.length);
  const surfaces = a.surfaces && new Float64Array(a.surfaces.length + (b.surfaces?.length ?? 0));
  const count = matches.length / MATCH_LENGTH;
  const ends = [a, b].map((row) => row.matches.length / MATCH_LENGTH) as [number, number];
  // Nothing of no pair: then both lists are empty.
  const length = (surfaces?.length ?? 0) / (count || 1);
  let [i, j] = [0, 0];
  for (let at = 0; at < count; at++) {
    const isOurs = j === ends[1] || (i < ends[0] && comparePairs(a, i, b, j) <= 0);
    const [row, pair] = isOurs ? [a, i++] : [b, j++];
    matches.set(matchAt(row.matches, pair * MATCH_LENGTH), at * MATCH_LENGTH);
    if (row.surfaces !== undefined) {
      surfaces?.set(row.surfaces.subarray(pair * length, (pair + 1) * length), at * length);
    }
  }
  return { matches, ...(surfaces && { surfaces }) };
}

/** The order of a row's pairs: by areas, then by surfaces. */
export function comparePairs(a: Pairs, i: number, b: Pairs, j: number): number {
  return (
    compareNumbers(matchAt(a.matches, i * MATCH_LENGTH), matchAt(b.matches, j * MATCH_LENGTH)) ||
    compareNumbers(surfacesAt(a, i), surfacesAt(b, j))
  );
}

/** What is kept of a pair's surfaces. */
export function surfacesAt({ matches, surfaces }: Pairs, pair: number): Float64Array {
  if (surfaces === undefined) return new Float64Array(0);
  const length = surfaces.length / (matches.length / MATCH_LENGTH);
  return surfaces.subarray(pair * length, (pair + 1) * length);
}

/** Pairs of a row as what they are. */
export function pairsOf(matches: Float64Array): PairAreas[] {
  return Array.from({ length: matches.length / MATCH_LENGTH }, (_, pair) => {
    const numbers = matchAt(matches, pair * MATCH_LENGTH);
    const [label, intersection, groundTruthArea, predictionArea] = numbers as unknown as [
      ...(readonly [number, number, number, number]),
    ];
    return { label, intersection, groundTruthArea, predictionArea };
  });
}

export function matchAt(matches: Float64Array, place: number): Float64Array {
  return matches.subarray(place, place + MATCH_LENGTH);
}

/** Pixels and components of each class in the ground truth, whatever was predicted: matched or missed, and left out. */
export function truthTallies(row: ComponentRow, numClasses: number): Float64Array {
  const tallies = new Float64Array(numClasses * 4);
  const add = (label: number, tally: number, amount: number): void => {
    tallies[label * 4 + tally] = (tallies[label * 4 + tally] as number) + amount;
  };
  for (let i = 0; i < row.matches.length; i += MATCH_LENGTH) {
    const [label, , area] = matchAt(row.matches, i) as unknown as [number, number, number];
    add(label, 0, 1);
    add(label, 1, area);
  }
  for (const [cell, count] of entriesOf(row)) {
    const tally = cell % TALLIES;
    const label = Math.floor(cell / TALLIES);
    if (tally < FALSE) add(label, tally, count);
    else if (tally >= LEFT_OUT_GROUND_TRUTH && tally < LEFT_OUT_PREDICTION) add(label, tally - 2, count);
  }
  return tallies;
}

/** Numbers of a class in sums of rows: those of ComponentSums, in its order. */
export const SUMS = 5;

/** Adds `weight` times an image's sums, SUMS numbers a class from `first` on. */
export function addSums(row: ComponentRow, weight: number, sums: Float64Array, first = 0): void {
  const add = (place: number, amount: number): void => {
    sums[first + place] = (sums[first + place] as number) + weight * amount;
  };
  for (const [cell, count] of entriesOf(row)) {
    const place = Math.floor(cell / TALLIES) * SUMS;
    if (cell % TALLIES === MISSED) add(place + 1, count);
    else if (cell % TALLIES === FALSE) add(place + 2, count);
  }
  for (let i = 0; i < row.matches.length; i += MATCH_LENGTH) {
    const [label, ...areas] = matchAt(row.matches, i) as unknown as [number, number, number, number];
    add(label * SUMS, 1);
    add(label * SUMS + 3, iouOf(...areas));
    add(label * SUMS + 4, diceOf(...areas));
  }
}

/** One class of what addSums has added up. */
export function sumsAt(sums: Float64Array, label: number, first = 0): ComponentSums {
  const place = first + label * SUMS;
  return {
    truePositives: sums[place] as number,
    falseNegatives: sums[place + 1] as number,
    falsePositives: sums[place + 2] as number,
    iouSum: sums[place + 3] as number,
    diceSum: sums[place + 4] as number,
  };
}

/** Sums of one class's pairs, in their order: to the last bit what addSums gives of a row. */
export function matchSums(matches: readonly number[][]): Pick<ComponentSums, "iouSum" | "diceSum"> {
  let [iouSum, diceSum] = [0, 0];
  for (const [, ...areas] of matches) {
    iouSum += iouOf(...(areas as [number, number, number]));
    diceSum += diceOf(...(areas as [number, number, number]));
  }
  return { iouSum, diceSum };
}

/** Components that were too small, of one class. */
export function leftOutAt(
  row: ComponentRow,
  numClasses: number,
): { groundTruth: number; prediction: number }[] {
  const counts = Array.from({ length: numClasses }, () => ({ groundTruth: 0, prediction: 0 }));
  for (const [cell, count] of entriesOf(row)) {
    const of = counts[Math.floor(cell / TALLIES)] as { groundTruth: number; prediction: number };
    if (cell % TALLIES === LEFT_OUT_GROUND_TRUTH) of.groundTruth = count;
    else if (cell % TALLIES === LEFT_OUT_PREDICTION) of.prediction = count;
  }
  return counts;
}
