import { addConfusion, emptyOverlapSums } from "../../counting/overlapSums.js";
import { stripOf } from "../../counting/strips.js";
import {
  meanOverClasses,
  type OverlapMetric,
  presenceMask,
  SMOOTH,
  smoothedScores,
} from "./tutorialScores.js";
import { wrongType } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import type {
  ClassTable,
  ConfusionMatrix,
  Labels,
  OverlapSums,
  ScoreLayout,
  ScoreTensor,
} from "../../types.js";
import type { ConfusionRequest } from "../../counting/confusionRequest.js";
import { readLabels } from "../../reading/labels.js";
import { readBoolean, readChoice, readOptions } from "../../reading/options.js";
import {
  asScoreTensor,
  asScoreTensors,
  type CheckedTensor,
  LAYOUTS,
  readTensor,
} from "../../reading/tensor.js";

// What metrics_np does before and after it counts: shared with those who count elsewhere (pool/).

export type MetricName = OverlapMetric;
export type MetricType = "standard" | "soft" | "naive";

/** The last three arguments of metrics_np by name. */
export interface MetricsOptions {
  readonly metric_type?: MetricType | undefined;
  readonly drop_last?: boolean | undefined;
  readonly mean_per_class?: boolean | undefined;
  /** Where the class axis stands: "channelsLast" (B x H x W x N, the default) or "channelsFirst" (B x N x H x W). */
  readonly layout?: ScoreLayout | undefined;
}

/** What metrics_np was asked, checked. */
export interface MetricsRequest {
  readonly metric: MetricName;
  readonly options: CheckedMetricsOptions;
  /** Labels: a label map of prediction's images. */
  readonly groundTruth: ScoreTensor | Labels;
  readonly prediction: ScoreTensor;
}

interface CheckedMetricsOptions {
  readonly metric_type: MetricType;
  readonly drop_last: boolean;
  readonly mean_per_class: boolean;
  readonly layout: ScoreLayout;
}

/** Checks the arguments of metrics_np. */
export function readMetricsRequest(
  yTrue: unknown,
  yPred: unknown,
  metricName: unknown,
  metricType: unknown,
  dropLast: unknown,
  meanPerClass: unknown,
): MetricsRequest {
  const metric = readChoice(metricName, ["iou", "dice"], "metric_name");
  const options = readMetricsOptions(metricType, dropLast, meanPerClass);
  const { metric_type, layout } = options;
  const truth = readTensor(yTrue, "y_true");
  const predicted = readTensor(yPred, "y_pred");
  if (metric_type !== "soft" && isLabelMapOf(truth, predicted, layout)) {
    const prediction = asScoreTensor(predicted, layout, "y_pred");
    return { metric, options, groundTruth: readLabels(truth.data, "y_true.data"), prediction };
  }
  const [groundTruth, prediction] = asScoreTensors(truth, predicted, layout);
  return { metric, options, groundTruth, prediction };
}

/** Whether truth has the shape of the prediction without its class axis. No tensor of scores has. */
function isLabelMapOf(truth: CheckedTensor, predicted: CheckedTensor, layout: ScoreLayout): boolean {
  const shape = [...predicted.shape];
  shape.splice(layout === "channelsLast" ? -1 : -3, 1);
  return (
    predicted.shape.length >= 3 &&
    truth.shape.length === shape.length &&
    truth.shape.every((size, axis) => size === shape[axis])
  );
}

function readMetricsOptions(
  metricType: unknown,
  dropLast: unknown,
  meanPerClass: unknown,
): { metric_type: MetricType; drop_last: boolean; mean_per_class: boolean; layout: ScoreLayout } {
  let options: Record<string, unknown> = {
    metric_type: metricType,
    drop_last: dropLast,
    mean_per_class: meanPerClass,
  };
  if (metricType !== undefined && typeof metricType !== "string") {
    options = readOptions(
      metricType,
      ["metric_type", "drop_last", "mean_per_class", "layout"],
      "metric_type",
    );
    if (dropLast !== undefined || meanPerClass !== undefined) {
      throw wrongType(
        dropLast === undefined ? "mean_per_class" : "drop_last",
        "nothing after an options object",
        describe(dropLast ?? meanPerClass),
        "put it into the object",
      );
    }
  }
  const {
    metric_type = "standard",
    drop_last = true,
    mean_per_class = false,
    layout = "channelsLast",
  } = options;
  return {
    metric_type: readChoice(metric_type, ["standard", "soft", "naive"], "metric_type"),
    drop_last: readBoolean(drop_last, "drop_last"),
    mean_per_class: readBoolean(mean_per_class, "mean_per_class"),
    layout: readChoice(layout, LAYOUTS, "layout"),
  };
}

/** The number, or the number of each class, that a request's sums give. */
export function metricsOf(
  { metric, options, prediction }: MetricsRequest,
  sums: OverlapSums,
): number | Float64Array {
  return meanOverClasses(
    classTable(presenceMask(sums), prediction),
    classTable(smoothedScores(sums, metric), prediction),
    { ...options, naive: options.metric_type === "naive", smooth: SMOOTH },
  );
}

export function classTable(data: Float64Array, { batchSize, numClasses }: ScoreTensor): ClassTable {
  return { data, shape: [batchSize, numClasses] };
}

/** The sums of labels against scores, image by image, since the tutorial averages over images. */
export class LabelOverlap {
  readonly #labels: Labels;
  readonly #prediction: ScoreTensor;
  /** One score a pixel is thresholded: what is counted then is the foreground, label 1 of two. */
  readonly #labelClasses: number;
  readonly #sums: OverlapSums;

  constructor(labels: Labels, prediction: ScoreTensor) {
    this.#labels = labels;
    this.#prediction = prediction;
    this.#labelClasses = Math.max(2, prediction.numClasses);
    this.#sums = emptyOverlapSums(prediction.batchSize, this.#labelClasses);
  }

  /** What is to be counted of one image. */
  request(image: number): ConfusionRequest {
    const { pixelCount } = this.#prediction;
    const strip = { firstImage: image, imageCount: 1, firstPixel: 0, pixelCount };
    const groundTruth = stripOf(this.#labels, pixelCount, strip);
    const prediction = stripOf(this.#prediction, pixelCount, strip);
    return {
      sides: { groundTruth, prediction, batchSize: 1, pixelCount },
      numClasses: this.#labelClasses,
      ignoreIndex: undefined,
    };
  }

  add(image: number, matrix: ConfusionMatrix): void {
    addConfusion(this.#sums, image, matrix);
  }

  sums(): OverlapSums {
    if (this.#prediction.numClasses > 1) return this.#sums;
    const foreground = (areas: Float64Array): Float64Array => areas.filter((_, i) => i % 2 === 1);
    return {
      intersection: foreground(this.#sums.intersection),
      groundTruthArea: foreground(this.#sums.groundTruthArea),
      predictionArea: foreground(this.#sums.predictionArea),
    };
  }
}

/** What IoU_coeff and dice_coeff were asked: two tensors of one shape, checked. */
export function readSoftRequest(
  yTrue: unknown,
  yPred: unknown,
  layout: ScoreLayout,
): [ScoreTensor, ScoreTensor] {
  return asScoreTensors(readTensor(yTrue, "y_true"), readTensor(yPred, "y_pred"), layout);
}

/** The table of a metric from soft sums. */
export function softTableOf(sums: OverlapSums, metric: OverlapMetric, shape: ScoreTensor): ClassTable {
  return classTable(smoothedScores(sums, metric), shape);
}
