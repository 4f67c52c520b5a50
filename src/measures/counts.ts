import { type Counts, entriesOf } from "../counting/entries.js";
import { wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { RowReader, RowWriter } from "./measure.js";

/** Counts as plain JSON: the cells that are not 0, ascending, and how much is in each. */
export interface CountsJson {
  readonly cells: readonly number[];
  readonly counts: readonly number[];
}

/** Bytes of an entry in memory: a sparse one has its cell, too. */
const DENSE_BYTES = 8;
const SPARSE_BYTES = 12;

/** The same counts in whichever form takes less memory: counts themselves where they are in it. */
export function compactCounts<C extends Counts>(given: C, cellCount: number): C | Counts {
  let occupied = 0;
  for (const count of given.counts) if (count !== 0) occupied++;
  const isSparse = occupied * SPARSE_BYTES < cellCount * DENSE_BYTES;
  if (isSparse === (given.cells !== undefined)) return given;
  const counts = new Float64Array(isSparse ? occupied : cellCount);
  const cells = isSparse ? new Uint32Array(occupied) : undefined;
  let entry = 0;
  for (const [cell, count] of entriesOf(given)) {
    if (cells !== undefined) cells[entry] = cell;
    counts[cells === undefined ? cell : entry] = count;
    entry++;
  }
  return { counts, cells };
}

/** The sum of two, in whichever form takes less memory. */
export function addCounts(a: Counts, b: Counts, cellCount: number): Counts {
  const counts = new Float64Array(cellCount);
  for (const given of [a, b]) {
    for (const [cell, count] of entriesOf(given)) counts[cell] = (counts[cell] as number) + count;
  }
  return compactCounts({ counts }, cellCount);
}

/** 0 only where both have the same counts, whatever form they are in. */
export function compareCounts(a: Counts, b: Counts): number {
  const theirs = entriesOf(b);
  for (const [cell, count] of entriesOf(a)) {
    const next = theirs.next();
    if (next.done === true) return 1;
    if (cell !== next.value[0]) return cell - next.value[0];
    if (count !== next.value[1]) return count - next.value[1];
  }
  return theirs.next().done === true ? 0 : -1;
}

/** How many cells are not 0, then each by its distance from the one before, with its count. */
export function encodeCounts(given: Counts, writer: RowWriter): void {
  const { counts, cells } = given;
  let occupied = 0;
  for (const count of counts) if (count !== 0) occupied++;
  writer.integer(occupied);
  let before = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (count === 0) continue;
    const cell = cells === undefined ? i : (cells[i] as number);
    writer.integer(cell - before);
    writer.integer(count);
    before = cell;
  }
}

export function decodeCounts(reader: RowReader): CountsJson {
  const length = reader.integer();
  if (length * 2 > reader.bytesLeft) throw new RangeError("it ends too early");
  const cells = new Array<number>(length);
  const counts = new Array<number>(length);
  let cell = 0;
  for (let i = 0; i < length; i++) {
    cell += reader.integer();
    cells[i] = cell;
    counts[i] = reader.integer();
  }
  return { cells, counts };
}

/** How many groups of `length` numbers there are, then the numbers. */
export function encodeGroups(numbers: Float64Array, length: number, writer: RowWriter): void {
  writer.integer(numbers.length / length);
  for (const number of numbers) writer.integer(number);
}

export function decodeGroups(reader: RowReader, length: number): number[] {
  const count = reader.integer() * length;
  if (count > reader.bytesLeft) throw new RangeError("it ends too early");
  return Array.from({ length: count }, () => reader.integer());
}

export function countsToJson(given: Counts): CountsJson {
  const entries = [...entriesOf(given)];
  return { cells: entries.map(([cell]) => cell), counts: entries.map(([, count]) => count) };
}

/** @param places how messages name cells and counts @throws {TypeError | RangeError} they are no counts of so many cells */
export function countsFromJson(
  cells: unknown,
  counts: unknown,
  places: readonly [cells: string, counts: string],
  cellCount: number,
): Counts & { readonly cells: Uint32Array } {
  const [cellsPlace, countsPlace] = places;
  if (!Array.isArray(cells) || !Array.isArray(counts) || cells.length !== counts.length) {
    throw wrongType(cellsPlace, "an array as long as counts", describe(cells));
  }
  // By index: of holes forEach would say nothing.
  for (let i = 0; i < cells.length; i++) {
    const [cell, count] = [cells[i] as unknown, counts[i] as unknown];
    if (!isWhole(cell, cellCount - 1)) throw notWhole(cell, `${cellsPlace}[${i}]`, cellCount - 1);
    if (i > 0 && !(cell > (cells[i - 1] as number))) {
      throw wrongValue(cellsPlace, "ascending cells", `${cell} at ${i}`);
    }
    if (!isWhole(count)) throw notWhole(count, `${countsPlace}[${i}]`);
    if (count === 0) throw wrongValue(countsPlace, "counts above 0", `0 at ${i}`);
  }
  return { counts: Float64Array.from(counts as number[]), cells: Uint32Array.from(cells as number[]) };
}

/** A whole number from 0 to `most`. */
export function readWhole(value: unknown, place: string, most = Number.MAX_SAFE_INTEGER): number {
  if (!isWhole(value, most)) throw notWhole(value, place, most);
  // -0, which JSON has, is 0.
  return value + 0;
}

function isWhole(value: unknown, most = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function notWhole(value: unknown, place: string, most = Number.MAX_SAFE_INTEGER): Error {
  return wrongValue(place, `a whole number from 0 to ${most}`, describe(value));
}
