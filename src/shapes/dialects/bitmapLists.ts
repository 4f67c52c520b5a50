import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { describe, formatShape } from "../../errors/describe.js";
import { readBytes } from "../../reading/labels.js";
import { readChoice, readOptions } from "../../reading/options.js";
import { typedArrayName } from "../../reading/typedArray.js";
import type { LabelArray } from "../../types.js";
import { type BitmapOptions, readMask, readOrder } from "../bitmaps.js";
import { decodeCounts } from "../decodeCounts.js";
import { encodeCounts } from "../encodeCounts.js";
import { makeBitmap } from "../makeBitmap.js";
import { requireOneSize } from "../mergeRuns.js";
import { type MaskSize, readMaskSize, readRuns, readRunsList, type Runs } from "../runs.js";

/**
 * Runs out of bitmaps one behind the other, as supervision's `Detections.mask` and others of shape [masks, height, width] are.
 *
 * @param bitmaps an integer typed array of any number of masks, or a list of masks; any element but 0 is in a mask
 * @throws {TypeError | RangeError} as encodeRuns
 * @example runsFromBitmaps(Uint8Array.of(1, 0, 0, 1), { width: 2, height: 1 }).length // 2
 */
export function runsFromBitmaps(
  bitmaps: LabelArray | readonly (LabelArray | readonly (number | boolean)[])[],
  options: BitmapOptions,
): (Runs & { readonly counts: Uint32Array })[] {
  const given = readOptions(options, ["width", "height", "order"], "options");
  const size = readMaskSize(given);
  const order = readOrder(given.order);
  const encode = (mask: unknown, argument: string): Runs & { readonly counts: Uint32Array } => ({
    size,
    counts: encodeCounts(readMask(mask, size, argument), size, order),
  });
  if (Array.isArray(bitmaps)) {
    return Array.from(bitmaps as readonly unknown[], (mask, i) => encode(mask, `bitmaps[${i}]`));
  }
  if (typedArrayName(bitmaps) === undefined) {
    throw wrongType("bitmaps", "a typed array or a list of masks", describe(bitmaps));
  }
  const all = bitmaps as LabelArray;
  const pixels = size[0] * size[1];
  if (all.length % pixels !== 0) {
    throw wrongLength("bitmaps", `masks of ${pixels} pixels each (${formatShape(size)})`, String(all.length));
  }
  return Array.from({ length: all.length / pixels }, (_, i) =>
    encode(all.subarray(i * pixels, (i + 1) * pixels), `bitmaps[${i}]`),
  );
}

/**
 * Bitmaps of masks, one behind the other: 1 in a mask, 0 out of it.
 *
 * @returns data of shape [masks, height, width]
 * @throws {TypeError | RangeError} a mask is none, see Runs; the list is empty; sizes differ; there is no memory
 */
export function runsToBitmaps(list: readonly Runs[]): {
  readonly data: Uint8Array;
  readonly shape: readonly [masks: number, height: number, width: number];
} {
  const masks = readRunsList(list, "list");
  const size = masks[0]?.size;
  if (size === undefined) throw wrongValue("list", "at least one mask", "none");
  requireOneSize(masks, size, "list");
  const pixels = size[0] * size[1];
  const data = makeBitmap(masks.length * pixels, [masks.length, ...size], "list");
  masks.forEach(({ counts }, i) => {
    data.set(decodeCounts(counts, size, "rowMajor"), i * pixels);
  });
  return { data, shape: [masks.length, ...size] };
}

export interface PackedOptions extends MaskSize {
  /** "big" (default): the first pixel of a byte is its highest bit, as numpy.packbits has it; "little": its lowest. */
  readonly bitOrder?: "big" | "little" | undefined;
  /** "padded" (default): each row begins with a byte of its own (packbits of axis -1); "flat": rows follow without a gap. */
  readonly rows?: "padded" | "flat" | undefined;
}

/**
 * Runs out of a mask of one bit a pixel, row by row. Bits behind the last pixel are not looked at.
 *
 * @throws {TypeError} bytes are no Uint8Array
 * @throws {RangeError} not as many bytes as width and height say
 * @example runsFromBits(Uint8Array.of(0b01100000), { width: 3, height: 1 }).counts // 1 2
 */
export function runsFromBits(
  bytes: Uint8Array | Uint8ClampedArray,
  options: PackedOptions,
): Runs & { readonly counts: Uint32Array } {
  const { size, first, rowBits } = readPacked(options);
  const packed = readBytes(bytes, "bytes");
  const [height, width] = size;
  const wanted = Math.ceil((height * rowBits) / 8);
  if (packed.length !== wanted) {
    throw wrongLength(
      "bytes",
      `${wanted} bytes (${formatShape(size)})`,
      String(packed.length),
      'rows: "flat" is for rows without a gap between them',
    );
  }
  const bitmap = makeBitmap(height * width, size, "options");
  for (let row = 0, at = 0; row < height; row++) {
    for (let bit = row * rowBits, end = bit + width; bit < end; bit++) {
      bitmap[at++] = ((packed[Math.floor(bit / 8)] as number) >> ((bit % 8) ^ first)) & 1;
    }
  }
  return { size, counts: encodeCounts(bitmap, size, "rowMajor") };
}

/**
 * One bit a pixel, row by row; bits behind the last pixel are 0.
 *
 * @param options as of runsFromBits, without the sizes
 * @throws {TypeError | RangeError} runs are none, see Runs
 */
export function runsToBits(runs: Runs, options: Omit<PackedOptions, keyof MaskSize> = {}): Uint8Array {
  const { size, counts } = readRuns(runs, "runs");
  const given = readOptions(options, ["bitOrder", "rows"], "options");
  const { first, rowBits } = readPacked({ ...given, height: size[0], width: size[1] });
  const bitmap = decodeCounts(counts, size, "rowMajor");
  const packed = new Uint8Array(Math.ceil((size[0] * rowBits) / 8));
  for (let row = 0, at = 0; row < size[0]; row++) {
    for (let bit = row * rowBits, end = bit + size[1]; bit < end; bit++) {
      const byte = Math.floor(bit / 8);
      packed[byte] = (packed[byte] as number) | ((bitmap[at++] as number) << ((bit % 8) ^ first));
    }
  }
  return packed;
}

function readPacked(options: unknown): {
  readonly size: readonly [number, number];
  readonly first: number;
  readonly rowBits: number;
} {
  const given = readOptions(options, ["width", "height", "bitOrder", "rows"], "options");
  const size = readMaskSize(given);
  const bitOrder =
    given.bitOrder === undefined ? "big" : readChoice(given.bitOrder, ["big", "little"], "bitOrder");
  const rows = given.rows === undefined ? "padded" : readChoice(given.rows, ["padded", "flat"], "rows");
  return {
    size,
    first: bitOrder === "big" ? 7 : 0,
    rowBits: rows === "flat" ? size[1] : Math.ceil(size[1] / 8) * 8,
  };
}
