import { wrongType } from "../errors/argument.js";
import { failure } from "../errors/problem.js";
import { describe } from "../errors/describe.js";
import {
  type ArgmaxedLabels,
  type BinaryOverlap,
  type BitPackedOptions,
  labelMapOf,
  type LayoutOptions,
  matrixOf,
  overlapOf,
  readArgmaxRequest,
  readBinaryRequest,
  readLayout,
} from "../counting/countFunctions.js";
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
} from "../measures/tutorial/metricsRequest.js";
import type { ClassTable, ConfusionCounts, ConfusionMatrix, OverlapSums, TensorLike } from "../types.js";
import { planCount } from "../counting/countPlan.js";
import {
  type ConfusionMatrixOptions,
  type ConfusionRequest,
  type LabelsOrScores,
  readConfusionRequest,
} from "../counting/confusionRequest.js";
import { readInteger, readOptions } from "../reading/options.js";
import { defaultThreads, spawner } from "./poolPlatform.js";
import { PooledCounter, stripLimits } from "./pooledCounter.js";
import { WorkerSet, type WorkerErrors } from "../workers/workerSet.js";
import type { PoolRequests } from "./poolRequests.js";
import { WholeImagePool } from "./wholeImagePool.js";

const MAX_THREADS = 256;

export interface ScoringPoolOptions {
  /** Workers, 1 to 256; default: as many as the machine runs at once. */
  readonly threads?: number | undefined;
  /** Address of maskscore/pool/worker where a bundler has put it elsewhere; default: beside this module. */
  readonly workerUrl?: URL | string | undefined;
}

/**
 * Makes a pool of workers (Web Workers, or threads of Node's) with the functions of the public door, promised: pixels are
 * cut into strips, the strips counted side by side, and the counts added. They are the same integers, and the scores
 * the same to the last bit.
 *
 * Arrays over a SharedArrayBuffer are read where they are: leave them as they are until the promise settles. Of all
 * others a copy is made at the call. Below a megabyte or two a pool is no faster than the plain functions.
 *
 * An idle pool keeps no process alive. A worker that dies rejects the call that it counted for and is replaced.
 *
 * @throws {TypeError | RangeError} an option is wrong
 * @throws {Error} there are no workers here
 * @example
 * const pool = createScoringPool({ threads: 2 });
 * const mask = new Uint8Array(new SharedArrayBuffer(4096 * 4096));
 * await pool.mean_iou(yTrue, yPred);
 * await pool.close();
 */
export function createScoringPool(options: ScoringPoolOptions = {}): ScoringPool {
  const { threads: given, workerUrl } = readOptions(options, ["threads", "workerUrl"], "options");
  if (workerUrl !== undefined && typeof workerUrl !== "string" && !(workerUrl instanceof URL)) {
    throw wrongType("workerUrl", "a URL", describe(workerUrl));
  }
  const threads =
    given === undefined
      ? Math.min(defaultThreads(), MAX_THREADS)
      : readInteger(given, "threads", 1, MAX_THREADS);
  return new ScoringPool(threads, new WorkerSet({ threads, spawn: spawner(workerUrl), errors: ERRORS }));
}

const ERRORS: WorkerErrors = {
  died: (reason, cause) =>
    failure(
      Error,
      { code: "worker-died", got: reason },
      `a scoring worker died while it counted: ${reason}; the pool goes on, try again`,
      { cause },
    ),
  unstartable: (reason, cause) =>
    failure(
      Error,
      { code: "workers-unavailable", got: reason },
      `scoring workers do not start here: ${reason}; score without a pool, or pass workerUrl`,
      { cause },
    ),
  closed: () => failure(Error, { code: "pool-closed" }, "the scoring pool is closed; create another one"),
};

/** Made by createScoringPool. Every function takes and gives what the one of its name does, and rejects where that throws. */
export class ScoringPool extends WholeImagePool {
  readonly threads: number;
  readonly #workers: WorkerSet<PoolRequests>;
  readonly #counter: PooledCounter;

  /** @internal */
  constructor(threads: number, workers: WorkerSet<PoolRequests>) {
    super(workers);
    this.threads = threads;
    this.#workers = workers;
    this.#counter = new PooledCounter(workers, stripLimits(threads));
  }

