import type { Spawn, WorkerHandle } from "./platform.js";
import { type Answer, type AnswerMessage, type Asked, errorOf, type Requests } from "./requests.js";

/** So many workers in a row that die before they answer anything mean that none ever will. */
const MAX_STILLBORN = 3;

export interface WorkerSetOptions {
  readonly threads: number;
  readonly spawn: Spawn;
  /** Start a worker when there is something to do for it, rather than all of them now. */
  readonly isLazy?: boolean | undefined;
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
  /** What the request is about: of idle workers the one that was asked about it before is preferred. */
  readonly about?: string | undefined;
  /** From now on the worker that takes the request holds what goes by this name. */
  readonly holds?: string | undefined;
  /** Only the worker that holds this can answer; it is waited for. */
  readonly heldBy?: string | undefined;
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
  /** What it holds. */
  readonly holds: Set<string>;
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
    if (options.isLazy !== true) for (let i = 0; i < options.threads; i++) this.#start();
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

  #start(): Slot {
    const [jobs, about, holds] = [new Map(), new Set(), new Set()];
    const slot = { jobs, about, holds, hasAnswered: false } as unknown as Slot;
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
    return slot;
  }

  #dispatch(): void {
    for (let i = 0; i < this.#queue.length && this.#hasRoom();) {
      const job = this.#queue[i] as Job;
      const { signal, heldBy } = job.options;
      // Of many that are aborted together each is told in its turn.
      const isAborted = signal?.aborted === true;
      const slot = isAborted ? undefined : this.#slotFor(job.options);
      if (isAborted || (slot !== undefined && slot.jobs.size >= this.#ahead)) {
        i++;
        continue;
      }
      this.#queue.splice(i, 1);
      if (slot !== undefined) this.#give(slot, job);
      else job.reject(this.#options.errors.died(`${heldBy ?? "it"} went with its worker`, undefined));
    }
  }

  #hasRoom(): boolean {
    if (this.#slots.size < this.#options.threads) return true;
    for (const { jobs } of this.#slots) if (jobs.size < this.#ahead) return true;
    return false;
  }

  get #ahead(): number {
    return this.#options.ahead ?? 1;
  }

  /** Who is to have a request, free or not. */
  #slotFor({ about, heldBy }: AskOptions): Slot | undefined {
    const slots = [...this.#slots];
    if (heldBy !== undefined) return slots.find(({ holds }) => holds.has(heldBy));
    const idle = slots.filter(({ jobs }) => jobs.size === 0);
    const known = about === undefined ? undefined : idle.find((slot) => slot.about.has(about));
    if (known !== undefined) return known;
    if (idle.length === 0 && slots.length < this.#options.threads) return this.#start();
    return slots.reduce((least, slot) => (slot.jobs.size < least.jobs.size ? slot : least));
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
    if (options.holds !== undefined) slot.holds.add(options.holds);
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
    if (this.#options.isLazy !== true) this.#start();
    this.#dispatch();
  }

  /** Ends one request; where a worker is at it, that worker, whose other requests are put first in the queue. */
  #stop(job: Job): void {
    const reason = job.options.signal?.reason as Error;
    for (const slot of this.#slots) {
      if (![...slot.jobs.values()].includes(job)) continue;
      this.#slots.delete(slot);
      void slot.handle.terminate();
      const others = [...slot.jobs.values()].filter((other) => other !== job);
      // What was handed over is gone with the worker.
      const isLost = ({ options }: Job): boolean => (options.transfer?.length ?? 0) > 0;
      for (const other of others.filter(isLost)) {
        other.reject(this.#options.errors.died("it was stopped", undefined));
      }
      this.#queue.unshift(...others.filter((other) => !isLost(other)));
      if (this.#options.isLazy !== true) this.#start();
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
