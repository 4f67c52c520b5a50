import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readInteger } from "../../reading/options.js";
import { readProperty } from "../../reading/property.js";
import { describeData, detachedError, isDetached, typedArrayName } from "../../reading/typedArray.js";

/** One list of numbers an image, or a typed array. */
export type NumberColumn =
  readonly number[] | Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
export type FlagColumn = NumberColumn | readonly boolean[];

/** Squares of these, and sums of them, are far from the largest number. */
export const MOST_COORDINATE = 1e15;

/** A column of so many numbers; lengths and the kind are checked, and that its memory is there. */
export function readColumn(value: unknown, argument: string, length: number | undefined): ArrayLike<unknown> {
  const name = typedArrayName(value);
  if (!Array.isArray(value) && (name === undefined || name.startsWith("Big"))) {
    throw wrongType(argument, "a list of numbers or a typed array", describeData(value));
  }
  if (name !== undefined && isDetached(value as Uint8Array)) throw detachedError(argument);
  const list = value as ArrayLike<unknown>;
  if (length !== undefined && list.length !== length) {
    throw wrongLength(argument, `${length} values`, String(list.length));
  }
  return list;
}

/** Finite numbers from `least` to `most`. */
export function readNumbersInto(
  list: ArrayLike<unknown>,
  argument: string,
  least: number,
  most: number,
): Float64Array {
  const numbers = new Float64Array(list.length);
  // A loop of its own for each kind of list that large inputs have: one for all is slow for all.
  const first = list instanceof Float64Array ? copyNumbers(list, numbers, least, most) : 0;
  for (let i = first; i < numbers.length; i++) {
    const value = list[i];
    if (typeof value === "number" && value >= least && value <= most) numbers[i] = value + 0;
    else throw noNumber(value, `${argument}[${i}]`, least, most);
  }
  return numbers;
}

/** Copies numbers as far as they are within bounds, and says how far. */
function copyNumbers(list: Float64Array, numbers: Float64Array, least: number, most: number): number {
  let i = 0;
  for (; i < numbers.length; i++) {
    const value = list[i] as number;
    if (!(value >= least && value <= most)) break;
    // No -0, which would sort behind 0.
    numbers[i] = value + 0;
  }
  return i;
}

/** One number; messages are made where it is none. */
export function readNumber(value: unknown, argument: () => string, least: number, most: number): number {
  if (typeof value === "number" && value >= least && value <= most) return value + 0;
  throw noNumber(value, argument(), least, most);
}

function noNumber(value: unknown, argument: string, least: number, most: number): Error {
  const expected =
    least === -most ? `a finite number up to ${most} either way` : `a finite number from ${least} to ${most}`;
  return typeof value === "number"
    ? wrongValue(argument, expected, describe(value))
    : wrongType(argument, expected, describe(value));
}

/** Index of each category in the settings; -1 where it has no such category. */
export function readCategoryIds(
  list: ArrayLike<unknown>,
  argument: string,
  indexes: ReadonlyMap<number, number>,
): Int32Array {
  const categories = new Int32Array(list.length);
  let place = 0;
  const argumentOf = (): string => `${argument}[${place}]`;
  for (; place < categories.length; place++) {
    categories[place] = categoryOf(list[place], argumentOf, indexes);
  }
  return categories;
}

export function categoryOf(
  value: unknown,
  argument: () => string,
  indexes: ReadonlyMap<number, number>,
): number {
  const index = indexes.get(value as number);
  if (index !== undefined) return index;
  readInteger(value, argument(), Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return -1;
}

/** Four numbers a box: x, y, width, height. */
export function readBoxes(value: unknown, argument: string, count: number): Float64Array {
  const list = readColumn(value, argument, undefined);
  if (count > 0 && list.length === count && typeof list[0] === "object") {
    const boxes = new Float64Array(count * 4);
    for (let i = 0; i < count; i++) readBoxInto(boxes, i, list[i], () => `${argument}[${i}]`);
    return boxes;
  }
  if (list.length !== count * 4) {
    throw wrongLength(
      argument,
      `${count * 4} numbers: x, y, width, height of ${count} boxes`,
      String(list.length),
    );
  }
  const boxes = readNumbersInto(list, argument, -MOST_COORDINATE, MOST_COORDINATE);
  for (let i = 0; i < count; i++) {
    if (!hasSize(boxes, i)) throw noSize(boxes, i, `${argument}[${4 * i}]`);
  }
  return boxes;
}

/** [x, y, width, height] of one box. */
export function readBoxInto(boxes: Float64Array, i: number, value: unknown, argument: () => string): void {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : readColumn(value, argument(), 4);
  if (list.length !== 4) {
    throw wrongLength(argument(), "4 numbers: x, y, width, height", String(list.length));
  }
  for (let side = 0; side < 4; side++) {
    const place = (): string => `${argument()}[${side}]`;
    boxes[4 * i + side] = readNumber(list[side], place, -MOST_COORDINATE, MOST_COORDINATE);
  }
  if (!hasSize(boxes, i)) throw noSize(boxes, i, argument());
}

function hasSize(boxes: Float64Array, i: number): boolean {
  return (boxes[4 * i + 2] as number) >= 0 && (boxes[4 * i + 3] as number) >= 0;
}

function noSize(boxes: Float64Array, i: number, argument: string): RangeError {
  return wrongValue(
    argument,
    "a box [x, y, width, height] of sizes from 0 on",
    `a size of ${boxes[4 * i + 2] as number} x ${boxes[4 * i + 3] as number}`,
    "look whether boxes are corner and size, and not two corners",
  );
}

/** True, false, 1 or 0. */
export function readFlag(value: unknown, argument: () => string): number {
  if (value === true || value === 1) return 1;
  if (value === false || value === 0) return 0;
  throw typeof value === "number"
    ? wrongValue(argument(), "true, false, 0 or 1", describe(value))
    : wrongType(argument(), "true, false, 0 or 1", describe(value));
}

export function readFlags(value: unknown, argument: string, count: number): Uint8Array {
  const list = readColumn(value, argument, count);
  const flags = new Uint8Array(count);
  for (let i = 0; i < count; i++) flags[i] = readFlag(list[i], () => `${argument}[${i}]`);
  return flags;
}

/** Objects as COCO's files have them. @throws {RangeError} they are of several images */
export function readRecords(
  value: readonly unknown[],
  argument: string,
  imageIds: Map<unknown, string>,
): readonly object[] {
  return Array.from(value, (item, i) => {
    if (typeof item !== "object" || item === null) {
      throw wrongType(`${argument}[${i}]`, "an object as COCO's files have them", describe(item));
    }
    const imageId = readProperty(item, "image_id", argument);
    if (imageId !== undefined && !imageIds.has(imageId)) {
      imageIds.set(imageId, `${argument}[${i}]`);
      if (imageIds.size > 1) {
        const [[first, place]] = imageIds as unknown as [[unknown, string]];
        throw wrongValue(
          `${argument}[${i}].image_id`,
          `${describe(first)}, as ${place} has`,
          describe(imageId),
          "pass the objects of one image at a time",
        );
      }
    }
    return item;
  });
}
