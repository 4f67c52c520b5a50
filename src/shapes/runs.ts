import { wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe, formatShape } from "../errors/describe.js";
import { readInteger } from "../reading/options.js";
import { readProperty } from "../reading/property.js";
import { describeData, detachedError, isDetached, typedArrayName } from "../reading/typedArray.js";
import { parseRuns } from "./runsText.js";

/**
 * A mask as runs, as COCO has them: lengths of runs of pixels out of and in the mask, by turns and beginning with those out
 * of it, column by column. A string is COCO's compressed form of the same lengths.
 */
export interface Runs {
  /** [height, width], each at least 1, of less than 2^32 pixels together. */
  readonly size: readonly [height: number, width: number];
  readonly counts: Uint32Array | readonly number[] | string;
}

/** The same, checked: `counts` sum up to all pixels. */
export interface CheckedRuns {
  readonly size: readonly [height: number, width: number];
  readonly counts: Uint32Array;
}

/** What becomes of runs that end before the image does. */
export interface IncompleteRuns {
  /**
   * "error" (default), or "background": pixels behind the last run are out of the mask. pycocotools leaves them as its memory
   * was.
   */
  readonly incomplete?: "error" | "background" | undefined;
}

export interface MaskSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels of a mask, and so the length of a run, fit 32 bits. */
export const MOST_PIXELS = 2 ** 32 - 1;

/** [height, width] of a mask. */
export function readSize(value: unknown, argument: string): readonly [height: number, width: number] {
  const isList = Array.isArray(value) || typedArrayName(value) !== undefined;
  const size = value as ArrayLike<unknown>;
  if (!isList || size.length !== 2) {
    throw wrongType(
      argument,
      "[height, width]",
      isList ? `a list of ${size.length} numbers` : describe(value),
    );
  }
  return checkSize(size[1], size[0], `${argument}[1]`, `${argument}[0]`, argument);
}

/** The sizes of an options object. */
export function readMaskSize(options: {
  readonly width?: unknown;
  readonly height?: unknown;
}): readonly [height: number, width: number] {
  return checkSize(options.width, options.height, "width", "height", "width");
}

function checkSize(
  givenWidth: unknown,
  givenHeight: unknown,
  widthName: string,
  heightName: string,
  argument: string,
): readonly [height: number, width: number] {
  const width = readInteger(givenWidth, widthName, 1, MOST_PIXELS);
  const height = readInteger(givenHeight, heightName, 1, MOST_PIXELS);
  if (width * height > MOST_PIXELS) {
    throw wrongValue(
      argument,
      "a mask of less than 2^32 pixels",
      formatShape([height, width]),
      "cut the image into tiles",
    );
  }
  return [height, width];
}

/**
 * Checks runs: a size, and counts that are whole, not negative, and sum up to the pixels of the mask. A Uint32Array is taken
 * as it is, without a copy.
 *
 * @throws {TypeError} no object with size and counts, or counts of another kind
 * @throws {RangeError} a size or count that cannot be, counts that do not sum up, text that is no run-length string
 */
export function readRuns(value: unknown, argument: string, fillsUp = false): CheckedRuns {
  if (typeof value !== "object" || value === null) {
    throw wrongType(argument, "runs: { size: [height, width], counts }", describe(value));
  }
  const size = readSize(readProperty(value, "size", argument), `${argument}.size`);
  const counts = readProperty(value, "counts", argument);
  const name = `${argument}.counts`;
  const checked = typeof counts === "string" ? parseRuns(counts, name) : readCounts(counts, name);
  return { size, counts: requireSum(checked, size, name, fillsUp) };
}

/** A list of runs, or the runs themselves. */
export function readRunsList(value: unknown, argument: string): CheckedRuns[] {
  if (!Array.isArray(value)) {
    throw wrongType(argument, "a list of runs", describe(value), "put a single mask into a list of its own");
  }
  return Array.from(value as readonly unknown[], (runs, i) => readRuns(runs, `${argument}[${i}]`));
}

function readCounts(value: unknown, argument: string): Uint32Array {
  const name = typedArrayName(value);
  if (name === "Uint32Array") {
    const counts = value as Uint32Array;
    if (counts.length === 0 && isDetached(counts)) throw detachedError(argument);
    return counts;
  }
  if (!Array.isArray(value) && (name === undefined || name.startsWith("Big"))) {
    throw wrongType(argument, "a Uint32Array, a list of numbers or a string", describeData(value));
  }
  const list = value as ArrayLike<unknown>;
  const counts = new Uint32Array(list.length);
  for (let i = 0; i < counts.length; i++) {
    const count = list[i];
    if (typeof count !== "number" || !(count >= 0 && count <= MOST_PIXELS) || !Number.isInteger(count)) {
      readInteger(count, `${argument}[${i}]`, 0, MOST_PIXELS);
    }
    counts[i] = count as number;
  }
  return counts;
}

function requireSum(
  counts: Uint32Array,
  size: readonly [number, number],
  argument: string,
  fillsUp: boolean,
): Uint32Array {
  const pixels = size[0] * size[1];
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] as number;
  if (sum === pixels) return counts;
  if (sum < pixels && fillsUp) {
    const isOut = counts.length % 2 === 1;
    const filled = new Uint32Array(counts.length + (isOut ? 0 : 1));
    filled.set(counts);
    const last = filled.length - 1;
    filled[last] = (filled[last] as number) + pixels - sum;
    return filled;
  }
  throw wrongLength(
    argument,
    `runs of ${pixels} pixels together (${formatShape(size)})`,
    String(sum),
    sum < pixels && counts.length > 0
      ? 'where they end early because the rest is background, read them with incomplete: "background"'
      : "look whether size is [height, width]",
  );
}

/** The same mask with no run of length 0, but the first where the first pixel is in the mask. */
export function withoutEmptyRuns(counts: Uint32Array): Uint32Array {
  let i = 1;
  while (i < counts.length && counts[i] !== 0) i++;
  if (i >= counts.length) return counts;
  const kept = new Uint32Array(counts.length);
  let length = 0;
  for (let run = 0; run < counts.length; run++) {
    const count = counts[run] as number;
    if (count === 0 && run > 0) continue;
    // Runs of one kind that have nothing between them are one run.
    if (length > 0 && (length - 1) % 2 === run % 2) {
      kept[length - 1] = (kept[length - 1] as number) + count;
    } else {
      kept[length++] = count;
    }
  }
  return kept.slice(0, length);
}
