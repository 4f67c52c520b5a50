import { notGrey, notOpaque, wrongLength, wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { Labels } from "../types.js";
import { readInteger } from "./options.js";
import { typedNumbers } from "./plainNumbers.js";
import { callMethod, hasMethod, readProperty } from "./property.js";
import { readStore } from "./rawTensor.js";
import { describeData, detachedError, isDetached, plainArray, typedArrayName } from "./typedArray.js";

/** Values of the pixels of an image: channels side by side, row-major, whole bytes. */
export interface CheckedPixels {
  readonly data: Labels;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Whether an object is an image rather than a tensor: a canvas, an image-js image, or a width and no shape. */
export function isImage(value: object, argument: string): boolean {
  if (hasMethod(value, "getContext", argument) || hasMethod(value, "getRawImage", argument)) return true;
  return !hasShape(value, argument) && (readProperty(value, "width", argument) ?? undefined) !== undefined;
}

/** Whether an object has the sizes of a tensor. */
export function hasShape(value: object, argument: string): boolean {
  return ["dims", "shape"].some((name) => (readProperty(value, name, argument) ?? undefined) !== undefined);
}

/** Reads a canvas, an image-js image, or { width, height, data } with or without channels and depth. */
export function readPixels(value: object, argument: string): CheckedPixels {
  if (hasMethod(value, "getContext", argument)) return readCanvas(value, argument);
  if (hasMethod(value, "getRawImage", argument)) {
    const raw = callMethod(value, "getRawImage", [], argument);
    if (typeof raw !== "object" || raw === null) {
      throw wrongType(`${argument}.getRawImage()`, "an image", describe(raw));
    }
    return readPixelData(raw, argument);
  }
  return readPixelData(value, argument);
}

function readCanvas(canvas: object, argument: string): CheckedPixels {
  const { width, height } = readSize(canvas, argument);
  const context = callMethod(canvas, "getContext", ["2d"], argument);
  if (typeof context !== "object" || context === null) {
    throw wrongType(argument, "a canvas with a 2d context", "another", "draw it onto a 2d canvas");
  }
  const image = callMethod(context, "getImageData", [0, 0, width, height], argument);
  return readPixelData(image as object, argument);
}

function readSize(image: object, argument: string): { readonly width: number; readonly height: number } {
  const read = (name: string): number =>
    readInteger(readProperty(image, name, argument), `${argument}.${name}`, 1, Number.MAX_SAFE_INTEGER);
  return { width: read("width"), height: read("height") };
}

function readPixelData(image: object, argument: string): CheckedPixels {
  const { width, height } = readSize(image, argument);
  const pixelCount = width * height;
  const givenChannels = readProperty(image, "channels", argument);
  const depth = readProperty(image, "depth", argument);
  const data = readIntegers(readProperty(image, "data", argument), `${argument}.data`, pixelCount * 4);
  if (data.length === 0 && isDetached(data)) throw detachedError(`${argument}.data`);
  const channels =
    givenChannels === undefined
      ? Math.max(1, data.length / pixelCount)
      : readInteger(givenChannels, `${argument}.channels`, 1, 4);
  // As PNG packs them: the first pixel in a byte's highest bits, each row from a byte of its own.
  const packedBits = depth === 1 || depth === 2 || depth === 4 ? depth : undefined;
  const rowLength =
    packedBits === undefined ? width * channels : Math.ceil((width * channels * packedBits) / 8);
  if (!Number.isInteger(channels) || channels > 4 || data.length !== rowLength * height) {
    throw wrongLength(
      `${argument}.data`,
      givenChannels === undefined
        ? `${pixelCount} labels (${width} x ${height}), or 2 to 4 channels of as many`
        : `${rowLength * height} values (${width} x ${height}, ${channels} channels)`,
      String(data.length),
    );
  }
  return {
    data:
      packedBits === undefined
        ? data
        : unpackRows(data as Uint8Array, width * channels, height, rowLength, packedBits),
    width,
    height,
    channels,
  };
}

function readIntegers(data: unknown, argument: string, most: number): Labels {
  const store = typedArrayName(data) === undefined ? readStore(data, argument) : undefined;
  // A store that says it has more values than an image of this size is read no further than to show it.
  const length = Math.min(store?.length ?? 0, most + 1);
  const array =
    store === undefined
      ? data
      : typedNumbers(
          Array.from({ length }, (_, i) => store.get(i)),
          argument,
        );
  const name = typedArrayName(array);
  if (name === undefined || name.startsWith("Float") || name === "BigUint64Array") {
    throw wrongType(
      argument,
      "an image's values in an integer typed array",
      describeData(array),
      name === undefined ? undefined : "scores are a tensor: { data, shape } with the class axis",
    );
  }
  return plainArray(array as Labels, name);
}

function unpackRows(
  packed: Uint8Array,
  rowValues: number,
  height: number,
  rowBytes: number,
  bits: 1 | 2 | 4,
): Uint8Array {
  const values = new Uint8Array(rowValues * height);
  const perByte = 8 / bits;
  for (let row = 0, at = 0; row < height; row++) {
    for (let i = 0; i < rowValues; i++) {
      const byte = packed[row * rowBytes + Math.floor(i / perByte)] as number;
      values[at++] = (byte >> (8 - bits * ((i % perByte) + 1))) & ((1 << bits) - 1);
    }
  }
  return values;
}

/**
 * The labels of an image whose values are labels: its one channel, or the grey of opaque pixels. Colours have no order
 * and canvases blend what is not opaque, so that neither can be read as a number.
 */
export function labelsOfPixels(pixels: CheckedPixels, argument: string): Labels {
  const { data, width, channels } = pixels;
  if (channels === 1) return data;
  const values = data as Uint8Array;
  const opaque = opaqueValue(data);
  const grey = new (values.constructor as Uint8ArrayConstructor)(data.length / channels);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += channels) {
    const value = values[at] as number;
    if (channels > 2 && (values[at + 1] !== value || values[at + 2] !== value)) {
      throw notGrey(
        argument,
        "grey pixels (R = G = B), whose value is the label",
        `the colour ${values.slice(at, at + 3).join(", ")} at ${placeOf(pixel, width)}`,
        "say what colours mean: labelMap(image, { palette })",
        { pixel },
      );
    }
    if (channels !== 3 && values[at + channels - 1] !== opaque) {
      throw notOpaque(
        argument,
        "opaque pixels",
        `alpha ${values[at + channels - 1] as number} at ${placeOf(pixel, width)}`,
        'of a drawing on a transparent canvas take labelMap(image, { channel: "alpha" })',
        { pixel },
      );
    }
    grey[pixel] = value;
  }
  return grey;
}

/** The alpha of a pixel that nothing shines through. */
export function opaqueValue(data: Labels): number {
  return data.BYTES_PER_ELEMENT === 2 ? 65535 : 255;
}

/** Where a pixel stands, for messages. */
export function placeOf(pixel: number, width: number): string {
  return `x ${pixel % width}, y ${Math.floor(pixel / width)}`;
}
