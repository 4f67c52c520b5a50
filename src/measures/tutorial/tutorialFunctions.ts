import { getCounter } from "../../counting/backend.js";
import { meanOverClasses, SMOOTH } from "./tutorialScores.js";
import { sizesDiffer, wrongType, wrongValue } from "../../errors/argument.js";
import { describe, formatShape } from "../../errors/describe.js";
import { countConfusion, type LayoutOptions, readLayout } from "../../counting/countFunctions.js";
import {
  LabelOverlap,
  type MetricName,
  metricsOf,
  type MetricsOptions,
  type MetricsRequest,
  type MetricType,
  readMetricsRequest,
  readSoftRequest,
  softTableOf,
} from "./metricsRequest.js";
import type { ClassTable, OverlapSums, TensorLike } from "../../types.js";
import { readBoolean, readFiniteNumber, readOptions } from "../../reading/options.js";
import { asScoreTensor, readClassTable, readTensor } from "../../reading/tensor.js";

// The tutorial's functions under the tutorial's names, argument order and arithmetic: people port code by pasting it.

/** What mean_class reads beside its tables. */
export interface MeanClassSettings {
  /** Leave the last class out; default true. Off when there is only one. */
  readonly drop_last?: boolean | undefined;
  /** One value a class in place of their mean; default false. */
  readonly mean_per_class?: boolean | undefined;
  /** Average everything, present or not; default false. */
  readonly naive?: boolean | undefined;
  /** Added to the numerator of a class's mean when mean_per_class; default 0.001. The denominator always has 0.001. */
  readonly smooth?: number | undefined;
}

/**
 * IoU or Dice of class scores, the tutorial's way: a score for every image and class, averaged over images,
 * then classes. With s = 0.001, I, T, P the sums over an image's pixels and U = T + P - I:
 * iou = (I + s) / (U + s), dice = (2 I + s) / (T + P + s).
 *
 * - "standard": both tensors are argmaxed (the first of equal maxima; a NaN counts as the maximum; with one
 *   class, > 0). Each class is averaged over the images that have it in truth or prediction, then the classes
 *   that are there at all; NaN when none is.
 * - "soft": the same on the tensors as they are, summing |t * p|, |t| and |p| in float64.
 * - "naive": as "standard", but everything is averaged: an absent class scores 1.
 *
 * @param y_true tensor of B x H x W x N, or H x W x N for one image: one-hot, probabilities or any scores;
 *   `{ data, shape }` (with stride and offset or fortranOrder, too), `{ data, dims }` or a TensorFlow.js tensor; data in a
 *   plain array, a Float32Array (fastest), a
 *   Float64Array, an integer array, booleans as Uint8Array, float16 as Float16Array or as its bits in a Uint16Array
 *   where the tensor's type is "float16". A pixel of all zeros argmaxes to class 0. Not "soft": also a label map,
 *   integers of y_pred's shape without the class axis, which counts as its one-hot
 * @param y_pred the same, of the same shape
 * @param metric_name "iou" or "dice"
 * @param metric_type "standard", "soft" or "naive", or an object with metric_type, drop_last, mean_per_class and layout
 * @param drop_last leave the last class out (the tutorial's background); off when N is 1
 * @param mean_per_class one value a class; not "naive": (sum over images + s) / (images with the class + s)
 * @returns the mean, or a Float64Array of one value a class where mean_per_class
 * @throws {TypeError} an argument is of the wrong kind, disposed or detached
 * @throws {RangeError} shapes differ, lengths do not fit, or a name is unknown
 * @see `I. Milon, "Metrics for semantic segmentation"`: the tutorial; its arithmetic made to run
 * @example
 * const y = { data: Float32Array.of(1, 0, 0, 1), shape: [1, 1, 2, 2] };
 * metrics_np(y, y, "iou", "standard", false) // 1
 */
