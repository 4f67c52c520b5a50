import { countOnLanes, type Lane } from "../../app/job/countOnLanes.js";
import type { WorkerSet } from "../../src/workers/workerSet.js";
import type { CommandRequests, WorkerJob } from "./worker.js";
import { BATCHES_AHEAD, commandWorkers } from "./workers.js";

/** Work with images that any thread can do. */
export interface ThreadedWork<Item, Outcome> {
  /** What workers are started with. */
  readonly job: WorkerJob;
  /** So many images pay for a worker's start. */
  readonly minPerThread: number;
  readonly maxBatch: number;
  /** On this thread, in pieces between which signals are heard. */
  here(item: Item): Promise<Outcome>;
  there(workers: WorkerSet<CommandRequests>, batch: readonly Item[]): Promise<readonly Outcome[]>;
}

/**
 * Does work on so many threads, of which this one is the first; outcomes come in any order.
 *
 * @param handle takes what came of an item; false stops the run after the items that are under way
 */
export async function onThreads<Item, Outcome>(
  items: readonly Item[],
  threads: number,
  work: ThreadedWork<Item, Outcome>,
  handle: (index: number, outcome: Outcome) => boolean,
): Promise<void> {
  const useful = Math.max(1, Math.min(threads, Math.floor(items.length / work.minPerThread)));
  const workers = commandWorkers(useful - 1, work.job);
  const here: Lane<Item, Outcome> = {
    batchSize: 1,
    count: (batch) => Promise.all(batch.map((item) => work.here(item))),
  };
  const there: Lane<Item, Outcome> = {
    batchSize: Math.max(1, Math.min(work.maxBatch, Math.floor(items.length / (useful * 4)))),
    count: (batch) => work.there(workers, batch),
  };
  const places = Array.from({ length: (useful - 1) * BATCHES_AHEAD }, () => there);
  try {
    await countOnLanes(items, [here, ...places], handle);
  } finally {
    void workers.close();
  }
}
