import type { BitPackedOptions } from "../counting/countFunctions.js";
import { wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { MaskForm } from "../measures/confusion/countImages.js";
import { readOptions } from "../reading/options.js";
import {
  type CheckedImages,
  IMAGE_OPTIONS,
  type ImageOptions,
  readImageOptions,
} from "../run/imageOptions.js";
import type { ScoreLayout } from "../types.js";

/** What is said of an image, or of each image of a batch, and how its masks are to be read. */
export interface UpdateOptions extends ImageOptions {
  /** Where the class axis of scores stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
  /**
   * The masks are binary: true where each byte is a pixel (any nonzero byte is foreground, class 1 of 2), or the sizes of
   * bit-packed masks.
   */
  readonly binary?: true | BitPackedOptions | undefined;
}

export function readUpdateOptions(options: unknown): MaskForm & CheckedImages {
  const given = readOptions(options, [...IMAGE_OPTIONS, "layout", "binary"], "options");
  return {
    ...readImageOptions(given),
    // Looked at again by what counts.
    layout: given.layout as ScoreLayout | undefined,
    binary: readBinary(given.binary),
  };
}

function readBinary(value: unknown): MaskForm["binary"] {
  if (value === undefined || value === true) return value;
  if (typeof value === "object" && value !== null) return value as BitPackedOptions;
  throw wrongType("binary", "true, or { bitPacked: true, width, height }", describe(value));
}
