import { type Spawn, webWorker } from "../../../src/workers/platform.js";
import { WorkerSet } from "../../../src/workers/workerSet.js";
import { countOnLanes } from "../../../app/job/countOnLanes.js";
import { type PageRequests, READY } from "./protocol.js";

/** Workers beyond this would wait for memory rather than count. */
const MAX_THREADS = 8;

/** What was under way when it was cancelled. */
export class Cancelled extends Error {}

let program = "";
let workers: WorkerSet<PageRequests> | undefined;

/** Tells where the workers' program is. */
export function setProgram(url: string): void {
  const script = `import ${JSON.stringify(url)};`;
  program = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}

/** The page's workers: one set for all that is ever asked; a worker is started when there is something to do for it. */
export function pageWorkers(): WorkerSet<PageRequests> {
  workers ??= new WorkerSet<PageRequests>({
    threads: threads(),
    isLazy: true,
    spawn,
    errors: {
      died: (reason, cause) => new Error(`a worker stopped: ${reason}`, { cause }),
      unstartable: (reason, cause) => new Error(`workers do not start here: ${reason}`, { cause }),
      closed: () => new Error("the workers are ended"),
    },
  });
  return workers;
}

/** Asks about every item on all cores; `handle` is told of each answer as it comes, in any order. */
export async function askOfEach<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
  handle: (index: number, answer: Answer) => void,
): Promise<void> {
  const lane = { batchSize: 1, count: (batch: readonly Item[]) => Promise.all(batch.map(ask)) };
  const lanes = Array.from({ length: Math.min(items.length, threads()) }, () => lane);
  await countOnLanes(items, lanes, (index, answer) => {
    handle(index, answer);
    return true;
  });
}

function threads(): number {
  return Math.max(1, Math.min(MAX_THREADS, navigator.hardwareConcurrency));
}

/** Before its program is there, a worker hears nothing: what it is sent waits until it says that it is. */
const spawn: Spawn = ({ answered, died }) => {
  const waiting: Parameters<typeof handle.post>[] = [];
  let isReady = false;
  const handle = webWorker(new Worker(program, { type: "module", name: "maskscore" }), {
    died,
    answered: (message) => {
      if (message !== READY) {
        answered(message);
        return;
      }
      isReady = true;
      for (const [waited, transfer] of waiting.splice(0)) handle.post(waited, transfer);
    },
  });
  return {
    ...handle,
    post: (message, transfer) => {
      if (isReady) handle.post(message, transfer);
      else waiting.push([message, transfer]);
    },
  };
};
