import { ambiguous, sizesDiffer, wrongShape, wrongType } from "../errors/argument.js";
import { describe, formatShape } from "../errors/describe.js";
import type { ImageSizes, PixelSource, PixelValues, ScoreLayout } from "../types.js";
import { hasShape, isImage, labelsOfPixels, readPixels } from "./image.js";
import { readValues } from "./labels.js";
import { float16ToFloat32 } from "./float16.js";
import type { RasterSize } from "./raster.js";
import { elementCount } from "./strides.js";
import { asScoreTensor, type CheckedTensor, readTensor, requireLength } from "./tensor.js";
import { typedArrayName } from "./typedArray.js";

/** Both sides of a count, of one size. */
export interface Sides extends ImageSizes {
  readonly groundTruth: PixelSource;
  readonly prediction: PixelSource;
  /** Classes that the sides tell by their form; undefined where labels alone are counted. */
  readonly numClasses: number | undefined;
}

/** What the values of a side are. */
type Meaning = "labels" | "scores";

/** How a side's pixels are cut into images. */
export interface ImageForm {
  readonly batchSize: number;
  /** Of each image or volume. */
  readonly size: RasterSize;
}

interface Side {
  readonly source: PixelSource;
  /** What its shape can mean, the likeliest first; a bare array does not say. */
  readonly forms: readonly ImageForm[];
}

/**
 * Reads both sides, and tells labels from scores: floats are scores; integers of one or two dimensions, images and bare
 * arrays are labels; integers of three or four dimensions are what fits the other side's pixels.
 *
 * @param hasThreshold whether floats may be one a pixel in any form of labels: then they have no class axis
 */
export function readSides(
  groundTruth: unknown,
  prediction: unknown,
  layout: ScoreLayout,
  numClasses: number | undefined,
  hasThreshold: boolean,
): Sides {
  const truth = readSide(groundTruth, "groundTruth", hasThreshold);
  const predicted = readSide(prediction, "prediction", hasThreshold);
  // After both are read: reading one may run a caller's code.
  const [truthMeaning, predictedMeaning] = meaningsOf(truth, predicted, layout, numClasses, hasThreshold);
  const t = asSide(truth, truthMeaning, layout, "groundTruth");
  const p = asSide(predicted, predictedMeaning, layout, "prediction");
  const pixels = pixelsOf(t);
  if (pixels !== pixelsOf(p)) {
    throw sizesDiffer("prediction", `${pixels} pixels, as many as groundTruth`, String(pixelsOf(p)));
  }
  const batchSize = sharedForm(t.forms, p.forms)?.batchSize ?? 1;
  return {
    groundTruth: t.source,
    prediction: p.source,
    batchSize,
    pixelCount: pixels / batchSize,
    numClasses: classesOf([truth, predicted], [t, p], layout),
  };
}

/** @returns bare labels or values, or a tensor; an image is one of height x width labels */
function readSide(value: unknown, argument: string, takesFloats: boolean): PixelValues | CheckedTensor {
  if (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) ||
    typedArrayName(value) !== undefined
  ) {
    return readValues(value, argument, takesFloats);
  }
  if (isImage(value, argument)) {
    const pixels = readPixels(value, argument);
    return {
      data: labelsOfPixels(pixels, argument),
      isFloat16: false,
      shape: [pixels.height, pixels.width],
    };
  }
  if (!hasShape(value, argument)) {
    throw wrongType(
      argument,
      "labels in an integer typed array, a tensor (data with shape or dims), an image (data, width, height) or a canvas",
      describe(value),
    );
  }
  return readTensor(value, argument);
}

export function isFloat({ data, isFloat16 }: CheckedTensor): boolean {
  return isFloat16 || data[Symbol.toStringTag].startsWith("Float");
}

/** What a side is whatever stands beside it; undefined where it could be either. */
function certainMeaning(
  side: PixelValues | CheckedTensor,
  layout: ScoreLayout,
  hasThreshold: boolean,
): Meaning | undefined {
  if (ArrayBuffer.isView(side)) return "labels";
  if (isFloat(side)) return hasThreshold && side.shape.length < 3 ? "labels" : "scores";
  const rank = side.shape.length;
  // Of one class, 0 and 1 are the same as labels and as scores; other integers can only be labels.
  return rank < 3 || rank > 4 || classAxisOf(side, layout) === 1 ? "labels" : undefined;
}

/** How many classes a tensor has, were it one of scores. */
export function classAxisOf({ shape }: CheckedTensor, layout: ScoreLayout): number {
  return shape.at(layout === "channelsLast" ? -1 : -3) as number;
}

