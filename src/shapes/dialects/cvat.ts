import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe, formatShape } from "../../errors/describe.js";
import { readInteger, readOptions } from "../../reading/options.js";
import { readProperty } from "../../reading/property.js";
import { describeData, typedArrayName } from "../../reading/typedArray.js";
import { decodeCounts } from "../decodeCounts.js";
import { encodeCounts } from "../encodeCounts.js";
import { makeBitmap } from "../makeBitmap.js";
import { type MaskSize, MOST_PIXELS, readMaskSize, readRuns, type Runs } from "../runs.js";
import { boxOf } from "../runsFigures.js";

/** A mask of CVAT: the pixels of a box, row by row, runs out of and in the mask by turns. */
export interface CvatMask {
  /** "3, 2, 5" as in CVAT's XML, or numbers. */
  readonly rle: string | ArrayLike<number>;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Runs out of a mask of CVAT: the attributes of a `<mask>` of its XML, or the `points` of its JSON, whose last four numbers
 * are left, top, right and bottom, the last two within the mask.
 *
 * @param size of the image
 * @throws {TypeError} mask is neither
 * @throws {RangeError} runs that do not fill the box, a box that is not in the image
 * @example runsFromCvat({ rle: "1, 2, 1", left: 1, top: 0, width: 2, height: 2 }, { width: 3, height: 2 }).counts // 3 2 1
 */
export function runsFromCvat(
  mask: CvatMask | ArrayLike<number>,
  size: MaskSize,
): Runs & { readonly counts: Uint32Array } {
  const [height, width] = readMaskSize(readOptions(size, ["width", "height"], "size"));
  const { rle, left, top, cropWidth } = readMask(mask, height, width);
  const bitmap = makeBitmap(height * width, [height, width], "size");
  let place = 0;
  rle.forEach((count, run) => {
    const end = place + count;
    if (run % 2 === 1) fillCrop(bitmap, width, left, top, cropWidth, place, end);
    place = end;
  });
  return { size: [height, width], counts: encodeCounts(bitmap, [height, width], "rowMajor") };
}

/**
 * CVAT's form of a mask.
 *
 * @returns numbers that `rle.join(", ")` makes the attribute of, in the tight box around the mask
 * @throws {TypeError | RangeError} runs are none, see Runs; the mask is empty, which CVAT has no form for
 * @example runsToCvat({ size: [2, 3], counts: [3, 2, 1] }) // { rle: [0, 2], left: 1, top: 0, width: 1, height: 2 }
 */
export function runsToCvat(runs: Runs): CvatMask & { readonly rle: readonly number[] } {
  const { size, counts } = readRuns(runs, "runs");
  const [left, top, width, height] = boxOf({ size, counts });
  if (width === 0) throw wrongValue("runs", "a mask with at least one pixel", "an empty one", "leave it out");
  const bitmap = decodeCounts(counts, size, "rowMajor");
  const rle: number[] = [];
  let isIn = 0;
  let length = 0;
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++, length++) {
      if (bitmap[y * size[1] + x] === isIn) continue;
      rle.push(length);
      length = 0;
      isIn = 1 - isIn;
    }
  }
  rle.push(length);
  return { rle, left, top, width, height };
}

/** Pixels `place` to `end` of a box, row by row, are in the mask. */
function fillCrop(
  bitmap: Uint8Array,
  width: number,
  left: number,
  top: number,
  cropWidth: number,
  place: number,
  end: number,
): void {
  while (place < end) {
    const column = place % cropWidth;
    const row = (place - column) / cropWidth;
    const length = Math.min(cropWidth - column, end - place);
    const start = (top + row) * width + left + column;
    bitmap.fill(1, start, start + length);
    place += length;
  }
}

interface Crop {
  readonly rle: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly cropWidth: number;
}

function readMask(value: unknown, height: number, width: number): Crop {
  if (Array.isArray(value) || typedArrayName(value) !== undefined) {
    const points = Array.from(value as ArrayLike<unknown>);
    if (points.length < 5) {
      throw wrongLength("mask", "runs, left, top, right, bottom", `${points.length} numbers`);
    }
    const left = readInteger(points.at(-4), "left", 0, width - 1);
    const top = readInteger(points.at(-3), "top", 0, height - 1);
    const right = readInteger(points.at(-2), "right", left, width - 1);
    const bottom = readInteger(points.at(-1), "bottom", top, height - 1);
    return fillsCrop(readRle(points.slice(0, -4)), left, top, right - left + 1, bottom - top + 1);
  }
  if (typeof value !== "object" || value === null) {
    throw wrongType("mask", "{ rle, left, top, width, height } or a list of points", describe(value));
  }
  const number = (key: string, least: number, most: number): number =>
    readInteger(readProperty(value, key, "mask"), `mask.${key}`, least, most);
  const left = number("left", 0, width - 1);
  const top = number("top", 0, height - 1);
  const [cropWidth, cropHeight] = [number("width", 1, width - left), number("height", 1, height - top)];
  return fillsCrop(readRle(readProperty(value, "rle", "mask")), left, top, cropWidth, cropHeight);
}

function fillsCrop(
  rle: readonly number[],
  left: number,
  top: number,
  cropWidth: number,
  cropHeight: number,
): Crop {
  const pixels = cropWidth * cropHeight;
  const sum = rle.reduce((total, count) => total + count, 0);
  if (sum === pixels) return { rle, left, top, cropWidth };
  throw wrongLength(
    "mask.rle",
    `runs of ${pixels} pixels together (${formatShape([cropHeight, cropWidth])})`,
    String(sum),
  );
}

function readRle(value: unknown): number[] {
  if (typeof value === "string") {
    return value.split(",").map((word, i) => {
      if (!/^\s*\d+\s*$/.test(word)) {
        throw wrongValue(
          "mask.rle",
          "whole numbers with commas between them",
          `${describe(word)} at run ${i}`,
        );
      }
      return readInteger(Number(word), `mask.rle[${i}]`, 0, MOST_PIXELS);
    });
  }
  if (!Array.isArray(value) && typedArrayName(value) === undefined) {
    throw wrongType("mask.rle", "a string or a list of numbers", describeData(value));
  }
  return Array.from(value as ArrayLike<unknown>, (count, i) =>
    readInteger(count, `mask.rle[${i}]`, 0, MOST_PIXELS),
  );
}
