import { wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/words.js";
import type { BitPackedOptions } from "../counting/functional.js";
import type { ScoreLayout } from "../types.js";
import { readBoolean, readOptions } from "../reading/options.js";
import type { MaskForm } from "../measures/confusion/countImages.js";

/** What is said of an image, or of each image of a batch. */
export interface UpdateOptions {
  /** Name of the image, unlike every other's; of a batch, one name an image. Pairs images in compareModels. */
  readonly id?: string | readonly string[] | undefined;
  /** How often the image counts; above 0, default 1. Of a batch, one number for all or one an image. */
  readonly weight?: number | readonly number[] | undefined;
  /** Where the class axis of scores stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
  /**
   * The masks are binary: true where each byte is a pixel (any nonzero byte is foreground, class 1 of 2), or the sizes of
   * bit-packed masks.
   */
  readonly binary?: true | BitPackedOptions | undefined;
  /** Put the image in the place of one of the same id, instead of refusing it; default false. */
  readonly replace?: boolean | undefined;
}

export interface CheckedUpdate extends MaskForm {
  readonly replace: boolean;
  /** Ids and weights of a batch of so many images. */
  idsOf(imageCount: number): readonly (string | undefined)[];
  weightsOf(imageCount: number): readonly number[];
}

export function readUpdateOptions(options: unknown): CheckedUpdate {
  const { id, weight, layout, binary, replace } = readOptions(
    options,
    ["id", "weight", "layout", "binary", "replace"],
    "options",
  );
  const ids = id === undefined ? undefined : typeof id === "string" ? id : readList(id, "id", readId);
  const weights =
    weight === undefined
      ? 1
      : typeof weight === "number"
        ? readWeight(weight)
        : readList(weight, "weight", readWeight);
  if (typeof ids === "string") readId(ids);
  return {
    replace: replace === undefined ? false : readBoolean(replace, "replace"),
    // Looked at again by what counts.
    layout: layout as ScoreLayout | undefined,
    binary: readBinary(binary),
    idsOf: (imageCount) =>
      ids === undefined ? Array<undefined>(imageCount).fill(undefined) : oneEach(ids, "id", imageCount),
    weightsOf: (imageCount) =>
      typeof weights === "number"
        ? Array<number>(imageCount).fill(weights)
        : oneEach(weights, "weight", imageCount),
  };
}

function readBinary(value: unknown): MaskForm["binary"] {
  if (value === undefined || value === true) return value;
  if (typeof value === "object" && value !== null) return value as BitPackedOptions;
  throw wrongType("binary", "true, or { bitPacked: true, width, height }", describe(value));
}

function readList<T>(value: unknown, argument: string, read: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) {
    const kind = argument === "id" ? "a string" : "a number";
    throw wrongType(argument, `${kind}, or an array of one an image`, describe(value));
  }
  return value.map(read);
}

function readId(value: unknown): string {
  if (typeof value !== "string") throw wrongType("id", "a string", describe(value));
  // Half a surrogate pair has no UTF-8: two such ids could become one in a saved state.
  if (/[\ud800-\udfff]/u.test(value)) {
    throw wrongValue("id", "text that can be written as UTF-8", describe(value));
  }
  return value;
}

function readWeight(value: unknown): number {
  if (typeof value !== "number") throw wrongType("weight", "a number above 0", describe(value));
  if (!(value > 0 && value < Infinity)) {
    throw wrongValue("weight", "a finite number above 0", describe(value));
  }
  return value;
}

function oneEach<T>(values: T | readonly T[], argument: string, imageCount: number): readonly T[] {
  const list = Array.isArray(values) ? (values as readonly T[]) : [values as T];
  if (list.length !== imageCount) {
    throw wrongLength(argument, `${imageCount} values, one an image of the batch`, String(list.length));
  }
  return list;
}
