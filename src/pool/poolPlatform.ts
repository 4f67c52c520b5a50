import { failure } from "../errors/problem.js";
import type * as WorkerThreads from "node:worker_threads";
import type * as Os from "node:os";
import { nodeWorker, type Port, type Spawn, threadPort, webPort, webWorker } from "../workers/platform.js";

/** How a worker of the pool is started here: a Web Worker where there are such, else a thread of Node's. */
export function spawner(workerUrl: URL | string | undefined): Spawn {
  if (typeof Worker !== "function") {
    const url = new URL(workerUrl ?? new URL("./worker.js", import.meta.url));
    const { Worker: Thread } = workerThreads();
    // Flags of the process are not the worker's: --input-type, for one, would stop it.
    return (events) => nodeWorker(new Thread(url, { execArgv: [], name: "maskscore" }), events);
  }
  return (events) =>
    webWorker(
      // Written out in full, since this is how bundlers know a worker when they see one.
      workerUrl === undefined
        ? new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
        : new Worker(workerUrl, { type: "module" }),
      events,
    );
}

export function defaultThreads(): number {
  const { navigator } = globalThis as { navigator?: Partial<Navigator> };
  return navigator?.hardwareConcurrency ?? (builtin("node:os") as typeof Os).availableParallelism();
}

/** The way of this worker to the pool. */
export function portOfWorker(): Port {
  const web = webPort();
  if (web !== undefined) return web;
  const { parentPort } = workerThreads();
  if (parentPort === null) throw new Error("maskscore/pool/worker runs in a worker only");
  return threadPort(parentPort);
}

function workerThreads(): typeof WorkerThreads {
  return builtin("node:worker_threads") as typeof WorkerThreads;
}

/** A module of Node's, asked for in a way that no bundler for browsers stumbles over. */
function builtin(name: string): unknown {
  const getBuiltinModule = (globalThis.process as { getBuiltinModule?: (id: string) => unknown } | undefined)
    ?.getBuiltinModule;
  if (getBuiltinModule === undefined) {
    throw failure(
      Error,
      { code: "workers-unavailable" },
      "a scoring pool needs Web Workers, or Node 20.16 or newer; score without a pool here",
    );
  }
  return getBuiltinModule(name);
}