  async confusionMatrix(
    groundTruth: LabelsOrScores,
    prediction: LabelsOrScores,
    options: ConfusionMatrixOptions = {},
  ): Promise<ConfusionMatrix> {
    const { sides, rules } = readConfusionRequest(groundTruth, prediction, options);
    const { request, finish } = planCount(sides, rules);
    return finish(await this.#count(request));
  }

  async binaryOverlap(
    groundTruth: Uint8Array | Uint8ClampedArray,
    prediction: Uint8Array | Uint8ClampedArray,
    options?: BitPackedOptions,
  ): Promise<BinaryOverlap> {
    const request = readBinaryRequest(groundTruth, prediction, options);
    const { groundTruth: truth, prediction: predicted, rows } = request;
    return overlapOf(
      await (rows === undefined
        ? this.#counter.countBinary(truth, predicted)
        : this.#counter.countPacked(truth, predicted, rows)),
      request,
    );
  }

  async argmaxLabels(scores: TensorLike, options: LayoutOptions = {}): Promise<ArgmaxedLabels> {
    const request = readArgmaxRequest(scores, options);
    return labelMapOf(await this.#counter.argmaxLabels(request.scores), request);
  }

  metrics_np(
    y_true: TensorLike,
    y_pred: TensorLike,
    metric_name: MetricName,
    metric_type: MetricType | undefined,
    drop_last: boolean | undefined,
    mean_per_class: true,
  ): Promise<Float64Array>;
  metrics_np(
    y_true: TensorLike,
    y_pred: TensorLike,
    metric_name: MetricName,
    options: MetricsOptions & { readonly mean_per_class: true },
  ): Promise<Float64Array>;
  metrics_np(
    y_true: TensorLike,
    y_pred: TensorLike,
    metric_name: MetricName,
    metric_type?: MetricType,
    drop_last?: boolean,
    mean_per_class?: false,
  ): Promise<number>;
  metrics_np(
    y_true: TensorLike,
    y_pred: TensorLike,
    metric_name: MetricName,
    options: MetricsOptions & { readonly mean_per_class?: false | undefined },
  ): Promise<number>;
  async metrics_np(
    y_true: TensorLike,
    y_pred: TensorLike,
    metric_name: MetricName,
    metric_type?: MetricType | MetricsOptions,
    drop_last?: boolean,
    mean_per_class?: boolean,
  ): Promise<number | Float64Array> {
    const request = readMetricsRequest(y_true, y_pred, metric_name, metric_type, drop_last, mean_per_class);
    return metricsOf(request, await this.#overlap(request));
  }

  /** metrics_np(y_true, y_pred, "iou") */
  mean_iou(y_true: TensorLike, y_pred: TensorLike): Promise<number> {
    return this.metrics_np(y_true, y_pred, "iou");
  }

  /** metrics_np(y_true, y_pred, "dice") */
  mean_dice(y_true: TensorLike, y_pred: TensorLike): Promise<number> {
    return this.metrics_np(y_true, y_pred, "dice");
  }

  IoU_coeff(y_true: TensorLike, y_pred: TensorLike, options: LayoutOptions = {}): Promise<ClassTable> {
    return this.#soft(y_true, y_pred, "iou", options);
  }

  dice_coeff(y_true: TensorLike, y_pred: TensorLike, options: LayoutOptions = {}): Promise<ClassTable> {
    return this.#soft(y_true, y_pred, "dice", options);
  }

  /** Ends the workers. What has no result yet is rejected, as is every later call. */
  close(): Promise<void> {
    return this.#workers.close();
  }

  #count({ sides, numClasses, ignoreIndex }: ConfusionRequest): Promise<ConfusionCounts> {
    return this.#counter.countLabels(sides.groundTruth, sides.prediction, sides, numClasses, ignoreIndex);
  }

  async #overlap({ options, groundTruth, prediction }: MetricsRequest): Promise<OverlapSums> {
    if (ArrayBuffer.isView(groundTruth)) {
      const overlap = new LabelOverlap(groundTruth, prediction);
      const images = Array.from({ length: prediction.batchSize }, (_, image) => overlap.request(image));
      const matrices = await Promise.all(
        images.map(async (request) => matrixOf(await this.#count(request), request)),
      );
      matrices.forEach((matrix, image) => {
        overlap.add(image, matrix);
      });
      return overlap.sums();
    }
    return options.metric_type === "soft"
      ? this.#counter.sumOverlap(groundTruth, prediction)
      : this.#counter.countOverlap(groundTruth, prediction);
  }

  async #soft(yTrue: unknown, yPred: unknown, metric: MetricName, options: unknown): Promise<ClassTable> {
    const [groundTruth, prediction] = readSoftRequest(yTrue, yPred, readLayout(options));
    return softTableOf(await this.#counter.sumOverlap(groundTruth, prediction), metric, prediction);
  }
}
