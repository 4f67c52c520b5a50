import { parentPort, workerData } from "node:worker_threads";
import type { ImageFiles } from "../inputs/pairing.js";
import { type CountJob, countTask, type Outcome } from "./countTask.js";

/** Images to count, each with its place in the run. */
export type Batch = readonly (readonly [index: number, image: ImageFiles])[];

/** Their outcomes. */
export type BatchOutcome = readonly (readonly [index: number, outcomes: readonly Outcome[]])[];

const job = workerData as CountJob;

parentPort?.on("message", (batch: Batch) => {
  const outcome: BatchOutcome = batch.map(([index, image]) => [index, countTask(job, image)]);
  parentPort?.postMessage(outcome);
});
