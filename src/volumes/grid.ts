import { wrongLength, wrongShape, wrongType, wrongValue } from "../errors/argument.js";
import { describe, formatShape } from "../errors/describe.js";
import { typedArrayName } from "../reading/typedArray.js";

/** How large an image or a volume is, its last axis fastest in memory. */
export interface Grid {
  /** As it was told: of an image there are two axes, of a volume three. */
  readonly shape: readonly number[];
  /** 1 of an image. */
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  readonly pixelCount: number;
}

/** A pixel and its neighbour in the next slice still have 32-bit indices. */
const MAX_PIXELS = 2 ** 31 - 1;

/**
 * @param value [height, width] or [depth, height, width]
 * @throws {TypeError | RangeError} it is no list, of other axes, of sizes that are no whole numbers above 0, or of more than
 *   2^31 - 1 pixels
 */
export function readGrid(value: unknown): Grid {
  const sizes = readShape(value);
  const pixelCount = sizes.reduce((product, size) => product * size, 1);
  if (pixelCount > MAX_PIXELS) {
    throw wrongValue("shape", `at most ${MAX_PIXELS} pixels`, `${pixelCount} (${formatShape(sizes)})`);
  }
  const [width, height, depth = 1] = [...sizes].reverse() as [number, number, number?];
  return { shape: sizes, depth, height, width, pixelCount };
}

/**
 * The sizes of an image or a volume, however large.
 *
 * @param value [height, width] or [depth, height, width]; a typed array is a list, too
 * @throws {TypeError | RangeError} it is no list, of other axes, or of sizes that are no whole numbers above 0
 */
export function readShape(value: unknown): number[] {
  if (!Array.isArray(value) && typedArrayName(value) === undefined) {
    throw wrongType("shape", AXES, describe(value));
  }
  // Array.from reads holes as undefined, and copies: the caller's array may change.
  const shape = Array.from(value as ArrayLike<unknown>);
  if (shape.length !== 2 && shape.length !== 3) throw wrongShape("shape", AXES, `${shape.length} axes`);
  shape.forEach((size, axis) => {
    const name = `shape[${axis}]`;
    if (typeof size !== "number") throw wrongType(name, "a number", describe(size));
    if (!Number.isSafeInteger(size) || size < 1) {
      throw wrongValue(name, "a whole number of at least 1", describe(size));
    }
  });
  return shape as number[];
}

const AXES = "[height, width] or [depth, height, width]";

/** Data must hold as many pixels as its grid. */
export function requireGridLength(
  labels: { readonly length: number },
  { shape, pixelCount }: Grid,
  argument: string,
): void {
  if (labels.length !== pixelCount) {
    throw wrongLength(argument, `${pixelCount} labels (${formatShape(shape)})`, String(labels.length));
  }
}
