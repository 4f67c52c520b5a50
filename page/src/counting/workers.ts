import { DatasetError } from "../../../app/errors/problem.js";
import type { Answer, AnswerMessage, Asked, RequestKind } from "./protocol.js";

let program = "";

/** Tells where the workers' program is. */
export function setProgram(url: string): void {
  const script = `import ${JSON.stringify(url)};`;
  program = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}

/** What was under way when it was cancelled. */
export class Cancelled extends Error {}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: Error) => void;
}

/** One worker, and what it was asked and has not answered yet. */
export class CountingThread {
  readonly #worker = new Worker(program, { type: "module", name: "maskscore" });
  /** Before its program is there, a worker hears nothing. */
  readonly #ready: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #end: Error | undefined;

  constructor() {
    this.#ready = new Promise((resolve) => {
      this.#worker.addEventListener(
        "message",
        () => {
          resolve();
        },
        { once: true },
      );
    });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<AnswerMessage | "ready">) => {
      if (data === "ready") return;
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("answer" in data) waiting?.resolve(data.answer as never);
      else waiting?.reject("problem" in data ? new DatasetError(data.problem) : new Error(data.message));
    });
    this.#worker.addEventListener("error", (event) => {
      this.#fail(new Error(`a worker stopped: ${event.message}`));
    });
  }

  ask<K extends RequestKind>(kind: K, asked: Asked<K>): Promise<Answer<K>> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      void this.#ready.then(() => {
        this.#worker.postMessage({ id, kind, asked });
      });
    });
  }

  /** Stops it in the middle of what it does. */
  stop(): void {
    this.#worker.terminate();
    this.#fail(new Cancelled("cancelled"));
  }

  #fail(end: Error): void {
    this.#end = end;
    for (const { reject } of this.#waiting.values()) reject(end);
    this.#waiting.clear();
  }
}

/** Workers beyond this would wait for memory rather than count. */
const MAX_THREADS = 8;

/**
 * Does something for every item on all cores; `done` is told of each as it is finished, in any order. What a `work` throws
 * ends it, but for what it handles itself.
 */
export async function forEachOnThreads<T>(
  items: readonly T[],
  work: (thread: CountingThread, item: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const count = Math.min(items.length, Math.max(1, Math.min(MAX_THREADS, navigator.hardwareConcurrency)));
  const threads = Array.from({ length: count }, () => new CountingThread());
  const stop = (): void => {
    for (const thread of threads) thread.stop();
  };
  signal.addEventListener("abort", stop);
  let next = 0;
  try {
    await Promise.all(
      threads.map(async (thread) => {
        while (next < items.length) await work(thread, items[next++] as T);
      }),
    );
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}