function meaningsOf(
  truth: PixelValues | CheckedTensor,
  predicted: PixelValues | CheckedTensor,
  layout: ScoreLayout,
  numClasses: number | undefined,
  hasThreshold: boolean,
): readonly [Meaning, Meaning] {
  const t = certainMeaning(truth, layout, hasThreshold);
  const p = certainMeaning(predicted, layout, hasThreshold);
  if (t !== undefined && p !== undefined) return [t, p];
  if (t !== undefined) {
    const pixels = pixelsOf(asSide(truth, t, layout, "groundTruth"));
    return [t, meaningBeside(predicted as CheckedTensor, pixels, layout, "prediction", "groundTruth")];
  }
  if (p !== undefined) {
    const pixels = pixelsOf(asSide(predicted, p, layout, "prediction"));
    return [meaningBeside(truth as CheckedTensor, pixels, layout, "groundTruth", "prediction"), p];
  }
  return meaningsOfIntegers(truth as CheckedTensor, predicted as CheckedTensor, layout, numClasses);
}

/** What integers are beside a side of so many pixels. They have a class axis of 2 or more, so one reading fits at most. */
function meaningBeside(
  tensor: CheckedTensor,
  pixels: number,
  layout: ScoreLayout,
  argument: string,
  other: string,
): Meaning {
  const length = elementCount(tensor.shape);
  if (length === pixels) return "labels";
  if (length / classAxisOf(tensor, layout) === pixels) return "scores";
  throw sizesDiffer(
    argument,
    `${pixels} pixels, as many as ${other}, as labels or with a class axis`,
    `integers of ${formatShape(tensor.shape)}`,
  );
}

/** Two tensors of integers, each of which could be labels or, of classes 2 or more, scores. */
function meaningsOfIntegers(
  truth: CheckedTensor,
  predicted: CheckedTensor,
  layout: ScoreLayout,
  numClasses: number | undefined,
): readonly [Meaning, Meaning] {
  const [t, p] = [elementCount(truth.shape), elementCount(predicted.shape)];
  const classes = classAxisOf(truth, layout);
  const [tPixels, pPixels] = [t / classes, p / classAxisOf(predicted, layout)];
  if (t !== p) {
    if (tPixels === p) return ["scores", "labels"];
    if (t === pPixels) return ["labels", "scores"];
    return tPixels === pPixels ? ["scores", "scores"] : ["labels", "labels"];
  }
  if (tPixels !== pPixels) return ["labels", "labels"];
  const form = `integers of ${formatShape(truth.shape)}`;
  if (numClasses === undefined) {
    throw ambiguous("numClasses", "a number, which tells labels from one-hot scores", `${form} and none`);
  }
  // An image may be as wide as there are classes, and a row of labels look one-hot: then neither is guessed.
  const isHot = isOneHot(truth, layout) || isOneHot(predicted, layout);
  const fitsScores = classes === numClasses;
  if (fitsScores !== isHot || (fitsScores && [truth, predicted].some(hasFormOfLabels))) {
    throw ambiguous(
      "prediction",
      `labels, or one-hot scores of ${numClasses} classes`,
      `${form} that could be either`,
      "pass labels as height x width or a bare array, one-hot scores as floats",
    );
  }
  return isHot ? ["scores", "scores"] : ["labels", "labels"];
}

/** [B, H, W] and [B, 1, H, W]. Four dimensions without a 1 are labels of volumes only, or scores. */
function hasFormOfLabels({ shape }: CheckedTensor): boolean {
  return shape.length === 3 || shape[1] === 1;
}

/** Whether every pixel has a single 1 and else 0; of labels, the first pixels tell. */
export function isOneHot(tensor: CheckedTensor, layout: ScoreLayout): boolean {
  const { data, shape } = tensor;
  const classes = classAxisOf(tensor, layout);
  const planeStep = layout === "channelsLast" ? 1 : (shape.at(-1) as number) * (shape.at(-2) as number);
  const pixels = data.length / classes;
  for (let pixel = 0; pixel < pixels; pixel++) {
    // Channels last: planeStep is 1, and a pixel's scores follow those of the pixel before.
    const first = (pixel % planeStep) + (pixel - (pixel % planeStep)) * classes;
    let ones = 0;
    for (let c = 0; c < classes; c++) {
      const value = Number(data[first + c * planeStep]);
      if (value !== 0 && value !== 1) return false;
      ones += value;
    }
    if (ones !== 1) return false;
  }
  return true;
}