export function metrics_np(
  y_true: TensorLike,
  y_pred: TensorLike,
  metric_name: MetricName,
  metric_type: MetricType | undefined,
  drop_last: boolean | undefined,
  mean_per_class: true,
): Float64Array;
export function metrics_np(
  y_true: TensorLike,
  y_pred: TensorLike,
  metric_name: MetricName,
  options: MetricsOptions & { readonly mean_per_class: true },
): Float64Array;
export function metrics_np(
  y_true: TensorLike,
  y_pred: TensorLike,
  metric_name: MetricName,
  metric_type?: MetricType,
  drop_last?: boolean,
  mean_per_class?: false,
): number;
export function metrics_np(
  y_true: TensorLike,
  y_pred: TensorLike,
  metric_name: MetricName,
  options: MetricsOptions & { readonly mean_per_class?: false | undefined },
): number;
export function metrics_np(
  y_true: TensorLike,
  y_pred: TensorLike,
  metric_name: MetricName,
  metric_type?: MetricType | MetricsOptions,
  drop_last?: boolean,
  mean_per_class?: boolean,
): number | Float64Array;
export function metrics_np(
  y_true: TensorLike,
  y_pred: TensorLike,
  metric_name: MetricName,
  metric_type?: MetricType | MetricsOptions,
  drop_last?: boolean,
  mean_per_class?: boolean,
): number | Float64Array {
  const request = readMetricsRequest(y_true, y_pred, metric_name, metric_type, drop_last, mean_per_class);
  return metricsOf(request, overlapOf(request));
}

function overlapOf({ options, groundTruth, prediction }: MetricsRequest): OverlapSums {
  if (ArrayBuffer.isView(groundTruth)) {
    const overlap = new LabelOverlap(groundTruth, prediction);
    for (let image = 0; image < prediction.batchSize; image++) {
      overlap.add(image, countConfusion(overlap.request(image)));
    }
    return overlap.sums();
  }
  const counter = getCounter();
  return options.metric_type === "soft"
    ? counter.sumOverlap(groundTruth, prediction)
    : counter.countOverlap(groundTruth, prediction);
}

/** metrics_np(y_true, y_pred, "iou"): the standard mean IoU, last class left out. */
export function mean_iou(y_true: TensorLike, y_pred: TensorLike, ...none: readonly never[]): number {
  refuseOptions("mean_iou", none);
  return metrics_np(y_true, y_pred, "iou");
}

/** metrics_np(y_true, y_pred, "dice"): the standard mean Dice, last class left out. */
export function mean_dice(y_true: TensorLike, y_pred: TensorLike, ...none: readonly never[]): number {
  refuseOptions("mean_dice", none);
  return metrics_np(y_true, y_pred, "dice");
}

/** An option that is passed to a function without options must not be left out silently. */
function refuseOptions(name: string, rest: readonly unknown[]): void {
  if (rest.some((value) => value !== undefined)) {
    throw wrongType(
      name,
      "y_true and y_pred and nothing else",
      describe(rest[0]),
      "metrics_np takes options",
    );
  }
}

/**
 * IoU of every image and class of the tensors as they are: (I + 0.001) / (U + 0.001) with I = sum |t * p|,
 * U = sum |t| + sum |p| - I over the image's pixels, in float64. On one-hot tensors this is the hard IoU.
 *
 * @param y_true B x H x W x N or H x W x N, as for metrics_np
 * @param y_pred the same, of the same shape
 * @param options layout: "channelsLast" (default) or "channelsFirst"
 * @returns data and shape [B, N]
 * @throws {TypeError | RangeError} as metrics_np
 */
export function IoU_coeff(y_true: TensorLike, y_pred: TensorLike, options: LayoutOptions = {}): ClassTable {
  return softScores(y_true, y_pred, "iou", options);
}

/** As IoU_coeff: (2 I + 0.001) / (sum |t| + sum |p| + 0.001). */
export function dice_coeff(y_true: TensorLike, y_pred: TensorLike, options: LayoutOptions = {}): ClassTable {
  return softScores(y_true, y_pred, "dice", options);
}

function softScores(yTrue: unknown, yPred: unknown, metric: MetricName, options: unknown): ClassTable {
  const [groundTruth, prediction] = readSoftRequest(yTrue, yPred, readLayout(options));
  return softTableOf(getCounter().sumOverlap(groundTruth, prediction), metric, prediction);
}

