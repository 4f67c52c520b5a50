import { wrongLength, wrongType, wrongValue } from "../../errors/argument.js";
import { readInteger, readOptions } from "../../reading/options.js";
import { describeData, detachedError, isDetached, typedArrayName } from "../../reading/typedArray.js";
import { decodeCounts } from "../decodeCounts.js";
import { encodeCounts } from "../encodeCounts.js";
import { makeBitmap } from "../makeBitmap.js";
import { type MaskSize, MOST_PIXELS, readMaskSize, readRuns, type Runs } from "../runs.js";
import { BitReader, BitWriter } from "./bitStream.js";

// Label Studio's brush (`format: "rle"`) is an RGBA image, row by row, packed by thi.ng/rle-pack:
//
//    32 bits   values in all: width * height * 4
//     5 bits   bits of a value, less 1
//    4 x 4     bits of a length, less 1: four sizes to choose from
//    then      1 bit: the value is repeated | 2 bits: which size | a length, less 1 | one value, or as many as it says

const CHANNELS = 4;
const ALPHA = 3;
const VALUE_BITS = 8;
/** What Label Studio's own converter writes. */
const LENGTH_BITS = [3, 4, 8, 16] as const;

/**
 * Runs out of Label Studio's brush: pixels whose alpha is not 0.
 *
 * @param rle the bytes of `value.rle`
 * @param size `original_width` and `original_height`
 * @throws {TypeError} rle is no list of bytes
 * @throws {RangeError} it is of another size, is cut short, or has runs beyond its end
 */
export function runsFromLabelStudio(
  rle: Uint8Array | ArrayLike<number>,
  size: MaskSize,
): Runs & { readonly counts: Uint32Array } {
  const [height, width] = readMaskSize(readOptions(size, ["width", "height"], "size"));
  const bits = new BitReader(readBytes(rle), "rle");
  const values = bits.read(32);
  if (values !== height * width * CHANNELS) {
    throw wrongLength(
      "rle",
      `${height * width * CHANNELS} values (${height} x ${width} pixels of 4)`,
      String(values),
      "size is original_height and original_width of the annotation",
    );
  }
  const valueBits = bits.read(5) + 1;
  const lengthBits = [0, 1, 2, 3].map(() => bits.read(4) + 1);
  const bitmap = makeBitmap(height * width, [height, width], "size");
  for (let place = 0; place < values;) {
    const isRepeated = bits.read(1) === 1;
    const length = bits.read(lengthBits[bits.read(2)] as number) + 1;
    const end = place + length;
    if (end > values) {
      throw wrongLength("rle", `runs of ${values} values together`, `${end} or more`, "the data is damaged");
    }
    if (isRepeated) {
      if (bits.read(valueBits) !== 0) {
        bitmap.fill(1, Math.ceil((place - ALPHA) / CHANNELS), Math.ceil((end - ALPHA) / CHANNELS));
      }
    } else {
      for (let i = place; i < end; i++) {
        const value = bits.read(valueBits);
        if (i % CHANNELS === ALPHA && value !== 0) bitmap[(i - ALPHA) / CHANNELS] = 1;
      }
    }
    place = end;
  }
  return { size: [height, width], counts: encodeCounts(bitmap, [height, width], "rowMajor") };
}

/**
 * Label Studio's brush of a mask: 255 in all four channels of its pixels, as its own converter writes it.
 *
 * @returns the bytes of `value.rle`: put `Array.from(bytes)` into JSON
 * @throws {TypeError | RangeError} runs are none, see Runs, or of 2^30 pixels or more, which the format does not count
 */
export function runsToLabelStudio(runs: Runs): Uint8Array {
  const { size, counts } = readRuns(runs, "runs");
  const values = size[0] * size[1] * CHANNELS;
  if (values > MOST_PIXELS) {
    throw wrongValue(
      "runs.size",
      "less than 2^30 pixels",
      String(size[0] * size[1]),
      "cut the image into tiles",
    );
  }
  const bitmap = decodeCounts(counts, size, "rowMajor");
  const bits = new BitWriter();
  bits.write(values, 32);
  bits.write(VALUE_BITS - 1, 5);
  for (const length of LENGTH_BITS) bits.write(length - 1, 4);
  for (let start = 0; start < bitmap.length;) {
    const value = bitmap[start] as number;
    const next = bitmap.indexOf(1 - value, start);
    const end = next < 0 ? bitmap.length : next;
    writeRun(bits, (end - start) * CHANNELS, value * 255);
    start = end;
  }
  return bits.bytes();
}

function writeRun(bits: BitWriter, length: number, value: number): void {
  const most = 2 ** LENGTH_BITS[3];
  for (let left = length; left > 0;) {
    const part = Math.min(left, most);
    const choice = LENGTH_BITS.findIndex((size) => part <= 2 ** size);
    bits.write(1, 1);
    bits.write(choice, 2);
    bits.write(part - 1, LENGTH_BITS[choice] as number);
    bits.write(value, VALUE_BITS);
    left -= part;
  }
}

function readBytes(value: unknown): Uint8Array {
  const name = typedArrayName(value);
  if (name === "Uint8Array" || name === "Uint8ClampedArray") {
    const bytes = value as Uint8Array;
    if (bytes.length === 0 && isDetached(bytes)) throw detachedError("rle");
    return bytes;
  }
  if (!Array.isArray(value)) throw wrongType("rle", "a list of bytes", describeData(value));
  return Uint8Array.from(value as readonly unknown[], (byte, i) => readInteger(byte, `rle[${i}]`, 0, 255));
}
