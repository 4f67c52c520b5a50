import type { Spawn, WorkerHandle } from "./platform.js";
import { type Answer, type AnswerMessage, type Asked, errorOf, type Requests } from "./requests.js";

/** So many workers in a row that die before they answer anything mean that none ever will. */
const MAX_STILLBORN = 3;

export interface WorkerSetOptions {
  readonly threads: number;
  readonly spawn: Spawn;
  /** Requests that a worker is given before it has answered: from 2 on it need not wait for whoever asks. Default 1. */
  readonly ahead?: number | undefined;
  /** What rejected requests are told. */
  readonly errors: WorkerErrors;
}

export interface WorkerErrors {
  /** A worker died with a request; the others go on. */
  died(reason: string, cause: unknown): Error;
  /** No worker starts here. */
  unstartable(reason: string, cause: unknown): Error;
  closed(): Error;
}

export interface AskOptions {
  /** What is handed over rather than copied. */
  readonly transfer?: readonly Transferable[] | undefined;
  /** Aborted: the request is rejected with its reason at once, and stopped in the middle where it was under way. */
  readonly signal?: AbortSignal | undefined;
  /** What the request is about: a worker that was asked about it before is preferred. */
  readonly about?: string | undefined;
  /** Only the worker that was asked about it before can answer; it is waited for. */
  readonly isHeld?: boolean | undefined;
}

interface Job {
  readonly kind: PropertyKey;
  readonly asked: unknown;
  readonly options: AskOptions;
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: Error) => void;
}

interface Slot {
  handle: WorkerHandle;
  /** What it was given and has not answered, by id. */
  readonly jobs: Map<number, Job>;
  /** What it was asked about. */
  readonly about: Set<string>;
  hasAnswered: boolean;
}

/**
 * A fixed number of workers that answer requests; those that no worker is free for wait in a queue. A worker that dies takes
 * what it was given with it, and another one takes its place.
 */
export class WorkerSet<R extends Requests<R>> {
  readonly #options: WorkerSetOptions;
  readonly #slots = new Set<Slot>();
  #queue: Job[] = [];
  #nextId = 0;
  #stillborn = 0;
  /** Why nothing is taken any more. */
  #end: Error | undefined;

  constructor(options: WorkerSetOptions) {
    this.#options = options;
    for (let i = 0; i < options.threads; i++) this.#start();
  }

  ask<K extends keyof R>(kind: K, asked: Asked<R, K>, options: AskOptions = {}): Promise<Answer<R, K>> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const { signal } = options;
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#stop(job);
      };
      const job: Job = {
        kind,
        asked,
        options,
        resolve: (answer) => {
          signal?.removeEventListener("abort", stop);
          resolve(answer);
        },
        reject: (reason) => {
          signal?.removeEventListener("abort", stop);
          reject(reason);
        },
      };
      signal?.addEventListener("abort", stop);
      this.#queue.push(job);
      this.#dispatch();
    });
  }

  /** Ends every worker; requests that have no answer yet are rejected, as is every later one. */
  async close(): Promise<void> {
    this.#refuse(this.#options.errors.closed());
    const slots = [...this.#slots];
    this.#slots.clear();
    for (const { jobs } of slots) for (const job of jobs.values()) job.reject(this.#end as Error);
    await Promise.all(slots.map(({ handle }) => handle.terminate()));
  }

  #start(): void {
    const slot = { jobs: new Map(), about: new Set(), hasAnswered: false } as unknown as Slot;
    slot.handle = this.#options.spawn({
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
    const waiting: Job[] = [];
    for (const job of this.#queue.splice(0)) {
      // Of many that are aborted together each is told in its turn.
      const slot = job.options.signal?.aborted === true ? undefined : this.#freeSlot(job.options);
      if (slot === undefined) waiting.push(job);
      else this.#give(slot, job);
    }
    this.#queue = waiting;
  }

  /** The worker that is to have a request next, the least laden; undefined where it has to wait. */
  #freeSlot({ about, isHeld }: AskOptions): Slot | undefined {
    const { ahead = 1 } = this.#options;
    const asked = about === undefined ? undefined : [...this.#slots].find((slot) => slot.about.has(about));
    if (asked !== undefined && (isHeld === true || asked.jobs.size === 0)) {
      return asked.jobs.size < ahead ? asked : undefined;
    }
    let best: Slot | undefined;
    for (const slot of this.#slots) if (slot.jobs.size < (best?.jobs.size ?? ahead)) best = slot;
    return best;
  }

  #give(slot: Slot, job: Job): void {
    const { kind, asked, options } = job;
    const id = this.#nextId++;
    try {
      slot.handle.post({ id, kind, asked }, options.transfer ?? []);
    } catch (cause) {
      job.reject(cause as Error);
      return;
    }
    if (slot.jobs.size === 0) slot.handle.ref();
    slot.jobs.set(id, job);
    if (options.about !== undefined) slot.about.add(options.about);
  }

  #answered(slot: Slot, message: AnswerMessage): void {
    const job = slot.jobs.get(message.id);
    slot.jobs.delete(message.id);
    if (slot.jobs.size === 0) slot.handle.unref();
    slot.hasAnswered = true;
    this.#stillborn = 0;
    this.#dispatch();
    if ("answer" in message) job?.resolve(message.answer as never);
    else job?.reject(errorOf(message));
  }

  #died(slot: Slot, cause: unknown): void {
    // After close() the worker is not ours any more.
    if (!this.#slots.delete(slot)) return;
    const { errors } = this.#options;
    const reason = cause instanceof Error ? cause.message : String(cause);
    for (const job of slot.jobs.values()) job.reject(errors.died(reason, cause));
    if (!slot.hasAnswered && ++this.#stillborn >= MAX_STILLBORN) {
      this.#refuse(errors.unstartable(reason, cause));
    }
    if (this.#end !== undefined) return;
    this.#start();
    this.#dispatch();
  }

  /** Ends one request; where a worker is at it, that worker, whose other requests are put first in the queue. */
  #stop(job: Job): void {
    const reason = job.options.signal?.reason as Error;
    for (const slot of this.#slots) {
      if (![...slot.jobs.values()].includes(job)) continue;
      this.#slots.delete(slot);
      void slot.handle.terminate();
      for (const other of [...slot.jobs.values()].reverse()) {
        // What was handed over is gone with the worker.
        if (other.options.transfer !== undefined)
          other.reject(this.#options.errors.died("it was stopped", reason));
        else if (other !== job) this.#queue.unshift(other);
      }
      this.#start();
    }
    this.#queue = this.#queue.filter((other) => other !== job);
    job.reject(reason);
    this.#dispatch();
  }

  #refuse(end: Error): void {
    this.#end ??= end;
    for (const job of this.#queue.splice(0)) job.reject(this.#end);
  }
}
