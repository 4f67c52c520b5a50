import { wrongLength, wrongType } from "../errors/argument.js";
import { formatShape } from "../errors/describe.js";
import { readChoice, readOptions } from "../reading/options.js";
import {
  describeData,
  detachedError,
  isDetached,
  LABEL_ARRAYS,
  plainArray,
  typedArrayName,
} from "../reading/typedArray.js";
import type { LabelArray } from "../types.js";
import { makeBitmap } from "./makeBitmap.js";
import { readsIncomplete } from "./runsString.js";
import { type IncompleteRuns, type MaskSize, readMaskSize, readRuns, type Runs } from "./runs.js";

/** How pixels follow one another. */
export type PixelOrder = "rowMajor" | "columnMajor";

export interface BitmapOptions extends MaskSize {
  /** "rowMajor" (default): row by row, as images are; "columnMajor": column by column, as pycocotools takes them. */
  readonly order?: PixelOrder | undefined;
}

/**
 * The runs of a mask.
 *
 * @param mask one element a pixel, an integer typed array or a list of booleans or integers; any but 0 is in the mask
 * @returns runs with counts in a Uint32Array, and no empty one but the first
 * @throws {TypeError} mask is of another kind: scores need a threshold first
 * @throws {RangeError} not of width x height pixels, or of 2^32 or more
 * @example runsToString(encodeRuns(Uint8Array.of(0, 1, 1, 0, 1, 0), { width: 3, height: 2 })) // "231"
 */
export function encodeRuns(
  mask: LabelArray | readonly (number | boolean)[],
  options: BitmapOptions,
): Runs & { readonly counts: Uint32Array } {
  const given = readOptions(options, ["width", "height", "order"], "options");
  const size = readMaskSize(given);
  const order = readOrder(given.order);
  const pixels = readMask(mask, size, "mask");
  return { size, counts: encodeCounts(pixels, size, order) };
}

/**
 * The mask of runs: 1 in it, 0 out of it.
 *
 * @returns height x width bytes of the caller's own, row by row or in the order asked for
 * @throws {TypeError | RangeError} runs are none, see Runs; there is no memory for so many pixels
 * @example decodeRuns({ size: [2, 3], counts: [1, 2, 3] }) // 0 1 0 1 0 0
 */
export function decodeRuns(
  runs: Runs,
  options: IncompleteRuns & { readonly order?: PixelOrder | undefined } = {},
): Uint8Array {
  const { order, ...rest } = readOptions(options, ["order", "incomplete"], "options");
  const { size, counts } = readRuns(runs, "runs", readsIncomplete(rest as IncompleteRuns));
  return decodeCounts(counts, size, readOrder(order));
}

export function readOrder(value: unknown): PixelOrder {
  return value === undefined ? "rowMajor" : readChoice(value, ["rowMajor", "columnMajor"], "order");
}

/** Checks a mask: integers, one a pixel. */
export function readMask(value: unknown, size: readonly [number, number], argument: string): LabelArray {
  const name = typedArrayName(value);
  let mask: LabelArray;
  if (name === undefined && Array.isArray(value)) {
    mask = Uint8Array.from(value as readonly unknown[], (element, i) => {
      if (typeof element === "boolean" || Number.isInteger(element)) return element ? 1 : 0;
      throw wrongType(
        argument,
        "booleans or whole numbers",
        `${describeData(element)} at element ${i}`,
        "scores need a threshold first",
      );
    });
  } else if (name !== undefined && LABEL_ARRAYS.includes(name)) {
    mask = plainArray(value as LabelArray, name);
    if (mask.length === 0 && isDetached(mask)) throw detachedError(argument);
  } else {
    throw wrongType(
      argument,
      `a mask in a ${LABEL_ARRAYS.join(", ")} or a list`,
      describeData(value),
      name?.startsWith("Float") === true ? "scores need a threshold first" : undefined,
    );
  }
  const [height, width] = size;
  if (mask.length !== height * width) {
    throw wrongLength(argument, `${height * width} pixels (${formatShape(size)})`, String(mask.length));
  }
  return mask;
}

/** Counts of a checked mask. */
export function encodeCounts(
  mask: LabelArray,
  [height, width]: readonly [number, number],
  order: PixelOrder,
): Uint32Array {
  const [downStep, rightStep] = order === "rowMajor" ? [width, 1] : [1, height];
  let counts = new Uint32Array(64);
  let length = 0;
  let isIn = false;
  let from = 0;
  for (let column = 0; column < width; column++) {
    for (let row = 0, at = column * rightStep; row < height; row++, at += downStep) {
      if ((mask[at] !== 0) === isIn) continue;
      isIn = !isIn;
      if (length + 1 >= counts.length) {
        const larger = new Uint32Array(counts.length * 2);
        larger.set(counts);
        counts = larger;
      }
      const place = column * height + row;
      counts[length++] = place - from;
      from = place;
    }
  }
  counts[length++] = height * width - from;
  return counts.slice(0, length);
}

/** The mask of checked counts. */
export function decodeCounts(
  counts: Uint32Array,
  [height, width]: readonly [number, number],
  order: PixelOrder,
): Uint8Array {
  const mask = makeBitmap(height * width, [height, width], "runs");
  let place = 0;
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = place + (counts[i] as number);
    place = start + (counts[i + 1] as number);
    if (order === "columnMajor") {
      mask.fill(1, start, place);
      continue;
    }
    for (let pixel = start, row = start % height, column = (start - row) / height; pixel < place; pixel++) {
      mask[row * width + column] = 1;
      if (++row === height) {
        row = 0;
        column++;
      }
    }
  }
  return mask;
}
