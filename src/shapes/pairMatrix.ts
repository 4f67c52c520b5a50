import { wrongLength, wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { describeData, typedArrayName } from "../reading/typedArray.js";

/** A figure of each pair, row by row: a row for each ground truth. */
export interface PairMatrix {
  readonly data: Float64Array;
  readonly shape: readonly [truths: number, predictions: number];
}

/** Which ground truths are crowds: 1 or true; undefined where nobody said. */
export function readCrowd(value: unknown, truths: number): Uint8Array | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) && typedArrayName(value) === undefined) {
    throw wrongType("crowd", "a list of one boolean or 0 or 1 a ground truth", describeData(value));
  }
  const list = value as ArrayLike<unknown>;
  if (list.length !== truths) {
    throw wrongLength("crowd", `${truths} flags, one a ground truth`, String(list.length));
  }
  return Uint8Array.from(list, (flag, i) => {
    if (flag === true || flag === 1) return 1;
    if (flag === false || flag === 0) return 0;
    throw wrongType("crowd", "true, false, 0 or 1", `${describe(flag)} at element ${i}`);
  });
}
