import { failure } from "../errors/problem.js";
import type { Spawn, WorkerHandle } from "./platform.js";
import { type AnswerMessage, errorOf, type Task, type TaskMessage, type TaskResults } from "./task.js";

/** So many workers in a row that die before they answer anything mean that none ever will. */
const MAX_STILLBORN = 3;

interface Job {
  readonly message: TaskMessage;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (result: TaskResults[Task["kind"]]) => void;
  readonly reject: (reason: Error) => void;
}

interface Slot {
  handle: WorkerHandle;
  job: Job | undefined;
  hasAnswered: boolean;
}

/**
 * A fixed number of workers, each with one job at a time; further jobs wait in a queue. A worker that dies takes its job
 * with it, and another one takes its place.
 */
export class WorkerSet {
  readonly #spawn: Spawn;
  readonly #slots = new Set<Slot>();
  readonly #queue: Job[] = [];
  #stillborn = 0;
  /** Why no job is taken any more. */
  #end: Error | undefined;

  constructor(threads: number, spawn: Spawn) {
    this.#spawn = spawn;
    for (let i = 0; i < threads; i++) this.#start();
  }

  run<K extends Task["kind"]>(
    message: TaskMessage & { readonly task: { readonly kind: K } },
    transfer: readonly ArrayBuffer[],
  ): Promise<TaskResults[K]> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#queue.push({ message, transfer, resolve: resolve as Job["resolve"], reject });
      this.#dispatch();
    });
  }

  /** Ends every worker; jobs that have no result yet are rejected, as is every later one. */
  async close(): Promise<void> {
    this.#refuse(failure(Error, { code: "pool-closed" }, "the scoring pool is closed; create another one"));
    const slots = [...this.#slots];
    this.#slots.clear();
    for (const { job } of slots) job?.reject(this.#end as Error);
    await Promise.all(slots.map(({ handle }) => handle.terminate()));
  }

  #start(): void {
    const slot = { job: undefined, hasAnswered: false } as unknown as Slot;
    slot.handle = this.#spawn({
      answered: (message) => {
        this.#answered(slot, message as AnswerMessage);
      },
      died: (cause) => {
        this.#died(slot, cause);
      },
    });
    slot.handle.unref();
    this.#slots.add(slot);
  }

  #dispatch(): void {
    for (const slot of this.#slots) {
      while (slot.job === undefined) {
        const job = this.#queue.shift();
        if (job === undefined) return;
        try {
          slot.handle.post(job.message, job.transfer);
        } catch (cause) {
          job.reject(cause as Error);
          continue;
        }
        slot.job = job;
        slot.handle.ref();
      }
    }
  }

  #answered(slot: Slot, answer: AnswerMessage): void {
    const { job } = slot;
    slot.job = undefined;
    slot.hasAnswered = true;
    slot.handle.unref();
    this.#stillborn = 0;
    this.#dispatch();
    if ("result" in answer) job?.resolve(answer.result);
    else job?.reject(errorOf(answer));
  }

  #died(slot: Slot, cause: unknown): void {
    // After close() the worker is not ours any more.
    if (!this.#slots.delete(slot)) return;
    const reason = cause instanceof Error ? cause.message : String(cause);
    slot.job?.reject(
      failure(
        Error,
        { code: "worker-died", got: reason },
        `a scoring worker died while it counted: ${reason}; the pool goes on, try again`,
        { cause },
      ),
    );
    if (!slot.hasAnswered && ++this.#stillborn >= MAX_STILLBORN) {
      this.#refuse(
        failure(
          Error,
          { code: "workers-unavailable", got: reason },
          `scoring workers do not start here: ${reason}; score without a pool, or pass workerUrl`,
          { cause },
        ),
      );
    }
    if (this.#end !== undefined) return;
    this.#start();
    this.#dispatch();
  }

  #refuse(end: Error): void {
    this.#end ??= end;
    for (const job of this.#queue.splice(0)) job.reject(this.#end);
  }
}
