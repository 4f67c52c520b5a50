import { Worker } from "node:worker_threads";
import { nodeWorker } from "../../src/workers/platform.js";
import { WorkerSet } from "../../src/workers/workerSet.js";
import { openedSources } from "../sources/registry.js";
import type { CommandRequests, WorkerJob, WorkerStart } from "./worker.js";

/** Batches that are at a worker, so that it never waits for us, who count an image meanwhile. */
export const BATCHES_AHEAD = 2;

/** A worker prints nothing. Were its output passed on, each would listen to this process's own, and many are too many for Node. */
const SILENT = { stdout: true, stderr: true } as const;

/** Threads of the command's; `job` is what they do with images. */
export function commandWorkers(threads: number, job: WorkerJob): WorkerSet<CommandRequests> {
  const workerData: WorkerStart = { job, sources: openedSources() };
  return new WorkerSet<CommandRequests>({
    threads,
    ahead: BATCHES_AHEAD,
    // Beside the command in its bundle.
    spawn: (events) =>
      nodeWorker(new Worker(new URL("./worker.js", import.meta.url), { ...SILENT, workerData }), events),
    errors: {
      died: (reason, cause) =>
        new Error(`a worker thread ended before its work was done: ${reason}`, { cause }),
      unstartable: (reason, cause) => new Error(`no worker thread starts: ${reason}`, { cause }),
      closed: () => new Error("the worker threads are ended"),
    },
  });
}
