import { wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { Labels } from "../types.js";
import { resizedData } from "./resizeNearest.js";

/** Pixels along each axis; depth is the number of slices, 1 of what is flat. */
export interface LabelMapSize {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
}

/**
 * A label map in another size, by nearest neighbour: each pixel of the new one is that of the old one in which its middle lies,
 * and of two at whose border it lies the later one. So do Pillow's NEAREST and torch's "nearest-exact"; OpenCV's INTER_NEAREST
 * and torch's "nearest" move the picture by half a pixel.
 *
 * @param labels typed array, row-major, width x height x depth labels, x fastest
 * @param size its size, in pixels
 * @param to the size of the result, in pixels
 * @returns a new array of the same type
 * @throws {TypeError} labels are no typed array
 * @throws {RangeError} a size is no whole number above 0, or the labels are not as many as `size` says
 * @example resizeLabelMap(Uint8Array.of(1, 2), { width: 2, height: 1 }, { width: 4, height: 1 }) // 1 1 2 2
 */
export function resizeLabelMap<T extends Labels>(labels: T, size: LabelMapSize, to: LabelMapSize): T {
  if (!ArrayBuffer.isView(labels) || labels instanceof DataView) {
    throw wrongType("labels", "a typed array of labels", describe(labels));
  }
  const wanted = sizeOf("to", to);
  const old = sizeOf("size", size);
  const pixels = old[0] * old[1] * old[2];
  if (labels.length !== pixels) {
    const text = `${old[2]} x ${old[1]}${old[0] === 1 ? "" : ` x ${old[0]}`}`;
    throw wrongLength("labels", `${pixels} labels (${text})`, String(labels.length));
  }
  return resizedData(labels, old, wanted);
}

function sizeOf(argument: string, size: LabelMapSize): readonly [number, number, number] {
  if (typeof size !== "object" || (size as unknown) === null) {
    throw wrongType(argument, "a size, as { width: 512, height: 256 }", describe(size));
  }
  const { width, height, depth = 1 } = size;
  for (const [name, length] of Object.entries({ width, height, depth })) {
    if (!(Number.isInteger(length) && length > 0)) {
      throw wrongValue(`${argument}.${name}`, "a whole number of pixels above 0", describe(length));
    }
  }
  return [depth, height, width];
}
