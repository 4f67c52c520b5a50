import { Worker } from "node:worker_threads";
import type { ImageFiles } from "../inputs/pairing.js";
import { letSignalsIn } from "../interruption.js";
import { type CountJob, countTask, type Outcome } from "./countTask.js";
import type { Batch, BatchOutcome } from "./worker.js";

/** Takes what came of an image; false stops the run after the images that are under way. */
export type OutcomeHandler = (index: number, outcomes: readonly Outcome[]) => boolean;

/** Starting a worker takes as long as counting a few small images. */
const MIN_IMAGES_PER_THREAD = 8;

/** Images in a message: few enough that all workers end at about the same time, enough that messages cost little. */
const MAX_BATCH = 8;

/** Batches that wait at a worker, so that it never waits for us. */
const QUEUED_BATCHES = 2;

/** Counts images on so many threads, of which this one is the first; outcomes come in any order. */
export async function countAll(
  images: readonly ImageFiles[],
  job: CountJob,
  threads: number,
  handle: OutcomeHandler,
): Promise<void> {
  const useful = Math.max(1, Math.min(threads, Math.floor(images.length / MIN_IMAGES_PER_THREAD)));
  const queue = new Queue(images, handle);
  const batchSize = Math.max(1, Math.min(MAX_BATCH, Math.floor(images.length / (useful * 4))));
  const workers = Array.from({ length: useful - 1 }, () => countOnWorker(queue, job, batchSize));
  await Promise.all([countHere(queue, job), ...workers]);
}

/** What is still to be counted, and who is told of what was. */
class Queue {
  readonly #images: readonly ImageFiles[];
  readonly #handle: OutcomeHandler;
  #next = 0;
  #isStopped = false;

  constructor(images: readonly ImageFiles[], handle: OutcomeHandler) {
    this.#images = images;
    this.#handle = handle;
  }

  /** The next images, at most so many; none at the end, or when the run is stopped. */
  take(count: number): Batch {
    if (this.#isStopped) return [];
    const first = this.#next;
    const batch = this.#images.slice(first, first + count).map((image, i) => [first + i, image] as const);
    this.#next += batch.length;
    return batch;
  }

  /** Hands outcomes on. */
  done(outcomes: BatchOutcome): void {
    for (const [index, outcome] of outcomes) if (!this.#handle(index, outcome)) this.stop();
  }

  stop(): void {
    this.#isStopped = true;
  }
}

async function countHere(queue: Queue, job: CountJob): Promise<void> {
  for (;;) {
    await letSignalsIn();
    const [next] = queue.take(1);
    if (next === undefined) return;
    const [index, image] = next;
    queue.done([[index, countTask(job, image)]]);
  }
}

async function countOnWorker(queue: Queue, job: CountJob, batchSize: number): Promise<void> {
  // Beside the command in its bundle.
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: job });
  let queued = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const refill = (): void => {
        while (queued < QUEUED_BATCHES) {
          const batch = queue.take(batchSize);
          if (batch.length === 0) break;
          worker.postMessage(batch);
          queued++;
        }
        if (queued === 0) resolve();
      };
      worker.on("message", (outcomes: BatchOutcome) => {
        queued--;
        queue.done(outcomes);
        refill();
      });
      worker.on("error", reject);
      worker.on("exit", (code) => {
        reject(new Error(`a worker thread ended with code ${code} before its images were counted`));
      });
      refill();
    });
  } catch (error) {
    queue.stop();
    throw error;
  } finally {
    void worker.terminate();
  }
}