/**
 * The tutorial's mean of a table of scores: each class over the images that have it, then over the classes
 * that are there at all.
 *
 * @param mask B x N of 0 and 1: which class is in which image
 * @param metric B x N scores, as IoU_coeff returns them
 * @param options drop_last (default true), mean_per_class (false), naive (false), smooth (0.001)
 * @returns the mean (NaN when no class is there), or one value a class where mean_per_class
 * @throws {TypeError} an argument is of the wrong kind
 * @throws {RangeError} shapes differ, the mask holds something else than 0 and 1, or an option is unknown
 * @example
 * mean_class({ data: Uint8Array.of(1, 0), shape: [1, 2] }, { data: Float64Array.of(0.5, 1), shape: [1, 2] },
 *   { drop_last: false }) // 0.5
 */
export function mean_class(
  mask: TensorLike,
  metric: TensorLike,
  options: MeanClassSettings & { readonly mean_per_class: true },
): Float64Array;
export function mean_class(
  mask: TensorLike,
  metric: TensorLike,
  options?: MeanClassSettings & { readonly mean_per_class?: false | undefined },
): number;
export function mean_class(
  mask: TensorLike,
  metric: TensorLike,
  options?: MeanClassSettings,
): number | Float64Array;
export function mean_class(
  mask: TensorLike,
  metric: TensorLike,
  options: MeanClassSettings = {},
): number | Float64Array {
  const maskTable = readClassTable(mask, "mask");
  const metricTable = readClassTable(metric, "metric");
  if (maskTable.shape.some((size, axis) => size !== metricTable.shape[axis])) {
    throw sizesDiffer(
      "metric.shape",
      `the shape of mask, ${formatShape(maskTable.shape)}`,
      formatShape(metricTable.shape),
    );
  }
  const wrong = maskTable.data.findIndex((value) => value !== 0 && value !== 1);
  if (wrong >= 0) {
    throw wrongValue("mask.data", "0 or 1", `${maskTable.data[wrong] as number} at element ${wrong}`);
  }
  const {
    drop_last = true,
    mean_per_class = false,
    naive = false,
    smooth = SMOOTH,
  } = readOptions(options, ["drop_last", "mean_per_class", "naive", "smooth"], "options");
  return meanOverClasses(maskTable, metricTable, {
    drop_last: readBoolean(drop_last, "drop_last"),
    mean_per_class: readBoolean(mean_per_class, "mean_per_class"),
    naive: readBoolean(naive, "naive"),
    smooth: readFiniteNumber(smooth, "smooth"),
  });
}

/**
 * The argmax one-hot of a tensor, for those who want to see it; no score is computed from it.
 *
 * @param y B x H x W x N or H x W x N scores, as for metrics_np
 * @returns a tensor of the same shape: 1 at each pixel's highest score (the first of equals; a NaN counts as the
 *   maximum), else 0; with one class, 1 where the score is > 0
 * @throws {TypeError | RangeError} as metrics_np
 * @example one_hot({ data: Float32Array.of(0.2, 0.8), shape: [1, 1, 2] }).data // 0 1
 */
export function one_hot(y: TensorLike, options: LayoutOptions = {}): { data: Float32Array; shape: number[] } {
  const layout = readLayout(options);
  const tensor = readTensor(y, "y");
  const scores = asScoreTensor(tensor, layout, "y");
  const { pixelCount, numClasses } = scores;
  const labels = getCounter().argmaxLabels(scores);
  const data = new Float32Array(scores.data.length);
  if (numClasses === 1) {
    data.set(labels);
  } else {
    labels.forEach((label, pixel) => {
      const image = Math.floor(pixel / pixelCount);
      const place =
        layout === "channelsLast"
          ? pixel * numClasses + label
          : (image * numClasses + label) * pixelCount + (pixel - image * pixelCount);
      data[place] = 1;
    });
  }
  return { data, shape: [...tensor.shape] };
}
