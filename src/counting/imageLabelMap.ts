import { type Colours, colourName, labelsOfColours } from "../labels/colours.js";
import {
  ambiguous,
  contradiction,
  notOpaque,
  unknownColour,
  wrongShape,
  wrongValue,
} from "../errors/argument.js";
import { describe, formatShape } from "../errors/describe.js";
import { argmaxLabels } from "./countFunctions.js";
import { float16ToFloat32 } from "../reading/float16.js";
import type { ImageLike, LabelMap, Labels, ScoreLayout, TensorLike } from "../types.js";
import {
  type CheckedPixels,
  isImage,
  labelsOfPixels,
  opaqueValue,
  placeOf,
  readPixels,
} from "../reading/image.js";
import { readLabels } from "../reading/labels.js";
import { readBoolean, readChoice, readFiniteNumber, readOptions } from "../reading/options.js";
import { classAxisOf, formsOfLabels, isFloat, isOneHot } from "../reading/sides.js";
import { valuesOf } from "../reading/pixelValues.js";
import { asScoreTensor, type CheckedTensor, LAYOUTS, readTensor } from "../reading/tensor.js";
import { readPalette } from "../labels/palette.js";

const CHANNELS = ["red", "green", "blue", "alpha"] as const;

/** How the values of an image become labels. Of palette, rgbIds and channel, one at most. */
export interface LabelMapOptions {
  /** The colour of each label: a list of "#rrggbb" (the label is the place in it), or an object of "#rrggbb": label. */
  readonly palette?: readonly string[] | Readonly<Record<string, number>> | undefined;
  /** The label is R + 256 G + 65536 B, as in COCO's panoptic images. */
  readonly rgbIds?: boolean | undefined;
  /** The channel whose value is the label. */
  readonly channel?: (typeof CHANNELS)[number] | undefined;
  /** 1 where the value is at least this, else 0; of an image of one channel, of `channel`, or of one score a pixel. */
  readonly threshold?: number | undefined;
  /** Where the class axis of scores stands; default "channelsLast". */
  readonly layout?: ScoreLayout | undefined;
}

/**
 * The label map of one image, where what its values mean must be said: colours, a channel, a threshold. Without options:
 * the value of grey pixels, the labels of a tensor of integers, the argmax of scores; floats of one value a pixel only where
 * all are 0 and 1.
 *
 * @param source an image or canvas of any kind that confusionMatrix takes, in colour too; or a tensor: labels (H x W), scores
 *   (H x W x N, or N x H x W with layout "channelsFirst"), colours (H x W x 3 or 4); a batch of one may stand before
 * @returns data, width and height; data may be the source's own memory where nothing had to be computed
 * @throws {TypeError} source or an option is of the wrong kind
 * @throws {RangeError} a colour that the palette lacks, a pixel that is not opaque, more than one image: names the place
 * @example
 * const image = { data: Uint8Array.of(0, 0, 0, 255, 0, 0), width: 2, height: 1 };
 * labelMap(image, { palette: ["#000000", "#ff0000"] }).data // 0 1
 */
export function labelMap(source: ImageLike | TensorLike, options: LabelMapOptions = {}): LabelMap {
  const reading = readReading(options);
  const { colours, channel, threshold, layout } = reading;
  const found = readSource(source, reading);
  if ("channels" in found) {
    const { width, height } = found;
    if (colours !== undefined) return { data: colouredLabels(found, colours), width, height };
    const values = channel === undefined ? labelsOfPixels(found, "source") : channelOf(found, channel);
    return { data: threshold === undefined ? values : thresholded(values, threshold), width, height };
  }
  if (threshold !== undefined) return thresholdedTensor(found, threshold, layout);
  return mapOfTensor(found, layout);
}

interface Reading {
  readonly colours: Colours | undefined;
  readonly channel: (typeof CHANNELS)[number] | undefined;
  readonly threshold: number | undefined;
  readonly layout: ScoreLayout;
}

function readReading(options: unknown): Reading {
  const { palette, rgbIds, channel, threshold, layout } = readOptions(
    options,
    ["palette", "rgbIds", "channel", "threshold", "layout"],
    "options",
  );
  const hasIds = rgbIds !== undefined && readBoolean(rgbIds, "rgbIds");
  const said = [palette !== undefined && "palette", hasIds && "rgbIds", channel !== undefined && "channel"];
  const ways = said.filter((way) => way !== false);
  if (threshold !== undefined && ways[0] !== "channel") ways.push("threshold");
  if (ways.length > 1) {
    throw contradiction("options", "one of palette, rgbIds, channel, threshold", ways.join(" and "));
  }
  return {
    colours: palette !== undefined ? readPalette(palette) : hasIds ? "ids" : undefined,
    channel: channel === undefined ? undefined : readChoice(channel, CHANNELS, "channel"),
    threshold: threshold === undefined ? undefined : readFiniteNumber(threshold, "threshold"),
    layout: readChoice(layout ?? "channelsLast", LAYOUTS, "layout"),
  };
}

/** Pixels of an image, or of a tensor where colours were asked for. */
function readSource(source: unknown, { colours, channel }: Reading): CheckedPixels | CheckedTensor {
  if (typeof source === "object" && source !== null && isImage(source, "source")) {
    return readPixels(source, "source");
  }
  const tensor = readTensor(source, "source");
  if (colours === undefined && channel === undefined) return tensor;
  const [height = 0, width = 0, channels = 0, ...more] =
    tensor.shape.length === 4 && tensor.shape[0] === 1 ? tensor.shape.slice(1) : tensor.shape;
  if (isFloat(tensor) || more.length > 0 || channels < 3 || channels > 4) {
    throw wrongShape(
      "source.shape",
      "integers of height x width x 3 or 4 colour channels",
      `${isFloat(tensor) ? "floats" : "integers"} of ${formatShape(tensor.shape)}`,
    );
  }
  return readPixels({ data: tensor.data, width, height, channels }, "source");
}

