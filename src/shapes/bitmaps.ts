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
import { decodeCounts } from "./decodeCounts.js";
import { encodeCounts, type PixelOrder } from "./encodeCounts.js";
import { fillsUp } from "./runsString.js";
import { type IncompleteRuns, type MaskSize, readMaskSize, readRuns, type Runs } from "./runs.js";

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

export interface DecodeOptions extends IncompleteRuns {
  /** As of encodeRuns; default "rowMajor". */
  readonly order?: PixelOrder | undefined;
  /** A Uint8Array of width x height elements that is written to and given back: to make a new one takes most of the time. */
  readonly into?: Uint8Array | undefined;
}

/**
 * The mask of runs: 1 in it, 0 out of it.
 *
 * @returns height x width bytes of the caller's own, row by row or in the order asked for
 * @throws {TypeError | RangeError} runs are none, see Runs; `into` is of another length; there is no memory for so many pixels
 * @example decodeRuns({ size: [2, 3], counts: [1, 2, 3] }) // 0 1 0 1 0 0
 */
export function decodeRuns(runs: Runs, options: DecodeOptions = {}): Uint8Array {
  const { order, incomplete, into } = readOptions(options, ["order", "incomplete", "into"], "options");
  const { size, counts } = readRuns(runs, "runs", fillsUp(incomplete));
  return decodeCounts(counts, size, readOrder(order), into === undefined ? undefined : readInto(into, size));
}

function readInto(value: unknown, [height, width]: readonly [number, number]): Uint8Array {
  if (typedArrayName(value) !== "Uint8Array") throw wrongType("into", "a Uint8Array", describeData(value));
  const into = value as Uint8Array;
  if (into.length === 0 && isDetached(into)) throw detachedError("into");
  if (into.length !== height * width) {
    throw wrongLength(
      "into",
      `${height * width} elements (${formatShape([height, width])})`,
      String(into.length),
    );
  }
  return into;
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
