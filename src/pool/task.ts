import { isMaskscoreError, type Problem, withProblem } from "../errors/problem.js";
import { SOFT_BLOCK_PIXELS } from "../counting/overlapSums.js";
import { cutIntoStrips, stripOf } from "../counting/strips.js";
import type {
  BackendName,
  BinaryCounts,
  ConfusionCounts,
  Counter,
  ImageSizes,
  LabelSource,
  OverlapSums,
  PackedRows,
  ScoreTensor,
} from "../types.js";

/** One strip's counting, by the name of the Counter's method; everything in it can be posted to a worker. */
export type Task =
  | {
      readonly kind: "countLabels";
      readonly groundTruth: LabelSource;
      readonly prediction: LabelSource;
      readonly sizes: ImageSizes;
      readonly numClasses: number;
      readonly ignoreIndex: number | undefined;
    }
  | {
      readonly kind: "countOverlap" | "sumOverlap";
      readonly groundTruth: ScoreTensor;
      readonly prediction: ScoreTensor;
    }
  | { readonly kind: "countBinary"; readonly groundTruth: Uint8Array; readonly prediction: Uint8Array }
  | {
      readonly kind: "countPacked";
      readonly groundTruth: Uint8Array;
      readonly prediction: Uint8Array;
      readonly rows: PackedRows;
    }
  | { readonly kind: "argmaxLabels"; readonly scores: ScoreTensor };

/** What each kind of task gives. */
export interface TaskResults {
  readonly countLabels: ConfusionCounts;
  readonly countOverlap: OverlapSums;
  /** Of each block of SOFT_BLOCK_PIXELS, one after the other: their sum depends on the order in which it is taken. */
  readonly sumOverlap: readonly OverlapSums[];
  readonly countBinary: BinaryCounts;
  readonly countPacked: BinaryCounts;
  readonly argmaxLabels: Uint16Array | Uint32Array;
}

/** What a worker is sent, and what it answers. */
export interface TaskMessage {
  readonly task: Task;
  readonly backend: BackendName;
}
export type AnswerMessage = { readonly result: TaskResults[Task["kind"]] } | FailedTask;

/** What a task threw. The clone of an error that is posted comes without its data, which therefore goes beside it. */
export interface FailedTask {
  readonly error: unknown;
  readonly problem: Problem | undefined;
}

export function failed(error: unknown): FailedTask {
  return { error, problem: isMaskscoreError(error) ? error.problem : undefined };
}

/** The error of a task that failed in a worker, with its data. */
export function errorOf({ error, problem }: FailedTask): Error {
  return problem === undefined ? (error as Error) : withProblem(error as Error, problem);
}

export function runTask(counter: Counter, task: Task): TaskResults[Task["kind"]] {
  switch (task.kind) {
    case "countLabels":
      return counter.countLabels(
        task.groundTruth,
        task.prediction,
        task.sizes,
        task.numClasses,
        task.ignoreIndex,
      );
    case "countOverlap":
      return counter.countOverlap(task.groundTruth, task.prediction);
    case "sumOverlap":
      return sumBlocks(counter, task.groundTruth, task.prediction);
    case "countBinary":
      return counter.countBinary(task.groundTruth, task.prediction);
    case "countPacked":
      return counter.countPacked(task.groundTruth, task.prediction, task.rows);
    case "argmaxLabels":
      return counter.argmaxLabels(task.scores);
  }
}

function sumBlocks(counter: Counter, groundTruth: ScoreTensor, prediction: ScoreTensor): OverlapSums[] {
  const { pixelCount } = groundTruth;
  return softBlocks(groundTruth).map((block) =>
    counter.sumOverlap(stripOf(groundTruth, pixelCount, block), stripOf(prediction, pixelCount, block)),
  );
}

/** The blocks in which soft sums are taken, in their order: image after image. */
export function softBlocks({ batchSize, pixelCount }: ImageSizes): ReturnType<typeof cutIntoStrips> {
  return Array.from({ length: batchSize }, (_, image) =>
    cutIntoStrips({ batchSize: 1, pixelCount }, Infinity, SOFT_BLOCK_PIXELS, SOFT_BLOCK_PIXELS).map(
      (block) => ({ ...block, firstImage: image }),
    ),
  ).flat();
}

/** Buffers of an answer that are the worker's own, to be handed over rather than copied. */
export function buffersOf(result: TaskResults[Task["kind"]]): ArrayBuffer[] {
  const arrays: unknown[] = ArrayBuffer.isView(result) ? [result] : Object.values(result);
  return arrays.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []));
}
