import type { Side } from "../../src/errors/problem.js";
import type { DecodeOptions } from "../formats/decodeMask.js";
import type { ResizeRule } from "./alignPair.js";
import { type LowBits, lowBitsOf, type SideLowBits } from "../formats/lowBits.js";

/** What is said of each side; undefined of a side of which nothing is. */
export interface Sides<T> {
  readonly groundTruth?: T | undefined;
  readonly prediction?: T | undefined;
}

/** How the files of a run are read: plain data, which can be posted to a worker. */
export interface RunDecode extends Pick<
  DecodeOptions,
  | "layout"
  | "colours"
  | "takesValues"
  | "maxPixels"
  | "nearestColour"
  | "unlistedColours"
  | "slice"
  | "takesStack"
> {
  /** What greys of 1, 2 or 4 bits are, on both sides or on each. */
  readonly lowBits?: LowBits | SideLowBits | undefined;
  /** What pixels of alpha 0 are. */
  readonly alpha?: Sides<"void"> | undefined;
  /** Labels are ids of instances, which are divided by this to classes. */
  readonly divide?: Sides<number> | undefined;
  /** A prediction of another size is brought to the truth's. */
  readonly resize?: ResizeRule | undefined;
}

/** How the files of a side are read. */
export type FileDecode = Omit<RunDecode, "alpha" | "divide" | "lowBits" | "resize"> &
  Pick<DecodeOptions, "alpha" | "lowBits" | "idMemory">;

export function decodeOf(run: RunDecode, side: Side): FileDecode {
  const { alpha, lowBits, ...decode } = run;
  return { ...decode, alpha: alpha?.[side], lowBits: lowBitsOf(lowBits, side) };
}

/**
 * What of it changes counts beside what a scorer's settings say, in words: states of another reading are not merged. Undefined
 * where files are read as they are.
 */
export function readingOf({
  alpha,
  divide,
  nearestColour,
  resize,
  unlistedColours,
}: RunDecode): string | undefined {
  const words = [
    sidesText(alpha, (meaning) => `alpha 0 is ${meaning}`),
    nearestColour === undefined ? undefined : `nearest colour within ${nearestColour}`,
    unlistedColours === undefined ? undefined : `other colours are ${unlistedColours}`,
    sidesText(divide, (divisor) => `ids divided by ${divisor}`),
    resize === undefined ? undefined : "predictions resized to the truth, nearest neighbour",
  ];
  return words.filter((text) => text !== undefined).join("; ") || undefined;
}

function sidesText<T>(
  sides: Sides<T> | undefined,
  textOf: (value: T & (string | number)) => string,
): string | undefined {
  const truth = sides?.groundTruth as (T & (string | number)) | undefined;
  const prediction = sides?.prediction as (T & (string | number)) | undefined;
  if (truth !== undefined && truth === prediction) return textOf(truth);
  const each = [
    truth === undefined ? undefined : `${textOf(truth)} in the truth`,
    prediction === undefined ? undefined : `${textOf(prediction)} in the prediction`,
  ].filter((text) => text !== undefined);
  return each.length === 0 ? undefined : each.join(", ");
}
