/** A worker, of whichever kind. */
export interface WorkerHandle {
  post(message: unknown, transfer: readonly Transferable[]): void;
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

/** Starts a worker. */
export type Spawn = (events: WorkerEvents) => WorkerHandle;

/** A worker's way to who started it. */
export interface Port {
  post(message: unknown, transfer: readonly Transferable[]): void;
  listen(receive: (message: unknown) => void): void;
}

/** A Web Worker that was just started. */
export function webWorker(worker: Worker, { answered, died }: WorkerEvents): WorkerHandle {
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

/** A thread of Node's, by its structure: who imports these types need not have Node's. */
interface Thread {
  postMessage(message: unknown, transfer: readonly never[]): void;
  on(type: "message" | "error", listener: (value: unknown) => void): unknown;
  on(type: "exit", listener: (code: number) => void): unknown;
  ref(): void;
  unref(): void;
  terminate(): Promise<unknown>;
}

/** A thread of Node's that was just started. */
export function nodeWorker(worker: Thread, { answered, died }: WorkerEvents): WorkerHandle {
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
      worker.postMessage(message, transfer as readonly never[]);
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

/** A worker thread's parentPort, by its structure. */
interface ParentPort {
  postMessage(message: unknown, transfer: readonly never[]): void;
  on(type: "message", listener: (message: unknown) => void): unknown;
}

/** A thread's way to who started it. */
export function threadPort(parent: ParentPort): Port {
  return {
    post: (message, transfer) => {
      parent.postMessage(message, transfer as readonly never[]);
    },
    listen: (receive) => {
      parent.on("message", receive);
    },
  };
}

/** What a dedicated Web Worker's global object has. */
interface DedicatedScope {
  readonly postMessage: (message: unknown, transfer: readonly Transferable[]) => void;
  readonly addEventListener: (type: "message", listener: (event: { readonly data: unknown }) => void) => void;
}

/** A Web Worker's way to who started it; undefined where this is none. */
export function webPort(): Port | undefined {
  const scope = globalThis as unknown as DedicatedScope;
  if (typeof scope.postMessage !== "function") return undefined;
  return {
    post: (message, transfer) => {
      scope.postMessage(message, transfer);
    },
    listen: (receive) => {
      scope.addEventListener("message", ({ data }) => {
        receive(data);
      });
    },
  };
}