function colouredLabels(pixels: CheckedPixels, colours: Colours): Labels {
  const { data, width, channels } = pixels;
  if ((channels !== 3 && channels !== 4) || data.BYTES_PER_ELEMENT === 2) {
    throw wrongValue(
      "source",
      "3 or 4 channels of 8 bits",
      `${channels} of ${data.BYTES_PER_ELEMENT * 8} bits`,
    );
  }
  const labels = labelsOfColours(data as Uint8Array, channels, colours);
  if (ArrayBuffer.isView(labels)) return labels;
  const place = placeOf(labels.pixel, width);
  if ("alpha" in labels) {
    throw notOpaque(
      "source",
      "opaque pixels",
      `alpha ${labels.alpha} at ${place}`,
      "a colour shines through it, so it is no label: draw on an opaque ground, without smoothing",
      { pixel: labels.pixel },
    );
  }
  throw unknownColour(
    "source",
    "colours of the palette",
    `${colourName(labels.colour)} at ${place}`,
    "add it with its label",
    { pixel: labels.pixel },
  );
}

/** One channel. A colour of pixels that are not opaque was blended by the canvas, so only alpha can be read of these. */
function channelOf(pixels: CheckedPixels, channel: (typeof CHANNELS)[number]): Labels {
  const { data, width, channels } = pixels;
  const index = channel === "alpha" ? channels - 1 : CHANNELS.indexOf(channel);
  const hasAlpha = channels === 2 || channels === 4;
  if (channel === "alpha" ? !hasAlpha : channels < 3) {
    throw wrongValue("channel", `one of the image's ${channels}`, describe(channel));
  }
  const values = data as Uint8Array;
  const opaque = opaqueValue(data);
  const picked = new (values.constructor as Uint8ArrayConstructor)(data.length / channels);
  for (let pixel = 0, at = 0; pixel < picked.length; pixel++, at += channels) {
    if (hasAlpha && channel !== "alpha" && values[at + channels - 1] !== opaque) {
      throw notOpaque(
        "source",
        "opaque pixels",
        `alpha ${values[at + channels - 1] as number} at ${placeOf(pixel, width)}`,
        'read channel "alpha", or draw on an opaque ground',
        { pixel },
      );
    }
    picked[pixel] = values[at + index] as number;
  }
  return picked;
}

function thresholded(values: ArrayLike<number | bigint>, threshold: number): Uint8Array {
  const labels = new Uint8Array(values.length);
  for (let i = 0; i < labels.length; i++) {
    const value = Number(values[i]);
    if (Number.isNaN(value)) {
      throw wrongValue("source", "numbers to compare with threshold", `NaN at pixel ${i}`);
    }
    labels[i] = value >= threshold ? 1 : 0;
  }
  return labels;
}

function thresholdedTensor(tensor: CheckedTensor, threshold: number, layout: ScoreLayout): LabelMap {
  const size = oneSizeOf(tensor, layout);
  if (size === undefined) throw oneImageError(tensor, "one value a pixel");
  const values = tensor.isFloat16 ? float16ToFloat32(tensor.data as Uint16Array) : tensor.data;
  return { data: thresholded(values, threshold), ...size };
}

/** The size of one label map; undefined where the shape tells of several, or of none. */
function oneSizeOf(tensor: CheckedTensor, layout: ScoreLayout): Omit<LabelMap, "data"> | undefined {
  const [form] = formsOfLabels(tensor, layout, "source");
  if (form?.batchSize !== 1) return undefined;
  const [depth, height, width] = form.size;
  return { width, height: depth * height };
}

function mapOfTensor(tensor: CheckedTensor, layout: ScoreLayout): LabelMap {
  if (isFloat(tensor)) return argmaxOf(tensor, layout);
  const { shape } = tensor;
  const size = oneSizeOf(tensor, layout);
  const isOneMap = size !== undefined && (shape.length < 4 || shape[1] === 1 || shape[3] === 1);
  const isHot = shape.length > 2 && isOneHot(tensor, layout);
  if (isOneMap && isHot && classAxisOf(tensor, layout) > 1) {
    throw ambiguous(
      "source",
      "labels or one-hot scores",
      `integers of ${formatShape(shape)} that could be either`,
      "give labels the shape [height, width], and scores as floats",
    );
  }
  if (isOneMap) {
    return { data: readLabels(tensor.data, "source.data"), ...size };
  }
  if (isHot) return argmaxOf(tensor, layout);
  throw oneImageError(tensor, "labels, or one-hot scores");
}

function argmaxOf(tensor: CheckedTensor, layout: ScoreLayout): LabelMap {
  if (tensor.shape.length > 2 && classAxisOf(tensor, layout) === 1) {
    const size = oneSizeOf(tensor, layout);
    if (size === undefined) throw oneImageError(tensor, "one value a pixel");
    const labels = valuesOf(asScoreTensor(tensor, layout, "source"), "source", false);
    return { data: labels as Uint8Array, ...size };
  }
  const type = tensor.isFloat16 ? "float16" : undefined;
  const labels = argmaxLabels({ ...tensor, type }, { layout });
  const [width = 0, height = 0, batchSize = 1] = [...labels.shape].reverse();
  if (batchSize !== 1) throw oneImageError(tensor, "scores");
  return { data: labels.data, width, height };
}

function oneImageError({ shape }: CheckedTensor, what: string): RangeError {
  return wrongShape(
    "source.shape",
    `one image of ${what}`,
    formatShape(shape),
    "take the images of a batch apart",
  );
}
