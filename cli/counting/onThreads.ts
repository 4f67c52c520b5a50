import { countOnLanes, type Lane } from "../../app/job/countOnLanes.js";
import type { WorkerSet } from "../../src/workers/workerSet.js";
import { readingOrder } from "./readingOrder.js";
import type { CommandRequests, WorkerJob } from "./worker.js";
import { BATCHES_AHEAD, commandWorkers } from "./workers.js";

/** Work with images that any thread can do. */
export interface ThreadedWork<Item, Outcome> {
  /** What workers are started with. */
  readonly job: WorkerJob;
  /** So many images pay for a worker's start. */
  readonly minPerThread: number;
  readonly maxBatch: number;
  readonly filesOf: (item: Item) => readonly string[];
  /** On this thread, in pieces between which signals are heard. */
  here(item: Item): Promise<Outcome>;
  there(workers: WorkerSet<CommandRequests>, batch: readonly Item[]): Promise<readonly Outcome[]>;
  /** Waited for before what came of an item is handled. */
  before?(outcome: Outcome): Promise<void>;
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
  const ready = async (outcomes: readonly Outcome[]): Promise<readonly Outcome[]> => {
    for (const outcome of outcomes) await work.before?.(outcome);
    return outcomes;
  };
  const here: Lane<Item, Outcome> = {
    batchSize: 1,
    async count(batch) {
      const outcomes: Outcome[] = [];
      for (const item of batch) outcomes.push(await work.here(item));
      return ready(outcomes);
    },
  };
  const there: Lane<Item, Outcome> = {
    batchSize: Math.max(1, Math.min(work.maxBatch, Math.floor(items.length / (useful * 4)))),
    count: async (batch) => ready(await work.there(workers, batch)),
  };
  const places = Array.from({ length: (useful - 1) * BATCHES_AHEAD }, () => there);
  const order = readingOrder(items, work.filesOf);
  try {
    if (order === undefined) await countOnLanes(items, [here, ...places], handle);
    else {
      const { items: ordered, indices, unitOf } = order;
      // Where there are fewer units than threads, it is better to unpack one twice.
      const units = new Set(ordered.map(unitOf)).size >= useful ? unitOf : undefined;
      const inItems = (index: number, outcome: Outcome): boolean => handle(indices[index] as number, outcome);
      await countOnLanes(ordered, [here, ...places], inItems, units);
    }
  } finally {
    void workers.close();
  }
}
