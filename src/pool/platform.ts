import { failure } from "../errors/problem.js";
import type * as WorkerThreads from "node:worker_threads";
import type * as Os from "node:os";

/** A worker, of whichever kind. */
export interface WorkerHandle {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Keeps the process alive while the worker has something to do. */
  ref(): void;
  unref(): void;
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  readonly answered: (message: unknown) => void;
  /** The worker is no more; called once, and nothing after it. */
  readonly died: (cause: unknown) => void;
}

export type Spawn = (events: WorkerEvents) => WorkerHandle;

/** How a worker is started here: a Web Worker where there are such, else a thread of Node's. */
export function spawner(workerUrl: URL | string | undefined): Spawn {
  return typeof Worker === "function"
    ? (events) => webWorker(workerUrl, events)
    : (events) => nodeWorker(workerUrl ?? new URL("./worker.js", import.meta.url), events);
}

export function defaultThreads(): number {
  const { navigator } = globalThis as { navigator?: Partial<Navigator> };
  return navigator?.hardwareConcurrency ?? (builtin("node:os") as typeof Os).availableParallelism();
}

function webWorker(workerUrl: URL | string | undefined, { answered, died }: WorkerEvents): WorkerHandle {
  // Written out in full, since this is how bundlers know a worker when they see one.
  const worker =
    workerUrl === undefined
      ? new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
      : new Worker(workerUrl, { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    answered(data);
  });
  const fail = (cause: unknown): void => {
    worker.terminate();
    died(cause);
  };
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.error ?? new Error(event.message || "the worker's script could not be loaded"));
  });
  worker.addEventListener("messageerror", () => {
    fail(new Error("its answer could not be read"));
  });
  // Deno and Bun have these two; a browser's page lives on whatever its workers do.
  const { ref, unref } = worker as Partial<Pick<WorkerHandle, "ref" | "unref">>;
  return {
    post: (message, transfer) => {
      worker.postMessage(message, [...transfer]);
    },
    ref: () => ref?.call(worker),
    unref: () => unref?.call(worker),
    terminate: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
}

function nodeWorker(workerUrl: URL | string, { answered, died }: WorkerEvents): WorkerHandle {
  // Flags of the process are not the worker's: --input-type, for one, would stop it.
  const worker = new (workerThreads().Worker)(new URL(workerUrl), { execArgv: [], name: "maskscore" });
  let cause: unknown;
  worker.on("message", answered);
  worker.on("error", (error) => {
    cause = error;
  });
  worker.on("exit", (code) => {
    died(cause ?? new Error(`it exited with code ${code}`));
  });
  return {
    post: (message, transfer) => {
      worker.postMessage(message, transfer);
    },
    ref: () => {
      worker.ref();
    },
    unref: () => {
      worker.unref();
    },
    terminate: async () => {
      await worker.terminate();
    },
  };
}

function workerThreads(): typeof WorkerThreads {
  return builtin("node:worker_threads") as typeof WorkerThreads;
}

/** A worker thread's way to its parent, by its structure: who imports the pool's types need not have Node's. */
export interface ParentPort {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(type: "message", listener: (message: unknown) => void): unknown;
}

/** null where this is no worker thread. */
export function parentPort(): ParentPort | null {
  return workerThreads().parentPort;
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