function asSide(
  side: PixelValues | CheckedTensor,
  meaning: Meaning,
  layout: ScoreLayout,
  argument: string,
): Side {
  // Anew: reading the other side may have taken its memory away.
  if (ArrayBuffer.isView(side)) return { source: readValues(side, argument, true), forms: [] };
  if (meaning === "labels") {
    return { source: asLabels(side, argument), forms: formsOfLabels(side, layout, argument) };
  }
  const source = asScoreTensor(side, layout, argument);
  const [height, width] = (layout === "channelsLast" ? side.shape.slice(-3, -1) : side.shape.slice(-2)) as [
    number,
    number,
  ];
  return { source, forms: [{ batchSize: source.batchSize, size: [1, height, width] }] };
}

function asLabels(tensor: CheckedTensor, argument: string): PixelValues {
  requireLength(tensor, argument);
  const data = tensor.isFloat16 ? float16ToFloat32(tensor.data as Uint16Array) : tensor.data;
  return readValues(data, `${argument}.data`, isFloat(tensor));
}

/**
 * [P], [H, W], [B, H, W], [B, D, H, W], and these with an axis of one class in its place. [B, H, 1] may be an image of one
 * class or images one pixel wide: the other side tells.
 */
export function formsOfLabels(
  tensor: CheckedTensor,
  layout: ScoreLayout,
  argument: string,
): readonly ImageForm[] {
  const { shape } = tensor;
  if (shape.length === 0 || shape.length > 4) {
    throw wrongShape(`${argument}.shape`, "height x width, or batch x height x width", formatShape(shape));
  }
  if (shape.length < 2) return [];
  if (shape.length === 2) return [formOf(shape)];
  if (layout === "channelsFirst" && classAxisOf(tensor, layout) === 1)
    return [formOf([...shape.slice(0, -3), ...shape.slice(-2)])];
  return shape.at(-1) === 1 ? [formOf(shape.slice(0, -1)), formOf(shape)] : [formOf(shape)];
}

/** [H, W], [B, H, W] or [B, D, H, W]. */
function formOf(sizes: readonly number[]): ImageForm {
  const [width = 1, height = 1, ...rest] = [...sizes].reverse();
  const batchSize = rest.pop() ?? 1;
  return { batchSize, size: [rest[0] ?? 1, height, width] };
}

/** Masks that are transposed, or cut into other images, have as many pixels, too. */
function sharedForm(truth: readonly ImageForm[], predicted: readonly ImageForm[]): ImageForm | undefined {
  const [t, p] = [truth[0], predicted[0]];
  if (t === undefined || p === undefined) return t ?? p;
  const form = truth.find((one) => predicted.some((other) => isSameForm(one, other)));
  if (form !== undefined) return form;
  if (t.batchSize !== p.batchSize) {
    throw sizesDiffer("prediction", `${t.batchSize} images, as groundTruth has`, String(p.batchSize));
  }
  throw sizesDiffer(
    "prediction",
    `${rowsOf(t)} x ${t.size[2]} pixels (height x width), as groundTruth has`,
    `${rowsOf(p)} x ${p.size[2]}`,
    "transpose or reshape it",
  );
}

/** Of as many pixels, batches alike and rows alike. */
function isSameForm(one: ImageForm, other: ImageForm): boolean {
  // A single row or column is a list of pixels, of any image.
  const isList = [one, other].some((form) => rowsOf(form) === 1 || form.size[2] === 1);
  return one.batchSize === other.batchSize && (isList || one.size[2] === other.size[2]);
}

/** The slices of a volume stand one below the other. */
function rowsOf({ size }: ImageForm): number {
  return size[0] * size[1];
}

function pixelsOf({ source }: Side): number {
  return ArrayBuffer.isView(source) ? source.length : source.batchSize * source.pixelCount;
}

/** One value a pixel, where scores could stand, is background or foreground. */
function classesOf(
  given: readonly (PixelValues | CheckedTensor)[],
  sides: readonly Side[],
  layout: ScoreLayout,
): number | undefined {
  const counts = sides.flatMap(({ source }, i) => {
    if (!ArrayBuffer.isView(source)) return [source.numClasses];
    const tensor = given[i] as PixelValues | CheckedTensor;
    const isMask =
      !ArrayBuffer.isView(tensor) && tensor.shape.length > 2 && classAxisOf(tensor, layout) === 1;
    return isMask ? [1] : [];
  });
  return counts.length === 0 ? undefined : Math.max(2, ...counts);
}
