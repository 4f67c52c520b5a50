import { parentPort, workerData } from "node:worker_threads";
import type { ImageFiles } from "../inputs/pairing.js";
import { type CountJob, countTask, type Outcome } from "./countTask.js";

/** Images to count, each with its place in the run. */
export type Batch = readonly (readonly [index: number, image: ImageFiles])[];

/** Their outcomes. */
export type BatchOutcome = readonly (readonly [index: number, outcomes: readonly Outcome[]])[];

const job = workerData as CountJob;

async function countBatch(batch: Batch): Promise<void> {
  const outcome: (readonly [number, readonly Outcome[]])[] = [];
  for (const [index, image] of batch) outcome.push([index, await countTask(job, image)]);
  parentPort?.postMessage(outcome satisfies BatchOutcome);
}

/** Batches are counted one after the other. A fault of ours rejects, and ends the worker. */
let last = Promise.resolve();
parentPort?.on("message", (batch: Batch) => {
  last = last.then(() => countBatch(batch));
});
